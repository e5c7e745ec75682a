import { suiteDepartment } from "@salesdept/conformance"
import { fromPg, salesDept } from "@salesdept/core/promise"
import { exportPostgresTenant, openPool, postgres, purgePostgresKeys } from "@salesdept/postgres"
import { expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

it("a pool of one connection is enough for everything at once", { timeout: 20_000 }, async () => {
  const naming = await database.migrated()
  // Whoever waited for a second connection would be told so long before the test is over.
  const pool = openPool({ connectionString: database.url(), maxConnections: 1, connectTimeoutMs: 5000 })
  const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
  const tenants = ["north", "south", "west"]
  const shops = tenants.map((name) => dept.tenant(name).as("user:42"))
  for (const shop of shops) await shop.deals.open({ id: "deal_1", title: "Audit" })
  const taken: Array<string> = []
  const consuming = tenants.map(async (name) => {
    for await (const batch of dept.tenant(name).events({ consumer: "search", once: true, batch: 3 })) {
      taken.push(...batch.events.map(({ stream, version }) => `${name} ${stream}@${version}`))
      await batch.ack()
    }
  })
  const joined = async (ownerId: string) => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      const tx = fromPg(client)
      for (const shop of shops) {
        await shop.deals.amend({ dealId: "deal_1", ownerId }, { tx })
        await shop.deals.get("deal_1", { tx })
      }
      await dept.tenant("new").as("user:42").deals.open({ title: "Audit" }, { tx })
      await client.query("commit")
    } finally {
      client.release()
    }
  }
  let exported = 0
  await Promise.all([
    ...consuming,
    ...shops.flatMap((shop) =>
      Array.from({ length: 10 }, async (_, index) => {
        // All of them want one deal, so that they meet each other's locks.
        await shop.deals.amend({ dealId: "deal_1", ownerId: `user:${index}` })
        await shop.deals.open({ title: `Audit ${index}` }, { idempotencyKey: `key ${index}` })
      }),
    ),
    ...shops.map((shop) => shop.deals.page({}, {})),
    ...shops.map((shop) => shop.deals.verify()),
    joined("user:first"),
    joined("user:second"),
    dept.tick({ tenants: "all" }),
    dept.tick({ tenants }),
    exportPostgresTenant(pool, "north", (_table, rows) => void (exported += rows.length), naming),
    purgePostgresKeys(pool, "south", "2020-01-01T00:00:00.000Z", naming),
  ])
  for (const shop of shops) {
    expect((await shop.deals.get("deal_1"))?.version).toBe(13)
    expect(await shop.deals.count()).toBe(11)
    expect((await shop.deals.verify()).faults).toEqual([])
  }
  expect(exported).toBeGreaterThan(0)
  expect(new Set(taken).size).toBe(taken.length)
  expect({ all: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }).toEqual({
    all: 1,
    idle: 1,
    waiting: 0,
  })
  await dept.close()
  await pool.end()
})
