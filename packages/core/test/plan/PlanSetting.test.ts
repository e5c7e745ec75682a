import { describe, expect, it } from "vitest"
import { activityNorms, capacityOf, seasonalProfile } from "../../src/plan/index.ts"
import { ru2026 } from "../../src/shared/index.ts"

// Monthly sales of the public quota set, July 2017 to May 2020, and the indices computed from them independently.
const sales = [
  489328.4, 1540072.02, 1166332.45, 844832.71, 2325754.91, 1703435.09, 713229.54, 1900794.46, 1455280.27, 883010.98,
  2269719.87, 1137251.9, 2411558.85, 3615914.46, 2894646.61, 1804176.93, 3054996.72, 2188205.66, 1318592.01, 2386073.19,
  1564294.92, 1868433.35, 2882637.58, 1990249.25, 2729167.03, 4306549.14, 4153399.35, 2293200.43, 3490438.03, 3516971.3,
  1664187.5, 2701954.05, 2741182.95, 2214090.83, 3328607.46,
]
const published = [
  0.5296400762, 1.0929747345, 0.7303102355, 0.6044641381, 1.1439538455, 0.6613834138, 1.0935618156, 1.6521240552,
  1.4266273006, 0.8184001481, 1.2892227773, 0.9573374594,
]

describe("seasonal profile", () => {
  it("gives the published indices of the sales history by ratio to the centred moving average", () => {
    const { indices } = seasonalProfile(sales, 12, 6)
    for (const { position, index } of indices ?? []) expect(index).toBeCloseTo(published[position] ?? 0, 8)
    expect(indices).toHaveLength(12)
    expect(indices?.reduce((sum, { index }) => sum + index, 0)).toBeCloseTo(12, 9)
  })

  it("is withheld with a reason where history is shorter than two cycles", () => {
    expect(seasonalProfile([1, 2, 3, 4, 5], 4, 0).withheld?.en).toContain("no whole cycle")
    // Two years and a half of nothing are history enough, and no level to compare with.
    expect(seasonalProfile(Array<number>(30).fill(0), 12, 0).withheld?.en).toContain("not above 0")
    expect(seasonalProfile([0, 0, 0, 0, 0, 0, 0, 1], 4, 0).withheld?.en).toContain("not above 0")
  })

  it("is withheld where a season gives back more than it brings: no plan is due backwards", () => {
    const net = [100, 100, 100, -20, 100, 100, 100, -20, 100, 100, 100, -20]
    expect(seasonalProfile(net, 4, 0)).toMatchObject({
      indices: null,
      withheld: { en: expect.stringContaining("below 0") },
    })
  })
})

describe("capacity", () => {
  const march = { from: "2026-03-01", to: "2026-04-01" }
  const full = { joinedOn: null, leftOn: null, absences: [], ramp: [] }

  it("counts the working days on which a rep is there", () => {
    expect(capacityOf(full, march, ru2026)).toEqual({ workingDays: 21, presentDays: 21, effectiveDays: 21 })
    const away = { ...full, absences: [{ from: "2026-03-02", to: "2026-03-09" }], leftOn: "2026-03-27" }
    expect(capacityOf(away, march, ru2026)).toEqual({ workingDays: 21, presentDays: 14, effectiveDays: 14 })
  })

  it("weighs a newcomer's days by the ramp", () => {
    const newcomer = { ...full, joinedOn: "2026-02-16", ramp: [0, 0.5] }
    expect(capacityOf(newcomer, march, ru2026)?.effectiveDays).toBe(10.5)
    const { presentDays, effectiveDays } = capacityOf({ ...newcomer, joinedOn: "2026-03-16" }, march, ru2026) ?? {}
    expect([presentDays, effectiveDays]).toEqual([12, 0])
  })

  it("is unknown outside of the calendar, never a guess", () => {
    expect(capacityOf(full, { from: "2030-01-01", to: "2030-02-01" }, ru2026)).toBeNull()
  })
})

describe("daily norms of a money goal", () => {
  const goal = {
    goalMinor: 1_000_000,
    averageWonMinor: { numerator: 2_000_000, denominator: 10 },
    steps: [
      { activity: "dialogs", conversion: { numerator: 40, denominator: 120 } },
      { activity: "meetings", conversion: { numerator: 10, denominator: 40 } },
    ],
    workingDays: 20,
  }

  it("goes from money over won deals back to the first activity by the rep's own conversion", () => {
    expect(activityNorms(goal).norms).toEqual([
      { activity: "dialogs", needed: 60, perDay: 3, ratio: { numerator: 40, denominator: 120 }, source: "own" },
      { activity: "meetings", needed: 20, perDay: 1, ratio: { numerator: 10, denominator: 40 }, source: "own" },
      { activity: "won", needed: 5, perDay: 0.25, ratio: { numerator: 2_000_000, denominator: 10 }, source: "own" },
    ])
  })

  it("falls back on the team's ratio where the rep's own cases are few, and says so", () => {
    const thin = {
      ...goal,
      averageWonMinor: { numerator: 500, denominator: 1 },
      fallback: { won: { numerator: 4_000_000, denominator: 20 } },
    }
    expect(activityNorms(thin).norms?.at(-1)).toMatchObject({ source: "fallback", needed: 5 })
    expect(activityNorms({ ...thin, fallback: {} }).withheld?.en).toContain("too few won deals")
    expect(activityNorms({ ...goal, workingDays: 0 }).withheld?.en).toContain("no working days")
  })

  it("asks nothing more of a goal that is reached, and refuses one that is no number", () => {
    const reached = activityNorms({ ...goal, goalMinor: 0 }).norms ?? []
    expect(reached.map(({ needed, perDay }) => [needed, perDay])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
    expect(() => activityNorms({ ...goal, goalMinor: Number.NaN, workingDays: -1 })).toThrow(/goalMinor.*workingDays/s)
  })
})
