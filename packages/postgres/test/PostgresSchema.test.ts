import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import {
  checkPostgres,
  generatePostgres,
  migratePostgres,
  openPool,
  planPostgres,
  postgres,
  uninstallPostgres,
} from "@salesdept/postgres"
import { migrations, quotedTableName, schemaManifest } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { describe, expect, it } from "vitest"
import { migratedAt, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const allIds = migrations.map(({ id }) => id)

/** A pool of a role that may log in, and nothing else but what the body gives it. */
const asRole = async (
  admin: Pool,
  url: string,
  naming: Naming,
  body: (pool: Pool, role: string) => Promise<void>,
): Promise<void> => {
  const role = `role_${naming.schema}`
  await admin.query(`create role "${role}" login password 'plain'`)
  const address = new URL(url)
  address.username = role
  address.password = "plain"
  const pool = openPool({ connectionString: address.href, maxConnections: 2 })
  try {
    await body(pool, role)
  } finally {
    await pool.end()
    await admin.query(`drop owned by "${role}"`)
    await admin.query(`drop role "${role}"`)
  }
}

describe.each(testedVersions)("the schema on Postgres %s", (version) => {
  const database = useDatabase(version)
  const migrated = () => database.migrated()
  const table = (naming: Naming, name: string) => quotedTableName(naming, name)
  const note = (naming: Naming) => `insert into ${table(naming, "migration")} values ($1, $2, $3)`

  describe("check", () => {
    it("tells absent, with everything pending", async () => {
      const naming: Naming = { schema: database.newSchema(), prefix: "crm_" }
      expect(await checkPostgres(database.admin(), naming)).toEqual({
        state: "absent",
        opens: false,
        applied: [],
        pending: allIds,
        newer: [],
        differences: [],
        missingRights: [],
        rowSecurity: "off",
      })
    })

    it("tells current: the catalogue is what the manifest says, under any schema and prefix", async () => {
      for (const naming of [
        { schema: database.newSchema(), prefix: "" },
        { schema: database.newSchema(), prefix: "a_prefix_of_thirty_characters_" },
        { prefix: `p${database.newSchema().slice(-10)}_` },
      ]) {
        await migratePostgres(database.admin(), migratedAt, naming)
        expect(await checkPostgres(database.admin(), naming)).toEqual({
          state: "current",
          opens: true,
          applied: allIds,
          pending: [],
          newer: [],
          differences: [],
          missingRights: [],
          rowSecurity: "off",
        })
      }
    })

    it("tells behind, ahead in a way that works, and ahead in a way that does not", async () => {
      const naming = await migrated()
      const admin = database.admin()
      await admin.query(note(naming), ["9998_wider", 0, migratedAt])
      await admin.query(`alter table ${table(naming, "deal")} add column colour text`)
      const wider = await checkPostgres(admin, naming)
      expect(wider).toMatchObject({ state: "aheadCompatible", opens: true, newer: ["9998_wider"] })
      expect(wider.differences.map(({ kind, column }) => [kind, column])).toEqual([["columnExtra", "colour"]])
      await admin.query(note(naming), ["9999_other", 1, migratedAt])
      expect(await checkPostgres(admin, naming)).toMatchObject({
        state: "aheadBreaking",
        opens: false,
        newer: ["9998_wider", "9999_other"],
      })
      await admin.query(`delete from ${table(naming, "migration")} where id = any($1)`, [[...allIds, "9999_other"]])
      expect(await checkPostgres(admin, naming)).toMatchObject({ state: "behind", opens: false, pending: allIds })
    })

    it("tells drifted, and names every difference in both languages", async () => {
      const naming = await migrated()
      const admin = database.admin()
      const changes = [
        `drop view ${table(naming, "v1_plan_measures")}, ${table(naming, "v1_plans")}`,
        `create view ${table(naming, "v1_plans")} as select tenant_id, plan_id as id, status as name, id as currency
          from ${table(naming, "plan_version")}`,
        `create or replace view ${table(naming, "v1_products")} with (security_invoker = true) as
          select tenant_id, id, id as name, list_price_minor, list_price_currency as currency from ${table(naming, "product")}`,
        `alter view ${table(naming, "v1_teams")} reset (security_invoker)`,
        `drop view ${table(naming, "v1_clients")}`,
        `create view ${table(naming, "v1_clients")} as select tenant_id, id, id as name from ${table(naming, "client")}`,
        `drop table ${table(naming, "plan")}`,
        `alter table ${table(naming, "lead")} drop column tags`,
        `alter table ${table(naming, "rep")} add column badge text not null`,
        `alter table ${table(naming, "rep")} add column noted_at timestamptz not null default now()`,
        `alter table ${table(naming, "rep")} add column counted bigint generated always as identity`,
        `alter table ${table(naming, "client")} alter column owner_id type varchar(40)`,
        `alter table ${table(naming, "bulk_run")} alter column action type text collate "default"`,
        `alter table ${table(naming, "journal")} alter column actor drop not null`,
        `alter table ${table(naming, "command")} drop constraint command_pkey`,
        `drop index "${naming.schema}".deal_by_client_id`,
        `create unique index on ${table(naming, "deal")} (tenant_id, owner_id)`,
      ]
      for (const change of changes) await admin.query(change)
      const { state, opens, differences } = await checkPostgres(admin, naming)
      expect({ state, opens }).toEqual({ state: "drifted", opens: true })
      const told = differences.map(({ kind, table: name, column }) => `${kind} ${name} ${column ?? ""}`.trim())
      expect(told.toSorted()).toEqual(
        [
          "tableMissing plan",
          "columnMissing lead tags",
          "columnExtraRequired rep badge",
          "columnExtra rep counted",
          "columnExtra rep noted_at",
          "columnType client owner_id",
          "columnType bulk_run action",
          "columnNullable journal actor",
          "primaryKey command",
          "indexMissing deal tenant_id, client_id, id",
          "uniqueExtra deal tenant_id, owner_id",
          "viewMissing v1_plan_measures",
          "viewColumns v1_clients",
          "viewColumns v1_plans",
          "viewSource v1_products",
          "viewSource v1_teams",
        ].toSorted(),
      )
      for (const { message } of differences)
        expect([message.en, message.ru].every((text) => text.length > 8)).toBe(true)
    })

    it("tells which rights the role lacks, and that it may not even look", async () => {
      const naming = await migrated()
      const admin = database.admin()
      await asRole(admin, database.url(), naming, async (pool, role) => {
        expect(await checkPostgres(pool, naming)).toMatchObject({ state: "notPermitted", opens: false })
        await expect(postgres({ pool, naming }).open()).rejects.toMatchObject({ data: { reason: "notPermitted" } })
        await admin.query(`grant usage on schema "${naming.schema}" to "${role}"`)
        await admin.query(`grant select on all tables in schema "${naming.schema}" to "${role}"`)
        const report = await checkPostgres(pool, naming)
        expect(report).toMatchObject({ state: "notPermitted", opens: true, applied: allIds })
        expect(report.missingRights).toContainEqual({ table: "deal", right: "update" })
        expect(report.missingRights).toContainEqual({ table: "journal", right: "insert" })
        expect(report.missingRights).not.toContainEqual({ table: "journal", right: "update" })
      })
    })
  })

  describe("plan and generate", () => {
    it("print what a migration would run, and nothing where nothing is missing", async () => {
      const naming: Naming = { schema: database.newSchema(), prefix: "crm_" }
      const admin = database.admin()
      const plan = await planPostgres(admin, naming)
      expect(plan.map(({ id }) => id)).toEqual(allIds)
      expect(plan.flatMap(({ statements }) => statements).join()).toContain(`"${naming.schema}".crm_deal`)
      await migratePostgres(admin, migratedAt, naming)
      expect(await planPostgres(admin, naming)).toEqual([])
    })

    it("make a schema by the host's own tool, in which a role with the printed rights can work", async () => {
      const naming: Naming = { schema: database.newSchema(), prefix: "" }
      const admin = database.admin()
      await asRole(admin, database.url(), naming, async (pool, role) => {
        await admin.query(generatePostgres(migratedAt, naming, { grantTo: role }))
        expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", missingRights: [] })
        expect(await migratePostgres(pool, migratedAt, naming)).toEqual([])
        await using dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
        const shop = dept.tenant("shop-17").as("user:42")
        await shop.deals.open({ id: "deal_1", title: "Audit" }, { idempotencyKey: "once" })
        expect((await shop.deals.move({ dealId: "deal_1", to: "contact" })).deal.stageId).toBe("contact")
        const journal = `delete from ${table(naming, "journal")}`
        await expect(pool.query(journal)).rejects.toMatchObject({ code: "42501" })
      })
    })
  })

  it("prints a role's rights also where nothing is left to migrate", async () => {
    const naming = await migrated()
    const admin = database.admin()
    const { applied } = await checkPostgres(admin, naming)
    await asRole(admin, database.url(), naming, async (pool, role) => {
      expect((await checkPostgres(pool, naming)).state).toBe("notPermitted")
      await admin.query(generatePostgres(new Date(migratedAt), naming, { applied, grantTo: role }))
      expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", missingRights: [] })
    })
  })

  describe("uninstall", () => {
    it("takes every table and the schema away, and can be repeated", async () => {
      const naming = await migrated()
      const admin = database.admin()
      const dropped = await uninstallPostgres(admin, naming)
      expect(dropped).toHaveLength(schemaManifest("postgres", naming).length + 2)
      const { rows } = await admin.query("select 1 from pg_namespace where nspname = $1", [naming.schema])
      expect(rows).toEqual([])
      expect(await uninstallPostgres(admin, naming)).toEqual([])
      expect(await migratePostgres(admin, migratedAt, naming)).toEqual(allIds)
    })

    it("leaves what is the host's in the schema, and everything where the host depends on a table", async () => {
      const naming = await migrated()
      const admin = database.admin()
      await admin.query(`create table "${naming.schema}".orders (id integer)`)
      await admin.query(`create view "${naming.schema}".mine as select id from ${table(naming, "deal")}`)
      await expect(uninstallPostgres(admin, naming)).rejects.toMatchObject({
        _tag: "StoreFault",
        data: { reason: "dependedOn" },
        // Where what depends is named.
        cause: { detail: expect.stringContaining("mine depends on table") },
      })
      expect((await checkPostgres(admin, naming)).state).toBe("current")
      await admin.query(`drop view "${naming.schema}".mine`)
      await uninstallPostgres(admin, naming)
      const { rows } = await admin.query("select tablename from pg_tables where schemaname = $1", [naming.schema])
      expect(rows).toEqual([{ tablename: "orders" }])
    })

    it("refuses tables of a newer version", async () => {
      const naming = await migrated()
      await database.admin().query(note(naming), ["9998_wider", 0, migratedAt])
      await expect(uninstallPostgres(database.admin(), naming)).rejects.toMatchObject({
        data: { reason: "schemaNewer" },
      })
    })
  })
})
