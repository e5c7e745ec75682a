import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { ru2026 } from "@salesdept/core/shared"
import { expect, it } from "vitest"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const planId = "plan_2026"

const shop = async (): Promise<(actor: string) => Session> => {
  const dept = await salesDept({
    store: memory(),
    department,
    now: () => Date.parse("2026-02-10T09:00:00.000Z"),
  })
  const as = (actor: string) => dept.tenant("default").as(actor)
  const measures = [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] as const
  await as("user:head").plans.open({ id: planId, name: "Sales 2026", currency: "RUB", measures })
  return as
}

const draft = async (as: (actor: string) => Session, periods: ReadonlyArray<string>, effectiveFrom: string) => {
  const head = as("user:head")
  const targets = periods.map((period) => ({ measure: "wonMinor", period, value: 100_00 }))
  const { planVersion } = await head.plans.draft({ planId, baseline: "original", effectiveFrom, targets })
  await head.plans.submit({ versionId: planVersion.id })
  return planVersion.id
}

it("says why nothing is compared while no version is in force, and by which version each period is once one is", async () => {
  const as = await shop()
  const head = as("user:head")
  const none = {
    rows: [],
    judgedBy: [],
    notes: [{ en: expect.stringContaining("No version of the plan is in force") }],
  }
  expect(await head.plans.attainment({ planId })).toMatchObject(none)
  const versionId = await draft(as, ["2026-Q1", "2026-Q2"], "2026-01-01")
  expect(await head.plans.attainment({ planId })).toMatchObject(none)
  await as("user:owner").plans.approve({ versionId })
  const { rows, judgedBy, notes } = await head.plans.attainment({ planId })
  expect([rows.length, judgedBy, notes]).toEqual([1, [{ period: "2026-Q1", versionId }], []])
  const stretch = await head.plans.attainment({ planId, baseline: "stretch" })
  expect([stretch.rows, stretch.notes.map(({ en }) => en)]).toEqual([
    [],
    ['No version of the baseline "stretch" is in force on 2026-02-10, so nothing is compared'],
  ])
})

it("names each period that was asked for and has no targets in force, and a day before all of them", async () => {
  const as = await shop()
  await as("user:owner").plans.approve({ versionId: await draft(as, ["2026-Q1", "2025-Q4"], "2026-01-01") })
  const head = as("user:head")
  // The version came into force after the last day of 2025.
  const { rows, notes } = await head.plans.attainment({ planId, periods: ["2026-Q1", "2025-Q4", "2026-Q3"] })
  expect(rows.map(({ period }) => period)).toEqual(["2026-Q1"])
  expect(notes.map(({ en }) => en.slice(0, 23))).toEqual(["2025-Q4 is not compared", "2026-Q3 is not compared"])
  const early = await head.plans.attainment({ planId, on: "2025-12-31" })
  expect([early.rows, early.notes]).toMatchObject([[], [{ en: "No period with targets has begun by 2025-12-31" }]])
})

it("tells the year to date of the whole year, whichever periods are asked for", async () => {
  const as = await shop()
  const periods = ["2026-01", "2026-02", "2026-03"]
  await as("user:owner").plans.approve({ versionId: await draft(as, periods, "2026-01-01") })
  const { rows, yearToDate, judgedBy } = await as("user:head").plans.attainment({ planId, periods: ["2026-02"] })
  expect([rows.map(({ period }) => period), judgedBy.length]).toEqual([["2026-02"], 1])
  expect(yearToDate.map((row) => [row.periods, row.from])).toEqual([[["2026-01", "2026-02"], "2026-01-01"]])
  expect(yearToDate[0]?.targetToDate).toBeCloseTo(100_00 + (100_00 * 10) / 28, 6)
})

it("adds up a quarter that is planned by month, and tells which of its months have no target", async () => {
  const as = await shop()
  const months = ["2026-01", "2026-02", "2026-03", "2026-04"]
  const versionId = await draft(as, months, "2026-01-01")
  await as("user:owner").plans.approve({ versionId })
  const head = as("user:head")
  const asked = { planId, periods: ["2026-Q1", "2026-Q2", "2026-Q3"], calendar: ru2026 }
  const { rows, judgedBy, notes, yearToDate } = await head.plans.attainment(asked)
  expect(rows).toMatchObject([{ period: "2026-Q1", target: 300_00, fact: 0, gap: -300_00 }])
  // January is over, and six of February's working days of 19.
  expect(rows[0]?.pace?.due).toMatchObject({ by: "plan", share: expect.closeTo((1 + 7 / 19) / 3, 12) })
  expect(judgedBy).toEqual(months.slice(0, 3).map((period) => ({ period, versionId })))
  expect(notes.map(({ en }) => en)).toEqual([
    "2026-Q3 is not compared: the version in force has no targets for it, or none is in force",
    '2026-Q2 is planned only in part: "wonMinor" of the whole department has no target for 2026-05, 2026-06; the parts are not added up',
  ])
  // Months are not told again as the quarter they make up.
  expect(yearToDate.map(({ grain }) => grain)).toEqual(["month"])
})

