import { idempotencySuite, journalSuite, tenantSuite, textsSuite, transactionSuite } from "@salesdept/conformance"
import { PGlite } from "@electric-sql/pglite"
import type { Pool } from "pg"
import { afterAll, beforeAll, describe } from "vitest"
import { poolOverPglite } from "./server/PglitePool.ts"
import { singleHarness } from "./server/PostgresHarness.ts"
import { startMs } from "./server/TestDatabase.ts"

// The suites that ask most of a driver: the SQL itself is what the servers have run already, and PGlite takes its time.
const suites = [transactionSuite, idempotencySuite, journalSuite, textsSuite, tenantSuite]

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
  const harness = singleHarness(openPool, newSchema, "uuid")
  for (const suite of suites) suite("PGlite", harness)
})
