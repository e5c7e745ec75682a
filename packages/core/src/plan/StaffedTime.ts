import type { DateRange } from "../shared/Period.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { workingDaysIn } from "../shared/WorkCalendar.ts"
import type { RepTime } from "./Capacity.ts"
import { capacityOf } from "./Capacity.ts"
import type { StaffedAmount } from "./CapacityVariance.ts"

/**
 * How many people worked for an amount, and how much of their days they were there at full strength.
 *
 * @param amountMinor - the amount
 * @param people - when each was in the department, away, and new
 * @param period - the days
 * @param calendar - the working calendar
 * @returns null where the calendar does not cover the period, or nobody was there on a working day
 */
export const staffedAmount = (
  amountMinor: number,
  people: ReadonlyArray<RepTime>,
  period: DateRange,
  calendar: WorkCalendar,
): StaffedAmount | null => {
  const workingDays = workingDaysIn(period, calendar)
  if (workingDays === null || workingDays === 0) return null
  let [employed, effective] = [0, 0]
  for (const { joinedOn, leftOn, absences, ramp } of people) {
    employed += capacityOf({ joinedOn, leftOn, absences: [], ramp: [] }, period, calendar)?.presentDays ?? 0
    effective += capacityOf({ joinedOn, leftOn, absences, ramp }, period, calendar)?.effectiveDays ?? 0
  }
  if (employed === 0 || effective === 0) return null
  return { amountMinor, headcount: employed / workingDays, workingDays, presentShare: effective / employed }
}
