import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { Decomposition, Factor } from "../decomposition/Decomposition.ts"
import { refuse, unknownDriver } from "../decomposition/Decomposition.ts"
import type { DriverNode, DriverState } from "./DriverTree.ts"
import { driverStateProblems, driverTreeProblems, measureOf, measuresOf, nodesOf, nodeValue } from "./DriverTree.ts"
import { lmdiOfTree } from "./DriverTreeLmdi.ts"
import { ValueNotFinite } from "../PlanErrors.ts"
import { sequential } from "../decomposition/Sequential.ts"
import { owen, shapley } from "../decomposition/Shapley.ts"

/** How to split a tree's change. */
export type DriverTreeMethod =
  | {
      /** Logarithmic means; products' and ratios' factors must not be negative. */
      readonly method: "lmdi"
    }
  | {
      /** Mean over all orders; at most twelve changed measures per term of the root's sum. */
      readonly method: "shapley"
    }
  | {
      /** Mean over the orders that keep groups together; the same bound. */
      readonly method: "owen"
      /** Measures by group; a measure in no group is a group of one. */
      readonly groups: ReadonlyArray<ReadonlyArray<string>>
    }
  | {
      /** Chain substitution. */
      readonly method: "sequential"
      /** Every measure exactly once; the tree's own order by default. */
      readonly order?: ReadonlyArray<string>
    }

/** The smallest part that the method tells apart: usually one leaf. */
export interface DriverTreePart {
  /** The measure. */
  readonly measure: string
  /** Ids of the leaves it stands for: several where a method cannot tell the places of one measure apart. */
  readonly leaves: ReadonlyArray<string>
  /** Its part of the root's change. */
  readonly effect: number
}

/** A tree's change, split. `effects` are by measure. */
export interface DriverTreeDecomposition extends Decomposition {
  /** The same, in the smallest parts. */
  readonly parts: ReadonlyArray<DriverTreePart>
}

interface Term {
  readonly node: DriverNode
  readonly sign: 1 | -1
}

/**
 * The terms that the root is a sum of. Shapley, Owen and chain substitution are linear, and a driver that is not in a
 * term has no part in it, so each term is split by itself: exact, and the bound of drivers holds per term.
 */
const termsOf = (node: DriverNode, sign: 1 | -1): ReadonlyArray<Term> => {
  if (node.kind !== "sum") return [{ node, sign }]
  const opposite = sign === 1 ? -1 : 1
  return [
    ...node.children.flatMap((child) => termsOf(child, sign)),
    ...(node.minus ?? []).flatMap((child) => termsOf(child, opposite)),
  ]
}

/** How a term is split: in one order for all terms, whatever order a measure stands in within each. */
type TermMethod =
  | Extract<DriverTreeMethod, { readonly method: "shapley" | "owen" }>
  | { readonly method: "sequential"; readonly order: ReadonlyArray<string> }

const partsOfTerm = (
  { node, sign }: Term,
  base: DriverState,
  actual: DriverState,
  how: TermMethod,
): ReadonlyArray<DriverTreePart> => {
  const measures = measuresOf(node)
  const inTerm = new Set(measures)
  const factors = measures.map((measure): Factor => ({
    driver: measure,
    base: base[measure] ?? 0,
    actual: actual[measure] ?? 0,
  }))
  const position = new Map(measures.map((measure, index) => [measure, index]))
  const value = (state: ReadonlyArray<number>): number =>
    sign * nodeValue(node, (measure) => state[position.get(measure) ?? -1] ?? 0)
  const decompose = (): Decomposition => {
    switch (how.method) {
      case "shapley":
        return shapley(factors, value)
      case "owen":
        return owen(
          factors,
          value,
          how.groups.map((group) => group.filter((measure) => inTerm.has(measure))),
        )
      case "sequential":
        return sequential(
          factors,
          value,
          how.order.filter((measure) => inTerm.has(measure)),
        )
    }
  }
  const leaves = nodesOf(node).flatMap((one) => (one.kind === "leaf" ? [one] : []))
  return decompose().effects.map(({ driver, effect }) => ({
    measure: driver,
    leaves: leaves.filter((leaf) => measureOf(leaf) === driver).map((leaf) => leaf.id),
    effect,
  }))
}

