import { plainTables } from "../journal/JournalTables.ts"
import { recordTables } from "../Tables.ts"

/** A right on a table. */
export type TableRight = "select" | "insert" | "update" | "delete"

const appendOnly: ReadonlyArray<TableRight> = ["select", "insert"]
const erasable: ReadonlyArray<TableRight> = ["select", "insert", "delete"]
const kept: ReadonlyArray<TableRight> = ["select", "insert", "update"]
const all: ReadonlyArray<TableRight> = ["select", "insert", "update", "delete"]

const plainRights: ReadonlyMap<string, ReadonlyArray<TableRight>> = new Map([
  ["journal", appendOnly],
  ["texts", erasable],
  // Erasure forgets the inputs under keys, and keeps the keys.
  ["command", all],
])

/**
 * What a role needs on each table to work with a store, once the tables are there; names before the prefix. Nobody needs to
 * change or delete rows of the journal, so that the database itself keeps it append-only.
 */
export const tableRights = (): ReadonlyArray<{
  readonly table: string
  readonly rights: ReadonlyArray<TableRight>
}> => [
  { table: "migration", rights: ["select"] },
  ...plainTables.map(({ name }) => ({ table: name, rights: plainRights.get(name) ?? all })),
  ...recordTables.map(({ kind }) => ({ table: kind, rights: kept })),
]
