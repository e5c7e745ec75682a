import type { DriverNode, DriverState } from "./DriverTree.ts"
import { measureOf, nodeValue } from "./DriverTree.ts"
import { logarithmicMean, productEffects } from "../decomposition/Lmdi.ts"
import type { NegativeValue } from "../PlanErrors.ts"
import { LmdiUndefined, RatioUndefined } from "../PlanErrors.ts"

/** One leaf's part of a change. */
export interface LeafEffect {
  /** The leaf's node id. */
  readonly leaf: string
  /** The measure it reads. */
  readonly measure: string
  /** Its part of the root's change. */
  readonly effect: number
}

/**
 * By how much a unit of a factor's own change counts in its parent's change. Where both values are positive this is
 * L(parent) / L(factor), which has a value also where the factor did not change.
 */
const unitEffect = (effect: number, from: number, to: number, parentMean: number): number => {
  if (from > 0 && to > 0) return parentMean / logarithmicMean(to, from)
  return from === to ? 0 : effect / (to - from)
}

/**
 * LMDI-I carried down a tree: a product or ratio splits its change among its factors by logarithmic means, a sum passes
 * it on as it is. For products, and for sums of products, it is LMDI-I itself; a factor that is a sum hands its part on
 * in proportion to the changes of its terms (chain rule).
 *
 * @param tree - the root of a tree without problems
 * @param base - the base state, with every measure of the tree
 * @param actual - the actual state, with every measure of the tree
 * @throws {@link LmdiUndefined} where a factor of a product or a part of a ratio is negative, all of them listed
 * @throws {@link RatioUndefined} where a denominator is 0 in either state
 */
export const lmdiOfTree = (tree: DriverNode, base: DriverState, actual: DriverState): ReadonlyArray<LeafEffect> => {
  const negatives: Array<NegativeValue> = []
  const effects: Array<LeafEffect> = []
  const valueIn = (state: DriverState, node: DriverNode): number => nodeValue(node, (measure) => state[measure] ?? 0)

  const refuseNegatives = (parent: DriverNode, factors: ReadonlyArray<DriverNode>): boolean => {
    const found = factors.flatMap((factor) =>
      (["base", "actual"] as const).map((state): NegativeValue => {
        const value = valueIn(state === "base" ? base : actual, factor)
        return { item: parent.id, driver: factor.id, state, value }
      }),
    )
    negatives.push(...found.filter(({ value }) => value < 0))
    return found.some(({ value }) => value < 0)
  }

  const descend = (node: DriverNode, weight: number): void => {
    switch (node.kind) {
      case "leaf": {
        const change = valueIn(actual, node) - valueIn(base, node)
        effects.push({ leaf: node.id, measure: measureOf(node), effect: weight * change + 0 })
        return
      }
      case "sum":
        for (const child of node.children) descend(child, weight)
        for (const child of node.minus ?? []) descend(child, -weight)
        return
      case "product":
      case "ratio": {
        const factors = node.kind === "product" ? node.children : [node.numerator, node.denominator]
        if (refuseNegatives(node, factors)) {
          for (const factor of factors) descend(factor, 0)
          return
        }
        const from = factors.map((factor) => valueIn(base, factor))
        const to = factors.map((factor) => valueIn(actual, factor))
        if (node.kind === "ratio" && (from[1] === 0 || to[1] === 0)) throw new RatioUndefined(node.id)
        const exponent = (index: number): number => (node.kind === "ratio" && index === 1 ? -1 : 1)
        const parts = productEffects(
          from.map((value, index) => value ** exponent(index)),
          to.map((value, index) => value ** exponent(index)),
        )
        const mean = logarithmicMean(valueIn(actual, node), valueIn(base, node))
        for (const [index, factor] of factors.entries())
          descend(
            factor,
            weight * unitEffect(parts[index] ?? 0, from[index] ?? 0, to[index] ?? 0, mean * exponent(index)),
          )
      }
    }
  }

  descend(tree, 1)
  if (negatives.length > 0) throw new LmdiUndefined(negatives)
  return effects
}
