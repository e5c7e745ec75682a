import { minorUnitsOf } from "../../shared/Currency.ts"
import { roundToSum } from "../../shared/RoundToSum.ts"

/** A target and the bounds that it keeps, in minor units. */
export interface TargetWithin {
  /** The target, not rounded. */
  readonly exactMinor: number
  /** Least it may be. */
  readonly leastMinor: number
  /** Most it may be; Infinity where there is no bound. */
  readonly mostMinor: number
}

/**
 * Targets in whole steps within their bounds, together as near to the exact total as steps let them be: each first to the nearest step
 * that its bounds allow, then those that lose least by it go to their other one. A target between whose bounds no whole step lies stays
 * as it is.
 *
 * @param targets - the targets
 * @param stepMinor - the step, whole minor units, 1 or more
 */
export const roundTargets = (targets: ReadonlyArray<TargetWithin>, stepMinor: number): ReadonlyArray<number> => {
  const choices = targets.map(({ exactMinor, leastMinor, mostMinor }) => {
    const below = Math.floor(exactMinor / stepMinor) * stepMinor
    const steps = [...new Set([below, Math.ceil(exactMinor / stepMinor) * stepMinor])]
    const most = Math.min(mostMinor, Number.MAX_SAFE_INTEGER)
    const allowed = steps.filter((minor) => minor >= leastMinor && minor <= most)
    return allowed.toSorted((left, right) => Math.abs(left - exactMinor) - Math.abs(right - exactMinor))
  })
  const chosen = targets.map(({ exactMinor }, index) => choices[index]?.[0] ?? exactMinor)
  let missing = targets.reduce((sum, { exactMinor }, index) => sum + exactMinor - (chosen[index] ?? 0), 0)
  for (;;) {
    let best: { index: number; other: number; cost: number } | null = null
    for (const [index, { exactMinor }] of targets.entries()) {
      const [held = exactMinor] = [chosen[index]]
      const other = choices[index]?.find((minor) => minor !== held)
      if (other === undefined || Math.abs(missing - (other - held)) >= Math.abs(missing)) continue
      const cost = Math.abs(other - exactMinor) - Math.abs(held - exactMinor)
      if (best === null || cost < best.cost) best = { index, other, cost }
    }
    if (best === null) return chosen
    missing -= best.other - (chosen[best.index] ?? 0)
    chosen[best.index] = best.other
  }
}

/** A rounded total over the periods of the exact one, in whole steps where it is in whole steps itself. */
export const roundOverPeriods = (
  partsMinor: ReadonlyArray<number>,
  totalMinor: number,
  stepMinor: number,
): ReadonlyArray<number> =>
  totalMinor % stepMinor === 0
    ? roundToSum(
        partsMinor.map((part) => part / stepMinor),
        totalMinor / stepMinor,
      ).map((steps) => steps * stepMinor)
    : partsMinor

/** Of the smallest target, the most that a step may be. */
const mostOfSmallest = 0.02

/**
 * How round the targets of a plan are: the greatest power of ten of whole units in which all of them are stated, and no more than a
 * fiftieth of the smallest, so that rounding to it changes little. One whole unit where they are stated in anything finer.
 *
 * @param targetsMinor - targets in whole minor units; those of 0 say nothing
 * @param currency - ISO 4217 code
 * @returns whole minor units, for `stepMinor` of `plans.replan`
 * @example
 * ```ts
 * import { targetStep } from "@salesdept/core/plan/targets"
 *
 * targetStep([2_270_000_00, 940_000_00], "RUB") // 1000000
 * ```
 */
export const targetStep = (targetsMinor: ReadonlyArray<number>, currency: string): number => {
  const whole = 10 ** (minorUnitsOf(currency) ?? 0)
  const stated = targetsMinor.filter((minor) => minor > 0)
  const most = Math.min(...stated) * mostOfSmallest
  const isIn = (step: number): boolean => step <= most && stated.every((minor) => minor % step === 0)
  let step = whole
  while (stated.length > 0 && isIn(step * 10)) step *= 10
  return step
}
