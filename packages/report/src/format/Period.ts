import type { Language } from "@salesdept/core/shared"
import type { ReportPeriod } from "../model/Figure.ts"
import { formatDayRange, formatMonth } from "./CalendarDay.ts"

const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const lastDayOf = (year: number, month: number): number => {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (lastDays[month - 1] ?? 31)
}

/** Whole months that a period covers exactly, within one year; null where it does not. */
const monthsOf = (period: ReportPeriod): { year: number; first: number; last: number } | null => {
  const [year = 0, first = 0, firstDay = 0] = period.from.split("-").map(Number)
  const [lastYear = 0, last = 0, lastDay = 0] = period.to.split("-").map(Number)
  return year === lastYear && firstDay === 1 && lastDay === lastDayOf(year, last) ? { year, first, last } : null
}

const fiscalShape = /^FY(\d+)(?:-([QM])0?(\d+))?$/

/** What people call a fiscal period: the third quarter of a year that begins in February is not the third of the calendar. */
const fiscalName = (label: string, language: Language): string => {
  const [, year = "", part, number = ""] = fiscalShape.exec(label) ?? []
  const [enYear, ruYear] = [`FY${year}`, `${year}\u00A0фин.\u00A0г.`]
  if (part === undefined) return language === "en" ? enYear : ruYear
  if (part === "Q") return language === "en" ? `Q${number}\u00A0${enYear}` : `${number}\u00A0кв.\u00A0${ruYear}`
  return language === "en" ? `month\u00A0${number} of\u00A0${enYear}` : `${number}-й\u00A0мес.\u00A0${ruYear}`
}

/**
 * The name of a period: its own where it has one, else that of the fiscal period it is, else that of the calendar quarter, month or year it covers exactly,
 * else its first and last day.
 *
 * @param period - the span of days
 * @param language - language of the name
 * @example
 * ```ts
 * import { formatPeriod } from "@salesdept/report"
 *
 * formatPeriod({ from: "2017-10-01", to: "2017-12-31", name: null }, "ru") // "4 кв. 2017"
 * ```
 */
export const formatPeriod = (period: ReportPeriod, language: Language): string => {
  if (period.name !== null) return period.name[language]
  if (period.fiscal !== undefined) return fiscalName(period.fiscal, language)
  const months = monthsOf(period)
  if (months === null) return formatDayRange(period.from, period.to, language)
  const { year, first, last } = months
  if (first === last) return formatMonth(period.from, language)
  if (first === 1 && last === 12) return String(year)
  if (last - first !== 2 || last % 3 !== 0) return formatDayRange(period.from, period.to, language)
  return language === "en" ? `Q${last / 3}\u00A0${year}` : `${last / 3}\u00A0кв.\u00A0${year}`
}
