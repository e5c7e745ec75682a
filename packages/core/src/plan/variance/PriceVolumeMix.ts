import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { Decomposition, DriverEffect } from "../decomposition/Decomposition.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import { VariantUndefined } from "../PlanErrors.ts"
import type { PvmDriver, PvmPoint, PvmVariantId, PvmVariantRule } from "./PvmVariant.ts"
import { pvmDriverNames, pvmVariantRules } from "./PvmVariant.ts"
import type { Variance } from "../decomposition/Variance.ts"
import { varianceOf } from "../decomposition/Variance.ts"

/** Quantity and revenue of one product in both states. */
export interface PvmLine {
  /** The product's stable id: not a key that changes with every price version. Unique among the lines. */
  readonly product: string
  /** Quantity in the base state; 0 where it was not sold. */
  readonly baseQuantity: number
  /** Revenue in the base state, in minor units. */
  readonly baseRevenueMinor: number
  /** Quantity in the actual state; 0 where it was not sold. */
  readonly actualQuantity: number
  /** Revenue in the actual state, in minor units. */
  readonly actualRevenueMinor: number
}

/** Sold in both states, only in the actual one, only in the base one, or revenue that came without a quantity. */
export type PvmStatus = "continuing" | "new" | "gone" | "unpriced"

/** What one product contributed. */
export interface PvmProductEffects {
  /** The product's id. */
  readonly product: string
  /** In which of the states it was sold. */
  readonly status: PvmStatus
  /** Its parts, one per line of the variant; their sum is the change of the product's revenue. */
  readonly effects: ReadonlyArray<DriverEffect>
}

/** One variant's answer. */
export interface PvmVariant {
  /** Which variant. */
  readonly variant: PvmVariantId
  /** Its name for people. */
  readonly name: Message
  /** The lines and their sum; null where the variant has no answer here. */
  readonly decomposition: Decomposition | null
  /** The same by product, in the order of the lines given; empty where the variant has no answer. */
  readonly products: ReadonlyArray<PvmProductEffects>
  /** Why there is no answer; null where there is one. */
  readonly withheld: Message | null
}

/** How far the variants disagree about one line. */
export interface PvmSpread {
  /** The line: `price` over all variants, `volume` and `mix` over D–G (in A–C the volume holds the mix). */
  readonly driver: "price" | "volume" | "mix"
  /** The smallest part that a variant gives. */
  readonly lowest: number
  /** The variant that gives it; the first one in case of a tie. */
  readonly lowestVariant: PvmVariantId
  /** The largest part that a variant gives. */
  readonly highest: number
  /** The variant that gives it; the first one in case of a tie. */
  readonly highestVariant: PvmVariantId
}

/** Lines by status. */
export type PvmStatusCounts = { readonly [Status in PvmStatus]: number }

/** Price–volume–mix in all its variants, with the level of products at which it was made. */
export interface PriceVolumeMix {
  /** What a line stands for: `product`, `category`… Part of the answer, since another level gives another split. */
  readonly level: string
  /** Revenue in the base state. */
  readonly base: number
  /** Revenue in the actual state. */
  readonly actual: number
  /** `actual − base`. */
  readonly delta: number
  /** Quantity of all lines in the base state. */
  readonly baseQuantity: number
  /** Quantity of all lines in the actual state. */
  readonly actualQuantity: number
  /** How many lines there are of each status; lines that are empty in both states are in none. */
  readonly counts: PvmStatusCounts
  /** All seven variants, A to G. */
  readonly variants: ReadonlyArray<PvmVariant>
  /** How far the variants that have an answer disagree. */
  readonly spread: ReadonlyArray<PvmSpread>
}

const amounts = ["baseQuantity", "baseRevenueMinor", "actualQuantity", "actualRevenueMinor"] as const

const lineProblems = (lines: ReadonlyArray<PvmLine>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  for (const [index, line] of lines.entries()) {
    if (seen.has(line.product))
      problems.push({
        path: `lines[${index}].product`,
        code: "pvm.duplicateProduct",
        message: {
          en: `"${line.product}" stands in two lines`,
          ru: `«${line.product}» встречается в двух строках`,
        },
      })
    seen.add(line.product)
    for (const field of amounts)
      if (!Number.isFinite(line[field]))
        problems.push({
          path: `lines[${index}].${field}`,
          code: "value.notFinite",
          message: { en: `${line[field]} is not a finite number`, ru: `${line[field]} — не конечное число` },
        })
  }
  return problems
}

