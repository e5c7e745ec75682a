import * as Result from "effect/Result"
import { mostAheadMs } from "../../journal/Event.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { isCalendarDate } from "../../shared/CalendarDate.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { epochMsOf, instantOf, isInstant } from "../../shared/Instant.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import type { CommandContext } from "./CommandContext.ts"

/** What of an input has happened, and cannot lie ahead. */
export interface Happened {
  /** Fields that hold days or instants; `lines[].bookedOn` for a field of each entry of a list. */
  readonly fields: ReadonlyArray<string>
  /** Reads in which time zone its days are told. */
  readonly timeZone: (context: CommandContext) => Generator<Read, string, unknown>
}

/** A time that an input states. */
export interface StatedTime {
  /** Where in the input. */
  readonly path: string
  /** A day, or an instant. */
  readonly at: string
}

const isFields = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null

/**
 * The days and instants that an input, decoded or not, states of what has happened.
 *
 * @param fields - the fields that hold them
 * @param input - the input
 */
export const statedTimes = (fields: ReadonlyArray<string>, input: unknown): ReadonlyArray<StatedTime> =>
  fields.flatMap((field): ReadonlyArray<StatedTime> => {
    if (!isFields(input)) return []
    const [list = "", inEach] = field.split("[].")
    const value = input[list]
    if (inEach === undefined) {
      const isTime = typeof value === "string" && (isCalendarDate(value) || isInstant(value))
      return isTime ? [{ path: list, at: value }] : []
    }
    const entries = Array.isArray(value) ? value : []
    return entries.flatMap((entry, at) =>
      statedTimes([inEach], entry).map((time) => ({ ...time, path: `${list}[${at}].${time.path}` })),
    )
  })

const dayAhead: Message = {
  en: "lies ahead: what is to come has not happened; record it on its day",
  ru: "ещё не наступил: будущее ещё не произошло; запишите это в свой день",
}

const instantAhead: Message = {
  en: "lies more than five minutes ahead: what is to come has not happened",
  ru: "больше чем на пять минут впереди: будущее ещё не произошло",
}

const problemsAfter = (
  times: ReadonlyArray<StatedTime>,
  latestMs: number,
  lastDay: CalendarDate,
): ReadonlyArray<Problem> =>
  times.flatMap(({ path, at }) => {
    if (isCalendarDate(at)) return at > lastDay ? [{ path, code: "date.ahead", message: dayAhead }] : []
    return epochMsOf(at) > latestMs ? [{ path, code: "instant.ahead", message: instantAhead }] : []
  })

/** A command may happen ahead on a dry run, and by a tick: what it states goes with it. */
const latestOf = (nowMs: number, occurredAt: Instant | undefined): number =>
  Math.max(nowMs + mostAheadMs, occurredAt === undefined ? 0 : epochMsOf(occurredAt))

const hourMs = 3_600_000

/** The day it is somewhere on earth: zones lie from twelve hours behind to fourteen ahead of UTC. */
const dayAt = (ms: number, hoursAhead: number): CalendarDate => instantOf(ms + hoursAhead * hourMs).slice(0, 10)

/**
 * What of an input lies ahead wherever the department may be: told at once, beside whatever else is wrong with it.
 *
 * @param times - the times that it states
 * @param nowMs - now, milliseconds since 1970
 * @param occurredAt - when the command happened, where that was said
 */
export const surelyAhead = (
  times: ReadonlyArray<StatedTime>,
  nowMs: number,
  occurredAt: Instant | undefined,
): ReadonlyArray<Problem> => {
  if (times.length === 0) return []
  const latestMs = latestOf(nowMs, occurredAt)
  return problemsAfter(times, latestMs, dayAt(latestMs, 14))
}

/**
 * A command's work that is refused where its input says that something happened on a day that has not come where the department is. Its
 * time zone is asked for only where a day is not over everywhere yet.
 *
 * @param begin - begins the command's work
 * @param happened - what of its input has happened
 * @param times - the times that the input states
 * @param context - the command's context
 */
export function* withHappened<Answer, Rejection>(
  begin: () => Work<Answer, Rejection>,
  { timeZone }: Happened,
  times: ReadonlyArray<StatedTime>,
  context: CommandContext,
): Work<Answer, Rejection | InputInvalid> {
  const latestMs = latestOf(epochMsOf(context.recordedAt), context.occurredAt)
  const open = problemsAfter(times, latestMs, dayAt(latestMs, -12))
  if (open.length === 0) return yield* begin()
  const lastDay = localDateOf(instantOf(latestMs), yield* timeZone(context))
  const ahead = problemsAfter(times, latestMs, lastDay)
  return ahead.length === 0 ? yield* begin() : Result.fail(new InputInvalid(ahead))
}
