/** A day of the calendar, `YYYY-MM-DD`, without a time zone. Never a JavaScript `Date`. */
export type CalendarDate = string

const shape = /^\d{4}-\d\d-\d\d$/
const dayMs = 86_400_000

/** Whether a text is a real calendar date of the form `YYYY-MM-DD` (years 0000–9999). */
export const isCalendarDate = (text: string): text is CalendarDate => {
  if (!shape.test(text)) return false
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

/** Days since 1970-01-01 (0 for that day). The form in which dates stand in columns. */
export const dayNumberOf = (date: CalendarDate): number => Date.parse(`${date}T00:00:00.000Z`) / dayMs

/** The date of a day number. */
export const dateOfDayNumber = (dayNumber: number): CalendarDate =>
  new Date(dayNumber * dayMs).toISOString().slice(0, 10)

/** The date so many days later (earlier where negative). */
export const addDays = (date: CalendarDate, days: number): CalendarDate => dateOfDayNumber(dayNumberOf(date) + days)

/** Whole days from one date to another; negative where `to` is earlier. */
export const daysBetween = (from: CalendarDate, to: CalendarDate): number => dayNumberOf(to) - dayNumberOf(from)
