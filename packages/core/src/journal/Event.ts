import type { ActorId } from "../shared/Actor.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** How far apart the clocks of those who write may go: what happened cannot lie further ahead of when it is recorded. */
export const mostAheadMs = 300_000

/** What happened, as an area's `decide` states it: a type in the past tense and a JSON-safe payload. */
export interface DomainEvent<Type extends string = string, Payload = unknown> {
  /** Past-tense name, such as `DealMoved`. */
  readonly type: Type
  /** JSON-safe facts, without personal data or free text. */
  readonly payload: Payload
}

/** Columns of a deal's post-state, stored on its journal rows so that history and durations cost no extra write. */
export interface HistoryMark {
  /** The pipeline after the event. */
  readonly pipelineId: string
  /** The stage after the event. */
  readonly stageId: string
  /** The stage before the event; null on the first one. */
  readonly previousStageId: string | null
  /** Whole seconds spent in the previous stage; null where the stage did not change. */
  readonly previousStageSeconds: number | null
  /** Open, won or lost after the event; `removed` where the deal is not in the base after it. */
  readonly outcome: string
  /** Amount in minor units after the event. */
  readonly amountMinor: number | null
  /** Amount at list price in minor units after the event; null too where it is in another currency than the amount. */
  readonly listAmountMinor: number | null
  /** Currency of the amounts. */
  readonly currency: string | null
  /** Owner after the event. */
  readonly ownerId: string | null
  /** Expected close after the event, `YYYY-MM-DD`. */
  readonly expectedCloseOn: string | null
}

/** What a journal row says of the state of its record, without payload and hash: history for analysis. */
export interface HistoryRow {
  /** The stream: the id of the record. */
  readonly stream: string
  /** Position in the stream, from 1. */
  readonly version: number
  /** Past-tense event name. */
  readonly type: string
  /** When it happened in business. */
  readonly occurredAt: Instant
  /** Post-state columns; null for kinds that keep none. */
  readonly mark: HistoryMark | null
}

/** What the journal keeps of names and free text: which version they became, and a salted digest that proves them. */
export interface TextsMark {
  /** Version of the record's texts from this event on. */
  readonly version: number
  /** SHA-256 over the salt stored beside the texts and the texts themselves, hex. Says nothing once they are erased. */
  readonly digest: string
}

/** One row of the journal. Append-only; rows of one stream are chained by hash. */
export interface JournalEvent {
  /** Whose journal. */
  readonly tenant: TenantId
  /** The stream: the id of the record that changed. */
  readonly stream: string
  /** Position in the stream, from 1, without gaps. Equal to the record's version after the event. */
  readonly version: number
  /** Kind of the record, such as `deal`. */
  readonly kind: string
  /** Past-tense event name. */
  readonly type: string
  /** Version of the payload's shape, from 1. */
  readonly typeVersion: number
  /** JSON-safe facts. */
  readonly payload: unknown
  /** When it happened in business. Never decreases within a stream. */
  readonly occurredAt: Instant
  /** When the library learnt of it. */
  readonly recordedAt: Instant
  /** Who did it. */
  readonly actor: ActorId
  /** The command that caused it. */
  readonly commandId: string
  /** Post-state columns, on deals' events only. */
  readonly mark: HistoryMark | null
  /** The texts this event brought; null where it brought none. */
  readonly texts: TextsMark | null
  /** SHA-256 over the previous hash and this row, hex. */
  readonly hash: string
}

/** A row of the journal of one event type. */
export interface TypedJournalEvent<Type extends string, Payload> extends JournalEvent {
  /** Past-tense event name. */
  readonly type: Type
  /** JSON-safe facts of such an event. */
  readonly payload: Payload
}

/** A row of the journal that holds one of these events: asked for its `type`, its payload is that type's. */
export type JournalEventOf<Event extends DomainEvent> =
  Event extends DomainEvent<infer Type, infer Payload> ? TypedJournalEvent<Type, Payload> : never
