import { RecordNotFound } from "../shared/RecordErrors.ts"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { sha256 } from "../journal/Sha256.ts"
import { readAttainment } from "../plan/attainment/AttainmentService.ts"
import { isOfRepAlone, planAggregate } from "../plan/record/Plan.ts"
import { planPeriodDays } from "../plan/record/PlanPeriods.ts"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import { streamOf } from "../ports/reading/Streams.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { StoreShape } from "../ports/Store.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { BeforeAfterDeal } from "./BeforeAfter.ts"
import { beforeAfter, usualFollowDays } from "./BeforeAfter.ts"
import type { ScriptExperiment } from "./ExperimentSchema.ts"
import type { StepPeriod } from "./OverPerformance.ts"
import { overPerformance } from "./OverPerformance.ts"
import { bestCards } from "./Scorecard.ts"
import type { ScriptCurrentChanged } from "./Script.ts"
import { ScriptRefused } from "./ScriptErrors.ts"
import { scriptExperimentAggregate } from "./ScriptExperiment.ts"
import { proposalWords } from "./ProposalWords.ts"
import { scriptProposalAggregate } from "./ScriptProposal.ts"
import { proposeScriptChange } from "./ScriptProposalCommands.ts"
import { heldDeals, heldEqual } from "./HeldDealsService.ts"
import { cardsOf, runsOf, scriptOf, todayOf, versionSteps } from "./ScriptReadingService.ts"
import {
  beforeAfterQuestion,
  overPerformanceQuestion,
  proposalsQuestion,
  versionQuestion,
  winQuestion,
} from "./ScriptQuestionSchema.ts"
import type {
  BeforeAfterQuestion,
  OverPerformanceQuestion,
  ProposalsQuestion,
  ScriptVersionQuestion,
  WinQuestion,
} from "./ScriptQuestionSchema.ts"
import { ProposeScriptChange } from "./ScriptSchema.ts"
import type { ScriptProposal, ScriptRun, ScriptVersion, ScriptVersionId } from "./ScriptSchema.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"
import { stepOpportunities } from "./StepOpportunity.ts"
import { winAnalysis } from "./WinAnalysis.ts"

/** Proposes a change of a script to its owner. */
export const proposeCommand = command({
  name: "scriptProposal.propose",
  input: ProposeScriptChange,
  work: proposeScriptChange,
})

const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })

/** Runs as their scorecards tell them: of each scored dialog the criteria that applied, and those met. */
const scoredRuns = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, runs: ReadonlyArray<ScriptRun>) {
  const versions = [...new Set(runs.map(({ versionId }) => versionId))]
  const cards = (yield* Effect.forEach(versions, (id) => cardsOf(store, tenant, id))).flat()
  const byDialog = new Map(bestCards(cards).map((card) => [card.dialogId as string, card]))
  const applied = new Map<string, ReadonlyArray<string>>()
  const scored = runs.flatMap((run): ReadonlyArray<ScriptRun> => {
    const card = run.dialogId === null ? undefined : byDialog.get(run.dialogId)
    if (card === undefined) return []
    // Each run stands for a version of its own, that has the criteria which applied to it.
    const versionId = `scriptversion_${run.id}` as const
    applied.set(
      versionId,
      card.marks.flatMap(({ stepId, mark }) => (mark === "notApplicable" ? [] : [stepId])),
    )
    const steps = card.marks.flatMap(({ stepId, mark }) => (mark === "met" ? [{ stepId, usedAt: run.startedAt }] : []))
    return [{ ...run, versionId, steps }]
  })
  return { runs: scored, stepsOf: (versionId: string) => applied.get(versionId) ?? [] }
})

const analysed = Effect.fnUntraced(function* (caller: Caller, { scriptId, on, by = "runs", ...settings }: WinQuestion) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  yield* scriptOf(store, tenant, scriptId)
  const { timeZone, on: today } = yield* todayOf(store, tenant, on)
  const recorded = yield* runsOf(store, tenant, scriptId)
  const { runs, stepsOf } =
    by === "scorecards"
      ? yield* scoredRuns(store, tenant, recorded)
      : { runs: recorded, stepsOf: yield* versionSteps(store, tenant, recorded) }
  const known = yield* heldDeals(store, tenant, runs)
  const opportunities = stepOpportunities(runs, stepsOf, known, (instant) => localDateOf(instant, timeZone))
  return yield* refusing(() => winAnalysis(opportunities, { ...settings, on: today, heldEqual }))
})

