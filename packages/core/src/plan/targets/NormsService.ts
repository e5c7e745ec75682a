import * as Effect from "effect/Effect"
import { departmentAggregate, departmentId } from "../../department/Department.ts"
import type { Caller } from "../../ports/Caller.ts"
import { DefaultDepartment } from "../../ports/DefaultDepartment.ts"
import { allOf } from "../../ports/reading/ReadAll.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import { addDays, dayNumberOf } from "../../shared/CalendarDate.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { textAt } from "../../shared/Columns.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { repAggregate } from "../../team/Rep.ts"
import type { ActivityNorms } from "./ActivityNorms.ts"
import { activityNorms } from "./ActivityNorms.ts"
import { readAttainment } from "../attainment/AttainmentService.ts"
import type { RepTime } from "../capacity/Capacity.ts"
import { capacityOfPerson } from "../capacity/Capacity.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import { addFigure } from "../facts/Figure.ts"
import { isOfRepAlone, measureUnknown, moneyMeasureOf, planAggregate, stepTypeOf } from "../record/Plan.ts"
import { readPlanFacts } from "../facts/PlanFactsService.ts"
import { planPeriodDays } from "../record/PlanPeriods.ts"

/** What norms are asked of. */
export interface NormsQuestion {
  /** The plan. */
  readonly planId: string
  /** Label of the period whose money targets of reps are to be reached. */
  readonly period: string
  /** Days whose facts give the conversions, such as the last quarter or year. */
  readonly history: DateRange
  /** Last day whose facts count towards the target; today where absent. */
  readonly on?: CalendarDate
  /** The working calendar. */
  readonly calendar: WorkCalendar
  /**
   * Counts from the first activity to the last before a won deal; dialogs, meetings and proposals where absent. Proposals are next steps of
   * the type that the plan's own measure of proposals names, else of the type `proposal`.
   */
  readonly steps?: ReadonlyArray<CreditMoment>
  /** The money measure; the plan's first of won money, or `wonMinor`, where absent. */
  readonly measure?: string
  /** The host's dated rates into the plan's currency; without one, rates frozen on deals. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** How many cases a conversion must rest on to be the rep's own; 10 where absent. */
  readonly leastCases?: number
  /** By rep: absences, those recorded where left out. What a newcomer's ramp asks less of is the target, not the days. */
  readonly reps?: { readonly [repId: string]: Partial<Pick<RepTime, "absences">> }
}

/** One rep's norms. */
export interface RepNorms {
  /** The rep. */
  readonly repId: string
  /** What is still to be won, minor units. */
  readonly goalMinor: number
  /** Working days left on which the rep is there; null where the calendar does not cover them. */
  readonly workingDays: number | null
  /** The norms, or why there are none. */
  readonly norms: ActivityNorms
}

/** Norms by rep. */
export interface NormsAnswer {
  /** The period. */
  readonly period: string
  /** Last day whose facts count. */
  readonly on: CalendarDate
  /** Reps with a target, in the plan's order. */
  readonly reps: ReadonlyArray<RepNorms>
  /** Activities that nobody has facts of in the history: they are passed over, since nothing can be said of them. */
  readonly passedOver: ReadonlyArray<CreditMoment>
}

const badPeriod = (label: string): InputInvalid =>
  new InputInvalid([
    {
      path: "period",
      code: "period.label",
      message: {
        en: `"${label}" is not the label of a period, such as 2026-Q3, 2026-09, 2026-W36 or 2026`,
        ru: `«${label}» — не обозначение периода; оно пишется как 2026-Q3, 2026-09, 2026-W36 или 2026`,
      },
    },
  ])

const notCovered: ActivityNorms = {
  norms: null,
  withheld: {
    en: "the working calendar does not cover the days that are left",
    ru: "рабочий календарь не охватывает оставшиеся дни",
  },
}

