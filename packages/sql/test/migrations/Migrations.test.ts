import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { sha256 } from "@salesdept/core/journal"
import { describe, expect, it } from "vitest"
import { plainTables } from "../../src/journal/JournalTables.ts"
import { initial } from "../../src/migrations/0001_initial.ts"
import { bookkeeping, pendingMigrations, schemaState, statementsOf } from "../../src/migrations/MigrationPlan.ts"
import { migrations } from "../../src/migrations/migrations.ts"
import { plainTableDdl, recordTableDdl } from "../../src/schema/Ddl.ts"
import type { SqlDialect } from "../../src/schema/Dialect.ts"
import { recordTables } from "../../src/Tables.ts"
import { viewDdl } from "../../src/views/ViewDdl.ts"
import { views } from "../../src/views/Views.ts"

const dialects: ReadonlyArray<SqlDialect> = ["sqlite", "postgres"]

const todaysTables = (dialect: SqlDialect): ReadonlyArray<string> => [
  ...plainTables.flatMap((table) => plainTableDdl(dialect, table)),
  ...recordTables.flatMap((table) => recordTableDdl(dialect, table)),
  ...views.map((view) => viewDdl(dialect, view)),
]

/**
 * Digests of released migrations: what is here never changes again, and a change of the tables is a new migration. Until the
 * first release 0001 may still be drafted anew with scripts/draftMigration.ts; it is entered here when it is released.
 */
const released: { readonly [id: string]: string } = {}

describe("migrations", () => {
  it.each(dialects)("make exactly the tables that are described (%s)", (dialect) => {
    expect(initial.statements[dialect]).toEqual(todaysTables(dialect))
  })

  it("0001 is what its script drafts", () => {
    const script = fileURLToPath(new URL("../../scripts/draftMigration.ts", import.meta.url))
    const file = fileURLToPath(new URL("../../src/migrations/0001_initial.ts", import.meta.url))
    expect(execFileSync(process.execPath, [script], { encoding: "utf8" }).trim()).toBe(
      readFileSync(file, "utf8").trim(),
    )
  })

  it("that were released are as they were released", () => {
    const digests = new Map(migrations.map(({ id, ...rest }) => [id, sha256(JSON.stringify(rest))]))
    for (const [id, digest] of Object.entries(released)) expect(digests.get(id), id).toBe(digest)
  })

  it("are numbered in order, each once", () => {
    const ids = migrations.map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
    expect(ids.map((id) => Number(id.slice(0, 4)))).toEqual(ids.map((_, index) => index + 1))
    for (const id of ids) expect(id).toMatch(/^\d{4}_[a-z][A-Za-z0-9]*$/)
  })

  it.each(dialects)("keep the tenant first in every key and index (%s)", (dialect) => {
    for (const statement of migrations.flatMap((migration) => migration.statements[dialect])) {
      if (statement.startsWith("create table")) {
        expect(statement).toMatch(/\(\n {2}tenant_id text/)
        expect(statement).toMatch(/primary key \(tenant_id[,)]/)
      } else if (statement.startsWith("create index")) {
        expect(statement).toMatch(/ on \S+ \(tenant_id, /)
      } else {
        expect(statement).toMatch(
          /^create view \S+ (?:with \(security_invoker = true\) )?as\nselect\n {2}r\.tenant_id,\n/,
        )
      }
    }
  })

  it.each(dialects)("leave no mark of a name unfilled (%s)", (dialect) => {
    for (const migration of migrations) {
      for (const naming of [{ prefix: "crm_" }, { schema: "crm", prefix: "" }]) {
        if (dialect === "sqlite" && naming.schema !== undefined) continue
        const statements = statementsOf(migration, dialect, naming)
        expect(statements).toHaveLength(migration.statements[dialect].length)
        for (const statement of statements) expect(statement).not.toMatch(/[{}]/)
      }
    }
  })
})

describe("the state of tables", () => {
  const done = migrations.map(({ id, breaking }) => ({ id, breaking }))

  it("is told from what is applied", () => {
    expect(schemaState([])).toBe("absent")
    expect(schemaState(done)).toBe("current")
    expect(schemaState([{ id: "0000_older", breaking: false }])).toBe("behind")
    expect(schemaState([...done, { id: "9998_added", breaking: false }])).toBe("aheadCompatible")
    expect(schemaState([...done, { id: "9998_added", breaking: false }, { id: "9999_changed", breaking: true }])).toBe(
      "aheadBreaking",
    )
    expect(schemaState([{ id: "9999_changed", breaking: true }])).toBe("aheadBreaking")
  })

  it("names what is still to be applied", () => {
    expect(pendingMigrations([])).toEqual(migrations)
    expect(pendingMigrations(done)).toEqual([])
  })

  it("is kept under the host's own names", () => {
    expect(bookkeeping({ prefix: "crm_" }).table).toBe("crm_migration")
    expect(bookkeeping({ schema: "crm", prefix: "" }, "postgres").list).toContain('"crm"."migration"')
  })
})
