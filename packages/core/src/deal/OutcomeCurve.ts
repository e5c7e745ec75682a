import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { aalenJohansen } from "../stats/AalenJohansen.ts"
import type { DealColumns } from "./DealFact.ts"
import { dateProblems } from "./DealRows.ts"
import { dealSpans } from "./DealSpans.ts"
import type { NotRead } from "./NotRead.ts"

/** What has become of deals by an age. The three shares make 1. */
export interface OutcomeShares {
  /** Share still open. */
  readonly openShare: number
  /** Share won. */
  readonly wonShare: number
  /** Share lost. */
  readonly lostShare: number
}

/** One step of an outcome curve: an age at which at least one deal closed. */
export interface OutcomeCurveStep extends OutcomeShares {
  /** Age in whole days. */
  readonly ageDays: number
  /** Deals under observation at that age. */
  readonly atRisk: number
  /** Deals won at that age. */
  readonly wonCount: number
  /** Deals lost at that age. */
  readonly lostCount: number
  /** Bounds of the share won (log-log); null while it is 0 or where it is 1. */
  readonly wonBounds: readonly [lower: number, upper: number] | null
  /** Bounds of the share lost. */
  readonly lostBounds: readonly [lower: number, upper: number] | null
}

/** Won, lost and open by age, with deals that are not over yet taken into account. */
export interface OutcomeCurve {
  /** How it was made. */
  readonly method: "aalen-johansen"
  /** The curve is as known at the end of this day. */
  readonly on: CalendarDate
  /** First day from which closings were recorded; null where taken as always recorded. */
  readonly closingsRecordedFrom: CalendarDate | null
  /** Confidence level of the bounds. */
  readonly level: number
  /** Deals read. */
  readonly dealCount: number
  /** Of them won. */
  readonly wonCount: number
  /** Of them lost. */
  readonly lostCount: number
  /** Of them open on that day (censored). */
  readonly openCount: number
  /** Deals closed before closings were recorded: they tell nothing and are left out. */
  readonly neverObservedCount: number
  /** Oldest age observed; nothing is known beyond it. Null where there are no deals. */
  readonly longestDays: number | null
  /** Age by which half of the deals are closed either way; null where that is not reached. */
  readonly medianDaysToClose: number | null
  /** Steps, ascending by age. */
  readonly steps: ReadonlyArray<OutcomeCurveStep>
  /** Deals that cannot be read. */
  readonly notRead: ReadonlyArray<NotRead>
}

/** Settings of {@link outcomeCurve}. */
export interface OutcomeCurveSettings {
  /** Look as known at the end of this day; deals closed later count as open. */
  readonly on: CalendarDate
  /**
   * First day from which the source records closings. Deals opened before it come under observation only then (delayed
   * entry); without this, such a source understates how fast deals close. Default: always recorded.
   */
  readonly closingsRecordedFrom?: CalendarDate
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

// Half a day before the first recorded day, so that a deal closed on that very day counts.
const beforeThatDay = 0.5
const slack = 1e-12

/**
 * Outcomes by age in whole days, by Aalen–Johansen (1978): won and lost compete, open deals are censored. A plain share
 * of deals won so far is too low (open ones may yet be won); one minus Kaplan–Meier with losses censored is too high.
 *
 * @param columns - deals
 * @param rows - row numbers, as from {@link selectDeals}
 * @param settings - as-of day and what is known of the source
 * @throws InputInvalid where a date does not exist or the level is out of bounds
 *
 * @example
 * ```ts
 * import { dealColumns, outcomeCurve, selectDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "done", productId: null,
 *   amountMinor: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", openedOn: "2026-09-01", closedOn: "2026-09-20" },
 *   { ...row, id: "2", outcome: "open", openedOn: "2026-09-15", closedOn: null },
 * ])
 * const { steps } = outcomeCurve(columns, selectDeals(columns).rows, { on: "2026-09-30" })
 * steps.map(({ ageDays, atRisk, wonShare }) => [ageDays, atRisk, wonShare]) // [[19, 1, 1]]
 * ```
 */
export const outcomeCurve = (columns: DealColumns, rows: Int32Array, settings: OutcomeCurveSettings): OutcomeCurve => {
  const { on, closingsRecordedFrom, level = 0.95 } = settings
  const recorded = closingsRecordedFrom === undefined ? [] : dateProblems("closingsRecordedFrom", closingsRecordedFrom)
  const problems = [...dateProblems("on", on), ...recorded]
  if (problems.length > 0) throw new InputInvalid(problems)
  const spans = dealSpans(columns, rows, dayNumberOf(on))
  const recordedDay = closingsRecordedFrom === undefined ? Number.NEGATIVE_INFINITY : dayNumberOf(closingsRecordedFrom)
  const entries = Float64Array.from(spans.rows, (row) => {
    const age = recordedDay - columns.openedDay[row]!
    return age > 0 ? age - beforeThatDay : Number.NaN
  })
  const curve = aalenJohansen({ exits: spans.days, entries }, spans.outcome, 2, level)
  const steps = curve.steps.map(({ time, atRisk, survival, causes }): OutcomeCurveStep => {
    const [won, lost] = [causes[0]!, causes[1]!]
    return {
      ageDays: time,
      atRisk,
      wonCount: won.events,
      lostCount: lost.events,
      openShare: survival,
      wonShare: won.incidence,
      lostShare: lost.incidence,
      wonBounds: won.lower === null || won.upper === null ? null : [won.lower, won.upper],
      lostBounds: lost.lower === null || lost.upper === null ? null : [lost.lower, lost.upper],
    }
  })
  return {
    method: "aalen-johansen",
    on,
    closingsRecordedFrom: closingsRecordedFrom ?? null,
    level,
    dealCount: curve.n,
    wonCount: curve.events[0]!,
    lostCount: curve.events[1]!,
    openCount: curve.censored,
    neverObservedCount: curve.neverAtRisk,
    longestDays: curve.lastTime,
    medianDaysToClose: steps.find((step) => step.openShare <= 0.5 + slack)?.ageDays ?? null,
    steps,
    notRead: spans.notRead,
  }
}

/**
 * What has become of deals by an age.
 *
 * @param curve - the curve
 * @param ageDays - age in days, 0 or more
 * @returns null past the oldest age observed while some are still open, or where no deal was observed
 *
 * @example
 * ```ts
 * import { dealColumns, outcomeAtAge, outcomeCurve, selectDeals } from "@salesdept/core/deal/funnel"
 *
 * const row = { clientId: null, ownerId: "ann", pipelineId: "sales", stageId: "done", productId: null,
 *   amountMinor: null, listAmountMinor: null, currency: "RUB" }
 * const columns = dealColumns([
 *   { ...row, id: "1", outcome: "won", openedOn: "2026-09-01", closedOn: "2026-09-20" },
 *   { ...row, id: "2", outcome: "lost", openedOn: "2026-09-01", closedOn: "2026-10-01" },
 * ])
 * const curve = outcomeCurve(columns, selectDeals(columns).rows, { on: "2026-10-31" })
 * outcomeAtAge(curve, 20) // { openShare: 0.5, wonShare: 0.5, lostShare: 0 }
 * ```
 */
export const outcomeAtAge = (curve: OutcomeCurve, ageDays: number): OutcomeShares | null => {
  if (curve.longestDays === null) return null
  const step = curve.steps.findLast((each) => each.ageDays <= ageDays)
  const openShare = step?.openShare ?? 1
  if (ageDays > curve.longestDays && openShare > 0) return null
  return { openShare, wonShare: step?.wonShare ?? 0, lostShare: step?.lostShare ?? 0 }
}
