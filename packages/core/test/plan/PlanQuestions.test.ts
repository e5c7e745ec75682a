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

const notObjects = [undefined, null, "2026-Q1", []]

describe("a question about plans that cannot be read", () => {
  const norms = { planId, period: "2026-Q1", history: { from: "2026-01-01", to: "2026-02-01" }, calendar: ru2026 }

  it("of norms is refused with every problem at once", async () => {
    for (const question of notObjects)
      expect(await refusal(plans.norms, question)).toEqual(["plans.norms", " field.type"])
    const wrong = { period: "2026-Q1", planId: 7, history: { from: "2026-01-01" }, steps: ["calls"], onDay: "now" }
    expect(await refusal(plans.norms, wrong)).toEqual([
      "plans.norms",
      "onDay field.unknown",
      "planId field.type",
      "history.to field.missing",
      "calendar field.missing",
      "steps[0] field.value",
    ])
    expect(await refusal(plans.norms, { ...norms, calendar: { ...ru2026, week: null } })).toEqual([
      "plans.norms",
      "calendar calendar.shape",
    ])
    const reps = { "user:1": { absences: [{ from: "2026-01-01" }], ramp: "none" } }
    expect(await refusal(plans.norms, { ...norms, reps })).toEqual([
      "plans.norms",
      "reps.user:1.absences[0].to field.missing",
      "reps.user:1.ramp field.type",
    ])
    expect(await plans.norms({ ...norms, reps: { "user:1": { ramp: [0, 0.5] } } })).toMatchObject({ period: "2026-Q1" })
  })

  it("of variance is refused with every problem at once, the plan's own among them", async () => {
    for (const question of notObjects)
      expect(await refusal(plans.variance, question)).toEqual(["plans.variance", " field.type"])
    const wrong = {
      basePeriod: 2025,
      method: "owen",
      scope: { ownerId: "user:1" },
      controlMoments: "all",
      knownAt: "now",
    }
    expect(await refusal(plans.variance, wrong)).toEqual([
      "plans.variance",
      "period field.missing",
      "basePeriod field.type",
      "scope.ownerId field.unknown",
      "method field.value",
      "knownAt instant.shape",
      "controlMoments field.type",
    ])
    const plan = { winRate: 50, averageDealMinor: "100", target: 1 }
    expect(await refusal(plans.variance, { period: "2026-Q1", plan })).toEqual([
      "plans.variance",
      "plan.target field.unknown",
      "plan.closedDeals field.missing",
      "plan.winRate plan.share",
      "plan.averageDealMinor field.type",
    ])
    const planned = { closedDeals: 4, winRate: 0.5, averageDealMinor: 100 }
    expect(await plans.variance({ period: "2026-Q1", plan: planned })).toMatchObject({ against: "plan" })
  })
})
