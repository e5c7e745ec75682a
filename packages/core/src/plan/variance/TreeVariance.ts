import type { Message } from "../../shared/Message.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import type { DriverState } from "../drivers/DriverTree.ts"
import { measureOf, nodesOf } from "../drivers/DriverTree.ts"
import type { DriverTreeVariance } from "./DriverTreeVariance.ts"
import { driverTreeVariance } from "./DriverTreeVariance.ts"
import type { DriverTreePolicy, TreeMeasure } from "../record/PlanPolicy.ts"

/** What is known of one kind of fact in one state. */
export interface TreeFact {
  /** Sum in minor units, of units, or count. */
  readonly value: number
  /** The facts behind it; null where it is a target or ids were not asked for. */
  readonly ids: ReadonlyArray<string> | null
  /** Facts that could not be valued. */
  readonly unvaluedCount: number
}

/** Facts or targets by what they count. */
export type TreeFacts = ReadonlyMap<CreditMoment, TreeFact>

/** A measure of the tree in both states, open to its facts. */
export interface TreeMeasureValues {
  /** The measure. */
  readonly measure: string
  /** Its value in the state compared with; null where there is nothing to divide by. */
  readonly base: number | null
  /** Its value in the state explained; null where there is nothing to divide by. */
  readonly actual: number | null
  /** The facts it counts in the state compared with; null where that is a plan. */
  readonly baseIds: ReadonlyArray<string> | null
  /** The facts it counts in the state explained. */
  readonly actualIds: ReadonlyArray<string> | null
}

/** A variance by the tenant's own tree. */
export interface TenantTreeVariance extends DriverTreeVariance {
  /** The tree's measures, in the order of the policy. */
  readonly measures: ReadonlyArray<TreeMeasureValues>
}

const valueOf = ({ of, per }: TreeMeasure, facts: TreeFacts): number | null => {
  const numerator = facts.get(of)?.value ?? 0
  if (per === undefined) return numerator
  const denominator = facts.get(per)?.value ?? 0
  return denominator === 0 ? null : numerator / denominator
}

const undefinedIn = (name: Message, isBase: boolean): Message => ({
  en: `${name.en}: there is none in the ${isBase ? "base" : "actual"} state, so it has no effect`,
  ru: `${name.ru}: ${isBase ? "в базе" : "в факте"} показателя нет, поэтому его влияние не выделяется`,
})

/**
 * Explains a figure by a tenant's tree. A rate that one state lacks, for want of anything to divide by, is taken from the other and
 * has no effect; 0 where both lack it. What the tree does not give of the figure (sales without a lead) is a line of its own,
 * `outsideTree`, and of a plan `planInconsistency`.
 *
 * @param policy - a sound tree with its measures; see `driverTreePolicyProblems`
 * @param base - facts or targets of the state compared with; a fact that is not there is 0
 * @param actual - facts of the state explained; likewise
 * @param context - ISO 4217 code, and whether the base is a plan
 * @throws `LmdiUndefined`, `RatioUndefined`, `ValueNotFinite`, `AmountUnsafe` as `driverTreeVariance`
 *
 * @example
 * ```ts
 * import { tenantTreeVariance } from "@salesdept/core/plan"
 * import type { CreditMoment, DriverTreePolicy, TreeFact } from "@salesdept/core/plan"
 *
 * const leaf = (id: string, en: string, ru: string) => ({ kind: "leaf", id, name: { en, ru } }) as const
 * const children = [leaf("deals", "Won deals", "Сделки"), leaf("average", "Average deal", "Средний чек")]
 * const policy: DriverTreePolicy = {
 *   tree: { kind: "product", id: "revenue", name: { en: "Revenue", ru: "Выручка" }, children },
 *   measures: [{ id: "deals", of: "wonDeals" }, { id: "average", of: "wonMoney", per: "wonDeals" }],
 * }
 * const facts = (wonDeals: number, wonMoney: number): ReadonlyMap<CreditMoment, TreeFact> =>
 *   new Map([["wonDeals", { value: wonDeals, ids: null, unvaluedCount: 0 }], ["wonMoney", { value: wonMoney, ids: null, unvaluedCount: 0 }]])
 * const why = tenantTreeVariance(policy, facts(10, 5_000_00), facts(12, 5_400_00), { currency: "RUB", baseIsPlan: false })
 * why.contributions.map(({ driver, amountMinor }) => [driver, amountMinor]) // [["deals", 95000], ["average", -55000]]
 * ```
 */
export const tenantTreeVariance = (
  policy: DriverTreePolicy,
  base: TreeFacts,
  actual: TreeFacts,
  { currency, baseIsPlan }: { readonly currency: string; readonly baseIsPlan: boolean },
): TenantTreeVariance => {
  const { tree, explains = "wonMoney", method = "shapley" } = policy
  const names = new Map<string, Message>()
  for (const node of nodesOf(tree)) if (node.kind === "leaf") names.set(measureOf(node), node.name)
  const limits: Array<Message> = []
  const [from, to]: [{ [measure: string]: number }, { [measure: string]: number }] = [{}, {}]
  const measures = policy.measures.map((measure): TreeMeasureValues => {
    const [before, after] = [valueOf(measure, base), valueOf(measure, actual)]
    from[measure.id] = before ?? after ?? 0
    to[measure.id] = after ?? before ?? 0
    const name = names.get(measure.id) ?? { en: measure.id, ru: measure.id }
    if ((before === null) !== (after === null)) limits.push(undefinedIn(name, before === null))
    return {
      measure: measure.id,
      base: before,
      actual: after,
      baseIds: base.get(measure.of)?.ids ?? null,
      actualIds: actual.get(measure.of)?.ids ?? null,
    }
  })
  for (const [facts, where] of [
    [base, { en: "Base", ru: "База" }],
    [actual, { en: "Actual", ru: "Факт" }],
  ] as const) {
    const unvalued = facts.get(explains)?.unvaluedCount ?? 0
    if (unvalued > 0)
      limits.push({
        en: `${where.en}: facts without an amount or a rate, not in the total: ${unvalued}`,
        ru: `${where.ru}: фактов без суммы или курса, не вошедших в итог: ${unvalued}`,
      })
  }
  const variance = driverTreeVariance(tree, from satisfies DriverState, to satisfies DriverState, {
    currency,
    how: method === "owen" ? { method, groups: policy.groups ?? [] } : { method },
    statedBaseMinor: base.get(explains)?.value ?? 0,
    statedActualMinor: actual.get(explains)?.value ?? 0,
    baseIsPlan,
  })
  return { ...variance, limits: [...variance.limits, ...limits], measures }
}
