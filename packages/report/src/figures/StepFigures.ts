import { stepOpportunities, winAnalysis } from "@salesdept/core/script"
import type { StepCounts, StepEffect, WinAnalysis } from "@salesdept/core/script"
import { newcombeInterval } from "@salesdept/core/stats"
import type { StepWins } from "../model/ScriptsSection.ts"
import type { Base } from "./Base.ts"
import type { ScriptRecords } from "./ScriptRecords.ts"
import { dayIn, dealsThen, scriptNameOf, stepNameOf, stepsOf } from "./ScriptRecords.ts"
import { proportionFigure, say, withhold } from "./Words.ts"

/** A step of a script's version in force, with what goes with its use. */
export interface JudgedStep {
  readonly scriptId: string
  readonly versionId: string
  readonly stepId: string
  readonly figures: StepWins
}

/** Steps of all scripts, judged together. */
export interface JudgedSteps {
  readonly steps: ReadonlyArray<JudgedStep>
  readonly analysis: WinAnalysis
}

const keyOf = (scriptId: string, stepId: string): string => JSON.stringify([scriptId, stepId])

const noneClosed = withhold("no such deal is closed yet", "таких закрытых сделок пока нет")

const isPlainDifference = (used: StepCounts, notUsed: StepCounts): boolean => {
  const count = ({ won, closed }: StepCounts) => ({ successes: won, trials: closed })
  const interval = used.closed > 0 && notUsed.closed > 0 ? newcombeInterval(count(used), count(notUsed)) : null
  return interval !== null && (interval.lower > 0 || interval.upper < 0)
}

const oddsOf = ({ effect, why }: StepEffect): StepWins["odds"] => {
  if (effect === null) return { withheld: why }
  const { oddsRatio, interval } = effect
  if (oddsRatio === null || interval === null) {
    return withhold(
      "of deals that are alike, with the step or without it none was won, or none lost: the odds have no number",
      "среди похожих сделок с шагом или без него ни одна не выиграна или ни одна не проиграна: отношение шансов не посчитать",
    )
  }
  return { ratio: oddsRatio, lower: interval.lower, upper: interval.upper, confidence: interval.level }
}

/**
 * Which steps of the versions in force go with winning. The steps of all scripts are one question with one rate of false discoveries: asked script by
 * script, chance would be met more often than is said.
 */
export const judgedSteps = (base: Base, records: ScriptRecords): JudgedSteps => {
  const deals = dealsThen(base, records)
  const runsOf = Map.groupBy(records.runs, ({ scriptId }) => scriptId)
  const inForce = records.scripts.flatMap(({ id, currentVersionId }) =>
    currentVersionId === null
      ? []
      : stepsOf(records)(currentVersionId).map((stepId) => ({ scriptId: id, versionId: currentVersionId, stepId })),
  )
  const known = new Map(inForce.map((step) => [keyOf(step.scriptId, step.stepId), step]))
  const opportunities = [...runsOf].flatMap(([scriptId, runs]) =>
    stepOpportunities(runs, stepsOf(records), deals, dayIn(base)).flatMap(({ stepId, dealId, ...row }) => {
      const key = keyOf(scriptId, stepId)
      const { reachedOn, usedOn, outcome, closedOn, held } = row
      return known.has(key) ? [{ stepId: key, dealId, reachedOn, usedOn, outcome, closedOn, held }] : []
    }),
  )
  const analysis = winAnalysis(opportunities, {
    on: base.asOf,
    heldEqual: [say("rep", "менеджер"), say("client's segment", "сегмент клиента")],
  })
  const steps = analysis.steps.flatMap((effect): ReadonlyArray<JudgedStep> => {
    const step = known.get(effect.stepId)
    if (step === undefined) return []
    const { used, notUsed, verdict, why } = effect
    const figures: StepWins = {
      script: scriptNameOf(records, step.scriptId),
      step: stepNameOf(records, step.versionId, step.stepId),
      used: proportionFigure(used.winRate, noneClosed),
      notUsed: proportionFigure(notUsed.winRate, noneClosed),
      answer: verdict,
      why,
      odds: oddsOf(effect),
      isOnlyPlain: verdict === "notShown" && isPlainDifference(used, notUsed),
    }
    return [{ ...step, figures }]
  })
  return { steps, analysis }
}
