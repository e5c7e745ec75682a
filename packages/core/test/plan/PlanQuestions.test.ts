import { isSalesDeptError, memory, presets, salesDept } from "@salesdept/core/promise"
import { ru2026 } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const dept = await salesDept({ store: memory(), department })
const { plans } = dept.tenant("shop-17").as("user:head")
const planId = "plan_2026"
await plans.publish({
  id: planId,
  currency: "RUB",
  targets: [{ ownerId: "user:1", quarter: "2026-Q1", amountMinor: 1 }],
})

/** What plain JavaScript may ask: anything. Problems are `path code`, after the name of the call. */
const refusal = async (
  ask: (question: never) => Promise<unknown>,
  question: unknown,
): Promise<ReadonlyArray<string>> => {
  const error: unknown = await ask(question as never).catch((reason: unknown) => reason)
  if (!isSalesDeptError(error) || error._tag !== "InputInvalid") throw error
  return [error.data.call ?? "", ...error.data.problems.map(({ path, code }) => `${path} ${code}`)]
}

describe("what a plan measures", () => {
  it("is money where its facts are money, and a number where they are counted", async () => {
    const open = (kind: string, credit: string | null) =>
      refusal(plans.open, { id: "plan_odd", name: "Odd", currency: "RUB", measures: [{ id: "one", kind, credit }] })
    const odd = ["plan.open", "measures[0] measure.kind"]
    expect(await open("counts", "wonMoney")).toEqual(odd)
    expect(await open("money", "meetings")).toEqual(odd)
    expect(await open("debts", "units")).toEqual(odd)
    for (const [kind, credit] of [
      ["money", "wonMoney"],
      ["payments", "paidMoney"],
      ["debts", "debtMoney"],
      ["documents", "documentsSigned"],
      ["counts", null],
    ] as const)
      await plans.open({ name: kind, currency: "RUB", measures: [{ id: "one", kind, credit }] })
  })

  it("is told in money where it is payments or debts too", async () => {
    const measures = [{ id: "paid", kind: "payments", credit: "paidMoney" }] as const
    const { plan } = await plans.open({ name: "Paid", currency: "RUB", measures })
    const { planVersion } = await plans.draft({
      planId: plan.id,
      baseline: "original",
      effectiveFrom: "2026-01-01",
      targets: [
        { measure: "paid", period: "2026-Q1", value: 1_000_00 },
        { measure: "paid", period: "2026-Q1", repId: "user:1", value: 400_00 },
      ],
    })
    await plans.submit({ versionId: planVersion.id })
    await dept.tenant("shop-17").as("user:owner").plans.approve({ versionId: planVersion.id })
    const { allocations } = await plans.attainment({ planId: plan.id, on: "2026-03-31" })
    expect(allocations.map(({ message }) => message.en)).toEqual(["not allocated to people: ₽600"])
  })
})

const notObjects = [null, "2026-Q1", []]

