import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import type { FactCell, TargetCell } from "../../../src/plan/index.ts"
import { attainment, attainmentTotals, paceOf } from "../../../src/plan/index.ts"
import { hasTestData, readTestData } from "../../testData.ts"
import { thrownBy } from "../thrownBy.ts"

const fact = (repId: string | null, periodId: string, value: number, changes: Partial<FactCell> = {}): FactCell => ({
  repId,
  periodId,
  measure: "wonMinor",
  value,
  count: 1,
  ids: null,
  unvaluedCount: 0,
  unvaluedIds: null,
  ...changes,
})
const target = (repId: string | null, periodId: string, value: number): TargetCell => ({
  repId,
  periodId,
  measure: "wonMinor",
  value,
})

describe("attainment", () => {
  it("compares a fact with its target, and opens it to the ids that made it", () => {
    const [cell] = attainment({
      periods: [{ id: "Q3" }],
      targets: [target("ann", "Q3", 500)],
      facts: [fact("ann", "Q3", 300, { count: 2, ids: ["deal_1", "deal_2"], unvaluedIds: [] })],
    })
    expect(cell).toEqual({
      repId: "ann",
      periodId: "Q3",
      measure: "wonMinor",
      fact: 300,
      factCount: 2,
      factIds: ["deal_1", "deal_2"],
      unvaluedCount: 0,
      unvaluedIds: [],
      target: 500,
      against: "target",
      reference: 500,
      referenceIds: null,
      gap: -200,
      ratio: { numerator: 300, denominator: 500 },
      withheld: null,
      notes: [],
      pace: null,
    })
  })

  it("gives a period without sales a gap of −target, not of 0", () => {
    const [cell] = attainment({ periods: [{ id: "Q3" }], targets: [target("ann", "Q3", 500)], facts: [] })
    expect(cell).toMatchObject({ fact: 0, factCount: 0, gap: -500, ratio: { numerator: 0, denominator: 500 } })
  })

  it("has no percentage of a target of 0, and says why; the gap stays", () => {
    const [cell] = attainment({
      periods: [{ id: "Q3" }],
      targets: [target("ann", "Q3", 0)],
      facts: [fact("ann", "Q3", 300)],
    })
    expect(cell).toMatchObject({ target: 0, against: "target", gap: 300, ratio: null })
    expect(cell?.withheld?.ru).toMatch(/Цель/)
  })

  it("compares with the prior period where there is no target, and says so", () => {
    const cells = attainment({
      periods: [{ id: "Q3", priorId: "Q2" }],
      targets: [],
      facts: [
        fact("ann", "Q3", 300),
        fact("ann", "Q2", 200, { unvaluedCount: 1 }),
        fact("bob", "Q3", 50),
        fact("eve", "Q2", 80),
      ],
    })
    expect(cells.map(({ repId, against, reference, gap }) => [repId, against, reference, gap])).toEqual([
      ["ann", "priorPeriod", 200, 100],
      ["bob", "priorPeriod", 0, 50],
      ["eve", "priorPeriod", 80, -80],
    ])
    expect(cells[0]?.target).toBeNull()
    expect(cells[0]?.notes.map(({ en }) => en)).toEqual([
      "There is no target; the comparison is with the prior period",
      "Not in the prior period's total, for want of an amount or a rate: 1",
    ])
    expect(cells[1]).toMatchObject({ ratio: null })
    expect(cells[1]?.withheld?.en).toMatch(/prior period/)
  })

  it("compares with nothing where there is neither, and invents no plan", () => {
    const [cell] = attainment({ periods: [{ id: "Q3" }], targets: [], facts: [fact(null, "Q3", 300)] })
    expect(cell).toMatchObject({
      repId: null,
      against: "nothing",
      target: null,
      reference: null,
      gap: null,
      ratio: null,
    })
    expect(cell?.withheld?.en).toMatch(/neither/)
  })

  it("has no pace without a target, and no ids rather than unknown ones where nothing came", () => {
    const [targeted, alone] = attainment({
      periods: [{ id: "Q3", workingDays: { total: 66, elapsed: 33 } }],
      targets: [target("ann", "Q3", 500)],
      facts: [fact("bob", "Q3", 300, { ids: ["deal_1"], unvaluedIds: [] })],
    })
    expect(targeted).toMatchObject({ repId: "ann", fact: 0, factIds: [], unvaluedIds: [] })
    expect(targeted?.pace).not.toBeNull()
    expect(alone).toMatchObject({ repId: "bob", target: null, pace: null, factIds: ["deal_1"] })
  })

  it("names facts without an amount beside the total", () => {
    const [cell] = attainment({
      periods: [{ id: "Q3" }],
      targets: [target("ann", "Q3", 500)],
      facts: [fact("ann", "Q3", 300, { unvaluedCount: 2, ids: ["deal_1"], unvaluedIds: ["deal_2", "deal_3"] })],
    })
    expect(cell).toMatchObject({ fact: 300, unvaluedCount: 2, unvaluedIds: ["deal_2", "deal_3"] })
    expect(cell?.notes[0]?.en).toMatch(/: 2$/)
  })

  it("gives the pace by working days", () => {
    const [cell] = attainment({
      periods: [{ id: "Q3", workingDays: { total: 60, elapsed: 20 } }],
      targets: [target("ann", "Q3", 600)],
      facts: [fact("ann", "Q3", 150)],
    })
    expect(cell?.pace).toEqual({
      workingDays: { total: 60, elapsed: 20 },
      due: { share: 1 / 3, by: "workingDays" },
      requiredToPlanned: { value: 1.125, reason: null },
      expected: { value: 200, reason: null },
      ahead: { value: -50, reason: null },
      ratePerDay: { value: 7.5, reason: null },
      requiredPerDay: { value: 11.25, reason: null },
    })
  })

  it("refuses doubled cells, doubled periods, impossible days and values that are no numbers, all at once", () => {
    const error = thrownBy(InputInvalid, () =>
      attainment({
        periods: [{ id: "Q3" }, { id: "Q3", workingDays: { total: 5, elapsed: 6 } }],
        targets: [target("ann", "Q3", 1), target("ann", "Q3", Number.NaN)],
        facts: [fact("ann", "Q3", 1), fact("ann", "Q3", 2)],
      }),
    )
    expect(error.problems.map(({ path }) => path)).toEqual([
      "periods[1].id",
      "periods[1].workingDays",
      "targets[1]",
      "targets[1].value",
      "facts[1]",
    ])
  })
})

