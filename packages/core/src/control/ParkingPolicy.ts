import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"

/** Why a record may be parked. */
export interface ParkReason {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** For how many days at most, 1 to 3650 (inclusive); the policy's limit holds where left out. */
  readonly limitDays?: number
}

/** A tenant's rules of parking and snoozing. Plain data. */
export interface ParkingPolicy {
  /** The reasons a person picks from, 1 to 100. */
  readonly reasons: ReadonlyArray<ParkReason>
  /**
   * For how many days a record may be parked at most, 1 to 3650, counted from the day it was first parked since the client
   * was last spoken with (inclusive): bringing it back and putting it off again begins no new count.
   */
  readonly limitDays: number
  /** For how many days a row of the control list may be snoozed at most (inclusive), 1 to 3650. */
  readonly snoozeLimitDays: number
}

/** The rules of parking of a department that has stated none. Starting points; nobody measured them. */
export const defaultParkingPolicy: ParkingPolicy = {
  reasons: [
    { id: "clientAsked", name: { en: "The client asked to come back later", ru: "Клиент попросил вернуться позже" } },
    { id: "nextBudget", name: { en: "Waits for the next budget", ru: "Ждёт следующего бюджета" }, limitDays: 180 },
    { id: "season", name: { en: "Not the season", ru: "Не сезон" }, limitDays: 180 },
    { id: "awaitsThirdParty", name: { en: "Waits for somebody else", ru: "Ждёт третью сторону" }, limitDays: 30 },
    { id: "other", name: { en: "Another reason", ru: "Другая причина" }, limitDays: 14 },
  ],
  limitDays: 90,
  snoozeLimitDays: 14,
}

/**
 * The last day that a record may be parked until.
 *
 * @param reason - the reason, from the policy's list
 * @param policy - the rules
 * @param since - the day it was first parked since the client was last spoken with
 */
export const latestResumeOn = (reason: ParkReason, policy: ParkingPolicy, since: CalendarDate): CalendarDate =>
  addDays(since, reason.limitDays ?? policy.limitDays)
