import { runCli } from "@salesdept/cli"
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
  await dept.tenant("default").as("head").department.publish(department)
  const simulated = simulateDepartment({ seed: 7, scale: 0.1, reps: 6, months: 4 })
  const { played, refused } = await playSimulation(simulated, dept.tenant("default"), {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  expect(refused).toEqual([])
  expect(played).toBeGreaterThan(500)
  expect(await dept.tenant("default").as("head").deals.count({})).toBeGreaterThan(20)
  const list = await dept.tenant("default").as("head").control.list({ limit: 3 })
  await dept.close()

  // What the command line tells of the same base.
  const cli = async (...words: ReadonlyArray<string>) => {
    const said = { out: "", error: "" }
    const code = await runCli([...words, "--url", server.url], {
      out: (text) => void (said.out += text),
      error: (text) => void (said.error += text),
      width: 100,
      colour: false,
      interactive: false,
      now: () => now,
    })
    return { ...said, code }
  }
  const control = await cli("control", "--limit", "3", "--json")
  expect({ code: control.code, error: control.error }).toEqual({ code: 0, error: "" })
  expect(JSON.parse(control.out)).toMatchObject({ total: list.total, rows: list.rows.map(({ id }) => ({ id })) })
  expect((await cli("control", "--covered")).code).toBe(4)
  const report = await cli("report", "--lang", "ru")
  expect(report.code).toBe(0)
  expect(report.out).toContain("Отчёт отдела продаж")
  expect(report.error).toContain("--actor")
  await pool.end()
})
