import * as Context from "effect/Context"
import { fail } from "effect/Effect"
import type { Effect } from "effect/Effect"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { Authorship, ChainFault } from "../journal/Chain.ts"
import type { Texts } from "../journal/Decision.ts"
import type { DomainEvent, HistoryRow, JournalEvent } from "../journal/Event.ts"
import type { Work } from "../journal/Work.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { FactReads } from "./FactCube.ts"
import type { OutboxShape } from "./Outbox.ts"
import type { RecordFilter, RecordOrder, RecordPosition } from "./RecordFilter.ts"
import type { SqlExecutor } from "./SqlExecutor.ts"
import type { StoreError } from "./StoreErrors.ts"
import type { TenantCare } from "./TenantCare.ts"

/** A command as a store runs it. */
export interface Transaction<Answer, Rejection> {
  /** Who acts, when, under which command id, for which tenant. */
  readonly author: Authorship
  /** Starts the work; called again after a conflict, so it holds no state between calls. */
  readonly work: () => Work<Answer, Rejection>
  /** Run reads and decision, write nothing. */
  readonly dryRun: boolean
  /**
   * The caller's key and what is kept of the command beside its answer; null where the caller gave no key. A call under a kept key is
   * compared by `isSameCall`, and a decision that erases texts has `withoutInput` done to all that the tenant's keys have.
   */
  readonly idempotency: { readonly key: string; readonly digest: (salt: string) => string } | null
  /** A new random salt. */
  readonly salt: () => string
  /**
   * The host's open transaction to run inside; null where the store runs one of its own. Joined work is written within a
   * savepoint, so that a failure takes back its own writes alone; it never begins or commits, changes no setting of the session
   * and opens no other connection. A store that cannot do it refuses with `CannotJoin`.
   */
  readonly joined: SqlExecutor | null
}

/** What a transaction led to. */
export interface Committed<Answer> {
  /** The command's answer; on a replay, the first run's. */
  readonly answer: Answer
  /** The journal rows written; empty on a dry run. On a replay, the first run's. */
  readonly events: ReadonlyArray<JournalEvent>
  /** Whether the answer is an earlier run's under the same idempotency key. */
  readonly replayed: boolean
}

/** Which records a page holds, as stores get it: checked, whatever the caller gave. */
export interface PageQuery {
  /** Conditions on indexed fields; all must hold, and one field may have several. None where absent. */
  readonly filters?: ReadonlyArray<RecordFilter>
  /** By one indexed field, or by id; by id ascending where absent. */
  readonly order?: RecordOrder
  /** The place after which the page begins (exclusive), of the same order; the start where absent or null. */
  readonly after?: RecordPosition | null
  /** How many at most, 1 to 10,001 (inclusive). Default 100. */
  readonly limit?: number
}

/** How many records have a value. */
export interface ValueCount {
  /** The value; null stands for records without one. */
  readonly value: string | number | boolean | null
  /** How many have it, 1 or more. */
  readonly count: number
}

/** A record together with its names and free text; erased texts are simply not there. */
export type WithTexts<State> = State & {
  /** Names, titles and comments by field. */
  readonly texts: Texts
}

/**
 * The reads that show records to somebody, in a store that gives records and their texts in one question. Both must be of one moment, and
 * the answers the same as of the plain reads with the texts beside them.
 */
export interface ShownReads {
  /** Reads records by id with their current texts; absent ones are left out. */
  readonly byIds: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    ids: ReadonlyArray<string>,
  ) => Effect<ReadonlyArray<WithTexts<State>>, StoreError>
  /** Reads a page of the records that pass all filters, in order, with their current texts. */
  readonly page: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    query: PageQuery,
  ) => Effect<ReadonlyArray<WithTexts<State>>, StoreError>
  /**
   * The same as plain functions, in a store that reads without waiting: then no fibre is made for a read. They answer undefined, and
   * never throw, where they have no answer now (the file is busy, it is damaged): the same is asked of the reads above then. Null where
   * the store has none.
   */
  readonly atOnce: ShownAtOnce | null
}

/** Shown reads of a store that need not wait for anybody: see {@link ShownReads.atOnce}. */
export interface ShownAtOnce {
  /** One record with its current texts; null where it is absent. */
  readonly byId: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    id: string,
  ) => WithTexts<State> | null | undefined
  /** A page of the records that pass all filters, in order, with their current texts. */
  readonly page: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    query: PageQuery,
  ) => ReadonlyArray<WithTexts<State>> | undefined
}

