import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import { presets, salesDept } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import { startServer } from "@salesdept/test-server"
import type { TestServer } from "@salesdept/test-server"
import { afterAll, beforeAll, expect, test } from "vitest"

let server: TestServer
beforeAll(async () => {
  server = await startServer("18")
}, 120_000)
afterAll(() => server.stop())

test("given a store that runs commands side by side, a department is played with nothing refused", async () => {
  const pool = openPool({ connectionString: server.url })
  let now = 0
  await migratePostgres(pool, new Date())
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const dept = await salesDept({ store: postgres({ pool }), department, now: () => now })
  const simulated = simulateDepartment({ seed: 7, scale: 0.1, reps: 6, months: 4 })
  const { played, refused } = await playSimulation(simulated, dept.tenant("default"), {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  expect(refused).toEqual([])
  expect(played).toBeGreaterThan(500)
  expect(await dept.tenant("default").as("head").deals.count({})).toBeGreaterThan(20)
  await dept.close()
  await pool.end()
})
