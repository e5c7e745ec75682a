import type { Message } from "../../shared/Message.ts"
import type { Factor } from "../decomposition/Decomposition.ts"
import { shapley } from "../decomposition/Shapley.ts"
import type { Variance } from "../decomposition/Variance.ts"
import { varianceOf } from "../decomposition/Variance.ts"

/** What was sold of one product in one currency. */
export interface SoldProduct {
  /** The product's stable id, null where lines name none. */
  readonly product: string | null
  /** ISO 4217 code in which it was sold. */
  readonly currency: string
  /** How much of it, above 0. */
  readonly quantity: number
  /** The same at list price, minor units of its currency; of lines without a list price, before discount. With tax as in what it was sold for. */
  readonly listMinor: number
  /** What it was sold for, minor units of its currency. */
  readonly soldMinor: number
  /** The same in the currency of the answer, by the rates of its deals, minor units. */
  readonly convertedMinor: number
}

/** What was sold in one state. */
export interface SoldState {
  /** By product and currency, each pair at most once. */
  readonly products: ReadonlyArray<SoldProduct>
  /** Money of deals that nobody broke down into lines, minor units of the answer's currency. */
  readonly withoutLinesMinor: number
}

const names: { readonly [driver: string]: Message } = {
  volume: { en: "Volume", ru: "Объём" },
  mix: { en: "Mix", ru: "Структура" },
  listPrice: { en: "List price", ru: "Прейскурантная цена" },
  discount: { en: "Discount", ru: "Скидка" },
  currency: { en: "Currency rates", ru: "Курсы валют" },
  newProducts: { en: "New products", ru: "Новые продукты" },
  goneProducts: { en: "Discontinued products", ru: "Выбывшие продукты" },
  withoutLines: { en: "Deals without lines", ru: "Сделки без строк" },
}

const level: Message = {
  en: "By product and currency; a product sold in a currency in one state only is new or discontinued there",
  ru: "По продуктам и валютам; продукт, который в валюте продавался только в одном из состояний, считается в ней новым или выбывшим",
}

const quotient = (numerator: number, denominator: number, otherwise: number): number =>
  denominator === 0 ? otherwise : numerator / denominator

/** What is listed at nothing and yet sold has no discount: its price is what it was sold for. */
const listOf = ({ listMinor, soldMinor }: SoldProduct): number => (listMinor === 0 ? soldMinor : listMinor)

const factorsOf = (before: SoldProduct, after: SoldProduct, total0: number, total1: number): ReadonlyArray<Factor> => [
  { driver: "volume", base: total0, actual: total1 },
  { driver: "mix", base: before.quantity / total0, actual: after.quantity / total1 },
  { driver: "listPrice", base: listOf(before) / before.quantity, actual: listOf(after) / after.quantity },
  {
    driver: "discount",
    base: quotient(before.soldMinor, listOf(before), 0),
    actual: quotient(after.soldMinor, listOf(after), 0),
  },
  {
    driver: "currency",
    base: quotient(before.convertedMinor, before.soldMinor, quotient(after.convertedMinor, after.soldMinor, 1)),
    actual: quotient(after.convertedMinor, after.soldMinor, quotient(before.convertedMinor, before.soldMinor, 1)),
  },
]

const drivers = ["volume", "mix", "listPrice", "discount", "currency"] as const

const sumOf = <Row>(rows: ReadonlyArray<Row>, value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

/**
 * Why money of what was sold differs: total volume × share of the product × list price × share of it kept after discount × rate,
 * product by product, by the Shapley value. New and discontinued products are lines of their own, and so are deals without lines.
 *
 * @param base - the state compared with: each product and currency once, quantities above 0
 * @param actual - the state explained, in the same form
 * @param currency - ISO 4217 code of the answer
 * @throws `ValueNotFinite` where a quantity is 0; AmountUnsafe past ±(2^53−1)
 *
 * @example
 * ```ts
 * import { priceDrivers } from "@salesdept/core/plan/variance"
 *
 * const sold = { product: "audit", currency: "RUB", quantity: 10, listMinor: 1_000_00, soldMinor: 1_000_00, convertedMinor: 1_000_00 }
 * const discounted = { ...sold, quantity: 12, listMinor: 1_200_00, soldMinor: 1_080_00, convertedMinor: 1_080_00 }
 * const why = priceDrivers(
 *   { products: [sold], withoutLinesMinor: 0 },
 *   { products: [discounted], withoutLinesMinor: 0 },
 *   "RUB",
 * )
 * why.contributions.filter(({ amountMinor }) => amountMinor !== 0).map(({ driver, amountMinor }) => [driver, amountMinor]) // [["volume", 19000], ["discount", -11000]]
 * ```
 */
export const priceDrivers = (base: SoldState, actual: SoldState, currency: string): Variance => {
  const key = ({ product, currency: sold }: SoldProduct): string => JSON.stringify([product, sold])
  const before = new Map(base.products.map((one) => [key(one), one]))
  const after = new Map(actual.products.map((one) => [key(one), one]))
  const pairs = [...after].flatMap(([at, one]) => {
    const earlier = before.get(at)
    return earlier === undefined ? [] : [{ earlier, later: one }]
  })
  const total0 = sumOf(pairs, ({ earlier }) => earlier.quantity)
  const total1 = sumOf(pairs, ({ later }) => later.quantity)
  const effects = new Map<string, number>(drivers.map((driver) => [driver, 0]))
  const add = (driver: string, effect: number): void => {
    effects.set(driver, (effects.get(driver) ?? 0) + effect)
  }
  for (const { earlier, later } of pairs) {
    const split = shapley(factorsOf(earlier, later, total0, total1), (values) =>
      values.reduce((product, value) => product * value, 1),
    )
    for (const { driver, effect } of split.effects) add(driver, effect)
  }
  for (const [at, one] of after) if (!before.has(at)) add("newProducts", one.convertedMinor)
  for (const [at, one] of before) if (!after.has(at)) add("goneProducts", -one.convertedMinor)
  const rest = actual.withoutLinesMinor - base.withoutLinesMinor
  if (rest !== 0) add("withoutLines", rest)
  const whole = ({ products, withoutLinesMinor }: SoldState): number =>
    sumOf(products, ({ convertedMinor }) => convertedMinor) + withoutLinesMinor
  return varianceOf(
    {
      base: whole(base),
      actual: whole(actual),
      delta: whole(actual) - whole(base),
      effects: [...effects].map(([driver, effect]) => ({ driver, effect })),
    },
    { currency, method: "shapley", names, limits: [level] },
  )
}
