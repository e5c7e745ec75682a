import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dateOfDayNumber, dayNumberOf } from "../shared/CalendarDate.ts"
import { sumMinor } from "../shared/Money.ts"
import type { Problem } from "../shared/Problem.ts"
import { dateProblems, refuse, unitProblems } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"
import type { CustomerDays, Purchase } from "./Purchase.ts"
import { customerDays } from "./Purchase.ts"
import type { TimeUnit } from "./TimeUnit.ts"
import { timeUnitDays } from "./TimeUnit.ts"

/** All that a repeat-purchase model needs to know of a customer. Times are in the model's unit, from the birth on. */
export interface History {
  /** x: days with a purchase after the birth; whole, 0 or more. */
  readonly repeatCount: number
  /** t_x: from the birth to the last purchase; 0 where there is no repeat purchase. */
  readonly lastAt: number
  /** T: from the birth to the end of observation; `lastAt` or more. */
  readonly age: number
}

/** The same with who it is, when, and for how much. */
export interface PurchaseHistory extends History {
  /** Who. */
  readonly customerId: string
  /** The birth: the first purchase, or the day given in the settings. */
  readonly bornOn: CalendarDate
  /** Day of the last purchase up to the end; the birth where there is none after it. */
  readonly lastOn: CalendarDate
  /** Spend on the repeat days, minor units. */
  readonly repeatSpendMinor: number
  /** Days with a purchase after the end, up to the end of the holdout; null where no holdout was asked for. */
  readonly holdoutCount: number | null
  /** Spend on those days; null likewise. */
  readonly holdoutSpendMinor: number | null
}

/** How histories are cut out of purchases. */
export interface PurchaseHistorySettings {
  /** Last day of observation (inclusive). */
  readonly end: CalendarDate
  /** Unit of all times. */
  readonly unit: TimeUnit
  /** Last day of the holdout that follows (inclusive), later than `end`. Default: no holdout. */
  readonly holdoutEnd?: CalendarDate
  /** Only customers born on this day or later. A model describes one cohort; pooling cohorts moves its parameters. */
  readonly bornFrom?: CalendarDate
  /** Only customers born on this day or earlier. */
  readonly bornTo?: CalendarDate
  /**
   * Births other than the first purchase, such as the day of a contract, by customer. Then every purchase on a later day
   * is a repeat; one before the birth is an error. A customer named here without purchases has a history too.
   */
  readonly births?: ReadonlyMap<string, CalendarDate>
}

/** Histories and what they were made of. */
export interface PurchaseHistories {
  /** Last day of observation (inclusive). */
  readonly end: CalendarDate
  /** Unit of all times. */
  readonly unit: TimeUnit
  /** Last day of the holdout; null where there is none. */
  readonly holdoutEnd: CalendarDate | null
  /** One per customer, in order of first appearance. */
  readonly histories: ReadonlyArray<PurchaseHistory>
  /** Rows read. */
  readonly rowCount: number
  /** Days with a purchase that they merged to. */
  readonly purchaseDayCount: number
  /** Customers left out since they were born after the end. */
  readonly bornAfterEndCount: number
  /** Customers left out since they were born outside the cohort asked for. */
  readonly outsideCohortCount: number
}

/**
 * Turns purchases into histories (x, t_x, T) by the contract on which published figures rest (Fader, Hardie and Lee
 * 2005): purchases of a calendar day are one; the birth is day 0 and does not count; times are whole days divided by the
 * days of the unit; observation ends with the last day for all alike.
 *
 * @param purchases - rows in any order, amounts in one currency
 * @param settings - the end, the unit, and what departs from the defaults
 * @throws InputInvalid listing every bad row, date and birth (`loyalty.negativeMoney`, `loyalty.purchaseBeforeBirth`, …)
 * @example
 * ```ts
 * import { purchaseHistories } from "@salesdept/core/loyalty/models"
 *
 * const purchases = [
 *   { customerId: "c1", on: "2026-01-05", amountMinor: 900_00 },
 *   { customerId: "c1", on: "2026-01-19", amountMinor: 450_00 },
 * ]
 * const { histories } = purchaseHistories(purchases, { end: "2026-02-02", unit: "week" })
 * histories.map(({ repeatCount, lastAt, age }) => ({ x: repeatCount, tx: lastAt, T: age })) // [{ x: 1, tx: 2, T: 4 }]
 * ```
 */
