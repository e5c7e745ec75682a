import { describe, expect, it } from "vitest"
import { planAttainment, wholeTarget, yearToDate } from "../../../src/plan/index.ts"

const labels = ["2025-12", "2026-01", "2026-02", "2026-03"]
const rows = planAttainment(
  [
    ...labels.map((period) => wholeTarget({ measure: "meetings", period, value: 40 })),
    wholeTarget({ measure: "meetings", period: "2026-Q1", value: 120 }),
  ],
  [...labels, "2026-Q1"].map((id) => ({ id })),
  new Map(),
  { repsOfTeam: new Map(), clientsOfSegment: new Map() },
)
const on = (day: string, grain: string) => yearToDate(rows, day, null).find((row) => row.grain === grain)

describe("yearToDate", () => {
  it("counts a period in full from its last day on, by its days until then, and not before its first", () => {
    expect(on("2026-01-31", "month")).toMatchObject({ targetToDate: 40, dueOfPeriodUnderWay: 0, periods: ["2026-01"] })
    const first = on("2026-02-01", "month")
    expect(first).toMatchObject({ from: "2026-01-01", to: "2026-02-01", periods: ["2026-01", "2026-02"] })
    expect(first?.targetToDate).toBeCloseTo(40 + 40 / 28, 12)
    expect(first?.dueOfPeriodUnderWay).toBeCloseTo(40 / 28, 12)
    expect(on("2026-02-28", "month")).toMatchObject({ targetToDate: 80, dueOfPeriodUnderWay: 0, gap: -80 })
  })

  it("begins anew with the year, and adds no months to the quarter they make up", () => {
    expect(on("2025-12-31", "month")).toMatchObject({ from: "2025-01-01", targetToDate: 40, periods: ["2025-12"] })
    expect(on("2026-02-14", "quarter")).toMatchObject({ targetToDate: 60, fact: 0, gap: -60, periods: ["2026-Q1"] })
    expect(yearToDate(rows, "2024-06-01", null)).toEqual([])
  })

  it("counts weeks by the year they belong to, so that none is of no year or of two", () => {
    const weeks = ["2025-W52", "2026-W01", "2026-W02", "2026-W53", "2027-W01"]
    const byWeek = planAttainment(
      weeks.map((period) => wholeTarget({ measure: "meetings", period, value: 7 })),
      weeks.map((id) => ({ id })),
      new Map(),
      { repsOfTeam: new Map(), clientsOfSegment: new Map() },
    )
    const of = (day: string) =>
      yearToDate(byWeek, day, null).map(({ from, targetToDate, periods }) => [from, targetToDate, periods])
    expect(of("2025-12-28")).toEqual([["2024-12-30", 7, ["2025-W52"]]])
    expect(of("2025-12-30")).toEqual([["2025-12-29", 2, ["2026-W01"]]])
    expect(of("2026-01-11")).toEqual([["2025-12-29", 14, ["2026-W01", "2026-W02"]]])
    expect(of("2027-01-02")).toEqual([["2025-12-29", 20, ["2026-W01", "2026-W02", "2026-W53"]]])
    expect(of("2027-01-04")).toEqual([["2027-01-04", 1, ["2027-W01"]]])
  })
})
