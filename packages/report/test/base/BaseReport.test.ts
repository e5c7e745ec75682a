import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
import { makeMemoryStore } from "@salesdept/core/memory"
import { presets, salesDept } from "@salesdept/core/promise"
import { addDays } from "@salesdept/core/shared"
import { htmlReport } from "../../src/HtmlReport.ts"
import { describe, expect, it } from "vitest"
import { baseReport } from "../../src/base/index.ts"

const simulated = simulateDepartment({ seed: 7, from: "2025-10-01", months: 5, reps: 4, scale: 0.2 })
const { timeZone, currency, until } = simulated.options
const department = presets.servicesWithActs({ timeZone, currency })
const on = addDays(until, -1)

describe("the report of a base that a host works in", () => {
  it("tells of one tenant, closes the month for everybody once, and leaves the store to be opened again", async () => {
    const made = makeMemoryStore()
    let opened = 0
    const open = () => {
      opened += 1
      return Promise.resolve({ store: made, close: () => Promise.resolve(void (opened -= 1)) })
    }
    const clock = { ms: 0 }
    const now = () => clock.ms
    await using dept = await salesDept({ store: { open }, department, now })
    await playSimulation(simulated, dept.tenant("shop-17"), { onTime: (epochMs) => void (clock.ms = epochMs) })
    const options = { store: { open }, department, tenant: "shop-17", actor: "user:head", on, now }

    // On its own last day a month is not over yet: the one before is told of.
    expect((await baseReport(options)).month).toMatchObject({ period: { from: "2026-01-01", to: "2026-01-31" } })
    clock.ms = Date.parse(`${until}T09:00:00.000Z`)
    const report = await baseReport(options)
    expect(report.header).toMatchObject({ asOf: on, source: { kind: "base", name: "shop-17" }, timeZone, currency })
    expect(report.month).toMatchObject({ period: { from: "2026-02-01", to: on }, uncoveredCount: 0 })
    const summaries = await dept
      .tenant("shop-17")
      .as("user:head")
      .summaries.page({ where: { label: "2026-02" } })
    expect(summaries.items).toHaveLength(report.month?.summaryCount ?? 0)
    const [event] = await dept
      .tenant("shop-17")
      .as("user:head")
      .summaries.history(summaries.items[0]?.id ?? "")
    expect(event?.actor).toBe("user:head")
    expect(htmlReport(report, { language: "ru" })).toContain('<h2 id="month">')

    expect(await baseReport(options)).toEqual(report)
    expect(opened).toBe(1)
    const other = await baseReport({ ...options, tenant: "shop-18", source: { kind: "base", name: "Филиал" } })
    expect(other.header.source).toEqual({ kind: "base", name: "Филиал" })
    expect(other.pipeline.dealCount).toBe(0)
  })
})
