import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import type { ClosedDealsGroup, Stratum } from "../../../src/plan/index.ts"
import { closedDealsBy, kitagawa, PopulationEmpty, standardise } from "../../../src/plan/index.ts"
import { hasTestData, readTestData } from "../../testData.ts"
import { mavenDeals } from "../mavenDeals.ts"
import { thrownBy } from "../thrownBy.ts"

const stratum = (name: string, base: readonly [number, number], actual: readonly [number, number]): Stratum => ({
  stratum: name,
  baseTotal: base[0],
  baseCases: base[1],
  actualTotal: actual[0],
  actualCases: actual[1],
})

const kidneyStones = [stratum("small", [81, 87], [234, 270]), stratum("large", [192, 263], [55, 80])]

describe("kitagawa", () => {
  it("reproduces Das Gupta (1993), example 5.1: household headship by age, 1970 to 1985", () => {
    const weights0 = [12.9, 10.9, 9.5, 8, 7.8, 8.4, 8.6, 7.8, 7, 5.9, 4.7, 3.6, 4.9]
    const weights1 = [10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6, 6.3, 5.9, 5.1, 4, 5.5]
    const rates0 = [1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8]
    const rates1 = [2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2]
    const answer = kitagawa(
      weights0.map((weight, age) =>
        stratum(
          `${age}`,
          [weight * (rates0[age] ?? 0), weight],
          [(weights1[age] ?? 0) * (rates1[age] ?? 0), weights1[age] ?? 0],
        ),
      ),
    )
    expect(answer.base.numerator / answer.base.denominator).toBeCloseTo(44.7268, 4)
    expect(answer.actual.numerator / answer.actual.denominator).toBeCloseTo(47.694, 4)
    expect(answer.composition).toBeCloseTo(1.2269, 9)
    expect(answer.rate).toBeCloseTo(1.7403, 9)
    expect(answer.threeFold.endowments).toBeCloseTo(1.2082, 9)
    expect(answer.threeFold.coefficients).toBeCloseTo(1.7216, 9)
    expect(answer.threeFold.interaction).toBeCloseTo(0.0374, 9)
  })

  it("tells mix from rate for the kidney stones of Charig (1986)", () => {
    const answer = kitagawa(kidneyStones)
    expect(answer.delta).toBeCloseTo(0.0457142857, 9)
    expect(answer.composition).toBeCloseTo(0.0993855031, 9)
    expect(answer.rate).toBeCloseTo(-0.0536712174, 9)
    expect(answer.threeFold.endowments).toBeCloseTo(0.1050924348, 9)
    expect(answer.threeFold.coefficients).toBeCloseTo(-0.0479642857, 9)
    expect(answer.threeFold.interaction).toBeCloseTo(-0.0114138633, 9)
  })

  it("gives an empty stratum no rate effect and lists it", () => {
    const answer = kitagawa([
      stratum("kept", [5, 10], [6, 10]),
      stratum("fresh", [0, 0], [9, 10]),
      stratum("old", [1, 10], [0, 0]),
    ])
    expect(answer.emptyInBase).toEqual(["fresh"])
    expect(answer.emptyInActual).toEqual(["old"])
    for (const name of ["fresh", "old"]) {
      const row = answer.strata.find((one) => one.stratum === name)
      expect(row).toMatchObject({ rate: 0, coefficients: 0, interaction: 0 })
    }
    expect(answer.composition + answer.rate).toBeCloseTo(answer.delta, 12)
  })

  it("refuses a population without cases, and impossible strata all at once", () => {
    expect(() => kitagawa([stratum("a", [0, 0], [1, 2])])).toThrow(PopulationEmpty)
    expect(() => kitagawa([])).toThrow(PopulationEmpty)
    const error = thrownBy(InputInvalid, () => kitagawa([stratum("a", [1, -1], [1, 0]), stratum("a", [1, 2], [1, 2])]))
    expect(error.problems.map(({ code }) => code)).toEqual([
      "stratum.negativeCases",
      "stratum.totalWithoutCases",
      "stratum.duplicate",
    ])
  })

  it("has no part of −0, which JSON does not keep", () => {
    const { strata } = kitagawa([stratum("won all", [10, 10], [5, 5]), stratum("won nothing", [0, 10], [0, 25])])
    for (const { stratum: _, ...parts } of strata) for (const part of Object.values(parts)) expect(part).not.toBe(-0)
  })

  it("sums in both folds, also with empty strata", () => {
    const side = fc.oneof(
      fc.constant([0, 0] as const),
      fc.tuple(fc.integer({ min: -500, max: 1000 }), fc.integer({ min: 1, max: 1000 })),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side), { minLength: 1, maxLength: 8 }), (rows) => {
        const strata = rows.map(([base, actual], index) => stratum(`${index}`, base, actual))
        fc.pre(strata.some((row) => row.baseCases > 0) && strata.some((row) => row.actualCases > 0))
        const answer = kitagawa(strata)
        const tolerance =
          1e-9 * (1 + strata.reduce((sum, row) => sum + Math.abs(row.baseTotal) + Math.abs(row.actualTotal), 0))
        expect(Math.abs(answer.composition + answer.rate - answer.delta)).toBeLessThanOrEqual(tolerance)
        const { endowments, coefficients, interaction } = answer.threeFold
        expect(Math.abs(endowments + coefficients + interaction - answer.delta)).toBeLessThanOrEqual(tolerance)
      }),
    )
  })
})

