import { targetKey } from "./Plan.ts"
import type { PlanVersion, Target } from "./PlanSchema.ts"

/** One target that differs between two versions. */
export interface TargetChange {
  /** The target in the later version, or in the earlier one where it was dropped. */
  readonly target: Omit<Target, "value" | "padding">
  /** Value in the earlier version; null where it had no such target. */
  readonly from: number | null
  /** Value in the later version; null where it has no such target. */
  readonly to: number | null
  /** Padding in the earlier version; null where it had no such target. */
  readonly fromPadding: number | null
  /** Padding in the later version; null where it has no such target. */
  readonly toPadding: number | null
}

/** What differs between two versions of a plan. */
export interface PlanDiff {
  /** Number of the earlier version. */
  readonly fromNumber: number
  /** Number of the later version. */
  readonly toNumber: number
  /** Targets that are new, gone or of another value or padding: first in the order of the later version, then the gone ones. */
  readonly changes: ReadonlyArray<TargetChange>
  /** How many targets are the same in both. */
  readonly unchanged: number
}

const byKey = ({ targets }: Pick<PlanVersion, "targets">): ReadonlyMap<string, Target> =>
  new Map(targets.map((target) => [targetKey(target), target]))

const changeOf = (from: Target | undefined, to: Target | undefined, shown: Target): TargetChange => {
  const { value: _value, padding: _padding, ...target } = shown
  return {
    target,
    from: from?.value ?? null,
    to: to?.value ?? null,
    fromPadding: from?.padding ?? null,
    toPadding: to?.padding ?? null,
  }
}

/**
 * Compares the targets of two versions. Nothing is summed here: targets of several levels stand beside one another in a plan.
 *
 * @param from - the version compared with
 * @param to - the version looked at
 *
 * @example
 * ```ts
 * import { planDiff, wholeTarget } from "@salesdept/core/plan"
 *
 * const ofQuarter = (value: number) => [wholeTarget({ measure: "wonMinor", period: "2026-Q4", value, repId: "user:42" })]
 * const diff = planDiff({ number: 1, targets: ofQuarter(900_000_00) }, { number: 2, targets: ofQuarter(950_000_00) })
 * diff.changes.map(({ from, to }) => [from, to]) // [[90000000, 95000000]]
 * ```
 */
export const planDiff = (
  from: Pick<PlanVersion, "number" | "targets">,
  to: Pick<PlanVersion, "number" | "targets">,
): PlanDiff => {
  const before = byKey(from)
  const after = byKey(to)
  const changes: Array<TargetChange> = []
  for (const [key, target] of after) {
    const was = before.get(key)
    if (was?.value !== target.value || was.padding !== target.padding) changes.push(changeOf(was, target, target))
  }
  for (const [key, target] of before) if (!after.has(key)) changes.push(changeOf(target, undefined, target))
  const shared = [...after.keys()].filter((key) => before.has(key)).length
  const altered = changes.filter(({ from, to }) => from !== null && to !== null).length
  return { fromNumber: from.number, toNumber: to.number, changes, unchanged: shared - altered }
}
