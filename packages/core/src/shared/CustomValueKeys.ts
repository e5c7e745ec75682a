import type { CustomValue } from "./CustomField.ts"

const view = new DataView(new ArrayBuffer(8))

/**
 * Sixteen hexadecimal digits that stand in the order of numbers: the IEEE 754 double with its sign bit turned, and of negative
 * numbers all others too.
 */
const numberKey = (value: number): string => {
  view.setFloat64(0, value + 0)
  const bits = view.getBigUint64(0)
  const ordered = bits >> 63n === 0n ? bits | (1n << 63n) : ~bits & 0xffff_ffff_ffff_ffffn
  return ordered.toString(16).padStart(16, "0")
}

const isList = (value: CustomValue): value is ReadonlyArray<string> => Array.isArray(value)

/**
 * The texts under which a value of a custom field is found, each once: the letter of its type, and the value in a form whose
 * code-point order is the order of values. Of several chosen values each has its own; of money the currency comes first. A store
 * indexes records by them.
 *
 * @param value - a value of a custom field; numbers finite, of several chosen values each once
 * @example
 * ```ts
 * import { customKeys } from "@salesdept/core/shared"
 *
 * customKeys({ amountMinor: 100, currency: "RUB" }) // ["mRUB:c059000000000000"]
 * customKeys(["gold", "vip"]) // ["sgold", "svip"]
 * ```
 */
export const customKeys = (value: CustomValue): ReadonlyArray<string> => {
  if (typeof value === "string") return [`s${value}`]
  if (typeof value === "number") return [`n${numberKey(value)}`]
  if (typeof value === "boolean") return [value ? "b1" : "b0"]
  if (isList(value)) return value.map((one) => `s${one}`)
  return [`m${value.currency}:${numberKey(value.amountMinor)}`]
}

const numberOf = (digits: string): number => {
  const ordered = BigInt(`0x${digits}`)
  view.setBigUint64(0, ordered >> 63n === 1n ? ordered & 0x7fff_ffff_ffff_ffffn : ~ordered & 0xffff_ffff_ffff_ffffn)
  return view.getFloat64(0)
}

/**
 * The value that is found under a text of {@link customKeys}: of several chosen values the one.
 *
 * @param key - a text of any value but money
 */
export const customValueOf = (key: string): string | number | boolean => {
  if (key.startsWith("n")) return numberOf(key.slice(1))
  return key.startsWith("b") ? key === "b1" : key.slice(1)
}

const past = (text: string): string =>
  `${text.slice(0, -1)}${String.fromCodePoint((text.codePointAt(text.length - 1) ?? 0) + 1)}`

/**
 * The texts between which values of a range are found, from (inclusive) and to (exclusive). An open end is the end of the values of
 * that type, of money of that currency.
 *
 * @param from - the lower end, or null
 * @param to - the upper end, or null; not both
 */
export const customKeyRange = (
  from: CustomValue | null,
  to: CustomValue | null,
): { readonly from: string; readonly to: string } => {
  const [low] = from === null ? [] : customKeys(from)
  const [high] = to === null ? [] : customKeys(to)
  const one = low ?? high ?? ""
  const prefix = one.startsWith("m") ? one.slice(0, one.indexOf(":") + 1) : one.slice(0, 1)
  return { from: low ?? prefix, to: high ?? past(prefix) }
}
