import { assignedVersion } from "@salesdept/core/script"
import type { ScriptFollowed } from "./DialogActions.ts"
import type { RandomSource } from "./Random.ts"
import { chance, weightedPick } from "./Random.ts"
import type { SimulatedScript, SimulatedScriptVersion } from "./SalesScripts.ts"
import { unforeseenObjections } from "./SalesScripts.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { ResolvedOptions } from "./SimulationOptions.ts"
import type { StageId } from "./StageIds.ts"

/** The draws of an experiment: every deal gets the same version at every call, as the library draws it. */
const isOnTrial = ({ experiment }: SimulatedScript, dealKey: string): boolean =>
  experiment !== null && assignedVersion({ ...experiment, seed: experiment.id }, dealKey) === experiment.trialVersionId

/** Whether a deal is held by the version on trial at a moment. */
export const triesAt = (script: SimulatedScript, dealKey: string, at: string): boolean =>
  script.experiment !== null && at >= script.experiment.startsAt && isOnTrial(script, dealKey)

const versionAt = (script: SimulatedScript, dealKey: string, at: string): SimulatedScriptVersion | undefined =>
  triesAt(script, dealKey, at)
    ? script.versions.find(({ isInForce }) => !isInForce)
    : script.versions.findLast(({ isInForce, approvedAt }) => isInForce && at >= approvedAt)

/** Share of talks with objections in which the client says something that nobody has foreseen. */
const unforeseenShare = 0.12

/** What the client said that the version has no answer to; null where everything was foreseen. */
const unforeseenIn = (
  random: RandomSource,
  { steps }: SimulatedScriptVersion,
  { language }: ResolvedOptions,
): ScriptFollowed["unanswered"] => {
  const step = steps.find(({ objections }) => objections.length > 0)
  if (step === undefined || !chance(random, unforeseenShare)) return null
  const said = weightedPick(random, unforeseenObjections)
  const isAnswered = step.objections.some(({ id }) => id === said.id)
  return isAnswered ? null : { step: step.id, said: said.says[language] }
}

/**
 * The actions with what was noted of scripts among them: a deal's first conversation in a stage is held by the stage's script, in the
 * version that is in force then, or that its experiment draws.
 *
 * @param random - of its own, so that nothing else is drawn otherwise where scripts are used
 */
export const withScriptRuns = (
  actions: ReadonlyArray<SimulatedAction>,
  scripts: ReadonlyArray<SimulatedScript>,
  options: ResolvedOptions,
  random: RandomSource,
): ReadonlyArray<SimulatedAction> => {
  if (scripts.length === 0) return actions
  const byStage = new Map<StageId, SimulatedScript>(scripts.map((script) => [script.stageId, script]))
  /** Of each deal that came to a stage with a script and has not been spoken with there: the script. */
  const awaited = new Map<string, SimulatedScript>()
  const all: Array<SimulatedAction> = []
  let runs = 0
  for (const action of actions) {
    all.push(action)
    if (action.type === "dealMoved" || action.type === "dealLost") {
      const script = action.type === "dealMoved" ? byStage.get(action.toStageId) : undefined
      if (script === undefined) awaited.delete(action.dealKey)
      else awaited.set(action.dealKey, script)
    }
    if (action.type !== "dialogHeld" || action.minutes === 0) continue
    const { at, actor, dialogKey, outcome, steps } = action
    const dealKey = action.about.key
    const script = awaited.get(dealKey)
    const version = script === undefined ? undefined : versionAt(script, dealKey, at)
    if (version === undefined) continue
    awaited.delete(dealKey)
    all.push({
      at,
      actor,
      type: "scriptFollowed",
      runKey: `scriptrun_${++runs}`,
      versionId: version.id,
      dialogKey,
      dealKey,
      steps: steps.filter((step) => version.steps.some(({ id }) => id === step)),
      unanswered: unforeseenIn(random, version, options),
      outcome,
    })
  }
  return all
}
