import * as Effect from "effect/Effect"
import type { RecordKind, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import { Store } from "../Store.ts"
import { inBatches } from "./InTurns.ts"
import type { StoreShape } from "../Store.ts"

/** A kind of record to be scanned once, whole or in the fields it names. */
export interface ScannedKind extends Pick<RecordKind<never, never>, "kind" | "only"> {
  /** Where only some are held: which, and the kind by which they are asked for again. */
  readonly part?: { readonly of: unknown; readonly isHeld: (record: RecordState) => boolean }
}

/**
 * A kind of which only some records are held: whoever scans with the kind itself is given those, and whoever scans first with another
 * is given all.
 *
 * @param of - the kind
 * @param isHeld - tells which
 */
export const heldInPart = <State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  isHeld: (record: State) => boolean,
): ScannedKind => ({
  kind: of.kind,
  ...(of.only === undefined ? {} : { only: of.only }),
  // Of a kind, a store gives its own records.
  part: { of, isHeld: (record) => isHeld(record as State) },
})

/** Whether all that is asked of a record is among what is read of it. */
const isAmong = (asked: ReadonlyArray<string> | undefined, read: ReadonlyArray<string> | undefined): boolean =>
  read === undefined || (asked !== undefined && asked.every((field) => read.includes(field)))

/** A store that scans kinds once and hands what it has read to whoever asks again. It is for one question: what it holds never changes. */
const scanningOnce = (store: StoreShape, kinds: ReadonlyMap<string, ScannedKind>): StoreShape => {
  const held = new Map<string, ReadonlyArray<RecordState>>()
  const scan: StoreShape["scan"] = (tenant, of, onBatch) => {
    const once = kinds.get(of.kind)
    if (once === undefined || !isAmong(of.only, once.only)) return store.scan(tenant, of, onBatch)
    return Effect.suspend(() => {
      const name = `${tenant} ${of.kind}`
      const known = held.get(name)
      const { part } = once
      const isPart = part !== undefined && part.of === of
      if (known !== undefined && part !== undefined && !isPart) return store.scan(tenant, of, onBatch)
      // What was read of a kind is of its state.
      if (known !== undefined) return inBatches(known as unknown as Parameters<typeof onBatch>[0], onBatch)
      const read: Array<RecordState> = []
      // As much as anybody asks, whatever is asked of them first.
      const { only: _only, ...whole } = of
      const wanted = once.only === undefined ? whole : { ...whole, only: once.only }
      const scanned = store.scan(tenant, wanted, (batch) => {
        const kept = part === undefined ? batch : batch.filter(part.isHeld)
        for (const record of kept) read.push(record)
        onBatch(isPart ? kept : batch)
      })
      return Effect.map(scanned, () => void held.set(name, read))
    })
  }
  return { ...store, scan }
}

/**
 * Runs a question that reads the same records for several ends, with each of some kinds scanned once. What is read of them is held until
 * it is answered, so name those that it holds anyway. Where an access policy lets less be seen, pages are read as before.
 *
 * @param kinds - the kinds; where one is `narrowed`, its records are read and held in those fields, and whoever asks more scans for itself;
 * so does whoever asks again for one that is {@link heldInPart}, but with the kind itself
 * @param question - what reads them
 */
export const scannedOnce = <Answer, Failed, Needed>(
  kinds: ReadonlyArray<ScannedKind>,
  question: Effect.Effect<Answer, Failed, Needed>,
): Effect.Effect<Answer, Failed, Exclude<Needed, Store> | Store> =>
  Effect.flatMap(Store, (store) =>
    Effect.provideService(question, Store, scanningOnce(store, new Map(kinds.map((of) => [of.kind, of])))),
  )
