import type { RecordState } from "@salesdept/core/journal"
import type { SqlRow } from "../schema/Dialect.ts"
import type { ColumnChanges, RecordTable } from "../schema/RecordTable.ts"
import { firstChanging } from "../schema/RecordTable.ts"

/** A row that a command has read, and the record that it is. */
export interface RowRead {
  /** As the driver gave it. */
  readonly row: SqlRow
  /** The record. */
  readonly state: RecordState
}

/**
 * The columns of a record that are written when it is there already: of one that was read those that differ from its row, since to name
 * a column rewrites its index or, on Postgres, keeps the index from being tidied up; of any other all that can change.
 */
export const changedColumns = (
  table: RecordTable,
  tenant: string,
  after: RecordState,
  head: string,
  read: RowRead | undefined,
): ColumnChanges => {
  if (read === undefined) {
    const values = table.toValues(tenant, after, head).slice(firstChanging)
    return { positions: values.map((_, index) => firstChanging + index), values }
  }
  const { positions, values } = table.changesOf(read.state, after, head)
  const kept: Array<number> = []
  const changed: Array<unknown> = []
  for (const [index, position] of positions.entries()) {
    if (read.row[table.columns[position]?.name ?? ""] === values[index]) continue
    kept.push(position)
    changed.push(values[index])
  }
  return { positions: kept, values: changed }
}
