import { isCurrency } from "../shared/Currency.ts"
import type { DecimalMark } from "./ColumnMapping.ts"

/** What one cell says about a number, before its column is known. */
export type NumberReading =
  /** Plain decimal text (`-1234.50`); `mark` is the decimal mark that the text itself shows, null where it shows none. */
  | { readonly kind: "decimal"; readonly decimal: string; readonly mark: DecimalMark | null }
  /** `1,234` or `1.234`: a group of thousands or a fraction, for the column to show. */
  | {
      readonly kind: "open"
      readonly sign: "" | "-"
      readonly whole: string
      readonly rest: string
      readonly mark: DecimalMark
    }
  /** No number. */
  | { readonly kind: "unreadable" }

const unreadable: NumberReading = { kind: "unreadable" }

const spaces = String.raw`[ \u00a0\u2007\u2009\u202f'’]`
const spaced = new RegExp(String.raw`^(\d{1,3}(?:${spaces}\d{3})+)(?:([.,])(\d+))?$`)
const pointGroups = /^(\d{1,3}(?:,\d{3})+)\.(\d+)$|^(\d{1,3}(?:,\d{3}){2,})$/
const commaGroups = /^(\d{1,3}(?:\.\d{3})+),(\d+)$|^(\d{1,3}(?:\.\d{3}){2,})$/
const oneMark = /^(\d*)([.,])(\d+)$/
const noDigits = /\D/g

const decimal = (sign: string, whole: string, rest: string | undefined, mark: DecimalMark | null): NumberReading => {
  const digits = whole.replaceAll(noDigits, "").replace(/^0+(?=\d)/, "") || "0"
  return { kind: "decimal", decimal: sign + digits + (rest === undefined ? "" : `.${rest}`), mark }
}

/** Without sign: parentheses and a minus before or after, typographic or not, mean below zero. */
const unsigned = (text: string): readonly ["" | "-", string] => {
  const bracketed = /^\((.*)\)$/.exec(text)
  if (bracketed !== null) return ["-", (bracketed[1] ?? "").trim()]
  const minus = /^[-−–]\s*(.*)$|^(.*)[-−]$/.exec(text)
  if (minus !== null) return ["-", (minus[1] ?? minus[2] ?? "").trim()]
  return ["", text.replace(/^\+/, "")]
}

/**
 * Reads one cell as a number: `1234.5`, `1 234,50`, `1'234.50`, `1,234.50`, `1.234.567,00`, `(5)`, `−5`. A single mark
 * before exactly three digits stays open. Exponents, percents and words are not numbers.
 *
 * @param text - the cell without a currency sign, trimmed
 */
export const readNumber = (text: string): NumberReading => {
  const [sign, body] = unsigned(text)
  if (/^\d+$/.test(body)) return decimal(sign, body, undefined, null)
  const groups = spaced.exec(body)
  if (groups !== null)
    return decimal(sign, groups[1] ?? "", groups[3], groups[3] === undefined ? null : markOf(groups[2]))
  const points = pointGroups.exec(body)
  if (points !== null) return decimal(sign, points[1] ?? points[3] ?? "", points[2], ".")
  const commas = commaGroups.exec(body)
  if (commas !== null) return decimal(sign, commas[1] ?? commas[3] ?? "", commas[2], ",")
  const [, whole, mark, rest = ""] = oneMark.exec(body) ?? []
  if (whole === undefined) return unreadable
  const isOpen = rest.length === 3 && /^[1-9]\d{0,2}$/.test(whole)
  return isOpen ? { kind: "open", sign, whole, rest, mark: markOf(mark) } : decimal(sign, whole, rest, markOf(mark))
}

const markOf = (mark: string | undefined): DecimalMark => (mark === "," ? "," : ".")

/** Reads an open number once the decimal mark of its column is known. */
export const settledNumber = (
  reading: { readonly sign: string; readonly whole: string; readonly rest: string; readonly mark: DecimalMark },
  decimalMark: DecimalMark,
): string => reading.sign + reading.whole + (reading.mark === decimalMark ? "." : "") + reading.rest

const currencyNames: ReadonlyArray<readonly [string, RegExp]> = [
  ["RUB", /^(?:₽|руб(?:\.|ль|ля|лей|ли)?|р\.?|rur|российский рубль)$/iu],
  ["EUR", /^(?:€|евро|euros?)$/iu],
  ["GBP", /^£$/],
  ["KZT", /^(?:₸|тенге)$/iu],
  ["UAH", /^(?:₴|грн\.?)$/iu],
  ["USD", /^(?:us ?\$|доллар сша|us dollar)$/iu],
]

/** Currencies that write `$`. */
const dollars = new Set(["USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "ARS", "CLP", "COP"])

/**
 * The ISO 4217 code of a currency as people write it: a code, a sign or a word; null where it is not known. `$` says only
 * that it is a dollar, so it agrees with an expected dollar and means nothing otherwise.
 *
 * @param text - such as `RUB`, `₽`, `руб.`, `$`
 * @param expected - the currency of the import
 */
export const currencyOf = (text: string, expected: string): string | null => {
  const upper = text.toUpperCase()
  if (isCurrency(upper)) return upper
  if (text === "$") return dollars.has(expected) ? expected : null
  return currencyNames.find(([, pattern]) => pattern.test(text))?.[0] ?? null
}

// No two neighbours take the same characters, and words have an end: a cell of a hostile file is read in one pass.
const parts =
  /^([-−–(]?)\s*(?:([\p{Sc}\p{L}][\p{Sc}\p{L}.]{0,60})\s*)?([-−]?[\d.,][^\p{Sc}\p{L}]*)(?:([\p{Sc}\p{L}][\p{Sc}\p{L}.]{0,60})\s*(\)?))?$/u

/** Parts a cell into a number and the currency written before or after it; the currency is null where none is written. */
export const partedAmount = (text: string): { readonly number: string; readonly currency: string | null } => {
  const match = parts.exec(text)
  if (match === null) return { number: text, currency: null }
  const [, open = "", before, written = "", after, behind = ""] = match
  const close = after === undefined && written.endsWith(")") ? ")" : behind
  const number = (after === undefined ? written.slice(0, written.length - close.length) : written).trimEnd()
  return { number: open + number + close, currency: before ?? after ?? null }
}
