import { checkPostgres, migratePostgres, openPool, planPostgres, postgres } from "@salesdept/postgres"
import { migrations } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import { startServer } from "@salesdept/test-server"
import type { TestServer } from "@salesdept/test-server"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { firstTables, postgresBase, readFrozenBase } from "../../src/upgrade/FrozenBase.ts"
import { expectOldBase } from "../../src/upgrade/OldBaseSuite.ts"
import { asVersionWith, other, wider } from "../../src/upgrade/Rehearsal.ts"

const now = "2026-11-28T09:00:00.000Z"
const base = readFrozenBase()
const known = migrations.map(({ id }) => id)

for (const version of ["18", "15"] as const) {
  describe(`a schema of the first version in Postgres ${version}`, () => {
    let server: TestServer
    let pool: ReturnType<typeof openPool>
    let schemas = 0
    beforeAll(async () => {
      server = await startServer(version)
      pool = openPool({ connectionString: server.url, maxConnections: 4 })
    }, 120_000)
    afterAll(async () => {
      await pool.end()
      await server.stop()
    }, 120_000)

    /** A schema as the first version left it. */
    const oldSchema = async (): Promise<Naming & { readonly schema: string }> => {
      schemas += 1
      const schema = `old_${schemas}`
      await pool.query(postgresBase(base, schema))
      return { schema, prefix: "" }
    }

    it("is made by the migration that was frozen: a released migration is never changed", () => {
      expect(firstTables("postgres").startsWith(base.tables.postgres)).toBe(true)
    })

    it("is upgraded by today's migrations, and then read and written by today's library", async () => {
      const naming = await oldSchema()
      expect(await migratePostgres(pool, now, naming)).toEqual(known.slice(1))
      expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", opens: true, differences: [] })
      await expectOldBase(base, await postgres({ connectionString: server.url, naming }).open())
    })

    it("is behind where a version has more migrations; twenty that migrate together do it once", async () => {
      const naming = await oldSchema()
      await migratePostgres(pool, now, naming)
      await asVersionWith([wider], async () => {
        expect(await checkPostgres(pool, naming)).toMatchObject({ state: "behind", opens: false, pending: [wider.id] })
        await expect(postgres({ pool, naming }).open()).rejects.toMatchObject({ data: { reason: "schemaMissing" } })
        expect((await planPostgres(pool, naming)).map(({ id }) => id)).toEqual([wider.id])
        const pools = Array.from({ length: 20 }, () => openPool({ connectionString: server.url, maxConnections: 1 }))
        const applied = await Promise.all(pools.map((one) => migratePostgres(one, now, naming)))
        await Promise.all(pools.map((one) => one.end()))
        expect(applied.flat()).toEqual([wider.id])
        expect(await checkPostgres(pool, naming)).toMatchObject({ opens: true, pending: [] })
      })
      // This version, after a newer one has only added.
      await pool.query(`update "${naming.schema}".deal set colour = 'red'`)
      expect(await checkPostgres(pool, naming)).toMatchObject({ state: "aheadCompatible", newer: [wider.id] })
      expect(await migratePostgres(pool, now, naming)).toEqual([])
      await expectOldBase(base, await postgres({ connectionString: server.url, naming }).open())
      const { rows } = await pool.query(`select count(*)::int as n from "${naming.schema}".deal where colour = 'red'`)
      expect(rows).toEqual([{ n: (base.records["deal"] ?? []).length }])
    })

    it("is refused by this version after a newer one has changed it", async () => {
      const naming = await oldSchema()
      await asVersionWith([wider, other], () => migratePostgres(pool, now, naming))
      expect(await checkPostgres(pool, naming)).toMatchObject({
        state: "aheadBreaking",
        opens: false,
        newer: [wider.id, other.id],
      })
      const newer = { _tag: "StoreFault", retryable: false, data: { reason: "schemaNewer" } }
      await expect(postgres({ pool, naming }).open()).rejects.toMatchObject(newer)
      await expect(migratePostgres(pool, now, naming)).rejects.toMatchObject(newer)
    })

    it("stays as it was where a later migration fails half-way, and is upgraded when it is tried again", async () => {
      const naming = await oldSchema()
      await migratePostgres(pool, now, naming)
      const statements = [...wider.statements.postgres, "no statement"]
      const broken = { ...wider, statements: { ...wider.statements, postgres: statements } }
      await asVersionWith([broken], () =>
        expect(migratePostgres(pool, now, naming)).rejects.toMatchObject({ _tag: "StoreFault" }),
      )
      expect(await checkPostgres(pool, naming)).toMatchObject({ state: "current", differences: [] })
      await asVersionWith([wider], async () => expect(await migratePostgres(pool, now, naming)).toEqual([wider.id]))
    })
  })
}
