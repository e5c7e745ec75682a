import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { isWorkingDay } from "../shared/WorkCalendar.ts"
import { fiveDayCalendar, ruCalendar } from "../shared/WorkCalendars.ts"
import type { DueOffset, Instalment, Invoice } from "./SettlementSchema.ts"
import type { SettlementPolicy } from "./SettlementPolicy.ts"

/** The calendar that a department counts working days by; null where it names none. */
export const settlementCalendar = (policy: SettlementPolicy | undefined): WorkCalendar | null => {
  if (policy?.calendar !== undefined) return policy.calendar
  switch (policy?.calendarId) {
    case "ru":
      return ruCalendar
    case "fiveDay":
      return fiveDayCalendar
    case undefined:
      return null
  }
}

const workingDaysAfter = (on: CalendarDate, days: number, calendar: WorkCalendar): CalendarDate | null => {
  let day = on
  let left = days
  // With 0 days it is the day itself, or the first working day after it.
  if (left === 0 && isWorkingDay(day, calendar) === false) left = 1
  while (left > 0) {
    day = addDays(day, 1)
    const works = isWorkingDay(day, calendar)
    if (works === null) return null
    if (works) left -= 1
  }
  return isWorkingDay(day, calendar) === null ? null : day
}

/**
 * The day by which an instalment is due once the fact has happened that it waits for.
 *
 * @param offset - how many days after the fact: calendar days, or working days of the calendar (a fact on a day off with 0
 *   working days is due on the next working day)
 * @param on - the day of the fact
 * @param calendar - the calendar of working days
 * @returns null where working days are counted and the calendar is absent or does not reach that far: no day is guessed, and control lists what lacks one
 * @example
 * ```ts
 * import { dueDay } from "@salesdept/core/settlement/receivables"
 * import { ruCalendar } from "@salesdept/core/shared"
 *
 * dueDay({ from: "document", days: 5, counted: "working" }, "2026-04-29", ruCalendar) // "2026-05-07"
 * ```
 */
export const dueDay = (offset: DueOffset, on: CalendarDate, calendar: WorkCalendar | null): CalendarDate | null => {
  if (offset.counted === "calendar") return addDays(on, offset.days)
  return calendar === null ? null : workingDaysAfter(on, offset.days, calendar)
}

/** What of an invoice says which facts have happened that give days. */
type Happened = Pick<Invoice, "shippedOn" | "documentedOn">

const factOf = ({ from }: DueOffset, { documentedOn, shippedOn }: Happened): CalendarDate | null =>
  from === "shipment" ? shippedOn : documentedOn

/**
 * Whether the fact that gives an instalment its day has happened and gave none: the calendar of working days did not reach that far.
 *
 * @param instalment - its day, and what it waits for
 * @param invoice - the facts that have happened
 */
export const lacksDay = ({ dueOn, offset }: Pick<Instalment, "dueOn" | "offset">, invoice: Happened): boolean =>
  dueOn === null && offset !== null && factOf(offset, invoice) !== null

/**
 * The days of instalments that lack one, where a calendar reaches that far now.
 *
 * @param invoice - its instalments, and the facts that have happened
 * @param from - the fact whose instalments are looked at
 * @param calendar - the calendar of working days
 */
export const daysFound = (
  invoice: Happened & Pick<Invoice, "instalments">,
  from: DueOffset["from"],
  calendar: WorkCalendar | null,
): ReadonlyArray<Pick<Instalment, "no" | "dueOn">> =>
  invoice.instalments.flatMap(({ no, dueOn, offset }) => {
    if (dueOn !== null || offset?.from !== from) return []
    const on = factOf(offset, invoice)
    const found = on === null ? null : dueDay(offset, on, calendar)
    return found === null ? [] : [{ no, dueOn: found }]
  })
