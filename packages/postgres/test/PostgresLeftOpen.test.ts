import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import { describe, expect, it } from "vitest"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

/** A pool of one connection, so that whoever asks next gets what was given back last. */
const opened = async (rowSecurity: boolean) => {
  const naming = { ...(await database.migrated()), rowSecurity }
  const pool = openPool({ connectionString: database.url(), maxConnections: 1 })
  await migratePostgres(pool, migratedAt, naming)
  const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
  const close = async () => {
    await dept.close()
    await pool.end()
  }
  return { pool, shop: dept.tenant("north").as("user:42"), close }
}

/** What a handler does that forgets to roll back what failed in its middle. */
const giveBackOpen = async (pool: Awaited<ReturnType<typeof opened>>["pool"], hasFailed: boolean) => {
  const client = await pool.connect()
  await client.query("begin")
  if (hasFailed) await client.query("select 1 / 0").catch(() => {})
  client.release()
}

describe.each([false, true])("a connection given back in a transaction, row-level security %s", (rowSecurity) => {
  it.each([false, true])("is refused rather than written in, whether a statement had failed: %s", async (hasFailed) => {
    const { pool, shop, close } = await opened(rowSecurity)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const left = { _tag: "StoreFault", data: { reason: "transactionLeft" }, retryable: true }

    await giveBackOpen(pool, hasFailed)
    await expect(shop.deals.open({ id: "deal_2", title: "Audit" })).rejects.toMatchObject(left)
    // It was closed: what is asked now has another.
    await shop.deals.open({ id: "deal_2", title: "Audit" })

    await giveBackOpen(pool, hasFailed)
    await expect(shop.deals.page({})).rejects.toMatchObject(left)

    await giveBackOpen(pool, hasFailed)
    await expect(shop.deals.verify()).rejects.toMatchObject(left)
    expect(await shop.deals.count()).toBe(2)
    await close()
  })
})
