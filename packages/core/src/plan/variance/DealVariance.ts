import type { Message } from "../../shared/Message.ts"
import { CurrencyMismatch } from "../../shared/MoneyErrors.ts"
import type { ClosedDeals, ClosedDealsGroup } from "../facts/ClosedDeals.ts"
import type { DealDriver, DealDrivers } from "./DealDrivers.ts"
import {
  dealDriverNames,
  dealDriversOf,
  plannedDrivers,
  rateFactors,
  uncountedDeals,
  undefinedRates,
} from "./DealDrivers.ts"
import type { Decomposition, DriverEffect, Factor } from "../decomposition/Decomposition.ts"
import { lmdi } from "../decomposition/Lmdi.ts"
import { sequential } from "../decomposition/Sequential.ts"
import { shapley } from "../decomposition/Shapley.ts"
import type { Variance } from "../decomposition/Variance.ts"
import {
  planInconsistency,
  planInconsistencyName,
  roundParts,
  varianceOf,
  withStatedBase,
} from "../decomposition/Variance.ts"

/** How deals' variances can be split; chain substitution goes in the order of the drivers. */
export type DealVarianceMethod = "lmdi" | "shapley" | "sequential"

/** A plan by its drivers. */
export interface DealPlan {
  /** Planned deals to be won or lost in the period; ≥ 0. */
  readonly closedDeals: number
  /** Planned win rate, 0–1. */
  readonly winRate: number
  /** Planned average deal in minor units. */
  readonly averageDealMinor: number
  /** The plan's own amount in minor units; where the drivers give another one, the gap is a line of its own. */
  readonly targetMinor?: number
}

/**
 * A target as a plan by drivers: it is taken to have counted on the rates of another period, and on as many closed deals as it takes at those.
 *
 * @param targetMinor - the target, minor units, 0 or more
 * @param rates - the rates of the period, such as the one before
 * @returns null where nothing was won in it
 *
 * @example
 * ```ts
 * import { dealPlanAtRates } from "@salesdept/core/plan/variance"
 *
 * dealPlanAtRates(1_000_000_00, { winRate: 0.25, averageDealMinor: 100_000_00 })?.closedDeals // 40
 * dealPlanAtRates(1_000_000_00, { winRate: 0, averageDealMinor: null }) // null
 * ```
 */
export const dealPlanAtRates = (
  targetMinor: number,
  { winRate, averageDealMinor }: Pick<DealDrivers, "winRate" | "averageDealMinor">,
): DealPlan | null =>
  winRate === null || averageDealMinor === null || winRate * averageDealMinor <= 0
    ? null
    : { closedDeals: targetMinor / (winRate * averageDealMinor), winRate, averageDealMinor, targetMinor }

/** What one driver contributed within one product. */
export interface DealProductPart {
  /** The driver. */
  readonly driver: string
  /** Its part in whole minor units; the products' parts of a driver sum to the driver's contribution. */
  readonly amountMinor: number
  /** The same before rounding. */
  readonly exact: number
}

/** One product's part of a variance. */
export interface DealProductVariance {
  /** The product's id; null for deals that state none. */
  readonly product: string | null
  /** Closed in both periods, only in the actual one, or only in the base. */
  readonly status: "continuing" | "new" | "gone"
  /** Won amount in the base period, in minor units. */
  readonly baseMinor: number
  /** Won amount in the actual period, in minor units. */
  readonly actualMinor: number
  /** Its parts by driver. */
  readonly parts: ReadonlyArray<DealProductPart>
}

/** A variance of won revenue with its parts by product. */
export interface DealVarianceByProduct extends Variance {
  /** The products that had closed deals in either period. */
  readonly products: ReadonlyArray<DealProductVariance>
}

const productOf = (values: ReadonlyArray<number>): number => values.reduce((total, value) => total * value, 1)

interface DriverItem {
  readonly item: string
  readonly factors: ReadonlyArray<Factor>
}

