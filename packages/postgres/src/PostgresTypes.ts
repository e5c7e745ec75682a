import type { CustomTypesConfig } from "pg"

const safeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is past the integers of JavaScript`)
  return value
}

const isoShape = /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(\.\d{1,6})?([+-]\d\d)(:\d\d)?(?::\d\d)?$/

/** The server writes instants in the session's zone and leaves out trailing zeros; the session is the host's to set. */
const instantText = (text: string): string => {
  const parts = isoShape.exec(text)
  if (parts === null) throw new RangeError(`${text} is not an instant in DateStyle ISO`)
  const [, year, month, day, time, fraction = ".", hours, minutes = ":00"] = parts
  const local = `${year}-${month}-${day}T${time}${fraction.padEnd(4, "0").slice(0, 4)}`
  return hours === "+00" && minutes === ":00" ? `${local}Z` : new Date(`${local}${hours}${minutes}`).toISOString()
}

const asText = (text: string): string => text

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [16, (text) => text === "t"],
  [20, safeInteger],
  [21, Number],
  [23, Number],
  [1184, instantText],
])

/**
 * How values of our statements are read: 64-bit integers as numbers, checked; instants as 24-character UTC text;
 * everything else, dates and jsonb included, as the server's text. Given with every query, so that neither global parsers
 * of other packages nor those of the host's client matter, and ours matter to nobody else.
 */
export const rowTypes: CustomTypesConfig = {
  getTypeParser: (oid: number) => parsers.get(oid) ?? asText,
}
