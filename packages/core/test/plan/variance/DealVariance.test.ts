import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { driverDealIds } from "../../../src/plan/variance/DriverDealIds.ts"
import { dateOfDayNumber, dayNumberOf } from "../../../src/shared/CalendarDate.ts"
import { CurrencyMismatch } from "../../../src/shared/MoneyErrors.ts"
import type { DayRange, DealVarianceMethod, Variance } from "../../../src/plan/index.ts"
import {
  closedDealIds,
  closedDeals,
  closedDealsBy,
  dealVariance,
  dealVarianceAgainstPlan,
  dealVarianceByProduct,
} from "../../../src/plan/index.ts"
import { hasTestData } from "../../testData.ts"
import { mavenDeals } from "../mavenDeals.ts"

const days = (fromDay: number, toDay: number): DayRange => ({ fromDay, toDay })

const deal = (id: string, changes: Partial<DealFact> = {}): DealFact => ({
  id,
  clientId: "client_1",
  ownerId: "ann",
  pipelineId: "sales",
  stageId: "done",
  outcome: "won",
  productId: "audit",
  amountMinor: 100,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: null,
  closedOn: dateOfDayNumber(10),
  ...changes,
})

const amountsOf = (variance: Variance): { readonly [driver: string]: number } =>
  Object.fromEntries(variance.contributions.map(({ driver, amountMinor }) => [driver, amountMinor]))
const sumOf = (variance: Variance): number =>
  variance.contributions.reduce((total, { amountMinor }) => total + amountMinor, 0)

describe("closedDeals", () => {
  const columns = dealColumns([
    deal("won"),
    deal("lost", { outcome: "lost", amountMinor: null }),
    deal("open", { outcome: "open", closedOn: null }),
    deal("first day", { closedOn: dateOfDayNumber(0), ownerId: "bob" }),
    deal("day after the last", { closedOn: dateOfDayNumber(20) }),
    deal("no amount", { amountMinor: null }),
    deal("dollars", { currency: "USD" }),
    deal("no date", { closedOn: null }),
    deal("no product", { productId: null, ownerId: null }),
  ])

  it("counts deals closed from the first day to the one before the last, with what is beside the money", () => {
    expect(closedDeals(columns, days(0, 20), "RUB")).toEqual({
      closed: 6,
      won: 5,
      lost: 1,
      wonPriced: 3,
      wonMinor: 300,
      currency: "RUB",
      winRate: { numerator: 5, denominator: 6 },
      averageWonMinor: { numerator: 300, denominator: 3 },
      wonWithoutAmount: 1,
      wonInOtherCurrency: 1,
      undated: 1,
    })
  })

  it("narrows to a scope, where null means without and an unknown id means none", () => {
    expect(closedDeals(columns, days(0, 20), "RUB", { owner: "bob" }).won).toBe(1)
    expect(closedDeals(columns, days(0, 20), "RUB", { owner: null, product: null }).won).toBe(1)
    expect(closedDeals(columns, days(0, 20), "RUB", { owner: "nobody" }).closed).toBe(0)
    expect(closedDeals(columns, days(0, 20), "EUR")).toMatchObject({ won: 5, wonPriced: 0, wonInOtherCurrency: 4 })
  })

  it("groups so that the groups sum to the whole, and opens every number", () => {
    const groups = closedDealsBy(columns, "owner", days(0, 20), "RUB")
    expect(groups.map(({ key, closed }) => [key, closed])).toEqual([
      [null, 1],
      ["ann", 4],
      ["bob", 1],
    ])
    expect(closedDealIds(columns, days(0, 20), { owner: "ann" }, "lost")).toEqual(["lost"])
    expect(closedDealIds(columns, days(0, 20))).toHaveLength(6)
  })
})

