import type { OpenStore } from "@salesdept/core/promise"
import type { JournalEvent } from "@salesdept/core/journal"
import type { SqlExecutor } from "@salesdept/core/ports"
import type { TenantId } from "@salesdept/core/shared"

/** Said in place of something that a store cannot do. Nothing is assumed: an author states each ability or its absence. */
export const notSupported = "notSupported"

/** The statement that a store cannot do something. */
export type NotSupported = typeof notSupported

/** One stream to be falsified behind the library's back, as somebody with access to the database could. */
export interface Tampering {
  /** Whose stream. */
  readonly tenant: TenantId
  /** The stream. */
  readonly stream: string
  /** Gives the rows to put in place of the stream's rows; heads and records stay as they are. */
  readonly rewrite: (rows: ReadonlyArray<JournalEvent>) => ReadonlyArray<JournalEvent>
}

/** A transaction that the suite, in the part of a host, holds open. */
export interface HostTransaction {
  /** What commands are given as `tx`. */
  readonly executor: SqlExecutor
  /** Commits it. */
  readonly commit: () => Promise<void>
  /** Rolls it back. */
  readonly rollback: () => Promise<void>
}

/** A host's connection to the data of the store that was opened last. */
export interface JoinedHost {
  /** Begins a transaction; the suite ends it before it begins another. */
  readonly begin: () => Promise<HostTransaction>
}

/**
 * How the suites reach a store: an author of an adapter writes one and gives its factory to `storeConformance`. A
 * factory is called anew for every test, and {@link StoreHarness.release} at its end.
 */
export interface StoreHarness {
  /** Opens a store that holds nothing. Each call gives another store; none sees another's data. */
  readonly open: () => Promise<OpenStore>
  /**
   * Opens the data of the store that was opened last once more, after that was closed: what another process would see. For
   * stores that keep data beyond their own life.
   */
  readonly reopen: (() => Promise<OpenStore>) | NotSupported
  /** Opens a second connection to the data of the store that was opened last, while that stays open. */
  readonly secondConnection: (() => Promise<OpenStore>) | NotSupported
  /** A host that has transactions of its own in the database of the store, which commands join. */
  readonly joined: JoinedHost | NotSupported
  /** Falsifies the journal of the store that was opened last. */
  readonly tamper: ((tampering: Tampering) => Promise<void>) | NotSupported
  /** Removes what the harness has made: files, databases, connections. */
  readonly release: () => Promise<void>
}

/** Makes a harness; the suites call it for every test. */
export type HarnessFactory = () => Promise<StoreHarness>
