import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { dealAggregate, dealFact } from "../../deal/Deal.ts"
import { dealColumns } from "../../deal/DealFact.ts"
import type { Caller } from "../../ports/Caller.ts"
import { allOf } from "../../ports/reading/ReadAll.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { dayNumberOf } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import { moneyText } from "../../shared/FigureText.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { sumMinor } from "../../shared/Money.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { Problem } from "../../shared/Problem.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { calendarCovers } from "../../shared/WorkCalendar.ts"
import { repAggregate } from "../../team/Rep.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { readAttainment } from "../attainment/AttainmentService.ts"
import type { ScopedAttainmentRow } from "../attainment/PlanAttainment.ts"
import { capacityOfPerson } from "../capacity/Capacity.ts"
import { dealInCurrency } from "../facts/DealInCurrency.ts"
import { creditedParts, creditsOf } from "../facts/CreditedParts.ts"
import { buildForecast } from "../forecast/ForecastBuild.ts"
import {
  isOfRepAlone,
  measureUnknown,
  moneyMeasureOf,
  planAggregate,
  planVersionAggregate,
  versionInForce,
} from "../record/Plan.ts"
import { targetsOfPeriod } from "../record/PeriodTargets.ts"
import { planPeriodDays } from "../record/PlanPeriods.ts"
import type { DraftPlanVersion, PlanReason } from "../record/PlanSchema.ts"
import type { Replan } from "./Replan.ts"
import { replan } from "./Replan.ts"
import type { ReplanConstraints, ReplanInput, ReplanObjective, ReplanRep } from "./ReplanInput.ts"
import { replanPeriods } from "./ReplanPeriods.ts"
import { targetsInForce } from "../record/TargetsInForce.ts"
import { dueShareOf } from "../attainment/YearToDate.ts"

/** What is asked of a correction. */
export interface ReplanQuestion {
  /** The plan. */
  readonly planId: string
  /** Labels of the periods that are over or under way and are judged; of one under way by what was due of it so far. */
  readonly past: ReadonlyArray<string>
  /** Labels of the periods that remain and are planned anew; one that the plan states by its parts alone is planned by these. None shares days with the past. */
  readonly remaining: ReadonlyArray<string>
  /** Last day whose facts count; today where absent. */
  readonly on?: CalendarDate
  /** The money measure; the plan's first of won money, or `wonMinor`, where absent. */
  readonly measure?: string
  /** Of the deviation what is timing, minor units; 0 where absent. `plans.variance` tells it. */
  readonly timingMinor?: number
  /** Share of the timing part that is carried into the rest; 1 where absent. */
  readonly carryTiming?: number
  /** Share of a structural miss that is carried; 1 where absent. */
  readonly carryStructural?: number
  /** Share of a structural surplus that is taken off the rest; 0 where absent, 1 for those who hold a year together. */
  readonly carrySurplus?: number
  /** By what the rest is shared out; half capacity, a third pipeline, the rest by the plan in force where absent. */
  readonly objective?: ReplanObjective
  /** What must hold. */
  readonly constraints?: ReplanConstraints
  /** By rep: readiness, absences, ramp, floor and ceiling. Who is named is planned, also without a target so far, as `{}` too. */
  readonly reps?: { readonly [repId: string]: ReplanRepTerms }
  /** By period: season and ceiling. */
  readonly periods?: { readonly [label: string]: { readonly season?: number; readonly ceilingMinor?: number } }
  /** Step of round targets, minor units: the draft asks for whole steps, `replan` has the exact ones beside. `targetStep` says how round a plan is. */
  readonly stepMinor?: number
  /** Working calendar; calendar days count where absent, or where it does not cover all that remains. */
  readonly calendar?: WorkCalendar
  /** Indices of the twelve months by which plan against fact was told what is due of a period under way; as `plans.attainment` takes them. */
  readonly seasons?: ReadonlyArray<number>
  /** The host's dated rates into the plan's currency; without one, rates frozen on deals. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** What the draft is for; `current` where absent, `scenario` or `proposal` for what is only to be looked at or offered. */
  readonly baseline?: "current" | "proposal" | "scenario"
  /** Why the plan is corrected, and which review asked for it where one did; they go on the draft, with the periods of the deviation. */
  readonly reasons: ReadonlyArray<Pick<PlanReason, "code"> & Partial<Pick<PlanReason, "reviewId">>>
}

/** What is said of one rep. */
export interface ReplanRepTerms {
  /** Readiness for the work ahead, 0 to 1. */
  readonly readiness?: number
  /** Days away; those recorded of the rep where absent. */
  readonly absences?: ReadonlyArray<DateRange>
  /** What a newcomer does by months since joining. */
  readonly ramp?: ReadonlyArray<number>
  /** Least, minor units. */
  readonly floorMinor?: number
  /** Most, minor units. */
  readonly ceilingMinor?: number
}

