import type { DealLine } from "../../deal/DealLine.ts"
import { lineAmounts, linesTotal } from "../../deal/DealLine.ts"
import type { Deal } from "../../deal/DealSchema.ts"
import { dayNumberOf } from "../../shared/CalendarDate.ts"
import { readDecimal } from "../../shared/Decimal.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { convertMoney } from "../../shared/Money.ts"
import { dayRangeOf } from "../facts/DayRange.ts"
import type { PeriodDays } from "../facts/DayRange.ts"
import { rateFor } from "../facts/PlanFacts.ts"
import type { SoldProduct, SoldState } from "./PriceDrivers.ts"

/** What was sold, and how many deals could not be valued. */
export interface SoldDeals extends SoldState {
  /** Won deals that were broken down into lines. */
  readonly withLines: number
  /** Won deals without an amount, or without a rate into the currency: in no sum. */
  readonly unvalued: number
}

const quantityOf = (text: string): number => {
  const { units, scale } = readDecimal(text) ?? { units: 0n, scale: 0 }
  return Number(units) / 10 ** scale
}

/** Of so many parts of nothing a share is told to a millionth. */
const unitParts = 1_000_000

/** What a line would come to without its discount, with tax as in its total; null where that passes 2^53−1. */
const beforeDiscount = (line: DealLine): number | null =>
  lineAmounts({ ...line, discountPercent: "0" })?.totalMinor ?? null

/**
 * Sums the lines of deals won in a period by product and currency. A deal whose amount was stated apart from its lines is spread over
 * them in proportion, so that products sum to what the deals were won for. Lines that are all given away are sold for nothing; where the
 * deal states an amount all the same, it is one without lines.
 *
 * @param deals - all deals in question
 * @param range - the period, by the day of closing; without its last day
 * @param currency - ISO 4217 code of the converted sums
 * @param rates - the host's dated rates into it; rates frozen on deals hold where there is none
 * @param partOf - what of a deal counts of the amount it was won for, in units too; all of it by default
 * @throws AmountUnsafe where a converted amount is past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { soldInDeals } from "@salesdept/core/plan/variance"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals } = (await salesDept({ store: memory(), department })).tenant("default").as("user:42")
 * const { deal } = await deals.open({ title: "Audit", amount: { amountMinor: 95_000_00, currency: "RUB" } })
 * const won = { ...deal, outcome: "won", closedOn: "2026-09-20" } as const
 * const quarter = periodOf("2026-09-30", "quarter")
 * soldInDeals([won], quarter, "RUB", []).withoutLinesMinor // 9500000
 * ```
 */
export const soldInDeals = (
  deals: Iterable<Deal>,
  range: PeriodDays,
  currency: string,
  rates: ReadonlyArray<ExchangeRate>,
  partOf: (deal: Deal, wonMinor: number) => number = (_deal, wonMinor) => wonMinor,
): SoldDeals => {
  const { fromDay, toDay } = dayRangeOf(range)
  const products = new Map<string, { -readonly [Field in keyof SoldProduct]: SoldProduct[Field] }>()
  let [withoutLinesMinor, withLines, unvalued] = [0, 0, 0]
  for (const deal of deals) {
    const { outcome, closedOn, amount, lines, closeRate, productId } = deal
    if (outcome !== "won" || closedOn === null) continue
    const day = dayNumberOf(closedOn)
    if (day < fromDay || day >= toDay) continue
    const rate = amount === null ? null : rateFor({ rates, currency }, amount.currency, closedOn, [closeRate])
    if (amount === null || (amount.currency !== currency && rate === null)) {
      unvalued += 1
      continue
    }
    const whole = rate === null ? amount.amountMinor : convertMoney(amount, rate, "half-even").amountMinor
    const converted = partOf(deal, whole)
    // Of a deal that was given away there is a part of the units all the same.
    const part = whole === 0 ? partOf(deal, unitParts) / unitParts : converted / whole
    const total = linesTotal(lines)?.totalMinor ?? null
    if (lines.length === 0 || total === null || (total === 0 && whole !== 0)) {
      withoutLinesMinor += converted
      continue
    }
    withLines += 1
    const spreadOver = total === 0 ? 1 : total
    for (const line of lines) {
      const amounts = lineAmounts(line)
      if (amounts === null) continue
      const product = line.productId ?? productId
      const key = JSON.stringify([product, amount.currency])
      const held = products.get(key) ?? {
        product,
        currency: amount.currency,
        quantity: 0,
        listMinor: 0,
        soldMinor: 0,
        convertedMinor: 0,
      }
      products.set(key, held)
      held.quantity += quantityOf(line.quantity) * part
      held.listMinor += (amounts.listMinor ?? beforeDiscount(line) ?? amounts.totalMinor) * part
      held.soldMinor += ((amounts.totalMinor * amount.amountMinor) / spreadOver) * part
      held.convertedMinor += (amounts.totalMinor * converted) / spreadOver
    }
  }
  return { products: [...products.values()], withoutLinesMinor, withLines, unvalued }
}
