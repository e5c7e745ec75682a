import type { Language } from "@salesdept/core/shared"
import { dateFormat } from "./Locale.ts"

// Spaces in dates do not break either: "31" must not part from "December".
const joined = (text: string): string => text.replace(/[ \u202F\u2009]/g, "\u00A0")

/** Milliseconds of the start of a day in UTC; formatting happens in UTC too, so the day never shifts. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00.000Z`)

/**
 * A calendar date in words: `31 December 2017`, `31 декабря 2017 г.`
 *
 * @param date - `YYYY-MM-DD`
 * @param language - language of the month
 * @example
 * ```ts
 * import { formatDay } from "@salesdept/report"
 *
 * formatDay("2017-12-31", "en") // "31 December 2017"
 * ```
 */
export const formatDay = (date: string, language: Language): string =>
  joined(dateFormat(language, { day: "numeric", month: "long", year: "numeric" }).format(startOf(date)))

/**
 * A span of days: `20 October 2016 – 31 December 2017`. What both ends share is said once; it breaks only
 * at the dash.
 *
 * @param from - first day, `YYYY-MM-DD` (inclusive)
 * @param to - last day, `YYYY-MM-DD` (inclusive)
 * @param language - language of the months
 * @example
 * ```ts
 * import { formatDayRange } from "@salesdept/report"
 *
 * formatDayRange("2016-10-20", "2017-12-31", "en") // "20 October 2016 – 31 December 2017"
 * ```
 */
export const formatDayRange = (from: string, to: string, language: Language): string =>
  dateFormat(language, { day: "numeric", month: "long", year: "numeric" })
    .formatRange(startOf(from), startOf(to))
    .replace(/[\u202F\u2009]/g, " ")
    .replace(/(?<!–) (?!–)/g, "\u00A0")

/**
 * A month by name: `December 2017`, `декабрь 2017 г.`
 *
 * @param date - any day of the month, `YYYY-MM-DD`
 * @param language - language of the month
 * @example
 * ```ts
 * import { formatMonth } from "@salesdept/report"
 *
 * formatMonth("2017-12-31", "en") // "December 2017"
 * ```
 */
export const formatMonth = (date: string, language: Language): string =>
  joined(dateFormat(language, { month: "long", year: "numeric" }).format(startOf(date)))