describe("a question about plans that cannot be read", () => {
  const norms = { planId, period: "2026-Q1", history: { from: "2026-01-01", to: "2026-02-01" }, calendar: ru2026 }

  it("of norms is refused with every problem at once", async () => {
    for (const question of notObjects)
      expect(await refusal(plans.norms, question)).toEqual(["plan.norms", " field.type"])
    expect(await refusal(plans.norms, undefined)).toEqual([
      "plan.norms",
      "planId field.missing",
      "period field.missing",
      "history field.missing",
      "calendar field.missing",
    ])
    const wrong = { period: "2026-Q1", planId: 7, history: { from: "2026-01-01" }, steps: ["calls"], onDay: "now" }
    expect(await refusal(plans.norms, wrong)).toEqual([
      "plan.norms",
      "onDay field.unknown",
      "planId field.type",
      "history.to field.missing",
      "calendar field.missing",
      "steps[0] field.value",
    ])
    expect(await refusal(plans.norms, { ...norms, calendar: { ...ru2026, week: null } })).toEqual([
      "plan.norms",
      "calendar calendar.shape",
    ])
    // A day of a newcomer is a day: a ramp lowers the target, and would only ask more of each day here.
    const reps = { "user:1": { absences: [{ from: "2026-01-01" }], ramp: [0, 0.5] } }
    expect(await refusal(plans.norms, { ...norms, reps })).toEqual([
      "plan.norms",
      "reps.user:1.ramp field.unknown",
      "reps.user:1.absences[0].to field.missing",
    ])
    const absences = [{ from: "2026-01-12", to: "2026-01-17" }]
    expect(await plans.norms({ ...norms, reps: { "user:1": { absences } } })).toMatchObject({ period: "2026-Q1" })
  })

  it("of variance is refused with every problem at once, the plan's own among them", async () => {
    for (const question of notObjects)
      expect(await refusal(plans.variance, question)).toEqual(["plan.variance", " field.type"])
    const wrong = {
      basePeriod: 2025,
      method: "owen",
      scope: { ownerId: "user:1" },
      controlMoments: "all",
      knownAt: "now",
    }
    expect(await refusal(plans.variance, wrong)).toEqual([
      "plan.variance",
      "period field.missing",
      "basePeriod field.type",
      "scope.ownerId field.unknown",
      "method field.value",
      "knownAt instant.shape",
      "controlMoments field.type",
    ])
    const plan = { winRate: 50, averageDealMinor: "100", target: 1 }
    expect(await refusal(plans.variance, { period: "2026-Q1", plan })).toEqual([
      "plan.variance",
      "plan.target field.unknown",
      "plan.closedDeals field.missing",
      "plan.winRate plan.share",
      "plan.averageDealMinor field.type",
    ])
    const planned = { closedDeals: 4, winRate: 0.5, averageDealMinor: 100 }
    expect(await plans.variance({ period: "2026-Q1", plan: planned })).toMatchObject({ against: "plan" })
  })

  it("of attainment and of a forecast is refused with every problem at once", async () => {
    const wrong = { planid: planId, on: "today", periods: "2026-Q1", baseline: "best", calendar: {}, withIds: "true" }
    expect(await refusal(plans.attainment, wrong)).toEqual([
      "plan.attainment",
      "planid field.unknown",
      "planId field.missing",
      "on date.shape",
      "periods field.type",
      "baseline field.value",
      "calendar calendar.shape",
      "withIds field.type",
    ])
    expect(await plans.attainment({ planId, periods: ["2026-Q1"], calendar: ru2026 })).toMatchObject({ planId })
    expect(await refusal(plans.attainment, { planId, periods: ["2026-Q1", "2026-Q5", "the first"] })).toEqual([
      "plan.attainment",
      "periods[1] plan.period",
      "periods[2] plan.period",
    ])
    // Twelve months have twelve indices, and nothing is due backwards.
    const months = Array<number>(12).fill(1)
    for (const seasons of [[1, 2, 3], [...months.slice(1), -1], Array<number>(12).fill(0)])
      expect(await refusal(plans.attainment, { planId, seasons })).toEqual(["plan.attainment", "seasons plan.seasons"])
    expect(await plans.attainment({ planId, seasons: months })).toMatchObject({ planId })
    const calls = [{ repId: "user:1", calledBy: "user:head", category: "sure", amountMinor: 1 }]
    const forecast = { planId, period: 2026, method: "guess", draws: "200", calls, closings: "2026-01-01" }
    expect(await refusal(plans.forecast, forecast)).toEqual([
      "plan.forecast",
      "closings field.unknown",
      "period field.type",
      "method field.value",
      "draws field.type",
      "calls[0].category field.value",
    ])
    expect(await refusal(plans.forecast, { planId, period: "2026-Q1", draws: 1 })).toEqual([
      "plan.forecast",
      "draws forecast.draws",
    ])
  })

  it("of versions is refused with every problem at once", async () => {
    expect(await refusal(plans.inForce, { planId, baseline: "best" })).toEqual([
      "plan.inForce",
      "on field.missing",
      "baseline field.value",
    ])
    expect(await refusal(plans.baselines, { planId: "2026", on: "2026-02-01", baseline: "original" })).toEqual([
      "plan.baselines",
      "baseline field.unknown",
      "planId id.shape",
    ])
    expect(await refusal(plans.diff, { planId, from: "1" })).toEqual([
      "plan.diff",
      "from field.type",
      "to field.missing",
    ])
    expect(await refusal(plans.askedBy, {})).toEqual(["plan.askedBy", "reviewId field.missing"])
    expect(await plans.inForce({ planId, on: "2026-02-01" })).toMatchObject({ planId })
    expect(await plans.askedBy({ reviewId: "review-1" })).toEqual([])
  })

  it("of a back-test and of a correction is refused with every problem at once", async () => {
    const methods = [
      { id: "best", how: "guess" },
      { id: "calm", how: { method: "hazard", shock: "none" } },
    ]
    expect(await refusal(plans.backTest, { planId, season: "3", at: 0.5, methods, draw: 200 })).toEqual([
      "plan.backTest",
      "draw field.unknown",
      "periods field.missing",
      "season field.type",
      "at field.type",
      "methods[0].how field.value",
      "methods[1].how.shock field.type",
    ])
    const method = { id: "calm", how: { method: "hazard", shock: 0.1 } } as const
    const tried = { planId, periods: ["2026-01", "2026-02"], season: 1, methods: [method], draws: 100 }
    expect(await plans.backTest(tried)).toMatchObject({ methods: [{ id: "calm" }] })
    const ahead = { planId, past: ["2026-Q1"], remaining: ["2026-Q2"], reasons: [] }
    const wrong = {
      ...ahead,
      past: "2026-Q1",
      reps: { "user:1": { ready: 1 } },
      objective: {},
      reasons: [{ code: "miss" }, { reviewId: null }],
    }
    expect(await refusal(plans.replan, wrong)).toEqual([
      "plan.replan",
      "past field.type",
      "objective.capacity field.missing",
      "objective.pipeline field.missing",
      "objective.currentPlan field.missing",
      "reps.user:1.ready field.unknown",
      "reasons[1].code field.missing",
    ])
    expect(await refusal(plans.replan, { ...ahead, periods: { "2026-Q2": 1 }, constraints: { growth: 1 } })).toEqual([
      "plan.replan",
      "constraints.growth field.unknown",
      "periods.2026-Q2 field.type",
    ])
    expect((await plans.replan({ ...ahead, reps: { "user:1": { readiness: 0.5 } } })).input.periods).toHaveLength(1)
  })
})
