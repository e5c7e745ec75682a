import type { DealColumns } from "@salesdept/core/deal"
import { makeCatalog } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { SqliteDatabase } from "@salesdept/sqlite"
import type { Pool } from "pg"
import { tenant } from "../BenchBase.ts"
import { dealAt } from "./BenchDeals.ts"

/** Puts deals into the table as they stand, past the write path: a million of them is what is read, not what is measured. */
export const fillSqlite = (database: SqliteDatabase, columns: DealColumns): void => {
  const { table, statements } = makeCatalog("sqlite", { prefix: "salesdept_" }).of("deal")
  database.run("begin", [])
  for (let row = 0; row < columns.length; row++)
    database.run(statements.insert, table.toValues(tenant, dealAt(columns, row), ""))
  database.run("commit", [])
  database.run("analyze", [])
}

const rowsAtOnce = 500

/** The same in Postgres, some hundred rows with a statement. */
export const fillPostgres = async (pool: Pool, naming: Naming, columns: DealColumns): Promise<void> => {
  const { table, statements } = makeCatalog("postgres", naming).of("deal")
  const [head = "", row = ""] = statements.insert.split(/(?<= values )(?=\()/)
  const width = table.columns.length
  const rowFrom = (at: number): string => row.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + at * width}`)
  const textOf = (rows: number): string => head + Array.from({ length: rows }, (_, at) => rowFrom(at)).join(", ")
  for (let start = 0; start < columns.length; start += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, columns.length - start)
    const values = Array.from({ length: rows }, (_, at) => table.toValues(tenant, dealAt(columns, start + at), ""))
    await pool.query({ name: `fill_${rows}`, text: textOf(rows), values: values.flat() })
  }
  // What was committed a moment ago is known to be seen by everybody once a later commit has waited for the disk: else rows are looked at
  // beside the index.
  await pool.query("begin; set local synchronous_commit = on; select pg_current_xact_id(); commit")
  await pool.query("vacuum analyze")
}
