import type { CreditShare } from "../../deal/DealCredit.ts"
import { splitByShares } from "../../shared/Allocation.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { CodedColumn, NumberColumn } from "../../shared/Columns.ts"
import { codedColumn } from "../../shared/Columns.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { convertMoney } from "../../shared/Money.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { FactDimension } from "./CreditRule.ts"
import { factDimensions } from "./CreditRule.ts"
import { addFigure } from "./Figure.ts"

/** One group of facts as a store's grouped read gives it. */
export interface FactGroup {
  /** Which span of days between bounds, from 0. */
  readonly segment: number
  /** Values of the dimensions grouped by, in the order of {@link factDimensions}, those not asked for left out. */
  readonly keys: ReadonlyArray<string | null>
  /** Currency of the sum; null for facts without an amount, or where facts are counted. */
  readonly currency: string | null
  /**
   * For facts in another currency or split between reps: amount and day of each, its credit shares, and what rates it has: the one frozen on
   * the deal, and of a payment those at which it was counted against invoices.
   */
  readonly apart: {
    readonly amountMinor: number
    readonly on: string
    readonly lists: ReadonlyArray<ReadonlyArray<unknown>>
    readonly told: ReadonlyArray<unknown>
  } | null
  /** How many facts. */
  readonly count: number
  /** Their sum as a decimal text; null without an amount. */
  readonly sum: string | null
  /** Their ids; null where not asked for. */
  readonly ids: ReadonlyArray<string> | null
}

/** How facts become figures. */
export interface FactRule {
  /** Whether money is summed, quantities in millionths are, or facts are counted. */
  readonly value: "money" | "quantity" | "count"
  /** Currency of the sums. */
  readonly currency: string
  /** The host's dated rates into it; of those up to a fact's day the latest holds, before rates of the fact's own or its deal's. */
  readonly rates: ReadonlyArray<ExchangeRate>
  /** Dimensions the groups are by. */
  readonly by: ReadonlyArray<FactDimension>
}

/** Facts as columns: one row per span of days and dimensions. */
export interface PlanFacts {
  /** Number of rows. */
  readonly length: number
  /** Which span of days, from 0. */
  readonly segment: Int32Array
  /** Who is credited. */
  readonly rep: CodedColumn
  /** Main product. */
  readonly product: CodedColumn
  /** Pipeline. */
  readonly pipeline: CodedColumn
  /** Client. */
  readonly client: CodedColumn
  /** Sum in minor units, of units (up to 6 decimals), or count. */
  readonly value: NumberColumn
  /** Facts that made the value. */
  readonly count: NumberColumn
  /** Facts that belong here and have no amount, or no rate into the currency. */
  readonly unvalued: NumberColumn
  /** Ids that made the value, by row; null where not asked for. */
  readonly ids: ReadonlyArray<ReadonlyArray<string>> | null
  /** Ids of those without a value, by row; null where not asked for. */
  readonly unvaluedIds: ReadonlyArray<ReadonlyArray<string>> | null
}

interface Credited {
  readonly segment: number
  readonly keys: { readonly [Dimension in FactDimension]: string | null }
  value: number
  count: number
  unvalued: number
  readonly ids: Array<string>
  readonly unvaluedIds: Array<string>
}

/**
 * The host's rate of the day into the rule's currency, else the first of the fact's own that is one: at which a payment was counted, or
 * that is frozen on the deal; null where there is none into the currency.
 */
export const rateFor = (
  rule: Pick<FactRule, "rates" | "currency">,
  currency: string,
  on: CalendarDate,
  own: ReadonlyArray<ExchangeRate | null>,
): ExchangeRate | null => {
  let held: ExchangeRate | null = null
  for (const rate of rule.rates) {
    if (rate.from !== currency || rate.to !== rule.currency || rate.on > on) continue
    if (held === null || rate.on > held.on) held = rate
  }
  if (held !== null) return held
  return own.find((rate) => rate?.from === currency && rate.to === rule.currency) ?? null
}

const isRate = (value: unknown): value is ExchangeRate => typeof value === "object" && value !== null && "rate" in value

/** What one fact brings in the currency of the sums, rounded half to even; null without a rate. */
const amountOf = (group: FactGroup, rule: FactRule): number | null => {
  if (group.apart === null || group.currency === null) return null
  const { amountMinor, on, told } = group.apart
  if (group.currency === rule.currency) return amountMinor
  const [frozen, counted] = told
  const own = [...(Array.isArray(counted) ? counted : []), frozen].filter(isRate)
  const rate = rateFor(rule, group.currency, on, own)
  return rate === null ? null : convertMoney({ amountMinor, currency: group.currency }, rate, "half-even").amountMinor
}