const methodProblems = (measures: ReadonlyArray<string>, how: DriverTreeMethod): ReadonlyArray<Problem> => {
  const listed = new Set(measures)
  if (how.method === "owen")
    return how.groups.flatMap((group, index) =>
      group.filter((measure) => !listed.has(measure)).map((measure) => unknownDriver(`groups[${index}]`, measure)),
    )
  if (how.method !== "sequential" || how.order === undefined) return []
  const missing = measures.filter((measure) => !(how.order ?? []).includes(measure))
  return [
    ...how.order.filter((measure) => !listed.has(measure)).map((measure) => unknownDriver("order", measure)),
    ...missing.map((measure) => ({
      path: "order",
      code: "order.notOnce",
      message: { en: `"${measure}" is missing`, ru: `пропущен показатель «${measure}»` },
    })),
  ]
}

/** What has to be said about the way a tree was split. */
export const treeLimits = (tree: DriverNode, how: DriverTreeMethod): ReadonlyArray<Message> => {
  const limits: Array<Message> = []
  if (how.method === "owen") {
    const groups = how.groups.map((group) => `{${group.join(", ")}}`).join(", ")
    limits.push({ en: `Groups: ${groups}`, ru: `Группы: ${groups}` })
  }
  if (how.method === "sequential") {
    const order = (how.order ?? measuresOf(tree)).join(" → ")
    limits.push({ en: `Order: ${order}`, ru: `Порядок: ${order}` })
  }
  for (const node of nodesOf(tree))
    if (node.kind === "ratio" && node.whenDenominatorZero !== undefined)
      limits.push({
        en: `${node.name.en} is taken as ${node.whenDenominatorZero} where its denominator is 0`,
        ru: `${node.name.ru}: при нулевом знаменателе принимается ${node.whenDenominatorZero}`,
      })
  return limits
}

/**
 * Splits the change of a tree's root over its measures. The parts sum to the change; Shapley and chain substitution work
 * with zeros and negative values, LMDI only with sums of non-negative products and ratios.
 *
 * @param tree - the root of the tree
 * @param base - the state compared with: a finite value for every measure
 * @param actual - the state explained: a finite value for every measure
 * @param how - the method and what it needs: groups of measures for `owen`, an order for `sequential` (the tree's own by default)
 * @throws `InputInvalid` with every problem of tree, states and method
 * @throws `LmdiUndefined` where LMDI meets negative factors; `RatioUndefined` where a denominator is 0 and nothing is
 * stated for that case; {@link ValueNotFinite} where the tree's value overflows
 *
 * @example
 * ```ts
 * import { decomposeDriverTree } from "@salesdept/core/plan/drivers"
 * import type { DriverNode } from "@salesdept/core/plan/drivers"
 *
 * const leaf = (id: string): DriverNode => ({ kind: "leaf", id, name: { en: id, ru: id } })
 * const name = { en: "Net revenue", ru: "Выручка за вычетом возвратов" }
 * const tree: DriverNode = { kind: "sum", id: "net", name, children: [leaf("sold")], minus: [leaf("refunds")] }
 * const split = decomposeDriverTree(tree, { sold: 900, refunds: 50 }, { sold: 1_000, refunds: 120 }, { method: "shapley" })
 * split.effects // [{ driver: "sold", effect: 100 }, { driver: "refunds", effect: -70 }]
 * ```
 */
export const decomposeDriverTree = (
  tree: DriverNode,
  base: DriverState,
  actual: DriverState,
  how: DriverTreeMethod,
): DriverTreeDecomposition => {
  refuse(driverTreeProblems(tree))
  const measures = measuresOf(tree)
  refuse([
    ...driverStateProblems(tree, base, "base"),
    ...driverStateProblems(tree, actual, "actual"),
    ...methodProblems(measures, how),
  ])
  const from = nodeValue(tree, (measure) => base[measure] ?? 0)
  const to = nodeValue(tree, (measure) => actual[measure] ?? 0)
  if (!Number.isFinite(from)) throw new ValueNotFinite([], from)
  if (!Number.isFinite(to)) throw new ValueNotFinite(measures, to)
  const byTerm = (of: TermMethod): ReadonlyArray<DriverTreePart> =>
    termsOf(tree, 1).flatMap((term) => partsOfTerm(term, base, actual, of))
  const parts: ReadonlyArray<DriverTreePart> =
    how.method === "lmdi"
      ? lmdiOfTree(tree, base, actual).map(({ leaf, measure, effect }) => ({ measure, leaves: [leaf], effect }))
      : byTerm(how.method === "sequential" ? { method: "sequential", order: how.order ?? measures } : how)
  const totals = new Map(measures.map((measure) => [measure, 0]))
  for (const { measure, effect } of parts) totals.set(measure, (totals.get(measure) ?? 0) + effect)
  return {
    base: from + 0,
    actual: to + 0,
    delta: to - from,
    effects: measures.map((driver) => ({ driver, effect: totals.get(driver) ?? 0 })),
    parts,
  }
}