/** A correction and the draft that proposes it. */
export interface ReplanAnswer {
  /** What went in: to be changed and given to `replan` for another scenario. */
  readonly input: ReplanInput
  /** The plan for the rest, or what stands in its way. */
  readonly replan: Replan
  /**
   * What is in no deviation: past periods that the plan has no targets for, and what people without a target brought in the others; and who is
   * there and is not planned.
   */
  readonly notes: ReadonlyArray<Message>
  /**
   * The draft of a new version: the targets in force with those of the remaining periods replaced. Give it to `plans.draft`; it
   * is not written here. Null where the plan is not feasible.
   */
  readonly draft: Omit<DraftPlanVersion, "versionId"> | null
}

const usualObjective: ReplanObjective = { capacity: 0.5, pipeline: 0.3, currentPlan: 0.2 }

/** Where no working calendar speaks for all of the periods, people come and go by calendar days. */
const everyDay: WorkCalendar = {
  id: "every-day",
  version: 1,
  source: "Every day is worked",
  validFrom: "0001-01-01",
  validTo: "9999-12-31",
  week: Array.from({ length: 7 }, () => [{ fromMinute: 0, toMinute: 1440 }]),
  extraDayHours: [],
  shortByMinutes: 0,
  exceptions: [],
}

const strangerProblem = (id: string): Problem => ({
  path: `reps.${id}`,
  code: "replan.stranger",
  message: {
    en: "is neither a person of the department's nor has a target",
    ru: "не значится в отделе, и цели у него нет",
  },
})

const notPlanned = (ids: ReadonlyArray<string>): Message => ({
  en: `No targets so far, and so not planned: ${ids.join(", ")}; who is named in reps is`,
  ru: `Целей пока нет, поэтому в новый план не вошли: ${ids.join(", ")}; войдут те, кого назвать в reps`,
})

/** What people without a target brought in a past period: nobody missed or beat anything by it, and it is money all the same. */
const besideTargets = (
  rows: ReadonlyArray<ScopedAttainmentRow>,
  measure: string,
  currency: string,
): ReadonlyArray<Message> => {
  const beside = rows.filter(
    (row) => row.measure === measure && row.target === null && row.fact !== 0 && row.by.join() === "repId",
  )
  if (beside.length === 0) return []
  const sum = moneyText({ amountMinor: sumMinor(beside.map(({ fact }) => fact)), currency })
  const names = (nobody: string): string =>
    [...new Set(beside.map(({ repId }) => repId ?? nobody))].toSorted().join(", ")
  return [
    {
      en: `${sum.en} came in without a target, and is in no deviation: ${names("nobody")}`,
      ru: `${sum.ru} получено без цели и в отклонении не учтено: ${names("без менеджера")}`,
    },
  ]
}

const effectiveDays = (
  entries: ReadonlyArray<Rep>,
  terms: ReplanRepTerms,
  days: DateRange,
  calendar: WorkCalendar,
): number => capacityOfPerson(entries, terms, days, calendar)?.effectiveDays ?? 0

