import type { Message } from "../shared/Message.ts"
import { argumentProblem, rejectWhere } from "./ArgumentProblem.ts"
import { normalPdf, normalCdf, normalWidth } from "./NormalDistribution.ts"

/** Which looks are made easy to stop at: all alike, or hardly the early ones. */
export type GroupSequentialShape = "pocock" | "obrien-fleming"

/** Bounds for looking several times at growing data. */
export interface GroupSequentialBounds {
  /** Their shape. */
  readonly shape: GroupSequentialShape
  /** Chance over all looks together of stopping although there is no effect. */
  readonly alpha: number
  /** Per look, the |z| from which to stop and call it an effect. */
  readonly criticalValues: ReadonlyArray<number>
}

const mostLooks = 50
/** The chance of crossing is one less that of staying inside, whose digits end about here. */
const leastAlpha = 1e-9

const possibleAlpha: Message = {
  en: `a number from ${leastAlpha} up to, but not including, 1`,
  ru: `число от ${leastAlpha} до 1, не включая 1`,
}

const looksProblem = (looks: number) =>
  Number.isInteger(looks) && looks >= 1 && looks <= mostLooks
    ? []
    : [
        argumentProblem("looks", looks, {
          en: `a whole number from 1 to ${mostLooks}`,
          ru: `целое число от 1 до ${mostLooks}`,
        }),
      ]

/**
 * Two-sided bounds for a number of equally spaced looks: the same at each (Pocock 1977), or c·√(K/k) at look k (O'Brien
 * and Fleming 1979). Use them where an experiment may be ended early: looking at 1.96 each time finds effects that are
 * not there (five looks: in 14 % of cases).
 *
 * @param looks - planned looks, 1 to 50
 * @param shape - `pocock`: the same bound at each look; `obrien-fleming`: high at first, near a single test's at the last
 * @param alpha - overall two-sided error, 1e-9 (inclusive) to 1 (not included). Default 0.05
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { groupSequentialBounds } from "@salesdept/core/stats"
 *
 * groupSequentialBounds(5, "pocock").criticalValues // [2.4131…, 2.4131…, 2.4131…, 2.4131…, 2.4131…]
 * ```
 */
export const groupSequentialBounds = (
  looks: number,
  shape: GroupSequentialShape,
  alpha = 0.05,
): GroupSequentialBounds => {
  rejectWhere([
    ...looksProblem(looks),
    ...(alpha >= leastAlpha && alpha < 1 ? [] : [argumentProblem("alpha", alpha, possibleAlpha)]),
  ])
  const valuesFor = (constant: number): ReadonlyArray<number> =>
    Array.from({ length: looks }, (_, k) => (shape === "pocock" ? constant : constant * Math.sqrt(looks / (k + 1))))
  let lower = normalWidth(1 - alpha)
  let upper = normalWidth(1 - alpha / looks)
  // The bound lies between no correction and Bonferroni's.
  for (let step = 0; step < 60 && upper - lower > 1e-12; step++) {
    const middle = (lower + upper) / 2
    if (crossingProbability(valuesFor(middle)) > alpha) lower = middle
    else upper = middle
  }
  return { shape, alpha, criticalValues: valuesFor((lower + upper) / 2) }
}

/**
 * Chance that |z| reaches its bound at one look at least, where there is no effect, with equally spaced looks: the
 * recursion of Armitage, McPherson and Rowe (1969), integrated by Gauss–Legendre. Absolute error below 1e-9.
 *
 * @param criticalValues - bound of |z| per look, finite, above 0; 1 to 50 of them. A look that must not stop has a large one
 * @returns 0 to 1
 * @throws InputInvalid outside these bounds
 *
 * @example
 * ```ts
 * import { crossingProbability } from "@salesdept/core/stats"
 *
 * crossingProbability([1.96, 1.96, 1.96, 1.96, 1.96]) // 0.1416…
 * ```
 */
export const crossingProbability = (criticalValues: ReadonlyArray<number>): number => {
  rejectWhere([
    ...looksProblem(criticalValues.length),
    ...criticalValues.flatMap((value, i) =>
      value > 0 && value < Number.POSITIVE_INFINITY
        ? []
        : [
            argumentProblem(`criticalValues[${i}]`, value, {
              en: "a finite number above 0",
              ru: "конечное число больше 0",
            }),
          ],
    ),
  ])
  // The sum of k standard steps; inside its bound it has this density at the nodes.
  let nodes: ReadonlyArray<number> = [0]
  let weighted: ReadonlyArray<number> = [1]
  let inside = 1
  criticalValues.forEach((critical, k) => {
    const bound = critical * Math.sqrt(k + 1)
    inside = nodes.reduce((sum, at, i) => sum + weighted[i]! * (normalCdf(bound - at) - normalCdf(-bound - at)), 0)
    if (k === criticalValues.length - 1) return
    // Beyond nine deviations of the sum there is nothing to integrate, and a wide bound would only spread the nodes thin.
    const reach = Math.min(bound, 9 * Math.sqrt(k + 1))
    const rule = legendreFor(reach)
    const density = rule.nodes.map((node) => {
      const at = node * reach
      return nodes.reduce((sum, from, i) => sum + weighted[i]! * normalPdf(at - from), 0)
    })
    nodes = rule.nodes.map((node) => node * reach)
    weighted = density.map((each, i) => each * rule.weights[i]! * reach)
  })
  return Math.max(0, 1 - inside)
}

// Gauss–Legendre rule on −1 to 1 by Newton's method on the recurrence of Legendre polynomials (DLMF 3.5, 18.9.1).
const legendreRule = (n: number) => {
  const nodes: Array<number> = []
  const weights: Array<number> = []
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let [previous, current] = [1, x]
      for (let k = 2; k <= n; k++) [previous, current] = [current, ((2 * k - 1) * x * current - (k - 1) * previous) / k]
      slope = (n * (x * current - previous)) / (x * x - 1)
      const move = current / slope
      x -= move
      if (Math.abs(move) < 1e-15) break
    }
    nodes.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  return { nodes, weights }
}

type LegendreRule = ReturnType<typeof legendreRule>

// A cache by number of nodes: the same number gives the same rule.
const rules = /* @__PURE__ */ new Map<number, LegendreRule>()

/** A rule whose nodes stand closer, at the middle of the reach, than the step's deviation of 1 asks for. */
const legendreFor = (reach: number): LegendreRule => {
  const count = Math.max(80, Math.ceil(reach / 5) * 20)
  const rule = rules.get(count) ?? legendreRule(count)
  rules.set(count, rule)
  return rule
}
