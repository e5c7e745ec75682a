import { fiveDayCalendar as calendar } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import type { TargetInput } from "../../../src/plan/index.ts"
import { attack, attacked } from "../../attack.ts"
import { defaultControlPolicy } from "../../../src/control/ControlPolicy.ts"

const minutes = { minutes: 60, remindBeforeMinutes: 0 }
const sla = { calendar, firstResponse: minutes, rollingResponse: minutes, escalation: [] }

const of = (period: string, value: number, repId?: string): TargetInput => ({
  measure: "won",
  period,
  value,
  ...(repId === undefined ? {} : { repId }),
})

/** February 2026 has twenty working days: Ann works on all of them, Bob from the 16th on, Cid is away from the 2nd to the 13th. */
const february = async (targets: ReadonlyArray<TargetInput>) => {
  const scene = await attack({ ...attacked, sources: [], control: { ...defaultControlPolicy, sla } })
  const { shop, as } = scene
  const entry = (name: string, joinedOn: string) => ({
    id: `rep_${name}` as const,
    personId: name,
    name,
    teamId: "north",
    joinedOn,
  })
  await shop.reps.state({ rows: [entry("ann", "2025-01-01"), entry("bob", "2026-02-16"), entry("cid", "2025-01-01")] })
  const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
  await shop.plans.open({ id: "plan_1", name: "2026", currency: "RUB", measures })
  const { planVersion } = await shop.plans.draft({
    planId: "plan_1",
    baseline: "original",
    effectiveFrom: "2026-01-01",
    targets,
  })
  await shop.plans.submit({ versionId: planVersion.id })
  await as("owner").plans.approve({ versionId: planVersion.id })
  const away = { repId: "rep_cid", id: "ill", from: "2026-02-02", to: "2026-02-13", kind: "away" } as const
  return { ...scene, away }
}

const everybody = [
  of("2026-02", 200_00),
  of("2026-02", 100_00, "ann"),
  of("2026-02", 50_00, "bob"),
  of("2026-02", 100_00, "cid"),
]

describe("what is due of a person", () => {
  it("is due by the days on which the person is there: of a newcomer nothing before the first", async () => {
    const { shop, at, away } = await february(everybody)
    at("2026-02-13T18:00:00.000Z")
    const dues = async (on: string) => {
      const { rows } = await shop.plans.attainment({ planId: "plan_1", on, calendar })
      return rows.map(({ repId, due, pace }) => [repId, due?.share, pace?.workingDays, pace?.requiredPerDay.value])
    }
    const half = { total: 20, elapsed: 10 }
    expect(await dues("2026-02-13")).toEqual([
      [null, 0.5, half, 20_00],
      ["ann", 0.5, half, 10_00],
      ["bob", 0, { total: 10, elapsed: 0 }, 5_00],
      ["cid", 0.5, half, 10_00],
    ])
    // That Cid was away is recorded afterwards.
    await shop.reps.planAbsence(away)
    expect((await dues("2026-02-13"))[3]).toEqual(["cid", 0, { total: 10, elapsed: 0 }, 10_00])
    expect((await dues("2026-02-20"))[3]).toEqual(["cid", 0.5, { total: 10, elapsed: 5 }, 20_00])
    await shop.reps.cancelAbsence({ repId: "rep_cid", id: "ill" })
    expect((await dues("2026-02-13"))[3]).toEqual(["cid", 0.5, half, 10_00])
  })

  it("is due at the period's end in whole, and by the others' days of whoever is there on none", async () => {
    const { shop, away } = await february(everybody)
    await shop.reps.planAbsence({ ...away, to: "2026-03-31" })
    const sharesOn = async (on: string) => {
      const { rows } = await shop.plans.attainment({ planId: "plan_1", on, calendar })
      return rows.map(({ due }) => due?.share)
    }
    expect(await sharesOn("2026-02-28")).toEqual([1, 1, 1, 1])
    expect(await sharesOn("2026-02-13")).toEqual([0.5, 0.5, 0, 0.5])
  })

  it("is so within a month under way of a quarter that is planned by month, in the year to date and in a new plan", async () => {
    const { shop, at } = await february([
      of("2026-Q1", 150_00, "bob"),
      of("2026-01", 0, "bob"),
      of("2026-02", 50_00, "bob"),
      of("2026-03", 100_00, "bob"),
    ])
    at("2026-02-20T18:00:00.000Z")
    const { rows, yearToDate } = await shop.plans.attainment({ planId: "plan_1", on: "2026-02-20", calendar })
    expect(rows.map(({ period, due }) => [period, due])).toEqual([
      ["2026-Q1", { share: 25 / 150, by: "plan" }],
      ["2026-01", { share: 1, by: "workingDays" }],
      ["2026-02", { share: 0.5, by: "workingDays" }],
    ])
    expect(yearToDate.map(({ grain, targetToDate }) => [grain, targetToDate])).toEqual([
      ["quarter", 25_00],
      ["month", 25_00],
    ])
    const { input } = await shop.plans.replan({
      planId: "plan_1",
      past: ["2026-02"],
      remaining: ["2026-03"],
      on: "2026-02-20",
      calendar,
      reasons: [{ code: "late" }],
    })
    expect(input.gap.deviationMinor).toBe(-25_00)
  })

  it("is so in summaries, of a rep and of a team whose targets are those of its people", async () => {
    const { shop, at, away } = await february(everybody.slice(1))
    await shop.reps.planAbsence(away)
    at("2026-02-24")
    await shop.summaries.close({ span: "week", on: "2026-02-16" })
    const { items } = await shop.summaries.page({ where: { span: "week" }, limit: 100 })
    const figures = items.flatMap(({ scopeId, scope, plan }) =>
      plan.map(({ expected, pace }) => [scopeId ?? scope, { expected, pace }] as const),
    )
    expect(Object.fromEntries(figures)).toEqual({
      ann: { expected: 75_00, pace: { by: "workingDays", numerator: 15, denominator: 20 } },
      bob: { expected: 25_00, pace: { by: "workingDays", numerator: 5, denominator: 10 } },
      cid: { expected: 50_00, pace: { by: "workingDays", numerator: 5, denominator: 10 } },
      department: { expected: 150_00, pace: { by: "workingDays", numerator: 150_00, denominator: 250_00 } },
      north: { expected: 150_00, pace: { by: "workingDays", numerator: 150_00, denominator: 250_00 } },
    })
  })
})
