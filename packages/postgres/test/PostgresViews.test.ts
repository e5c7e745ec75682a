import { readFileSync } from "node:fs"
import { expectViews, suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { OpenStore } from "@salesdept/core/promise"
import { PGlite } from "@electric-sql/pglite"
import {
  checkPostgres,
  generatePostgres,
  migratePostgres,
  openPool,
  postgres,
  uninstallPostgres,
} from "@salesdept/postgres"
import { migrations, ownViews, quotedTableName, viewName, views } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { describe, expect, it, onTestFinished } from "vitest"
import { rowTypes } from "../src/PostgresTypes.ts"
import { poolOverPglite } from "./server/PglitePool.ts"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const expectShown = async (pool: Pool, naming: Naming, opened: OpenStore): Promise<void> =>
  expectViews(opened, views, async (view, tenant) => {
    const text = `select * from ${quotedTableName(naming, view)} where tenant_id = $1`
    const { rows } = await pool.query({ text, values: [tenant], types: rowTypes })
    return rows
  })

describe("views of PGlite", () => {
  it("show what the library answers, and are gone with the tables", async () => {
    const db = await PGlite.create()
    onTestFinished(() => db.close())
    const pool = poolOverPglite(db)
    const naming: Naming = { prefix: "crm_" }
    await migratePostgres(pool, migratedAt, naming)
    await expectShown(pool, naming, await postgres({ pool, naming }).open())
    expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", differences: [] })
    await uninstallPostgres(pool, naming)
    expect((await pool.query("select viewname from pg_views where viewname like 'crm%'")).rows).toEqual([])
  })
})

describe.each(testedVersions)("views of Postgres %s", (version) => {
  const database = useDatabase(version)

  it("show what the library answers: the same records, the same money, the same days", async () => {
    const naming = await database.migrated()
    await expectShown(database.admin(), naming, await postgres({ pool: database.admin(), naming }).open())
    const guide = readFileSync(new URL("../../../docs/guides/database.md", import.meta.url), "utf8")
    const query = /```sql\n(-- Postgres: [^`]+)```/.exec(guide)?.[1] ?? "no query"
    const { rows } = await database.admin().query(query.replaceAll(" salesdept.", ` "${naming.schema}".`))
    expect(rows).toMatchObject([{ name: "Анна Ёлкина", currency: "RUB", won: "1", won_minor: "12000000" }])
  })

  it("have people's ids in the host's own type, and are as the check wants them", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "sd_", people: { type: "bigint" } }
    await migratePostgres(database.admin(), migratedAt, naming)
    expect(await checkPostgres(database.admin(), naming)).toMatchObject({ state: "current", differences: [] })
    const text = `select pg_typeof(owner_id)::text as owner from (select) as one left join ${quotedTableName(naming, "v1_deals")} on true`
    expect((await database.admin().query(text)).rows).toEqual([{ owner: "bigint" }])
  })

  it("are asked for one tenant by the tables' keys", async () => {
    const naming = await database.migrated()
    const client = await database.admin().connect()
    try {
      await client.query("begin")
      await client.query("set local enable_seqscan = off")
      await client.query("set local enable_bitmapscan = off")
      for (const view of views) {
        const { rows } = await client.query(
          `explain select * from ${quotedTableName(naming, viewName(view))} where tenant_id = 'a'`,
        )
        const plan = rows.map((row: { readonly "QUERY PLAN": string }) => row["QUERY PLAN"]).join("\n")
        expect(plan, view.name).toMatch(/Index Cond: \(+(?:r\.)?tenant_id = 'a'/)
        expect(plan, view.name).not.toMatch(/Seq Scan/)
      }
      // Texts that nobody asks for are not read.
      const counted = `explain select count(*) from ${quotedTableName(naming, "v1_deals")} where tenant_id = 'a'`
      expect(JSON.stringify((await client.query(counted)).rows)).not.toContain("texts")
    } finally {
      await client.query("rollback")
      client.release()
    }
  })

  it("are all that a role for reports reads: no payload, no salt, and nothing to write", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const { role, url } = await database.worker()
    await migratePostgres(database.admin(), migratedAt, naming)
    const applied = migrations.map(({ id }) => id)
    await database.admin().query(generatePostgres(migratedAt, naming, { applied, grantReadTo: role }))
    const pool = openPool({ connectionString: url, maxConnections: 1 })
    onTestFinished(() => pool.end())
    for (const view of ownViews(naming)) expect((await pool.query(`select * from ${view}`)).rows).toEqual([])
    for (const text of [
      `select payload from ${quotedTableName(naming, "journal")}`,
      `select salt from ${quotedTableName(naming, "texts")}`,
      `select * from ${quotedTableName(naming, "deal")}`,
      `delete from ${quotedTableName(naming, "v1_products")}`,
    ]) {
      await expect(pool.query(text)).rejects.toMatchObject({ code: "42501" })
    }
  })

  it("show a role under row-level security its own tenant, whoever made them, and others nothing", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const { role, url } = await database.worker()
    // The owner of the views is above every policy: with the owner's rights they would show all tenants.
    await database.admin().query(generatePostgres(migratedAt, { ...naming, rowSecurity: true }, { grantTo: role }))
    const pool = openPool({ connectionString: url, maxConnections: 3 })
    const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
    onTestFinished(async () => {
      await dept.close()
      await pool.end()
    })
    for (const tenant of ["north", "south"]) {
      const shop = dept.tenant(tenant).as("clerk")
      await shop.deals.open({ id: "deal_1", title: `Deal of ${tenant}` })
      await shop.deals.move({ dealId: "deal_1", to: "contact" })
    }
    const titles = async (tenant: string | null): Promise<ReadonlyArray<unknown>> => {
      const client = await pool.connect()
      try {
        await client.query("begin")
        if (tenant !== null) await client.query("select set_config('salesdept.tenant', $1, true)", [tenant])
        const deals = await client.query(`select title from ${quotedTableName(naming, "v1_deals")}`)
        const moves = await client.query(`select tenant_id from ${quotedTableName(naming, "v1_stage_moves")}`)
        return [...deals.rows, ...moves.rows]
      } finally {
        await client.query("rollback")
        client.release()
      }
    }
    expect(await titles("north")).toEqual([{ title: "Deal of north" }, { tenant_id: "north" }])
    expect(await titles("west")).toEqual([])
    expect(await titles(null)).toEqual([])
    for (const view of ownViews(naming)) expect((await pool.query(`select 1 from ${view}`)).rows).toEqual([])
    expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", rowSecurity: "forced" })
  })
})
