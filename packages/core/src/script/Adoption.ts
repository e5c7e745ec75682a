import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { ScriptRun } from "./ScriptSchema.ts"

/** How a rep or a version uses a step. */
export interface StepAdoption {
  /** The rep. */
  readonly repId: string
  /** The version. */
  readonly versionId: string
  /** The step. */
  readonly stepId: string
  /** Share of the rep's runs of the version in which it was used, with its Wilson interval. */
  readonly use: Proportion
  /** Runs in which there was no suitable answer at it. */
  readonly unanswered: number
}

/**
 * How far a script is used: per rep and version, in what share of the dialogs each step was used. Dialogs that were held without
 * a script are not seen here.
 *
 * @param runs - runs, in any order
 * @param stepsOf - the steps of each version, in their order
 * @returns a row per rep, version and step, in the order of reps, versions and the version's steps
 * @example
 * ```ts
 * import { adoption } from "@salesdept/core/script"
 *
 * const use = (stepId: string) => ({ stepId, usedAt: "2026-11-23T09:30:00.000Z" })
 * const run = { repId: "user:7", versionId: "scriptversion_2", unansweredStepIds: [] } as const
 * const runs = [{ ...run, steps: [use("needs"), use("value")] }, { ...run, steps: [use("needs")] }]
 * adoption(runs, () => ["needs", "value"]).map(({ stepId, use }) => [stepId, use.ratio]) // [["needs", 1], ["value", 0.5]]
 * ```
 */
export const adoption = (
  runs: Iterable<Pick<ScriptRun, "repId" | "versionId" | "steps" | "unansweredStepIds">>,
  stepsOf: (versionId: string) => ReadonlyArray<string>,
): ReadonlyArray<StepAdoption> => {
  const groups = new Map<string, Array<Pick<ScriptRun, "repId" | "versionId" | "steps" | "unansweredStepIds">>>()
  for (const run of runs) {
    const key = JSON.stringify([run.repId, run.versionId])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [run])
    else group.push(run)
  }
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, own]) => {
      const [{ repId, versionId } = { repId: "", versionId: "" }] = own
      return stepsOf(versionId).map((stepId): StepAdoption => {
        const used = own.filter(({ steps }) => steps.some((use) => use.stepId === stepId)).length
        const unanswered = own.filter(({ unansweredStepIds }) => unansweredStepIds.includes(stepId)).length
        return { repId, versionId, stepId, use: proportion(used, own.length), unanswered }
      })
    })
}