/** Null for a line that is empty in both states. */
const statusOf = (line: PvmLine): PvmStatus | null => {
  const inBase = line.baseQuantity !== 0
  const inActual = line.actualQuantity !== 0
  if ((!inBase && line.baseRevenueMinor !== 0) || (!inActual && line.actualRevenueMinor !== 0)) return "unpriced"
  if (inBase && inActual) return "continuing"
  if (inActual) return "new"
  return inBase ? "gone" : null
}

interface Totals {
  readonly total0: number
  readonly total1: number
}

const totalsOf = (lines: ReadonlyArray<PvmLine>): Totals => {
  let total0 = 0
  let total1 = 0
  for (const line of lines) {
    total0 += line.baseQuantity
    total1 += line.actualQuantity
  }
  return { total0, total1 }
}

const pointOf = (line: PvmLine, totals: Totals): PvmPoint => ({
  q0: line.baseQuantity,
  q1: line.actualQuantity,
  p0: line.baseRevenueMinor / line.baseQuantity,
  p1: line.actualRevenueMinor / line.actualQuantity,
  ...totals,
})

/** Parts of a product that is not sold in both states; it never gets a price effect. */
const endsEffects = (
  variant: PvmVariantId,
  status: Exclude<PvmStatus, "continuing">,
  line: PvmLine,
  { total0, total1 }: Totals,
): { readonly [Driver in PvmDriver]?: number } => {
  const change = line.actualRevenueMinor - line.baseRevenueMinor
  if (variant !== "D" || status === "unpriced") return { [status]: change }
  if (status === "new") return { mix: change }
  const volume = line.baseRevenueMinor * (total1 / total0 - 1)
  return { volume, mix: change - volume }
}

const noTotals: Message = {
  en: "the total quantity is 0, so there are no shares of it",
  ru: "общее количество равно нулю, поэтому долей в нём нет",
}
const negative: Message = {
  en: "LMDI is undefined for negative quantities or prices",
  ru: "метод LMDI не определён для отрицательных количеств и цен",
}

const withheldBy = (
  variant: PvmVariantId,
  rule: PvmVariantRule,
  totals: Totals,
  points: ReadonlyArray<PvmPoint>,
): Message | null => {
  if (rule.usesTotals && (variant === "D" || points.length > 0) && (totals.total0 === 0 || totals.total1 === 0))
    return noTotals
  if (variant === "F" && points.some(({ q0, q1, p0, p1 }) => q0 < 0 || q1 < 0 || p0 < 0 || p1 < 0)) return negative
  return null
}

interface Sorted {
  readonly line: PvmLine
  readonly status: PvmStatus
}

const variantOf = (variant: PvmVariantId, sorted: ReadonlyArray<Sorted>, revenue: Revenue): PvmVariant => {
  const rule = pvmVariantRules[variant]
  const continuing = sorted.filter(({ status }) => status === "continuing").map(({ line }) => line)
  const priced = sorted.filter(({ status }) => status !== "unpriced").map(({ line }) => line)
  const totals = totalsOf(variant === "D" ? priced : continuing)
  const withheld = withheldBy(
    variant,
    rule,
    totals,
    continuing.map((line) => pointOf(line, totals)),
  )
  if (withheld !== null) return { variant, name: rule.name, decomposition: null, products: [], withheld }
  const drivers = sorted.some(({ status }) => status === "unpriced")
    ? [...rule.drivers, "unpriced" as const]
    : rule.drivers
  const sums = drivers.map(() => 0)
  const products = sorted.map(({ line, status }): PvmProductEffects => {
    const parts =
      status === "continuing" ? rule.effects(pointOf(line, totals)) : endsEffects(variant, status, line, totals)
    const effects = drivers.map((driver) => ({ driver, effect: (parts[driver] ?? 0) + 0 }))
    for (const [index, { effect }] of effects.entries()) sums[index] = (sums[index] ?? 0) + effect
    return { product: line.product, status, effects }
  })
  const effects = drivers.map((driver, index) => ({ driver, effect: sums[index] ?? 0 }))
  return { variant, name: rule.name, decomposition: { ...revenue, effects }, products, withheld: null }
}

interface Revenue {
  readonly base: number
  readonly actual: number
  readonly delta: number
}

