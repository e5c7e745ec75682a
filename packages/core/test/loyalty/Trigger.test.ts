import { describe, expect, it } from "vitest"
import type { Trigger, TriggerFacts } from "../../src/loyalty/index.ts"
import { occurrences } from "../../src/loyalty/index.ts"

const facts: TriggerFacts = {
  finished: [
    { dealId: "deal_1", productIds: ["filter"], finishedOn: "2026-01-10" },
    { dealId: "deal_2", productIds: ["audit"], finishedOn: "2026-02-10" },
    { dealId: "deal_3", productIds: ["filter"], finishedOn: "2026-03-12" },
  ],
  milestones: [
    { id: "milestone_1", kindId: "contractEnd", fallsOn: "2026-12-31", dealId: "deal_2" },
    { id: "milestone_2", kindId: "anniversary", fallsOn: "2026-06-01", dealId: null },
  ],
  dialogs: [{ id: "dialog_1", outcomeId: "later", heldOn: "2026-03-20", dealId: null }],
  answers: [
    { id: "answer_1", metric: "nps", score: 9, answeredOn: "2026-03-15", dealId: "deal_3" },
    { id: "answer_2", metric: "nps", score: 6, answeredOn: "2026-03-16", dealId: "deal_3" },
    { id: "answer_3", metric: "csat", score: 5, answeredOn: "2026-03-17", dealId: "deal_3" },
  ],
  usualIntervalDays: 90,
}

const year = { from: "2026-01-01", to: "2027-12-31" }
const fired = (trigger: Trigger, span = year) =>
  occurrences(trigger, facts, span).map(({ key, dueOn, dealId }) => `${dueOn} ${key} ${dealId ?? "-"}`)

describe("triggers", () => {
  it("fire so many days after the last document of a deal was signed", () => {
    expect(fired({ on: "dealFinished", afterDays: 30 })).toEqual([
      "2026-02-09 deal_1 deal_1",
      "2026-03-12 deal_2 deal_2",
      "2026-04-11 deal_3 deal_3",
    ])
  })

  it("fire when a product is used up, unless it was bought again before", () => {
    expect(fired({ on: "consumption", productId: "filter", everyDays: 60 })).toEqual([
      "2026-03-11 deal_1 deal_1",
      "2026-05-11 deal_3 deal_3",
    ])
    expect(fired({ on: "consumption", productId: "filter", everyDays: 61 })).toEqual(["2026-05-12 deal_3 deal_3"])
  })

  it("fire on a day of each year for clients who have bought, February 29 in leap years only", () => {
    expect(fired({ on: "season", month: 1, day: 5 })).toEqual(["2027-01-05 2027 deal_3"])
    expect(fired({ on: "season", month: 9, day: 1 })).toEqual(["2026-09-01 2026 deal_3", "2027-09-01 2027 deal_3"])
    expect(fired({ on: "season", month: 2, day: 29 }, { from: "2026-01-01", to: "2028-12-31" })).toEqual([
      "2028-02-29 2028 deal_3",
    ])
  })

  it("fire before a contract ends, and around milestones", () => {
    expect(fired({ on: "contractEnd", beforeDays: 30 })).toEqual(["2026-12-01 milestone_1:2026-12-31 deal_2"])
    expect(fired({ on: "milestone", kindId: "anniversary", afterDays: -7 })).toEqual([
      "2026-05-25 milestone_2:2026-06-01 deal_3",
    ])
    expect(fired({ on: "dealCount", count: 3, afterDays: 1 })).toEqual(["2026-03-13 3 deal_3"])
    expect(fired({ on: "dealCount", count: 4, afterDays: 1 })).toEqual([])
  })

  it("fire when a client is quiet past its own rhythm, by the department's while it has none", () => {
    // Once bought: 90 days usual, one and a half times. The next purchase came first, so it never fell due.
    expect(fired({ on: "quiet", times: 1.5 })).toHaveLength(1)
    const rhythm = {
      ...facts,
      finished: [1, 2, 3, 4].map((month) => ({
        dealId: `deal_${month}` as const,
        productIds: [],
        finishedOn: `2026-0${month}-10`,
      })),
    }
    // Gaps of 31, 28 and 31 days: the median is 31.
    expect(occurrences({ on: "quiet", times: 2 }, rhythm, year)).toEqual([
      { key: "deal_4", dueOn: "2026-06-11", dealId: "deal_4" },
    ])
    const once = { ...facts, finished: facts.finished.slice(0, 1) }
    expect(occurrences({ on: "quiet", times: 1 }, once, year)[0]?.dueOn).toBe("2026-04-10")
  })

  it("fire after what a dialog came to, and after answers within bounds", () => {
    expect(fired({ on: "dialogOutcome", outcomeId: "later", afterDays: 14 })).toEqual(["2026-04-03 dialog_1 deal_3"])
    expect(fired({ on: "dialogOutcome", outcomeId: "agreed", afterDays: 14 })).toEqual([])
    expect(fired({ on: "satisfaction", metric: "nps", from: 9, to: 10, afterDays: 0 })).toEqual([
      "2026-03-15 answer_1 deal_3",
    ])
    expect(fired({ on: "satisfaction", metric: "csat", from: 1, to: 5, afterDays: 3 })).toEqual([
      "2026-03-20 answer_3 deal_3",
    ])
  })

  it("keep within the span, both days included", () => {
    expect(fired({ on: "dealFinished", afterDays: 0 }, { from: "2026-02-10", to: "2026-03-12" })).toEqual([
      "2026-02-10 deal_2 deal_2",
      "2026-03-12 deal_3 deal_3",
    ])
  })
})
