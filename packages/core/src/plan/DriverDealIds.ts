import type { DealColumns } from "../deal/DealFact.ts"
import { outcomeCodes } from "../deal/DealFact.ts"
import type { DayRange, DealScope } from "./ClosedDeals.ts"
import { closedDealIds } from "./ClosedDeals.ts"
import type { DealDriver } from "./DealDrivers.ts"

/** The deals behind each driver of won revenue, in the period explained and in the one compared with. */
export interface DriverDealIds {
  /** The driver. */
  readonly driver: DealDriver
  /** Deals of the period compared with. */
  readonly baseIds: ReadonlyArray<string>
  /** Deals of the period explained. */
  readonly actualIds: ReadonlyArray<string>
}

/**
 * Opens a variance of won revenue to its deals: the number of closed deals and the mix rest on all that were closed, the win rate
 * on won and lost ones, the share with an amount on the won ones, and the average deal on the won ones that state an amount.
 *
 * @param columns - the deals
 * @param base - the period compared with, by the day of closing
 * @param actual - the period explained
 * @param scope - which deals; all by default
 */
export const driverDealIds = (
  columns: DealColumns,
  base: DayRange,
  actual: DayRange,
  scope: DealScope = {},
): ReadonlyArray<DriverDealIds> => {
  const priced = new Set<string>()
  for (let row = 0; row < columns.length; row++) {
    const isPriced = columns.outcome[row] === outcomeCodes.won && !Number.isNaN(columns.amountMinor[row]!)
    if (isPriced) priced.add(columns.id[row]!)
  }
  const idsOf = (range: DayRange) => {
    const won = closedDealIds(columns, range, scope, "won")
    return { closed: closedDealIds(columns, range, scope), won, priced: won.filter((id) => priced.has(id)) }
  }
  const [before, after] = [idsOf(base), idsOf(actual)]
  const restOn: ReadonlyArray<readonly [DealDriver, "closed" | "won" | "priced"]> = [
    ["closedDeals", "closed"],
    ["mix", "closed"],
    ["winRate", "closed"],
    ["pricedShare", "won"],
    ["averageDeal", "priced"],
  ]
  return restOn.map(([driver, kind]) => ({ driver, baseIds: before[kind], actualIds: after[kind] }))
}
