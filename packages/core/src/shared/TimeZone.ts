import { dateOfDayNumber, dayNumberOf } from "./CalendarDate.ts"
import type { CalendarDate } from "./CalendarDate.ts"
import { epochMsOf, instantOf } from "./Instant.ts"
import type { Instant } from "./Instant.ts"
import { TimeZoneUnknown } from "./TimeZoneErrors.ts"

const dayMs = 86_400_000

/** What the clocks of a zone show at an instant. */
export interface LocalDateTime {
  /** The calendar day. */
  readonly date: CalendarDate
  /** Time of day, `HH:mm:ss.SSS`, 00:00:00.000–23:59:59.999. */
  readonly time: string
  /** Local time minus UTC, in seconds: 10 800 for Moscow today. Tells apart the two passes of a repeated hour. */
  readonly utcOffsetSeconds: number
}

/** A UTC day on which the offset changes: `before` until `atMs`, `after` from it on (all in milliseconds). */
interface Change {
  readonly atMs: number
  readonly before: number
  readonly after: number
}

/** What is known of a zone: its formatter, and the offset of each UTC day asked for (a number where it is constant). */
interface ZoneTable {
  readonly format: Intl.DateTimeFormat
  readonly days: Map<number, number | Change>
  readonly dayStarts: Map<number, number>
}

// Caches only: the same arguments always give the same result. Bounded, since instants may come from anywhere.
const tables = new Map<string, ZoneTable>()
const maxDays = 50_000

/**
 * Whether a text names an IANA time zone that this runtime knows, such as `Europe/Moscow` or `UTC`. Fixed offsets such as
 * `+03:00` are refused: they cannot say what the clocks did or will do.
 *
 * @param text - any text
 * @example
 * ```ts
 * import { isTimeZone } from "@salesdept/core/shared"
 *
 * isTimeZone("Asia/Yekaterinburg") // true
 * isTimeZone("+05:00") // false
 * ```
 */
export const isTimeZone = (text: string): boolean => tableOf(text) !== null

const tableOf = (timeZone: string): ZoneTable | null => {
  const known = tables.get(timeZone)
  if (known !== undefined) return known
  if (!/^[A-Za-z]/.test(timeZone)) return null
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" })
    const table: ZoneTable = { format, days: new Map(), dayStarts: new Map() }
    tables.set(timeZone, table)
    return table
  } catch {
    return null
  }
}

const zoneOf = (timeZone: string): ZoneTable => {
  const table = tableOf(timeZone)
  if (table === null) throw new TimeZoneUnknown(timeZone)
  return table
}

const offsetShape = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

/** Asks the runtime's zone data; about two microseconds, hence the table. */
const readOffset = (table: ZoneTable, epochMs: number): number => {
  const [, sign, hours, minutes, seconds] = offsetShape.exec(table.format.format(epochMs)) ?? []
  if (sign === undefined) return 0
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds ?? 0)) * 1000
  return sign === "-" ? -size : size
}

/**
 * Offsets are looked up per UTC day: equal at both ends means constant between. No zone of the tz database changes its
 * offset and takes the change back within three days (checked for all its zones, years 1–2040).
 */
const dayOf = (table: ZoneTable, day: number): number | Change => {
  const known = table.days.get(day)
  if (known !== undefined) return known
  const before = startOffset(table, day)
  const after = startOffset(table, day + 1)
  const found = before === after ? before : { atMs: changeBetween(table, day, before), before, after }
  if (table.days.size >= maxDays) table.days.clear()
  table.days.set(day, found)
  return found
}

const startOffset = (table: ZoneTable, day: number): number => {
  const known = table.dayStarts.get(day)
  if (known !== undefined) return known
  const offset = readOffset(table, day * dayMs)
  if (table.dayStarts.size >= maxDays) table.dayStarts.clear()
  table.dayStarts.set(day, offset)
  return offset
}

/** The whole second at which a day's first offset ends, by bisection. */
const changeBetween = (table: ZoneTable, day: number, before: number): number => {
  let low = day * 86_400
  let high = low + 86_400
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (readOffset(table, middle * 1000) === before) low = middle
    else high = middle
  }
  return high * 1000
}

const offsetAt = (table: ZoneTable, epochMs: number): number => {
  const day = dayOf(table, Math.floor(epochMs / dayMs))
  if (typeof day === "number") return day
  return epochMs < day.atMs ? day.before : day.after
}

/**
 * Local time minus UTC, in milliseconds, positive east of Greenwich.
 *
 * @param epochMs - milliseconds since 1970-01-01T00:00:00Z, years 0001–9998
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { utcOffsetMsAt } from "@salesdept/core/shared"
 *
 * utcOffsetMsAt(Date.parse("2026-11-23T09:30:00Z"), "Europe/Moscow") / 3_600_000 // 3
 * ```
 */
export const utcOffsetMsAt = (epochMs: number, timeZone: string): number => offsetAt(zoneOf(timeZone), epochMs)

