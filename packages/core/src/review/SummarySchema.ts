import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField } from "../ports/input/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { PlanFigure } from "./PlanFigures.ts"
import type { SummaryFigures } from "./SummaryFigure.ts"

/** Id of a summary: of one period and scope there is one. */
export type SummaryId = Id<"summary">

/** Whom a summary is of. */
export type SummaryScope = "rep" | "team" | "department"

/** How long the period is. Weeks are ISO weeks of seven days, which never overlap. */
export type SummarySpan = "day" | "week" | "month"

/** A closed period, as it was known then. Its figures never change; what comes to light later shows as corrections beside it. */
export interface Summary extends RecordState {
  readonly id: SummaryId
  /** Day, week or month. */
  readonly span: SummarySpan
  /** How the period is written: `2026-11-23`, `2026-W47`, `2026-11`. */
  readonly label: string
  /** First day. */
  readonly periodFrom: CalendarDate
  /** The day after its last one. */
  readonly periodTo: CalendarDate
  /** Rep, team or department. */
  readonly scope: SummaryScope
  /** The rep or the team; null for the department. */
  readonly scopeId: string | null
  /** Whose it is: the rep of a rep's summary; null of a team's and the department's. */
  readonly ownerId: RepId | null
  /** ISO 4217 code of its amounts. */
  readonly currency: string
  /** What was done. */
  readonly figures: SummaryFigures
  /** Targets that ran at its end, with what came of them by then. */
  readonly plan: ReadonlyArray<PlanFigure>
  /** The versions of the records behind the figures that were read, by id. */
  readonly versions: { readonly [recordId: string]: number }
  /** When it was closed. */
  readonly closedAt: Instant
}

/** Input of `summaries.close`: the period of this length that the day belongs to. It must be over. */
export const ClosePeriod = Schema.Struct({
  /** How long the period is: a day, an ISO week or a month of the calendar. */
  span: Schema.Literals(["day", "week", "month"]),
  /** Any day of the period, `YYYY-MM-DD`; the period must be over to be closed. */
  on: dateField,
})

/** Decoded input of `summaries.close`. */
export type ClosePeriod = typeof ClosePeriod.Type
