import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, monthIndexOf } from "../../shared/CalendarDate.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { isWorkingDay, workingDaysIn } from "../../shared/WorkCalendar.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** What keeps a rep from a whole period's work. */
export interface RepTime {
  /** First day in the department; always there where null. */
  readonly joinedOn: CalendarDate | null
  /** Last day in the department (inclusive); null while there. */
  readonly leftOn: CalendarDate | null
  /** Days away: holidays, illness. */
  readonly absences: ReadonlyArray<DateRange>
  /**
   * What a newcomer does of a full rep's work, by months since joining: the first number holds in the calendar month of joining,
   * the next in the one after it, and 1 after the last. 0 to 1 each; empty for no ramp.
   */
  readonly ramp: ReadonlyArray<number>
}

/**
 * When a rep is there: the absences that are recorded count unless the question names others.
 *
 * @param rep - the rep's record; always there where it is unknown
 * @param terms - what the question says of the rep
 */
export const repTimeOf = (
  rep: Pick<Rep, "joinedOn" | "leftOn" | "absences"> | undefined,
  { absences, ramp = [] }: Partial<Pick<RepTime, "absences" | "ramp">> = {},
): RepTime => ({
  joinedOn: rep?.joinedOn ?? null,
  leftOn: rep?.leftOn ?? null,
  // A record names the last day away, a range the day after it.
  absences: absences ?? (rep?.absences ?? []).map(({ from, to }) => ({ from, to: addDays(to, 1) })),
  ramp,
})

/** How much of a period a rep has. */
export interface Capacity {
  /** Working days of the period. */
  readonly workingDays: number
  /** Of them those on which the rep is there. */
  readonly presentDays: number
  /** Present days weighed by the ramp; the rep's claim in a cascade. */
  readonly effectiveDays: number
}

/**
 * How much of a period a rep has: working days on which they are there, weighed by the ramp of a newcomer.
 *
 * @param time - the rep's joining, leaving, absences (ranges without their last day) and ramp (0 to 1 each, inclusive)
 * @param period - the days, from the first to the day after the last
 * @param calendar - the working calendar
 * @returns null where the calendar does not cover the whole period
 * @throws `InputInvalid` where a step of the ramp is not 0 to 1
 *
 * @example
 * ```ts
 * import { capacityOf } from "@salesdept/core/plan/targets"
 * import { ruCalendar } from "@salesdept/core/shared"
 *
 * const newcomer = { joinedOn: "2026-10-01", leftOn: null, absences: [{ from: "2026-11-16", to: "2026-11-21" }], ramp: [0.2, 0.5] }
 * capacityOf(newcomer, { from: "2026-11-01", to: "2026-12-01" }, ruCalendar) // { workingDays: 20, presentDays: 15, effectiveDays: 7.5 }
 * ```
 */
export const capacityOf = (time: RepTime, period: DateRange, calendar: WorkCalendar): Capacity | null =>
  capacityOfTimes([time], period, calendar)

/** The same of times of one person: a day is worked once, also where two of them have it, and by who is furthest on its ramp. */
const capacityOfTimes = (times: ReadonlyArray<RepTime>, period: DateRange, calendar: WorkCalendar): Capacity | null => {
  const steps = times[0]?.ramp ?? []
  const problems: ReadonlyArray<Problem> = steps.flatMap((step, index) =>
    step >= 0 && step <= 1
      ? []
      : [
          {
            path: `ramp[${index}]`,
            code: "ramp.step",
            message: { en: "must be 0 to 1", ru: "должно быть от 0 до 1" },
          },
        ],
  )
  refuse(problems)
  const workingDays = workingDaysIn(period, calendar)
  if (workingDays === null) return null
  let presentDays = 0
  let effectiveDays = 0
  for (let day = period.from; day < period.to; day = addDays(day, 1)) {
    if (isWorkingDay(day, calendar) !== true) continue
    const there = times.filter(
      ({ joinedOn, leftOn }) => (joinedOn === null || day >= joinedOn) && (leftOn === null || day <= leftOn),
    )
    if (there.length === 0) continue
    if (there.some(({ absences }) => absences.some(({ from, to }) => from <= day && day < to))) continue
    presentDays += 1
    const shares = there.map(({ joinedOn, ramp }) => {
      const months = joinedOn === null ? ramp.length : monthIndexOf(day) - monthIndexOf(joinedOn)
      return ramp[months] ?? 1
    })
    effectiveDays += Math.max(...shares)
  }
  return { workingDays, presentDays, effectiveDays }
}

/**
 * When a person is there of whom there may be several entries: each entry's days, and the days away of all of them, since a person is away
 * whichever entry says so.
 *
 * @param entries - the person's entries, which follow one another; always there where there are none
 * @param terms - what the question says of the person
 */
export const timesOfPerson = (
  entries: ReadonlyArray<Rep>,
  { absences, ramp }: Parameters<typeof repTimeOf>[1] = {},
): ReadonlyArray<RepTime> => {
  if (entries.length === 0) return [repTimeOf(undefined, { absences: absences ?? [], ramp: ramp ?? [] })]
  const away = absences ?? entries.flatMap((entry) => repTimeOf(entry).absences)
  return entries.map((entry) => repTimeOf(entry, { absences: away, ramp: ramp ?? [] }))
}

/**
 * How much of a period a person has of whom there may be several entries: who left and came back by another one has the days of both.
 *
 * @param entries - the person's entries, which follow one another; always there where there are none
 * @param terms - what the question says of the person
 * @param period - the days, from the first to the day after the last
 * @param calendar - the working calendar
 */
export const capacityOfPerson = (
  entries: ReadonlyArray<Rep>,
  terms: Parameters<typeof repTimeOf>[1],
  period: DateRange,
  calendar: WorkCalendar,
): Capacity | null => capacityOfTimes(timesOfPerson(entries, terms), period, calendar)
