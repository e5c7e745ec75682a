/**
 * Commands over plans and the questions about them, as Effects.
 *
 * @packageDocumentation
 */
import * as Effect from "effect/Effect"
import { command } from "../ports/command/Command.ts"
import type { Caller } from "../ports/Caller.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { readAttainment } from "./attainment/AttainmentService.ts"
import { planAggregate, planVersionAggregate, versionInForce } from "./record/Plan.ts"
import type { PlanQuestion } from "./record/Plan.ts"
import {
  approvePlanVersion,
  draftPlanVersion,
  openPlan,
  publishPlan,
  sendBackPlanVersion,
  submitPlanVersion,
  withdrawPlanVersion,
} from "./record/PlanCommands.ts"
import { planDiff } from "./record/PlanDiff.ts"
import type { PlanBaseline, PlanVersion } from "./record/PlanSchema.ts"
import { readBackTest, readForecast } from "./forecast/ForecastService.ts"
import { readNorms } from "./targets/NormsService.ts"
import {
  askedByQuestion,
  attainmentQuestion,
  backTestQuestion,
  baselinesQuestion,
  diffQuestion,
  forecastQuestion,
  inForceQuestion,
  normsQuestion,
  replanQuestion,
  varianceQuestion,
} from "./record/PlanQuestionSchema.ts"
import { readReplan } from "./replan/ReplanService.ts"
import { readVariance } from "./variance/VarianceService.ts"
import {
  DecidePlanVersion,
  DraftPlanVersion,
  OpenPlan,
  planBaselines,
  PublishPlan,
  RefusePlanVersion,
} from "./record/PlanSchema.ts"

export type { PlanAttainmentQuestion, PlanAttainments } from "./attainment/AttainmentService.ts"
export type { TreeAnswer } from "./variance/TreeFactsService.ts"
export type { VarianceAnswer, VarianceQuestion } from "./variance/VarianceService.ts"
export type { BackTestQuestion, ForecastAnswer, ForecastQuestion } from "./forecast/ForecastService.ts"
export type { NormsAnswer, NormsQuestion, RepNorms } from "./targets/NormsService.ts"
export type { ReplanAnswer } from "./replan/ReplanService.ts"
export type { ReplanQuestion, ReplanRepTerms } from "./replan/ReplanQuestion.ts"
export type { PlanAnswer, PlanVersionAnswer } from "./record/PlanCommands.ts"
export { DecidePlanVersion, DraftPlanVersion, OpenPlan, PublishPlan, RefusePlanVersion } from "./record/PlanSchema.ts"

/** The commands over plans. */
export const planCommands = {
  /**
   * Opens a plan with its measures. It has no version and no targets yet: `draft` gives it some.
   *
   * @example
   * ```ts
   * import { memory, presets, salesDept } from "@salesdept/core/promise"
   *
   * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
   * const { plans } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:head")
   * const { plan } = await plans.open({ name: "Sales 2026", currency: "RUB", measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] })
   * plan.measures.map(({ id }) => id) // ["wonMinor"]
   * ```
   */
  open: command({ name: "plan.open", input: OpenPlan, work: openPlan }),
  /**
   * Draws up a version of it. Its targets never change: a correction is another version.
   *
   * @example
   * ```ts
   * import { memory, presets, salesDept } from "@salesdept/core/promise"
   *
   * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
   * const { plans } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:head")
   * const { plan } = await plans.open({ name: "Sales 2026", currency: "RUB", measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] })
   * const { planVersion } = await plans.draft({
   *   planId: plan.id,
   *   baseline: "original",
   *   effectiveFrom: "2026-10-01",
   *   targets: [{ measure: "wonMinor", period: "2026-Q4", repId: "user:42", value: 900_000_00 }],
   * })
   * planVersion.status // "draft"
   * ```
   */
  draft: command({ name: "plan.draft", input: DraftPlanVersion, work: draftPlanVersion }),
  /** Hands the draft in for approval. */
  submit: command({ name: "plan.submit", input: DecidePlanVersion, work: submitPlanVersion }),
  /**
   * Approves what somebody else handed in: whoever drew it up or handed it in cannot (`OwnPlanRefused`).
   *
   * @example
   * ```ts
   * import { memory, presets, salesDept } from "@salesdept/core/promise"
   *
   * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
   * const shop = (await salesDept({ store: memory(), department })).tenant("shop-17")
   * const { plans } = shop.as("user:head")
   * const { plan } = await plans.open({ name: "Sales 2026", currency: "RUB", measures: [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] })
   * const draft = {
   *   planId: plan.id, baseline: "original", effectiveFrom: "2026-10-01",
   *   targets: [{ measure: "wonMinor", period: "2026-Q4", repId: "user:42", value: 900_000_00 }],
   * } as const
   * const { planVersion } = await plans.draft(draft)
   * await plans.submit({ versionId: planVersion.id })
   * const approved = await shop.as("user:owner").plans.approve({ versionId: planVersion.id })
   * approved.planVersion.status // "approved"
   * ```
   */
  approve: command({ name: "plan.approve", input: DecidePlanVersion, work: approvePlanVersion }),
  /** Sends it back. */
  sendBack: command({ name: "plan.sendBack", input: RefusePlanVersion, work: sendBackPlanVersion }),
  /** Takes it back. */
  withdraw: command({ name: "plan.withdraw", input: RefusePlanVersion, work: withdrawPlanVersion }),
  /**
   * Takes over a plan by rep and quarter that was agreed on elsewhere, or a later version of it. It is `adopted` at once: nobody approves it here.
   *
   * @example
   * ```ts
   * import { memory, presets, salesDept } from "@salesdept/core/promise"
   *
   * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
   * const { plans } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:head")
   * const targets = [{ ownerId: "user:42", quarter: "2026-Q4", amountMinor: 900_000_00 }]
   * await plans.publish({ id: "plan_2026", currency: "RUB", targets })
   * const { rows } = await plans.attainment({ planId: "plan_2026", periods: ["2026-Q4"] })
   * rows.map(({ repId, target, fact }) => [repId, target, fact]) // [["user:42", 90000000, 0]]
   * ```
   */
  publish: command({ name: "plan.publish", input: PublishPlan, work: publishPlan }),
}

