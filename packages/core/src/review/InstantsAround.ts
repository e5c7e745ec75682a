import { addDays } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { DateRange, InstantRange } from "../shared/Period.ts"

/** Nothing that happened is kept of an earlier or of a later day. */
const [firstDay, lastDay] = ["0001-01-01", "9999-12-31"]

/** Instants among which are all of some days, whatever the zone: clocks are less than a day from Greenwich. */
export const instantsAround = ({ from, to }: DateRange): InstantRange => ({
  from: `${from <= firstDay ? firstDay : addDays(from, -1)}T00:00:00.000Z`,
  to: `${to >= lastDay ? lastDay : addDays(to, 1)}T00:00:00.000Z`,
})

/**
 * Tells whether an instant is of an earlier day than one. Of most instants the day need not be known for it: they are long before or after.
 *
 * @param day - the day
 * @param dayOf - the tenant's day of an instant
 */
export const isBeforeDay = (
  day: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
): ((instant: string) => boolean) => {
  const { from, to } = instantsAround({ from: day, to: day })
  return (instant) => instant < from || (instant < to && dayOf(instant) < day)
}