describe("dealVariance", () => {
  const quarter = (won: number, lost: number, amount: number, extra: ReadonlyArray<DealFact> = []) =>
    closedDeals(
      dealColumns([
        ...Array.from({ length: won }, (_, index) => deal(`w${index}`, { amountMinor: amount })),
        ...Array.from({ length: lost }, (_, index) => deal(`l${index}`, { outcome: "lost", amountMinor: null })),
        ...extra,
      ]),
      days(0, 20),
      "RUB",
    )

  it("makes the share of won deals without an amount a driver of its own", () => {
    const variance = dealVariance(
      quarter(10, 10, 100),
      quarter(10, 10, 100, [deal("x", { amountMinor: null }), deal("y", { outcome: "lost" })]),
    )
    expect(Object.keys(amountsOf(variance))).toEqual(["closedDeals", "winRate", "pricedShare", "averageDeal"])
    expect(sumOf(variance)).toBe(0)
    expect(variance.limits.map(({ en }) => en)).toContain("Actual: won deals without an amount: 1")
  })

  it("lays a fall to nothing on the driver that became zero", () => {
    expect(amountsOf(dealVariance(quarter(10, 10, 100), quarter(0, 0, 0)))).toEqual({
      closedDeals: -1000,
      winRate: 0,
      averageDeal: 0,
    })
    const noneWon = dealVariance(quarter(10, 10, 100), quarter(0, 20, 0))
    expect(amountsOf(noneWon)).toEqual({ closedDeals: 0, winRate: -1000, averageDeal: 0 })
    expect(noneWon.limits.map(({ en }) => en)).toContain(
      "Average deal: there is none in the actual state, so it has no effect",
    )
    expect(dealVariance(quarter(0, 0, 0), quarter(0, 0, 0)).contributions.map(({ exact }) => exact)).toEqual([0, 0, 0])
  })

  it("explains a beat by the code that explains a miss, with the signs turned", () => {
    for (const method of ["lmdi", "shapley"] as const) {
      const miss = dealVariance(quarter(12, 9, 250), quarter(7, 14, 260), method)
      const beat = dealVariance(quarter(7, 14, 260), quarter(12, 9, 250), method)
      expect(beat.contributions.map(({ exact }) => exact)).toEqual(
        miss.contributions.map(({ exact }) => expect.closeTo(-exact, 9)),
      )
    }
  })

  it("refuses to compare currencies", () => {
    const dollars = closedDeals(dealColumns([]), days(0, 1), "USD")
    expect(() => dealVariance(dollars, quarter(1, 1, 1))).toThrow(CurrencyMismatch)
    expect(() => dealVarianceByProduct([], [{ ...dollars, key: null }], "RUB")).toThrow(CurrencyMismatch)
  })

  it("compares with a plan by its drivers, and shows a plan that contradicts itself", () => {
    const actual = quarter(8, 12, 110)
    const consistent = dealVarianceAgainstPlan(
      { closedDeals: 20, winRate: 0.5, averageDealMinor: 100, targetMinor: 1000 },
      actual,
    )
    expect(consistent).toMatchObject({ baseMinor: 1000, actualMinor: 880, deltaMinor: -120 })
    expect(amountsOf(consistent)["closedDeals"]).toBe(0)
    expect(consistent.contributions).toHaveLength(3)
    // Only chain substitution depends on an order.
    expect(consistent.limits.map(({ en }) => en).filter((said) => said.startsWith("Order"))).toEqual([])
    // Without an amount of its own the plan is what its drivers give.
    const driven = dealVarianceAgainstPlan({ closedDeals: 20, winRate: 0.5, averageDealMinor: 90 }, actual)
    expect(driven).toMatchObject({ baseMinor: 900, actualMinor: 880, deltaMinor: -20 })
    expect(amountsOf(driven)).not.toHaveProperty("planInconsistency")
    const padded = dealVarianceAgainstPlan(
      { closedDeals: 20, winRate: 0.5, averageDealMinor: 100, targetMinor: 1200 },
      actual,
      "sequential",
    )
    expect(amountsOf(padded)).toEqual({ closedDeals: 0, winRate: -200, averageDeal: 80, planInconsistency: -200 })
    expect(padded.limits[1]?.en).toBe("Order: closedDeals → winRate → averageDeal")
  })
})