/** What a store answers about records, at once or within a host's transaction. */
export interface StoreReads {
  /** Reads records by id; absent ones are left out. */
  readonly byIds: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    ids: ReadonlyArray<string>,
  ) => Effect<ReadonlyArray<State>, StoreError>
  /** Reads a page of the records that pass all filters, in order. */
  readonly page: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    query: PageQuery,
  ) => Effect<ReadonlyArray<State>, StoreError>
  /** Counts the records that pass all filters. */
  readonly count: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    filters: ReadonlyArray<RecordFilter>,
  ) => Effect<number, StoreError>
  /**
   * Counts the records that pass all filters by the values of one indexed field, not of money; `null` stands for records without
   * a value. Of a custom field, `custom.<key>`, the values are the texts of `customKeys`, and a record counts under each that it is
   * found by. In no particular order.
   */
  readonly countBy: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    field: (keyof State & string) | `custom.${string}`,
    filters: ReadonlyArray<RecordFilter>,
  ) => Effect<ReadonlyArray<ValueCount>, StoreError>
  /** Reads current texts by record id, of records that have any. */
  readonly texts: (
    tenant: TenantId,
    records: ReadonlyArray<RecordState>,
  ) => Effect<ReadonlyMap<string, Texts>, StoreError>
  /**
   * Records with their texts in one question; null where the store answers them in two: then they are asked for one after the other.
   */
  readonly shown: ShownReads | null
  /** Reads the journal rows of streams, those of each by version; a stream that has none is left out. */
  readonly streams: (
    tenant: TenantId,
    streams: ReadonlyArray<string>,
  ) => Effect<ReadonlyMap<string, ReadonlyArray<JournalEvent>>, StoreError>
}

/**
 * The one port a storage adapter implements. A store is a set of records by kind, their texts, and the journal; it runs a
 * command's work in one transaction and answers pages. It knows no area: areas describe their records by aggregates.
 */
export interface StoreShape extends StoreReads {
  /** Name for messages, such as `memory` or `sqlite`. */
  readonly name: string
  /**
   * Runs a command's work in one transaction: reads, decides, then writes records, texts, journal rows and the idempotency
   * record with the expected versions. Retryable conflicts are repeated, with bounds. A failure leaves nothing written.
   */
  readonly transact: <Answer, Rejection>(
    transaction: Transaction<Answer, Rejection>,
  ) => Effect<Committed<Answer>, Rejection | StoreError>
  /** Delivers journal rows to consumers; null where the store declares that it does not. */
  readonly outbox: OutboxShape | null
  /** What is done for all tenants alike; null where the store declares that it keeps no list of them. */
  readonly care: TenantCare | null
  /** Grouped reads for analysis; null where the store declares none: then records are scanned and grouped in memory. */
  readonly facts: FactReads | null
  /**
   * The same questions inside a host's open transaction: its own uncommitted writes are seen. A store that cannot do it answers
   * each with `CannotJoin`, see {@link cannotRead}.
   */
  readonly within: (executor: SqlExecutor) => StoreReads
  /**
   * Reads all records of a kind, a batch at a time, for analysis: each once, in code-point order of ids. Where the kind names the
   * fields that are asked for (`only`), the others may be left out.
   */
  readonly scan: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    onBatch: (batch: ReadonlyArray<State>) => void,
  ) => Effect<void, StoreError>
  /**
   * Reads the history of all records of a kind, a batch at a time, for analysis: by record in code-point order of ids, then by
   * version. A record's rows may lie in two batches.
   */
  readonly history: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
    onBatch: (batch: ReadonlyArray<HistoryRow>) => void,
  ) => Effect<void, StoreError>
  /**
   * Verifies every record of a kind by `verifyRecord`: its chain against its head, itself and its texts against the chain; and finds streams
   * whose record is gone (`missingRecord`).
   */
  readonly verify: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: RecordKind<State, Event>,
  ) => Effect<
    { readonly streams: number; readonly events: number; readonly faults: ReadonlyArray<ChainFault> },
    StoreError
  >
}

/**
 * Reads that all fail: of a store that cannot join, or cannot join this transaction.
 *
 * @param error - what each read fails with
 * @example
 * ```ts
 * import { CannotJoin, cannotRead } from "@salesdept/core/ports/adapter"
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { Effect } from "effect"
 *
 * const reads = cannotRead(new CannotJoin("notSupported"))
 * const error = await Effect.runPromise(Effect.flip(reads.byIds("shop-17", dealAggregate, ["deal_1"])))
 * error._tag // "CannotJoin"
 * ```
 */
export const cannotRead = (error: StoreError): StoreReads => ({
  byIds: () => fail(error),
  page: () => fail(error),
  count: () => fail(error),
  countBy: () => fail(error),
  texts: () => fail(error),
  shown: null,
  streams: () => fail(error),
})

/** The store that services write to and read from. */
export class Store extends Context.Service<Store, StoreShape>()("@salesdept/core/Store") {}
