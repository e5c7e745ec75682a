/** A value that JSON carries unchanged. */
export type Json = null | boolean | number | string | ReadonlyArray<Json> | { readonly [key: string]: Json }

/**
 * One text for one value: JSON with the keys of every object in code-point order and without spaces, so that its bytes
 * can be hashed. Absent (`undefined`) members are left out.
 *
 * @throws TypeError where the value is not JSON (a bigint, a function, NaN or an infinity).
 */
export const canonicalJson = (value: unknown): string => {
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
      if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
      const members = value as { readonly [key: string]: unknown }
      const parts: Array<string> = []
      for (const key of Object.keys(members).sort()) {
        const member = members[key]
        if (member !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(member)}`)
      }
      return `{${parts.join(",")}}`
    }
    default:
      throw new TypeError(`a ${typeof value} is not JSON`)
  }
}
