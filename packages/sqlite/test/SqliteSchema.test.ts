import { existsSync } from "node:fs"
import { migrations, schemaManifest } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { checkSqlite, generateSqlite, migrateSqlite, planSqlite, sqlite, uninstallSqlite } from "../src/index.ts"
import { appliedAt, deptOver, faultOf, migrated, newFile, opened } from "./database.ts"

const allIds = migrations.map(({ id }) => id)

const note = "insert into salesdept_migration (id, breaking, applied_at) values (?, ?, ?)"

describe("check", () => {
  it("tells absent, with everything pending", () => {
    expect(checkSqlite(opened(newFile()))).toEqual({
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

  it("tells current: the catalogue is what the manifest says, under any prefix", () => {
    const database = opened(newFile())
    for (const prefix of ["salesdept_", "p_"]) {
      migrateSqlite(database, appliedAt, { prefix })
      const report = checkSqlite(database, { prefix })
      expect(report).toMatchObject({ state: "current", opens: true, applied: allIds, differences: [] })
    }
  })

  it("tells behind, ahead in a way that works, and ahead in a way that does not", () => {
    const { handle, ...database } = migrated(newFile())
    const checked = () => checkSqlite({ handle, ...database })
    handle.prepare(note).run("9998_wider", 0, appliedAt)
    handle.exec("alter table salesdept_deal add column colour text")
    expect(checked()).toMatchObject({ state: "aheadCompatible", opens: true, newer: ["9998_wider"] })
    expect(checked().differences.map(({ kind }) => kind)).toEqual(["columnExtra"])
    handle.prepare(note).run("9999_other", 1, appliedAt)
    expect(checked()).toMatchObject({ state: "aheadBreaking", opens: false })
    handle.exec("delete from salesdept_migration where id not like '9998%'")
    expect(checked()).toMatchObject({ state: "behind", opens: false, pending: allIds })
  })

  it("tells drifted, and names every difference", () => {
    const database = migrated(newFile())
    database.handle.exec(`
      drop view salesdept_v1_plan_measures;
      drop view salesdept_v1_plans;
      create view salesdept_v1_plans as select tenant_id, plan_id as id, status as name from salesdept_plan_version;
      drop view salesdept_v1_products;
      create view salesdept_v1_products as
        select tenant_id, id, upper(name) as name, list_price_minor, list_price_currency as currency from salesdept_product;
      drop table salesdept_plan;
      drop index salesdept_deal_by_client_id;
      alter table salesdept_lead drop column tags;
      create unique index mine on salesdept_deal (tenant_id, owner_id);
      drop table salesdept_texts;
      create table salesdept_texts (tenant_id text not null, record_id text not null, version text not null, texts text,
        salt integer not null, badge text not null, marked text not null default '', primary key (record_id, tenant_id)) strict;
    `)
    const { state, opens, differences } = checkSqlite(database)
    expect({ state, opens }).toEqual({ state: "drifted", opens: true })
    expect(differences.map(({ kind, table, column }) => `${kind} ${table} ${column ?? ""}`.trim()).toSorted()).toEqual(
      [
        "tableMissing salesdept_plan",
        "indexMissing salesdept_deal tenant_id, client_id, id",
        "columnMissing salesdept_lead tags",
        "uniqueExtra salesdept_deal tenant_id, owner_id",
        "columnNullable salesdept_texts texts",
        "columnType salesdept_texts version",
        "boundMissing salesdept_texts version",
        "columnType salesdept_texts salt",
        "columnExtraRequired salesdept_texts badge",
        "columnExtra salesdept_texts marked",
        "primaryKey salesdept_texts",
        "viewMissing salesdept_v1_plan_measures",
        "viewColumns salesdept_v1_plans",
        "viewSource salesdept_v1_products",
      ].toSorted(),
    )
  })
})

describe("plan and generate", () => {
  it("print what a migration would run, and nothing where nothing is missing", () => {
    const database = opened(newFile())
    const plan = planSqlite(database, { prefix: "crm_" })
    expect(plan.map(({ id }) => id)).toEqual(allIds)
    expect(plan.flatMap(({ statements }) => statements).join()).toContain("create table crm_deal")
    database.handle.exec(plan.flatMap(({ statements }) => statements).join(";\n"))
    database.handle.exec("drop table crm_deal")
    expect(planSqlite(migrated(newFile()))).toEqual([])
  })

  it("make the tables by the host's own tool, inside its own transaction", async () => {
    const database = opened(newFile())
    database.handle.transaction(() => database.handle.exec(generateSqlite(appliedAt)))()
    expect(checkSqlite(database)).toMatchObject({ state: "current", differences: [] })
    expect(migrateSqlite(database, appliedAt)).toEqual([])
    expect(generateSqlite(appliedAt, undefined, { applied: allIds })).toBe("")
    const shop = (await deptOver(database)).tenant("shop-17").as("user:42")
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    expect((await shop.deals.verify()).faults).toEqual([])
  })

  it("refuse what SQLite has not", () => {
    expect(() => generateSqlite(appliedAt, { schema: "crm" })).toThrow("SQLite has no schemas")
    expect(() => migrateSqlite(opened(newFile()), appliedAt, { schema: "crm" })).toThrow("SQLite has no schemas")
  })
})

describe("uninstall", () => {
  it("takes every table away in one call, leaves the host's, and can be repeated", async () => {
    const database = migrated(newFile())
    database.handle.exec("create table orders (id integer primary key)")
    const shop = (await deptOver(database)).tenant("shop-17").as("user:42")
    await shop.deals.open({ title: "Audit" })
    expect(uninstallSqlite(database)).toHaveLength(schemaManifest("sqlite", { prefix: "x" }).length + 1)
    expect(database.all("select name from sqlite_master where name not like 'sqlite_%'", [])).toEqual([
      { name: "orders" },
    ])
    expect(uninstallSqlite(database)).toEqual([])
    expect(migrateSqlite(database, appliedAt)).toEqual(allIds)
  })

  it("takes nothing where a newer version has tables, or another connection writes", async () => {
    const file = newFile()
    const database = migrated(file, 50)
    const other = opened(file)
    other.handle.exec("begin immediate")
    expect(await faultOf(() => uninstallSqlite(database))).toMatchObject({ reason: "busy", retryable: true })
    other.handle.exec("commit")
    database.handle.prepare(note).run("9998_wider", 0, appliedAt)
    expect(await faultOf(() => uninstallSqlite(database))).toMatchObject({ reason: "schemaNewer" })
    expect(checkSqlite(database).state).toBe("aheadCompatible")
  })
})

describe("names of tables that cannot be written into statements", () => {
  it.each([
    ["migrate", (naming: Naming) => migrateSqlite(opened(newFile()), appliedAt, naming)],
    ["check", (naming: Naming) => checkSqlite(opened(newFile()), naming)],
    ["plan", (naming: Naming) => planSqlite(opened(newFile()), naming)],
    ["uninstall", (naming: Naming) => uninstallSqlite(opened(newFile()), naming)],
  ])("are told of by %s, with what is wrong", (_, call) => {
    const refused = expect.objectContaining({
      _tag: "InputInvalid",
      data: { problems: [expect.objectContaining({ path: "naming.prefix", code: "naming.prefix" })] },
    })
    expect(() => call({ prefix: "Shop_" })).toThrow(refused)
    // What is none, in a host without types.
    expect(() => call({ prefix: null } as unknown as Naming)).toThrow(refused)
  })

  it("are told of before a store opens its file", async () => {
    const filename = newFile()
    await expect(sqlite({ filename, naming: { prefix: "Shop_" } }).open()).rejects.toMatchObject({
      _tag: "InputInvalid",
    })
    expect(existsSync(filename)).toBe(false)
  })
})
