import { dealFact } from "../../deal/Deal.ts"
import { dealColumns } from "../../deal/DealFact.ts"
import type { Deal } from "../../deal/DealSchema.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { dayNumberOf } from "../../shared/CalendarDate.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { creditedParts, creditsOf } from "../facts/CreditedParts.ts"
import { dealInCurrency } from "../facts/DealInCurrency.ts"
import { buildForecast } from "../forecast/ForecastBuild.ts"

/** In which currency and between which days open deals are looked at. */
export interface PipelineQuestion {
  /** ISO 4217 code of the sums. */
  readonly currency: string
  /** Rates into it. */
  readonly rates: ReadonlyArray<ExchangeRate>
  /** The last day whose facts count. */
  readonly on: CalendarDate
  /** The day after the last on which they may be won. */
  readonly until: CalendarDate
}

/**
 * What open deals can be expected to bring, by the person who is credited with them; nobody's under null. Minor units, not rounded.
 *
 * @param deals - all deals in the base: of those that are over, chances are learned
 */
export const openPipelineByRep = (
  deals: ReadonlyArray<Deal>,
  { currency, rates, on, until }: PipelineQuestion,
): ReadonlyMap<string | null, number> => {
  const facts = deals.map((deal) => dealFact(dealInCurrency(deal, { currency, rates, on }), currency))
  const { input } = buildForecast(dealColumns(facts), {
    period: { fromDay: dayNumberOf(on), toDay: dayNumberOf(until) },
    asOfDay: dayNumberOf(on),
    currency,
    credits: creditsOf(deals),
  })
  const sums = new Map<string | null, number>()
  for (const { repId: ownerId, creditShares, amountMinor, probability } of input.open)
    for (const part of creditedParts(ownerId, creditShares, amountMinor))
      sums.set(part.repId, (sums.get(part.repId) ?? 0) + part.amountMinor * probability)
  return sums
}