describe("paceOf", () => {
  it("withholds what cannot be told, with the reason", () => {
    expect(paceOf(0, 100, { total: 20, elapsed: 0 }).ratePerDay.reason?.en).toMatch(/no working day has passed/i)
    expect(paceOf(50, 100, { total: 20, elapsed: 20 }).requiredPerDay).toMatchObject({ value: null })
    expect(paceOf(50, 100, { total: 0, elapsed: 0 })).toMatchObject({
      expected: { value: null },
      ahead: { value: null },
    })
  })

  it("takes what is said to be due where the period has no working days", () => {
    const none = { total: 0, elapsed: 0 }
    expect(paceOf(30, 100, none, { share: 0.5, by: "workingDays" }).ahead.value).toBe(-20)
    expect(paceOf(30, 100, none).ahead.value).toBeNull()
  })

  it("requires nothing more once the target is reached", () => {
    expect(paceOf(120, 100, { total: 20, elapsed: 20 }).requiredPerDay).toEqual({ value: 0, reason: null })
    for (const elapsed of [21, -1, Number.NaN]) {
      const { problems } = thrownBy(InputInvalid, () => paceOf(50, 100, { total: 20, elapsed }))
      expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual(["workingDays period.workingDays"])
    }
  })
})

const largest = Number.MAX_SAFE_INTEGER
const tooLarge = expect.objectContaining({ _tag: "AmountUnsafe" })

describe("attainment, near the largest amounts and in parts of units", () => {
  it("refuses a gap that no number holds, and gives tenths no tails", () => {
    const of = (planned: number, came: number) => () =>
      attainment({ periods: [{ id: "Q3" }], targets: [target("ann", "Q3", planned)], facts: [fact("ann", "Q3", came)] })
    expect(of(largest, 0)()[0]?.gap).toBe(-largest)
    expect(of(largest, -1)).toThrow(tooLarge)
    expect(of(0.1, 0.3)()[0]?.gap).toBe(0.2)
  })

  it("refuses totals that no number holds, and gives tenths no tails", () => {
    const totals = (planned: number, came: ReadonlyArray<number>, alone: number) => () =>
      attainmentTotals(
        attainment({
          periods: [{ id: "Q3" }],
          targets: came.map((_, at) => target(`rep_${at}`, "Q3", planned)),
          facts: [...came.map((value, at) => fact(`rep_${at}`, "Q3", value)), fact("alone", "Q3", alone)],
        }),
      )[0]
    expect(totals(0.7, [0.1, 0.2], 0.1)()).toMatchObject({ fact: 0.4, factWithTarget: 0.3, target: 1.4, gap: -1.1 })
    expect(totals(1, [largest, 1], 0)).toThrow(tooLarge)
    expect(totals(largest, [1, 1], 0)).toThrow(tooLarge)
    expect(totals(1, [largest], 1)).toThrow(tooLarge)
  })
})

