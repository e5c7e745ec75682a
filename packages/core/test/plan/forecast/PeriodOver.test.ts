import { memory, presets, salesDept } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { forecast } from "../../../src/plan/forecast/Forecast.ts"
import { InputInvalid } from "../../../src/shared/index.ts"
import { thrownBy } from "../thrownBy.ts"

/** Deals of a CRM on 15 November 2026: won in the middle of each month since June, and half of October's are open. */
const openDept = async ({ won = true, now = "2026-11-15T09:00:00.000Z" } = {}) => {
  const dept = await salesDept({
    store: memory(),
    now: () => Date.parse(now),
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      sources: [{ id: "crm", name: { en: "CRM", ru: "CRM" }, carries: [] }],
    },
  })
  const tenant = dept.tenant("shop")
  const shop = tenant.as("user:head")
  const measures = [{ id: "won", kind: "money", credit: "wonMoney" }] as const
  await shop.plans.open({ id: "plan_1", name: "2026", currency: "RUB", measures })
  const targets = [2000_00, 300_00].map((value, at) => ({
    measure: "won",
    period: "2026-10",
    repId: `rep${at}`,
    value,
  }))
  const version = { planId: "plan_1", baseline: "original", effectiveFrom: "2026-01-01", targets } as const
  const { planVersion } = await shop.plans.draft(version)
  await shop.plans.submit({ versionId: planVersion.id })
  await tenant.as("user:owner").plans.approve({ versionId: planVersion.id })
  const deal = (id: string, openedOn: string, closedOn: string | null) => ({
    id: `deal_${id}` as const,
    title: null,
    stageId: closedOn === null ? "contact" : "paymentControl",
    clientId: null,
    ownerId: `rep${Number(id.slice(-1)) % 2}`,
    productId: null,
    amount: { amountMinor: 100_00, currency: "RUB" },
    listAmount: null,
    openedOn,
    closedOn,
  })
  const months = won ? ["06", "07", "08", "09", "10"] : []
  const rows = [
    ...months.flatMap((month) =>
      [1, 2, 3, 4, 5, 6].map((day) => deal(`${month}${day}`, `2026-${month}-0${day}`, `2026-${month}-1${day}`)),
    ),
    ...[1, 2, 3, 4, 5, 6].map((day) => deal(`open${day}`, `2026-10-2${day}`, null)),
  ]
  await shop.deals.import({ sourceId: "crm", pipelineId: "servicesWithActs", rows })
  return shop
}

describe("a period that is over", () => {
  it.each(["hazard", "stageHazard", "stageHistory"] as const)(
    "given open deals, when it is forecast by %s, then it has landed where it was won, for sure",
    async (method) => {
      const shop = await openDept()
      const answer = await shop.plans.forecast({ planId: "plan_1", period: "2026-10", method })
      const { total, reps, limits } = answer.forecast
      expect(total).toEqual({
        repId: null,
        wonMinor: 600_00,
        openMinor: 0,
        newMinor: 0,
        landingMinor: 600_00,
        lowerMinor: 600_00,
        medianMinor: 600_00,
        upperMinor: 600_00,
        targetMinor: 2300_00,
        chance: { probability: 0, standardError: 0 },
        coverage: { openAmountMinor: 0, toGoMinor: 1700_00 },
      })
      expect(reps.map(({ repId, chance }) => [repId, chance])).toEqual([
        ["rep1", { probability: 1, standardError: 0 }],
        ["rep0", { probability: 0, standardError: 0 }],
      ])
      expect(limits.map(({ en }) => en)).toEqual([
        "The period is over: this is what was won in it, and nothing is estimated",
      ])
      expect([answer.categories, answer.beyondObserved, answer.undated]).toEqual([[], [], []])
    },
  )

  it("given that nothing was ever won, then its target was missed, which needs no past to tell", async () => {
    const shop = await openDept({ won: false })
    const { forecast: made } = await shop.plans.forecast({ planId: "plan_1", period: "2026-10" })
    expect(made.total.chance).toEqual({ probability: 0, standardError: 0 })
    const current = await shop.plans.forecast({ planId: "plan_1", period: "2026-11" })
    expect(current.forecast.total.chance).toBeNull()
  })

  it("given its last day, which is under way, then what may still be won on it is left open", async () => {
    const shop = await openDept({ now: "2026-10-31T09:00:00.000Z" })
    const { forecast: made } = await shop.plans.forecast({
      planId: "plan_1",
      period: "2026-10",
      method: "stageHistory",
    })
    expect(made.total.openMinor).toBeGreaterThan(0)
    expect(made.total.chance?.standardError).toBeGreaterThan(0)
  })

  it("given a day that has not come, then the period is not over by it, and it is said as of when it was forecast", async () => {
    const shop = await openDept()
    const question = { planId: "plan_1", period: "2026-11" } as const
    const early = await shop.plans.forecast({ ...question, on: "2026-11-30" })
    expect([early.on, early.notes[0]?.en]).toEqual([
      "2026-11-15",
      "What is known ends before 2026-11-30, so the forecast is as of 2026-11-15",
    ])
    expect(early.forecast).toEqual((await shop.plans.forecast(question)).forecast)
  })

  it("given what was known on a day, then it is forecast as of that day unless another is asked for", async () => {
    const shop = await openDept()
    const question = { planId: "plan_1", period: "2026-10", knownAt: "2026-10-15T09:00:00.000Z" } as const
    expect((await shop.plans.forecast(question)).on).toBe("2026-10-15")
    expect((await shop.plans.forecast({ ...question, on: "2026-10-01" })).on).toBe("2026-10-01")
  })

  it("is not drawn with deals that may still come", () => {
    const arrivals = [{ repId: "ann", expectedWins: 1, amountsMinor: [1] }]
    const over = { currency: "RUB", won: [], open: [], arrivals, targets: [], isOver: true } as const
    expect(thrownBy(InputInvalid, () => forecast(over))).toMatchObject({
      problems: [{ path: "isOver", code: "forecast.over" }],
    })
  })
})
