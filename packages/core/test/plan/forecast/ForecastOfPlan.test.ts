import { memory, presets, salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import type { TargetInput } from "../../../src/plan/index.ts"

/** Deals come from a CRM with their days, so that a history is there at once. */
const openDept = async (targets: ReadonlyArray<TargetInput>) => {
  const clock = { now: Date.parse("2026-11-15T09:00:00.000Z") }
  const dept = await salesDept({
    store: memory(),
    now: () => clock.now,
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
    },
  })
  const tenant = dept.tenant("shop")
  const shop = tenant.as("user:head")
  const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
  await shop.plans.open({ id: "plan_1", name: "2026", currency: "RUB", measures })
  const version = { planId: "plan_1", baseline: "original", effectiveFrom: "2026-01-01", targets } as const
  const { planVersion } = await shop.plans.draft(version)
  await shop.plans.submit({ versionId: planVersion.id })
  await tenant.as("user:owner").plans.approve({ versionId: planVersion.id })
  const deal = (id: string, openedOn: string, closedOn: string | null, more: object = {}) => ({
    id: `deal_${id}` as const,
    title: null,
    stageId: closedOn === null ? "contact" : "paymentControl",
    clientId: null,
    ownerId: "ann",
    productId: null,
    amount: { amountMinor: 100_01, currency: "RUB" },
    listAmount: null,
    openedOn,
    closedOn,
    ...more,
  })
  const importRows = (rows: ReadonlyArray<ReturnType<typeof deal>>) =>
    shop.deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows })
  return { shop, deal, importRows, clock }
}

const of = (period: string, value: number, repId?: string): TargetInput => ({
  measure: "won",
  period,
  value,
  ...(repId === undefined ? {} : { repId }),
})
const months = ["2026-10", "2026-11", "2026-12"]

describe("a forecast's targets", () => {
  it("of a quarter are the sums of its months, of a year those of what it is made of", async () => {
    const { shop } = await openDept([
      ...months.flatMap((month) => [of(month, 100_00, "ann"), of(month, 50_00, "bob")]),
      ...["2026-Q1", "2026-Q2", "2026-Q3"].map((quarter) => of(quarter, 200_00, "ann")),
    ])
    const { forecast, notes } = await shop.plans.forecast({ planId: "plan_1", period: "2026-Q4" })
    expect(forecast.reps.map(({ repId, targetMinor }) => [repId, targetMinor])).toEqual([
      ["ann", 300_00],
      ["bob", 150_00],
    ])
    expect([forecast.total.targetMinor, notes]).toEqual([450_00, []])
    const year = await shop.plans.forecast({ planId: "plan_1", period: "2026" })
    expect(year.forecast.reps).toMatchObject([{ repId: "ann", targetMinor: 900_00 }])
    // Bob's year is planned in part, so that nobody knows what all are to reach.
    expect(year.forecast.total).toMatchObject({ targetMinor: null, chance: null })
    expect(year.notes.map(({ en }) => en)).toEqual([
      '2026 is planned only in part: "won" of bob has no target for 2026-01, 2026-02, 2026-03, 2026-04, 2026-05, 2026-06, 2026-07, 2026-08, 2026-09; the parts are not added up',
    ])
  })

  it("are missed by whoever has left, whose new deals come all the same and are nobody's", async () => {
    const { shop, deal, importRows, clock } = await openDept([
      of("2026-12", 100_00, "ann"),
      of("2026-12", 100_00, "bob"),
    ])
    await importRows(
      ["ann", "bob"].flatMap((ownerId) =>
        [1, 2, 3, 4].map((day) => deal(`${ownerId}${day}`, `2026-10-0${day}`, `2026-10-1${day}`, { ownerId })),
      ),
    )
    const question = { planId: "plan_1", period: "2026-12" } as const
    const newOf = async (known: { readonly knownAt?: string } = {}) => {
      const { forecast } = await shop.plans.forecast({ ...question, ...known })
      return { total: forecast.total.newMinor, reps: new Map(forecast.reps.map((rep) => [rep.repId, rep.newMinor])) }
    }
    const before = await newOf()
    expect(before.reps.get("bob")).toBeGreaterThan(0)
    const knownAt = new Date(clock.now).toISOString()
    clock.now += 3_600_000
    const bob = { id: "rep_bob", personId: "bob", name: "Bob", teamId: null, joinedOn: null } as const
    await shop.reps.state({ rows: [{ ...bob, leftOn: "2026-11-14" }] })
    const after = await newOf()
    expect([after.reps.get("bob"), after.reps.get("ann"), after.total]).toEqual([
      0,
      before.reps.get("ann"),
      before.total,
    ])
    expect(after.reps.get(null)).toBe(before.reps.get("bob"))
    // What was forecast before anybody knew that Bob has left comes out the same.
    expect((await newOf({ knownAt })).reps).toEqual(before.reps)
    // Who came back by another entry is there.
    await shop.reps.state({ rows: [{ ...bob, id: "rep_bob2", joinedOn: "2026-11-15" }] })
    expect((await newOf()).reps).toEqual(before.reps)
  })

  it("are that of the whole where it is planned, whoever lacks a month, and it is said where there is none", async () => {
    const { shop } = await openDept([
      ...months.map((month) => of(month, 100_00)),
      of("2026-11", 50_00, "bob"),
      of("2026-Q3", 10_00),
    ])
    const { forecast, notes } = await shop.plans.forecast({ planId: "plan_1", period: "2026-Q4" })
    expect([forecast.reps, forecast.total.targetMinor]).toEqual([[], 300_00])
    expect(notes).toMatchObject([{ en: expect.stringContaining("of bob has no target for 2026-10, 2026-12") }])
    const none = await shop.plans.forecast({ planId: "plan_1", period: "2027-Q1" })
    expect([none.forecast.total.targetMinor, none.notes.length]).toEqual([null, 1])
    expect(none.notes).toMatchObject([{ ru: expect.stringContaining("На 2027-Q1 нет действующей цели") }])
  })
})

