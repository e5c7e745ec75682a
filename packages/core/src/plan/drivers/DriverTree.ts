import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import { RatioUndefined } from "../PlanErrors.ts"

/** A measure that the tree does not explain further: leads, win rate, average deal. */
export interface DriverLeaf {
  /** Discriminator. */
  readonly kind: "leaf"
  /** The node's id; unique in the tree. */
  readonly id: string
  /** The node's name for people. */
  readonly name: Message
  /**
   * Key of the value in a {@link DriverState}; the node's id by default. Give it where one measure stands in several
   * places, such as total volume in every product's branch: it then counts as one driver.
   */
  readonly measure?: string
}

/** The product of its children. */
export interface DriverProduct {
  /** Discriminator. */
  readonly kind: "product"
  /** The node's id; unique in the tree. */
  readonly id: string
  /** The node's name for people. */
  readonly name: Message
  /** At least one. */
  readonly children: ReadonlyArray<DriverNode>
}

/** The sum of its children, less those in `minus`. */
export interface DriverSum {
  /** Discriminator. */
  readonly kind: "sum"
  /** The node's id; unique in the tree. */
  readonly id: string
  /** The node's name for people. */
  readonly name: Message
  /** What is added; at least one node here or in `minus`. */
  readonly children: ReadonlyArray<DriverNode>
  /** What is subtracted: refunds, discounts. None by default. */
  readonly minus?: ReadonlyArray<DriverNode>
}

/** One node divided by another. */
export interface DriverRatio {
  /** Discriminator. */
  readonly kind: "ratio"
  /** The node's id; unique in the tree. */
  readonly id: string
  /** The node's name for people. */
  readonly name: Message
  /** What is divided. */
  readonly numerator: DriverNode
  /** What it is divided by. */
  readonly denominator: DriverNode
  /** The ratio's value where the denominator is 0. Without it such a state is refused, never guessed. */
  readonly whenDenominatorZero?: number
}

/** A node of a driver tree; the whole tree is its root. Plain JSON: tenants keep it in their configuration. */
export type DriverNode = DriverLeaf | DriverProduct | DriverSum | DriverRatio

/** Values of a tree's measures in one state (plan, prior period, fact), by measure. Measures the tree lacks are ignored. */
export type DriverState = { readonly [measure: string]: number }

/** The value of one node in one state. */
export interface DriverNodeValue {
  /** The node's id. */
  readonly node: string
  /** Its value. */
  readonly value: number
}

/** How deep a tree may be. */
export const maxDriverTreeDepth = 64

/** The key under which a leaf's value stands in a state. */
export const measureOf = (leaf: DriverLeaf): string => leaf.measure ?? leaf.id

/** The nodes directly below a node, in order: those subtracted or divided by come last. */
const childrenOf = (node: DriverNode): ReadonlyArray<DriverNode> => {
  switch (node.kind) {
    case "leaf":
      return []
    case "product":
      return node.children
    case "sum":
      return node.minus === undefined ? node.children : [...node.children, ...node.minus]
    case "ratio":
      return [node.numerator, node.denominator]
  }
}

/** All nodes of a tree, each before the nodes below it. */
export const nodesOf = (tree: DriverNode): ReadonlyArray<DriverNode> => [tree, ...childrenOf(tree).flatMap(nodesOf)]

/**
 * A tree's measures, each once, in the order of their first place in the tree.
 *
 * @param tree - the root
 *
 * @example
 * ```ts
 * import { measuresOf } from "@salesdept/core/plan/drivers"
 *
 * const leaf = (id: string, measure = id) => ({ kind: "leaf", id, measure, name: { en: id, ru: id } }) as const
 * const children = [leaf("leads"), leaf("winRate"), leaf("leadsAgain", "leads")]
 * measuresOf({ kind: "sum", id: "all", name: { en: "All", ru: "Всё" }, children }) // ["leads", "winRate"]
 * ```
 */
export const measuresOf = (tree: DriverNode): ReadonlyArray<string> => [
  ...new Set(nodesOf(tree).flatMap((node) => (node.kind === "leaf" ? [measureOf(node)] : []))),
]

/**
 * Everything wrong with a tree: ids that are empty or repeat, nodes without children, a replacement value that is not a
 * number, more levels than {@link maxDriverTreeDepth}. An empty list means that the tree can be used.
 *
 * @param tree - the root; problems are reported under the path of node ids that leads to them
 *
 * @example
 * ```ts
 * import { driverTreeProblems } from "@salesdept/core/plan/drivers"
 *
 * const name = { en: "Revenue", ru: "Выручка" }
 * driverTreeProblems({ kind: "sum", id: "revenue", name, children: [] }).map(({ path, code }) => [path, code]) // [["revenue", "tree.childless"]]
 * ```
 */
