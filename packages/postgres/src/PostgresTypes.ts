import type { LogicalType } from "@salesdept/sql"
import type { CustomTypesConfig } from "pg"

/** Integers past those of JavaScript stay text: ids of people may be such; where a number is meant, its codec refuses them. */
const wholeNumber = (text: string): number | string => {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

const isoShape =
  /^(?<year>\d{4,6})-(?<month>\d\d)-(?<day>\d\d) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?<fraction>\.\d{1,6})?(?<sign>[+-])(?<hours>\d\d)(?::(?<minutes>\d\d))?(?::(?<seconds>\d\d))?(?<before> BC)?$/

/**
 * The server writes instants in the session's zone, which is the host's to set, with that zone's offset of the time, to the
 * second in old days, and leaves out the zeros at the end.
 */
export const readInstant = (text: string): string => {
  const { length } = text
  if (length >= 22 && length <= 29 && text[4] === "-" && text[10] === " " && text.endsWith("+00")) {
    const ms = length === 22 ? "000" : text.slice(20, Math.min(23, length - 3)).padEnd(3, "0")
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${ms}Z`
  }
  const parts = isoShape.exec(text)?.groups
  if (parts === undefined) throw new RangeError(`${text} is not an instant in DateStyle ISO`)
  const ms = Number((parts["fraction"] ?? ".").slice(1, 4).padEnd(3, "0"))
  const number = (name: string): number => Number(parts[name] ?? 0)
  const offset = number("hours") * 3600 + number("minutes") * 60 + number("seconds")
  const time = new Date(0)
  const year = parts["before"] === undefined ? number("year") : 1 - number("year")
  time.setUTCFullYear(year, number("month") - 1, number("day"))
  time.setUTCHours(number("hour"), number("minute"), number("second"), ms)
  time.setTime(time.getTime() - (parts["sign"] === "-" ? -offset : offset) * 1000)
  return time.toISOString()
}

const asText = (text: string): string => text

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => text === "t"],
  [20, wholeNumber],
  [21, Number],
  [23, Number],
  [1184, readInstant],
])

/** What reads the text of a value, by the number of its type. */
export const parserOf = (oid: number): ((text: string) => unknown) => parsers.get(oid) ?? asText

/**
 * How values of our statements are read: 64-bit integers as numbers where JavaScript has them, else as text; instants as 24-character UTC text;
 * everything else, dates and jsonb included, as the server's text. Given with every query, so that neither global parsers
 * of other packages nor those of the host's client matter, and ours matter to nobody else.
 */
export const rowTypes: CustomTypesConfig = { getTypeParser: parserOf }

/** Reads a value that the server was asked to give as text, into the same form. */
export const valueOf = (type: LogicalType, text: string): unknown => {
  switch (type) {
    case "integer":
      return wholeNumber(text)
    case "instant":
      return readInstant(text)
    case "boolean":
      return text === "true"
    case "text":
    case "person":
    case "date":
    case "json":
      return text
  }
}