/**
 * The calendar day that the clocks of a zone show at an instant. Never uses the zone of the process. Cheap enough for
 * every row of a report: the zone's offsets are remembered per day.
 *
 * @param instant - years 0001–9998
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { localDateOf } from "@salesdept/core/shared"
 *
 * localDateOf("2026-11-23T21:30:00.000Z", "Europe/Moscow") // "2026-11-24"
 * ```
 */
export const localDateOf = (instant: Instant, timeZone: string): CalendarDate =>
  dateOfDayNumber(localDayNumberAt(epochMsOf(instant), timeZone))

/**
 * The day number (days since 1970-01-01) of the local date: {@link localDateOf} for columns.
 *
 * @param epochMs - milliseconds since 1970-01-01T00:00:00Z, years 0001–9998
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { dateOfDayNumber, localDayNumberAt } from "@salesdept/core/shared"
 *
 * const day = localDayNumberAt(Date.parse("2026-11-23T21:30:00Z"), "Europe/Moscow")
 * day // 20781
 * dateOfDayNumber(day) // "2026-11-24"
 * ```
 */
export const localDayNumberAt = (epochMs: number, timeZone: string): number =>
  Math.floor((epochMs + utcOffsetMsAt(epochMs, timeZone)) / dayMs)

/**
 * The date and time that the clocks of a zone show at an instant.
 *
 * @param instant - years 0001–9998
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { localDateTimeOf } from "@salesdept/core/shared"
 *
 * const calledAt = "2026-07-01T12:00:00.000Z"
 * localDateTimeOf(calledAt, "Asia/Omsk") // { date: "2026-07-01", time: "18:00:00.000", utcOffsetSeconds: 21600 }
 * ```
 */
export const localDateTimeOf = (instant: Instant, timeZone: string): LocalDateTime => {
  const epochMs = epochMsOf(instant)
  const offsetMs = utcOffsetMsAt(epochMs, timeZone)
  const local = instantOf(epochMs + offsetMs)
  return { date: local.slice(0, 10), time: local.slice(11, 23), utcOffsetSeconds: offsetMs / 1000 }
}

/**
 * The first instant at which the clocks of a zone show a time of a day, or a later time. So a time that is shown twice
 * (clocks went back) means its first pass, and a time that is skipped (clocks went forward) means the end of the gap.
 *
 * @param date - years 0001–9998
 * @param timeOfDayMs - milliseconds since midnight by the clock's face, 0 to 86 400 000; the upper bound (inclusive) is
 * midnight of the next day
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { instantOfLocal } from "@salesdept/core/shared"
 *
 * instantOfLocal("2026-11-23", 9 * 3_600_000, "Europe/Moscow") // "2026-11-23T06:00:00.000Z"
 * ```
 */
export const instantOfLocal = (date: CalendarDate, timeOfDayMs: number, timeZone: string): Instant =>
  instantOf(epochMsOfLocal(dayNumberOf(date), timeOfDayMs, timeZone))

/**
 * The first instant of a local calendar day. Where clocks skip midnight (00:00 to 01:00 in Beirut) the day starts at the
 * end of the gap; a day that a zone skipped altogether (2011-12-30 in Apia) starts, and ends, where the next one starts.
 *
 * @param date - years 0001–9998
 * @param timeZone - IANA name
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { startOfDay } from "@salesdept/core/shared"
 *
 * startOfDay("2026-11-23", "Europe/Moscow") // "2026-11-22T21:00:00.000Z"
 * ```
 */
export const startOfDay = (date: CalendarDate, timeZone: string): Instant => instantOfLocal(date, 0, timeZone)

/**
 * {@link instantOfLocal} in numbers.
 *
 * @param dayNumber - whole days since 1970-01-01, years 0001–9998
 * @param timeOfDayMs - milliseconds since midnight by the clock's face, 0 to 86 400 000 (inclusive)
 * @param timeZone - IANA name
 * @returns milliseconds since 1970-01-01T00:00:00Z
 * @throws {@link TimeZoneUnknown}
 * @example
 * ```ts
 * import { dayNumberOf, epochMsOfLocal } from "@salesdept/core/shared"
 *
 * epochMsOfLocal(dayNumberOf("2026-11-23"), 9 * 3_600_000, "Europe/Moscow") // 1795413600000
 * ```
 */
export const epochMsOfLocal = (dayNumber: number, timeOfDayMs: number, timeZone: string): number => {
  const table = zoneOf(timeZone)
  const localMs = dayNumber * dayMs + timeOfDayMs
  // Offsets lie within ±24 h, so the offsets a day before and a day after are those around the sought instant.
  const before = offsetAt(table, localMs - dayMs)
  const after = offsetAt(table, localMs + dayMs)
  const early = localMs - before
  if (before === after || offsetAt(table, early) === before) return early
  const late = localMs - after
  return offsetAt(table, late) === after ? late : changeWithin(table, late, early)
}

/** The one change of offset between two instants at most a day apart. */
const changeWithin = (table: ZoneTable, fromMs: number, toMs: number): number => {
  for (let day = Math.floor(fromMs / dayMs); day <= Math.floor(toMs / dayMs); day++) {
    const found = dayOf(table, day)
    if (typeof found !== "number" && found.atMs > fromMs && found.atMs <= toMs) return found.atMs
  }
  return toMs
}
