import type { Problem } from "../../shared/Problem.ts"
import type { Decomposition, DriverEffect } from "./Decomposition.ts"
import { driverNameProblems, refuse } from "./Decomposition.ts"
import type { NegativeValue } from "../PlanErrors.ts"
import { LmdiUndefined } from "../PlanErrors.ts"

/** One product of factors: a segment, a product, a rep. The decomposed value is the sum over the items. */
export interface LmdiItem {
  /** The item's name, for messages and drill-down. */
  readonly item: string
  /** The factors in the base state, one per driver in the drivers' order; each ≥ 0. */
  readonly base: ReadonlyArray<number>
  /** The factors in the actual state, one per driver in the drivers' order; each ≥ 0. */
  readonly actual: ReadonlyArray<number>
}

/** What the drivers contributed within one item. */
export interface LmdiItemEffects {
  /** The item's name. */
  readonly item: string
  /** The item's product in the base state. */
  readonly base: number
  /** The item's product in the actual state. */
  readonly actual: number
  /** One part per driver, in the drivers' order; their sum is `actual − base`. */
  readonly effects: ReadonlyArray<number>
}

/** The answer of {@link lmdi}. */
export interface LmdiDecomposition extends Decomposition {
  /** The parts within each item; a driver's effect is the sum of its parts. */
  readonly items: ReadonlyArray<LmdiItemEffects>
  /**
   * The multiplicative form: `effect` is the factor by which the driver alone changed the total, and their product is
   * `actual / base`. Null where either total is 0, since there is no such ratio.
   */
  readonly multiplicative: ReadonlyArray<DriverEffect> | null
}

/** ln(to / from) without the loss of digits that a plain quotient has for nearly equal values. Both must be > 0. */
const logRatio = (from: number, to: number): number => {
  const change = (to - from) / from
  return Math.abs(change) < 0.5 ? Math.log1p(change) : Math.log(to) - Math.log(from)
}

/**
 * The logarithmic mean of two non-negative numbers, (a − b) / (ln a − ln b) (Carlson 1972), with its limits: the number itself where
 * they are equal, 0 where either is 0.
 *
 * @param left - finite, 0 or more; neither is checked
 * @param right - finite, 0 or more
 *
 * @example
 * ```ts
 * import { logarithmicMean } from "@salesdept/core/plan/variance"
 *
 * logarithmicMean(5_400, 5_000) // 5197.4348…
 * ```
 */
export const logarithmicMean = (left: number, right: number): number => {
  if (left === right) return left
  if (left === 0 || right === 0) return 0
  const difference = logRatio(right, left)
  return difference === 0 ? left : (left - right) / difference
}

const product = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total * value, 1)

/**
 * LMDI-I additive effects of one product of factors. Needs non-negative finite factors and does not check them: it is
 * the kernel of {@link lmdi}, which does.
 *
 * Where the product is 0 in one state, the whole change is shared equally by the factors that are 0 there: the limit
 * of one common ε put in place of every zero (Ang, Zhang and Choi 1998 give the case of a single zero factor).
 */
export const productEffects = (base: ReadonlyArray<number>, actual: ReadonlyArray<number>): ReadonlyArray<number> => {
  const from = product(base)
  const to = product(actual)
  if (from === 0 || to === 0) {
    const zeroState = from === 0 ? base : actual
    const zeros = zeroState.filter((value) => value === 0).length
    return zeroState.map((value) => (value === 0 && to !== from ? (to - from) / zeros : 0))
  }
  const mean = logarithmicMean(to, from)
  return base.map((value, index) => mean * logRatio(value, actual[index] ?? 0) + 0)
}

