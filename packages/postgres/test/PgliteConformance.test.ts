import { storeConformance } from "@salesdept/conformance"
import { PGlite } from "@electric-sql/pglite"
import type { Pool } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { poolOverPglite } from "./server/PglitePool.ts"
import { singleHarness } from "./server/PostgresHarness.ts"
import { startMs } from "./server/TestDatabase.ts"

/** What the process may hold at the end, bytes: the database lies in its memory. */
const mostMemory = 2 * 2 ** 30

describe("on PGlite", () => {
  let db: PGlite | null = null
  let pool: Pool | null = null
  let schemas = 0
  beforeAll(async () => {
    db = await PGlite.create()
    pool = poolOverPglite(db)
  }, startMs)
  afterAll(async () => {
    await db?.close()
  })
  const openPool = (): Pool => {
    if (pool === null) throw new Error("PGlite is not up")
    return pool
  }
  const newSchema = (): string => {
    schemas += 1
    return `s${schemas}`
  }

  // The harness declares that there is neither a second connection nor a host of its own beside the store.
  it("has one connection, as it declares: whoever asks for another waits until it is given back", async () => {
    const first = await openPool().connect()
    let isGiven = false
    const second = openPool()
      .connect()
      .then((client) => {
        isGiven = true
        return client
      })
    expect((await first.query("select 1 as one")).rows).toEqual([{ one: 1 }])
    expect(isGiven).toBe(false)
    first.release()
    ;(await second).release()
    expect(isGiven).toBe(true)
  })

  storeConformance("PGlite", singleHarness(openPool, newSchema, "uuid"), {
    histories: { runs: 3 },
    peopleOrder: "column",
  })

  it("needs no more memory than stated, for all of it", () => {
    const { rss } = process.memoryUsage()
    console.info(`PGlite: ${schemas} schemas, ${Math.round(rss / 2 ** 20)} MiB held at the end`)
    expect(rss).toBeLessThan(mostMemory)
  })
})
