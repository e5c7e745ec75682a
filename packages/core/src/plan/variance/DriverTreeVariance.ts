import type { Message } from "../../shared/Message.ts"
import type { DriverNode, DriverState } from "../drivers/DriverTree.ts"
import { measureOf, measuresOf, nodesOf, nodeValue } from "../drivers/DriverTree.ts"
import type { DriverTreeMethod, DriverTreePart } from "../drivers/DriverTreeDecomposition.ts"
import { decomposeDriverTree, treeLimits } from "../drivers/DriverTreeDecomposition.ts"
import type { Variance, VarianceContribution } from "../decomposition/Variance.ts"
import { statedNames, varianceOf, withStatedAmounts } from "../decomposition/Variance.ts"

/** One node with its part of the variance. */
export interface DriverNodeVariance {
  /** The node's id. */
  readonly node: string
  /** The node's name for people. */
  readonly name: Message
  /** Its own value in the base state, in its own units. */
  readonly base: number
  /** Its own value in the actual state, in its own units. */
  readonly actual: number
  /**
   * What the leaves below it contributed to the root's variance, in whole minor units; a node's amount is the sum of its
   * children's. Null where it cannot be told.
   */
  readonly amountMinor: number | null
  /** The same before rounding; null with it. */
  readonly exact: number | null
  /** Why the amount cannot be told; null where it can. */
  readonly withheld: Message | null
}

/** A variance with its roll-up by node. `contributions` are by measure. */
export interface DriverTreeVariance extends Variance {
  /** All nodes in tree order, the root first. */
  readonly nodes: ReadonlyArray<DriverNodeVariance>
}

/** Options of {@link driverTreeVariance}. */
export interface DriverTreeVarianceOptions {
  /** ISO 4217 code of the root's value. */
  readonly currency: string
  /** The method and what it needs; LMDI by default. */
  readonly how?: DriverTreeMethod
  /**
   * The plan's own amount in minor units, where the base is a plan. What its drivers give beyond it becomes a line
   * `planInconsistency` of its own. By default the base is what its drivers give.
   */
  readonly statedBaseMinor?: number
  /** The fact itself in minor units, where the tree may not give all of it: the rest is a line `outsideTree`. What it gives by default. */
  readonly statedActualMinor?: number
  /** Whether the base is a plan; true by default. Of facts what the base drivers miss is outside the tree too. */
  readonly baseIsPlan?: boolean
}

interface RoundedPart extends DriverTreePart {
  readonly amountMinor: number
}

const rollUp = (node: DriverNode, parts: ReadonlyArray<RoundedPart>): Omit<DriverNodeVariance, "base" | "actual"> => {
  const below = new Set(nodesOf(node).flatMap((one) => (one.kind === "leaf" ? [one.id] : [])))
  const named = { node: node.id, name: node.name }
  let amountMinor = 0
  let exact = 0
  const shared: Array<string> = []
  for (const part of parts) {
    const inside = part.leaves.filter((leaf) => below.has(leaf)).length
    if (inside === part.leaves.length) {
      amountMinor += part.amountMinor
      exact += part.effect
    } else if (inside > 0) shared.push(part.measure)
  }
  if (shared.length === 0) return { ...named, amountMinor, exact, withheld: null }
  const listed = shared.join(", ")
  const withheld = {
    en: `This method does not tell apart the places of ${listed}, which also stands outside this node`,
    ru: `Метод не разделяет вклад по местам показателя, который есть и вне этого узла: ${listed}`,
  }
  return { ...named, amountMinor: null, exact: null, withheld }
}

/**
 * Explains the variance of a tenant's driver tree: parts by measure that sum exactly to the variance in minor units, and
 * their roll-up by node.
 *
 * @param tree - the root of the tree; its value is an amount in minor units
 * @param base - the state compared with (plan, prior period): a finite value for every measure
 * @param actual - the state explained: a finite value for every measure
 * @param options - currency, method and the plan's own amount
 * @throws `InputInvalid`, `LmdiUndefined`, `RatioUndefined`, `ValueNotFinite` as {@link decomposeDriverTree};
 * `AmountUnsafe` past ±(2^53−1)
 *
 * @example
 * ```ts
 * import { driverTreeVariance } from "@salesdept/core/plan/drivers"
 * import type { DriverNode } from "@salesdept/core/plan/drivers"
 *
 * const leaf = (id: string): DriverNode => ({ kind: "leaf", id, name: { en: id, ru: id } })
 * const name = { en: "Revenue", ru: "Выручка" }
 * const tree: DriverNode = { kind: "product", id: "revenue", name, children: [leaf("deals"), leaf("averageDealMinor")] }
 * const why = driverTreeVariance(
 *   tree,
 *   { deals: 10, averageDealMinor: 500_00 },
 *   { deals: 12, averageDealMinor: 450_00 },
 *   { currency: "RUB", how: { method: "shapley" } },
 * )
 * why.contributions.map(({ driver, amountMinor }) => [driver, amountMinor]) // [["deals", 95000], ["averageDealMinor", -55000]]
 * ```
 */
export const driverTreeVariance = (
  tree: DriverNode,
  base: DriverState,
  actual: DriverState,
  options: DriverTreeVarianceOptions,
): DriverTreeVariance => {
  const how = options.how ?? { method: "lmdi" }
  const decomposition = decomposeDriverTree(tree, base, actual, how)
  // Rounded once, at the smallest parts, so that measures and nodes are sums of whole units and agree with each other.
  const byPart = {
    ...decomposition,
    effects: decomposition.parts.map(({ effect }, index) => ({ driver: String(index), effect })),
  }
  const { statedBaseMinor, statedActualMinor, baseIsPlan = true } = options
  const stated = withStatedAmounts(byPart, {
    ...(statedBaseMinor === undefined ? {} : { base: statedBaseMinor }),
    ...(statedActualMinor === undefined ? {} : { actual: statedActualMinor }),
    baseIsPlan,
  })
  const rounded = varianceOf(stated, {
    currency: options.currency,
    method: how.method,
    names: statedNames,
    limits: treeLimits(tree, how),
  })
  const parts = decomposition.parts.map((part, index): RoundedPart => {
    return { ...part, amountMinor: rounded.contributions[index]?.amountMinor ?? 0 }
  })
  const names = new Map<string, Message>()
  const nodes = nodesOf(tree)
  for (const node of nodes)
    if (node.kind === "leaf" && !names.has(measureOf(node))) names.set(measureOf(node), node.name)
  const byMeasure = measuresOf(tree).map((measure, index): VarianceContribution => {
    const own = parts.filter((part) => part.measure === measure)
    const amountMinor = own.reduce((sum, part) => sum + part.amountMinor, 0)
    return {
      driver: measure,
      name: names.get(measure) ?? { en: measure, ru: measure },
      amountMinor,
      exact: decomposition.effects[index]?.effect ?? 0,
      shareOfDelta: rounded.deltaMinor === 0 ? null : { numerator: amountMinor, denominator: rounded.deltaMinor },
    }
  })
  return {
    ...rounded,
    contributions: [...byMeasure, ...rounded.contributions.slice(parts.length)],
    nodes: nodes.map((node) => ({
      ...rollUp(node, parts),
      base: nodeValue(node, (measure) => base[measure] ?? 0) + 0,
      actual: nodeValue(node, (measure) => actual[measure] ?? 0) + 0,
    })),
  }
}
