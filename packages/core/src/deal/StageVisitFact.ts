import type { CodedColumn, NumberColumn } from "../shared/Columns.ts"
import { codedColumn, numberColumn } from "../shared/Columns.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf } from "../shared/Instant.ts"

/** One stay of a deal in a stage. A deal that comes back to a stage visits it again. */
export interface StageVisitFact {
  /** The deal's id. */
  readonly dealId: string
  /** The stage's id. */
  readonly stageId: string
  /** When it entered the stage. */
  readonly enteredAt: Instant
  /** When it left the stage; null while it is there. */
  readonly leftAt: Instant | null
}

/** Stage visits as columns. All columns have `length` rows. */
export interface StageVisitColumns {
  /** Number of visits. */
  readonly length: number
  /** Deals' ids. */
  readonly deal: CodedColumn
  /** Stages' ids. */
  readonly stage: CodedColumn
  /** Milliseconds since 1970-01-01T00:00:00Z at entering. */
  readonly enteredAtMs: NumberColumn
  /** Milliseconds at leaving; `NaN` while still there. */
  readonly leftAtMs: NumberColumn
}

/**
 * Turns rows into columns.
 *
 * @param visits - the stays; of one deal in order of time where `stageMoveCounts` shall read them
 *
 * @example
 * ```ts
 * import { stageVisitColumns } from "@salesdept/core/deal/funnel"
 *
 * const visits = stageVisitColumns([
 *   { dealId: "1", stageId: "offer", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: null },
 * ])
 * visits.stage.values // ["offer"]
 * ```
 */
export const stageVisitColumns = (visits: ReadonlyArray<StageVisitFact>): StageVisitColumns => ({
  length: visits.length,
  deal: codedColumn(visits.map((visit) => visit.dealId)),
  stage: codedColumn(visits.map((visit) => visit.stageId)),
  enteredAtMs: numberColumn(visits.map((visit) => epochMsOf(visit.enteredAt))),
  leftAtMs: numberColumn(visits.map((visit) => (visit.leftAt === null ? null : epochMsOf(visit.leftAt)))),
})