/** From reps' money targets to what they have to do a day, by their own conversions; the team's stand in where cases are few. */
export const readNorms = Effect.fnUntraced(function* (caller: Caller, question: NormsQuestion) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const { history, calendar, rates = [], steps = ["dialogs", "meetings", "proposals"] } = question
  const [plan] = yield* store.byIds(tenant, planAggregate, [question.planId])
  if (plan === undefined) return yield* Effect.fail(new RecordNotFound("plan", question.planId))
  const measure = moneyMeasureOf(plan, question.measure)
  if (measure === null) return yield* Effect.fail(measureUnknown())
  const days = planPeriodDays(question.period, plan.fiscalCalendar)
  if (days === null) return yield* Effect.fail(badPeriod(question.period))
  const attained = yield* readAttainment(caller, {
    planId: plan.id,
    periods: [question.period],
    ...(question.on === undefined ? {} : { on: question.on }),
    rates,
  })
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const timeZone = (department?.config ?? (yield* DefaultDepartment))?.timeZone ?? "UTC"
  const byRep = new Map<CreditMoment, Map<string | null, number>>()
  /** Won deals that have an amount in the plan's currency: the others are not small deals, their amount is not known. */
  const priced = new Map<string | null, number>()
  const needed: ReadonlyArray<CreditMoment> = [...new Set([...steps, "wonDeals", "wonMoney"] as const)]
  for (const credit of needed) {
    const { facts } = yield* readPlanFacts(store, tenant, {
      credit,
      ...stepTypeOf(plan, credit),
      periods: [{ id: "history", fromDay: dayNumberOf(history.from), toDay: dayNumberOf(history.to) }],
      by: ["rep"],
      currency: plan.currency,
      timeZone,
      on: addDays(history.to, -1),
      rates,
      withIds: false,
    })
    const sums = new Map<string | null, number>()
    for (let row = 0; row < facts.length; row++) {
      const rep = textAt(facts.rep, row)
      sums.set(rep, addFigure(sums.get(rep) ?? 0, facts.value[row] ?? 0))
      if (credit === "wonMoney") priced.set(rep, (priced.get(rep) ?? 0) + (facts.count[row] ?? 0))
    }
    byRep.set(credit, sums)
  }
  const of = (credit: CreditMoment, repId: string): number => byRep.get(credit)?.get(repId) ?? 0
  const ofAll = (credit: CreditMoment): number =>
    [...(byRep.get(credit)?.values() ?? [])].reduce((sum, value) => addFigure(sum, value), 0)
  const passedOver = steps.filter((credit) => ofAll(credit) === 0)
  const taken = steps.filter((credit) => ofAll(credit) > 0)
  const after = (index: number): CreditMoment => taken[index + 1] ?? "wonDeals"
  const fallback: { readonly [activity: string]: Ratio } = Object.fromEntries([
    ...taken.map((credit, index) => [credit, { numerator: ofAll(after(index)), denominator: ofAll(credit) }]),
    ["won", { numerator: ofAll("wonMoney"), denominator: [...priced.values()].reduce((sum, count) => sum + count, 0) }],
  ])
  const entries = Map.groupBy(yield* allOf(store, tenant, repAggregate), ({ personId }) => personId)
  const from = addDays(attained.on, 1)
  const left: DateRange = { from: from > days.from ? from : days.from, to: days.to }
  const rows = attained.rows.filter((row) => row.measure === measure && isOfRepAlone(row) && row.target !== null)
  return {
    period: question.period,
    on: attained.on,
    passedOver,
    reps: rows.map(({ repId: owner, gap }): RepNorms => {
      const repId = owner ?? ""
      const [own, terms] = [entries.get(repId) ?? [], question.reps?.[repId]]
      const workingDays = left.from < left.to ? (capacityOfPerson(own, terms, left, calendar)?.presentDays ?? null) : 0
      const goalMinor = Math.max(0, -(gap ?? 0))
      if (workingDays === null) return { repId, goalMinor, workingDays, norms: notCovered }
      const norms = activityNorms({
        goalMinor,
        averageWonMinor: { numerator: of("wonMoney", repId), denominator: priced.get(repId) ?? 0 },
        steps: taken.map((activity, index) => ({
          activity,
          conversion: { numerator: of(after(index), repId), denominator: of(activity, repId) },
        })),
        workingDays,
        ...(question.leastCases === undefined ? {} : { leastCases: question.leastCases }),
        fallback,
      })
      return { repId, goalMinor, workingDays, norms }
    }),
  } satisfies NormsAnswer
})
