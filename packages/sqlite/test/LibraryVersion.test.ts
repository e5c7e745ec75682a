import { describe, expect, it, onTestFinished, vi } from "vitest"
import { checkSqlite, migrateSqlite, openSqlite, withTransaction } from "../src/index.ts"
import { isSafeVersion } from "../src/LibraryVersion.ts"
import { appliedAt, faultOf, migrated, newFile, shopOver } from "./database.ts"

/** What the library says of itself; null for the truth. */
const told = vi.hoisted((): { version: string | null } => ({ version: null }))

vi.mock("better-sqlite3", async (original) => {
  const { default: Driver } = await original<{ readonly default: typeof import("better-sqlite3") }>()
  class Told extends Driver {
    constructor(...given: ConstructorParameters<typeof Driver>) {
      super(...given)
      const { version } = told
      if (version !== null) this.function("sqlite_version", () => version)
    }
  }
  return { default: Object.assign(Told, { SqliteError: Driver.SqliteError }) }
})

const under = async <A>(version: string, body: () => Promise<A> | A): Promise<A> => {
  told.version = version
  try {
    return await body()
  } finally {
    told.version = null
  }
}

const outdated = { tag: "StoreFault", reason: "libraryOutdated", retryable: false }

describe("the SQLite library", () => {
  it("is safe from 3.51.3 on", () => {
    for (const version of ["3.51.3", "3.51.10", "3.52.0", "4.0.0"]) expect(isSafeVersion(version), version).toBe(true)
    for (const version of ["3.51.2", "3.51", "3.50.9", "3.9.99", "2.99.99", "null"]) {
      expect(isSafeVersion(version), version).toBe(false)
    }
  })

  it("is not opened with where it is older, and the file is left as it was", async () => {
    const file = newFile()
    migrated(file)
    expect(await under("3.51.2", () => faultOf(() => openSqlite({ filename: file })))).toEqual(outdated)
    expect(await under("3.51.2", () => faultOf(() => migrateSqlite({ filename: file }, appliedAt)))).toEqual(outdated)
    await under("3.51.3", () => openSqlite({ filename: file }).close())
  })

  it("may be a host's own: an older one neither migrates nor writes in its transaction, which stays of use", async () => {
    const { default: Database } = await import("better-sqlite3")
    const file = newFile()
    const shop = await shopOver(migrated(file))
    const host = await under("3.49.1", () => new Database(file))
    onTestFinished(() => void host.close())
    host.exec("create table orders (id integer primary key)")
    expect(await faultOf(() => migrateSqlite(host, appliedAt))).toEqual(outdated)
    expect(await faultOf(() => checkSqlite(host))).toEqual(outdated)
    await withTransaction(host, async (tx) => {
      host.exec("insert into orders (id) values (17)")
      expect(await faultOf(() => shop.deals.open({ id: "deal_1", title: "Audit" }, { tx }))).toEqual(outdated)
    })
    expect(await shop.deals.get("deal_1")).toBeNull()
    expect(host.prepare("select id from orders").pluck().all()).toEqual([17])
  })
})