describe("attainmentTotals", () => {
  it("keeps facts without a target out of the attainment", () => {
    const cells = attainment({
      periods: [{ id: "Q3" }],
      targets: [target("ann", "Q3", 500), target("bob", "Q3", 100)],
      facts: [fact("ann", "Q3", 300), fact("eve", "Q3", 900, { unvaluedCount: 3 })],
    })
    expect(attainmentTotals(cells)).toEqual([
      {
        periodId: "Q3",
        measure: "wonMinor",
        fact: 1200,
        factWithTarget: 300,
        factWithoutTarget: 900,
        target: 600,
        gap: -300,
        ratio: { numerator: 300, denominator: 600 },
        cellsWithTarget: 2,
        cellsWithoutTarget: 1,
        unvaluedCount: 3,
      },
    ])
    const [untargeted] = attainmentTotals(
      attainment({ periods: [{ id: "Q3" }], targets: [], facts: [fact("a", "Q3", 1)] }),
    )
    expect(untargeted).toMatchObject({ fact: 1, target: null, gap: null, ratio: null })
  })
})

describe.skipIf(!hasTestData)(`the quota set${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  const rows = (path: string, separator: string): ReadonlyArray<ReadonlyArray<string>> =>
    readTestData(`pipeline/${path}`)
      .trim()
      .split(/\r?\n/)
      .map((row) => row.split(separator))
  const cents = (text: string): number => Math.round(Number(text) * 100)

  /** Sales by person and period, as cells in cents. */
  const salesBy = (periodOf: (date: string) => string): ReadonlyArray<FactCell> => {
    const sums = new Map<string, { rep: string; period: string; value: number; count: number }>()
    for (const [, date = "", , , rep = "", , , , sales = ""] of rows("adventureworks-targets/Sales.csv", "|").slice(
      1,
    )) {
      const period = periodOf(date)
      const sum = sums.get(`${rep} ${period}`) ?? { rep, period, value: 0, count: 0 }
      sum.value += cents(sales)
      sum.count++
      sums.set(`${rep} ${period}`, sum)
    }
    return [...sums.values()].map(({ rep, period, value, count }) => fact(rep, period, value, { count }))
  }
  const quarterOf = (date: string): string => `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`
  const fiscalYearOf = (date: string): string =>
    `FY${Number(date.slice(0, 4)) + (Number(date.slice(5, 7)) >= 7 ? 1 : 0)}`

  const quarters = [
    ["2011-05-31", "2017-Q3"],
    ["2011-08-31", "2017-Q4"],
    ["2011-12-01", "2018-Q1"],
    ["2012-02-29", "2018-Q2"],
    ["2012-05-30", "2018-Q3"],
    ["2012-08-30", "2018-Q4"],
    ["2012-11-30", "2019-Q1"],
    ["2013-02-28", "2019-Q2"],
    ["2013-05-30", "2019-Q3"],
    ["2013-08-30", "2019-Q4"],
    ["2013-11-30", "2020-Q1"],
    ["2014-03-01", "2020-Q2"],
  ] as const

  const people = (): ReadonlyArray<ReadonlyArray<string>> =>
    rows("adventureworks-targets/Salesperson.csv", "|").slice(1)

  const quotaCells = () => {
    const keyByNationalId = new Map(people().map(([key = "", nationalId = ""]) => [nationalId, key]))
    const keyOf = new Map(
      rows("adventureworks/Employee.csv", "\t").map(([id = "", nationalId = ""]) => [
        id,
        keyByNationalId.get(nationalId),
      ]),
    )
    const quarterByDate = new Map<string, string>(quarters)
    const targets = rows("adventureworks/SalesPersonQuotaHistory.csv", "\t").map(([, id = "", date = "", quota = ""]) =>
      target(keyOf.get(id) ?? null, quarterByDate.get(date.slice(0, 10)) ?? "", cents(quota)),
    )
    const cells = attainment({ periods: quarters.map(([, id]) => ({ id })), targets, facts: salesBy(quarterOf) })
    return cells.filter(({ target }) => target !== null)
  }

  it("equals the reference for one person's twelve quarters to the cent", () => {
    const expected = [
      [637_000, 459_056.76, 0.7206542543],
      [781_000, 684_761.56, 0.8767753649],
      [665_000, 591_463.91, 0.8894194135],
      [639_000, 551_882.53, 0.8636659311],
      [1_355_000, 1_173_970.67, 0.8663990185],
      [1_009_000, 950_297.21, 0.9418208226],
      [860_000, 771_162.73, 0.8967008488],
      [1_021_000, 967_974.35, 0.9480649853],
      [1_525_000, 1_327_352.73, 0.8703952328],
      [1_276_000, 1_068_252.23, 0.837188268],
      [894_000, 854_748.78, 0.9560948322],
      [1_124_000, 757_711.06, 0.6741201601],
    ]
    const own = quotaCells().filter(({ repId }) => repId === "282")
    expect(own.map(({ target, fact }) => [target, fact])).toEqual(
      expected.map(([quota = 0, fact = 0]) => [Math.round(quota * 100), Math.round(fact * 100)]),
    )
    for (const [index, { ratio }] of own.entries())
      expect((ratio?.numerator ?? 0) / (ratio?.denominator ?? 0)).toBeCloseTo(expected[index]?.[2] ?? 0, 9)
  })

  it("equals the reference for all quotas: 163 of them, half attained to .850, one in eighteen in full", () => {
    const cells = quotaCells()
    expect(cells).toHaveLength(163)
    expect(cells.reduce((sum, { target }) => sum + (target ?? 0), 0)).toBe(95_714_000_00)
    // The last quarter's facts stop a month early.
    const ratios = cells
      .filter(({ periodId }) => periodId !== "2020-Q2")
      .map(({ ratio }) => (ratio?.numerator ?? 0) / (ratio?.denominator ?? 1))
      .toSorted((left, right) => left - right)
    expect(ratios).toHaveLength(146)
    expect(((ratios[72] ?? 0) + (ratios[73] ?? 0)) / 2).toBeCloseTo(0.850332207, 9)
    expect(ratios[0]).toBeCloseTo(0.36410625, 9)
    expect(ratios.at(-1)).toBeCloseTo(2.0464097143, 9)
    expect(ratios.filter((ratio) => ratio >= 1).length / ratios.length).toBeCloseTo(0.0547945205, 9)
  })

  it("equals the reference by fiscal year: 42.7 % for reps alone, 23.4 % where managers' targets count twice", () => {
    const titleOf = new Map(people().map(([key = "", , title = ""]) => [key, title]))
    const keyOf = new Map(people().map(([key = "", nationalId = ""]) => [nationalId, key]))
    const sums = new Map<string, TargetCell & { value: number }>()
    for (const [nationalId = "", amount = "", month = ""] of rows("adventureworks-targets/Targets.csv", "|").slice(1)) {
      // The sales stop on 2020-05-31.
      if (month >= "2020/06/01") continue
      const cell = target(keyOf.get(nationalId) ?? null, fiscalYearOf(month), cents(amount))
      const key = `${cell.repId} ${cell.periodId}`
      sums.set(key, { ...cell, value: cell.value + (sums.get(key)?.value ?? 0) })
    }
    const years = ["FY2018", "FY2019", "FY2020"]
    const cells = attainment({
      periods: years.map((id) => ({ id })),
      targets: [...sums.values()],
      facts: salesBy(fiscalYearOf),
    })
    const reps = attainmentTotals(cells.filter(({ repId }) => titleOf.get(repId ?? "") === "Sales Representative"))
    expect(reps.map(({ periodId, fact, target }) => [periodId, fact, target])).toEqual([
      ["FY2018", 16_226_214_80, 37_975_000_00],
      ["FY2019", 27_420_045_74, 60_400_000_00],
      ["FY2020", 31_916_982_19, 75_860_000_00],
    ])
    const all = attainmentTotals(cells)
    expect(all.map(({ fact, target }) => [fact, target])).toEqual([
      [16_429_042_60, 70_175_000_00],
      [27_979_779_53, 108_650_000_00],
      [33_139_748_07, 164_335_000_00],
    ])
    const welcker = cells.find(({ repId, periodId }) => repId === "277" && periodId === "FY2018")
    expect(welcker).toMatchObject({ fact: 0, gap: -16_100_000_00 })
  })
})
