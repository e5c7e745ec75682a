import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { isWorkingDay } from "../shared/WorkCalendar.ts"
import type { ReviewFacts } from "./ReviewFacts.ts"

/** The longest that nobody works; a calendar without a working day is none to go by. */
const longestRest = 31

/**
 * The last day for something that is to be done within so many days: where that is a day off, the next working day. Where the calendar says
 * nothing of a day, it is worked.
 *
 * @param facts - when the department works
 */
export const lastDayOf =
  ({ calendar }: Pick<ReviewFacts, "calendar">) =>
  (since: CalendarDate, withinDays: number): CalendarDate => {
    const wanted = addDays(since, withinDays)
    if (calendar === undefined) return wanted
    for (let rest = 0; rest <= longestRest; rest++) {
      const day = addDays(wanted, rest)
      if (isWorkingDay(day, calendar) !== false) return day
    }
    return wanted
  }
