import type { Message } from "../../shared/Message.ts"
import type { ClosedDeals } from "../facts/ClosedDeals.ts"
import type { Factor } from "../decomposition/Decomposition.ts"

/** The drivers of won revenue: closed deals × win rate × share of won deals with an amount × average deal. */
export type DealDriver =
  | "closedDeals"
  | "mix"
  | "winRate"
  | "pricedShare"
  | "averageDeal"
  | "newProducts"
  | "goneProducts"

/** Names of the drivers for people. */
export const dealDriverNames: { readonly [Driver in DealDriver]: Message } = {
  closedDeals: { en: "Closed deals", ru: "Закрытые сделки" },
  mix: { en: "Product mix", ru: "Структура по продуктам" },
  winRate: { en: "Win rate", ru: "Доля выигранных сделок" },
  pricedShare: { en: "Share of won deals with an amount", ru: "Доля выигранных сделок с суммой" },
  averageDeal: { en: "Average deal", ru: "Средний чек" },
  newProducts: { en: "New products", ru: "Новые продукты" },
  goneProducts: { en: "Discontinued products", ru: "Выбывшие продукты" },
}

/** The drivers of won revenue in one state. A rate that has nothing to divide by is null, never 0. */
export interface DealDrivers {
  /** Deals won or lost in the period. */
  readonly closedDeals: number
  /** Won of closed, 0–1; null without closed deals. */
  readonly winRate: number | null
  /** Won deals with an amount in the currency, of all won, 0–1; null without won deals. */
  readonly pricedShare: number | null
  /** Mean amount of those deals in minor units; null without them. */
  readonly averageDealMinor: number | null
}

const quotient = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : numerator / denominator

/** The drivers of closed deals. They multiply to `wonMinor`. */
export const dealDriversOf = (deals: ClosedDeals): DealDrivers => ({
  closedDeals: deals.closed,
  winRate: quotient(deals.won, deals.closed),
  pricedShare: quotient(deals.wonPriced, deals.won),
  averageDealMinor: quotient(deals.wonMinor, deals.wonPriced),
})

/** The drivers of a plan by its drivers: every deal that it counts on has an amount. */
export const plannedDrivers = ({
  closedDeals,
  winRate,
  averageDealMinor,
}: {
  readonly closedDeals: number
  readonly winRate: number
  readonly averageDealMinor: number
}): DealDrivers => ({
  closedDeals,
  winRate,
  pricedShare: 1,
  averageDealMinor,
})

/** Two states' rates as factors. A rate that one state lacks is taken from the other, so that it has no effect. */
export const rateFactors = (base: DealDrivers, actual: DealDrivers): ReadonlyArray<Factor & { driver: DealDriver }> => {
  const factor = (driver: DealDriver, from: number | null, to: number | null): Factor & { driver: DealDriver } => ({
    driver,
    base: from ?? to ?? 0,
    actual: to ?? from ?? 0,
  })
  return [
    factor("winRate", base.winRate, actual.winRate),
    factor("pricedShare", base.pricedShare ?? actual.pricedShare ?? 1, actual.pricedShare),
    factor("averageDeal", base.averageDealMinor, actual.averageDealMinor),
  ]
}

/** Rates that only one of the states has, as limits of the answer. */
export const undefinedRates = (base: DealDrivers, actual: DealDrivers): ReadonlyArray<Message> =>
  (
    [
      ["winRate", base.winRate, actual.winRate],
      ["averageDeal", base.averageDealMinor, actual.averageDealMinor],
    ] as const
  ).flatMap(([driver, from, to]) => {
    if ((from === null) === (to === null)) return []
    const name = dealDriverNames[driver]
    return [
      {
        en: `${name.en}: there is none in the ${from === null ? "base" : "actual"} state, so it has no effect`,
        ru: `${name.ru}: ${from === null ? "в базе" : "в факте"} показателя нет, поэтому его влияние не выделяется`,
      },
    ]
  })

/** What was left beside the money of a state, over all its groups, as limits of the answer. */
export const uncountedDeals = (
  groups: ReadonlyArray<ClosedDeals>,
  state: "base" | "actual",
): ReadonlyArray<Message> => {
  const total = (field: "wonWithoutAmount" | "wonInOtherCurrency" | "undated"): number =>
    groups.reduce((sum, group) => sum + group[field], 0)
  const where = state === "base" ? { en: "Base", ru: "База" } : { en: "Actual", ru: "Факт" }
  const said = (count: number, en: string, ru: string): ReadonlyArray<Message> =>
    count === 0 ? [] : [{ en: `${where.en}: ${en}: ${count}`, ru: `${where.ru}: ${ru}: ${count}` }]
  return [
    ...said(total("wonWithoutAmount"), "won deals without an amount", "выигранные сделки без суммы"),
    ...said(
      total("wonInOtherCurrency"),
      "won deals in other currencies, without a rate",
      "выигранные сделки в других валютах без курса",
    ),
    ...said(
      total("undated"),
      "closed deals without a closing date, of no period",
      "закрытые сделки без даты закрытия, не отнесённые к периоду",
    ),
  ]
}