/**
 * Credits groups of facts to reps and dimensions. Each fact in another currency is converted on its own and rounded once, and
 * each split is by largest remainder, so that figures sum at every level. What has no amount or no rate is counted beside.
 *
 * @param groups - from a store's grouped read, or from `groupCube` over records
 * @param rule - what is summed, ISO 4217 code, the host's dated rates into it, dimensions
 * @returns columns by span of days, then by the dimensions' values, none first
 * @throws AmountUnsafe past 2^53−1
 *
 * @example
 * ```ts
 * import { creditFacts } from "@salesdept/core/plan/attainment"
 *
 * const group = { segment: 0, currency: "RUB", apart: null, ids: null }
 * const facts = creditFacts(
 *   [{ ...group, keys: ["user:42"], count: 2, sum: "15000000" }, { ...group, keys: ["user:7"], count: 1, sum: "4000000" }],
 *   { value: "money", currency: "RUB", rates: [], by: ["rep"] },
 * )
 * facts.rep.values // ["user:42", "user:7"]
 * Array.from(facts.value) // [15000000, 4000000]
 * ```
 */
export const creditFacts = (groups: Iterable<FactGroup>, rule: FactRule): PlanFacts => {
  const dimensions = factDimensions.filter((dimension) => rule.by.includes(dimension))
  const credited = new Map<string, Credited>()
  let withIds = true
  const rowOf = (group: FactGroup, repId: string | null | undefined): Credited => {
    const keys: { [Dimension in FactDimension]: string | null } = {
      rep: null,
      product: null,
      pipeline: null,
      client: null,
    }
    for (const [index, dimension] of dimensions.entries()) keys[dimension] = group.keys[index] ?? null
    if (repId !== undefined && dimensions.includes("rep")) keys.rep = repId
    const key = JSON.stringify([group.segment, keys.rep, keys.product, keys.pipeline, keys.client])
    let row = credited.get(key)
    if (row === undefined) {
      row = { segment: group.segment, keys, value: 0, count: 0, unvalued: 0, ids: [], unvaluedIds: [] }
      credited.set(key, row)
    }
    return row
  }
  const add = (row: Credited, group: FactGroup, value: number): void => {
    row.value = addFigure(row.value, value)
    row.count += group.count
    for (const id of group.ids ?? []) row.ids.push(id)
  }
  for (const group of groups) {
    if (group.ids === null) withIds = false
    if (rule.value === "count") {
      add(rowOf(group, undefined), group, group.count)
      continue
    }
    if (rule.value === "quantity" && group.sum !== null) {
      const millionths = Number(group.sum)
      if (!Number.isSafeInteger(millionths)) throw new AmountUnsafe(millionths)
      add(rowOf(group, undefined), group, millionths / 1_000_000)
      continue
    }
    const isPlain = group.apart === null && group.currency === rule.currency && group.sum !== null
    if (isPlain) {
      const sum = Number(group.sum)
      if (!Number.isSafeInteger(sum)) throw new AmountUnsafe(sum)
      add(rowOf(group, undefined), group, sum)
      continue
    }
    const amount = amountOf(group, rule)
    if (amount === null) {
      const row = rowOf(group, undefined)
      row.unvalued += group.count
      for (const id of group.ids ?? []) row.unvaluedIds.push(id)
      continue
    }
    const shares = (group.apart?.lists[0] ?? []) as ReadonlyArray<CreditShare>
    if (shares.length === 0) {
      add(rowOf(group, undefined), group, amount * group.count)
      continue
    }
    const parts = splitByShares(
      amount,
      shares.map(({ repId, weight }) => ({ id: repId, weight })),
    )
    // Without the dimension of reps the parts would count one fact several times.
    if (!dimensions.includes("rep")) add(rowOf(group, undefined), group, amount * group.count)
    else for (const part of parts) add(rowOf(group, part.id), group, part.amount * group.count)
  }
  return columnsOf([...credited.values()], withIds)
}

const order = (left: string | null, right: string | null): number =>
  left === right ? 0 : left === null ? -1 : right === null ? 1 : left < right ? -1 : 1

const columnsOf = (rows: Array<Credited>, withIds: boolean): PlanFacts => {
  rows.sort(
    (left, right) =>
      left.segment - right.segment ||
      factDimensions.reduce((found, name) => found || order(left.keys[name], right.keys[name]), 0),
  )
  const coded = (dimension: FactDimension): CodedColumn => codedColumn(rows.map(({ keys }) => keys[dimension]))
  return {
    length: rows.length,
    segment: Int32Array.from(rows, ({ segment }) => segment),
    rep: coded("rep"),
    product: coded("product"),
    pipeline: coded("pipeline"),
    client: coded("client"),
    value: Float64Array.from(rows, ({ value }) => value),
    count: Float64Array.from(rows, ({ count }) => count),
    unvalued: Float64Array.from(rows, ({ unvalued }) => unvalued),
    ids: withIds ? rows.map(({ ids }) => ids.sort()) : null,
    unvaluedIds: withIds ? rows.map(({ unvaluedIds }) => unvaluedIds.sort()) : null,
  }
}
