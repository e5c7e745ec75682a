import type { Message } from "../shared/Message.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"

/** Calendars of working days that the library carries. */
export type SettlementCalendarId = "ru" | "fiveDay"

/** Who is reminded: the client, the deal's owner, or the head of the department. */
export type ReminderRecipient = "client" | "rep" | "head"

/** One step of a reminder ladder. */
export interface ReminderStep {
  /** Short name, unique on the ladder. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** When, in days after the day an instalment is due; negative before it, 0 on the day itself. −365 to 365 (inclusive). */
  readonly days: number
  /** Who is reminded. */
  readonly to: ReminderRecipient
}

/** A department's rules of settlement. */
export interface SettlementPolicy {
  /**
   * Calendar by which working days are counted: `ru`, the Russian one for the years it is published for, or `fiveDay`, Monday
   * to Friday without holidays. Where it is left out with `calendar`, instalments that count working days are refused.
   */
  readonly calendarId?: SettlementCalendarId
  /**
   * A calendar of the department's own, which counts in place of `calendarId`: such as the one carried here with the next year joined to it,
   * once that is published (`joinWorkCalendars`). None where left out.
   */
  readonly calendar?: WorkCalendar
  /** The reminder ladder, for every instalment; none where left out. When a changed
   * ladder is published, the next tick plans every open invoice by it; nothing that was sent is sent again. */
  readonly reminders?: ReadonlyArray<ReminderStep>
  /** Minute of the tenant's day at which reminders fall due, 0 to 1439 (inclusive). Default 540, nine in the morning. */
  readonly remindAtMinute?: number
  /**
   * Days after a promised day on which it is judged whether the promise was kept, since bank statements come later than money;
   * 0 to 30 (inclusive). Default 0: on the morning after. Only money that came in by the promised day counts.
   */
  readonly promiseGraceDays?: number
}
