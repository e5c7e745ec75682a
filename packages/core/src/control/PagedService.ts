import * as Effect from "effect/Effect"
import type { RecordState } from "../journal/Aggregate.ts"
import type { RecordPosition } from "../ports/RecordFilter.ts"
import type { StoreError } from "../ports/StoreErrors.ts"

/** Records read at once. */
export const pageSize = 1000

/** Pages by id until there are no more. */
export const paged = Effect.fnUntraced(function* <State extends RecordState>(
  page: (after: RecordPosition | null) => Effect.Effect<ReadonlyArray<State>, StoreError>,
) {
  const records: Array<State> = []
  let after: RecordPosition | null = null
  for (;;) {
    const batch: ReadonlyArray<State> = yield* page(after)
    for (const record of batch) records.push(record)
    const last = batch.at(-1)
    if (last === undefined || batch.length < pageSize) return records
    after = { key: [], id: last.id }
  }
})