/** When a version last came into force: approved to be tried first, it did so later, and brought back, once more. */
const inForceSince = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  scriptId: string,
  versionId: ScriptVersionId,
) {
  const rows = yield* streamOf(store, tenant, scriptId)
  const came = rows.findLast(
    ({ type, payload }) =>
      type === "ScriptCurrentChanged" && (payload as ScriptCurrentChanged["payload"]).versionId === versionId,
  )
  return came?.occurredAt ?? null
})

/** Where a version comes from, and what became of it. JSON-safe. */
export interface ScriptLineage {
  /** The version. */
  readonly version: ScriptVersion
  /** Proposals it took up, with the reviews and deviations from the plan they came from. */
  readonly proposals: ReadonlyArray<ScriptProposal>
  /** Experiments it was tried in, by start. */
  readonly experiments: ReadonlyArray<ScriptExperiment>
}

/** What is read from runs and deals about the steps of a script. */
export const scriptEvidence = {
  /**
   * Which steps go with winning, from recorded runs or scorecards and the deals they were about; deals are compared within rep and
   * segment. Reads all runs of the script and their deals.
   */
  winAnalysis: decoded(winQuestion, analysed),
  /**
   * Which steps go with results above target, not only with winning: by rep and period of a plan, each rep against the same rep's
   * other periods, see {@link overPerformance}. A run is of the period it began in.
   */
  overPerformance: decoded(
    overPerformanceQuestion,
    Effect.fnUntraced(function* (caller: Caller, { scriptId, planId, on, ...settings }: OverPerformanceQuestion) {
      const store = yield* storeFor(caller)
      const { tenant } = caller
      yield* scriptOf(store, tenant, scriptId)
      const { timeZone, on: today } = yield* todayOf(store, tenant, on)
      const { rows } = yield* readAttainment(caller, { planId, on: today })
      const [plan] = yield* store.byIds(tenant, planAggregate, [planId])
      const won = new Set(plan?.measures.flatMap(({ id, credit }) => (credit === "wonMoney" ? [id] : [])) ?? [])
      const runs = yield* runsOf(store, tenant, scriptId)
      const stepsOf = yield* versionSteps(store, tenant, runs)
      const dated = runs.map((run) => ({ ...run, day: localDateOf(run.startedAt, timeZone) }))
      const cells = rows.flatMap((row) => {
        const { repId, measure, period, target, fact } = row
        const days = planPeriodDays(period, plan?.fiscalCalendar ?? null)
        // A period that is not over has no result yet.
        if (repId === null || !isOfRepAlone(row) || target === null || target <= 0 || !won.has(measure)) return []
        return days === null || days.to > today ? [] : [{ repId, period, days, attainment: Math.max(0, fact / target) }]
      })
      const counts = cells.flatMap(({ repId, period, days, attainment }): ReadonlyArray<StepPeriod> => {
        const own = dated.filter((run) => run.repId === repId && run.day >= days.from && run.day < days.to)
        const steps = new Map<string, { used: number; occasions: number }>()
        for (const run of own) {
          for (const stepId of stepsOf(run.versionId)) {
            const known = steps.get(stepId) ?? { used: 0, occasions: 0 }
            const isUsed = run.steps.some((use) => use.stepId === stepId)
            steps.set(stepId, { used: known.used + (isUsed ? 1 : 0), occasions: known.occasions + 1 })
          }
        }
        return [...steps].map(([stepId, count]) => ({ stepId, repId, period, attainment, ...count }))
      })
      return yield* refusing(() => overPerformance(counts, settings))
    }),
  ),
  /**
   * Deals before the version in force came into force beside those after, where no experiment was made; see {@link beforeAfter}.
   */
  beforeAfter: decoded(
    beforeAfterQuestion,
    Effect.fnUntraced(function* (caller: Caller, { scriptId, on, ...settings }: BeforeAfterQuestion) {
      const store = yield* storeFor(caller)
      const { tenant } = caller
      const { timeZone, on: today } = yield* todayOf(store, tenant, on)
      const script = yield* scriptOf(store, tenant, scriptId)
      const [version] =
        script.currentVersionId === null
          ? []
          : yield* store.byIds(tenant, scriptVersionAggregate, [script.currentVersionId])
      if (version === undefined || version.approvedAt === null) {
        return yield* Effect.fail(new ScriptRefused("versionNotInUse", scriptId, "scriptId"))
      }
      const changedOn = localDateOf(
        (yield* inForceSince(store, tenant, scriptId, version.id)) ?? version.approvedAt,
        timeZone,
      )
      const runs = yield* runsOf(store, tenant, scriptId)
      const known = yield* heldDeals(store, tenant, runs)
      const byDeal = Map.groupBy(
        runs.filter(({ dealId }) => dealId !== null),
        ({ dealId }) => dealId ?? "",
      )
      const deals = [...byDeal].flatMap(([id, own]): ReadonlyArray<BeforeAfterDeal> => {
        const deal = known.get(id)
        if (deal === undefined) return []
        const reachedAt = own.reduce(
          (first, { startedAt }) => (startedAt < first ? startedAt : first),
          own[0]!.startedAt,
        )
        const reachedOn = localDateOf(reachedAt, timeZone)
        const lastOn = addDays(reachedOn, settings.followDays ?? usualFollowDays)
        const followed = own.filter(({ startedAt }) => localDateOf(startedAt, timeZone) <= lastOn)
        const versions = new Set(followed.map(({ versionId }) => versionId === version.id))
        // What the version was tried on before it came into force is no measure of the time before it.
        const isMixed = versions.size > 1 || (reachedOn < changedOn && versions.has(true))
        const wonOn = deal.outcome === "won" ? deal.closedOn : null
        return [{ id, reachedOn, wonOn, isMixed, held: deal.held }]
      })
      return yield* refusing(() => beforeAfter(deals, { ...settings, changedOn, on: today }))
    }),
  ),
  /** Where a version comes from: its proposals with the reviews and variances behind them; and the experiments it was tried in. */
  lineage: decoded(
    versionQuestion,
    Effect.fnUntraced(function* (caller: Caller, { versionId }: ScriptVersionQuestion) {
      const store = yield* storeFor(caller)
      const { tenant } = caller
      const [version] = yield* store.byIds(tenant, scriptVersionAggregate, [versionId])
      if (version === undefined) return yield* Effect.fail(new RecordNotFound("scriptVersion", versionId))
      const proposals = yield* store.byIds(tenant, scriptProposalAggregate, version.proposalIds)
      const ofScript = [equals("scriptId", version.scriptId)]
      const experiments = yield* allWhere(store, tenant, scriptExperimentAggregate, ofScript)
      const lineage: ScriptLineage = {
        version,
        proposals: proposals.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
        experiments: experiments
          .filter(({ trialVersionId }) => trialVersionId === versionId)
          .toSorted((left, right) => (left.startedAt < right.startedAt ? -1 : 1)),
      }
      return lineage
    }),
  ),
}

