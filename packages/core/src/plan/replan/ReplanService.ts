import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { dealAggregate } from "../../deal/Deal.ts"
import type { Caller } from "../../ports/Caller.ts"
import { allOf } from "../../ports/reading/ReadAll.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import { repAggregate } from "../../team/Rep.ts"
import { readAttainment } from "../attainment/AttainmentService.ts"
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
import type { DraftPlanVersion, Plan } from "../record/PlanSchema.ts"
import { targetsInForce } from "../record/TargetsInForce.ts"
import { openPipelineByRep } from "./OpenPipeline.ts"
import type { Replan } from "./Replan.ts"
import { replan } from "./Replan.ts"
import { besideTargets, deviationOf } from "./ReplanDeviation.ts"
import type { ReplanInput, ReplanObjective } from "./ReplanInput.ts"
import type { ReplanPeople } from "./ReplanPeople.ts"
import { calendarOver, leftUnplanned, replanRepOf } from "./ReplanPeople.ts"
import { replanPeriods } from "./ReplanPeriods.ts"
import type { ReplanQuestion } from "./ReplanQuestion.ts"

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

/** The targets that a correction comes to. */
const targetsOf = ({ reps }: Replan, measure: string): DraftPlanVersion["targets"] =>
  reps.flatMap(({ id, byPeriod }) =>
    byPeriod.map(({ periodId, roundMinor }) => ({ measure, period: periodId, value: roundMinor, repId: id })),
  )

const draftOf = (
  plan: Plan,
  { baseline = "current", past, reasons }: ReplanQuestion,
  effectiveFrom: CalendarDate,
  targets: DraftPlanVersion["targets"],
): ReplanAnswer["draft"] => {
  const inForceOn = { on: effectiveFrom }
  const basis = versionInForce(plan, "current", inForceOn) ?? versionInForce(plan, "original", inForceOn)
  return {
    planId: plan.id,
    baseline,
    effectiveFrom,
    ...(basis === null ? {} : { basedOn: basis.number }),
    reasons: reasons.map((reason) => ({ ...reason, variancePeriods: past })),
    targets,
  }
}

/** Re-plans the rest of a plan from its deviation so far. */
export const readReplan = Effect.fnUntraced(function* (caller: Caller, question: ReplanQuestion) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const { calendar = null, rates = [], reps: terms = {}, seasons } = question
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
  const targeted = [...current, ...behind].flatMap(({ repId }) => (repId === null ? [] : [repId]))
  const entries = Map.groupBy(yield* allOf(store, tenant, repAggregate), ({ personId }) => personId)
  // Whoever has no target yet, such as a newcomer, is planned where something is said of them.
  const planned = new Set([...targeted, ...Object.keys(terms)])
  const strangers = [...planned].filter((id) => !targeted.includes(id) && !entries.has(id))
  if (strangers.length > 0) return yield* Effect.fail(new InputInvalid(strangers.map(strangerProblem)))
  const ranges = [...days.values()]
  const deals = yield* allOf(store, tenant, dealAggregate, ({ standing }) => standing === "active")
  const pipeline = openPipelineByRep(deals, {
    currency: plan.currency,
    rates,
    on: attained.on,
    until: ranges.reduce((day, { to }) => (to > day ? to : day), attained.on),
  })
  const people: ReplanPeople = { entries, terms, days, calendar: calendarOver(calendar, ranges) }
  const currentOf = (id: string): number =>
    current.reduce((sum, { repId, value }) => sum + (repId === id ? value : 0), 0)
  const input: ReplanInput = {
    currency: plan.currency,
    gap: {
      remainingMinor: current.reduce((sum, { value }) => sum + value, 0),
      deviationMinor: deviationOf(behind, plan.fiscalCalendar, attained.on),
      timingMinor: question.timingMinor ?? 0,
      carryTiming: question.carryTiming ?? 1,
      carryStructural: question.carryStructural ?? 1,
      carrySurplus: question.carrySurplus ?? 0,
    },
    periods: labels.map((id) => ({ id, ...question.periods?.[id] })),
    reps: [...planned].map((id) =>
      replanRepOf(people, { id, currentMinor: currentOf(id), pipelineMinor: Math.round(pipeline.get(id) ?? 0) }),
    ),
    objective: question.objective ?? usualObjective,
    constraints: question.constraints ?? {},
    ...(question.stepMinor === undefined ? {} : { stepMinor: question.stepMinor }),
  }
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
  const unplanned = leftUnplanned(people, planned)
  const answer: ReplanAnswer = {
    notes: [
      ...attained.notes,
      ...besideTargets(attained.rows, measure, plan.currency),
      ...(unplanned.length === 0 ? [] : [notPlanned(unplanned)]),
    ],
    input,
    replan: made,
    draft: made.isFeasible
      ? draftOf(plan, question, firstDay, [
          ...held.filter((target) => !replaced.has(target)),
          ...targetsOf(made, measure),
        ])
      : null,
  }
  return answer
})
