import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { AnyAggregate } from "../../journal/Aggregate.ts"
import type { JournalEvent } from "../../journal/Event.ts"
import { EventNewer, upcastAll } from "../../journal/EventVersions.ts"
import type { OutboxConsumer, OutboxDelivery, OutboxShape } from "../Outbox.ts"
import { StoreFault } from "../StoreErrors.ts"
import type { StoreError } from "../StoreErrors.ts"

/** A claimed run of which this process cannot read an event. */
interface UnreadRun {
  /** The run. */
  readonly delivery: OutboxDelivery
  /** Why: it is damaged, or of a newer version of the library. */
  readonly error: StoreFault | EventNewer
}

/** What was read of claimed runs. */
interface ReadRuns {
  /** The events, by stream and version, in today's shape. */
  readonly events: ReadonlyArray<JournalEvent>
  /** The runs that could not be read. */
  readonly unread: ReadonlyArray<UnreadRun>
}

type Kinds = ReadonlyMap<string, Pick<AnyAggregate, "upcasters">>

/** What no other try of this process would read either. */
const isUnreadable = (error: unknown): error is UnreadRun["error"] =>
  error instanceof EventNewer || (error instanceof StoreFault && error.data.reason === "damaged")

const inTodaysShape = (
  kinds: Kinds,
  rows: ReadonlyArray<JournalEvent>,
): Result.Result<ReadonlyArray<JournalEvent>, EventNewer> => {
  try {
    return Result.succeed(upcastAll(kinds, rows))
  } catch (error) {
    if (error instanceof EventNewer) return Result.fail(error)
    throw error
  }
}

/**
 * Reads the events of claimed runs at once; where one of them cannot be read, run by run, so that it keeps none of the others.
 *
 * @param kinds - the kinds by name, whose events are brought to today's shape
 */
export const readRuns = (
  outbox: Pick<OutboxShape, "read">,
  who: OutboxConsumer,
  deliveries: ReadonlyArray<OutboxDelivery>,
  kinds: Kinds,
): Effect.Effect<ReadRuns, StoreError> =>
  Effect.gen(function* () {
    const read = (runs: ReadonlyArray<OutboxDelivery>) =>
      Effect.result(Effect.flatMap(outbox.read(who, runs), (rows) => Effect.fromResult(inTodaysShape(kinds, rows))))
    const events: Array<JournalEvent> = []
    const unread: Array<UnreadRun> = []
    if (deliveries.length > 1) {
      const whole = yield* read(deliveries)
      if (Result.isSuccess(whole)) return { events: whole.success, unread }
      if (!isUnreadable(whole.failure)) return yield* Effect.fail(whole.failure)
    }
    for (const delivery of deliveries) {
      const run = yield* read([delivery])
      if (Result.isSuccess(run)) events.push(...run.success)
      else if (isUnreadable(run.failure)) unread.push({ delivery, error: run.failure })
      else return yield* Effect.fail(run.failure)
    }
    return { events, unread }
  })
