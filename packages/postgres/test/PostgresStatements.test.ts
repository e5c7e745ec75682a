import { openPool } from "@salesdept/postgres"
import { expect, it } from "vitest"
import { makeClients } from "../src/PostgresClients.ts"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

it("has the server keep so many statements prepared, and not all that were ever asked", async () => {
  const pool = openPool({ connectionString: database.url(), maxConnections: 1 })
  try {
    const clients = makeClients(pool, { prepare: true })
    await clients.use(async (query) => {
      for (let index = 0; index < 2500; index++) {
        expect(await query(`select ${index} as n`, [])).toEqual([{ n: index }])
      }
    })
    const { rows } = await pool.query<{ count: number }>("select count(*)::int as count from pg_prepared_statements")
    expect(rows[0]?.count).toBeGreaterThan(500)
    expect(rows[0]?.count).toBeLessThan(1100)
  } finally {
    await pool.end()
  }
})
