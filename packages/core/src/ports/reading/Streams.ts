import * as Effect from "effect/Effect"
import type { JournalEvent } from "../../journal/Event.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { StreamBeginning } from "../FactCube.ts"
import type { StoreReads, StoreShape } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/** Streams read by one question: enough to spread what a question costs, few enough to hold their rows. */
const streamsAtOnce = 500

/** Streams of which one question asks when they began: a row each. */
const beginningsAtOnce = 5000

const noRows: ReadonlyArray<JournalEvent> = []

/**
 * The journal rows of one stream, by version; none where it has none.
 *
 * @param reads - the store, or its reads within a host's transaction
 * @param tenant - whose stream
 * @param stream - the stream: the id of the record
 * @example
 * ```ts
 * import { streamOf } from "@salesdept/core/ports"
 * import { makeMemoryStore } from "@salesdept/core/memory"
 * import { Effect } from "effect"
 *
 * await Effect.runPromise(streamOf(makeMemoryStore(), "shop-17", "deal_1")) // []
 * ```
 */
export const streamOf = (
  reads: Pick<StoreReads, "streams">,
  tenant: TenantId,
  stream: string,
): Effect.Effect<ReadonlyArray<JournalEvent>, StoreError> =>
  Effect.map(reads.streams(tenant, [stream]), (found) => found.get(stream) ?? noRows)

/**
 * Hands over the journal rows of streams in the order they are asked for, each by version; those that have none with none. They are read
 * some hundreds by a question.
 *
 * @param reads - the store, or its reads within a host's transaction
 * @param tenant - whose streams
 * @param streams - the streams: ids of records
 * @param onStream - is given a stream and its rows
 * @example
 * ```ts
 * import { eachStream } from "@salesdept/core/ports"
 * import { makeMemoryStore } from "@salesdept/core/memory"
 * import { Effect } from "effect"
 *
 * const lengths: Array<number> = []
 * const read = eachStream(makeMemoryStore(), "shop-17", ["deal_1", "deal_2"], (_id, rows) => lengths.push(rows.length))
 * await Effect.runPromise(read)
 * lengths // [0, 0]
 * ```
 */
export const eachStream = (
  reads: Pick<StoreReads, "streams">,
  tenant: TenantId,
  streams: ReadonlyArray<string>,
  onStream: (stream: string, rows: ReadonlyArray<JournalEvent>) => void,
): Effect.Effect<void, StoreError> =>
  Effect.gen(function* () {
    for (let from = 0; from < streams.length; from += streamsAtOnce) {
      const part = streams.slice(from, from + streamsAtOnce)
      const found = yield* reads.streams(tenant, part)
      for (const stream of part) onStream(stream, found.get(stream) ?? noRows)
    }
  })

/**
 * When some streams began, so that those which began after a moment need not be read to find that nothing of them is older. Nothing is
 * told where the store declares no grouped reads: then they are read.
 */
export const beginningsIn = Effect.fnUntraced(function* (
  reads: Pick<StoreShape, "facts">,
  tenant: TenantId,
  streams: ReadonlyArray<string>,
): Effect.fn.Return<ReadonlyMap<string, StreamBeginning>, StoreError> {
  const begun = new Map<string, StreamBeginning>()
  if (reads.facts === null) return begun
  for (let from = 0; from < streams.length; from += beginningsAtOnce) {
    const part = yield* reads.facts.begun(tenant, streams.slice(from, from + beginningsAtOnce))
    for (const [stream, beginning] of part) begun.set(stream, beginning)
  }
  return begun
})
