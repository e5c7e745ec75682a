import { normalWidth } from "@salesdept/core/stats"
import type { ScriptRun } from "@salesdept/core/script"
import type { ScriptsOfRep } from "../model/ScriptsSection.ts"
import type { Base } from "./Base.ts"
import { presentRepOf } from "./Base.ts"
import type { ScriptRecords } from "./ScriptRecords.ts"
import { stepsOf } from "./ScriptRecords.ts"

/** Talks that a rep must have to be said to follow less than others. */
const leastTalks = 20

/** Steps that a talk used, out of those that its version has. */
interface Use {
  readonly used: number
  readonly of: number
}

/** How many of these steps a talk used. */
export const useOf = ({ steps }: ScriptRun, among: ReadonlyArray<string>): Use => {
  const known = new Set(steps.map(({ stepId }) => stepId))
  return { used: among.filter((stepId) => known.has(stepId)).length, of: among.length }
}

/** The sum of several. */
export const sumOf = (uses: ReadonlyArray<Use>): { readonly usedCount: number; readonly stepCount: number } => ({
  usedCount: uses.reduce((sum, { used }) => sum + used, 0),
  stepCount: uses.reduce((sum, { of }) => sum + of, 0),
})

/** By how many standard errors a rep's share of steps is off what talks by the same versions have; null where nothing varies. */
const deviations = (
  talks: ReadonlyArray<ScriptRun>,
  shareOf: (run: ScriptRun) => number,
): ReadonlyMap<string, number> => {
  const sums = new Map<string, { difference: number; variance: number }>()
  for (const same of Map.groupBy(talks, ({ versionId }) => versionId).values()) {
    const mean = same.reduce((sum, run) => sum + shareOf(run), 0) / same.length
    const spread = same.reduce((sum, run) => sum + (shareOf(run) - mean) ** 2, 0) / Math.max(1, same.length - 1)
    for (const [repId, own] of Map.groupBy(same, (run) => run.repId)) {
      const known = sums.get(repId) ?? { difference: 0, variance: 0 }
      known.difference += own.reduce((sum, run) => sum + shareOf(run) - mean, 0)
      known.variance += (spread * own.length * (same.length - own.length)) / same.length
      sums.set(repId, known)
    }
  }
  return new Map(
    [...sums].map(([repId, { difference, variance }]) => [repId, variance > 0 ? difference / Math.sqrt(variance) : 0]),
  )
}

/**
 * Who follows the versions in force, and who less than others: compared talk by talk within the same version, so that nobody is told apart by which
 * talks fell to them. The reps who have left are counted among the others.
 *
 * @param talks - talks by the versions in force
 * @param winning - the steps of each version that go with winning
 */
export const repsOnScripts = (
  base: Base,
  records: ScriptRecords,
  talks: ReadonlyArray<ScriptRun>,
  winning: ReadonlyMap<string, ReadonlyArray<string>>,
): ReadonlyArray<ScriptsOfRep> => {
  const use = (run: ScriptRun): Use => useOf(run, stepsOf(records)(run.versionId))
  const away = deviations(talks, (run) => use(run).used / Math.max(1, use(run).of))
  const byRep = Map.groupBy(talks, ({ repId }) => repId)
  const judged = [...byRep.values()].filter((own) => own.length >= leastTalks).length
  // All of them together are wrong once in twenty times at most (Bonferroni).
  const bound = judged === 0 ? Infinity : normalWidth(1 - 0.05 / judged)
  const rows = [...byRep].flatMap(([repId, own]): ReadonlyArray<ScriptsOfRep> => {
    const repName = presentRepOf(base, repId)
    if (repName === null) return []
    const ofWinning = own.filter(({ versionId }) => winning.has(versionId))
    return [
      {
        repName,
        talkCount: own.length,
        ...sumOf(own.map(use)),
        winning:
          winning.size === 0 ? null : sumOf(ofWinning.map((run) => useOf(run, winning.get(run.versionId) ?? []))),
        isBelowOthers: own.length >= leastTalks && (away.get(repId) ?? 0) < -bound,
      },
    ]
  })
  const share = ({ usedCount, stepCount }: ScriptsOfRep): number => usedCount / Math.max(1, stepCount)
  return rows.toSorted((left, right) => share(left) - share(right) || (left.repName < right.repName ? -1 : 1))
}
