import type { DateRange } from "../../shared/Period.ts"
import { calendarCovers } from "../../shared/WorkCalendar.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import type { Rep } from "../../team/RepSchema.ts"
import { capacityOfPerson, timesOfPerson } from "../capacity/Capacity.ts"

/**
 * Working days on which people are there.
 *
 * @param reps - everybody's entries, with the days away
 * @param calendar - the working calendar
 * @returns of a person and days how many; null of who is there on all of them, or is no rep of the team's, and where the calendar does not cover them
 */
export const ownDays = (
  reps: Iterable<Rep>,
  calendar: WorkCalendar,
): ((repId: string | null, days: DateRange) => number | null) => {
  const entries = Map.groupBy(reps, ({ personId }): string => personId)
  return (repId, days) => {
    const own = repId === null ? undefined : entries.get(repId)
    if (own === undefined || !calendarCovers(days, calendar)) return null
    const times = timesOfPerson(own)
    const isAway = times.some(({ absences }) => absences.some(({ from, to }) => from < days.to && to > days.from))
    const isThroughout = times.some(
      ({ joinedOn, leftOn }) => (joinedOn === null || joinedOn <= days.from) && (leftOn === null || leftOn >= days.to),
    )
    return isThroughout && !isAway ? null : (capacityOfPerson(own, {}, days, calendar)?.presentDays ?? null)
  }
}
