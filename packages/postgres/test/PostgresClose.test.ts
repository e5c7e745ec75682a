import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import { postgres } from "@salesdept/postgres"
import type { PostgresOptions } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import type { PoolClient } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { startCutProxy } from "./server/CutProxy.ts"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const closed = { _tag: "StoreFault", retryable: false, data: { reason: "closed" } }
/** Far longer than a test may take: who waits for it fails. */
const connectTimeoutMs = 60_000

let naming: Naming
let holder: PoolClient
beforeEach(async () => {
  naming = await database.migrated()
  holder = await database.admin().connect()
})
afterEach(() => holder.release())

const opened = (options: Partial<PostgresOptions> & { readonly maxConnections: number }): Promise<SalesDept> =>
  salesDept({
    store: postgres({ connectionString: database.url(), connectTimeoutMs, naming, ...options }),
    department: suiteDepartment,
  })

const blocked = async (): Promise<void> => {
  const waits = "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
  while ((await database.admin().query(waits)).rows.length === 0) await sleep(5)
}

describe("a store that is closed", () => {
  for (const maxConnections of [1, 2, 4]) {
    it(`with ${maxConnections} connections refuses at once what waits, ends what is under way, and waits for that`, async () => {
      const dept = await opened({ maxConnections })
      const shop = dept.tenant("shop-17").as("user:42")
      const ids = Array.from({ length: 12 }, (_, index) => `deal_${index}` as const)
      for (const id of ids) await shop.deals.open({ id, title: "Audit" })
      await holder.query("begin")
      await holder.query(`select 1 from ${quotedTableName(naming, "deal")} for update`)
      const amend = (dealId: string) => shop.deals.amend({ dealId, ownerId: "user:1" })
      const calls = [amend("deal_0")]
      await blocked()
      for (const id of ids.slice(1)) calls.push(amend(id))
      const reads = ids.map(async (id) => (await shop.deals.get(id))?.version)
      // Until everybody stands where there is room.
      await sleep(50)
      let isClosed = false
      const closing = dept.close().finally(() => {
        isClosed = true
      })
      const refusals: Array<unknown> = []
      const noteRefusal = (error: unknown): void => {
        refusals.push(error)
      }
      const settled = [...calls, ...reads].map((call) => call.catch(noteRefusal))
      await expect(shop.deals.get("deal_0")).rejects.toMatchObject(closed)
      await expect(shop.deals.open({ title: "Late" })).rejects.toMatchObject(closed)
      await sleep(50)
      expect(isClosed).toBe(false)
      const refusedAtOnce = refusals.length
      await holder.query("commit")
      await Promise.all(settled)
      await closing
      for (const refusal of refusals) expect(refusal).toMatchObject(closed)
      // Those that had a connection when it was closed have ended well.
      const served = calls.length + reads.length - refusedAtOnce
      expect(refusals).toHaveLength(refusedAtOnce)
      expect(served).toBeGreaterThan(0)
      if (maxConnections === 1) expect(served).toBe(1)
      const amended = `select count(*)::int as n from ${quotedTableName(naming, "deal")} where owner_id = 'user:1'`
      const written = calls.map((call) => call.then(() => 1).catch(() => 0))
      const acknowledged = (await Promise.all(written)).reduce((sum: number, one) => sum + one, 0)
      expect((await database.admin().query(amended)).rows).toEqual([{ n: acknowledged }])
      await dept.close()
    })
  }

  it("refuses at once who asked in the same moment as the one that got the connection", async () => {
    const dept = await opened({ maxConnections: 1 })
    const shop = dept.tenant("shop-17").as("user:42")
    await shop.deals.open({ id: "deal_0", title: "Audit" })
    await holder.query("begin")
    await holder.query(`lock table ${quotedTableName(naming, "deal")} in access exclusive mode`)
    const refusals: Array<unknown> = []
    const noteRefusal = (error: unknown): void => void refusals.push(error)
    const calls = [shop.deals.get("deal_0"), shop.deals.count(), shop.deals.page({})]
    const settled = calls.map((call) => call.catch(noteRefusal))
    await blocked()
    const closing = dept.close()
    await sleep(50)
    for (const refusal of refusals) expect(refusal).toMatchObject(closed)
    expect(refusals).toHaveLength(2)
    await holder.query("commit")
    await Promise.all([...settled, closing])
    expect(refusals).toHaveLength(2)
  })

  it("waits for what is under way on the host's pool", async () => {
    const pool = new pg.Pool({ connectionString: database.url(), max: 2 })
    const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
    const shop = dept.tenant("shop-17").as("user:42")
    await shop.deals.open({ id: "deal_0", title: "Audit" })
    await holder.query("begin")
    await holder.query(`lock table ${quotedTableName(naming, "deal")} in access exclusive mode`)
    const ended: Array<string> = []
    const note = (name: string) => (): void => void ended.push(name)
    const calls = [
      shop.deals.amend({ dealId: "deal_0", ownerId: "user:1" }).then(note("amended")),
      shop.deals.get("deal_0").then(note("read")),
    ]
    await blocked()
    await sleep(50)
    const closing = dept.close().then(note("closed"))
    await sleep(50)
    expect(ended).toEqual([])
    await holder.query("commit")
    await Promise.all([...calls, closing])
    expect(ended.at(-1)).toBe("closed")
    await pool.end()
  })

  it("finds out about a commit whose answer is lost while it closes", async () => {
    const proxy = await startCutProxy(database.url())
    const dept = await opened({ connectionString: proxy.url, maxConnections: 2 })
    const shop = dept.tenant("shop-17").as("user:42")
    await shop.deals.open({ id: "deal_0", title: "Audit" })
    await holder.query("begin")
    await holder.query(`select 1 from ${quotedTableName(naming, "deal")} for update`)
    proxy.cutAt("update", "answer")
    const amending = shop.deals.amend({ dealId: "deal_0", ownerId: "user:1" })
    await blocked()
    const closing = dept.close()
    await holder.query("commit")
    expect((await amending).deal.ownerId).toBe("user:1")
    expect(proxy.cuts()).toBe(1)
    await closing
    await proxy.close()
  })

  it("leaves the host's pool as it is", async () => {
    const pool = database.admin()
    const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
    const shop = dept.tenant("shop-17").as("user:42")
    await shop.deals.open({ title: "Audit" })
    await dept.close()
    await expect(shop.deals.open({ title: "Late" })).rejects.toMatchObject(closed)
    await expect(shop.deals.page({})).rejects.toMatchObject(closed)
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }])
  })
})
