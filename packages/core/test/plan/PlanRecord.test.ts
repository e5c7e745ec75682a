import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { PlanAttainmentRow, PlanVersion, PlanVersionMark } from "../../src/plan/index.ts"
import {
  isPlanPeriodLabel,
  planDiff,
  planPeriodDays,
  quarterTargetsOf,
  targetsInForce,
  versionInForce,
  wholeTarget,
  yearToDate,
} from "../../src/plan/index.ts"
import { nrfRetailCalendar } from "../../src/shared/index.ts"

const mark = (number: number, given: Partial<PlanVersionMark> = {}): PlanVersionMark => ({
  versionId: `planversion_${number}`,
  number,
  baseline: "current",
  status: "approved",
  effectiveFrom: "2026-01-01",
  inForceSince: `2026-01-0${number}T00:00:00.000Z`,
  ...given,
})

const measures = [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] as const
const target = (period: string, value: number, repId = "a") =>
  wholeTarget({ measure: "wonMinor", period, value, repId })

const version = (one: PlanVersionMark, targets: PlanVersion["targets"]): PlanVersion => {
  const { versionId: id, ...own } = one
  return {
    id,
    version: 1,
    textsVersion: 0,
    changedAt: "2026-01-01T00:00:00.000Z",
    ...own,
    planId: "plan_1",
    basedOn: null,
    reasons: [],
    targets,
    draftedBy: "head",
    submittedBy: null,
    decidedBy: null,
  }
}

describe("periods of plans", () => {
  it("are calendar and fiscal ones by their labels, never free ranges", () => {
    for (const label of ["2026-11-23", "2026-W47", "2026-11", "2026-Q3", "2026", "FY2026", "FY2026-Q3", "FY2026-M07"]) {
      expect(isPlanPeriodLabel(label)).toBe(true)
    }
    for (const label of ["2026-01-01/2026-02-01", "2026-W54", "Q3", "FY2026-M13", "FY0000", ""]) {
      expect(isPlanPeriodLabel(label)).toBe(false)
    }
  })

  it("have the days of their calendar; a fiscal one without a calendar has none", () => {
    expect(planPeriodDays("2026-Q3", null)).toEqual({ from: "2026-07-01", to: "2026-10-01" })
    expect(planPeriodDays("FY2026-M01", { form: "months", startMonth: 4, namedBy: "start" })).toEqual({
      from: "2026-04-01",
      to: "2026-05-01",
    })
    // The 53-week year of the 4-5-4 calendar.
    expect(planPeriodDays("FY2023", nrfRetailCalendar)).toEqual({ from: "2023-01-29", to: "2024-02-04" })
    expect(planPeriodDays("FY2026", null)).toBeNull()
  })
})

describe("the version in force", () => {
  it("is the last decided of those that hold by the day, as known at the moment", () => {
    const plan = { versions: [mark(1), mark(2, { effectiveFrom: "2026-07-01" }), mark(3, { inForceSince: null })] }
    const held = (on: string, knownAt?: string) =>
      versionInForce(plan, "current", knownAt === undefined ? { on } : { on, knownAt })?.number ?? null
    expect([held("2025-12-31"), held("2026-06-30"), held("2026-07-01")]).toEqual([null, 1, 2])
    expect(held("2026-07-01", "2026-01-01T12:00:00.000Z")).toBe(1)
    expect(versionInForce(plan, "stretch", { on: "2026-07-01" })).toBeNull()
  })

  it("never changes as known at a moment, whatever is decided later", () => {
    const day = fc.integer({ min: 1, max: 9 }).map((at) => `2026-01-0${at}`)
    const later = fc.array(
      fc.record({ effectiveFrom: day, baseline: fc.constantFrom("current" as const, "original" as const) }),
    )
    fc.assert(
      fc.property(later, day, (decided, on) => {
        const before = [mark(1), mark(2, { effectiveFrom: "2026-01-04" })]
        const knownAt = "2026-01-02T00:00:00.000Z"
        const after = [
          ...before,
          ...decided.map((given, index) => mark(3 + index, { ...given, inForceSince: "2026-02-01T00:00:00.000Z" })),
        ]
        const question = { on, knownAt }
        expect(versionInForce({ versions: after }, "current", question)).toEqual(
          versionInForce({ versions: before }, "current", question),
        )
      }),
    )
  })

  it("judges each period by the version that held at its end", () => {
    const marks = [mark(1, { baseline: "original" }), mark(2, { effectiveFrom: "2026-07-01" })]
    const versions = [
      version(marks[0]!, [target("2026-Q2", 10), target("2026-Q3", 20)]),
      version(marks[1]!, [target("2026-Q2", 99), target("2026-Q3", 15)]),
    ]
    const targets = targetsInForce({ versions: marks, fiscalCalendar: null }, versions)
    expect(quarterTargetsOf({ measures }, targets)).toEqual([
      { ownerId: "a", quarter: "2026-Q2", amountMinor: 10 },
      { ownerId: "a", quarter: "2026-Q3", amountMinor: 15 },
    ])
    expect(quarterTargetsOf({ measures }, [{ ...target("2026-Q1", 1), productId: "p" }])).toEqual([])
    expect(quarterTargetsOf({ measures }, [{ ...target("2026-Q1", 1), teamId: "north" }])).toEqual([])
  })

  it("takes a quarter for planned that is stated, or all of whose months are, in the measure of won money", () => {
    const months = [target("2026-10", 1), target("2026-11", 2), target("2026-12", 3)]
    const sum = [{ ownerId: "a", quarter: "2026-Q4", amountMinor: 6 }]
    expect(quarterTargetsOf({ measures }, months)).toEqual(sum)
    expect(quarterTargetsOf({ measures }, months.slice(1))).toEqual([])
    const stated = [{ ownerId: "a", quarter: "2026-Q4", amountMinor: 7 }]
    expect(quarterTargetsOf({ measures }, [...months, target("2026-Q4", 7)])).toEqual(stated)
    const ofOwnName = months.map((month) => ({ ...month, measure: "revenue" }))
    expect(quarterTargetsOf({ measures }, ofOwnName)).toEqual([])
    expect(quarterTargetsOf({ measures: [{ id: "revenue", kind: "money", credit: "wonMoney" }] }, ofOwnName)).toEqual(
      sum,
    )
  })
})

