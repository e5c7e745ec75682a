import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { migrations } from "@salesdept/sql"
import { checkSqlite, makeSqliteStore, migrateSqlite, openSqlite, planSqlite, sqlite } from "@salesdept/sqlite"
import type { SqliteDatabase } from "@salesdept/sqlite"
import { describe, expect, it, onTestFinished } from "vitest"
import { firstTables, readFrozenBase, sqliteBase } from "../../src/upgrade/FrozenBase.ts"
import { expectOldBase } from "../../src/upgrade/OldBaseSuite.ts"
import { asVersionWith, other, wider } from "../../src/upgrade/Rehearsal.ts"

const now = "2026-11-28T09:00:00.000Z"

const base = readFrozenBase()
const known = migrations.map(({ id }) => id)

/** A file as the first version left it. */
const oldFile = (): { readonly filename: string; readonly open: () => SqliteDatabase } => {
  const folder = mkdtempSync(join(tmpdir(), "salesdept-upgrade-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const filename = join(folder, "sales.db")
  const open = (): SqliteDatabase => {
    const database = openSqlite({ filename })
    onTestFinished(() => database.close())
    return database
  }
  const first = open()
  first.handle.exec(`begin; ${sqliteBase(base)} commit;`)
  first.close()
  return { filename, open }
}
const opened = (database: SqliteDatabase) => ({
  store: makeSqliteStore(database),
  close: () => {
    database.close()
    return Promise.resolve()
  },
})

describe("an SQLite file of the first schema", () => {
  it("is made by the migration that was frozen: a released migration is never changed", () => {
    expect(firstTables("sqlite").startsWith(base.tables.sqlite)).toBe(true)
  })

  it("is upgraded by today's migrations, and then read and written by today's library", async () => {
    const { open } = oldFile()
    const database = open()
    expect(migrateSqlite(database, now)).toEqual(known.slice(1))
    expect(checkSqlite(database)).toMatchObject({ state: "current", opens: true, differences: [] })
    expect(database.all("pragma integrity_check", [])).toEqual([{ integrity_check: "ok" }])
    await expectOldBase(base, opened(database))
  })

  it("is behind where a version has more migrations: it does not open, and the plan names what is missing", async () => {
    const { filename, open } = oldFile()
    migrateSqlite(open(), now)
    await asVersionWith([wider], async () => {
      const database = open()
      expect(checkSqlite(database)).toMatchObject({ state: "behind", opens: false, pending: [wider.id] })
      await expect(sqlite({ filename }).open()).rejects.toMatchObject({ data: { reason: "schemaMissing" } })
      expect(planSqlite(database)).toEqual([
        {
          id: wider.id,
          breaking: false,
          statements: [
            "alter table salesdept_deal add column colour text",
            "create index salesdept_deal_by_colour on salesdept_deal (tenant_id, colour, id)",
          ],
        },
      ])
      expect(migrateSqlite(database, now)).toEqual([wider.id])
      expect(checkSqlite(database)).toMatchObject({ opens: true, pending: [] })
      await expectOldBase(base, await sqlite({ filename }).open())
    })
  })

  it("works for this version after a newer one has only added to it, and keeps what the newer one wrote", async () => {
    const { filename, open } = oldFile()
    await asVersionWith([wider], () => migrateSqlite(open(), now))
    const database = open()
    database.handle.exec("update salesdept_deal set colour = 'red'")
    expect(checkSqlite(database)).toMatchObject({ state: "aheadCompatible", opens: true, newer: [wider.id] })
    expect(migrateSqlite(database, now)).toEqual([])
    await expectOldBase(base, await sqlite({ filename }).open())
    const count = (base.records["deal"] ?? []).length
    expect(database.all("select count(*) as n from salesdept_deal where colour = 'red'", [])).toEqual([{ n: count }])
  })

  it("is refused by this version after a newer one has changed it, untouched", async () => {
    const { filename, open } = oldFile()
    await asVersionWith([wider, other], () => migrateSqlite(open(), now))
    const database = open()
    const before = database.handle.serialize()
    expect(checkSqlite(database)).toMatchObject({ state: "aheadBreaking", opens: false, newer: [wider.id, other.id] })
    const newer = { _tag: "StoreFault", retryable: false, data: expect.objectContaining({ reason: "schemaNewer" }) }
    await expect(sqlite({ filename }).open()).rejects.toMatchObject(newer)
    expect(() => migrateSqlite(database, now)).toThrow(expect.objectContaining(newer))
    expect(database.handle.serialize().equals(before)).toBe(true)
  })

  it("stays as it was where a later migration fails half-way, and is upgraded when it is tried again", async () => {
    const { open } = oldFile()
    const database = open()
    migrateSqlite(database, now)
    const broken = {
      ...wider,
      statements: { ...wider.statements, sqlite: [...wider.statements.sqlite, "no statement"] },
    }
    await asVersionWith([broken], () => expect(() => migrateSqlite(database, now)).toThrow("the database failed"))
    expect(checkSqlite(database)).toMatchObject({ state: "current", differences: [] })
    await asVersionWith([wider], () => expect(migrateSqlite(database, now)).toEqual([wider.id]))
    await expectOldBase(base, opened(database))
  })
})
