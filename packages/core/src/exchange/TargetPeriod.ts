import { normalizedHeader } from "./HeaderName.ts"
import type { LocalDay } from "./DateText.ts"
import { readDate } from "./DateText.ts"

/** How long a target runs. */
export type TargetGrain = "month" | "quarter" | "year"

/** The grain that a column's name states (`TargetMonth`, `Квартал`); null where it states none. */
export const grainOfHeader = (header: string): TargetGrain | null => {
  const name = normalizedHeader(header)
  if (/month|месяц/u.test(name)) return "month"
  if (/quarter|квартал/u.test(name)) return "quarter"
  return /year|год/u.test(name) ? "year" : null
}

const roman = ["i", "ii", "iii", "iv"]

const quarterNumber = (text: string): number =>
  /^\d$/.test(text) ? Number(text) : roman.indexOf(text.toLowerCase()) + 1

/**
 * Reads the period of a target: `2026-03`, `03.2026`, `2026-Q1`, `Q1 2026`, `I квартал 2026`, `1 кв. 2026`, `2026`; a
 * whole date only where the column's name states the grain.
 *
 * @param text - the cell, trimmed
 * @param grain - what the column's name states
 * @param localDay - the tenant's day of a moment
 * @returns `2026-03`, `2026-Q1` or `2026`; null where the text is none of these
 */
export const readPeriod = (text: string, grain: TargetGrain | null, localDay: LocalDay): string | null => {
  const yearMonth = /^(\d{4})[-/.](0?[1-9]|1[0-2])$/.exec(text)
  if (yearMonth !== null) return `${yearMonth[1]}-${yearMonth[2]?.padStart(2, "0")}`
  const monthYear = /^(0?[1-9]|1[0-2])[-/.](\d{4})$/.exec(text)
  if (monthYear !== null) return `${monthYear[2]}-${monthYear[1]?.padStart(2, "0")}`
  const yearQuarter = /^(\d{4})[- ]?Q([1-4])$/i.exec(text)
  if (yearQuarter !== null) return `${yearQuarter[1]}-Q${yearQuarter[2]}`
  const quarterYear = /^(?:Q([1-4])|([1-4]|I{1,3}|IV)\s*кв(?:артал|\.)?)[ ,/-]*(\d{4})(?: ?г(?:ода|\.)?)?$/iu.exec(text)
  if (quarterYear !== null) return `${quarterYear[3]}-Q${quarterNumber(quarterYear[1] ?? quarterYear[2] ?? "")}`
  if (/^\d{4}$/.test(text)) return text
  const reading = readDate(text, localDay)
  if (reading.kind !== "day" || grain === null) return null
  const [year = "", month = ""] = reading.date.split("-")
  if (grain === "year") return year
  return grain === "month" ? `${year}-${month}` : `${year}-Q${Math.ceil(Number(month) / 3)}`
}
