import { suiteDepartment } from "@salesdept/conformance"
import { fromPg } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import { checkPostgres, generatePostgres, migratePostgres, openPool, postgres } from "@salesdept/postgres"
import { quotedTableName, tenantTables } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

describe.each(testedVersions)("row-level security on Postgres %s", (version) => {
  const database = useDatabase(version)
  let naming: Naming
  let pool: Pool
  let dept: SalesDept

  beforeEach(async () => {
    naming = { schema: database.newSchema(), prefix: "" }
    const { role, url } = await database.worker()
    await database.admin().query(generatePostgres(migratedAt, { ...naming, rowSecurity: true }, { grantTo: role }))
    pool = openPool({ connectionString: url, maxConnections: 3 })
    // The store finds the policies; it need not be told.
    dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
    for (const tenant of ["north", "south"]) {
      await dept
        .tenant(tenant)
        .as("clerk")
        .deals.open({ id: "deal_1", title: `Deal of ${tenant}` })
    }
  })
  afterEach(async () => {
    await dept.close()
    await pool.end()
  })

  const table = (name: string): string => quotedTableName(naming, name)
  const rowsOf = async (tenant: string | null, name: string): Promise<number> => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      if (tenant !== null) await client.query("select set_config('salesdept.tenant', $1, true)", [tenant])
      return (await client.query(`select 1 from ${table(name)}`)).rows.length
    } finally {
      await client.query("rollback")
      client.release()
    }
  }

  it("shows a statement without any condition the rows of the transaction's tenant, and none where none is named", async () => {
    for (const name of ["deal", "journal", "texts", "outbox"]) {
      expect([name, await rowsOf("north", name)]).toEqual([name, 1])
      expect([name, await rowsOf("west", name)]).toEqual([name, 0])
      expect([name, await rowsOf(null, name)]).toEqual([name, 0])
    }
    expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", rowSecurity: "forced" })
  })

  it("leaves no tenant behind on a connection, and none for a statement outside a transaction", async () => {
    await dept.tenant("north").as("clerk").deals.move({ dealId: "deal_1", to: "contact" })
    const { rows } = await pool.query(`select nullif(current_setting('salesdept.tenant', true), '') as tenant`)
    expect(rows).toEqual([{ tenant: null }])
    expect((await pool.query(`select 1 from ${table("deal")}`)).rows).toEqual([])
  })

  it("tells nobody that a command is written whose commit became a rollback", async () => {
    let isSpoilt = true
    await pool.end()
    pool = openPool({ connectionString: (await database.worker()).url, maxConnections: 3 })
    pool.on("connect", (client) => {
      const query = client.query.bind(client) as (...given: ReadonlyArray<unknown>) => Promise<unknown>
      const spoiling = async (...given: ReadonlyArray<unknown>): Promise<unknown> => {
        if (isSpoilt && given[0] === "commit") await query("select 1 / 0").catch(() => {})
        return await query(...given)
      }
      Object.assign(client, { query: spoiling })
    })
    const north = (await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment }))
      .tenant("north")
      .as("clerk")
    await expect(north.deals.open({ id: "deal_2", title: "Audit" })).rejects.toMatchObject({ _tag: "StoreFault" })
    isSpoilt = false
    expect(await north.deals.get("deal_2")).toBeNull()
    expect(await north.deals.open({ id: "deal_2", title: "Audit" })).toMatchObject({ deal: { version: 1 } })
  })

  it("refuses a row of another tenant even where a statement asks for it", async () => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      await client.query("select set_config('salesdept.tenant', 'north', true)")
      const insert = `insert into ${table("outbox_consumer")} values ('south', 'mailer', $1)`
      await expect(client.query(insert, [migratedAt])).rejects.toMatchObject({ code: "42501" })
    } finally {
      await client.query("rollback")
      client.release()
    }
  })

  it("holds for commands, reads and several writers at once, with every tenant seeing its own", async () => {
    const north = dept.tenant("north").as("clerk")
    const calls = Array.from({ length: 12 }, (_, index) =>
      north.deals.amend({ dealId: "deal_1", expectedCloseOn: `2026-03-${String(index + 1).padStart(2, "0")}` }),
    )
    await Promise.all(calls)
    expect(await north.deals.get("deal_1")).toMatchObject({ version: 13, texts: { title: "Deal of north" } })
    expect((await north.deals.verify()).faults).toEqual([])
    const south = dept.tenant("south").as("clerk")
    expect(await south.deals.get("deal_1")).toMatchObject({ version: 1, texts: { title: "Deal of south" } })
    await expect(dept.tenant("west").as("clerk").deals.move({ dealId: "deal_1", to: "contact" })).rejects.toMatchObject(
      {
        _tag: "RecordNotFound",
      },
    )
    expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
  })

  it("goes on where its prepared statements are lost, for a command, a read and commands that are sent together", async () => {
    const north = dept.tenant("north").as("clerk")
    const lose = async (): Promise<void> => {
      const clients = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()))
      for (const client of clients) {
        await client.query("deallocate all")
        client.release()
      }
    }
    const calls: ReadonlyArray<(deals: typeof north.deals) => Promise<unknown>> = [
      (deals) => deals.amend({ dealId: "deal_1", expectedCloseOn: "2026-03-01" }),
      (deals) => deals.get("deal_1"),
      (deals) => Promise.all(["A", "B", "C"].map((title) => deals.open({ title }))),
    ]
    for (const call of calls) {
      // A store of its own has not yet noticed that statements get lost.
      const own = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
      const { deals } = own.tenant("north").as("clerk")
      await call(deals)
      await lose()
      await call(deals)
    }
    expect((await north.deals.verify()).faults).toEqual([])
    expect((await north.deals.page({})).items).toHaveLength(7)
  })

  it("takes tenant ids with any characters", async () => {
    const tenant = `o'brien\\"; reset all --`
    const shop = dept.tenant(tenant).as("clerk")
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    expect((await shop.deals.page({})).items).toHaveLength(1)
  })

  it("keeps tenants apart whose ids differ in what a comparison or a quoting may pass over", async () => {
    const ids = [
      "a",
      "A",
      "a ",
      " a",
      "a'",
      'a"',
      "a\\",
      "a%",
      "a_",
      "ab",
      "a\u0301",
      "\u00e1",
      "null",
      "NULL",
      "a;b",
      "$1",
      "{a}",
      "a\na",
    ]
    for (const id of ids)
      await dept
        .tenant(id)
        .as("clerk")
        .deals.open({ id: "deal_1", title: `Deal of ${id}` })
    for (const id of ids) {
      const { deals } = dept.tenant(id).as("clerk")
      expect((await deals.page({})).items.map(({ texts }) => texts["title"])).toEqual([`Deal of ${id}`])
      expect(await rowsOf(id, "deal")).toBe(1)
    }
  })

  it("shows nothing to a setting that is forged out of several, is empty or is of no tenant", async () => {
    const forged = [
      "",
      " ",
      "north,south",
      "north' or 'a'='a",
      "%",
      "north%",
      "nort_",
      "NORTH",
      "{north,south}",
      "null",
      "x".repeat(9000),
    ]
    for (const setting of forged) {
      expect([setting, await rowsOf(setting, "deal"), await rowsOf(setting, "texts")]).toEqual([setting, 0, 0])
    }
    expect(await rowsOf("north", "deal")).toBe(1)
  })

  it("works for its own tenant on connections that a host has left with any setting, which stays the host's", async () => {
    const told = "select current_setting('salesdept.tenant', true) as tenant"
    await dept.tenant("south").as("clerk").deals.open({ id: "deal_2", title: "Another of south" })
    let opened = 0
    for (const left of ["south", "", "west", "north' or 'a'='a", "{}", "x".repeat(9000)]) {
      const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()])
      // For the session, as a host's own helper may do: a transaction's end does not take it away.
      for (const client of clients) await client.query("select set_config('salesdept.tenant', $1, false)", [left])
      for (const client of clients) client.release()
      const { deals } = dept.tenant("north").as("clerk")
      const known = async () => (await deals.getMany(["deal_1", "deal_2"])).map(({ texts }) => texts["title"])
      expect(await Promise.all([known(), known(), known()]), left).toEqual(
        Array.from({ length: 3 }, () => ["Deal of north"]),
      )
      const made = await Promise.all(["A", "B"].map((title) => deals.open({ title })))
      opened += made.length
      expect((await deals.page({ limit: 1000 })).items.length).toBe(1 + opened)
      expect((await deals.verify()).faults).toEqual([])
      const client = await pool.connect()
      try {
        await client.query("begin")
        const tx = fromPg(client)
        expect((await deals.get("deal_1", { tx }))?.texts).toEqual({ title: "Deal of north" })
        expect((await client.query(told)).rows).toEqual([{ tenant: left }])
        await client.query("commit")
        expect((await client.query(told)).rows).toEqual([{ tenant: left }])
      } finally {
        client.release()
      }
    }
    const south = dept.tenant("south").as("clerk")
    expect((await south.deals.page({})).items.map(({ texts }) => texts["title"])).toEqual([
      "Deal of south",
      "Another of south",
    ])
  })

  it("names the tenant of a joined call and puts the host's own back, also after a refusal", async () => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      await client.query("select set_config('salesdept.tenant', 'south', true)")
      const north = dept.tenant("north").as("clerk")
      const tx = fromPg(client)
      await north.deals.move({ dealId: "deal_1", to: "contact" }, { tx })
      await expect(north.deals.move({ dealId: "deal_9", to: "contact" }, { tx })).rejects.toMatchObject({
        _tag: "RecordNotFound",
      })
      expect((await client.query(`select tenant_id, version::int from ${table("deal")}`)).rows).toEqual([
        { tenant_id: "south", version: 1 },
      ])
      await client.query("commit")
    } finally {
      client.release()
    }
    expect((await dept.tenant("north").as("clerk").deals.get("deal_1"))?.stageId).toBe("contact")
  })

  it("is put on tables that are there already, kept by later migrations, and told where a role is above it", async () => {
    const admin = database.admin()
    const plain = await database.migrated()
    expect(await checkPostgres(admin, plain)).toMatchObject({ rowSecurity: "off" })
    await admin.query(`alter table ${quotedTableName(plain, "deal")} enable row level security`)
    expect(await migratePostgres(admin, migratedAt, { ...plain, rowSecurity: true })).toEqual([])
    expect(await checkPostgres(admin, plain)).toMatchObject({ rowSecurity: "bypassed" })
    const lead = quotedTableName(plain, "lead")
    await admin.query(`alter table ${lead} no force row level security, disable row level security`)
    expect(await checkPostgres(admin, plain)).toMatchObject({ rowSecurity: "incomplete" })
    // As a table of a later migration would be: nobody says again that it is wanted.
    await migratePostgres(admin, migratedAt, plain)
    expect(await checkPostgres(admin, plain)).toMatchObject({ rowSecurity: "bypassed", state: "current" })
    const { rows } = await admin.query("select count(*)::int as count from pg_policies where schemaname = $1", [
      plain.schema,
    ])
    expect(rows).toEqual([{ count: tenantTables().length }])
  })
})
