import type { DealColumns } from "./DealFact.ts"
import { outcomeCodes } from "./DealFact.ts"
import type { LeftOut, NotRead } from "./NotRead.ts"
import { leaveOut, notReadList } from "./NotRead.ts"

/** How long deals had been open, and how they had ended, as known at the end of a day; one entry per deal that can be read. */
export interface DealSpans {
  /** Row of each deal. */
  readonly rows: Int32Array
  /** Whole days from opening to closing, or to the as-of day where still open then. */
  readonly days: Float64Array
  /** 0 still open at the end of that day, 1 won, 2 lost. */
  readonly outcome: Uint8Array
  /** Deals that cannot be read. */
  readonly notRead: ReadonlyArray<NotRead>
}

/** Reads spans of deals as of the end of a day: a deal closed later is open then; one opened later is not there yet. */
export const dealSpans = (columns: DealColumns, rows: Int32Array, asOfDay: number): DealSpans => {
  const kept = new Int32Array(rows.length)
  const days = new Float64Array(rows.length)
  const outcome = new Uint8Array(rows.length)
  const leftOut: LeftOut = new Map()
  let count = 0
  for (const row of rows) {
    const opened = columns.openedDay[row]!
    const result = columns.outcome[row]!
    const closed = result === outcomeCodes.open ? Number.POSITIVE_INFINITY : columns.closedDay[row]!
    if (Number.isNaN(opened)) leaveOut(leftOut, "openedOnMissing", row)
    else if (Number.isNaN(closed)) leaveOut(leftOut, "closedOnMissing", row)
    else if (closed < opened) leaveOut(leftOut, "closedBeforeOpened", row)
    else if (opened > asOfDay) leaveOut(leftOut, "openedAfterAsOf", row)
    else {
      kept[count] = row
      days[count] = Math.min(closed, asOfDay) - opened
      outcome[count] = closed <= asOfDay ? result : outcomeCodes.open
      count++
    }
  }
  return {
    rows: kept.subarray(0, count),
    days: days.subarray(0, count),
    outcome: outcome.subarray(0, count),
    notRead: notReadList(columns, leftOut),
  }
}
