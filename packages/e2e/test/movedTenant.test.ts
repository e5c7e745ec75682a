import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import { presets, salesDept } from "@salesdept/core/promise"
import { exportPostgresTenant, migratePostgres, openPool, postgres, restorePostgresTenant } from "@salesdept/postgres"
import type { TenantRows } from "@salesdept/sqlite"
import { exportSqliteTenant, makeSqliteStore, migrateSqlite, openSqlite, restoreSqliteTenant } from "@salesdept/sqlite"
import { startServer } from "@salesdept/test-server"
import type { TestServer } from "@salesdept/test-server"
import { afterAll, beforeAll, expect, test } from "vitest"

let server: TestServer
beforeAll(async () => {
  server = await startServer("18")
}, 120_000)
afterAll(() => server.stop())

const tenant = "shop-17"
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

const emptyFile = () => {
  const database = openSqlite({ filename: ":memory:" })
  migrateSqlite(database, new Date())
  return database
}

/** What an export hands over, as it lies in a file of lines. */
const lines = () => {
  const all: Array<string> = []
  return {
    onRows: (table: string, rows: TenantRows["rows"]) => void all.push(JSON.stringify({ table, rows })),
    read: () => all.map((line) => JSON.parse(line) as TenantRows),
  }
}

test("a department that was played in a file goes over to Postgres and back, row by row the same", async () => {
  const file = emptyFile()
  let now = 0
  const store = { open: () => Promise.resolve({ store: makeSqliteStore(file), close: () => Promise.resolve() }) }
  const dept = await salesDept({ store, department, now: () => now })
  await dept.tenant(tenant).as("head").department.publish(department)
  const simulated = simulateDepartment({ seed: 7, scale: 0.1, reps: 6, months: 4 })
  await playSimulation(simulated, dept.tenant(tenant), {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  const inFile = lines()
  expect(exportSqliteTenant(file, tenant, inFile.onRows)).toBeGreaterThan(1000)

  const pool = openPool({ connectionString: server.url })
  await migratePostgres(pool, new Date())
  await restorePostgresTenant(pool, tenant, inFile.read())
  const inPostgres = lines()
  await exportPostgresTenant(pool, tenant, inPostgres.onRows)
  expect(inPostgres.read()).toEqual(inFile.read())

  const moved = await salesDept({ store: postgres({ pool }), now: () => now })
  const [here, there] = [dept.tenant(tenant).as("head"), moved.tenant(tenant).as("head")]
  expect((await there.deals.verify()).faults).toEqual([])
  expect(await there.control.partition()).toEqual(await here.control.partition())
  await there.deals.open({ title: "The first one here" })

  const back = emptyFile()
  restoreSqliteTenant(back, tenant, inPostgres.read())
  const again = lines()
  exportSqliteTenant(back, tenant, again.onRows)
  expect(again.read()).toEqual(inFile.read())
  await moved.close()
  await dept.close()
  await pool.end()
})
