import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import { epochMsOf } from "../shared/Instant.ts"
import type { Instant } from "../shared/Instant.ts"
import type { TierRules } from "./Tier.ts"
import { instantOfLocal, localDateOf, localDateTimeOf } from "../shared/TimeZone.ts"

/** How often a client may be turned to: at most so many times within so many days, the day itself included. */
export interface ContactCap {
  /** The channel it holds for; every channel together where absent. */
  readonly channelId?: string
  /** How many times, 1 to 1000. */
  readonly count: number
  /** Calendar days in the client's own zone, 1 (the same day) to 366. */
  readonly days: number
}

/** Hours in which a client is not turned to, by the clocks of its own zone: from (inclusive) to (exclusive), also over midnight. */
export interface QuietHours {
  /** `HH:mm`. */
  readonly from: string
  /** `HH:mm`. */
  readonly to: string
}

/** Why an offer may be refused. */
export interface RefusalReason {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
}

/** What recommendations are rewarded with, and when. */
export interface ReferralProgramme {
  /** Points of who recommended; 0 for none. */
  readonly advocatePoints: number
  /** Points of who was recommended; 0 for none. */
  readonly clientPoints: number
  /** For how many days the points are valid; without end where null. */
  readonly validDays: number | null
  /** The least that must be paid on the deal, in this currency; whatever is paid in full where null. */
  readonly minPaid: Money | null
  /** An advocate is rewarded at most so many times within so many days; without limit where null. */
  readonly capPerAdvocate: { readonly count: number; readonly days: number } | null
  /** Days from the recommendation within which a deal may be attributed to it, 1 to 3650; from then on until it is paid. */
  readonly attributionDays: number
}

/** A department's rules of loyalty, over all campaigns. */
export interface LoyaltyPolicy {
  /** Caps per client, over all campaigns. */
  readonly caps: ReadonlyArray<ContactCap>
  /** Days that pass after one turn to a client before the next, 0 to 366; 0 where there is no such rule. */
  readonly coolDownDays: number
  /** Hours of rest; none where null. */
  readonly quietHours: QuietHours | null
  /** Why offers are refused: a list to choose from. */
  readonly refusalReasons: ReadonlyArray<RefusalReason>
  /** For how many days something that fell due and was held back stays due, 0 to 366. */
  readonly graceDays: number
  /** What recommendations are rewarded with; nothing where left out. */
  readonly referral?: ReferralProgramme
  /** Tiers of clients by paid and documented revenue; none where left out. */
  readonly tiers?: TierRules
}

/** The rules of departments that state none: one turn to a client a day and four in 30 days, and nights of rest. */
export const defaultLoyaltyPolicy: LoyaltyPolicy = {
  caps: [
    { count: 1, days: 1 },
    { count: 4, days: 30 },
  ],
  coolDownDays: 0,
  quietHours: { from: "21:00", to: "09:00" },
  refusalReasons: [
    { id: "price", name: { en: "Price", ru: "Цена" } },
    { id: "noNeed", name: { en: "No need now", ru: "Сейчас не нужно" } },
    { id: "competitor", name: { en: "Chose a competitor", ru: "Выбрали конкурента" } },
    { id: "dissatisfied", name: { en: "Was not satisfied before", ru: "Остались недовольны" } },
    { id: "noAnswer", name: { en: "No answer", ru: "Нет ответа" } },
    { id: "other", name: { en: "Other", ru: "Другое" } },
  ],
  graceDays: 14,
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const minuteMs = 60_000

/** When a client may be turned to, and the day on its own calendar that this counts for. */
export interface ContactMoment {
  /** Not before this instant. */
  readonly notBefore: Instant
  /** The client's calendar day of it. */
  readonly on: CalendarDate
}

/**
 * The first moment from an instant on that is outside of the hours of rest.
 *
 * @param at - the instant
 * @param quiet - hours of rest; null where there are none
 * @param timeZone - the client's zone
 * @example
 * ```ts
 * import { contactMoment } from "@salesdept/core/loyalty/campaigns"
 *
 * contactMoment("2026-11-23T20:00:00.000Z", { from: "21:00", to: "09:00" }, "Europe/Moscow")
 * // { notBefore: "2026-11-24T06:00:00.000Z", on: "2026-11-24" }
 * ```
 */
export const contactMoment = (at: Instant, quiet: QuietHours | null, timeZone: string): ContactMoment => {
  const { date, time } = localDateTimeOf(at, timeZone)
  if (quiet === null || quiet.from === quiet.to) return { notBefore: at, on: date }
  const minute = minuteOf(time)
  const [from, to] = [minuteOf(quiet.from), minuteOf(quiet.to)]
  const rests = from < to ? minute >= from && minute < to : minute >= from || minute < to
  if (!rests) return { notBefore: at, on: date }
  const wakesOn = from > to && minute >= from ? addDays(date, 1) : date
  const wakes = instantOfLocal(wakesOn, to * minuteMs, timeZone)
  // Clocks that are put back may show the waking hour twice: never earlier than asked.
  const notBefore = epochMsOf(wakes) < epochMsOf(at) ? at : wakes
  return { notBefore, on: localDateOf(notBefore, timeZone) }
}
