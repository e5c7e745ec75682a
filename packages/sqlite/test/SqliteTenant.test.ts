import { readFileSync } from "node:fs"
import { presets } from "@salesdept/core/promise"
import { plainTables, recordTables, tableName } from "@salesdept/sql"
import type { SqlRow } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { eraseSqliteTenant, exportSqliteTenant, purgeSqliteKeys, restoreSqliteTenant } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { deptOver, migrated, newFile } from "./database.ts"

const tables = [...recordTables.map(({ kind }) => kind), ...plainTables.map(({ name }) => name)]

const countsOf = (database: SqliteDatabase, tenant: string): ReadonlyMap<string, number> =>
  new Map(
    tables.flatMap((table): ReadonlyArray<readonly [string, number]> => {
      const name = tableName({ prefix: "salesdept_" }, table)
      const count = Number(
        database.get(`select count(*) as count from ${name} where tenant_id = ?`, [tenant])?.["count"],
      )
      return count === 0 ? [] : [[table, count]]
    }),
  )

const secret = "Zanzibar Holdings"

const sold = async (file = newFile()): Promise<SqliteDatabase> => {
  const database = migrated(file)
  const dept = await deptOver(database)
  for (const tenant of ["north", "south"]) {
    const shop = dept.tenant(tenant).as("user:42")
    const { client } = await shop.clients.register({ name: secret, ownerId: "user:42" }, { idempotencyKey: "once" })
    await shop.deals.open({ id: "deal_1", title: `${secret}: audit`, clientId: client.id })
    await shop.deals.move({ dealId: "deal_1", to: "contact" })
  }
  return database
}

const exported = (database: SqliteDatabase, tenant: string): ReadonlyMap<string, ReadonlyArray<SqlRow>> => {
  const rows = new Map<string, ReadonlyArray<SqlRow>>()
  const count = exportSqliteTenant(database, tenant, (table, some) => {
    rows.set(table, [...(rows.get(table) ?? []), ...some])
  })
  expect([...rows.values()].flat()).toHaveLength(count)
  return rows
}

describe("a tenant that leaves", () => {
  it("is given everything it has and nothing of another, in rows that JSON carries", async () => {
    const database = await sold()
    const rows = exported(database, "north")
    expect(new Map([...rows].map(([table, some]) => [table, some.length]))).toEqual(countsOf(database, "north"))
    for (const row of [...rows.values()].flat()) {
      expect(row["tenant_id"]).toBe("north")
      expect(JSON.parse(JSON.stringify(row))).toEqual(row)
    }
    expect(rows.get("deal")?.[0]).toMatchObject({ id: "deal_1", version: 2, stage_id: "contact", facts_version: 0 })
    expect(rows.get("journal")?.map((row) => row["type"])).toContain("DealOpened")
    expect(exported(database, "west")).toEqual(new Map())
  })

  it("comes back as a new one to whoever has the store open, with a configuration of its own", async () => {
    const database = migrated(newFile())
    const dept = await deptOver(database)
    const shop = dept.tenant("north").as("user:42")
    const options = { timeZone: "Europe/Moscow", currency: "RUB" }
    await shop.department.publish(presets.b2bSaas(options))
    expect((await shop.deals.open({ title: "Audit" })).deal.pipelineId).toBe("b2bSaas")
    eraseSqliteTenant(database, "north")
    expect(await dept.tenants()).toEqual([])
    await shop.department.publish(presets.goodsWithDeliveryNotes(options))
    expect((await shop.deals.open({ title: "Audit" })).deal.pipelineId).toBe("goodsWithDeliveryNotes")
    expect(await dept.tenants()).toEqual(["north"])
  })

  it("is given rows past a batch, each once", async () => {
    const database = await sold()
    const insert = database.handle.prepare(
      "insert into salesdept_outbox_consumer values ('north', ?, '2026-02-02T06:00:00.000Z')",
    )
    for (let index = 0; index < 2001; index++) insert.run(`consumer ${index}`)
    const consumers = exported(database, "north").get("outbox_consumer") ?? []
    expect(new Set(consumers.map((row) => row["consumer"])).size).toBe(2001)
    expect(consumers).toHaveLength(2001)
  })

  it("leaves nothing behind, in the tables nor in the file, and the other tenant as it was", async () => {
    const file = newFile()
    const database = await sold(file)
    const south = exported(database, "south")
    const had = [...countsOf(database, "north").values()].reduce((sum, count) => sum + count, 0)
    expect(eraseSqliteTenant(database, "north")).toBe(had)
    expect(countsOf(database, "north")).toEqual(new Map())
    expect(exported(database, "south")).toEqual(south)
    expect((await (await deptOver(database)).tenant("south").as("user:42").deals.verify()).faults).toEqual([])
    eraseSqliteTenant(database, "south")
    const bytes = readFileSync(file).toString("latin1") + readFileSync(`${file}-wal`).toString("latin1")
    expect(bytes).not.toContain(secret)
    expect(eraseSqliteTenant(database, "north")).toBe(0)
  })
})