/** The id of the proposal of a step of a version: a second analysis meets the first one's. */
const candidateId = (versionId: ScriptVersionId, stepId: string): ScriptProposal["id"] =>
  `proposal_${sha256(JSON.stringify([versionId, stepId])).slice(0, 26)}`

const proposeWins = Effect.fnUntraced(function* (
  caller: Caller,
  { reviewId, variancePeriod, ...question }: ProposalsQuestion,
) {
  const store = yield* storeFor(caller)
  const script = yield* scriptOf(store, caller.tenant, question.scriptId)
  const versionId = script.currentVersionId
  const [version] = versionId === null ? [] : yield* store.byIds(caller.tenant, scriptVersionAggregate, [versionId])
  if (version === undefined) return yield* Effect.fail(new ScriptRefused("versionNotInUse", script.id, "scriptId"))
  const steps = new Set(version.steps.map(({ id }) => id))
  const analysis = yield* analysed(caller, question)
  const proposals: Array<ScriptProposal> = []
  for (const step of analysis.steps) {
    if (step.verdict !== "goesWithWinning" || !steps.has(step.stepId)) continue
    const proposed = yield* Effect.result(
      proposeCommand(caller, {
        id: candidateId(version.id, step.stepId),
        scriptId: script.id,
        stepId: step.stepId,
        origin: "winAnalysis",
        proposal: proposalWords(step)[script.language.startsWith("ru") ? "ru" : "en"],
        evidenceIds: step.usedDealIds.slice(0, 1000),
        ...(reviewId === undefined ? {} : { reviewId }),
        ...(variancePeriod === undefined ? {} : { variancePeriod }),
      }),
    )
    if (Result.isSuccess(proposed)) proposals.push(proposed.success.proposal)
    else if (proposed.failure._tag !== "RecordExists") return yield* Effect.fail(proposed.failure)
  }
  return { proposals, analysis }
})

/**
 * Proposes to the script's owner every step of the version in force that goes with winning, with its figures and the deals behind
 * them, linked with the review and the deviation from the plan that it was looked for in. What was proposed before changes nothing.
 */
export const proposeFromWins = decoded(proposalsQuestion, proposeWins)