it("names what a fiscal quarter lacks by the plan's own months, and days by their last one", async () => {
  const as = await shop()
  const head = as("user:head")
  const planned = { planId: "plan_weeks", versionId: "planversion_weeks" } as const
  const measures = [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] as const
  await head.plans.open({
    id: planned.planId,
    name: "By 4-4-5 weeks",
    currency: "RUB",
    measures,
    fiscalCalendar: { form: "weeks", pattern: "4-4-5", endMonth: 12, endWeekday: 7, endRule: "last", namedBy: "end" },
  })
  const targets = ["FY2026-M01", "FY2026-M04", "2026-W18"].map((period) => ({ measure: "wonMinor", period, value: 1 }))
  await head.plans.draft({ ...planned, baseline: "original", effectiveFrom: "2025-12-01", targets })
  await head.plans.submit({ versionId: planned.versionId })
  await as("user:owner").plans.approve({ versionId: planned.versionId })
  const { notes } = await head.plans.attainment({ planId: planned.planId, periods: ["FY2026-Q1", "FY2026-Q2"] })
  expect(notes.map(({ en }) => /no target for (.*);/.exec(en)?.[1])).toEqual([
    "FY2026-M02, FY2026-M03",
    "2026-05-04 – 2026-05-24, FY2026-M06",
  ])
})

it("has no pace of a debt, and says that its target is a limit", async () => {
  const as = await shop()
  const measures = [{ id: "debt", kind: "money", credit: "debtMoney" }] as const
  await as("user:head").plans.open({ id: "plan_debt", name: "Debts", currency: "RUB", measures })
  const { planVersion } = await as("user:head").plans.draft({
    planId: "plan_debt",
    baseline: "original",
    effectiveFrom: "2026-01-01",
    targets: [{ measure: "debt", period: "2026-02", value: 50_00 }],
  })
  await as("user:head").plans.submit({ versionId: planVersion.id })
  await as("user:owner").plans.approve({ versionId: planVersion.id })
  const { rows } = await as("user:head").plans.attainment({ planId: "plan_debt", calendar: ru2026 })
  expect(rows).toMatchObject([
    { fact: 0, pace: null, notes: [{ en: expect.stringContaining("the most it should be") }] },
  ])
})

it("holds a forecast's total against the target of the whole, where the plan has one", async () => {
  const as = await shop()
  await as("user:owner").plans.approve({ versionId: await draft(as, ["2026-Q1"], "2026-01-01") })
  const { forecast } = await as("user:head").plans.forecast({ planId, period: "2026-Q1" })
  expect(forecast.total).toMatchObject({ targetMinor: 100_00, chance: null })
})

it("tells of targets that nobody works for, since who had them left before the period", async () => {
  const as = await shop()
  const head = as("user:head")
  const entry = (id: string, leftOn: string | null) => ({ id: `rep_${id}`, personId: id, name: id, leftOn }) as const
  await head.reps.state({ rows: [entry("ann", null), entry("bob", "2026-01-31"), entry("cid", "2025-12-20")] })
  const targets = ["ann", "bob", "cid"].map((repId) => ({
    measure: "wonMinor",
    period: "2026-Q1",
    repId,
    value: 100_00,
  }))
  const { planVersion } = await head.plans.draft({ planId, baseline: "original", effectiveFrom: "2026-01-01", targets })
  await head.plans.submit({ versionId: planVersion.id })
  await as("user:owner").plans.approve({ versionId: planVersion.id })
  const notesOn = async (on: string) => (await head.plans.attainment({ planId, on })).notes.map(({ en }) => en)
  // Who leaves in the middle of a period worked for its target until then.
  expect(await notesOn("2026-02-10")).toEqual([expect.stringContaining("for which nobody works: cid;")])
  expect(await notesOn("2026-04-10")).toEqual([])
})