/** Re-plans the rest of a plan from its deviation so far. */
export const readReplan = Effect.fnUntraced(function* (caller: Caller, question: ReplanQuestion) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const { calendar = null, rates = [], seasons } = question
  const [plan] = yield* store.byIds(tenant, planAggregate, [question.planId])
  if (plan === undefined) return yield* Effect.fail(new RecordNotFound("plan", question.planId))
  const measure = moneyMeasureOf(plan, question.measure)
  if (measure === null) return yield* Effect.fail(measureUnknown())
  const versionIds = plan.versions.flatMap(({ versionId, inForceSince }) => (inForceSince === null ? [] : [versionId]))
  const versions = yield* store.byIds(tenant, planVersionAggregate, versionIds)
  const held = targetsInForce(plan, versions)
  const isOfRep = (target: (typeof held)[number]): boolean => target.measure === measure && isOfRepAlone(target)
  const own = held.filter(isOfRep)
  const { labels, problems } = replanPeriods(question, own, plan.fiscalCalendar)
  if (problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
  const ahead = new Set(labels)
  const asked = labels.map((label) => targetsOfPeriod(own, label, plan.fiscalCalendar))
  const current = asked.flatMap(({ targets }) => targets)
  const replaced = new Set([...own.filter(({ period }) => ahead.has(period)), ...asked.flatMap(({ parts }) => parts)])
  const days = new Map(
    labels.flatMap((label) => {
      const range = planPeriodDays(label, plan.fiscalCalendar)
      return range === null ? [] : [[label, range] as const]
    }),
  )
  const attained = yield* readAttainment(caller, {
    planId: plan.id,
    periods: question.past,
    ...(question.on === undefined ? {} : { on: question.on }),
    ...(calendar === null ? {} : { calendar }),
    ...(seasons === undefined ? {} : { seasons }),
    rates,
  })
  const behind = attained.rows.filter((row) => row.measure === measure && row.target !== null && isOfRepAlone(row))
  // Of a period under way only what was due by now can have been missed: the rest of it stays as it is planned.
  const deviationMinor = behind.reduce((sum, row) => {
    const range = planPeriodDays(row.period, plan.fiscalCalendar)
    const share = range === null ? 1 : dueShareOf(row, range, attained.on)
    return sum + row.fact - Math.round((row.target ?? 0) * share)
  }, 0)
  const planned = new Set([...current, ...behind].flatMap(({ repId }) => (repId === null ? [] : [repId])))
  const reps = Map.groupBy(yield* allOf(store, tenant, repAggregate), ({ personId }) => personId)
  // Whoever has no target yet, such as a newcomer, is planned where something is said of them.
  const named = Object.keys(question.reps ?? {})
  const strangers = named.filter((id) => !planned.has(id) && !reps.has(id))
  if (strangers.length > 0) return yield* Effect.fail(new InputInvalid(strangers.map(strangerProblem)))
  const repIds = [...new Set([...planned, ...named])]
  const deals = yield* allOf(store, tenant, dealAggregate, ({ standing }) => standing === "active")
  const into = { currency: plan.currency, rates, on: attained.on }
  const columns = dealColumns(deals.map((deal) => dealFact(dealInCurrency(deal, into), plan.currency)))
  const ranges = [...days.values()]
  const lastDay = ranges.reduce((day, { to }) => (to > day ? to : day), attained.on)
  const { input: built } = buildForecast(columns, {
    period: { fromDay: dayNumberOf(attained.on), toDay: dayNumberOf(lastDay) },
    asOfDay: dayNumberOf(attained.on),
    currency: plan.currency,
    credits: creditsOf(deals),
  })
  const pipeline = new Map<string | null, number>()
  for (const { repId: ownerId, creditShares, amountMinor, probability } of built.open)
    for (const part of creditedParts(ownerId, creditShares, amountMinor))
      pipeline.set(part.repId, (pipeline.get(part.repId) ?? 0) + part.amountMinor * probability)
  const counted = calendar !== null && ranges.every((range) => calendarCovers(range, calendar)) ? calendar : everyDay
  const input: ReplanInput = {
    currency: plan.currency,
    gap: {
      remainingMinor: current.reduce((sum, { value }) => sum + value, 0),
      deviationMinor,
      timingMinor: question.timingMinor ?? 0,
      carryTiming: question.carryTiming ?? 1,
      carryStructural: question.carryStructural ?? 1,
      carrySurplus: question.carrySurplus ?? 0,
    },
    periods: labels.map((id) => ({ id, ...question.periods?.[id] })),
    reps: repIds.map((id): ReplanRep => {
      const terms = question.reps?.[id] ?? {}
      const { readiness, floorMinor, ceilingMinor } = terms
      return {
        id,
        currentMinor: current.reduce((sum, { repId, value }) => sum + (repId === id ? value : 0), 0),
        effectiveDays: Object.fromEntries(
          [...days].map(([label, range]) => [label, effectiveDays(reps.get(id) ?? [], terms, range, counted)]),
        ),
        pipelineMinor: Math.round(pipeline.get(id) ?? 0),
        ...(readiness === undefined ? {} : { readiness }),
        ...(floorMinor === undefined ? {} : { floorMinor }),
        ...(ceilingMinor === undefined ? {} : { ceilingMinor }),
      }
    }),
    objective: question.objective ?? usualObjective,
    constraints: question.constraints ?? {},
    ...(question.stepMinor === undefined ? {} : { stepMinor: question.stepMinor }),
  }
  const withoutTarget = [...reps].flatMap(([personId, entries]) => {
    const selling = entries.filter(({ role }) => role === "rep")
    const isThere = selling.length > 0 && ranges.some((range) => effectiveDays(selling, {}, range, counted) > 0)
    return isThere && !repIds.includes(personId) ? [personId] : []
  })
  const made = yield* Effect.try({
    try: () => replan(input),
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })
  const on = instantOf(yield* Clock.currentTimeMillis)
  const firstDay = ranges.reduce(
    (day, { from }) => (from < day ? from : day),
    ranges[0]?.from ?? localDateOf(on, "UTC"),
  )
  const basis = versionInForce(plan, "current", { on: firstDay }) ?? versionInForce(plan, "original", { on: firstDay })
  const kept = held.filter((target) => !replaced.has(target))
  const answer: ReplanAnswer = {
    notes: [
      ...attained.notes,
      ...besideTargets(attained.rows, measure, plan.currency),
      ...(withoutTarget.length === 0 ? [] : [notPlanned(withoutTarget.toSorted())]),
    ],
    input,
    replan: made,
    draft: made.isFeasible
      ? {
          planId: plan.id,
          baseline: question.baseline ?? "current",
          effectiveFrom: firstDay,
          ...(basis === null ? {} : { basedOn: basis.number }),
          reasons: question.reasons.map((reason) => ({ ...reason, variancePeriods: question.past })),
          targets: [
            ...kept,
            ...made.reps.flatMap(({ id, byPeriod }) =>
              byPeriod.map(({ periodId, roundMinor }) => ({
                measure,
                period: periodId,
                value: roundMinor,
                repId: id,
              })),
            ),
          ],
        }
      : null,
  }
  return answer
})
