import type { ActorId } from "../shared/Actor.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { canonicalJson } from "./Canonical.ts"
import type { Change, Texts } from "./Decision.ts"
import type { HistoryMark, JournalEvent, TextsMark } from "./Event.ts"

/** SHA-256 of a text in UTF-8, as 64 hex digits. An argument, so that this module stays free of the platform. */
export type Sha256 = (text: string) => string

/** The hash before the first event of a stream. */
export const genesisHash = ""

/** What all events of one command share. */
export interface Authorship {
  /** Whose journal. */
  readonly tenant: TenantId
  /** Who acts. */
  readonly actor: ActorId
  /** The command's id. */
  readonly commandId: string
  /** When the library learnt of it. */
  readonly recordedAt: Instant
}

type Unsealed = Omit<JournalEvent, "hash">

/** The same mark with its keys in canonical order already: every deal event has one, and sorting costs as much as hashing. */
const ordered = (mark: HistoryMark): HistoryMark => ({
  amountMinor: mark.amountMinor,
  currency: mark.currency,
  expectedCloseOn: mark.expectedCloseOn,
  listAmountMinor: mark.listAmountMinor,
  outcome: mark.outcome,
  ownerId: mark.ownerId,
  pipelineId: mark.pipelineId,
  previousStageId: mark.previousStageId,
  previousStageSeconds: mark.previousStageSeconds,
  stageId: mark.stageId,
})

/**
 * The text under the hash: the previous hash, every other field of the row as one line of JSON, and the payload. JSON has no
 * raw line breaks, so the three parts cannot run into each other. The line is canonical as it is written: it holds texts and whole
 * numbers, and its objects have their keys in order.
 */
const sealText = (previousHash: string, event: Unsealed, payloadText: string): string =>
  `${previousHash}\n${JSON.stringify([
    event.tenant,
    event.stream,
    event.version,
    event.kind,
    event.type,
    event.typeVersion,
    event.occurredAt,
    event.recordedAt,
    event.actor,
    event.commandId,
    event.mark === null ? null : ordered(event.mark),
    event.texts === null ? null : { digest: event.texts.digest, version: event.texts.version },
  ])}\n${payloadText}`

/** Texts as they are stored: with the salt under the digest that the journal keeps. */
export interface SealedTexts {
  /** The record they belong to. */
  readonly recordId: string
  /** Their version, from 1. */
  readonly version: number
  /** The texts. */
  readonly texts: Texts
  /** Random text under the digest; erased with them. */
  readonly salt: string
}

/** A change as a store writes it. */
export interface SealedChange {
  /** The change that was sealed. */
  readonly change: Change
  /** Its journal rows. */
  readonly events: ReadonlyArray<JournalEvent>
  /** The rows' payloads as the canonical text that was hashed, in the same order. */
  readonly payloadTexts: ReadonlyArray<string>
  /** Its new texts, or null. */
  readonly texts: SealedTexts | null
  /** Hash of the last row: the head to anchor on the record. */
  readonly head: string
}

/**
 * SHA-256 over salt and texts, hex.
 *
 * @param texts - texts of a record
 * @param salt - random text that is stored, and erased, with them
 * @param sha256 - the platform's hash
 * @example
 * ```ts
 * import { sha256, textsDigest } from "@salesdept/core/journal"
 *
 * textsDigest({ name: "Ромашка" }, "2c9d", sha256) // "e44f2d87…"
 * ```
 */
export const textsDigest = (texts: Texts, salt: string, sha256: Sha256): string =>
  sha256(`${salt}${canonicalJson(texts)}`)

/**
 * Seals a change: numbers its events from the expected version on, hashes each onto the one before, and puts the digest of
 * new texts on the last one. A store writes what it gives.
 *
 * @param change - what a decision does to one record
 * @param author - what all events of the command share
 * @param previousHash - the record's head, or {@link genesisHash}
 * @param sha256 - the platform's hash
 * @param salt - gives a new random text for the texts' digest; called at most once
 * @example
 * ```ts
 * import { genesisHash, recordEvents, sealChange, sha256, verifyStream } from "@salesdept/core/journal"
 * import { scriptAggregate } from "@salesdept/core/script"
 *
 * const payload = { id: "script_1", pipelineId: null, stageId: null, segmentId: null, language: "ru", ownerId: "user:7" } as const
 * const occurredAt = "2026-11-23T09:30:00.000Z"
 * const change = recordEvents(scriptAggregate, null, [{ type: "ScriptCreated", payload }], { occurredAt })
 * const author = { tenant: "shop-17", actor: "user:7", commandId: "command_1", recordedAt: "2026-11-23T09:30:01.000Z" }
 * const { events, head } = sealChange(change, author, genesisHash, sha256, () => crypto.randomUUID())
 * verifyStream("script_1", events, { version: 1, hash: head }, sha256) // []
 * ```
 */
