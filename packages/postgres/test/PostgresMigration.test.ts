import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import { checkPostgres, generatePostgres, migratePostgres, openPool, postgres } from "@salesdept/postgres"
import { InputInvalid } from "@salesdept/core/shared"
import { grantsFor, migrations, quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { describe, expect, it } from "vitest"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const allIds = migrations.map(({ id }) => id)

const withPool = async (connectionString: string, body: (pool: Pool) => Promise<void>): Promise<void> => {
  const pool = openPool({ connectionString, maxConnections: 2 })
  try {
    await body(pool)
  } finally {
    await pool.end()
  }
}

const stateOf = async (pool: Pool, naming: Naming) => (await checkPostgres(pool, naming)).state

const fault = (reason: string) => ({ _tag: "StoreFault", data: { reason } })

describe("migrating", () => {
  it("takes tables from absent to current, once", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "crm_" }
    const admin = database.admin()
    expect(await stateOf(admin, naming)).toBe("absent")
    expect(await migratePostgres(admin, migratedAt, naming)).toEqual(allIds)
    expect(await stateOf(admin, naming)).toBe("current")
    expect(await migratePostgres(admin, migratedAt, naming)).toEqual([])
  })

  it("is done once by twenty connections that begin together", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const pools = Array.from({ length: 20 }, () => openPool({ connectionString: database.url(), maxConnections: 1 }))
    try {
      const applied = await Promise.all(pools.map((pool) => migratePostgres(pool, migratedAt, naming)))
      expect(applied.flat().toSorted()).toEqual(allIds)
      expect(await stateOf(database.admin(), naming)).toBe("current")
    } finally {
      await Promise.all(pools.map((pool) => pool.end()))
    }
  })

  it("leaves no half of a migration behind", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const admin = database.admin()
    await admin.query(`create schema "${naming.schema}"`)
    // Stands in the way of the last tables of the first migration.
    await admin.query(`create table ${quotedTableName(naming, "plan")} (id text)`)
    await expect(migratePostgres(admin, migratedAt, naming)).rejects.toMatchObject({ _tag: "StoreFault" })
    const { rows } = await admin.query("select tablename from pg_tables where schemaname = $1 order by 1", [
      naming.schema,
    ])
    expect(rows.map(({ tablename }: { readonly tablename: string }) => tablename)).toEqual([
      "migration",
      "migration_lock",
      "plan",
    ])
    await admin.query(`drop table ${quotedTableName(naming, "plan")}`)
    expect(await migratePostgres(admin, migratedAt, naming)).toEqual(allIds)
  })

  it("may be done by the host's own tool, from the printed schema", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "crm_" }
    const admin = database.admin()
    await admin.query(generatePostgres(migratedAt, naming))
    expect(await stateOf(admin, naming)).toBe("current")
    expect(await migratePostgres(admin, migratedAt, naming)).toEqual([])
    expect(generatePostgres(migratedAt, naming, { applied: allIds })).toBe("")
  })

  it("refuses names that cannot stand in a statement", async () => {
    const naming: Naming = { schema: 'a"; drop schema public', prefix: "" }
    const refused = { _tag: "InputInvalid", data: { problems: [{ path: "naming.schema" }] } }
    await expect(migratePostgres(database.admin(), migratedAt, naming)).rejects.toMatchObject(refused)
    expect(() => generatePostgres(migratedAt, { prefix: "" })).toThrow(InputInvalid)
  })
})

describe("opening a store", () => {
  it("asks for the migration where tables are missing, and gives its connections back", async () => {
    const naming: Naming = { schema: database.newSchema(), prefix: "" }
    const opening = postgres({ connectionString: database.url(), naming }).open()
    await expect(opening).rejects.toMatchObject(fault("schemaMissing"))
  })

  it("refuses tables that a newer version has changed, and takes those it has only added to", async () => {
    const naming = await database.migrated()
    const admin = database.admin()
    const note = `insert into ${quotedTableName(naming, "migration")} values ($1, $2, $3)`
    await admin.query(note, ["9998_wider", 0, migratedAt])
    expect(await stateOf(admin, naming)).toBe("aheadCompatible")
    await (await postgres({ connectionString: database.url(), naming }).open()).close()
    await admin.query(note, ["9999_other", 1, migratedAt])
    await expect(postgres({ pool: admin, naming }).open()).rejects.toMatchObject(fault("schemaNewer"))
    await expect(migratePostgres(admin, migratedAt, naming)).rejects.toMatchObject(fault("schemaNewer"))
  })

  it("works for a role that may neither create nor alter anything", async () => {
    const naming = await database.migrated()
    const admin = database.admin()
    const role = `role_${naming.schema}`
    await admin.query(`create role "${role}" login password 'plain'`)
    for (const grant of grantsFor(naming, role)) await admin.query(grant)
    const url = new URL(database.url())
    url.username = role
    url.password = "plain"
    try {
      await withPool(url.href, async (pool) => {
        expect(await migratePostgres(pool, migratedAt, naming)).toEqual([])
        expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", opens: true, missingRights: [] })
        await using dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
        const shop = dept.tenant("shop-17").as("user:42")
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        expect((await shop.deals.verify()).faults).toEqual([])
        const elsewhere: Naming = { schema: database.newSchema(), prefix: "" }
        await expect(migratePostgres(pool, migratedAt, elsewhere)).rejects.toMatchObject({ _tag: "StoreFault" })
      })
    } finally {
      await admin.query(`drop owned by "${role}"`)
      await admin.query(`drop role "${role}"`)
    }
  })

  it("leaves a host's pool open", async () => {
    const naming = await database.migrated()
    await withPool(database.url(), async (pool) => {
      await (await postgres({ pool, naming }).open()).close()
      expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }])
    })
  })
})
