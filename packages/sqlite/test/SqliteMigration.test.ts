import { describe, expect, it, onTestFinished } from "vitest"
import { migrations } from "@salesdept/sql"
import Database from "better-sqlite3"
import {
  checkSqlite,
  eraseSqliteTenant,
  exportSqliteTenant,
  migrateSqlite,
  openSqlite,
  planSqlite,
  purgeSqliteKeys,
  uninstallSqlite,
} from "../src/index.ts"
import type { SqliteDatabase, SqliteFile } from "../src/index.ts"
import { appliedAt, faultOf, migrated, newFile, opened } from "./database.ts"

const tables = (database: SqliteDatabase): ReadonlyArray<unknown> =>
  database.all("select name from sqlite_master where type = 'table' order by name", []).map((row) => row["name"])

const newest = migrations.map(({ id }) => id)

describe("migration of a file", () => {
  it("goes from absent to current, once", () => {
    const database = opened(newFile())
    expect(checkSqlite(database).state).toBe("absent")
    expect(tables(database)).toEqual([])
    expect(migrateSqlite(database, appliedAt)).toEqual(newest)
    expect(checkSqlite(database).state).toBe("current")
    expect(migrateSqlite(database, appliedAt)).toEqual([])
    const noted = database.all("select id, breaking, applied_at from salesdept_migration order by id", [])
    expect(noted.map((row) => row["id"])).toEqual(newest)
    expect(noted.every((row) => row["applied_at"] === appliedAt)).toBe(true)
  })

  it("takes a file, or a handle that the host has open, whose settings stay what they were", async () => {
    const filename = newFile()
    expect(migrateSqlite({ filename }, new Date(appliedAt))).toEqual(newest)
    const db = new Database(filename)
    onTestFinished(() => void db.close())
    db.pragma("busy_timeout = 1234")
    expect(db.prepare("select distinct applied_at from salesdept_migration").pluck().all()).toEqual([appliedAt])
    expect(checkSqlite(db).state).toBe("current")
    expect(planSqlite(db)).toEqual([])
    expect(uninstallSqlite(db)).toContain("salesdept_deal")
    expect(migrateSqlite(db, appliedAt)).toEqual(newest)
    expect(purgeSqliteKeys(db, "shop-17", new Date(appliedAt))).toBe(0)
    expect(exportSqliteTenant(db, "shop-17", () => {})).toBe(0)
    expect(eraseSqliteTenant(db, "shop-17")).toBe(0)
    expect(db.pragma("busy_timeout", { simple: true })).toBe(1234)
    expect(db.pragma("secure_delete", { simple: true })).toBe(0)
  })

  it.each(["yesterday", "now", "2026-11-23", "2026-02-30T00:00:00.000Z", "", new Date(Number.NaN)])(
    "refuse %s, which is no instant, before they touch anything",
    (at) => {
      const db = openSqlite({ filename: ":memory:" })
      const refused = expect.objectContaining({ _tag: "InputInvalid" })
      expect(() => migrateSqlite(db, at)).toThrow(refused)
      expect(checkSqlite(db).state).toBe("absent")
      migrateSqlite(db, appliedAt)
      expect(() => purgeSqliteKeys(db, "shop-17", at)).toThrow(refused)
      db.close()
    },
  )

  it("names every table and index after the host's prefix, and leaves the host's own alone", () => {
    const database = opened(newFile())
    database.handle.exec("create table orders (id integer primary key)")
    migrateSqlite(database, appliedAt, { prefix: "crm_" })
    const names = database
      .all("select name from sqlite_master where name not like 'sqlite_%'", [])
      .map((row) => String(row["name"]))
    expect(names.filter((name) => !name.startsWith("crm_"))).toEqual(["orders"])
    expect(checkSqlite(database, { prefix: "crm_" }).state).toBe("current")
    expect(checkSqlite(database).state).toBe("absent")
  })

  it("keeps two prefixes in one file apart", () => {
    const database = migrated(newFile())
    expect(migrateSqlite(database, appliedAt, { prefix: "other_" })).toEqual(newest)
    expect(checkSqlite(database).state).toBe("current")
  })

  it("changes nothing where a statement fails, and can be repeated", async () => {
    const database = opened(newFile())
    // A table of the host stands in the way of one in the middle of the migration.
    database.handle.exec("create table salesdept_deal (id integer primary key)")
    expect(await faultOf(() => migrateSqlite(database, appliedAt))).toMatchObject({ tag: "StoreFault" })
    expect(tables(database)).toEqual(["salesdept_deal"])
    expect(database.handle.inTransaction).toBe(false)
    expect(checkSqlite(database).state).toBe("absent")
    database.handle.exec("drop table salesdept_deal")
    expect(migrateSqlite(database, appliedAt)).toEqual(newest)
  })

  it("says how the tables stand to this version", () => {
    const database = migrated(newFile())
    const note = database.handle.prepare("insert into salesdept_migration (id, breaking, applied_at) values (?, ?, ?)")
    database.handle.exec("delete from salesdept_migration where id = '0001_initial'")
    note.run("0000_older", 0, appliedAt)
    expect(checkSqlite(database).state).toBe("behind")
    for (const id of newest) note.run(id, 1, appliedAt)
    expect(checkSqlite(database).state).toBe("aheadCompatible")
    note.run("9999_newer", 1, appliedAt)
    expect(checkSqlite(database).state).toBe("aheadBreaking")
  })

  it("waits for another connection that migrates, and fails as busy where that takes too long", async () => {
    const file = newFile()
    const other = opened(file)
    other.handle.exec("begin immediate")
    expect(await faultOf(() => migrateSqlite(opened(file, 50), appliedAt))).toEqual({
      tag: "StoreFault",
      reason: "busy",
      retryable: true,
    })
    other.handle.exec("commit")
    expect(checkSqlite(other).state).toBe("absent")
  })
})

describe("an open file", () => {
  const pragmasOf = (options: Partial<SqliteFile> = {}): ReadonlyArray<unknown> => {
    const database = openSqlite({ ...options, filename: newFile() })
    onTestFinished(() => database.close())
    return ["journal_mode", "synchronous", "trusted_schema"].map((name) =>
      database.handle.pragma(name, { simple: true }),
    )
  }

  it("writes ahead, syncs every commit, and trusts no schema", () => {
    expect(pragmasOf()).toEqual(["wal", 2, 0])
  })

  it("waits for no disk where that is chosen", () => {
    expect(pragmasOf({ synchronous: "normal" })).toEqual(["wal", 1, 0])
  })
})
