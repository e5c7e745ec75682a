import { splitByShares } from "../../shared/Allocation.ts"
import type { Problem } from "../../shared/Problem.ts"
import { allot } from "./Allotment.ts"
import type { BoundedShare } from "./Allotment.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** A place in the organisation that gets a part of the plan: the department, a team, a rep; or a product, a segment. */
export interface CascadeNode {
  /** Stable id; unique in the tree. */
  readonly id: string
  /** Claim among its siblings, finite, 0 or more. Absent: of a leaf 1, of any other node the sum of the claims below it. */
  readonly weight?: number
  /**
   * Share laid on top for the level below, 0 or more, such as 0.05: the children together then have that much more than this
   * node has to reach. 0 where absent.
   */
  readonly padding?: number
  /** The level below; a leaf where absent or empty. */
  readonly children?: ReadonlyArray<CascadeNode>
}

/** A period of the cascade. */
export interface CascadePeriod {
  /** Its name, such as `2026-11`; unique. */
  readonly id: string
  /** Its claim to the total, finite, 0 or more: seasonal index × working days, or any profile. */
  readonly weight: number
}

/** A value that is not split but set, or bounds that hold for it. */
export interface CascadeBound {
  /** The node. */
  readonly nodeId: string
  /** The period. */
  readonly periodId: string
  /** Least it may get of what is to be reached (padding apart), whole, 0 or more; 0 where absent. */
  readonly floor?: number
  /** Most it may get, whole, at least the floor; no bound where absent. For a held value give floor and ceiling alike. */
  readonly ceiling?: number
}

/** What is cascaded. */
export interface CascadeInput {
  /** What is to be reached in all periods together, whole units, 0 or more. */
  readonly total: number
  /** The periods. */
  readonly periods: ReadonlyArray<CascadePeriod>
  /** The top of the tree. */
  readonly root: CascadeNode
  /**
   * By leaf and period, what it can do against a full one: working days less absence × ramp, as {@link capacityOf} gives. 1 where
   * absent; only of leaves and periods that are here.
   */
  readonly capacity?: ReadonlyMap<string, ReadonlyMap<string, number>>
  /** Held values and bounds, one for a node and a period at most. */
  readonly bounds?: ReadonlyArray<CascadeBound>
}

/** One node in one period. */
export interface CascadeCell {
  /** The node. */
  readonly nodeId: string
  /** The node above; null for the top. */
  readonly parentId: string | null
  /** How far below the top, from 0. */
  readonly depth: number
  /** The period. */
  readonly periodId: string
  /** Its target: `toReach + padding`. */
  readonly value: number
  /** The part of the total it has to reach; over the nodes of a level and what is unallocated they sum to the total. */
  readonly toReach: number
  /** What the levels above laid on top. */
  readonly padding: number
  /** Sum of the children's values; null for a leaf. */
  readonly allocated: number | null
  /** Of `toReach` what no child could take (above 0), or what held values and floors exceed it by (below 0); 0 for a leaf. */
  readonly unallocated: number
}

/** A total cascaded over periods and levels. */
export interface Cascade {
  /** The total. */
  readonly total: number
  /** Every node in every period: by period, then from the top down in the order of the tree. */
  readonly cells: ReadonlyArray<CascadeCell>
  /** What no period could take, since none has a weight; 0 otherwise. */
  readonly unallocated: number
}

interface Walked {
  readonly node: CascadeNode
  readonly parentId: string | null
  readonly depth: number
}

const walk = (node: CascadeNode, parentId: string | null, depth: number): ReadonlyArray<Walked> => [
  { node, parentId, depth },
  ...(node.children ?? []).flatMap((child) => walk(child, node.id, depth + 1)),
]

const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0

const problemsOf = (input: CascadeInput, nodes: ReadonlyArray<Walked>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path, code, message: { en, ru } })
  }
  const repeated = (path: string, ids: ReadonlyArray<string>): void => {
    const seen = new Set<string>()
    for (const id of ids) {
      if (seen.has(id)) add(path, "cascade.duplicate", `"${id}" is used twice`, `«${id}» встречается дважды`)
      seen.add(id)
    }
  }
  if (!Number.isSafeInteger(input.total) || input.total < 0)
    add("total", "cascade.total", "must be a whole number, 0 or more", "должно быть целым числом от нуля")
  repeated(
    "root",
    nodes.map(({ node }) => node.id),
  )
  repeated(
    "periods",
    input.periods.map(({ id }) => id),
  )
  const notShare = ["must be finite and 0 or more", "должно быть конечным и не меньше нуля"] as const
  for (const { node } of nodes) {
    if (!isShare(node.weight ?? 0)) add(`node ${node.id}.weight`, "cascade.weight", ...notShare)
    if (!isShare(node.padding ?? 0)) add(`node ${node.id}.padding`, "cascade.padding", ...notShare)
  }
  for (const [index, { weight }] of input.periods.entries()) {
    if (!isShare(weight)) add(`periods[${index}].weight`, "cascade.weight", ...notShare)
  }
  const leaves = new Set(nodes.flatMap(({ node }) => ((node.children ?? []).length === 0 ? [node.id] : [])))
  const ids = new Set(nodes.map(({ node }) => node.id))
  const periods = new Set(input.periods.map(({ id }) => id))
  for (const [leaf, byPeriod] of input.capacity ?? []) {
    if (!leaves.has(leaf))
      add(`capacity ${leaf}`, "cascade.leaf", "names no leaf of the tree", "указывает на узел, который не лист дерева")
    for (const [period, value] of byPeriod) {
      const path = `capacity ${leaf} ${period}`
      if (!periods.has(period)) add(path, "cascade.period", "names no period", "указывает на период, которого нет")
      if (!isShare(value)) add(path, "cascade.capacity", ...notShare)
    }
  }
  const bounded = new Set<string>()
  for (const [index, bound] of (input.bounds ?? []).entries()) {
    if (!ids.has(bound.nodeId) || !periods.has(bound.periodId) || bound.nodeId === input.root.id)
      add(
        `bounds[${index}]`,
        "cascade.bound",
        "names no node below the top, or no period",
        "указывает на узел или период, которого нет, либо на вершину",
      )
    const place = JSON.stringify([bound.nodeId, bound.periodId])
    if (bounded.has(place))
      add(
        `bounds[${index}]`,
        "cascade.duplicate",
        `"${bound.nodeId}" has bounds for ${bound.periodId} already`,
        `у «${bound.nodeId}» уже есть границы на ${bound.periodId}`,
      )
    bounded.add(place)
    const { floor = 0, ceiling = Number.MAX_SAFE_INTEGER } = bound
    if (![floor, ceiling].every(Number.isSafeInteger) || floor < 0 || ceiling < floor)
      add(
        `bounds[${index}]`,
        "cascade.bounds",
        "floor and ceiling must be whole, 0 or more, the floor not above the ceiling",
        "границы должны быть целыми, от нуля, нижняя не больше верхней",
      )
  }
  return problems
}

