import type { ColumnChanges, RecordTable } from "../schema/RecordTable.ts"

/** One record to write. */
export interface RecordWrite {
  /** Its table. */
  readonly table: RecordTable
  /** Its id. */
  readonly id: string
  /** Gives its column values, all of them, as `toValues` does. */
  readonly row: () => ReadonlyArray<unknown>
  /** The columns that change; null of a new record. */
  readonly changes: ColumnChanges | null
  /** The version it must still have; 0 for a new record. */
  readonly expectedVersion: number
  /** The `facts_version` it must still have; null where that does not matter. */
  readonly factsVersion: number | null
  /** Whether its `facts_version` goes up by one. */
  readonly touched: boolean
}
