import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Attainment } from "../plan/attainment/Attainment.ts"
import { readAttainment } from "../plan/attainment/AttainmentService.ts"
import { isOfRepAlone, planAggregate } from "../plan/record/Plan.ts"
import type { PlanAttainmentRow } from "../plan/attainment/PlanAttainment.ts"
import { planPeriodDays } from "../plan/record/PlanPeriods.ts"
import type { Caller } from "../ports/Caller.ts"
import type { StoreShape } from "../ports/Store.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import type { PlanRows } from "./PlanFigures.ts"
import type { ReviewAttainment } from "./ReviewFacts.ts"
import { readAll } from "./ReadAllService.ts"

/** Reads every plan's targets of won money against the facts up to a day. */
export const readPlans = Effect.fnUntraced(function* (
  caller: Caller,
  store: StoreShape,
  on: CalendarDate,
  options: { readonly calendar?: WorkCalendar; readonly withIds?: boolean } = {},
) {
  const readings: Array<PlanRows> = []
  for (const { id, currency, measures, fiscalCalendar } of yield* readAll(store, caller.tenant, planAggregate)) {
    const won = new Set(measures.flatMap((measure) => (measure.credit === "wonMoney" ? [measure.id] : [])))
    // A plan that cannot be read is one without targets: its own area says why.
    const answer = yield* Effect.result(readAttainment(caller, { planId: id, on, ...options }))
    if (Result.isFailure(answer)) continue
    const rows = answer.success.rows.filter(({ measure }) => won.has(measure))
    readings.push({ planId: id, currency, rows, daysOf: (label) => planPeriodDays(label, fiscalCalendar) })
  }
  return readings
})

const cellOf = (row: PlanAttainmentRow): Attainment => ({
  repId: row.repId,
  periodId: row.period,
  measure: row.measure,
  fact: row.fact,
  factCount: row.factCount,
  factIds: row.factIds,
  unvaluedCount: row.unvaluedCount,
  unvaluedIds: row.unvaluedIds,
  target: row.target,
  against: row.target === null ? "nothing" : "target",
  reference: row.target,
  referenceIds: null,
  gap: row.gap,
  ratio: row.ratio,
  withheld: row.withheld,
  notes: row.notes,
  pace: row.pace,
})

/** Reps' targets whose period ends within some days, with what came of them, plan by plan; null where there are none. */
export const readReviewAttainment = Effect.fnUntraced(function* (caller: Caller, store: StoreShape, days: DateRange) {
  const lastDay = addDays(days.to, -1)
  const attainments: Array<ReviewAttainment> = []
  for (const { rows, currency, daysOf } of yield* readPlans(caller, store, lastDay, { withIds: true })) {
    const cells = rows
      .filter((row) => {
        const to = row.target === null ? null : (daysOf(row.period)?.to ?? null)
        return isOfRepAlone(row) && to !== null && to > days.from && to <= days.to
      })
      .map(cellOf)
    if (cells.length > 0) attainments.push({ cells, currency })
  }
  return attainments.length === 0 ? null : attainments
})