/** Splits by weights where any is above 0, else leaves everything with nobody. */
const splitOrNone = (total: number, shares: ReadonlyArray<{ readonly id: string; readonly weight: number }>) =>
  shares.some(({ weight }) => weight > 0) ? splitByShares(total, shares) : shares.map(({ id }) => ({ id, amount: 0 }))

/**
 * Cascades a total over periods and down a tree. Each level of each period reconciles to the last unit: what the children have
 * to reach and what is left unallocated sum to what the parent has to reach. Padding is a figure of its own on every node, so
 * that it never passes for the plan. Split once: a later change is another cascade, never a split of a split.
 *
 * @param input - total, periods, tree, capacity, bounds
 * @throws `InputInvalid` with every bad value
 *
 * @example
 * ```ts
 * import { cascade } from "@salesdept/core/plan/targets"
 *
 * const { cells } = cascade({
 *   total: 10_000_001,
 *   periods: [{ id: "2026-11", weight: 1 }],
 *   root: { id: "department", children: [{ id: "user:1" }, { id: "user:2" }, { id: "user:3" }] },
 * })
 * cells.map(({ value }) => value) // [10000001, 3333334, 3333334, 3333333]
 * ```
 */
export const cascade = (input: CascadeInput): Cascade => {
  const nodes = walk(input.root, null, 0)
  refuse(problemsOf(input, nodes))
  const boundOf = new Map((input.bounds ?? []).map((bound) => [`${bound.periodId} ${bound.nodeId}`, bound]))
  const cells: Array<CascadeCell> = []
  const periodParts = splitOrNone(input.total, input.periods)

  const weightIn = (node: CascadeNode, periodId: string): number => {
    const children = node.children ?? []
    const below = children.reduce((sum, child) => sum + weightIn(child, periodId), 0)
    if (children.length > 0) return node.weight === undefined ? below : below > 0 ? node.weight : 0
    return (node.weight ?? 1) * (input.capacity?.get(node.id)?.get(periodId) ?? 1)
  }

  const place = (
    { node, parentId, depth }: Walked,
    periodId: string,
    { toReach, padding }: { readonly toReach: number; readonly padding: number },
  ): void => {
    const children = node.children ?? []
    const at = cells.length
    const own = { nodeId: node.id, parentId, depth, periodId, value: toReach + padding, toReach, padding }
    cells.push({ ...own, allocated: null, unallocated: 0 })
    if (children.length === 0) return
    const shares = children.map((child): BoundedShare => {
      const bound = boundOf.get(`${periodId} ${child.id}`)
      const claim = { id: child.id, weight: weightIn(child, periodId), floor: bound?.floor ?? 0 }
      return { ...claim, ceiling: bound?.ceiling ?? null }
    })
    const parts = allot(toReach, shares)
    const laidOn = padding + Math.round((toReach + padding) * (node.padding ?? 0))
    // Padding goes to those who have something to reach, in its proportion.
    const paddings = splitOrNone(
      laidOn,
      parts.shares.map(({ id, amount }) => ({ id, weight: amount })),
    )
    let allocated = 0
    for (const [index, child] of children.entries()) {
      const part = { toReach: parts.shares[index]?.amount ?? 0, padding: paddings[index]?.amount ?? 0 }
      allocated += part.toReach + part.padding
      place({ node: child, parentId: node.id, depth: depth + 1 }, periodId, part)
    }
    cells[at] = { ...own, allocated, unallocated: parts.residual }
  }

  for (const { id, amount } of periodParts) {
    place({ node: input.root, parentId: null, depth: 0 }, id, { toReach: amount, padding: 0 })
  }
  const placed = periodParts.reduce((sum, { amount }) => sum + amount, 0)
  return { total: input.total, cells, unallocated: input.total - placed }
}
