import { driverTreePolicyProblems, tenantTreeVariance } from "@salesdept/core/plan"
import type { DriverTreePolicy, TreeFacts } from "@salesdept/core/plan"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const leaf = (id: string) => ({ kind: "leaf", id, name: { en: id, ru: id } }) as const

const policy: DriverTreePolicy = {
  tree: {
    kind: "product",
    id: "revenue",
    name: { en: "Revenue", ru: "Выручка" },
    children: [leaf("leads"), leaf("qualified"), leaf("won"), leaf("average")],
  },
  measures: [
    { id: "leads", of: "leads" },
    { id: "qualified", of: "qualifiedLeads", per: "leads" },
    { id: "won", of: "wonDeals", per: "qualifiedLeads" },
    { id: "average", of: "wonMoney", per: "wonDeals" },
  ],
}

const facts = (leads: number, qualifiedLeads: number, wonDeals: number, wonMoney: number): TreeFacts =>
  new Map(
    Object.entries({ leads, qualifiedLeads, wonDeals, wonMoney }).map(([credit, value]) => [
      credit as "leads",
      { value, ids: [], unvaluedCount: 0 },
    ]),
  )

const parts = (variance: { contributions: ReadonlyArray<{ driver: string; amountMinor: number }> }) =>
  variance.contributions.map(({ driver, amountMinor }) => [driver, amountMinor])

const ofPeriods = { currency: "RUB", baseIsPlan: false }

describe("a variance by the tenant's own tree", () => {
  it("gives the published funnel: leads, qualification, win rate and average deal, by the Shapley value", () => {
    // 400 · 0.30 · 0.25 · 120 000 → 460 · 0.26 · 0.24 · 131 000, in units of a hundredth.
    const base = facts(400, 120, 30, 3_600_000_00)
    const actual = facts(460, 119.6, 28.704, 3_760_224_00)
    const found = tenantTreeVariance(policy, base, actual, ofPeriods)
    expect(found.deltaMinor).toBe(160_224_00)
    expect(found.contributions.map(({ exact }) => Math.round(exact / 100))).toEqual([
      516_116, -528_987, -150_847, 323_943,
    ])
    const grouped = tenantTreeVariance(
      {
        ...policy,
        method: "owen",
        groups: [
          ["leads", "qualified"],
          ["won", "average"],
        ],
      },
      base,
      actual,
      ofPeriods,
    )
    expect(grouped.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(160_224_00)
    expect(grouped.method).toBe("owen")
  })

  it("puts sales without a lead on a line of their own, and gives a rate that one state lacks no effect", () => {
    const found = tenantTreeVariance(policy, facts(10, 5, 1, 1000), facts(0, 0, 2, 5000), ofPeriods)
    expect(parts(found)).toEqual([
      ["leads", -1750],
      ["qualified", 0],
      ["won", 0],
      ["average", 750],
      ["outsideTree", 5000],
    ])
    expect(found.limits.map(({ en }) => en).join()).toContain("qualified: there is none in the actual state")
  })

  it("calls what a plan's drivers miss of the plan its inconsistency", () => {
    const planned = new Map(facts(10, 5, 2, 4000))
    planned.set("wonMoney", { value: 4000, ids: null, unvaluedCount: 0 })
    const found = tenantTreeVariance(
      { ...policy, measures: [...policy.measures.slice(0, 3), { id: "average", of: "listMoney", per: "wonDeals" }] },
      new Map([...planned, ["listMoney", { value: 3000, ids: null, unvaluedCount: 0 }]]),
      new Map([...facts(10, 5, 2, 4000), ["listMoney", { value: 4000, ids: [], unvaluedCount: 0 }]]),
      { currency: "RUB", baseIsPlan: true },
    )
    expect(parts(found)).toEqual([
      ["leads", 0],
      ["qualified", 0],
      ["won", 0],
      ["average", 1000],
      ["planInconsistency", -1000],
    ])
  })

  it("has no residual for any facts, zeros and negative money included", () => {
    const count = fc.nat({ max: 20 })
    const any = fc.tuple(count, count, count, fc.integer({ min: -1_000_000, max: 1_000_000 }))
    fc.assert(
      fc.property(any, any, fc.boolean(), (before, after, baseIsPlan) => {
        const found = tenantTreeVariance(policy, facts(...before), facts(...after), { currency: "RUB", baseIsPlan })
        expect(found.deltaMinor).toBe(after[3] - before[3])
        expect(found.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(found.deltaMinor)
      }),
    )
  })

  it("is refused where leaves are read from nothing, measures are left over, or groups do not fit, all at once", () => {
    const broken: DriverTreePolicy = {
      ...policy,
      measures: [...policy.measures.slice(1), { id: "debts", of: "debtMoney" }],
      explains: "wonDeals",
      method: "owen",
      groups: [["leads"], ["leads", "nobody"]],
    }
    expect(driverTreePolicyProblems(policy)).toEqual([])
    expect(driverTreePolicyProblems(broken).map(({ code }) => code)).toEqual([
      "measure.unused",
      "measure.balance",
      "measure.missing",
      "groups.measure",
      "groups.measure",
      "explains.money",
    ])
  })
})
