import type { CustomValues } from "../shared/CustomField.ts"
import type { Instant } from "../shared/Instant.ts"
import type { DomainEvent, HistoryMark } from "./Event.ts"

/** What every stored record has. Records never hold personal data or free text: that lives in its texts. */
export interface RecordState {
  /** Prefixed id, also the name of the record's stream in the journal. */
  readonly id: string
  /** Number of events so far; the expected version of the next command. */
  readonly version: number
  /** Version of the record's texts (names, titles, comments); 0 where there are none. */
  readonly textsVersion: number
  /** When the last event happened. */
  readonly changedAt: Instant
  /**
   * On deals only: counts the writes of anything a gate of the deal can read. The store keeps it; `evolve` carries it along,
   * and replay does not restore it.
   */
  readonly factsVersion?: number
  /**
   * Values of the fields that the tenant gave to this kind of record, by key; left out where there are none. Values whose
   * definition was changed or taken away since stay as they were.
   */
  readonly custom?: CustomValues
}

/** Where and when an event stands, given to `evolve` beside the event. */
export interface EventPosition {
  /** Position in the stream, from 1. */
  readonly version: number
  /** When it happened. */
  readonly occurredAt: Instant
}

/**
 * What an indexed field holds, beside null: `text` (ids, names from a closed list), an `instant`, a calendar `date`, a whole
 * number (`integer`), a `boolean`, or `money`. It says which questions the field answers and how its values are ordered: text by
 * code point, instants and dates by time, numbers by size, `false` before `true`, money by currency and then by amount.
 */
export type IndexKind = "text" | "instant" | "date" | "integer" | "boolean" | "money"

/**
 * Whose a record is: the indexed field that holds its owner's id, or the indexed field that names the record it belongs to and that
 * record's own field (`invoice` → `dealId` → the deal's `ownerId`).
 */
export type Ownership<Indexed extends string = string> =
  /** `about`: records that it is about beside; it is made only where the first of them that is named may be worked on too. */
  | { readonly field: Indexed; readonly about?: ReadonlyArray<OwnerStep<Indexed>> }
  | { readonly through: Indexed; readonly kind: string; readonly field: string }
  /** The first of these that is not null says whose it is; nobody's where all are null. */
  | { readonly first: readonly [OwnerStep<Indexed>, ...ReadonlyArray<OwnerStep<Indexed>>] }
  /** The department's as a whole: seen by whoever sees records without an owner. */
  | "nobody"

/** An indexed field that names a record which says whose another is. */
export interface OwnerStep<Indexed extends string = string> {
  /** The field. */
  readonly through: Indexed
  /** Kinds of record that it may name. */
  readonly kinds: ReadonlyArray<OwnerKind>
}

/** Where a kind of record says whose it is. */
export interface OwnerKind {
  /** The kind. */
  readonly kind: string
  /** Its indexed field that holds the owner's id, or, with `in`, names the record that does. */
  readonly field: string
  /** The kind that the field names. */
  readonly in?: OwnerKind
}

/**
 * Takes a payload of one version of its shape to the next. Pure and total: history never fails. It is given what that version of the
 * library wrote, and where the event stands; it never sees the record.
 */
export type Upcaster = (payload: never, position: EventPosition) => unknown

/**
 * How older payloads of each event type become today's: the first takes version 1 to 2, the second 2 to 3, and so on. Types whose
 * payload has never changed are left out. What was released stays as it is for ever; a change of shape adds one at the end.
 */
export interface Upcasters {
  /** By event type, `RecordCorrected` among them. */
  readonly [type: string]: ReadonlyArray<Upcaster> | undefined
}

/**
 * A kind of record: how its events fold into its state, and by which fields it can be found. An area defines one for each
 * of its nouns; stores map it to a table; replay and the write path use the same `evolve`.
 */
export interface Aggregate<
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string = keyof State & string,
> {
  /** Name of the kind, such as `deal`; also the name of its table. */
  readonly kind: string
  /**
   * Fields by which records can be found, filtered, ordered and counted: each is indexed by every store. Name them in the
   * aggregate's third type argument too, so that a question by any other field does not compile.
   */
  readonly indexes: ReadonlyArray<Indexed>
  /** What those of the indexed fields hold that do not hold text. */
  readonly indexKinds?: { readonly [Field in Indexed]?: IndexKind }
  /** Whose its records are, for what an access policy lets people see; everybody's where absent. */
  readonly ownership?: Ownership<Indexed>
  /**
   * Whether its records are nobody's and kept along with somebody's, such as a count of them: where both change, an access policy is asked of
   * somebody's alone. Default false.
   */
  readonly isKeptBeside?: boolean
  /** Whether a tenant may give fields of its own to these records. Default false. */
  readonly hasCustomFields?: boolean
  /** Folds one event into the state; `null` before the first. Pure and total: history never fails. */
  readonly evolve: (state: State | null, event: Event, position: EventPosition) => State
  /** Post-state columns for the journal row, for kinds that keep cheap history. */
  readonly mark?: (before: State | null, after: State) => HistoryMark
  /** How payloads of older versions become today's, for event types whose shape has changed since release. */
  readonly upcasters?: Upcasters
}

/**
 * An aggregate to a holder for whom it does not matter by which fields it is found: what stores are asked with. Every
 * `Aggregate` is one.
 */
export interface RecordKind<State extends RecordState, Event extends DomainEvent> {
  readonly kind: string
  /**
   * Fields that are asked for, beside those every record has and its standing: a store may leave out the others. All of them where
   * absent.
   */
  readonly only?: ReadonlyArray<string>
  readonly indexes: ReadonlyArray<string>
  readonly indexKinds?: { readonly [field: string]: IndexKind | undefined }
  readonly ownership?: Ownership
  readonly isKeptBeside?: boolean
  readonly hasCustomFields?: boolean
  readonly evolve: (state: State | null, event: Event, position: EventPosition) => State
  readonly mark?: (before: State | null, after: State) => HistoryMark
  readonly upcasters?: Upcasters
}

/** An aggregate whose state and events do not matter to the holder. */
// Method bivariance is not available to function-typed members, so the widest parameter types are `never`.
export interface AnyAggregate {
  readonly kind: string
  readonly indexes: ReadonlyArray<string>
  readonly indexKinds?: { readonly [field: string]: IndexKind | undefined }
  readonly ownership?: Ownership
  readonly isKeptBeside?: boolean
  readonly hasCustomFields?: boolean
  readonly evolve: (state: never, event: never, position: EventPosition) => RecordState
  readonly mark?: (before: never, after: never) => HistoryMark
  readonly upcasters?: Upcasters
}