/** Which plan, for which day, as known when. */
export interface PlanAsOf extends PlanQuestion {
  /** The plan. */
  readonly planId: string
}

/** Which version in force is asked for. */
export interface InForceQuestion extends PlanAsOf {
  /** What the version is for; `current`, or `original` while nothing has corrected it, where left out. */
  readonly baseline?: PlanBaseline
}

/** Whose proposals are asked for. */
export interface AskedByQuestion {
  /** The review, debrief or variance that the reasons of a version name, by its id. */
  readonly reviewId: string
}

/** Which versions of a plan are held against each other. */
export interface DiffQuestion {
  /** The plan. */
  readonly planId: string
  /** Number of the version compared with, from 1. */
  readonly from: number
  /** Number of the version looked at, from 1. */
  readonly to: number
}

/** The versions in force side by side, null where a baseline has none. */
export type PlanBaselines = { readonly [Baseline in PlanBaseline]: PlanVersion | null }

const readPlan = Effect.fnUntraced(function* (caller: Caller, planId: string) {
  const store = yield* storeFor(caller)
  const [plan] = yield* store.byIds(caller.tenant, planAggregate, [planId])
  return plan ?? (yield* Effect.fail(new RecordNotFound("plan", planId)))
})

const baselines = Effect.fnUntraced(function* (caller: Caller, question: PlanAsOf) {
  const store = yield* storeFor(caller)
  const plan = yield* readPlan(caller, question.planId)
  const marks = planBaselines.map((baseline) => [baseline, versionInForce(plan, baseline, question)] as const)
  const ids = marks.flatMap(([, mark]) => (mark === null ? [] : [mark.versionId]))
  const read = yield* store.byIds(caller.tenant, planVersionAggregate, ids)
  const versions = new Map<string, PlanVersion>(read.map((version) => [version.id, version]))
  const found = marks.map(([baseline, mark]) => [baseline, versions.get(mark?.versionId ?? "") ?? null])
  return Object.fromEntries(found) as PlanBaselines
})

/** The questions about plans. */
export const planQueries = {
  /**
   * Plan against fact: every target with what came about by its measure's credit rule, gap, attainment, pace, and the year to
   * date. Facts are read by one grouped statement for each measure.
   */
  attainment: decoded(attainmentQuestion, readAttainment),
  /**
   * Why won revenue of a period differs from the plan or from another period: drivers that sum to the difference, the mix of
   * products apart, timing, the deals behind each driver, and what goes with it. Reads every deal once.
   */
  variance: decoded(varianceQuestion, readVariance),
  /** Where a period will land, by rep and in all, with the chance of reaching each target. Reads every deal once. */
  forecast: decoded(forecastQuestion, readForecast),
  /** Which way to forecast did best on this history, with only what was known then. */
  backTest: decoded(backTestQuestion, readBackTest),
  /** A plan for the rest from the deviation so far, within constraints, and the draft that proposes it; writes nothing. */
  replan: decoded(replanQuestion, readReplan),
  /**
   * The version in force: of the baseline named; where none is named, `current`, or `original` while nothing has corrected it.
   * Null where none is in force.
   */
  inForce: decoded(
    inForceQuestion,
    Effect.fnUntraced(function* (caller: Caller, question: InForceQuestion) {
      const held = yield* baselines(caller, question)
      return question.baseline === undefined ? (held.current ?? held.original) : held[question.baseline]
    }),
  ),
  /** From reps' money targets to what each has to do a day, by their own conversions; reads facts by one statement for each activity. */
  norms: decoded(normsQuestion, readNorms),
  /** Versions that a review asked for, whatever their standing, by the reviews that their reasons name: a review's proposals. */
  askedBy: decoded(
    askedByQuestion,
    Effect.fnUntraced(function* (caller: Caller, { reviewId }: AskedByQuestion) {
      const store = yield* storeFor(caller)
      const found: Array<PlanVersion> = []
      yield* store.scan(caller.tenant, planVersionAggregate, (batch) => {
        for (const version of batch)
          if (version.reasons.some((reason) => reason.reviewId === reviewId)) found.push(version)
      })
      return found
    }),
  ),
  /** All baselines side by side. */
  baselines: decoded(baselinesQuestion, baselines),
  /** What differs between two versions, by their numbers. */
  diff: decoded(
    diffQuestion,
    Effect.fnUntraced(function* (caller: Caller, { planId, from, to }: DiffQuestion) {
      const store = yield* storeFor(caller)
      const plan = yield* readPlan(caller, planId)
      const ids = [from, to].map((wanted) => plan.versions.find(({ number }) => number === wanted)?.versionId ?? null)
      const read = yield* store.byIds(
        caller.tenant,
        planVersionAggregate,
        ids.filter((id) => id !== null),
      )
      const [before, after] = ids.map((wanted) => read.find(({ id }) => id === wanted))
      if (before === undefined)
        return yield* Effect.fail(new RecordNotFound("planVersion", `${planId}, version ${from}`))
      if (after === undefined) return yield* Effect.fail(new RecordNotFound("planVersion", `${planId}, version ${to}`))
      return planDiff(before, after)
    }),
  ),
}
