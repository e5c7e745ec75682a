import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, isCalendarDate } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, hasDates, instantOf, isInstant } from "../shared/Instant.ts"
import type { Problem } from "../shared/Problem.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"

/** A moment to ask about: an instant, or a day, which means its last millisecond in the tenant's zone. */
export type ControlMoment = string

/** The moment for which records are judged, and what judging depends on beside the policy. */
export interface ControlContext {
  /** The moment. */
  readonly asOf: Instant
  /** Its day in the tenant's zone. */
  readonly today: CalendarDate
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
  /** The tenant's currency: in ranked lists its amounts come before those of other currencies. */
  readonly currency: string
  /**
   * By pipeline id, how many days the longest won deal took. It judges open deals of which only the opening day is known.
   * A pipeline that is not named is not judged by its history.
   */
  readonly longestWonDays: { readonly [pipelineId: string]: number }
}

/** What a {@link ControlContext} is made of. */
export interface ControlContextOptions {
  /** The moment. */
  readonly asOf: ControlMoment
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
  /** The tenant's currency, ISO 4217. */
  readonly currency: string
  /** By pipeline id, how many days the longest won deal took; nothing is judged by history where left out. */
  readonly longestWonDays?: { readonly [pipelineId: string]: number }
}

/**
 * Makes the context of a judgement.
 *
 * @param options - the moment, the tenant's zone and currency, and what judges open deals by their pipeline's history
 * @throws InputInvalid (`asOf.shape`) where `asOf` is neither an instant nor a date, (`asOf.bounds`) where its date is none in some time
 * zone; TimeZoneUnknown
 *
 * @example
 * ```ts
 * import { controlContext } from "@salesdept/core/control/partition"
 *
 * controlContext({ asOf: "2026-11-23", timeZone: "Europe/Moscow", currency: "RUB" }).asOf // "2026-11-23T20:59:59.999Z"
 * ```
 */
export const controlContext = ({
  asOf,
  timeZone,
  currency,
  longestWonDays = {},
}: ControlContextOptions): ControlContext => {
  const common = { timeZone, currency, longestWonDays }
  const instant = momentInstant("asOf", asOf, timeZone)
  return { ...common, asOf: instant, today: localDateOf(instant, timeZone) }
}

/**
 * The instant that a moment means: itself, or a day's last millisecond in a zone.
 *
 * @param path - the option that gave it, for messages
 * @throws InputInvalid (`<path>.shape`, `<path>.bounds`); TimeZoneUnknown
 */
export const momentInstant = (path: string, moment: ControlMoment, timeZone: string): Instant => {
  if ((isInstant(moment) || isCalendarDate(moment)) && !hasDates(moment)) {
    throw new InputInvalid([outOfDates(path)])
  }
  if (isInstant(moment)) return moment
  if (isCalendarDate(moment)) return instantOf(epochMsOf(startOfDay(addDays(moment, 1), timeZone)) - 1)
  throw new InputInvalid([notAMoment(path, moment)])
}

const outOfDates = (path: string): Problem => ({
  path,
  code: `${path}.bounds`,
  message: { en: "must lie from 0001-01-02 to 9999-12-30", ru: "должно быть от 0001-01-02 до 9999-12-30" },
})

const notAMoment = (path: string, moment: string): Problem => ({
  path,
  code: `${path}.shape`,
  message: {
    en: `"${moment}" is neither a UTC time such as 2026-11-23T09:30:00.000Z nor a date such as 2026-11-23`,
    ru: `«${moment}» — не время UTC вида 2026-11-23T09:30:00.000Z и не дата вида 2026-11-23`,
  },
})
