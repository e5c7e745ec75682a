import type { ColumnChanges, RecordTable } from "../schema/RecordTable.ts"
import { firstChanging } from "../schema/RecordTable.ts"
import type { RecordWrite } from "./RecordWrite.ts"
import type { DraftColumn } from "./WriteDraft.ts"
import { idColumn, quoted } from "./WriteDraft.ts"

/** An update of records of one table `t`, by a common table `v` of what changes. */
export interface ChangedRows {
  /** Columns of the common table: the id, what is set, and what is expected. */
  readonly columns: ReadonlyArray<DraftColumn>
  /** Its rows, record by record. */
  readonly rows: ReadonlyArray<ReadonlyArray<unknown>>
  /** What tells the text of this update from others of the table. */
  readonly mark: string
  /** Writes what it sets. */
  readonly sets: () => string
  /** Under which a stored row is still the one that was read. */
  readonly condition: string
}

/** Columns beside a record's own: what must hold, and whether facts moved. */
const expectations: ReadonlyArray<DraftColumn> = [
  { name: "expected_version", type: "integer" },
  { name: "expected_facts", type: "integer" },
  { name: "touched", type: "integer" },
]

const isSame = (left: ColumnChanges, right: ColumnChanges): boolean =>
  left.positions.length === right.positions.length &&
  left.positions.every((position, index) => position === right.positions[index])

/** The columns that change, where they are the same for all of the records; null where they are not. */
const changeOfAll = (records: ReadonlyArray<RecordWrite>): ColumnChanges | null => {
  const first = records[0]?.changes ?? null
  if (first === null) return null
  return records.every(({ changes }) => changes !== null && isSame(changes, first)) ? first : null
}

/**
 * Makes the update of records that are there already: of the columns that change, so that the server may leave alone what hangs on the
 * others; of all that can, where they are not the same for all of the records.
 */
export const changedRows = (table: RecordTable, records: ReadonlyArray<RecordWrite>): ChangedRows => {
  const change = changeOfAll(records)
  const own =
    change === null
      ? table.columns.slice(firstChanging)
      : change.positions.flatMap((position) => table.columns[position] ?? [])
  const extra = table.countsFacts ? expectations : expectations.slice(0, 1)
  const facts = table.countsFacts ? " and (v.expected_facts is null or t.facts_version = v.expected_facts)" : ""
  return {
    columns: [idColumn, ...own, ...extra],
    rows: records.map(({ id, changes, row, expectedVersion, factsVersion, touched }) => [
      id,
      ...(change === null || changes === null ? row().slice(firstChanging) : changes.values),
      ...[expectedVersion, factsVersion, touched ? 1 : 0].slice(0, extra.length),
    ]),
    mark: change === null ? "all" : change.positions.join(" "),
    sets: () => {
      const sets = own.map(({ name }) => `${quoted(name)} = v.${quoted(name)}`)
      if (table.countsFacts) sets.push("facts_version = t.facts_version + v.touched")
      return sets.join(", ")
    },
    condition: `t.version = v.expected_version${facts}`,
  }
}
