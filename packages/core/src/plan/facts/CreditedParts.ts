import type { CreditShare } from "../../deal/DealCredit.ts"
import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import type { Deal } from "../../deal/DealSchema.ts"
import { splitByShares } from "../../shared/Allocation.ts"
import { textAt } from "../../shared/Columns.ts"
import { closedDealsBy } from "./ClosedDeals.ts"
import type { DayRange } from "./DayRange.ts"
import { addFigure } from "./Figure.ts"

/** Who is credited with deals that are split, by the deal's id; all of any other is its seller's. */
export type DealCredits = ReadonlyMap<string, ReadonlyArray<CreditShare>>

/**
 * The splits of deals, as figures by rep take them.
 *
 * @param deals - the deals; those that are not split are left out
 * @example
 * ```ts
 * import { creditsOf } from "@salesdept/core/plan/attainment"
 *
 * const shares = [{ repId: "user:7", weight: 2 }, { repId: "user:9", weight: 1 }]
 * creditsOf([{ id: "deal_1", creditShares: shares }, { id: "deal_2", creditShares: [] }]).size // 1
 * ```
 */
export const creditsOf = (deals: Iterable<Pick<Deal, "id" | "creditShares">>): DealCredits =>
  new Map(
    [...deals].flatMap(({ id, creditShares }) => (creditShares.length === 0 ? [] : [[id, creditShares] as const])),
  )

/** What one rep is credited with of a deal. */
interface CreditedPart {
  readonly repId: string | null
  readonly amountMinor: number
}

/**
 * An amount by whom it is credited to, as plan against fact splits it: by shares with the method of largest remainders, whole to the
 * owner where there are none.
 *
 * @throws AmountUnsafe where an amount that is split is no whole number; InputInvalid where shares cannot be
 */
export const creditedParts = (
  ownerId: string | null,
  shares: ReadonlyArray<CreditShare> | undefined,
  amountMinor: number,
): ReadonlyArray<CreditedPart> =>
  shares === undefined || shares.length === 0
    ? [{ repId: ownerId, amountMinor }]
    : splitByShares(
        amountMinor,
        shares.map(({ repId, weight }) => ({ id: repId, weight })),
      ).map(({ id, amount }) => ({ repId: id, amountMinor: amount }))

/**
 * What the deals won in a period brought, by whom it is credited to; whoever owns a deal that was won is there, be it with 0.
 *
 * @throws AmountUnsafe past 2^53−1 minor units
 */
export const wonByRep = (
  columns: DealColumns,
  range: DayRange,
  currency: string,
  credits: DealCredits = new Map(),
): ReadonlyMap<string | null, number> => {
  const won = new Map(
    closedDealsBy(columns, "owner", range, currency).flatMap((group) =>
      group.won > 0 ? [[group.key, group.wonMinor] as const] : [],
    ),
  )
  if (credits.size === 0) return won
  const wanted = columns.currency.values.indexOf(currency)
  const add = (repId: string | null, amountMinor: number): unknown =>
    won.set(repId, addFigure(won.get(repId) ?? 0, amountMinor))
  for (let row = 0; row < columns.length; row++) {
    const shares = credits.get(columns.id[row] ?? "")
    const day = columns.closedDay[row]!
    const isWon = columns.outcome[row] === outcomeCodes.won && day >= range.fromDay && day < range.toDay
    const amount = columns.currency.codes[row] === wanted ? columns.amountMinor[row]! : Number.NaN
    if (shares === undefined || !isWon || Number.isNaN(amount)) continue
    const ownerId = textAt(columns.owner, row)
    add(ownerId, -amount)
    for (const { repId, amountMinor } of creditedParts(ownerId, shares, amount)) add(repId, amountMinor)
  }
  return won
}
