import { StoreFault, VersionConflict } from "@salesdept/core/ports/adapter"
import type { StoreError } from "@salesdept/core/ports"
import { byLockOrder, tableName } from "@salesdept/sql"
import type {
  BatchStatement,
  CommandWrites,
  Naming,
  PostgresReads,
  PreparedWrite,
  Query,
  RecordLock,
  SqlRow,
  WriteStatement,
} from "@salesdept/sql"
import { duplicateIn, isSerialisation } from "./PostgresFault.ts"

/** What sending needs of the store. */
export interface SendingTools {
  /** Statements of Postgres alone. */
  readonly reads: PostgresReads
  /** Makes the statement of a write. */
  readonly writer: (writes: CommandWrites) => WriteStatement
  /** Makes the statement of several writes. */
  readonly batchWriter: (batch: ReadonlyArray<CommandWrites>) => BatchStatement
  /** Names of the tables. */
  readonly naming: Naming
}

/** Sends writes, over whatever connection. */
export interface WriteSender {
  /**
   * Sends a write; gives the conflict it met, also where the server tells it by a failure. Then nothing was written. Nor is it outside
   * of the transaction `within`, where one is given.
   */
  readonly send: (query: Query, prepared: PreparedWrite, within?: string) => Promise<StoreError | null>
  /**
   * Sends writes of one shape in one statement, each of them whole or not at all; gives the places of those that were written. Where
   * the statement fails, none was.
   */
  readonly sendAll: (query: Query, writes: ReadonlyArray<PreparedWrite>) => Promise<ReadonlySet<number>>
  /** Locks records against change, in the order every command takes its locks. */
  readonly lock: (query: Query, tenant: string, locks: ReadonlyArray<RecordLock>) => Promise<void>
}

/** Makes the sender of a store's writes. */
export const makeWriteSender = ({ batchWriter, naming, reads, writer }: SendingTools): WriteSender => {
  const bareName = (table: string): string | undefined => tableName(naming, table).split(".").at(-1)
  const commandTable = bareName("command")

  /** The first of the checks that does not hold, as a conflict. */
  const missingOf = (checks: WriteStatement["checks"], rows: ReadonlyArray<SqlRow>): VersionConflict | null => {
    const held = new Set(rows.map((row) => `${String(row["kind"])}\n${String(row["id"])}`))
    const missing = checks.find(({ kind, id }) => !held.has(`${kind}\n${id}`))
    return missing === undefined ? null : new VersionConflict(missing.id, missing.expectedVersion)
  }

  /** What a failed write means for the command: a conflict, or the cause thrown on. */
  const conflictOf = (cause: unknown, { changed }: PreparedWrite): StoreError => {
    const table = duplicateIn(cause)
    if (table !== null && table !== commandTable) {
      const twice = changed.find(({ kind }) => bareName(kind) === table)
      return new VersionConflict(twice?.id ?? changed[0]?.id ?? "", 0)
    }
    if (table !== null || isSerialisation(cause)) return new StoreFault("transact", "busy", cause)
    throw cause
  }

  return {
    send: async (query, prepared, within) => {
      const { writes } = prepared
      if (writes === null) return null
      try {
        const { text, values, checks } = writer(within === undefined ? writes : { ...writes, within })
        return missingOf(checks, await query(text, values))
      } catch (cause) {
        return conflictOf(cause, prepared)
      }
    },
    sendAll: async (query, prepared) => {
      const { text, values } = batchWriter(prepared.flatMap(({ writes }) => (writes === null ? [] : [writes])))
      return new Set((await query(text, values)).map((row) => Number(row["n"])))
    },
    lock: async (query, tenant, locks) => {
      const byKind = Map.groupBy(locks.toSorted(byLockOrder), ({ kind }) => kind)
      for (const [kind, records] of byKind) {
        // What is to leave the base first: a lock that is held already is not made a stronger one.
        for (const isRetired of [true, false]) {
          const ids = records.flatMap((one) => ((one.isRetired === true) === isRetired ? [one.id] : []))
          if (ids.length > 0) await query(reads.lock(kind, isRetired), [tenant, ids])
        }
      }
    },
  }
}
