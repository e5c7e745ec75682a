import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Work } from "../journal/Work.ts"
import { byId, byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import { idPrefixes } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { controlDayAggregate, controlWatchAggregate } from "./Watch.ts"
import type { ControlDay, ControlWatch, RestWatch, StartWatch } from "./WatchSchema.ts"
import type { ZeroCounter } from "./ZeroCounter.ts"

/** The only watch of a tenant. */
const watchId: ControlWatch["id"] = "watch_main"

/** The watch as commands answer it. */
export interface WatchAnswer {
  /** The watch after the command; null where there is none. */
  readonly watch: ControlWatch | null
}

const minuteMs = 60_000

const inMinutes = (from: Instant, minutes: number): Instant => instantOf(epochMsOf(from) + minutes * minuteMs)

/** Starts the department's watch, or changes it; what was seen already is not looked at again. */
export function* startWatch(input: StartWatch, context: CommandContext): Work<WatchAnswer, never> {
  const before = yield* byId(controlWatchAggregate, watchId)
  const timeZone = (yield* departmentRules(context))?.timeZone ?? "UTC"
  const now = context.occurredAt
  const payload = {
    id: watchId,
    everyMinutes: input.everyMinutes ?? before?.everyMinutes ?? 5,
    assignsLeads: input.assignsLeads ?? before?.assignsLeads ?? false,
    seenUntil: before?.seenUntil ?? now,
    nextSweepAt: before?.nextSweepAt ?? now,
    nextDayAt: before?.nextDayAt ?? startOfDay(addDays(localDateOf(now, timeZone), 1), timeZone),
  }
  const change = recordEvents(controlWatchAggregate, before, [{ type: "WatchSet", payload }], { occurredAt: now })
  return Result.succeed(decision([change], { watch: change.after }))
}

/** Lets the watch rest. */
export function* restWatch(_input: RestWatch, context: CommandContext): Work<WatchAnswer, never> {
  const watch = yield* byId(controlWatchAggregate, watchId)
  if (watch === null || watch.nextSweepAt === null) return Result.succeed(decision([], { watch }))
  const change = recordEvents(controlWatchAggregate, watch, [{ type: "WatchRested", payload: {} }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { watch: change.after }))
}

/** Ends a round: nothing where another tick has ended it already. */
export function* endSweep(_input: RestWatch, context: CommandContext): Work<WatchAnswer, never> {
  const watch = yield* byId(controlWatchAggregate, watchId)
  const now = context.occurredAt
  if (watch === null || watch.nextSweepAt === null || watch.nextSweepAt > now) {
    return Result.succeed(decision([], { watch }))
  }
  const payload = { seenUntil: now, nextSweepAt: inMinutes(now, watch.everyMinutes) }
  const change = recordEvents(controlWatchAggregate, watch, [{ type: "WatchSwept", payload }], { occurredAt: now })
  return Result.succeed(decision([change], { watch: change.after }))
}

/** The id of a counted day: whoever counts it first writes it, and nobody a second time. */
const dayIdOf = (on: CalendarDate, personId: string | null): ControlDay["id"] =>
  `${idPrefixes.controlDay}_${sha256(JSON.stringify([on, personId])).slice(0, 32)}`

/**
 * Writes a day's counters, each once, and moves on to the next day.
 *
 * @param on - the day
 * @param dayAt - the day's end as the watch said it when it was counted: in a zone that the department may have left since
 * @param counters - who had how much at the end of the day
 */
export const closeDay = (on: CalendarDate, dayAt: Instant, counters: ReadonlyArray<ZeroCounter>) =>
  function* (_input: RestWatch, context: CommandContext): Work<WatchAnswer, never> {
    const watch = yield* byId(controlWatchAggregate, watchId)
    const timeZone = (yield* departmentRules(context))?.timeZone ?? "UTC"
    if (watch === null || watch.nextDayAt !== dayAt) return Result.succeed(decision([], { watch }))
    const known = yield* byIds(
      controlDayAggregate,
      counters.map(({ personId }) => dayIdOf(on, personId)),
    )
    const { occurredAt } = context
    const days = counters.flatMap((counter) => {
      const id = dayIdOf(on, counter.personId)
      if (known.has(id) || (counter.personId === null && counter.needing === 0)) return []
      const { personId, needing, byState } = counter
      const payload = { id, day: on, personId, needing, byState }
      return [recordEvents(controlDayAggregate, null, [{ type: "DayCounted", payload }], { occurredAt })]
    })
    const payload = { nextDayAt: startOfDay(addDays(on, 2), timeZone) }
    const moved = recordEvents(controlWatchAggregate, watch, [{ type: "WatchDayClosed", payload }], { occurredAt })
    return Result.succeed(decision([...days, moved], { watch: moved.after }))
  }
