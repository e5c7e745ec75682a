import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addMinor } from "../shared/Money.ts"

/** An amount on a day. */
export interface DatedAmount {
  /** The day. */
  readonly on: CalendarDate
  /** Minor units; below 0 where money went back or a document was revoked. */
  readonly amountMinor: number
}

/** What was paid on a deal and what its signed documents say, all in one currency. */
export interface DealMoney {
  /** The deal. */
  readonly dealId: string
  /** Payments, by the day on which they came in. */
  readonly paid: ReadonlyArray<DatedAmount>
  /** Signed documents, by the day of the signature. */
  readonly documented: ReadonlyArray<DatedAmount>
}

/** Revenue that is paid and documented, or such revenue taken back. */
export interface RecognisedAmount extends DatedAmount {
  /** The deal. */
  readonly dealId: string
}

const byDay = (left: DatedAmount, right: DatedAmount): number => (left.on < right.on ? -1 : left.on > right.on ? 1 : 0)

const recognised = ({ dealId, paid, documented }: DealMoney): ReadonlyArray<RecognisedAmount> => {
  const days = [...new Set([...paid, ...documented].map(({ on }) => on))].toSorted()
  const sortedPaid = paid.toSorted(byDay)
  const sortedDocumented = documented.toSorted(byDay)
  let [paidSum, documentedSum, counted] = [0, 0, 0]
  let [nextPaid, nextDocumented] = [0, 0]
  const amounts: Array<RecognisedAmount> = []
  for (const on of days) {
    for (let row = sortedPaid[nextPaid]; row !== undefined && row.on <= on; row = sortedPaid[++nextPaid]) {
      paidSum = addMinor(paidSum, row.amountMinor)
    }
    for (
      let row = sortedDocumented[nextDocumented];
      row !== undefined && row.on <= on;
      row = sortedDocumented[++nextDocumented]
    ) {
      documentedSum = addMinor(documentedSum, row.amountMinor)
    }
    const both = Math.max(0, Math.min(paidSum, documentedSum))
    if (both !== counted) amounts.push({ dealId, on, amountMinor: both - counted })
    counted = both
  }
  return amounts
}

/**
 * Revenue that is paid **and** documented: of each deal the lesser of what was paid and what signed documents say, on the day on which
 * the lesser of the two rose (or fell). An advance counts when its act is signed, an act when it is paid.
 *
 * @param deals - money of each deal, in one currency
 * @returns by day and deal; amounts are above 0, or below where money went back
 * @throws AmountUnsafe where a sum passes 2^53−1
 * @example
 * ```ts
 * import { recognisedRevenue } from "@salesdept/core/loyalty/models"
 *
 * const paid = [{ on: "2026-01-10", amountMinor: 60_00 }, { on: "2026-03-01", amountMinor: 40_00 }]
 * const deal = { dealId: "deal_1", paid, documented: [{ on: "2026-02-01", amountMinor: 100_00 }] } as const
 * recognisedRevenue([deal]).map(({ on, amountMinor }) => [on, amountMinor]) // [["2026-02-01", 6000], ["2026-03-01", 4000]]
 * ```
 */
export const recognisedRevenue = (deals: Iterable<DealMoney>): ReadonlyArray<RecognisedAmount> =>
  [...deals]
    .flatMap(recognised)
    .toSorted(
      (left, right) => byDay(left, right) || (left.dealId < right.dealId ? -1 : left.dealId > right.dealId ? 1 : 0),
    )
