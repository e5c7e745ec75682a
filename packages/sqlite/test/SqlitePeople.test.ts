import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { suiteDepartment } from "@salesdept/conformance"
import type { Naming } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { checkSqlite, makeSqliteStore, migrateSqlite } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { appliedAt, faultOf, newFile, opened } from "./database.ts"

const withUsers = (naming: Naming): SqliteDatabase => {
  const database = opened(newFile())
  database.handle.exec("create table users (id integer primary key, name text); insert into users values (42, 'Ann')")
  migrateSqlite(database, appliedAt, naming)
  return database
}

const shopOver = async (database: SqliteDatabase, naming: Naming): Promise<Session> => {
  const dept = await salesDept({
    store: {
      open: () => Promise.resolve({ store: makeSqliteStore(database, naming), close: () => Promise.resolve() }),
    },
    department: suiteDepartment,
  })
  return dept.tenant("shop-17").as("clerk")
}

const users = { table: "users", column: "id" }
const asIntegers: Naming = { prefix: "crm_", people: { type: "bigint", references: users } }

describe("ids of people that are integers of the host's table", () => {
  it("are stored as such, so that the host can join them, and read back as text", async () => {
    const database = withUsers(asIntegers)
    // The type was chosen at the migration; the store finds it.
    const shop = await shopOver(database, { prefix: "crm_" })
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "42" })
    await shop.deals.open({ id: "deal_2", title: "Nobody's" })
    const joined = "select u.name, typeof(d.owner_id) as type from crm_deal as d join users as u on u.id = d.owner_id"
    expect(database.all(joined, [])).toEqual([{ name: "Ann", type: "integer" }])
    expect((await shop.deals.get("deal_1"))?.ownerId).toBe("42")
    expect((await shop.deals.page({ where: { ownerId: "42" } })).items.map(({ id }) => id)).toEqual(["deal_1"])
    expect(await shop.deals.countBy("ownerId")).toContainEqual({ value: "42", count: 1 })
    expect((await shop.deals.verify()).faults).toEqual([])
    expect(checkSqlite(database, { prefix: "crm_" })).toMatchObject({ state: "current", differences: [] })
  })

  it("refuse a person whom the host does not have, and leave nothing written", async () => {
    const database = withUsers(asIntegers)
    const shop = await shopOver(database, { prefix: "crm_" })
    const opening = () => shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "43" })
    expect(await faultOf(opening)).toMatchObject({ tag: "StoreFault", reason: "personMissing", retryable: false })
    expect(database.all("select * from crm_journal", [])).toEqual([])
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "42" })
  })

  it.each(["user:42", "042", "4e1", " 42", "9007199254740993"])("do not take %j for one", async (ownerId) => {
    const shop = await shopOver(withUsers(asIntegers), { prefix: "crm_" })
    const opening = () => shop.deals.open({ title: "Audit", ownerId })
    expect(await faultOf(opening)).toMatchObject({ reason: "personIdInvalid", retryable: false })
    expect((await shop.deals.page({ where: { ownerId } })).items).toEqual([])
  })
})

describe("ids of people that carry more than the column", () => {
  const mapped: Naming = {
    prefix: "crm_",
    people: {
      type: "bigint",
      references: users,
      toColumn: (id) => (id.startsWith("user:") ? id.slice(5) : null),
      fromColumn: (value) => `user:${value}`,
    },
  }

  it("cross by the host's two functions", async () => {
    const database = withUsers(mapped)
    const shop = await shopOver(database, mapped)
    await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:42" })
    expect(database.get("select owner_id from crm_deal", [])).toEqual({ owner_id: 42 })
    expect((await shop.deals.page({ where: { ownerId: "user:42" } })).items[0]?.ownerId).toBe("user:42")
    expect(await faultOf(() => shop.deals.open({ title: "Audit", ownerId: "42" }))).toMatchObject({
      reason: "personIdInvalid",
    })
  })
})

describe("ids of people that are uuids", () => {
  const naming: Naming = { prefix: "crm_", people: { type: "uuid" } }

  it("are taken in the one form in which they can be compared", async () => {
    const shop = await shopOver(withUsers(naming), naming)
    const ownerId = "0b6f7a1e-8d4c-4f6e-9a55-3a4d0f1c2b7e"
    expect((await shop.deals.open({ title: "Audit", ownerId })).deal.ownerId).toBe(ownerId)
    for (const other of [ownerId.toUpperCase(), ownerId.replaceAll("-", ""), "user:42"]) {
      expect(await faultOf(() => shop.deals.open({ title: "Audit", ownerId: other }))).toMatchObject({
        reason: "personIdInvalid",
      })
    }
  })
})

describe("a choice that cannot be written", () => {
  it("is refused before anything is made", async () => {
    const database = opened(newFile())
    const people = { type: "text", references: { table: 'users"; drop table users', column: "id" } } as const
    const problems = [{ path: "naming.people.references.table" }]
    await expect(async () => migrateSqlite(database, appliedAt, { prefix: "crm_", people })).rejects.toMatchObject({
      _tag: "InputInvalid",
      data: { problems },
    })
    expect(database.all("select name from sqlite_master", [])).toEqual([])
  })
})
