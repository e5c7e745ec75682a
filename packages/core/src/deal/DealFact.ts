import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import type { CodedColumn, NumberColumn } from "../shared/Columns.ts"
import { codedColumn, numberColumn } from "../shared/Columns.ts"

/** How a deal stands: still open, won or lost. */
export type DealOutcome = "open" | "won" | "lost"

/** One deal as analysis reads it: a plain row that a host may also build from its own tables. */
export interface DealFact {
  /** The deal's id. */
  readonly id: string
  /** The client's id; null where the source carries none. */
  readonly clientId: string | null
  /** The id of whose it is in figures: of a stored deal its seller's; null where it is nobody's. */
  readonly ownerId: string | null
  /** The pipeline's id. */
  readonly pipelineId: string
  /** The stage's id. */
  readonly stageId: string
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** The main product's id; null where none is stated. */
  readonly productId: string | null
  /** Amount in whole minor units; null where none is stated (never 0 for "unknown"). */
  readonly amountMinor: number | null
  /** Amount at list price in whole minor units; null where no price list applies. */
  readonly listAmountMinor: number | null
  /** ISO 4217 code of both amounts. */
  readonly currency: string
  /** The day it was opened, in the tenant's time zone; null where the source does not carry it. */
  readonly openedOn: CalendarDate | null
  /** The day it was won or lost, in the tenant's time zone; null while open. */
  readonly closedOn: CalendarDate | null
}

/** Deals as columns: what the analyses loop over. All columns have `length` rows. */
export interface DealColumns {
  /** Number of deals. */
  readonly length: number
  /** The deals' ids. */
  readonly id: ReadonlyArray<string>
  /** Clients' ids. */
  readonly client: CodedColumn
  /** Owners' ids. */
  readonly owner: CodedColumn
  /** Pipelines' ids. */
  readonly pipeline: CodedColumn
  /** Stages' ids. */
  readonly stage: CodedColumn
  /** Main products' ids. */
  readonly product: CodedColumn
  /** 0 open, 1 won, 2 lost. */
  readonly outcome: Uint8Array
  /** Currencies. */
  readonly currency: CodedColumn
  /** Amounts in whole minor units. */
  readonly amountMinor: NumberColumn
  /** Amounts at list price in whole minor units. */
  readonly listAmountMinor: NumberColumn
  /** Days opened, as day numbers. */
  readonly openedDay: NumberColumn
  /** Days won or lost, as day numbers. */
  readonly closedDay: NumberColumn
}

/** Codes of the `outcome` column. */
export const outcomeCodes: { readonly [Outcome in DealOutcome]: number } = { open: 0, won: 1, lost: 2 }

const dayOrNull = (date: CalendarDate | null): number | null => (date === null ? null : dayNumberOf(date))

/**
 * Turns rows into columns.
 *
 * @param deals - the rows; each id once, dates of the calendar: neither is checked
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 *
 * const columns = dealColumns([
 *   { id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: null,
 *     amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-09-01", closedOn: "2026-09-20" },
 * ])
 * columns.amountMinor[0] // 12000000
 * columns.owner.values // ["ann"]
 * ```
 */
export const dealColumns = (deals: ReadonlyArray<DealFact>): DealColumns => ({
  length: deals.length,
  id: deals.map((deal) => deal.id),
  client: codedColumn(deals.map((deal) => deal.clientId)),
  owner: codedColumn(deals.map((deal) => deal.ownerId)),
  pipeline: codedColumn(deals.map((deal) => deal.pipelineId)),
  stage: codedColumn(deals.map((deal) => deal.stageId)),
  product: codedColumn(deals.map((deal) => deal.productId)),
  outcome: Uint8Array.from(deals, (deal) => outcomeCodes[deal.outcome]),
  currency: codedColumn(deals.map((deal) => deal.currency)),
  amountMinor: numberColumn(deals.map((deal) => deal.amountMinor)),
  listAmountMinor: numberColumn(deals.map((deal) => deal.listAmountMinor)),
  openedDay: numberColumn(deals.map((deal) => dayOrNull(deal.openedOn))),
  closedDay: numberColumn(deals.map((deal) => dayOrNull(deal.closedOn))),
})
