import * as Context from "effect/Context"
import { succeed } from "effect/Effect"
import type { Effect } from "effect/Effect"
import type { AnyAggregate } from "../journal/Aggregate.ts"

/**
 * The kinds of record by name, for those who read events of all kinds: consumers, and callers who repeat a command under its key, get
 * events of older versions in today's shape by it. Asked for when such events are there, so that they may be loaded then. The Promise
 * facade gives those of `records`; where absent events come as they are stored.
 */
export const EventKinds = Context.Reference<Effect<ReadonlyMap<string, AnyAggregate>>>("@salesdept/core/EventKinds", {
  defaultValue: () => succeed(new Map()),
})
