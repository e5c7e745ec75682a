import { setTimeout } from "node:timers/promises"
import { suiteDepartment } from "@salesdept/conformance"
import { presets, salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import {
  erasePostgresTenant,
  exportPostgresTenant,
  generatePostgres,
  openPool,
  postgres,
  purgePostgresKeys,
  restorePostgresTenant,
} from "@salesdept/postgres"
import { quotedTableName, tenantTables } from "@salesdept/sql"
import type { Naming, SqlRow } from "@salesdept/sql"
import { describe, expect, it } from "vitest"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

const sold = async (rowSecurity: boolean): Promise<{ readonly naming: Naming; readonly dept: SalesDept }> => {
  const naming: Naming = { schema: database.newSchema(), prefix: "", rowSecurity }
  await database.admin().query(generatePostgres(migratedAt, naming))
  const dept = await salesDept({ store: postgres({ pool: database.admin(), naming }), department: suiteDepartment })
  for (const tenant of ["north", "south"]) {
    const shop = dept.tenant(tenant).as("user:42")
    await shop.clients.register({ id: "client_1", name: "Alfa", ownerId: "user:42" }, { idempotencyKey: "once" })
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    await shop.deals.move({ dealId: "deal_1", to: "contact" })
  }
  return { naming, dept }
}

const exported = async (naming: Naming, tenant: string): Promise<ReadonlyMap<string, ReadonlyArray<SqlRow>>> => {
  const rows = new Map<string, ReadonlyArray<SqlRow>>()
  const onRows = (table: string, some: ReadonlyArray<SqlRow>) => {
    rows.set(table, [...(rows.get(table) ?? []), ...some])
  }
  const count = await exportPostgresTenant(database.admin(), tenant, onRows, naming)
  expect([...rows.values()].flat()).toHaveLength(count)
  return rows
}

const rowsLeft = async (naming: Naming, tenant: string): Promise<number> => {
  let left = 0
  for (const table of [...tenantTables(), "tenant"]) {
    const text = `select count(*)::int as count from ${quotedTableName(naming, table)} where tenant_id = $1`
    left += (await database.admin().query<{ readonly count: number }>(text, [tenant])).rows[0]?.count ?? 0
  }
  return left
}

describe("an export", () => {
  it("waits for whoever takes its rows for longer than a transaction may else wait", async () => {
    const { dept, naming } = await sold(false)
    await dept.close()
    const pool = openPool({
      connectionString: database.url(),
      maxConnections: 1,
      timeouts: { idleInTransactionMs: 50 },
    })
    try {
      const taken: Array<SqlRow> = []
      const count = await exportPostgresTenant(
        pool,
        "north",
        async (_table, rows) => {
          if (taken.length === 0) await setTimeout(200)
          taken.push(...rows)
        },
        naming,
      )
      expect(taken).toHaveLength(count)
      const { rows } = await pool.query("show idle_in_transaction_session_timeout")
      expect(rows).toEqual([{ idle_in_transaction_session_timeout: "50ms" }])
    } finally {
      await pool.end()
    }
  })
})

describe("an erasure", () => {
  it("may take longer than a statement may else", async () => {
    const { dept, naming } = await sold(false)
    await dept.close()
    const pool = openPool({ connectionString: database.url(), maxConnections: 1, timeouts: { statementMs: 50 } })
    const other = await database.admin().connect()
    try {
      await other.query("begin")
      await other.query(`select from ${quotedTableName(naming, "deal")} for update`)
      const erased = erasePostgresTenant(pool, "north", naming)
      await setTimeout(200)
      await other.query("rollback")
      expect(await erased).toBeGreaterThan(0)
      const { rows } = await pool.query("show statement_timeout")
      expect(rows).toEqual([{ statement_timeout: "50ms" }])
    } finally {
      other.release()
      await pool.end()
    }
  })
})

describe("keys of idempotency", () => {
  it.each(["yesterday", "now", "infinity", "2026-11-23", "2026-02-30T00:00:00.000Z", "", new Date(Number.NaN)])(
    "are not forgotten by %j, which is no instant",
    async (before) => {
      const refused = purgePostgresKeys(database.admin(), "north", before)
      await expect(refused).rejects.toMatchObject({
        _tag: "InputInvalid",
        data: { problems: [{ path: "", code: "instant.shape" }] },
      })
    },
  )
})

it.each([undefined, null, "", 17])(
  "says what is wrong with a tenant that is none, as %j, rather than that it had nothing",
  async (tenant) => {
    const [pool, none] = [database.admin(), tenant as never]
    for (const call of [
      exportPostgresTenant(pool, none, () => {}),
      erasePostgresTenant(pool, none),
      restorePostgresTenant(pool, none, []),
      purgePostgresKeys(pool, none, "2999-01-01T00:00:00.000Z"),
    ])
      await expect(call).rejects.toMatchObject({ _tag: "InputInvalid", data: { problems: [{ path: "tenant" }] } })
  },
)

it("says what is wrong with rows that are none", async () => {
  const naming = await database.migrated()
  const given: ReadonlyArray<unknown> = [undefined, "rows", [null], [{ table: "deal" }]]
  for (const batches of given) {
    const put = restorePostgresTenant(database.admin(), "north", batches as never, naming)
    await expect(put).rejects.toMatchObject({ _tag: "InputInvalid", data: { problems: [{ path: "batches" }] } })
  }
})

describe.each([false, true])("a tenant that leaves, row-level security %s", (rowSecurity) => {
  it("is given everything it has, in rows that JSON carries, and then leaves nothing behind", async () => {
    const { naming, dept } = await sold(rowSecurity)
    const north = await exported(naming, "north")
    const south = await exported(naming, "south")
    expect([...north.values()].flat()).toHaveLength(await rowsLeft(naming, "north"))
    for (const row of [...north.values()].flat()) expect(JSON.parse(JSON.stringify(row))).toEqual(row)
    expect(north.get("deal")?.[0]).toMatchObject({ id: "deal_1", version: 2, stage_id: "contact", facts_version: 0 })
    expect(await erasePostgresTenant(database.admin(), "north", naming)).toBe([...north.values()].flat().length)
    expect(await rowsLeft(naming, "north")).toBe(0)
    expect(await exported(naming, "south")).toEqual(south)
    expect((await dept.tenant("south").as("user:42").deals.verify()).faults).toEqual([])
    const shop = dept.tenant("north").as("user:42")
    expect(await shop.deals.get("deal_1")).toBeNull()
    // Back again, it is a tenant as any other.
    expect(await dept.tenants()).toEqual(["south"])
    await shop.deals.open({ title: "Audit" })
    expect(await dept.tenants()).toEqual(["north", "south"])
  })

  it("comes back with a configuration of its own, by which processes judge that knew the old one", async () => {
    const { naming, dept } = await sold(rowSecurity)
    const other = await salesDept({ store: postgres({ pool: database.admin(), naming }) })
    const shop = dept.tenant("north").as("user:42")
    const options = { timeZone: "Europe/Moscow", currency: "RUB" }
    const theirs = other.tenant("north").as("user:42")
    const pipelineOf = async (calls: number) => {
      const opened = await Promise.all(Array.from({ length: calls }, () => theirs.deals.open({ title: "Audit" })))
      return new Set(opened.map(({ deal }) => deal.pipelineId))
    }
    for (const calls of [1, 3]) {
      await shop.department.publish(presets.b2bSaas(options))
      expect(await pipelineOf(calls)).toEqual(new Set(["b2bSaas"]))
      await erasePostgresTenant(database.admin(), "north", naming)
      await shop.department.publish(presets.goodsWithDeliveryNotes(options))
      expect(await pipelineOf(calls)).toEqual(new Set(["goodsWithDeliveryNotes"]))
      await erasePostgresTenant(database.admin(), "north", naming)
    }
  })

  it("is put back from what it was given, and its journal verifies", async () => {
    const { naming, dept } = await sold(rowSecurity)
    const [north, south] = [await exported(naming, "north"), await exported(naming, "south")]
    const batches = [...north].map(([table, rows]) => ({ table, rows }))
    const put = () => restorePostgresTenant(database.admin(), "north", batches, naming)
    await expect(put()).rejects.toMatchObject({
      _tag: "InputInvalid",
      data: { problems: [{ code: "tenant.notEmpty" }] },
    })
    await erasePostgresTenant(database.admin(), "north", naming)
    expect(await put()).toBe([...north.values()].flat().length)
    expect(await exported(naming, "north")).toEqual(north)
    expect(await exported(naming, "south")).toEqual(south)
    const shop = dept.tenant("north").as("user:42")
    expect((await shop.deals.verify()).faults).toEqual([])
    expect((await shop.deals.move({ dealId: "deal_1", to: "needs" })).deal.version).toBe(3)
  })

  it("has its keys of idempotency kept until they are purged", async () => {
    const { naming, dept } = await sold(rowSecurity)
    const shop = dept.tenant("north").as("user:42")
    const again = () =>
      shop.clients.register({ id: "client_1", name: "Alfa", ownerId: "user:42" }, { idempotencyKey: "once" })
    expect((await again()).replayed).toBe(true)
    expect(await purgePostgresKeys(database.admin(), "north", "2020-01-01T00:00:00.000Z", naming)).toBe(0)
    expect(await purgePostgresKeys(database.admin(), "north", "2999-01-01T00:00:00.000Z", naming)).toBe(1)
    await expect(again()).rejects.toMatchObject({ _tag: "RecordExists" })
  })
})
