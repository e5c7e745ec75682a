import type { DealColumns } from "../deal/DealFact.ts"
import { outcomeCodes } from "../deal/DealFact.ts"
import { dealSpans } from "../deal/DealSpans.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { textAt } from "../shared/Columns.ts"
import type { OwnedRecord } from "./Scopes.ts"

/** A deal with its row in the columns. */
export interface DealRow extends OwnedRecord {
  /** Its row. */
  readonly row: number
}

/** An open deal whose opening day is known. */
export interface OpenDeal extends DealRow {
  /** Whole days since it was opened. */
  readonly ageDays: number
}

/** The deal of a row. */
export const dealAt = (deals: DealColumns, row: number): DealRow => ({
  id: deals.id[row]!,
  ownerId: textAt(deals.owner, row),
  row,
})

const rowsOf = new WeakMap<DealColumns, ReadonlyMap<string, number>>()

/** Rows by deal id, for records that point to deals. Made once of the same columns: most rules ask for it. */
export const rowsById = (deals: DealColumns): ReadonlyMap<string, number> => {
  const known = rowsOf.get(deals)
  if (known !== undefined) return known
  const rows = new Map<string, number>()
  for (const [row, id] of deals.id.entries()) rows.set(id, row)
  rowsOf.set(deals, rows)
  return rows
}

/** Deals open at the end of a day, of those whose opening day is known. */
export const openDeals = (deals: DealColumns, rows: Int32Array, on: CalendarDate): ReadonlyArray<OpenDeal> => {
  const spans = dealSpans(deals, rows, dayNumberOf(on))
  const open: Array<OpenDeal> = []
  for (let i = 0; i < spans.rows.length; i++) {
    if (spans.outcome[i] === outcomeCodes.open) open.push({ ...dealAt(deals, spans.rows[i]!), ageDays: spans.days[i]! })
  }
  return open
}