describe("standardise", () => {
  it("reverses the crude comparison of the kidney stones, and flags it", () => {
    const answer = standardise(kidneyStones)
    expect(answer.base).toBeCloseTo(0.8325462174, 9)
    expect(answer.actual).toBeCloseTo(0.778875, 9)
    expect(answer.crudeDelta).toBeGreaterThan(0)
    expect(answer.signReversed).toBe(true)
    expect(answer.coverage).toEqual({ numerator: 700, denominator: 700 })
  })

  it("calls no sign reversed where the crude rates are equal", () => {
    // Both win three of ten; at one mix the second would win less.
    const answer = standardise([stratum("a", [1, 2], [3, 10]), stratum("b", [8, 28], [6, 20])])
    expect([answer.crudeDelta, answer.signReversed]).toEqual([0, false])
    expect(answer.delta).toBeLessThan(0)
  })

  it("leaves out strata that one side lacks, and says how much of the standard is left", () => {
    const strata = [stratum("both", [5, 10], [6, 10]), stratum("one", [0, 0], [9, 10])]
    expect(standardise(strata, { both: 60, one: 40 })).toMatchObject({
      base: 0.5,
      actual: 0.6,
      excluded: ["one"],
      coverage: { numerator: 60, denominator: 100 },
    })
    expect(standardise([stratum("a", [1, 2], [0, 0]), stratum("b", [0, 0], [1, 2])])).toMatchObject({
      base: null,
      actual: null,
      delta: null,
      signReversed: false,
    })
    expect(() => standardise(strata, { both: -1 })).toThrow(InputInvalid)
  })
})

