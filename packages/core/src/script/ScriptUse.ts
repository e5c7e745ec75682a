import type { ScriptUse } from "../review/FollowUpFacts.ts"
import type { ScriptRun } from "./ScriptSchema.ts"

/**
 * How far the dialogs of each deal went by their scripts: of all steps of the versions they were held by, how many were used in one
 * dialog or another.
 *
 * @param runs - runs, in any order; those without a deal are left out
 * @param stepsOf - the steps of each version
 */
export const scriptUse = (
  runs: Iterable<Pick<ScriptRun, "dealId" | "versionId" | "steps">>,
  stepsOf: (versionId: string) => ReadonlyArray<string>,
): ReadonlyArray<ScriptUse> => {
  const deals = new Map<string, { readonly all: Set<string>; readonly used: Set<string> }>()
  for (const { dealId, versionId, steps } of runs) {
    if (dealId === null) continue
    const deal = deals.get(dealId) ?? { all: new Set<string>(), used: new Set<string>() }
    deals.set(dealId, deal)
    for (const step of stepsOf(versionId)) deal.all.add(step)
    for (const { stepId } of steps) deal.used.add(stepId)
  }
  return [...deals]
    .map(([dealId, { all, used }]) => ({
      dealId,
      steps: all.size,
      used: [...all].filter((step) => used.has(step)).length,
    }))
    .toSorted((left, right) => (left.dealId < right.dealId ? -1 : 1))
}
