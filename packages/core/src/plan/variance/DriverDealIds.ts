import type { DealColumns } from "../../deal/DealFact.ts"
import { outcomeCodes } from "../../deal/DealFact.ts"
import type { DealScope } from "../facts/ClosedDeals.ts"
import type { PeriodDays } from "../facts/DayRange.ts"
import { closedDealIds } from "../facts/ClosedDeals.ts"
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
 * on won and lost ones, the share with an amount on the won ones, and the average deal on the won ones that state an amount
 * in the currency: the deals of which the drivers themselves are made.
 *
 * @param columns - the deals
 * @param base - the period compared with, by the day of closing
 * @param actual - the period explained
 * @param currency - ISO 4217 code in which the variance is
 * @param scope - which deals; all by default
 * @returns a row for each driver of `dealVarianceByProduct` but new and discontinued products
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { driverDealIds } from "@salesdept/core/plan/variance"
 * import { periodOf } from "@salesdept/core/shared"
 *
 * const deal = {
 *   id: "17", clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *   amountMinor: 120_000_00, listAmountMinor: null, currency: "RUB", openedOn: "2026-07-01", closedOn: "2026-09-20",
 * } as const
 * const columns = dealColumns([deal, { ...deal, id: "18", outcome: "lost", closedOn: "2026-10-05" }])
 * const [q3, q4] = [periodOf("2026-09-30", "quarter"), periodOf("2026-12-31", "quarter")]
 * driverDealIds(columns, q3, q4, "RUB").find(({ driver }) => driver === "winRate") // { driver: "winRate", baseIds: ["17"], actualIds: ["18"] }
 * ```
 */
export const driverDealIds = (
  columns: DealColumns,
  base: PeriodDays,
  actual: PeriodDays,
  currency: string,
  scope: DealScope = {},
): ReadonlyArray<DriverDealIds> => {
  const priced = new Set<string>()
  const currencyCode = columns.currency.values.indexOf(currency)
  for (let row = 0; row < columns.length; row++) {
    const isWon = columns.outcome[row] === outcomeCodes.won
    const hasAmount = columns.currency.codes[row] === currencyCode && !Number.isNaN(columns.amountMinor[row]!)
    if (isWon && hasAmount) priced.add(columns.id[row]!)
  }
  const idsOf = (range: PeriodDays) => {
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