const asBatches = (rows: ReadonlyMap<string, ReadonlyArray<SqlRow>>) =>
  JSON.parse(JSON.stringify([...rows].map(([table, some]) => ({ table, rows: some })))) as ReadonlyArray<{
    readonly table: string
    readonly rows: ReadonlyArray<SqlRow>
  }>

describe("a tenant that is put back", () => {
  it("has what it had, its journal verifies, and it works on under whoever has the store open", async () => {
    const database = await sold()
    const dept = await deptOver(database)
    const shop = dept.tenant("north").as("user:42")
    await shop.department.publish(presets.b2bSaas({ timeZone: "Europe/Moscow", currency: "RUB" }))
    const [north, south] = [exported(database, "north"), exported(database, "south")]
    eraseSqliteTenant(database, "north")
    expect(restoreSqliteTenant(database, "north", asBatches(north))).toBe([...north.values()].flat().length)
    expect(exported(database, "north")).toEqual(north)
    expect(exported(database, "south")).toEqual(south)
    expect((await shop.deals.verify()).faults).toEqual([])
    expect((await shop.deals.open({ title: "Next" })).deal.pipelineId).toBe("b2bSaas")
    expect(await dept.tenants()).toEqual(["north", "south"])
  })

  it("goes into a database of its own as well", async () => {
    const rows = exported(await sold(), "north")
    const other = migrated(newFile())
    restoreSqliteTenant(other, "north", asBatches(rows))
    expect(exported(other, "north")).toEqual(rows)
  })

  it("is refused where it has rows, where rows are of another tenant or another version, and nothing is written", async () => {
    const database = await sold()
    const north = asBatches(exported(database, "north"))
    const other = migrated(newFile())
    const problemOf = (batches: typeof north, tenant = "north", into = other) => {
      try {
        restoreSqliteTenant(into, tenant, batches)
      } catch (error) {
        return error
      }
      return expect.fail("it is refused")
    }
    const refused = (code: string) => ({ _tag: "InputInvalid", data: { problems: [{ code }] } })
    expect(problemOf(north, "north", database)).toMatchObject(refused("tenant.notEmpty"))
    expect(problemOf(north, "south")).toMatchObject(refused("tenant.other"))
    expect(problemOf([...north, { table: "orders", rows: [] }])).toMatchObject(refused("table.unknown"))
    expect(problemOf([...north, { table: "deal", rows: [{ tenant_id: "north" }] }])).toMatchObject(
      refused("column.unknown"),
    )
    const newer = north.map(({ table, rows }) => ({ table, rows: rows.map((row) => ({ ...row, colour: "red" })) }))
    expect(problemOf(newer)).toMatchObject(refused("column.unknown"))
    expect(exported(other, "north")).toEqual(new Map())
  })
})

it("says what is wrong with a tenant that is none, rather than that it had nothing", async () => {
  const database = migrated(newFile())
  const problemOf = (call: () => unknown): object => {
    try {
      return { gave: call() }
    } catch (error) {
      const { problems } = (
        error as { readonly data: { readonly problems: ReadonlyArray<{ path: string; code: string }> } }
      ).data
      return problems.map(({ code, path }) => `${path} ${code}`)
    }
  }
  // What a program in plain JavaScript gives by mistake.
  const nobody: ReadonlyArray<unknown> = [undefined, null, "", " ", 17, {}]
  for (const one of nobody) {
    const none = one as never
    for (const call of [
      () => exportSqliteTenant(database, none, () => {}),
      () => eraseSqliteTenant(database, none),
      () => restoreSqliteTenant(database, none, []),
      () => purgeSqliteKeys(database, none, "2999-01-01T00:00:00.000Z"),
    ])
      expect(problemOf(call)).toEqual(["tenant field.type"])
  }
  expect(problemOf(() => exportSqliteTenant(database, "north", undefined as never))).toEqual(["onRows field.type"])
  const given: ReadonlyArray<unknown> = [undefined, null, "rows", 17, {}, [null], ["deal"], [{ table: "deal" }]]
  for (const batches of given)
    expect(problemOf(() => restoreSqliteTenant(database, "north", batches as never))).toEqual(["batches field.type"])
})

describe("keys of idempotency", () => {
  it("are kept until they are purged; after it the same key is a new command", async () => {
    const database = await sold()
    const shop = (await deptOver(database)).tenant("north").as("user:42")
    const register = () => shop.clients.register({ name: secret, ownerId: "user:42" }, { idempotencyKey: "once" })
    const first = await register()
    expect(first.replayed).toBe(true)
    expect(purgeSqliteKeys(database, "north", "2020-01-01T00:00:00.000Z")).toBe(0)
    expect(purgeSqliteKeys(database, "north", "2999-01-01T00:00:00.000Z")).toBe(1)
    const second = await register()
    expect(second.replayed).toBe(false)
    expect(second.client.id).not.toBe(first.client.id)
    expect(countsOf(database, "south").get("command")).toBe(1)
  })
})