export const driverTreeProblems = (tree: DriverNode): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  const visit = (node: DriverNode, above: string, depth: number): void => {
    const path = above === "" ? node.id : `${above}.${node.id}`
    const report = (code: string, en: string, ru: string): void => {
      problems.push({ path, code, message: { en, ru } })
    }
    if (node.id === "") report("tree.unnamed", "the node has no id", "у узла нет идентификатора")
    else if (seen.has(node.id))
      report("tree.duplicate", `the id "${node.id}" is used twice`, `идентификатор «${node.id}» использован дважды`)
    seen.add(node.id)
    const children = childrenOf(node)
    if (node.kind !== "leaf" && children.length === 0)
      report("tree.childless", "the node has no children", "у узла нет дочерних узлов")
    if (node.kind === "leaf" && node.measure === "")
      report("tree.noMeasure", "the measure is empty", "показатель не назван")
    if (node.kind === "ratio" && node.whenDenominatorZero !== undefined && !Number.isFinite(node.whenDenominatorZero))
      report(
        "value.notFinite",
        "the value for a zero denominator is not finite",
        "значение при нулевом знаменателе не конечно",
      )
    if (depth < maxDriverTreeDepth) for (const child of children) visit(child, path, depth + 1)
    else if (children.length > 0)
      report(
        "tree.tooDeep",
        `the tree has more than ${maxDriverTreeDepth} levels`,
        `уровней в дереве больше ${maxDriverTreeDepth}`,
      )
  }
  visit(tree, "", 1)
  return problems
}

/** Everything wrong with a state: measures of the tree that it lacks, and values that are not finite numbers. */
export const driverStateProblems = (tree: DriverNode, state: DriverState, path: string): ReadonlyArray<Problem> =>
  measuresOf(tree).flatMap((measure): ReadonlyArray<Problem> => {
    const value = Object.hasOwn(state, measure) ? state[measure] : undefined
    if (value === undefined)
      return [
        {
          path: `${path}.${measure}`,
          code: "state.missing",
          message: { en: "the measure has no value", ru: "у показателя нет значения" },
        },
      ]
    if (Number.isFinite(value)) return []
    const message = { en: `${value} is not a finite number`, ru: `${value} — не конечное число` }
    return [{ path: `${path}.${measure}`, code: "value.notFinite", message }]
  })

/**
 * The value of a node in a state, without any check of the tree or the state.
 *
 * @param node - any node of a tree without problems
 * @param read - gives the value of a measure
 * @throws {@link RatioUndefined} where a ratio has the denominator 0 and no value for that case
 */
export const nodeValue = (node: DriverNode, read: (measure: string) => number): number => {
  switch (node.kind) {
    case "leaf":
      return read(measureOf(node))
    case "product":
      return node.children.reduce((value, child) => value * nodeValue(child, read), 1)
    case "sum": {
      const added = node.children.reduce((value, child) => value + nodeValue(child, read), 0)
      return (node.minus ?? []).reduce((value, child) => value - nodeValue(child, read), added)
    }
    case "ratio": {
      const denominator = nodeValue(node.denominator, read)
      if (denominator !== 0) return nodeValue(node.numerator, read) / denominator
      if (node.whenDenominatorZero === undefined) throw new RatioUndefined(node.id)
      return node.whenDenominatorZero
    }
  }
}

/**
 * The values of all nodes in a state: what a plan's drivers multiply out to, or what a funnel's figures give.
 *
 * @param tree - the root of the tree
 * @param state - a finite value for every measure of the tree
 * @returns the nodes in tree order, the root first
 * @throws `InputInvalid` with every problem of the tree and of the state
 * @throws {@link RatioUndefined} where a ratio has the denominator 0 and no value for that case
 *
 * @example
 * ```ts
 * import { evaluateDriverTree } from "@salesdept/core/plan/drivers"
 * import type { DriverNode } from "@salesdept/core/plan/drivers"
 *
 * const leaf = (id: string): DriverNode => ({ kind: "leaf", id, name: { en: id, ru: id } })
 * const tree: DriverNode = {
 *   kind: "product",
 *   id: "revenue",
 *   name: { en: "Revenue", ru: "Выручка" },
 *   children: [leaf("deals"), leaf("averageDeal")],
 * }
 * evaluateDriverTree(tree, { deals: 10, averageDeal: 500 })[0] // { node: "revenue", value: 5000 }
 * ```
 */
export const evaluateDriverTree = (tree: DriverNode, state: DriverState): ReadonlyArray<DriverNodeValue> => {
  const problems = driverTreeProblems(tree)
  refuse(problems.length > 0 ? problems : driverStateProblems(tree, state, "state"))
  const read = (measure: string): number => state[measure] ?? 0
  return nodesOf(tree).map((node) => ({ node: node.id, value: nodeValue(node, read) + 0 }))
}
