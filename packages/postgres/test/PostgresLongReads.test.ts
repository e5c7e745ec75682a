import { dealAggregate } from "@salesdept/core/deal"
import { presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { openPool, postgres } from "@salesdept/postgres"
import * as Effect from "effect/Effect"
import type { Pool } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** How often the server has said that it is ready for more. */
const countOn = (pool: Pool): (() => number) => {
  let count = 0
  pool.on("connect", (client) => {
    // The driver's types leave its connection out; its events are what the protocol says.
    const { connection } = client as unknown as {
      readonly connection: { readonly on: (event: "readyForQuery", listener: () => void) => void }
    }
    connection.on("readyForQuery", () => {
      count += 1
    })
  })
  return () => count
}

describe("round trips of reads of a whole kind", () => {
  let pool: Pool
  let roundTrips: () => number
  let close: () => Promise<void>
  let shop: Session
  let store: Awaited<ReturnType<ReturnType<typeof postgres>["open"]>>["store"]

  beforeAll(async () => {
    const naming = await database.migrated()
    pool = openPool({ connectionString: database.url(), maxConnections: 1 })
    roundTrips = countOn(pool)
    const opened = await postgres({ pool, naming }).open()
    store = opened.store
    const dept = await salesDept({ store: { open: () => Promise.resolve(opened) }, department, hostKeeps: ["client"] })
    shop = dept.tenant("shop-17").as("user:42")
    close = () => dept.close()
    await shop.deals.open({ title: "Audit" })
  })
  afterAll(async () => {
    await close()
    await pool.end()
  })

  const taken = async (body: () => Promise<unknown>): Promise<number> => {
    const before = roundTrips()
    await body()
    return roundTrips() - before
  }
  const scanned = async (): Promise<number> => {
    const ids: Array<string> = []
    const note = (batch: ReadonlyArray<{ readonly id: string }>): void => void ids.push(...batch.map(({ id }) => id))
    await Effect.runPromise(store.scan("shop-17", dealAggregate, note))
    expect(new Set(ids).size).toBe(ids.length)
    return ids.length
  }

  it("is one where they are few, and control of a small base takes one for each kind", async () => {
    expect(await taken(async () => expect(await scanned()).toBe(1))).toBe(1)
    await shop.control.partition()
    expect(await taken(() => shop.control.partition())).toBe(12)
  })

  it("is a snapshot's where they are many, at once from the second time on", async () => {
    for (let from = 0; from < 1500; from += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, at) => shop.deals.open({ title: `Audit ${from + at}` })))
    }
    // What was tried, begin, two batches, commit.
    expect(await taken(async () => expect(await scanned()).toBe(1501))).toBe(5)
    expect(await taken(async () => expect(await scanned()).toBe(1501))).toBe(4)
  })
})
