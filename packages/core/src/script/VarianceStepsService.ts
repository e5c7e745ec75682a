import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { asKnownAt } from "../plan/facts/PlanFactsService.ts"
import type { VarianceQuestion } from "../plan/variance/VarianceService.ts"
import type { Caller } from "../ports/Caller.ts"
import { allOf } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { explainedVariance } from "../review/service.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { heldDeals, heldEqual } from "./HeldDealsService.ts"
import { byIdsInBatches } from "./ScriptReadingService.ts"
import { scriptRunAggregate } from "./ScriptRun.ts"
import type { ScriptVersion } from "./ScriptSchema.ts"
import { scriptVersionAggregate } from "./ScriptVersion.ts"
import { stepEvidence } from "./StepEvidence.ts"
import { stepOpportunities } from "./StepOpportunity.ts"
import type { StepOpportunity } from "./StepOpportunity.ts"
import { winAnalysis } from "./WinAnalysis.ts"

/** The name of a step beyond its script: names of steps hold no stroke. */
const stepOfScript = (scriptId: string, stepId: string): string => `${scriptId}/${stepId}`

const byNumber = (left: ScriptVersion, right: ScriptVersion): number => left.number - right.number

/** What steps of scripts say of closed deals, by all runs that are known. Steps of all scripts are judged together, as one question. */
const readStepEvidence = Effect.fnUntraced(function* (
  caller: Caller,
  { knownAt }: VarianceQuestion,
  closed: ReadonlyMap<string, string>,
  timeZone: string,
) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const later = knownAt === undefined ? null : yield* asKnownAt(store, tenant, scriptRunAggregate, knownAt)
  // A run is recorded once and never changed: one that changed later was not known.
  const runs = yield* allOf(store, tenant, scriptRunAggregate, ({ id }) => later?.ids.has(id) !== true)
  if (runs.length === 0) return []
  const versionIds = [...new Set(runs.map(({ versionId }) => versionId))]
  const versions: ReadonlyMap<string, ScriptVersion> = yield* byIdsInBatches(
    store,
    tenant,
    scriptVersionAggregate,
    versionIds,
  )
  const stepsOf = (versionId: string): ReadonlyArray<string> => versions.get(versionId)?.steps.map(({ id }) => id) ?? []
  const deals = yield* heldDeals(store, tenant, runs, knownAt)
  const dayOf = (instant: string) => localDateOf(instant, timeZone)
  const opportunities: Array<StepOpportunity> = []
  for (const [scriptId, own] of Map.groupBy(runs, ({ scriptId }) => scriptId)) {
    yield* Effect.yieldNow
    for (const row of stepOpportunities(own, stepsOf, deals, dayOf)) {
      opportunities.push({ ...row, stepId: stepOfScript(scriptId, row.stepId) })
    }
  }
  const on = dayOf(knownAt ?? instantOf(yield* Clock.currentTimeMillis))
  yield* Effect.yieldNow
  const { steps } = winAnalysis(opportunities, { on, heldEqual })
  const texts = yield* store.texts(tenant, [...versions.values()])
  // A step is called as its latest version calls it.
  const names = new Map<string, string>()
  for (const { id, scriptId, steps: own } of [...versions.values()].sort(byNumber)) {
    for (const step of own) {
      names.set(stepOfScript(scriptId, step.id), texts.get(id)?.[`${step.id}/purpose`] ?? step.id)
    }
  }
  return stepEvidence(closed, steps, (step) => names.get(step) ?? step)
})

/** Reads why, with what control, findings and the steps of scripts said of the period's deals before they were closed as evidence. */
export const readExplainedVariance = explainedVariance(
  (caller, question) => (closed, timeZone) => readStepEvidence(caller, question, closed, timeZone),
)