describe.skipIf(!hasTestData)(`kitagawa on real sets${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  const always = { fromDay: Number.NEGATIVE_INFINITY, toDay: Number.POSITIVE_INFINITY }
  const strataOf = (
    base: ReadonlyArray<ClosedDealsGroup>,
    actual: ReadonlyArray<ClosedDealsGroup>,
    point: (group: ClosedDealsGroup) => readonly [number, number],
  ): ReadonlyArray<Stratum> =>
    [...new Set([...base, ...actual].map(({ key }) => key ?? ""))].map((key) => {
      const side = (groups: ReadonlyArray<ClosedDealsGroup>): readonly [number, number] => {
        const group = groups.find((one) => one.key === key)
        return group === undefined ? [0, 0] : point(group)
      }
      return stratum(key, side(base), side(actual))
    })

  it("equals the reference for win rates by product of two offices, crude and at the company's mix", () => {
    const officeOf = new Map(
      readTestData("pipeline/maven-crm/sales_teams.csv")
        .trim()
        .split("\r\n")
        .map((row) => row.split(","))
        .map(([agent = "", , office = ""]) => [agent, office]),
    )
    const deals = mavenDeals()
    const byProduct = (office?: string): ReadonlyArray<ClosedDealsGroup> =>
      closedDealsBy(
        dealColumns(deals.filter(({ ownerId }) => office === undefined || officeOf.get(ownerId ?? "") === office)),
        "product",
        always,
        "USD",
      )
    const strata = strataOf(byProduct("Central"), byProduct("West"), ({ won, closed }) => [won, closed])
    const answer = kitagawa(strata)
    expect(answer.base.numerator / answer.base.denominator).toBeCloseTo(0.6255760369, 9)
    expect(answer.actual.numerator / answer.actual.denominator).toBeCloseTo(0.6393952868, 9)
    expect(answer.composition).toBeCloseTo(-0.0028792683, 9)
    expect(answer.rate).toBeCloseTo(0.0166985182, 9)
    expect(answer.threeFold.endowments).toBeCloseTo(-0.00710481, 9)
    expect(answer.threeFold.coefficients).toBeCloseTo(0.0124729765, 9)
    expect(answer.threeFold.interaction).toBeCloseTo(0.0084510834, 9)
    const company = Object.fromEntries(byProduct().map(({ key, closed }) => [key, closed]))
    const standard = standardise(strata, company)
    expect(standard).toMatchObject({ excluded: [], signReversed: false })
    expect(standard.base).toBeCloseTo(0.6214475085, 9)
    expect(standard.actual).toBeCloseTo(0.6394104211, 9)
  })

  it("finds that one rep's larger average deal is mix, not price", () => {
    const deals = mavenDeals()
    const byProduct = (own: boolean): ReadonlyArray<ClosedDealsGroup> =>
      closedDealsBy(
        dealColumns(deals.filter(({ ownerId }) => (ownerId === "Darcel Schlecht") === own)),
        "product",
        always,
        "USD",
      )
    const answer = kitagawa(strataOf(byProduct(false), byProduct(true), ({ wonMinor, won }) => [wonMinor / 100, won]))
    expect(answer.base.numerator / answer.base.denominator).toBeCloseTo(2276.245821548, 6)
    expect(answer.actual.numerator / answer.actual.denominator).toBeCloseTo(3304.3381088825, 6)
    expect(answer.composition).toBeCloseTo(1038.2317580369, 6)
    expect(answer.rate).toBeCloseTo(-10.1394707023, 6)
    expect(answer.threeFold.endowments).toBeCloseTo(1032.9958145882, 6)
    expect(answer.threeFold.coefficients).toBeCloseTo(-15.375414151, 6)
    expect(answer.threeFold.interaction).toBeCloseTo(10.4718868974, 6)
  })

  it("equals the reference for orders per call, weekday to holiday, by shift", () => {
    const sums = new Map<string, { weekday: [number, number]; holiday: [number, number] }>()
    for (const row of readTestData("pipeline/adventureworks-callcenter/FactCallCenter.csv").trim().split(/\r?\n/)) {
      const [, , day = "", shift = "", , , , calls = "", , orders = ""] = row.split(",")
      const sum = sums.get(shift) ?? { weekday: [0, 0], holiday: [0, 0] }
      const side = day === "holiday" ? sum.holiday : sum.weekday
      side[0] += Number(orders)
      side[1] += Number(calls)
      sums.set(shift, sum)
    }
    const answer = kitagawa([...sums].map(([shift, { weekday, holiday }]) => stratum(shift, weekday, holiday)))
    expect(answer.composition).toBeCloseTo(-0.0007129608, 9)
    expect(answer.rate).toBeCloseTo(-0.01015409, 9)
    expect(answer.delta).toBeCloseTo(-0.0108670507, 9)
    expect(answer.threeFold.endowments).toBeCloseTo(4.62973e-5, 9)
    expect(answer.threeFold.coefficients).toBeCloseTo(-0.0093948319, 9)
    expect(answer.threeFold.interaction).toBeCloseTo(-0.0015185161, 9)
  })

  it("equals the reference for lead conversion by origin, 2017 to 2018", () => {
    const rows = (file: string): ReadonlyArray<ReadonlyArray<string>> =>
      readTestData(`pipeline/olist/${file}`)
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((row) => row.split(","))
    const won = new Set(rows("olist_closed_deals_dataset.csv").map((row) => row[0]))
    const sums = new Map<string, [[number, number], [number, number]]>()
    for (const [id = "", contacted = "", , origin = ""] of rows("olist_marketing_qualified_leads_dataset.csv")) {
      const sum = sums.get(origin) ?? [
        [0, 0],
        [0, 0],
      ]
      const side = contacted < "2018-01-01" ? sum[0] : sum[1]
      side[0] += won.has(id) ? 1 : 0
      side[1] += 1
      sums.set(origin, sum)
    }
    const answer = kitagawa([...sums].map(([origin, [base, actual]]) => stratum(origin, base, actual)))
    expect(answer.delta).toBeCloseTo(0.0997405396, 9)
    expect(answer.composition).toBeCloseTo(0.0003539319, 9)
    expect(answer.rate).toBeCloseTo(0.0993866076, 9)
    expect(answer.threeFold.endowments).toBeCloseTo(0.0004619445, 9)
    expect(answer.threeFold.coefficients).toBeCloseTo(0.0994946202, 9)
    expect(answer.threeFold.interaction).toBeCloseTo(-0.0002160251, 9)
  })
})
