import { suiteDepartment } from "@salesdept/conformance"
import { fromPg } from "@salesdept/core/ports"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept, Session } from "@salesdept/core/promise"
import { openPool, postgres } from "@salesdept/postgres"
import type { PostgresAddress } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { quotedTableName } from "@salesdept/sql"
import { setTimeout as sleep } from "node:timers/promises"
import type { Pool, PoolClient } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
/** What waits for a lock as long as this, in milliseconds, waits until the test lets it go. */
const longerThanTheTest = 600_000
/** What is not answered in this time, in milliseconds, waits for somebody. */
const promptMs = 20_000
const count = 12
const numbers = Array.from({ length: count }, (_, index) => index)
const dealOf = (index: number): `deal_${string}` => `deal_${String(index).padStart(2, "0")}`
const tenants = ["shop-1", "shop-2", "shop-3"]

const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return "done"
  } catch (cause) {
    const { _tag, data } = cause as { readonly _tag?: string; readonly data?: { readonly reason?: string } }
    return [_tag ?? String(cause), data?.reason ?? []].flat().join(" ")
  }
}

/** How a call ends, unless it waits. */
const prompt = (call: Promise<unknown>): Promise<string> => {
  const waiting = new AbortController()
  const late = sleep(promptMs, "waits", { signal: waiting.signal }).catch(() => "waits")
  return Promise.race([outcomeOf(call), late]).finally(() => waiting.abort())
}

const expectNoClientOut = (pool: Pool): void => {
  expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
}

describe("commands that wait for somebody's locks", () => {
  let naming: Naming
  let pools: Array<Pool>
  let holder: PoolClient

  beforeEach(async () => {
    naming = await database.migrated()
    pools = []
    holder = await database.admin().connect()
  })
  afterEach(async () => {
    holder.release()
    for (const pool of pools) {
      expectNoClientOut(pool)
      await pool.end()
    }
  })

  const deptOver = async (maxConnections: number, address: Partial<PostgresAddress> = {}): Promise<SalesDept> => {
    const timeouts = { lockMs: longerThanTheTest, statementMs: longerThanTheTest }
    const pool = openPool({ connectionString: database.url(), maxConnections, timeouts, ...address })
    pools.push(pool)
    return await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
  }

  const opened = async (shop: Session): Promise<Session> => {
    const ids = [...numbers, count, count + 1].map(dealOf)
    await Promise.all(ids.map((id) => shop.deals.open({ id, title: "Audit" })))
    return shop
  }

  /** Locks the first deals of every tenant in a transaction of the host's own while the body runs; then what waits is let go. */
  const whileHeld = async (
    body: (wait: (calls: ReadonlyArray<Promise<unknown>>) => Promise<void>) => Promise<void>,
  ): Promise<ReadonlyArray<string>> => {
    const waiting: Array<Promise<string>> = []
    await holder.query("begin")
    try {
      const held = `select 1 from ${quotedTableName(naming, "deal")} where id = any($1) order by tenant_id, id for update`
      await holder.query(held, [numbers.map(dealOf)])
      await body(async (calls) => {
        waiting.push(...calls.map(outcomeOf))
        // Every one has come as far as it comes.
        await sleep(150)
      })
    } finally {
      await holder.query("commit")
    }
    return await Promise.all(waiting)
  }

  const amend = (shop: Session, index: number) =>
    shop.deals.amend({ dealId: dealOf(index), expectedCloseOn: "2026-03-10" })

  for (const maxConnections of [2, 4, 8]) {
    it(`leave connections to reads and to commands on other records, of a pool of ${maxConnections}`, async () => {
      const shop = await opened((await deptOver(maxConnections)).tenant("shop-1").as("user:42"))
      const ended = await whileHeld(async (wait) => {
        await wait(numbers.map((index) => amend(shop, index)))
        expect(await prompt(shop.deals.get(dealOf(0)))).toBe("done")
        expect(await prompt(amend(shop, count))).toBe("done")
        expect(await prompt(shop.deals.open({ title: "Another" }))).toBe("done")
      })
      expect(ended).toEqual(numbers.map(() => "done"))
      expect((await shop.deals.verify()).faults).toEqual([])
    })
  }

  it("leave connections where they came one by one, of many tenants", async () => {
    const dept = await deptOver(4)
    const shops = await Promise.all(tenants.map((tenant) => opened(dept.tenant(tenant).as("user:42"))))
    const ended = await whileHeld(async (wait) => {
      for (const index of numbers.slice(0, 4)) {
        for (const shop of shops) {
          await wait([amend(shop, index)])
        }
      }
      for (const shop of shops) {
        expect(await prompt(shop.deals.get(dealOf(0)))).toBe("done")
        expect(await prompt(amend(shop, count))).toBe("done")
      }
    })
    expect(ended).toEqual(Array.from({ length: 12 }, () => "done"))
  })

  it("leave a connection to who holds the locks, in whose transaction and beside it", async () => {
    const shop = await opened((await deptOver(4)).tenant("shop-1").as("user:42"))
    const ended = await whileHeld(async (wait) => {
      await wait(numbers.map((index) => amend(shop, index)))
      const tx = fromPg(holder)
      expect(await prompt(shop.deals.move({ dealId: dealOf(0), to: "contact" }, { tx }))).toBe("done")
      expect(await prompt(shop.deals.page({}))).toBe("done")
    })
    expect(ended).toEqual(numbers.map(() => "done"))
    expect(await shop.deals.get(dealOf(0))).toMatchObject({ stageId: "contact", version: 3 })
  })

  it("leave connections to others while a host's transaction is the first to write for their tenant", async () => {
    const dept = await deptOver(4)
    const shop = await opened(dept.tenant("shop-1").as("user:42"))
    await holder.query("begin")
    const calls: Array<Promise<string>> = []
    try {
      const newcomer = dept.tenant("shop-new").as("user:42")
      await newcomer.deals.open({ title: "First" }, { tx: fromPg(holder) })
      for (const title of ["A", "B", "C", "D", "E", "F"]) calls.push(outcomeOf(newcomer.deals.open({ title })))
      await sleep(150)
      expect(await prompt(shop.deals.get(dealOf(0)))).toBe("done")
      expect(await prompt(amend(shop, 0))).toBe("done")
    } finally {
      await holder.query("commit")
    }
    expect(await Promise.all(calls)).toEqual(calls.map(() => "done"))
  })

  it("are refused as busy where others wait before them for as long as a connection is waited for", async () => {
    const shop = await opened((await deptOver(4, { connectTimeoutMs: 3000 })).tenant("shop-1").as("user:42"))
    const outcomes: Array<string> = []
    const ended = await whileHeld(async (wait) => {
      await wait(numbers.map((index) => amend(shop, index).finally(() => outcomes.push("ended"))))
      while (outcomes.length < count - 2) await sleep(50)
      await sleep(500)
      expect(outcomes).toHaveLength(count - 2)
      expect(await prompt(amend(shop, count))).toBe("done")
    })
    expect(ended.filter((outcome) => outcome === "done")).toHaveLength(2)
    expect(new Set(ended)).toEqual(new Set(["done", "StoreFault busy"]))
    expect((await shop.deals.verify()).faults).toEqual([])
  })
})