/** Effects per item, all of which have the same drivers in the same order. */
const effectsOf = (
  items: ReadonlyArray<DriverItem>,
  method: DealVarianceMethod,
): ReadonlyArray<ReadonlyArray<DriverEffect>> => {
  if (method !== "lmdi")
    return items.map(
      ({ factors }) => (method === "shapley" ? shapley(factors, productOf) : sequential(factors, productOf)).effects,
    )
  const drivers = items[0]?.factors.map((factor) => factor.driver) ?? []
  if (drivers.length === 0) return []
  const split = lmdi(
    drivers,
    items.map(({ item, factors }) => ({
      item,
      base: factors.map((factor) => factor.base),
      actual: factors.map((factor) => factor.actual),
    })),
  )
  return split.items.map(({ effects }) => drivers.map((driver, index) => ({ driver, effect: effects[index] ?? 0 })))
}

/** Leaves out the share of priced deals where all won deals have an amount: it explains nothing then. */
const withoutFullPricing = (factors: ReadonlyArray<Factor>): ReadonlyArray<Factor> =>
  factors.filter(({ driver, base, actual }) => driver !== "pricedShare" || base !== 1 || actual !== 1)

const orderSaid = (drivers: ReadonlyArray<string>, method: DealVarianceMethod): ReadonlyArray<Message> => {
  if (method !== "sequential") return []
  const order = drivers.join(" → ")
  return [{ en: `Order: ${order}`, ru: `Порядок: ${order}` }]
}

const allDrivers = (base: DealDrivers, actual: DealDrivers): ReadonlyArray<Factor> =>
  withoutFullPricing([
    { driver: "closedDeals", base: base.closedDeals, actual: actual.closedDeals },
    ...rateFactors(base, actual),
  ])

/**
 * Why won revenue differs between two periods: closed deals × win rate × average deal. Where some won deals have no
 * amount in the currency, their share is a fourth driver, so that missing amounts do not look like small deals.
 *
 * A shift between cheap and dear products hides in win rate and average deal here; {@link dealVarianceByProduct} shows
 * it. Rates are period-based: of the deals closed in the period, whenever created.
 *
 * @param base - the period compared with
 * @param actual - the period explained
 * @param method - LMDI by default
 * @throws CurrencyMismatch where the currencies differ; `LmdiUndefined` where LMDI meets a negative average deal
 *
 * @example
 * ```ts
 * import { dealVariance } from "@salesdept/core/plan/variance"
 *
 * const closed = {
 *   closed: 20, won: 10, lost: 10, wonPriced: 10, wonMinor: 1_000_000, currency: "RUB",
 *   winRate: { numerator: 10, denominator: 20 }, averageWonMinor: { numerator: 1_000_000, denominator: 10 },
 *   wonWithoutAmount: 0, wonInOtherCurrency: 0, undated: 0,
 * }
 * const fewerWon = { ...closed, won: 8, lost: 12, wonPriced: 8, wonMinor: 800_000 }
 * dealVariance(closed, fewerWon).contributions.map(({ name, amountMinor }) => [name.en, amountMinor]) // [["Closed deals", 0], ["Win rate", -200000], ["Average deal", 0]]
 * ```
 */
export const dealVariance = (base: ClosedDeals, actual: ClosedDeals, method: DealVarianceMethod = "lmdi"): Variance => {
  if (base.currency !== actual.currency) throw new CurrencyMismatch(base.currency, actual.currency)
  const from = dealDriversOf(base)
  const to = dealDriversOf(actual)
  const factors = allDrivers(from, to)
  const effects = effectsOf([{ item: "total", factors }], method).flat()
  return varianceOf(
    { base: base.wonMinor, actual: actual.wonMinor, delta: actual.wonMinor - base.wonMinor, effects },
    {
      currency: actual.currency,
      method,
      names: dealDriverNames,
      limits: [
        ...orderSaid(
          factors.map(({ driver }) => driver),
          method,
        ),
        ...undefinedRates(from, to),
        ...uncountedDeals([base], "base"),
        ...uncountedDeals([actual], "actual"),
      ],
    },
  )
}