export const purchaseHistories = (
  purchases: ReadonlyArray<Purchase>,
  settings: PurchaseHistorySettings,
): PurchaseHistories => {
  refuse(settingProblems(settings))
  const window = windowOf(settings)
  const customers = withBirths(customerDays(purchases), settings.births ?? new Map())
  const histories: Array<PurchaseHistory> = []
  const early: Array<Problem> = []
  let [bornAfterEndCount, outsideCohortCount] = [0, 0]
  for (const customer of customers) {
    const birth = settings.births?.get(customer.customerId)
    const born = birth === undefined ? customer.days[0]! : dayNumberOf(birth)
    if (customer.days[0] !== undefined && customer.days[0] < born) {
      early.push(beforeBirth(customer.customerId, dateOfDayNumber(customer.days[0]), dateOfDayNumber(born)))
    } else if (born > window.end) bornAfterEndCount++
    else if (born < window.bornFrom || born > window.bornTo) outsideCohortCount++
    else histories.push(historyOf(customer, born, window))
  }
  refuse(early)
  return {
    end: settings.end,
    unit: settings.unit,
    holdoutEnd: settings.holdoutEnd ?? null,
    histories,
    rowCount: purchases.length,
    purchaseDayCount: customers.reduce((sum, { days }) => sum + days.length, 0),
    bornAfterEndCount,
    outsideCohortCount,
  }
}

interface Window {
  readonly end: number
  readonly holdoutEnd: number | null
  readonly bornFrom: number
  readonly bornTo: number
  readonly unitDays: number
}

const windowOf = ({ end, holdoutEnd, bornFrom, bornTo, unit }: PurchaseHistorySettings): Window => ({
  end: dayNumberOf(end),
  holdoutEnd: holdoutEnd === undefined ? null : dayNumberOf(holdoutEnd),
  bornFrom: bornFrom === undefined ? Number.NEGATIVE_INFINITY : dayNumberOf(bornFrom),
  bornTo: bornTo === undefined ? Number.POSITIVE_INFINITY : dayNumberOf(bornTo),
  unitDays: timeUnitDays[unit],
})

const withBirths = (
  customers: ReadonlyArray<CustomerDays>,
  births: ReadonlyMap<string, CalendarDate>,
): ReadonlyArray<CustomerDays> => {
  const known = new Set(customers.map(({ customerId }) => customerId))
  const silent = [...births.keys()].filter((customerId) => !known.has(customerId))
  return [...customers, ...silent.map((customerId) => ({ customerId, days: [], amounts: [] }))]
}

const historyOf = (customer: CustomerDays, born: number, window: Window): PurchaseHistory => {
  const { days, amounts, customerId } = customer
  const { end, holdoutEnd } = window
  const spendWhere = (wanted: (day: number) => boolean): number => sumMinor(amounts.filter((_, i) => wanted(days[i]!)))
  const isRepeat = (day: number): boolean => day > born && day <= end
  const isHeldOut = (day: number): boolean => day > end && holdoutEnd !== null && day <= holdoutEnd
  const last = days.findLast((day) => day <= end) ?? born
  return {
    customerId,
    bornOn: dateOfDayNumber(born),
    lastOn: dateOfDayNumber(last),
    repeatCount: days.filter(isRepeat).length,
    lastAt: (last - born) / window.unitDays,
    age: (end - born) / window.unitDays,
    repeatSpendMinor: spendWhere(isRepeat),
    holdoutCount: holdoutEnd === null ? null : days.filter(isHeldOut).length,
    holdoutSpendMinor: holdoutEnd === null ? null : spendWhere(isHeldOut),
  }
}

const beforeBirth = (customerId: string, on: CalendarDate, born: CalendarDate): Problem =>
  loyaltyProblem(
    `births.${customerId}`,
    "loyalty.purchaseBeforeBirth",
    `a purchase on ${on} is earlier than the birth on ${born}`,
    `покупка ${on} раньше даты появления клиента ${born}`,
  )

const settingProblems = (settings: PurchaseHistorySettings): ReadonlyArray<Problem> => {
  const { end, holdoutEnd, bornFrom, bornTo, births = new Map<string, CalendarDate>(), unit } = settings
  const optional = Object.entries({ holdoutEnd, bornFrom, bornTo })
  const problems = [
    ...dateProblems("end", end),
    ...optional.flatMap(([path, date]) => (date === undefined ? [] : dateProblems(path, date))),
    ...Array.from(births, ([customerId, date]) => dateProblems(`births.${customerId}`, date)).flat(),
    ...unitProblems(unit),
  ]
  if (problems.length > 0 || holdoutEnd === undefined || holdoutEnd > end) return problems
  return [
    loyaltyProblem(
      "holdoutEnd",
      "loyalty.setting",
      `the holdout must end after ${end}, got ${holdoutEnd}`,
      `контрольный период должен заканчиваться позже ${end}, получено ${holdoutEnd}`,
    ),
  ]
}
