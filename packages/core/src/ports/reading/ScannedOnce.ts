import * as Effect from "effect/Effect"
import type { RecordState } from "../../journal/Aggregate.ts"
import { Store } from "../Store.ts"
import type { StoreShape } from "../Store.ts"

/** A store that scans kinds once and hands what it has read to whoever asks again. It is for one question: what it holds never changes. */
const scanningOnce = (store: StoreShape, kinds: ReadonlySet<string>): StoreShape => {
  const held = new Map<string, ReadonlyArray<RecordState>>()
  const scan: StoreShape["scan"] = (tenant, of, onBatch) => {
    if (!kinds.has(of.kind)) return store.scan(tenant, of, onBatch)
    return Effect.suspend(() => {
      const name = `${tenant} ${of.kind}`
      const known = held.get(name)
      // What was read of a kind is of its state.
      if (known !== undefined) return Effect.sync(() => onBatch(known as unknown as Parameters<typeof onBatch>[0]))
      const read: Array<RecordState> = []
      // Whole, whatever is asked of them first.
      const { only: _only, ...whole } = of
      const scanned = store.scan(tenant, whole, (batch) => {
        for (const record of batch) read.push(record)
        onBatch(batch)
      })
      return Effect.map(scanned, () => void held.set(name, read))
    })
  }
  return { ...store, scan }
}

/**
 * Runs a question that reads the same records for several ends, with each of some kinds scanned once. What is read of them is held until
 * it is answered, so name those that it holds anyway. Where an access policy lets less be seen, pages are read as before.
 */
export const scannedOnce = <Answer, Failed, Needed>(
  kinds: ReadonlyArray<{ readonly kind: string }>,
  question: Effect.Effect<Answer, Failed, Needed>,
): Effect.Effect<Answer, Failed, Exclude<Needed, Store> | Store> =>
  Effect.flatMap(Store, (store) =>
    Effect.provideService(question, Store, scanningOnce(store, new Set(kinds.map(({ kind }) => kind)))),
  )
