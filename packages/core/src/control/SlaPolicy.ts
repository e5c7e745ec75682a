import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { addWorkingMinutes } from "../shared/WorkTime.ts"

/** What is agreed on: `firstResponse` to a new lead, `rollingResponse` to whatever a client says later. */
export const slaKinds = ["firstResponse", "rollingResponse"] as const

/** `firstResponse` or `rollingResponse`. */
export type SlaKind = (typeof slaKinds)[number]

/** Within which working time an answer is agreed. */
export interface SlaTarget {
  /** Working minutes from the client's word to ours, whole, 1 to 100,000 (inclusive). */
  readonly minutes: number
  /** So many working minutes before the end a reminder is due, whole, 0 (none) to below `minutes`. */
  readonly remindBeforeMinutes: number
}

/**
 * Who is told: the owner, the owner's mentor, the head of the owner's team, or somebody by name. For whoever left or is away on the day the
 * stand-in of the absence hears of it, else the nearest head above the owner who is there, else the first of the team policy's `fallbackOwnerIds`
 * who is there, else a head; these last two also where nobody owns the record who works here.
 */
export type EscalationRecipient = "owner" | "mentor" | "teamHead" | { readonly personId: RepId }

/** A rung of the ladder that an unanswered word climbs. */
export interface EscalationRung {
  /** Short name, unique in the ladder. */
  readonly id: string
  /** So many working minutes after the agreed time, whole, 0 to 100,000 (inclusive). */
  readonly afterMinutes: number
  /** Who is told. */
  readonly to: EscalationRecipient
}

/** Agreed times of answers, counted in working time. Plain data. */
export interface SlaPolicy {
  /** The tenant's working calendar with its holidays. */
  readonly calendar: WorkCalendar
  /** For the first answer to a new lead; none agreed where left out. */
  readonly firstResponse?: SlaTarget
  /** For every later answer; none agreed where left out. */
  readonly rollingResponse?: SlaTarget
  /** The ladder, by time; 50 rungs at most. */
  readonly escalation: ReadonlyArray<EscalationRung>
}

/** When what of a clock is due. */
export interface SlaTimes {
  /** The reminder; null where none is agreed. */
  readonly remindAt: Instant | null
  /** The end of the agreed time. */
  readonly dueAt: Instant
  /** The rungs of the ladder; those that the calendar does not reach are left out. */
  readonly rungs: ReadonlyArray<{ readonly rungId: string; readonly at: Instant }>
}

/**
 * When the agreed time of a clock ends, in working time of the tenant's calendar and zone.
 *
 * @param startedAt - the client's word
 * @param kind - what is agreed on
 * @param policy - the agreed times
 * @param timeZone - IANA zone of the calendar's hours
 * @returns null where nothing is agreed on, or the calendar does not cover the time: unknown, never a guess
 * @throws TimeZoneUnknown
 */
export const slaDueAt = (startedAt: Instant, kind: SlaKind, policy: SlaPolicy, timeZone: string): Instant | null => {
  const target = policy[kind]
  return target === undefined ? null : addWorkingMinutes(startedAt, target.minutes, policy.calendar, timeZone)
}

/**
 * When reminder, deadline and rungs of a clock are due, in working time of the tenant's calendar and zone.
 *
 * @param startedAt - the client's word
 * @param kind - what is agreed on
 * @param policy - the agreed times
 * @param timeZone - IANA zone of the calendar's hours
 * @returns null where nothing is agreed on, or the calendar does not cover the time: unknown, never a guess
 * @throws TimeZoneUnknown
 *
 * @example
 * ```ts
 * import { slaTimes } from "@salesdept/core/control"
 * import { ruCalendar } from "@salesdept/core/shared"
 *
 * const escalation = [{ id: "head", afterMinutes: 30, to: "teamHead" as const }]
 * const policy = { calendar: ruCalendar, firstResponse: { minutes: 60, remindBeforeMinutes: 15 }, escalation }
 * slaTimes("2026-11-20T14:30:00.000Z", "firstResponse", policy, "Europe/Moscow") // { remindAt: "2026-11-23T06:15:00.000Z", dueAt: "2026-11-23T06:30:00.000Z", rungs: [{ rungId: "head", at: "2026-11-23T07:00:00.000Z" }] }
 * ```
 */
export const slaTimes = (startedAt: Instant, kind: SlaKind, policy: SlaPolicy, timeZone: string): SlaTimes | null => {
  const target = policy[kind]
  const dueAt = slaDueAt(startedAt, kind, policy, timeZone)
  if (target === undefined || dueAt === null) return null
  const after = (minutes: number): Instant | null => addWorkingMinutes(startedAt, minutes, policy.calendar, timeZone)
  const { remindBeforeMinutes } = target
  return {
    remindAt: remindBeforeMinutes === 0 ? null : after(target.minutes - remindBeforeMinutes),
    dueAt,
    rungs: policy.escalation.flatMap(({ id, afterMinutes }) => {
      const at = after(target.minutes + afterMinutes)
      return at === null ? [] : [{ rungId: id, at }]
    }),
  }
}

/**
 * When what of a clock is due, also where the calendar does not reach: by the hours of the wall clock that hold without an agreement then, so
 * that a calendar which nobody has prolonged silences no clock. Null only where nothing is agreed.
 */
export const clockTimes = (
  startedAt: Instant,
  kind: SlaKind,
  { sla, answerWithinHours }: { readonly sla: SlaPolicy; readonly answerWithinHours: number },
  timeZone: string,
): SlaTimes | null => {
  const target = sla[kind]
  if (target === undefined) return null
  const later = (from: Instant, minutes: number): Instant => instantOf(epochMsOf(from) + minutes * 60_000)
  const agreed = slaTimes(startedAt, kind, sla, timeZone)
  const dueAt = agreed?.dueAt ?? later(startedAt, answerWithinHours * 60)
  return {
    remindAt: agreed?.remindAt ?? null,
    dueAt,
    rungs: sla.escalation.map(
      ({ id, afterMinutes }) =>
        agreed?.rungs.find(({ rungId }) => rungId === id) ?? { rungId: id, at: later(dueAt, afterMinutes) },
    ),
  }
}
