import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CellFault } from "./CellFault.ts"
import type { LocalDay } from "./DateText.ts"
import { readDate, settledDate } from "./DateText.ts"
import type { DateOrder } from "./ColumnMapping.ts"

/** Why a cell of a date column has no date. */
export type DateFault = "dateUnreadable" | "dateOrderUnknown"

/** One cell of a date column: a day, nothing where the cell is blank, or what is wrong. */
export type DateCell = CalendarDate | null | CellFault<DateFault>

/** A column read as dates. */
export interface DateColumn {
  /** One entry per cell, in order. */
  readonly cells: ReadonlyArray<DateCell>
  /** Order of day and month in dates with slashes or dashes; null where the column has none or does not show it. */
  readonly order: DateOrder | null
  /** Up to three values that could be read both ways; not empty only where the order is not known. */
  readonly undecided: ReadonlyArray<string>
}

/** The order that all evidence agrees on; values above 12 can only be days. */
const shownOrder = (readings: Iterable<{ readonly first: number; readonly second: number }>): DateOrder | null => {
  let [dayFirst, monthFirst] = [false, false]
  for (const { first, second } of readings) {
    if (first > 12) dayFirst = true
    if (second > 12) monthFirst = true
  }
  if (dayFirst === monthFirst) return null
  return dayFirst ? "dmy" : "mdy"
}

/**
 * Reads a whole column as dates. Whether `03/04/2026` is in March or in April is decided by the column: by a value such
 * as `25/04/2026` in it. Where no value shows the order, or two contradict each other, no cell is guessed: those that
 * can be read both ways carry the fault `dateOrderUnknown`.
 *
 * @param texts - the cells; null where blank
 * @param localDay - the tenant's day of a moment, for times with an offset
 * @param stated - the order, where a person has said it
 *
 * @example
 * ```ts
 * import { localDayIn, readDateColumn } from "@salesdept/core/exchange"
 *
 * readDateColumn(["03/04/2026", "25/04/2026"], localDayIn("UTC")).cells // ["2026-04-03", "2026-04-25"]
 * readDateColumn(["03/04/2026"], localDayIn("UTC")).cells // [{ fault: "dateOrderUnknown" }]
 * ```
 */
export const readDateColumn = (
  texts: ReadonlyArray<string | null>,
  localDay: LocalDay,
  stated: DateOrder | null = null,
): DateColumn => {
  const readings = texts.map((text) => (text === null ? null : readDate(text, localDay)))
  const order = stated ?? shownOrder(readings.filter((reading) => reading?.kind === "open"))
  const undecided = new Set<string>()
  const cells = readings.map((reading, i): DateCell => {
    if (reading === null) return null
    if (reading.kind === "day") return reading.date
    if (reading.kind === "unreadable") return { fault: "dateUnreadable" }
    // Without an order, a value that only one order can read is read by it: nothing is guessed there.
    if (order === null && reading.first <= 12 && reading.second <= 12) {
      if (undecided.size < 3) undecided.add(texts[i] ?? "")
      return { fault: "dateOrderUnknown" }
    }
    return settledDate(reading, order ?? (reading.first > 12 ? "dmy" : "mdy")) ?? { fault: "dateUnreadable" }
  })
  return { cells, order, undecided: [...undecided] }
}
