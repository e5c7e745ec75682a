import type { Message } from "../../shared/Message.ts"
import type { Period } from "../../shared/Period.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { calendarCovers } from "../../shared/WorkCalendar.ts"
import type { Variance } from "../decomposition/Variance.ts"
import type { RepTime } from "./Capacity.ts"
import { capacityVariance } from "./CapacityVariance.ts"
import { staffedAmount } from "./StaffedTime.ts"

/** How much of a variance is people and days, or why nobody can tell. */
export interface StaffingVariance {
  /** Reps × working days × share of them present × won per rep and day; null where it is withheld. */
  readonly variance: Variance | null
  /** Why; null where it is told. */
  readonly withheld: Message | null
}

/**
 * How much of a variance of two periods is people and days.
 *
 * @param amounts - what was won in each, minor units, and the ISO 4217 code
 * @param people - when each was in the department, away, and new
 * @param base - the period compared with
 * @param period - the period explained
 * @param calendar - the working calendar
 * @returns withheld where the calendar does not cover a period, or nobody was there on a working day of it
 * @throws `InputInvalid` where a step of a ramp is not 0 to 1
 */
export const staffingVariance = (
  { baseMinor, actualMinor, currency }: Pick<Variance, "baseMinor" | "actualMinor" | "currency">,
  people: ReadonlyArray<RepTime>,
  base: Period,
  period: Period,
  calendar: WorkCalendar,
): StaffingVariance => {
  const uncovered = [base, period].filter((range) => !calendarCovers(range, calendar))
  if (uncovered.length > 0) {
    const labels = uncovered.map(({ label }) => label).join(", ")
    return withhold(`the calendar does not cover ${labels}`, `календарь не охватывает ${labels}`)
  }
  const before = staffedAmount(baseMinor, people, base, calendar)
  const after = staffedAmount(actualMinor, people, period, calendar)
  if (before !== null && after !== null) return { variance: capacityVariance(before, after, currency), withheld: null }
  const empty = [...(before === null ? [base] : []), ...(after === null ? [period] : [])]
  const labels = empty.map(({ label }) => label).join(", ")
  return withhold(`no rep was there on a working day of ${labels}`, `в рабочие дни ${labels} менеджеров не было`)
}

const withhold = (en: string, ru: string): StaffingVariance => ({
  variance: null,
  withheld: {
    en: `What is a matter of people and days is not told: ${en}`,
    ru: `Влияние числа менеджеров и рабочих дней не посчитано: ${ru}`,
  },
})