describe("dealVarianceByProduct", () => {
  const byProduct = (deals: ReadonlyArray<DealFact>) => closedDealsBy(dealColumns(deals), "product", days(0, 20), "RUB")

  it("gives new, discontinued and unnamed products lines and a say of their own", () => {
    const variance = dealVarianceByProduct(
      byProduct([deal("a"), deal("b", { productId: "old", amountMinor: 70 }), deal("c", { productId: null })]),
      byProduct([
        deal("a", { amountMinor: 130 }),
        deal("b", { productId: "fresh", amountMinor: 50 }),
        deal("c", { productId: null }),
      ]),
      "RUB",
    )
    expect(amountsOf(variance)).toEqual({
      closedDeals: 0,
      mix: 0,
      winRate: 0,
      averageDeal: 30,
      newProducts: 50,
      goneProducts: -70,
    })
    expect(variance.products.map(({ product, status }) => [product, status])).toEqual([
      [null, "continuing"],
      ["audit", "continuing"],
      ["old", "gone"],
      ["fresh", "new"],
    ])
    expect(variance.limits.at(-1)?.en).toBe("Closed deals without a product, taken as one product: 2")
    const named = dealVarianceByProduct(byProduct([deal("a")]), byProduct([deal("a")]), "RUB")
    expect(named.limits.filter(({ en }) => en.includes("without a product"))).toEqual([])
  })

  it("sums exactly by driver, by product and in total, whatever the deals", () => {
    const facts = fc.array(
      fc.record({
        product: fc.constantFrom("a", "b", "c", null),
        outcome: fc.constantFrom("won" as const, "lost" as const),
        amount: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { freq: 8 }),
        currency: fc.constantFrom("RUB", "RUB", "RUB", "USD"),
      }),
      { maxLength: 25 },
    )
    const dealsOf = (
      rows: ReadonlyArray<{ product: string | null; outcome: "won" | "lost"; amount: number | null; currency: string }>,
    ) =>
      rows.map((row, index) =>
        deal(`${index}`, {
          productId: row.product,
          outcome: row.outcome,
          amountMinor: row.amount,
          currency: row.currency,
        }),
      )
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        for (const method of ["lmdi", "shapley", "sequential"] satisfies ReadonlyArray<DealVarianceMethod>) {
          const variance = dealVarianceByProduct(byProduct(dealsOf(before)), byProduct(dealsOf(after)), "RUB", method)
          expect(sumOf(variance)).toBe(variance.deltaMinor)
          for (const { driver, amountMinor } of variance.contributions)
            expect(
              variance.products.reduce(
                (total, { parts }) => total + (parts.find((part) => part.driver === driver)?.amountMinor ?? Number.NaN),
                0,
              ),
            ).toBe(variance.products.length === 0 ? 0 : amountMinor)
          for (const { parts, baseMinor, actualMinor } of variance.products)
            expect(parts.reduce((total, { exact }) => total + exact, 0)).toBeCloseTo(actualMinor - baseMinor, 4)
          expect(JSON.parse(JSON.stringify(variance))).toEqual(variance)
          const whole = (rows: Parameters<typeof dealsOf>[0]) =>
            closedDeals(dealColumns(dealsOf(rows)), days(0, 20), "RUB")
          const total = dealVariance(whole(before), whole(after), method)
          expect(total.deltaMinor).toBe(variance.deltaMinor)
          expect(sumOf(total)).toBe(total.deltaMinor)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe.skipIf(!hasTestData)(`the CRM set, quarter to quarter${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  const quarters: ReadonlyArray<readonly [string, DayRange]> = [
    ["2017-Q1", days(dayNumberOf("2017-01-01"), dayNumberOf("2017-04-01"))],
    ["2017-Q2", days(dayNumberOf("2017-04-01"), dayNumberOf("2017-07-01"))],
    ["2017-Q3", days(dayNumberOf("2017-07-01"), dayNumberOf("2017-10-01"))],
    ["2017-Q4", days(dayNumberOf("2017-10-01"), dayNumberOf("2018-01-01"))],
  ]
  const columns = hasTestData ? dealColumns(mavenDeals()) : dealColumns([])
  const second = quarters[1]?.[1] ?? days(0, 0)
  const third = quarters[2]?.[1] ?? days(0, 0)

  it("equals the reference by quarter and in total", () => {
    const expected = [
      [531, 116, 1_134_672],
      [1254, 778, 3_086_111],
      [1257, 790, 2_982_255],
      [1196, 789, 2_802_496],
    ]
    for (const [index, [, range]] of quarters.entries()) {
      const { won, lost, wonMinor } = closedDeals(columns, range, "USD")
      expect([won, lost, wonMinor / 100]).toEqual(expected[index])
    }
    const all = closedDeals(columns, days(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), "USD")
    expect(all).toMatchObject({ won: 4238, lost: 2473, wonMinor: 10_005_534_00, undated: 0, wonWithoutAmount: 0 })
  })

  it.each([
    { method: "lmdi" as const, wanted: [22313.5602980658, -15064.126169503, -111105.4341285621] },
    { method: "shapley" as const, wanted: [22316.6686443975, -15065.6952170704, -111106.9734273271] },
    { method: "sequential" as const, wanted: [22781.3312007874, -15398.2905309312, -111239.0406698562] },
  ])("equals the reference for three drivers by $method, second to third quarter", ({ method, wanted }) => {
    const variance = dealVariance(closedDeals(columns, second, "USD"), closedDeals(columns, third, "USD"), method)
    expect(variance).toMatchObject({
      baseMinor: 3_086_111_00,
      actualMinor: 2_982_255_00,
      deltaMinor: -103_856_00,
      method,
    })
    expect(variance.contributions.map(({ driver }) => driver)).toEqual(["closedDeals", "winRate", "averageDeal"])
    for (const [index, part] of wanted.entries()) {
      expect(Math.abs((variance.contributions[index]?.exact ?? 0) - part * 100)).toBeLessThan(10.3856)
      expect(Math.abs((variance.contributions[index]?.amountMinor ?? 0) - part * 100)).toBeLessThan(1 + 10.3856)
    }
    expect(sumOf(variance)).toBe(-103_856_00)
  })

  it("equals the reference for four drivers by product: the mix tells another story of the win rate", () => {
    const variance = dealVarianceByProduct(
      closedDealsBy(columns, "product", second, "USD"),
      closedDealsBy(columns, "product", third, "USD"),
      "USD",
    )
    const exact = Object.fromEntries(variance.contributions.map(({ driver, exact }) => [driver, exact]))
    for (const [driver, part] of [
      ["closedDeals", 22279.8283964011],
      ["mix", -18376.0555779283],
      ["winRate", -91066.1049566721],
      ["averageDeal", -16693.6678618002],
      ["newProducts", 0],
      ["goneProducts", 0],
    ] as const)
      expect(Math.abs((exact[driver] ?? Number.NaN) - part * 100)).toBeLessThan(10.3856)
    expect(variance.products).toHaveLength(7)
    expect(sumOf(variance)).toBe(-103_856_00)
  })

  it("opens the figures to the deals behind them", () => {
    expect(closedDealIds(columns, third, {}, "won")).toHaveLength(1257)
    expect(closedDealIds(columns, third, { product: "GTK 500" })).toHaveLength(
      closedDeals(columns, third, "USD", { product: "GTK 500" }).closed,
    )
  })
})

describe("the deals behind drivers", () => {
  it("are those that the drivers are made of: an average deal rests on amounts in its currency", () => {
    const deal = {
      id: "1",
      clientId: null,
      ownerId: "ann",
      pipelineId: "sales",
      stageId: "done",
      outcome: "won",
      productId: null,
      amountMinor: 100,
      listAmountMinor: null,
      currency: "RUB",
      openedOn: "2026-07-01",
      closedOn: "2026-07-20",
    } as const
    const columns = dealColumns([deal, { ...deal, id: "2", currency: "EUR" }, { ...deal, id: "3", amountMinor: null }])
    const [q2, q3] = [
      days(dayNumberOf("2026-04-01"), dayNumberOf("2026-07-01")),
      days(dayNumberOf("2026-07-01"), dayNumberOf("2026-10-01")),
    ]
    const idsOf = (currency: string, driver: string) =>
      driverDealIds(columns, q2, q3, currency).find((one) => one.driver === driver)?.actualIds
    expect(idsOf("RUB", "averageDeal")).toEqual(["1"])
    expect(idsOf("EUR", "averageDeal")).toEqual(["2"])
    expect(idsOf("USD", "averageDeal")).toEqual([])
    expect(idsOf("RUB", "pricedShare")).toEqual(["1", "2", "3"])
  })
})
