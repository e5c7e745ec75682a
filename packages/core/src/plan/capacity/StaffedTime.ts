import type { DateRange } from "../../shared/Period.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { workingDaysIn } from "../../shared/WorkCalendar.ts"
import type { RepTime } from "./Capacity.ts"
import { capacityOf } from "./Capacity.ts"
import type { StaffedAmount } from "./CapacityVariance.ts"

/**
 * How many people worked for an amount, and how much of their days they were there at full strength.
 *
 * @param amountMinor - the amount in minor units
 * @param people - when each was in the department, away, and new
 * @param period - the days, from the first to the day after the last
 * @param calendar - the working calendar
 * @returns null where the calendar does not cover the period, or nobody was there on a working day
 * @throws `InputInvalid` where a step of a ramp is not 0 to 1
 *
 * @example
 * ```ts
 * import { staffedAmount } from "@salesdept/core/plan/targets"
 * import { ruCalendar } from "@salesdept/core/shared"
 *
 * const ann = { joinedOn: null, leftOn: null, absences: [], ramp: [] }
 * const bob = { ...ann, joinedOn: "2026-11-01", ramp: [0.5] }
 * staffedAmount(600_000_00, [ann, bob], { from: "2026-11-01", to: "2026-12-01" }, ruCalendar) // { amountMinor: 60000000, headcount: 2, workingDays: 20, presentShare: 0.75 }
 * ```
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
