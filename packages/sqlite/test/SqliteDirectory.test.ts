import { InputInvalid } from "@salesdept/core/shared"
import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { HostMapping } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { makeSqliteStore, migrateSqlite, sqliteDirectory, withTransaction } from "../src/index.ts"
import { appliedAt, newFile, opened } from "./database.ts"

const mapping: HostMapping = {
  people: {
    table: "users",
    id: "id",
    idType: "bigint",
    name: "name",
    tenant: "shop_id",
    toColumn: (id) => (id.startsWith("user:") ? id.slice(5) : null),
    fromColumn: (value) => `user:${value}`,
  },
  products: { table: "goods", id: "sku", name: "title" },
}

const tables = `
  create table users (id integer primary key, name text not null, shop_id integer not null);
  insert into users values (7, 'Ada', 17), (9, 'Boris', 18);
  create view goods as select 'A-1' as sku, 'Audit' as title;
`

const scene = async (sql = tables, mapped = mapping) => {
  const database = opened(newFile())
  database.handle.exec(sql)
  migrateSqlite(database, appliedAt)
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: makeSqliteStore(database), close: () => Promise.resolve() }) },
    department: suiteDepartment,
    directory: sqliteDirectory(database, mapped),
  })
  return { database, dept, shop: dept.tenant("17").as("user:7") }
}

describe("a directory over the host's tables in SQLite", () => {
  it("gives names by id, of the tenant's rows alone, from tables and views", async () => {
    const { dept, shop } = await scene()
    expect(await dept.checkDirectory()).toEqual([])
    const ids = ["user:7", "user:9", "user:007", "7", "'; drop table users; --"]
    expect(await shop.directory.names({ kind: "people", ids })).toEqual({ names: { "user:7": "Ada" } })
    expect(await shop.directory.names({ kind: "products", ids: ["A-1", "A-2"] })).toEqual({ names: { "A-1": "Audit" } })
    expect(await shop.directory.names({ kind: "companies", ids: ["1"] })).toEqual({ names: {} })
  })

  it("lets a command name those who are there, also within the host's transaction that adds them", async () => {
    const { database, shop } = await scene()
    const stranger = shop.deals.open({ title: "Audit", ownerId: "user:12" })
    await expect(stranger).rejects.toMatchObject({ _tag: "InputInvalid", problems: [{ path: "ownerId" }] })
    await withTransaction(database.handle, async (tx) => {
      database.handle.exec("insert into users values (12, 'Vera', 17)")
      await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:12" }, { tx })
      const { names } = await shop.directory.names({ kind: "people", ids: ["user:12"] }, { tx })
      expect(names).toEqual({ "user:12": "Vera" })
    })
    expect((await shop.deals.get("deal_1"))?.ownerId).toBe("user:12")
  })

  it("names every table, column and type that is not as mapped, and never touches them", async () => {
    const { database, dept, shop } = await scene("create table users (id text primary key, shop_id integer)")
    const problems = await dept.checkDirectory()
    expect(problems.map(({ code, column, table }) => [code, table, column])).toEqual([
      ["columnType", "users", "id"],
      ["columnMissing", "users", "name"],
      ["tableMissing", "goods", null],
    ])
    expect(problems[0]?.message).toEqual({
      en: "users.id is TEXT, not an integer",
      ru: "users.id имеет тип TEXT, ожидается целое число",
    })
    const asked = shop.deals.open({ title: "Audit", ownerId: "user:7" })
    await expect(asked).rejects.toMatchObject({ _tag: "StoreFault", data: { reason: "hostTables" } })
    expect(database.all("select * from salesdept_journal", [])).toEqual([])
  })

  it("refuses names that cannot stand in a statement", async () => {
    const database = opened(newFile())
    for (const table of ['users"; --', "a.b.c", ""]) {
      expect(() => sqliteDirectory(database, { people: { table, id: "id", name: "name" } })).toThrow(InputInvalid)
    }
    expect(() => sqliteDirectory(database, { people: { table: "users", id: "u.id", name: "name" } })).toThrow(
      InputInvalid,
    )
  })
})