/**
 * Why won revenue differs from the plan, by the plan's own drivers.
 *
 * @param plan - the planned drivers: deals 0 or more, win rate 0 to 1, amounts in minor units; where they do not multiply to `targetMinor`,
 * the gap is the line `planInconsistency`
 * @param actual - the period explained
 * @param method - LMDI by default
 * @throws `LmdiUndefined` where LMDI meets a negative driver
 *
 * @example
 * ```ts
 * import { dealVarianceAgainstPlan } from "@salesdept/core/plan/variance"
 *
 * const actual = {
 *   closed: 20, won: 10, lost: 10, wonPriced: 10, wonMinor: 900_000, currency: "RUB",
 *   winRate: { numerator: 10, denominator: 20 }, averageWonMinor: { numerator: 900_000, denominator: 10 },
 *   wonWithoutAmount: 0, wonInOtherCurrency: 0, undated: 0,
 * }
 * const plan = { closedDeals: 20, winRate: 0.5, averageDealMinor: 100_000, targetMinor: 1_050_000 }
 * dealVarianceAgainstPlan(plan, actual).contributions.map(({ driver, amountMinor }) => [driver, amountMinor]) // [["closedDeals", 0], ["winRate", 0], ["averageDeal", -100000], ["planInconsistency", -50000]]
 * ```
 */
export const dealVarianceAgainstPlan = (
  plan: DealPlan,
  actual: ClosedDeals,
  method: DealVarianceMethod = "lmdi",
): Variance => {
  const from = plannedDrivers(plan)
  const to = dealDriversOf(actual)
  const factors = allDrivers(from, to)
  const base = plan.closedDeals * plan.winRate * plan.averageDealMinor
  const effects = effectsOf([{ item: "total", factors }], method).flat()
  const split: Decomposition = { base, actual: actual.wonMinor, delta: actual.wonMinor - base, effects }
  return varianceOf(plan.targetMinor === undefined ? split : withStatedBase(split, plan.targetMinor), {
    currency: actual.currency,
    method,
    names: { ...dealDriverNames, [planInconsistency]: planInconsistencyName },
    limits: [
      ...orderSaid(
        factors.map(({ driver }) => driver),
        method,
      ),
      ...undefinedRates(from, to),
      ...uncountedDeals([actual], "actual"),
    ],
  })
}

interface ProductPair {
  readonly product: string | null
  readonly base: ClosedDealsGroup | null
  readonly actual: ClosedDealsGroup | null
}

const pairsOf = (
  base: ReadonlyArray<ClosedDealsGroup>,
  actual: ReadonlyArray<ClosedDealsGroup>,
): ReadonlyArray<ProductPair> => {
  const byKey = (groups: ReadonlyArray<ClosedDealsGroup>) =>
    new Map(groups.filter(({ closed }) => closed > 0).map((group) => [group.key, group]))
  const from = byKey(base)
  const to = byKey(actual)
  return [...new Set([...from.keys(), ...to.keys()])].map((product) => ({
    product,
    base: from.get(product) ?? null,
    actual: to.get(product) ?? null,
  }))
}

const isContinuing = (
  pair: ProductPair,
): pair is ProductPair & { readonly base: ClosedDealsGroup; readonly actual: ClosedDealsGroup } =>
  pair.base !== null && pair.actual !== null

