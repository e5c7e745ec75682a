import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import { addMinor } from "../shared/Money.ts"
import type { Problem } from "../shared/Problem.ts"
import { dateProblems, refuse } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"

/** One purchase, as a host's rows give it. Take returns out beforehand: a negative amount is refused. */
export interface Purchase {
  /** Who bought. */
  readonly customerId: string
  /** On which day, in the tenant's time zone. */
  readonly on: CalendarDate
  /** For how much, in minor units of one currency for all rows; whole, 0 or more. Free goods count as purchases too. */
  readonly amountMinor: number
}

/** Purchases of one customer, merged per day. @internal */
export interface CustomerDays {
  /** Who. */
  readonly customerId: string
  /** Day numbers, ascending, each once. */
  readonly days: ReadonlyArray<number>
  /** Spend of each day, minor units. */
  readonly amounts: ReadonlyArray<number>
}

/** Problems of rows, by position. @internal */
export const purchaseProblems = (purchases: ReadonlyArray<Purchase>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  purchases.forEach(({ on, amountMinor }, i) => {
    problems.push(...dateProblems(`purchases[${i}].on`, on))
    if (Number.isSafeInteger(amountMinor) && amountMinor >= 0) return
    const negative = amountMinor < 0
    problems.push(
      loyaltyProblem(
        `purchases[${i}].amountMinor`,
        negative ? "loyalty.negativeMoney" : "loyalty.money",
        negative
          ? `the amount is negative (${amountMinor}): net returns off first, or leave them out`
          : `expected whole minor units up to 2^53−1, got ${amountMinor}`,
        negative
          ? `сумма отрицательна (${amountMinor}): сначала вычтите возвраты или не передавайте их`
          : `ожидается целое число минимальных единиц не больше 2^53−1, получено ${amountMinor}`,
      ),
    )
  })
  return problems
}

/**
 * Merges rows per customer and calendar day. Customers come in order of first appearance.
 *
 * @throws InputInvalid listing every bad row
 * @internal
 */
export const customerDays = (purchases: ReadonlyArray<Purchase>): ReadonlyArray<CustomerDays> => {
  refuse(purchaseProblems(purchases))
  const byCustomer = new Map<string, Map<number, number>>()
  for (const { customerId, on, amountMinor } of purchases) {
    let days = byCustomer.get(customerId)
    if (days === undefined) {
      days = new Map()
      byCustomer.set(customerId, days)
    }
    const day = dayNumberOf(on)
    days.set(day, addMinor(days.get(day) ?? 0, amountMinor))
  }
  return Array.from(byCustomer, ([customerId, amounts]) => {
    const days = Array.from(amounts.keys()).toSorted((left, right) => left - right)
    return { customerId, days, amounts: days.map((day) => amounts.get(day) ?? 0) }
  })
}
