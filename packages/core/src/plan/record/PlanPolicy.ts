import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import { creditSources } from "../facts/CreditRule.ts"
import type { DriverNode } from "../drivers/DriverTree.ts"
import { driverTreeProblems, measuresOf } from "../drivers/DriverTree.ts"

/** What a measure of a tenant's tree is read from: facts, or facts over others. */
export interface TreeMeasure {
  /** The measure, as the tree's leaves name it. */
  readonly id: string
  /** The facts it counts. */
  readonly of: CreditMoment
  /** The facts it is divided by, for rates and means: won deals per closed deals; not divided where absent. */
  readonly per?: CreditMoment
}

/** How a tenant explains its figure: a tree of drivers whose leaves are read from facts. */
export interface DriverTreePolicy {
  /** The root; its value is in minor units. At most 6 levels. */
  readonly tree: DriverNode
  /** Where the tree's measures are read, each once. */
  readonly measures: ReadonlyArray<TreeMeasure>
  /** The money that the tree explains; `wonMoney` where absent. What the tree does not give of it is a line of its own. */
  readonly explains?: CreditMoment
  /** How a change is split; the Shapley value where absent. */
  readonly method?: "lmdi" | "shapley" | "owen" | "sequential"
  /**
   * Measures that belong together (marketing's, sales'), for the Owen value: it replaces the drivers of a group one after another. A
   * measure in none is a group of its own.
   */
  readonly groups?: ReadonlyArray<ReadonlyArray<string>>
}

/** A department's rules of plans. */
export interface PlanPolicy {
  /** The tree by which `plans.variance` explains. */
  readonly driverTree?: DriverTreePolicy
}

/**
 * Problems of a tenant's tree: of the tree itself, and of measures that are missing, doubled, not used or not readable; of groups
 * without the method that takes them, and of a figure that is not money that flows.
 *
 * @param policy - the tree, where its measures are read, and how a change is split
 * @returns empty where it can be used
 *
 * @example
 * ```ts
 * import { driverTreePolicyProblems } from "@salesdept/core/plan"
 *
 * const leads = { kind: "leaf", id: "leads", name: { en: "Leads", ru: "Лиды" } } as const
 * driverTreePolicyProblems({ tree: leads, measures: [] }).map(({ code }) => code) // ["measure.missing"]
 * ```
 */
export const driverTreePolicyProblems = ({
  tree,
  measures,
  explains = "wonMoney",
  method,
  groups,
}: DriverTreePolicy): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = driverTreeProblems(tree).map((problem) => ({
    ...problem,
    path: `tree.${problem.path}`,
  }))
  const needed = new Set(measuresOf(tree))
  const seen = new Set<string>()
  for (const [index, { id, of, per }] of measures.entries()) {
    const add = (code: string, en: string, ru: string): void => {
      problems.push({ path: `measures[${index}]`, code, message: { en, ru } })
    }
    if (seen.has(id)) add("measure.duplicate", `"${id}" is named twice`, `«${id}» встречается дважды`)
    seen.add(id)
    if (!needed.has(id)) add("measure.unused", `no leaf has the measure "${id}"`, `показателя «${id}» нет в дереве`)
    if (creditSources[of].isBalance || (per !== undefined && creditSources[per].isBalance))
      add("measure.balance", "a balance is not a driver of a flow", "остаток не бывает фактором потока")
  }
  for (const id of needed)
    if (!seen.has(id))
      problems.push({
        path: "measures",
        code: "measure.missing",
        message: { en: `"${id}" is read from nothing`, ru: `не сказано, откуда брать «${id}»` },
      })
  if ((method === "owen") !== (groups !== undefined))
    problems.push({
      path: "groups",
      code: "groups.method",
      message: { en: "groups go with the method owen", ru: "группы задают только с методом owen" },
    })
  const grouped = new Set<string>()
  for (const [index, id] of (groups ?? []).flat().entries()) {
    if (!needed.has(id) || grouped.has(id))
      problems.push({
        path: `groups(${index})`,
        code: "groups.measure",
        message: {
          en: `"${id}" is in two groups or in no leaf`,
          ru: `«${id}» стоит в двух группах или ни в одном листе`,
        },
      })
    grouped.add(id)
  }
  if (creditSources[explains].money === null || creditSources[explains].isBalance)
    problems.push({
      path: "explains",
      code: "explains.money",
      message: { en: "must be money that flows", ru: "ожидается поток денег" },
    })
  return problems
}

/** Problems of a department's rules of plans; empty where it has none. */
export const planPolicyProblems = (policy: PlanPolicy | undefined): ReadonlyArray<Problem> =>
  policy?.driverTree === undefined ? [] : problemsUnder("plan.driverTree", driverTreePolicyProblems(policy.driverTree))

/**
 * All facts that a tree is read from, each once, what it explains first.
 *
 * @param policy - a sound tree with its measures
 *
 * @example
 * ```ts
 * import { factsOfTree } from "@salesdept/core/plan"
 *
 * const average = { kind: "leaf", id: "average", name: { en: "Average deal", ru: "Средний чек" } } as const
 * factsOfTree({ tree: average, measures: [{ id: "average", of: "wonMoney", per: "wonDeals" }] }) // ["wonMoney", "wonDeals"]
 * ```
 */
export const factsOfTree = ({ explains = "wonMoney", measures }: DriverTreePolicy): ReadonlyArray<CreditMoment> => [
  ...new Set([explains, ...measures.flatMap(({ of, per }) => (per === undefined ? [of] : [of, per]))]),
]