const stateProblems = (path: string, values: ReadonlyArray<number>, count: number): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  if (values.length !== count)
    problems.push({
      path,
      code: "lmdi.length",
      message: {
        en: `has ${values.length} values for ${count} drivers`,
        ru: `число значений — ${values.length}, а факторов — ${count}`,
      },
    })
  for (const [position, value] of values.entries())
    if (!Number.isFinite(value))
      problems.push({
        path: `${path}[${position}]`,
        code: "value.notFinite",
        message: { en: `${value} is not a finite number`, ru: `${value} — не конечное число` },
      })
  if (problems.length === 0 && !Number.isFinite(product(values)))
    problems.push({
      path,
      code: "value.overflow",
      message: { en: "the product exceeds the range of numbers", ru: "произведение выходит за пределы чисел" },
    })
  if (problems.length === 0 && product(values) === 0 && !values.includes(0))
    problems.push({
      path,
      code: "value.underflow",
      message: {
        en: "the product is too small to be told from 0",
        ru: "произведение слишком мало, чтобы отличить его от нуля",
      },
    })
  return problems
}

const checkItems = (drivers: ReadonlyArray<string>, items: ReadonlyArray<LmdiItem>): void => {
  const problems: Array<Problem> = [...driverNameProblems(drivers)]
  const negatives: Array<NegativeValue> = []
  for (const [index, item] of items.entries())
    for (const state of ["base", "actual"] as const) {
      problems.push(...stateProblems(`items[${index}].${state}`, item[state], drivers.length))
      for (const [position, value] of item[state].entries())
        if (value < 0) negatives.push({ item: item.item, driver: drivers[position] ?? "", state, value })
    }
  refuse(problems)
  if (negatives.length > 0) throw new LmdiUndefined(negatives)
}

/**
 * Splits the change of a sum of products exactly and regardless of the drivers' order, by the additive logarithmic mean
 * Divisia index LMDI-I: Δ_k = Σ_i L(V_i¹, V_i⁰) · ln(x_ki¹ / x_ki⁰). Use it when the value is a product of drivers that
 * are never negative: a funnel, or a funnel by product. It adds up over subgroups of items.
 *
 * Source: B. W. Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005); zeros
 * as in B. W. Ang, F. Q. Zhang and K.-H. Choi, Energy 23 (1998), with equal shares where several factors are zero.
 *
 * @param drivers - the drivers' names, at least one, unique
 * @param items - the items with one value per driver, each ≥ 0; no items means a change of 0
 * @throws {@link LmdiUndefined} where a value is negative
 * @throws `InputInvalid` where names repeat, lengths differ, a value is not finite or a product leaves the range of numbers
 *
 * @example
 * ```ts
 * import { lmdi } from "@salesdept/core/plan/variance"
 *
 * const answer = lmdi(["deals", "averageDeal"], [{ item: "all", base: [10, 500], actual: [12, 450] }])
 * answer.delta // 400
 * answer.effects // [{ driver: "deals", effect: 947.6044… }, { driver: "averageDeal", effect: -547.6044… }]
 * ```
 */
export const lmdi = (drivers: ReadonlyArray<string>, items: ReadonlyArray<LmdiItem>): LmdiDecomposition => {
  checkItems(drivers, items)
  const totals = drivers.map(() => 0)
  let base = 0
  let actual = 0
  const itemEffects = items.map((item): LmdiItemEffects => {
    const effects = productEffects(item.base, item.actual)
    for (const [index, effect] of effects.entries()) totals[index] = (totals[index] ?? 0) + effect
    const itemBase = product(item.base)
    const itemActual = product(item.actual)
    base += itemBase
    actual += itemActual
    return { item: item.item, base: itemBase, actual: itemActual, effects }
  })
  const mean = logarithmicMean(actual, base)
  const effects = drivers.map((driver, index) => ({ driver, effect: totals[index] ?? 0 }))
  return {
    base,
    actual,
    delta: actual - base,
    effects,
    items: itemEffects,
    multiplicative:
      mean === 0 ? null : effects.map(({ driver, effect }) => ({ driver, effect: Math.exp(effect / mean) })),
  }
}
