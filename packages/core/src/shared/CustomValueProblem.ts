import { isCalendarDate } from "./CalendarDate.ts"
import { compareCodePoints } from "./CodePoints.ts"
import { isCurrency } from "./Currency.ts"
import type { CustomField, CustomValue } from "./CustomField.ts"
import { isFilterable } from "./CustomField.ts"
import type { Problem } from "./Problem.ts"

/** A value that a field may hold, or what is wrong with it. */
export type CustomValueReading =
  | { readonly ok: true; readonly value: CustomValue }
  | { readonly ok: false; readonly problem: Problem }

const refused = (code: string, en: string, ru: string): CustomValueReading => ({
  ok: false,
  problem: { path: "", code, message: { en, ru } },
})

const read = (value: CustomValue): CustomValueReading => ({ ok: true, value })

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\u0000")

/** The longest text that a field may hold. */
const longest = { apart: 2000, filtered: 255 } as const

const within = (value: number, from: number | undefined, to: number | undefined): boolean =>
  (from === undefined || value >= from) && (to === undefined || value <= to)

const bounds = (from: number | string | undefined, to: number | string | undefined) => ({
  en: [from === undefined ? "" : ` from ${from}`, to === undefined ? "" : ` up to ${to}`].join(""),
  ru: [from === undefined ? "" : ` от ${from}`, to === undefined ? "" : ` до ${to}`].join(""),
})

const readNumber = (field: Extract<CustomField, { readonly kind: "number" }>, value: unknown): CustomValueReading => {
  const { maximum, minimum, whole } = field
  const isNumber = typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (!isNumber || (whole === true && !Number.isInteger(value)) || !within(value, minimum, maximum)) {
    const span = bounds(minimum, maximum)
    return whole === true
      ? refused("custom.number", `must be a whole number${span.en}`, `ожидается целое число${span.ru}`)
      : refused("custom.number", `must be a number${span.en}`, `ожидается число${span.ru}`)
  }
  // −0 is not a value of its own: JSON does not carry it.
  return read(value + 0)
}

const readMoney = (field: Extract<CustomField, { readonly kind: "money" }>, value: unknown): CustomValueReading => {
  const { currency, maximumMinor, minimumMinor = 0 } = field
  if (typeof value === "object" && value !== null && Object.keys(value).sort().join() === "amountMinor,currency") {
    const given = value as { readonly amountMinor: unknown; readonly currency: unknown }
    const isKnown = typeof given.currency === "string" && isCurrency(given.currency)
    const isOurs = currency === undefined || given.currency === currency
    const { amountMinor } = given
    if (
      isKnown &&
      isOurs &&
      Number.isSafeInteger(amountMinor) &&
      within(Number(amountMinor), minimumMinor, maximumMinor)
    )
      return read({ amountMinor: Number(amountMinor) + 0, currency: given.currency })
  }
  const span = bounds(minimumMinor, maximumMinor)
  const inCurrency = currency === undefined ? "" : ` ${currency}`
  return refused(
    "custom.money",
    `must be an amount {amountMinor, currency}${inCurrency} in whole minor units${span.en}`,
    `ожидается сумма {amountMinor, currency}${inCurrency} в целых минимальных единицах${span.ru}`,
  )
}

const readText = (field: Extract<CustomField, { readonly kind: "text" }>, value: unknown): CustomValueReading => {
  const { maxLength = isFilterable(field) ? longest.filtered : longest.apart } = field
  const fits = typeof value === "string" && value.trim().length > 0 && value.length <= maxLength && isStorable(value)
  return fits
    ? read(value)
    : refused(
        "custom.text",
        `must be a text of 1 to ${maxLength} characters`,
        `ожидается текст от 1 до ${maxLength} символов`,
      )
}

const readDate = (field: Extract<CustomField, { readonly kind: "date" }>, value: unknown): CustomValueReading => {
  const { earliest, latest } = field
  const isDate = typeof value === "string" && isCalendarDate(value)
  if (isDate && (earliest === undefined || value >= earliest) && (latest === undefined || value <= latest)) {
    return read(value)
  }
  const span = bounds(earliest, latest)
  return refused(
    "custom.date",
    `must be a date such as 2026-11-23${span.en}`,
    `ожидается дата вида 2026-11-23${span.ru}`,
  )
}

const readChoice = (
  field: Extract<CustomField, { readonly choices: ReadonlyArray<unknown> }>,
  value: unknown,
): CustomValueReading => {
  const known = new Set<unknown>(field.choices.map(({ id }) => id))
  if (field.kind === "choice" && typeof value === "string" && known.has(value)) return read(value)
  if (field.kind === "multiChoice" && Array.isArray(value)) {
    const chosen: ReadonlyArray<unknown> = value
    const isSound = chosen.length > 0 && chosen.every((one) => known.has(one)) && new Set(chosen).size === chosen.length
    if (isSound) return read(chosen.map(String).sort(compareCodePoints))
  }
  const shown = field.choices.slice(0, 10).map(({ id }) => id)
  const list = [...shown, ...(field.choices.length > shown.length ? ["…"] : [])].join(", ")
  return field.kind === "choice"
    ? refused("custom.choice", `must be one of: ${list}`, `ожидается одно из значений: ${list}`)
    : refused(
        "custom.choices",
        `must be a list of some of: ${list}, each once`,
        `ожидается список из значений: ${list}, каждое один раз`,
      )
}

/** Holds a value to the definition of its field. */
export const readCustomValue = (field: CustomField, value: unknown): CustomValueReading => {
  switch (field.kind) {
    case "text":
      return readText(field, value)
    case "number":
      return readNumber(field, value)
    case "money":
      return readMoney(field, value)
    case "date":
      return readDate(field, value)
    case "boolean":
      return typeof value === "boolean"
        ? read(value)
        : refused("custom.boolean", "must be true or false", "ожидается true или false")
    case "choice":
    case "multiChoice":
      return readChoice(field, value)
  }
}