describe("a deal that is split", () => {
  it("is forecast for those it is credited to, as plan against fact counts it", async () => {
    const { shop, deal, importRows } = await openDept(months.map((month) => of(month, 100_00, "ann")))
    await importRows([
      deal("won", "2026-09-01", "2026-10-10"),
      ...["lost1", "lost2"].map((id) => deal(id, "2026-08-01", "2026-10-01", { stageId: "lost" })),
      deal("open", "2026-10-20", null),
    ])
    const shares = [
      { repId: "bob", weight: 1 },
      { repId: "cid", weight: 1 },
    ]
    for (const dealId of ["deal_won", "deal_open"])
      await shop.deals.splitCredit({ dealId, shares, reason: "sold together" })
    const { forecast, categories } = await shop.plans.forecast({ planId: "plan_1", period: "2026-Q4", draws: 400 })
    const { rows } = await shop.plans.attainment({ planId: "plan_1", periods: ["2026-10"] })
    const facts = Object.fromEntries(rows.map(({ repId, fact }) => [repId, fact]))
    expect(facts).toEqual({ ann: 0, bob: 50_01, cid: 50_00 })
    expect(Object.fromEntries(forecast.reps.map(({ repId, wonMinor }) => [repId, wonMinor]))).toEqual(facts)
    const openOf = (id: string) => forecast.reps.find(({ repId }) => repId === id)?.openMinor ?? 0
    expect(openOf("bob")).toBeGreaterThan(0)
    expect(openOf("bob") + openOf("cid")).toBe(forecast.total.openMinor)
    expect(categories.map(({ repId, amountMinor, ids }) => [repId, amountMinor, ids])).toEqual([
      ["bob", 50_01, ["deal_open"]],
      ["cid", 50_00, ["deal_open"]],
    ])
    const tried = await shop.plans.backTest({
      planId: "plan_1",
      periods: ["2026-09", "2026-10"],
      season: 1,
      methods: [{ id: "pace", how: "runRate" }],
    })
    expect(tried.methods[0]?.byRep.map(({ repId }) => repId)).toContain("bob")
  })
})

describe("a forecast that rests on little", () => {
  it("does not land a deal for sure after a single win, and says how little it rests on", async () => {
    const { shop, deal, importRows } = await openDept([of("2026-Q4", 150_00)])
    await importRows([deal("won", "2026-09-01", "2026-10-10"), deal("open", "2026-10-20", null)])
    const { forecast } = await shop.plans.forecast({ planId: "plan_1", period: "2026-Q4" })
    // After one deal that was won the next is won with 3 in 4, by Jeffreys' prior; with certainty it was, before.
    expect(forecast.total.openMinor).toBe(Math.round(100_01 * 0.75))
    expect(forecast.total.lowerMinor).toBeLessThanOrEqual(100_01)
    expect(forecast.oddsError).toBeCloseTo(Math.sqrt(1 / 1.5 + 1 / 0.5), 12)
    expect(forecast.limits.map(({ en }) => en.slice(0, 60))).toEqual([
      "Intervals hold the chance of each deal, of new ones and a sh",
      "Chances are estimated from deals that are over: 1 won, 0 los",
      "Amounts are drawn from few past wins (1): the next lies with",
    ])
    const none = await openDept([of("2026-Q4", 150_00)])
    const empty = await none.shop.plans.forecast({ planId: "plan_1", period: "2026-Q4" })
    expect(empty.forecast.limits).toMatchObject([{}, { en: expect.stringContaining("No deal has been won yet") }])
  })
})

describe("a back-test", () => {
  it("says why it has no scores", async () => {
    const { shop } = await openDept([of("2026-Q4", 150_00)])
    const ask = (periods: ReadonlyArray<string>) => shop.plans.backTest({ planId: "plan_1", periods, season: 4 })
    const notesOf = async (periods: ReadonlyArray<string>) =>
      (await ask(periods)).notes.map(({ en }) => en.slice(0, 38))
    expect(await notesOf(["2026-08"])).toEqual(["Nothing is scored: the first periods s"])
    expect(await notesOf(["2026-10", "2026-11"])).toEqual(["Not scored, since they are not over by"])
    expect(await notesOf(["2026-08", "2026-09"])).toEqual(["Nobody won anything in the periods sco"])
    await expect(ask(["2026-06", "2026-09"])).rejects.toMatchObject({
      data: { problems: [{ path: "periods[1]", code: "backTest.period" }] },
    })
  })
})
