import type { AnyAggregate, RecordKind, RecordState } from "./Aggregate.ts"
import { canonicalJson } from "./Canonical.ts"
import type { ChainFault, SealedTexts, Sha256 } from "./Chain.ts"
import { textsDigest, verifyStream } from "./Chain.ts"
import type { DomainEvent, JournalEvent } from "./Event.ts"
import { EventNewer } from "./EventVersions.ts"
import { replay } from "./Replay.ts"

/** A record with all that a store keeps of it. */
export interface StoredRecord {
  /** The record. */
  readonly record: RecordState
  /** The hash that is stored beside it: the head of its chain. */
  readonly head: string
  /** Its journal rows by version, as they are stored. */
  readonly events: ReadonlyArray<JournalEvent>
  /** Its texts, of every version that is kept. */
  readonly texts: ReadonlyArray<SealedTexts>
}

/** Stores count facts beside a deal; its journal does not have the count. */
const uncounted = (record: RecordState): string => canonicalJson({ ...record, factsVersion: undefined })

/** Whether a record is what its journal makes of it. Of events that are newer than this library nothing can be made. */
const isRebuilt = (of: AnyAggregate, { events, record }: StoredRecord): boolean => {
  try {
    // Which state and events the kind has does not matter to folding them.
    const rebuilt = replay(of as unknown as RecordKind<RecordState, DomainEvent>, events)
    return rebuilt !== null && uncounted(rebuilt) === uncounted(record)
  } catch (error) {
    if (error instanceof EventNewer) return true
    throw error
  }
}

/**
 * Verifies a record with its journal and texts: the chain against the head, the record against what its journal makes of it, each version of
 * its texts against the digest that the journal has of it. What is behind a broken chain is not looked at.
 *
 * @param of - its kind
 * @param stored - the record, its head, its journal and its texts, as they are stored
 * @param sha256 - the platform's hash
 * @returns the faults found; empty where everything fits together
 * @example
 * ```ts
 * import { sha256, verifyRecord } from "@salesdept/core/journal"
 * import { scriptAggregate } from "@salesdept/core/script"
 *
 * // Somebody deleted the rows of a script.
 * const record = { id: "script_1", version: 1, textsVersion: 0, changedAt: "2026-11-23T09:30:00.000Z" }
 * verifyRecord(scriptAggregate, { record, head: "9f86d081…", events: [], texts: [] }, sha256)[0]?._tag // "HeadMismatch"
 * ```
 */
export const verifyRecord = (of: AnyAggregate, stored: StoredRecord, sha256: Sha256): ReadonlyArray<ChainFault> => {
  const { events, head, record, texts } = stored
  const { id: stream, version } = record
  const broken = verifyStream(stream, events, { version, hash: head }, sha256)
  if (broken.length > 0) return broken
  const digests = new Map(
    events.flatMap((event) => (event.texts === null ? [] : [[event.texts.version, event.texts.digest] as const])),
  )
  const faults: Array<ChainFault> = isRebuilt(of, stored) ? [] : [{ _tag: "StateMismatch", stream, version }]
  for (const sealed of texts) {
    if (textsDigest(sealed.texts, sealed.salt, sha256) !== digests.get(sealed.version)) {
      faults.push({ _tag: "TextsMismatch", stream, version: sealed.version })
    }
  }
  return faults
}

/**
 * What is wrong with a stream whose record is not there: nothing of the library takes a record away and leaves its journal.
 *
 * @param stream - the stream's name
 * @param lastVersion - version of its last row
 * @example
 * ```ts
 * import { missingRecord } from "@salesdept/core/journal"
 *
 * missingRecord("deal_3", 4) // { _tag: "HeadMismatch", stream: "deal_3", headVersion: 0, lastVersion: 4 }
 * ```
 */
export const missingRecord = (stream: string, lastVersion: number): ChainFault => ({
  _tag: "HeadMismatch",
  stream,
  headVersion: 0,
  lastVersion,
})