export const sealChange = (
  change: Change,
  author: Authorship,
  previousHash: string,
  sha256: Sha256,
  salt: () => string,
): SealedChange => {
  const texts: SealedTexts | null =
    change.texts === null
      ? null
      : { recordId: change.after.id, version: change.after.textsVersion, texts: change.texts, salt: salt() }
  const mark: TextsMark | null =
    texts === null ? null : { version: texts.version, digest: textsDigest(texts.texts, texts.salt, sha256) }
  let head = previousHash
  const payloadTexts: Array<string> = []
  const last = change.events.length - 1
  const events = change.events.map((event, index): JournalEvent => {
    const row = {
      tenant: author.tenant,
      stream: change.after.id,
      version: change.expectedVersion + index + 1,
      kind: change.of.kind,
      type: event.type,
      typeVersion: event.typeVersion,
      payload: event.payload,
      occurredAt: event.occurredAt,
      recordedAt: author.recordedAt,
      actor: author.actor,
      commandId: author.commandId,
      mark: event.mark,
      texts: index === last ? mark : null,
      hash: "",
    }
    const payloadText = canonicalJson(event.payload)
    payloadTexts.push(payloadText)
    head = sha256(sealText(head, row, payloadText))
    row.hash = head
    return row
  })
  return { change, events, payloadTexts, texts: change.isErased === true ? null : texts, head }
}

/** Why a stream does not verify. */
export type ChainFault =
  | { readonly _tag: "Gap"; readonly stream: string; readonly expectedVersion: number; readonly foundVersion: number }
  | { readonly _tag: "HashMismatch"; readonly stream: string; readonly version: number }
  | {
      readonly _tag: "HeadMismatch"
      readonly stream: string
      readonly headVersion: number
      readonly lastVersion: number
    }
  /** The record is not what its journal makes of it. */
  | { readonly _tag: "StateMismatch"; readonly stream: string; readonly version: number }
  /** Texts are not those of which the journal has the digest; `version` is of the texts. */
  | { readonly _tag: "TextsMismatch"; readonly stream: string; readonly version: number }

/**
 * Verifies one stream against the head that is anchored on its record: finds edited, reordered, inserted, removed and
 * tail-truncated rows.
 *
 * @param stream - the stream's name: the record's id
 * @param events - its rows by version, as they are stored: before they are upcast
 * @param head - version and hash stored on the record
 * @param sha256 - the platform's hash
 * @returns the faults found; empty where the stream is whole
 * @example
 * ```ts
 * import { sha256, verifyStream } from "@salesdept/core/journal"
 *
 * // Somebody deleted the rows of a deal.
 * const head = { version: 4, hash: "9f86d081…" }
 * verifyStream("deal_3", [], head, sha256) // [{ _tag: "HeadMismatch", stream: "deal_3", headVersion: 4, lastVersion: 0 }]
 * ```
 */
export const verifyStream = (
  stream: string,
  events: ReadonlyArray<JournalEvent>,
  head: { readonly version: number; readonly hash: string },
  sha256: Sha256,
): ReadonlyArray<ChainFault> => {
  const faults: Array<ChainFault> = []
  let hash = genesisHash
  let version = 0
  for (const event of events) {
    if (event.version !== version + 1) {
      faults.push({ _tag: "Gap", stream, expectedVersion: version + 1, foundVersion: event.version })
    }
    if (sha256(sealText(hash, event, canonicalJson(event.payload))) !== event.hash)
      faults.push({ _tag: "HashMismatch", stream, version: event.version })
    hash = event.hash
    version = event.version
  }
  if (version !== head.version || hash !== head.hash) {
    faults.push({ _tag: "HeadMismatch", stream, headVersion: head.version, lastVersion: version })
  }
  return faults
}
