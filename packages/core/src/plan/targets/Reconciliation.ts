import type { Problem } from "../../shared/Problem.ts"
import { allot } from "./Allotment.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** One person's or team's figure from above and from below, for one period. */
export interface TwoSidedTarget {
  /** Whose; unique. */
  readonly id: string
  /** What the cascade gave, whole units, 0 or more. */
  readonly topDown: number
  /** What they offered and had approved; null where they offered nothing: then the figure from above stands for it. */
  readonly bottomUp: number | null
  /** Least that may be agreed; 0 where absent. */
  readonly floor?: number
  /** Most that may be agreed; no bound where absent. */
  readonly ceiling?: number
}

/** Which total the agreed figures must sum to. */
export type ReconciledTotal = "topDown" | "bottomUp" | "between"

/** What was agreed for one of them. */
export interface AgreedTarget {
  /** Whose. */
  readonly id: string
  /** From above. */
  readonly topDown: number
  /** From below; null where nothing was offered. */
  readonly bottomUp: number | null
  /** Agreed. */
  readonly agreed: number
  /** `agreed − topDown`. */
  readonly againstTopDown: number
  /** `agreed − bottomUp`; null where nothing was offered. */
  readonly againstBottomUp: number | null
}

/** Both sides reconciled. */
export interface ReconciledTargets {
  /** Sum from above. */
  readonly topDownTotal: number
  /** Sum from below, with the figure from above where nothing was offered. */
  readonly bottomUpTotal: number
  /** `bottomUpTotal − topDownTotal`: what the two sides are apart. */
  readonly gap: number
  /** What the agreed figures had to sum to. */
  readonly total: number
  /** The agreed figures, in the order given. */
  readonly targets: ReadonlyArray<AgreedTarget>
  /** What bounds kept from being agreed (above 0), or forced on top (below 0); 0 where all of it is placed. */
  readonly residual: number
}

/**
 * Reconciles a plan from above with offers from below. The agreed figures are in proportion to a mixture of both, within bounds,
 * and sum to the chosen total to the last unit.
 *
 * @param targets - both figures of everyone, ids unique
 * @param total - which total holds: the one from above, the one from below, or the mixture
 * @param trust - weight of the offers in the mixture, 0 (only from above) to 1 (only from below), both inclusive
 * @throws `InputInvalid` where a figure is not a whole number of 0 or more, the trust is not 0 to 1, an id stands twice, or bounds are not
 * whole or exclude each other
 *
 * @example
 * ```ts
 * import { reconcileTargets } from "@salesdept/core/plan/targets"
 *
 * const { gap, targets } = reconcileTargets(
 *   [{ id: "ann", topDown: 600, bottomUp: 500 }, { id: "bob", topDown: 400, bottomUp: 400 }],
 *   "topDown",
 *   0.5,
 * )
 * gap // -100
 * targets.map(({ id, agreed }) => [id, agreed]) // [["ann", 579], ["bob", 421]]
 * ```
 */
export const reconcileTargets = (
  targets: ReadonlyArray<TwoSidedTarget>,
  total: ReconciledTotal,
  trust: number,
): ReconciledTargets => {
  const problems: Array<Problem> = []
  if (!(trust >= 0 && trust <= 1))
    problems.push({
      path: "trust",
      code: "trust.bounds",
      message: { en: "must be 0 to 1", ru: "должно быть от 0 до 1" },
    })
  const isWhole = (value: number): boolean => Number.isSafeInteger(value) && value >= 0
  for (const [index, { topDown, bottomUp }] of targets.entries())
    if (!isWhole(topDown) || !isWhole(bottomUp ?? 0))
      problems.push({
        path: `targets[${index}]`,
        code: "target.value",
        message: { en: "must be whole numbers, 0 or more", ru: "должны быть целые числа от нуля" },
      })
  refuse(problems)
  const offered = targets.map(({ topDown, bottomUp }) => bottomUp ?? topDown)
  const topDownTotal = targets.reduce((sum, { topDown }) => sum + topDown, 0)
  const bottomUpTotal = offered.reduce((sum, value) => sum + value, 0)
  const between = Math.round((1 - trust) * topDownTotal + trust * bottomUpTotal)
  const held = total === "topDown" ? topDownTotal : total === "bottomUp" ? bottomUpTotal : between
  const parts = allot(
    held,
    targets.map(({ id, topDown, floor = 0, ceiling = null }, index) => ({
      id,
      weight: (1 - trust) * topDown + trust * (offered[index] ?? 0),
      floor,
      ceiling,
    })),
  )
  return {
    topDownTotal,
    bottomUpTotal,
    gap: bottomUpTotal - topDownTotal,
    total: held,
    targets: targets.map(({ id, topDown, bottomUp }, index) => {
      const agreed = parts.shares[index]?.amount ?? 0
      const againstBottomUp = bottomUp === null ? null : agreed - bottomUp
      return { id, topDown, bottomUp, agreed, againstTopDown: agreed - topDown, againstBottomUp }
    }),
    residual: parts.residual,
  }
}
