import type { DomainEvent, JournalEvent, RecordKind, RecordState, Texts } from "@salesdept/core/journal"
import { eachStream } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import { allKinds } from "./Kinds.ts"
import { run } from "./Scene.ts"

/** Every record of a kind, by id. */
export const recordsOf = async <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: string,
  of: RecordKind<State, Event>,
): Promise<ReadonlyArray<RecordState>> => {
  const records: Array<RecordState> = []
  await run(store.scan(tenant, of, (batch) => records.push(...batch)))
  return records
}

/** Everything one tenant has, kind by kind: what the suites compare. */
export interface StoredKind {
  /** Name of the kind. */
  readonly kind: string
  /** Its records, by id. */
  readonly records: ReadonlyArray<RecordState>
  /** Current texts by record id. */
  readonly texts: ReadonlyArray<readonly [id: string, texts: Texts]>
  /** Journals by record id. */
  readonly streams: ReadonlyArray<readonly [id: string, events: ReadonlyArray<JournalEvent>]>
}

/** Reads everything a tenant has. */
export const storedBy = async (store: StoreShape, tenant: string): Promise<ReadonlyArray<StoredKind>> => {
  const kinds: Array<StoredKind> = []
  for (const of of allKinds) {
    const records = await recordsOf(store, tenant, of)
    const streams: Array<readonly [string, ReadonlyArray<JournalEvent>]> = []
    const ids = records.map(({ id }) => id)
    await run(eachStream(store, tenant, ids, (id, events) => streams.push([id, events])))
    const texts = [...(await run(store.texts(tenant, records)))].sort(([left], [right]) => (left < right ? -1 : 1))
    kinds.push({ kind: of.kind, records, texts, streams })
  }
  return kinds
}

/** A journal row without what depends on the random salts: its hash and the digest of its texts. */
export const withoutSalts = ({ hash: _hash, texts, ...event }: JournalEvent) => ({
  ...event,
  texts: texts === null ? null : { version: texts.version },
})

/** What is stored, comparable between stores. */
export const comparable = (kinds: ReadonlyArray<StoredKind>) =>
  kinds.map(({ streams, ...kind }) => ({
    ...kind,
    streams: streams.map(([id, events]) => [id, events.map(withoutSalts)]),
  }))