const sumBy = <Row>(rows: ReadonlyArray<Row>, value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

const unstated = (pairs: ReadonlyArray<ProductPair>): ReadonlyArray<Message> => {
  const count = sumBy(
    pairs.filter(({ product }) => product === null),
    ({ base, actual }) => (base?.closed ?? 0) + (actual?.closed ?? 0),
  )
  if (count === 0) return []
  return [
    {
      en: `Closed deals without a product, taken as one product: ${count}`,
      ru: `Закрытые сделки без продукта, принятые за один продукт: ${count}`,
    },
  ]
}

/**
 * Why won revenue differs between two periods, with the product mix taken out of the rates: closed deals × mix × win rate
 * × average deal, product by product. Products with closed deals in one period only are lines of their own.
 *
 * The list of drivers changes the story: what looks like a fall of the win rate in {@link dealVariance} may be mix here,
 * and the other way round. Show both, with their drivers named.
 *
 * @param base - the period compared with, by product ({@link ClosedDeals} of `closedDealsBy(…, "product", …)`)
 * @param actual - the period explained, by product
 * @param currency - ISO 4217 code of both
 * @param method - LMDI by default
 * @throws CurrencyMismatch where a group has another currency; `LmdiUndefined` where LMDI meets a negative
 * average deal
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { closedDealsBy } from "@salesdept/core/plan/attainment"
 * import { dealVarianceByProduct } from "@salesdept/core/plan/variance"
 *
 * const deal = {
 *   clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *   amountMinor: 1_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01",
 * } as const
 * const [first, second, third] = [{ ...deal, id: "1", closedOn: "2026-07-20" }, { ...deal, id: "2", closedOn: "2026-08-20" },
 *   { ...deal, id: "3", productId: "course", amountMinor: 300_00, closedOn: "2026-08-25" }]
 * const byProduct = (...deals: Parameters<typeof dealColumns>[0]) =>
 *   closedDealsBy(dealColumns(deals), "product", { fromDay: 0, toDay: 99_999 }, "RUB")
 * const why = dealVarianceByProduct(byProduct(first), byProduct(second, third), "RUB")
 * why.products.map(({ product, status, actualMinor }) => [product, status, actualMinor]) // [["audit", "continuing", 100000], ["course", "new", 30000]]
 * ```
 */
export const dealVarianceByProduct = (
  base: ReadonlyArray<ClosedDealsGroup>,
  actual: ReadonlyArray<ClosedDealsGroup>,
  currency: string,
  method: DealVarianceMethod = "lmdi",
): DealVarianceByProduct => {
  for (const group of [...base, ...actual])
    if (group.currency !== currency) throw new CurrencyMismatch(group.currency, currency)
  const pairs = pairsOf(base, actual)
  const continuing = pairs.filter(isContinuing)
  const closed0 = sumBy(continuing, (pair) => pair.base.closed)
  const closed1 = sumBy(continuing, (pair) => pair.actual.closed)
  const split = effectsOf(
    continuing.map((pair): DriverItem => ({
      item: pair.product ?? "—",
      factors: [
        { driver: "closedDeals", base: closed0, actual: closed1 },
        { driver: "mix", base: pair.base.closed / closed0, actual: pair.actual.closed / closed1 },
        ...rateFactors(dealDriversOf(pair.base), dealDriversOf(pair.actual)),
      ],
    })),
    method,
  )
  const splitOf = new Map(continuing.map(({ product }, index) => [product, split[index] ?? []]))
  const rows = pairs.map((pair): ReadonlyMap<string, number> => {
    const effects = splitOf.get(pair.product)
    if (effects !== undefined) return new Map(effects.map(({ driver, effect }) => [driver, effect]))
    const driver: DealDriver = pair.base === null ? "newProducts" : "goneProducts"
    return new Map([[driver, (pair.actual?.wonMinor ?? 0) - (pair.base?.wonMinor ?? 0)]])
  })
  const pricedFully = [...base, ...actual].every(({ won, wonPriced }) => won === wonPriced)
  const drivers: ReadonlyArray<DealDriver> = [
    "closedDeals",
    "mix",
    "winRate",
    ...(pricedFully ? [] : (["pricedShare"] as const)),
    "averageDeal",
    "newProducts",
    "goneProducts",
  ]
  const baseMinor = sumBy(base, (group) => group.wonMinor)
  const actualMinor = sumBy(actual, (group) => group.wonMinor)
  const total = varianceOf(
    {
      base: baseMinor,
      actual: actualMinor,
      delta: actualMinor - baseMinor,
      effects: drivers.map((driver) => ({ driver, effect: sumBy(rows, (row) => row.get(driver) ?? 0) })),
    },
    {
      currency,
      method,
      names: dealDriverNames,
      limits: [
        ...orderSaid(drivers, method),
        ...unstated(pairs),
        ...uncountedDeals(base, "base"),
        ...uncountedDeals(actual, "actual"),
      ],
    },
  )
  const rounded = total.contributions.map(({ driver, amountMinor }) =>
    roundParts(
      rows.map((row) => row.get(driver) ?? 0),
      amountMinor,
    ),
  )
  return {
    ...total,
    products: pairs.map(({ product, base, actual }, index): DealProductVariance => {
      const status = base === null ? "new" : actual === null ? "gone" : "continuing"
      const parts = drivers.map((driver, position) => ({
        driver,
        amountMinor: rounded[position]?.[index] ?? 0,
        exact: rows[index]?.get(driver) ?? 0,
      }))
      return { product, status, baseMinor: base?.wonMinor ?? 0, actualMinor: actual?.wonMinor ?? 0, parts }
    }),
  }
}
