import { notSupported } from "@salesdept/conformance"
import type { HarnessFactory } from "@salesdept/conformance"
import { replay } from "@salesdept/core/journal"
import type { AnyAggregate, JournalEvent } from "@salesdept/core/journal"
import { makeMemoryStore } from "@salesdept/core/memory"
import type { StoreShape } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { EventShape } from "./EventShapes.ts"
import type { AnyKind, FrozenEvent } from "./FrozenEvents.ts"
import { misfit, shapeText } from "./Shape.ts"

/** Watches stores in memory, and keeps the shortest stream that ends with each event type. */
export interface SampleEvents {
  /** Makes harnesses whose stores are watched. */
  readonly factory: HarnessFactory
  /** What was seen, for each of the shapes that was. */
  readonly drafts: () => ReadonlyArray<FrozenEvent>
}

/**
 * Samples events of a run of the suites.
 *
 * @param kinds - every kind of record
 * @param shapes - the shapes of today's payloads; what is of none, as suites also plant, is left out
 */
export const sampleEvents = (kinds: ReadonlyArray<AnyAggregate>, shapes: ReadonlyArray<EventShape>): SampleEvents => {
  const kindOf = new Map(kinds.map((of) => [of.kind, of as unknown as AnyKind]))
  const shapeOf = new Map(shapes.map((shape) => [`${shape.kind}.${shape.type}`, shape]))
  const shapeOfRow = ({ kind, type }: JournalEvent) => shapeOf.get(`${kind}.${type}`) ?? shapeOf.get(`*.${type}`)
  const isSound = (row: JournalEvent): boolean => {
    const known = shapeOfRow(row)
    return known !== undefined && misfit(known.shape, row.payload) === null
  }
  const best = new Map<string, ReadonlyArray<JournalEvent>>()
  const keep = (stream: ReadonlyArray<JournalEvent>): void => {
    const last = stream.at(-1)
    if (last === undefined || stream[0]?.version !== 1 || !stream.every(isSound)) return
    const known = shapeOfRow(last)
    if (known === undefined) return
    const place = `${known.kind}.${known.type}`
    const before = best.get(place)
    const size = JSON.stringify(stream).length
    if (before === undefined || size < JSON.stringify(before).length) best.set(place, stream)
  }
  const watched = (store: StoreShape): StoreShape => {
    const streams = new Map<string, ReadonlyArray<JournalEvent>>()
    return {
      ...store,
      transact: (transaction) =>
        Effect.tap(store.transact(transaction), ({ events, replayed }) =>
          Effect.sync(() => {
            for (const row of replayed ? [] : events) {
              const place = `${row.tenant}\n${row.stream}`
              const stream = [...(streams.get(place) ?? []), row]
              streams.set(place, stream)
              keep(stream)
            }
          }),
        ),
    }
  }
  return {
    factory: () =>
      Promise.resolve({
        open: () => Promise.resolve({ store: watched(makeMemoryStore()), close: () => Promise.resolve() }),
        reopen: notSupported,
        secondConnection: notSupported,
        joined: notSupported,
        tamper: notSupported,
        release: () => Promise.resolve(),
      }),
    drafts: () =>
      [...best].flatMap(([place, rows]) => {
        const known = shapeOf.get(place)
        const last = rows.at(-1)
        const of = kindOf.get(last?.kind ?? "")
        if (known === undefined || last === undefined || of === undefined) return []
        return {
          kind: known.kind,
          type: known.type,
          typeVersion: last.typeVersion,
          shape: shapeText(known.shape),
          streamOf: last.kind,
          stream: last.stream,
          rows: rows.map(({ occurredAt, payload, texts, type, typeVersion }) => ({
            type,
            typeVersion,
            payload,
            occurredAt,
            textsVersion: texts?.version ?? null,
          })),
          state: replay(of, rows),
        }
      }),
  }
}