describe("quarters of a fiscal year", () => {
  it("are calendar quarters where they have the same days, stated or of their months, each month once", () => {
    const fiscalCalendar = { form: "months", startMonth: 4, namedBy: "start" } as const
    const months = [target("FY2026-M01", 1), target("FY2026-M02", 2), target("2026-05", 2), target("FY2026-M03", 3)]
    const plan = { measures, fiscalCalendar }
    const quarter = { ownerId: "a", quarter: "2026-Q2" }
    expect(quarterTargetsOf(plan, months)).toEqual([{ ...quarter, amountMinor: 6 }])
    expect(quarterTargetsOf(plan, months.slice(1))).toEqual([])
    expect(quarterTargetsOf(plan, [...months, target("FY2026-Q1", 9)])).toEqual([{ ...quarter, amountMinor: 9 }])
    const weeks = [target("FY2026-M01", 1), target("FY2026-M02", 2), target("FY2026-M03", 3), target("FY2026-Q2", 1)]
    expect(quarterTargetsOf({ measures, fiscalCalendar: nrfRetailCalendar }, weeks)).toEqual([])
  })
})

describe("the difference of two versions", () => {
  it("lists what is new, gone and of another value or padding", () => {
    const from = { number: 1, targets: [target("2026-Q1", 10), target("2026-Q2", 20), target("2026-Q3", 30)] }
    const to = {
      number: 2,
      targets: [target("2026-Q1", 10), { ...target("2026-Q2", 20), padding: 5 }, target("2026-Q4", 40)],
    }
    const { changes, ...rest } = planDiff(from, to)
    expect(rest).toEqual({ fromNumber: 1, toNumber: 2, unchanged: 1 })
    expect(changes.map(({ target: { period }, from, to, toPadding }) => [period, from, to, toPadding])).toEqual([
      ["2026-Q2", 20, 20, 5],
      ["2026-Q4", null, 40, 0],
      ["2026-Q3", 30, null, null],
    ])
  })
})

describe("year to date", () => {
  const row = (
    period: string,
    planned: number | null,
    fact: number,
    given: Partial<PlanAttainmentRow> = {},
  ): PlanAttainmentRow => ({
    ...target(period, planned ?? 0),
    period,
    target: planned,
    padding: 0,
    due: null,
    fact,
    factCount: 1,
    factIds: null,
    unvaluedCount: 0,
    unvaluedIds: null,
    gap: null,
    ratio: null,
    withheld: null,
    notes: [],
    pace: null,
    ...given,
  })

  it("sums periods that are over and what was due of the one under way, each kind of period apart", () => {
    const rows = [
      row("2025-12", 5, 5),
      row("2026-01", 310, 300),
      row("2026-02", 280, 100, { unvaluedCount: 2 }),
      row("2026-03", 310, 0),
      row("2026-Q1", 900, 400),
      row("2026-01", null, 7),
    ]
    const [months, quarters] = yearToDate(rows, "2026-02-14", null)
    expect(months).toMatchObject({
      grain: "month",
      from: "2026-01-01",
      to: "2026-02-14",
      targetToDate: 450,
      dueOfPeriodUnderWay: 140,
      fact: 400,
      gap: -50,
      unvaluedCount: 2,
      periods: ["2026-01", "2026-02"],
    })
    expect(quarters).toMatchObject({ grain: "quarter", targetToDate: 450, fact: 400 })
  })
})