const spreadOf = (driver: PvmSpread["driver"], variants: ReadonlyArray<PvmVariant>): ReadonlyArray<PvmSpread> => {
  let spread: PvmSpread | null = null
  for (const { variant, decomposition } of variants) {
    if (driver === "volume" && !pvmVariantRules[variant].usesTotals) continue
    const effect = decomposition?.effects.find((one) => one.driver === driver)?.effect
    if (effect === undefined) continue
    spread ??= { driver, lowest: effect, lowestVariant: variant, highest: effect, highestVariant: variant }
    if (effect < spread.lowest) spread = { ...spread, lowest: effect, lowestVariant: variant }
    if (effect > spread.highest) spread = { ...spread, highest: effect, highestVariant: variant }
  }
  return spread === null ? [] : [spread]
}

/**
 * Splits a change of revenue into price, volume and mix, in all seven named variants at once with their spread, since
 * they disagree and none is the true one. In every variant the lines sum to the change. New and discontinued products
 * have lines of their own (except in D) and never a price effect; a variant that has no answer says why.
 *
 * @param lines - one per product; quantities and revenues may be negative (returns), with F then withheld
 * @param level - what a line stands for: `product`, `category`…
 * @throws `InputInvalid` where a product repeats or a number is not finite
 *
 * @example
 * ```ts
 * import { priceVolumeMix } from "@salesdept/core/plan/variance"
 *
 * const bridge = priceVolumeMix(
 *   [{ product: "audit", baseQuantity: 1000, baseRevenueMinor: 50_000, actualQuantity: 1100, actualRevenueMinor: 57_200 }],
 *   "product",
 * )
 * bridge.variants[1]?.decomposition?.effects.map(({ driver, effect }) => [driver, effect]) // [["price", 2000], ["volume", 5000], ["cross", 200], ["new", 0], ["gone", 0]]
 * ```
 */
export const priceVolumeMix = (lines: ReadonlyArray<PvmLine>, level: string): PriceVolumeMix => {
  refuse(lineProblems(lines))
  const sorted = lines.flatMap((line): ReadonlyArray<Sorted> => {
    const status = statusOf(line)
    return status === null ? [] : [{ line, status }]
  })
  const counts = { continuing: 0, new: 0, gone: 0, unpriced: 0 }
  let base = 0
  let actual = 0
  for (const { line, status } of sorted) {
    counts[status]++
    base += line.baseRevenueMinor
    actual += line.actualRevenueMinor
  }
  const revenue = { base, actual, delta: actual - base }
  const { total0, total1 } = totalsOf(lines)
  const variants = (["A", "B", "C", "D", "E", "F", "G"] as const).map((id) => variantOf(id, sorted, revenue))
  return {
    level,
    ...revenue,
    baseQuantity: total0,
    actualQuantity: total1,
    counts,
    variants,
    spread: (["price", "volume", "mix"] as const).flatMap((driver) => spreadOf(driver, variants)),
  }
}

/**
 * One variant of a bridge as a variance in whole minor units.
 *
 * @param bridge - from {@link priceVolumeMix}, with revenue in minor units
 * @param variant - which variant, `A` to `G`
 * @param currency - ISO 4217 code of the revenue
 * @throws {@link VariantUndefined} where the variant has no answer on this input; AmountUnsafe past ±(2^53−1)
 *
 * @example
 * ```ts
 * import { priceVolumeMix, pvmVariance } from "@salesdept/core/plan/variance"
 *
 * const bridge = priceVolumeMix(
 *   [{ product: "audit", baseQuantity: 1000, baseRevenueMinor: 50_000, actualQuantity: 1100, actualRevenueMinor: 57_200 }],
 *   "product",
 * )
 * pvmVariance(bridge, "B", "RUB").contributions.map(({ name, amountMinor }) => [name.en, amountMinor]) // [["Price", 2000], ["Volume", 5000], ["Price × volume", 200], ["New products", 0], ["Discontinued products", 0]]
 * ```
 */
export const pvmVariance = (bridge: PriceVolumeMix, variant: PvmVariantId, currency: string): Variance => {
  const found = bridge.variants.find((one) => one.variant === variant)
  if (found === undefined || found.decomposition === null)
    throw new VariantUndefined(variant, found?.withheld ?? { en: "it was not computed", ru: "он не рассчитан" })
  const level = {
    en: `Variant ${found.name.en}; level: ${bridge.level}`,
    ru: `Вариант ${found.name.ru}; уровень: ${bridge.level}`,
  }
  return varianceOf(found.decomposition, { currency, method: "priceVolumeMix", names: pvmDriverNames, limits: [level] })
}
