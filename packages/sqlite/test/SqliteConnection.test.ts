import Database from "better-sqlite3"
import { describe, expect, it, onTestFinished } from "vitest"
import {
  checkSqlite,
  eraseSqliteTenant,
  exportSqliteTenant,
  makeSqliteStore,
  migrateSqlite,
  planSqlite,
  purgeSqliteKeys,
  sqliteDirectory,
  uninstallSqlite,
} from "../src/index.ts"
import type { SqliteConnection } from "../src/index.ts"
import { appliedAt, faultOf, migrated, newFile, opened, shopOver } from "./database.ts"

/** Everything that is asked over a connection. */
const calls: { readonly [name: string]: (connection: SqliteConnection) => unknown } = {
  checkSqlite: (connection) => checkSqlite(connection),
  planSqlite: (connection) => planSqlite(connection),
  migrateSqlite: (connection) => migrateSqlite(connection, appliedAt),
  exportSqliteTenant: (connection) => exportSqliteTenant(connection, "shop-17", () => {}),
  eraseSqliteTenant: (connection) => eraseSqliteTenant(connection, "shop-17"),
  purgeSqliteKeys: (connection) => purgeSqliteKeys(connection, "shop-17", appliedAt),
  uninstallSqlite: (connection) => uninstallSqlite(connection),
}

describe("a handle of the host's", () => {
  it("that gives integers as bigint is looked at, exported and erased as any other", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    await shop.clients.register({ id: "client_1", name: "Anna" }, { idempotencyKey: "once" })
    const handle = new Database(database.handle.name)
    onTestFinished(() => void handle.close())
    handle.defaultSafeIntegers(true)
    expect(checkSqlite(handle)).toEqual(checkSqlite(database))
    const exported = (connection: SqliteConnection) => {
      const lines: Array<string> = []
      exportSqliteTenant(connection, "shop-17", (table, rows) => lines.push(JSON.stringify([table, rows])))
      return lines
    }
    expect(exported(handle)).toEqual(exported(database))
    expect(purgeSqliteKeys(handle, "shop-17", "2999-01-01T00:00:00.000Z")).toBe(1)
    expect(eraseSqliteTenant(handle, "shop-17")).toBeGreaterThan(0)
    expect(handle.prepare("select 1 as one").get()).toEqual({ one: 1n })
  })
})

describe("a store", () => {
  it("is made over what openSqlite gives, and says so of a handle of the host's", () => {
    const handle = new Database(":memory:")
    onTestFinished(() => void handle.close())
    migrateSqlite(handle, appliedAt)
    expect(() => makeSqliteStore(handle as never)).toThrow(/must be what openSqlite\(\{ filename \}\) gives/)
  })
})

describe("a connection that is closed", () => {
  const closed = { tag: "StoreFault", reason: "closed", retryable: false }

  it.each(Object.entries(calls))("is told as a fault by %s", async (_, call) => {
    const ours = opened(newFile())
    ours.close()
    expect(await faultOf(() => call(ours))).toEqual(closed)
    const hosts = new Database(":memory:")
    hosts.close()
    expect(await faultOf(() => call(hosts))).toEqual(closed)
  })

  it("is told as a fault where a store or a directory is made over it", async () => {
    const ours = opened(newFile())
    ours.close()
    expect(await faultOf(() => makeSqliteStore(ours))).toEqual(closed)
    const hosts = new Database(":memory:")
    hosts.close()
    expect(await faultOf(() => sqliteDirectory(hosts, {}))).toEqual(closed)
  })
})
