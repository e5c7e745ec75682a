/**
 * Whether plain `JSON.stringify` would write the canonical text: every object's keys already in order, and nothing in it
 * that JSON drops, changes or refuses. Most rows are so, and one native call is several times as fast as many.
 */
const isCanonical = (value: unknown): boolean => {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true
    case "number":
      return Number.isFinite(value)
    case "object": {
      if (value === null) return true
      if ("toJSON" in value) return false
      if (Array.isArray(value)) {
        for (const member of value) if (!isCanonical(member)) return false
        return true
      }
      const members = value as { readonly [key: string]: unknown }
      let last: string | undefined
      for (const key of Object.keys(members)) {
        if (last !== undefined && key < last) return false
        if (!isCanonical(members[key])) return false
        last = key
      }
      return last !== undefined || !isOfAClass(value)
    }
    default:
      return false
  }
}

/**
 * One text for one value: JSON with the keys of every object in the order of their UTF-16 code units and without spaces, so that its bytes
 * can be hashed. Absent (`undefined`) members are left out.
 *
 * @param value - plain JSON: null, booleans, finite numbers, texts, lists and plain objects of them
 * @throws TypeError where the value is not JSON (a bigint, a function, NaN or an infinity, a Date or a Map, or `undefined` but as a member).
 * @example
 * ```ts
 * import { canonicalJson } from "@salesdept/core/journal"
 *
 * const amount = { currency: "RUB", amountMinor: 120_000_00 }
 * canonicalJson(amount) === canonicalJson({ amountMinor: 120_000_00, currency: "RUB", note: undefined }) // true
 * ```
 */
export const canonicalJson = (value: unknown): string => (isCanonical(value) ? JSON.stringify(value) : inOrder(value))

/** Whether what it is lies in its class, not in its members: a Date, a Map. Written member by member nothing would be left of it. */
const isOfAClass = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  const isBare = prototype === null || Object.getPrototypeOf(prototype) === null
  return !isBare && !Array.isArray(value) && Object.keys(value).length === 0
}

/**
 * Places in a value at which it is not JSON, so that {@link canonicalJson} refuses it.
 *
 * @param value - anything that ends somewhere
 * @param path - where it lies itself
 */
export const notJsonIn = (value: unknown, path = ""): ReadonlyArray<string> => {
  if (path === "" && isCanonical(value)) return []
  if (typeof value !== "object" || value === null) {
    const isJson = ["string", "boolean", "object"].includes(typeof value) || Number.isFinite(value)
    return isJson ? [] : [path]
  }
  if (Array.isArray(value)) return value.flatMap((member, at) => notJsonIn(member, `${path}[${at}]`))
  if (isOfAClass(value)) return [path]
  return Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : notJsonIn(member, path === "" ? name : `${path}.${name}`),
  )
}

const inOrder = (value: unknown): string => {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value)
    case "boolean":
      return value ? "true" : "false"
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`${value} is not JSON`)
      return JSON.stringify(value)
    case "object": {
      if (value === null) return "null"
      if (isOfAClass(value)) throw new TypeError(`${Object.prototype.toString.call(value)} is not JSON`)
      if (Array.isArray(value)) return `[${value.map(inOrder).join(",")}]`
      const members = value as { readonly [key: string]: unknown }
      const parts: Array<string> = []
      for (const key of Object.keys(members).sort()) {
        const member = members[key]
        if (member !== undefined) parts.push(`${JSON.stringify(key)}:${inOrder(member)}`)
      }
      return `{${parts.join(",")}}`
    }
    default:
      throw new TypeError(`a ${typeof value} is not JSON`)
  }
}
