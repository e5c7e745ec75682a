import * as Context from "effect/Context"
import type { Effect } from "effect/Effect"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { Authorship, ChainFault } from "../journal/Chain.ts"
import type { Texts } from "../journal/Decision.ts"
import type { DomainEvent, JournalEvent } from "../journal/Event.ts"
import type { Work } from "../journal/Work.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { OutboxShape } from "./Outbox.ts"
import type { SqlExecutor } from "./SqlExecutor.ts"
import type { StoreError } from "./StoreErrors.ts"

/** A command as a store runs it. */
export interface Transaction<Answer, Rejection> {
  /** Who acts, when, under which command id, for which tenant. */
  readonly author: Authorship
  /** Starts the work; called again after a conflict, so it holds no state between calls. */
  readonly work: () => Work<Answer, Rejection>
  /** Run reads and decision, write nothing. */
  readonly dryRun: boolean
  /** The caller's key and a digest of the command's name and input; null where the caller gave no key. */
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

/** Which records a page holds. */
export interface PageQuery<State extends RecordState> {
  /** Equality filters over indexed fields; all must hold. */
  readonly where?: { readonly [Field in keyof State & string]?: string }
  /** Ids after this one (exclusive), in code-point order; from the start where absent. */
  readonly afterId?: string
  /** How many at most, 1 to 10,000 (inclusive). Default 100. */
  readonly limit?: number
}

/**
 * The one port a storage adapter implements. A store is a set of records by kind, their texts, and the journal; it runs a
 * command's work in one transaction and answers pages. It knows no area: areas describe their records by aggregates.
 */
export interface StoreShape {
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
  /** Reads records by id; absent ones are left out. */
  readonly byIds: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: Aggregate<State, Event>,
    ids: ReadonlyArray<string>,
  ) => Effect<ReadonlyArray<State>, StoreError>
  /** Reads a page of records in id order. */
  readonly page: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: Aggregate<State, Event>,
    query: PageQuery<State>,
  ) => Effect<ReadonlyArray<State>, StoreError>
  /** Counts records by the values of one indexed field; `null` stands for records without a value. */
  readonly countBy: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: Aggregate<State, Event>,
    field: keyof State & string,
  ) => Effect<ReadonlyArray<{ readonly value: string | null; readonly count: number }>, StoreError>
  /** Reads all records of a kind, a batch at a time, for analysis. */
  readonly scan: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: Aggregate<State, Event>,
    onBatch: (batch: ReadonlyArray<State>) => void,
  ) => Effect<void, StoreError>
  /** Reads current texts by record id, of records that have any. */
  readonly texts: (
    tenant: TenantId,
    records: ReadonlyArray<RecordState>,
  ) => Effect<ReadonlyMap<string, Texts>, StoreError>
  /** Reads a stream's journal rows by version. */
  readonly stream: (tenant: TenantId, stream: string) => Effect<ReadonlyArray<JournalEvent>, StoreError>
  /** Verifies the hash chains of every record of a kind against their anchored heads. */
  readonly verify: <State extends RecordState, Event extends DomainEvent>(
    tenant: TenantId,
    of: Aggregate<State, Event>,
  ) => Effect<
    { readonly streams: number; readonly events: number; readonly faults: ReadonlyArray<ChainFault> },
    StoreError
  >
}

/** The store that services write to and read from. */
export class Store extends Context.Service<Store, StoreShape>()("@salesdept/core/Store") {}
