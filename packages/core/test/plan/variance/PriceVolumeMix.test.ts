import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../../src/shared/InputErrors.ts"
import { dealColumns } from "../../../src/deal/DealFact.ts"
import { dayNumberOf } from "../../../src/shared/CalendarDate.ts"
import type { PriceVolumeMix, PvmLine, PvmVariantId } from "../../../src/plan/index.ts"
import { closedDealsBy, priceVolumeMix, pvmVariance, VariantUndefined } from "../../../src/plan/index.ts"
import { hasTestData, readTestData } from "../../testData.ts"
import { mavenDeals } from "../mavenDeals.ts"
import { thrownBy } from "../thrownBy.ts"

type Expected = { readonly [Variant in PvmVariantId]: { readonly [driver: string]: number } }

const line = (product: string, q0: number, p0: number, q1: number, p1: number): PvmLine => ({
  product,
  baseQuantity: q0,
  baseRevenueMinor: q0 * p0,
  actualQuantity: q1,
  actualRevenueMinor: q1 * p1,
})

const partsOf = (bridge: PriceVolumeMix, variant: PvmVariantId): { readonly [driver: string]: number } => {
  const found = bridge.variants.find((one) => one.variant === variant)
  return Object.fromEntries((found?.decomposition?.effects ?? []).map(({ driver, effect }) => [driver, effect]))
}

/** All seven variants against expected parts (others being 0), each summing to the change. */
const expectVariants = (bridge: PriceVolumeMix, expected: Expected, tolerance: number): void => {
  for (const [variant, wanted] of Object.entries(expected) as ReadonlyArray<[PvmVariantId, Expected["A"]]>) {
    const parts = partsOf(bridge, variant)
    for (const driver of new Set([...Object.keys(parts), ...Object.keys(wanted)]))
      expect(
        Math.abs((parts[driver] ?? Number.NaN) - (wanted[driver] ?? 0)),
        `${variant} ${driver}`,
      ).toBeLessThanOrEqual(tolerance)
    const sum = Object.values(parts).reduce((total, part) => total + part, 0)
    expect(Math.abs(sum - bridge.delta), `${variant} sums`).toBeLessThanOrEqual(tolerance)
  }
}

describe("priceVolumeMix", () => {
  it("evaluates the three products of accountancyindex.com in all variants; its residual is B's cross term", () => {
    const bridge = priceVolumeMix(
      [line("A", 1000, 10, 1000, 11), line("B", 800, 15, 700, 15), line("C", 500, 20, 800, 23)],
      "product",
    )
    expect(bridge.delta).toBe(7900)
    expectVariants(
      bridge,
      {
        A: { price: 3400, volume: 4500 },
        B: { price: 2500, volume: 4500, cross: 900 },
        C: { price: 2950, volume: 4950 },
        D: { price: 3400, volume: 2782.6086956522, mix: 1717.3913043478 },
        E: { price: 3400, volume: 2782.6086956522, mix: 1717.3913043478 },
        F: { volume: 2960.1436883053, mix: 2014.5257082784, price: 2925.3306034163 },
        G: { volume: 2978.2028985507, mix: 1980.8985507246, price: 2940.8985507246 },
      },
      7900e-6,
    )
    expect(bridge.spread.find(({ driver }) => driver === "price")).toMatchObject({
      lowest: 2500,
      lowestVariant: "B",
      highest: 3400,
      highestVariant: "A",
    })
    expect(bridge.spread.find(({ driver }) => driver === "volume")).toMatchObject({
      lowestVariant: "D",
      highestVariant: "G",
    })
  })

  it("reproduces pongora.com's single product as variant B", () => {
    const bridge = priceVolumeMix([line("one", 1000, 50, 1100, 52)], "product")
    expectVariants(
      bridge,
      {
        A: { price: 2200, volume: 5000 },
        B: { price: 2000, volume: 5000, cross: 200 },
        C: { price: 2100, volume: 5100 },
        D: { price: 2200, volume: 5000 },
        E: { price: 2200, volume: 5000 },
        F: { volume: 5100.9346589812, price: 2099.0653410188 },
        G: { volume: 5100, price: 2100 },
      },
      7200e-6,
    )
  })

  it("shows new and discontinued products as lines of their own, except in D, and never as price", () => {
    const bridge = priceVolumeMix(
      [line("kept", 10, 100, 12, 110), line("fresh", 0, 0, 5, 200), line("old", 4, 50, 0, 0)],
      "product",
    )
    expect(bridge.counts).toEqual({ continuing: 1, new: 1, gone: 1, unpriced: 0 })
    for (const variant of ["A", "B", "C", "E", "F", "G"] as const)
      expect(partsOf(bridge, variant)).toMatchObject({ new: 1000, gone: -200 })
    expect(partsOf(bridge, "D")).not.toHaveProperty("new")
    expect(partsOf(bridge, "D")["price"]).toBe(120)
    // Three units more at the mean base price of 1200 ÷ 14; the rest of 1120 is mix.
    expect(partsOf(bridge, "D")["volume"]).toBeCloseTo((3 * 1200) / 14, 9)
    expect(partsOf(bridge, "D")["mix"]).toBeCloseTo(1120 - 120 - (3 * 1200) / 14, 9)
    // Among the products that stayed there is one, so nothing is mix.
    expect(partsOf(bridge, "E")).toMatchObject({ price: 120, volume: 200, mix: 0 })
    for (const { products } of bridge.variants)
      for (const { effects } of products.filter(({ status }) => status !== "continuing"))
        expect(effects.find(({ driver }) => driver === "price")?.effect).toBe(0)
  })

  it("keeps revenue that came without a quantity apart", () => {
    const bridge = priceVolumeMix(
      [
        line("kept", 10, 100, 12, 110),
        { ...line("fee", 0, 0, 0, 0), actualRevenueMinor: 70 },
        line("idle", 0, 0, 0, 0),
      ],
      "product",
    )
    expect(bridge.counts).toEqual({ continuing: 1, new: 0, gone: 0, unpriced: 1 })
    for (const { variant } of bridge.variants) expect(partsOf(bridge, variant)["unpriced"]).toBe(70)
  })

  it("withholds variants without an answer, with the reason, and answers by the others", () => {
    const refunded = priceVolumeMix([line("kept", 10, 100, 12, 110), line("returned", 5, 20, -1, 20)], "product")
    const byLogs = refunded.variants.find(({ variant }) => variant === "F")
    expect(byLogs?.decomposition).toBeNull()
    expect(byLogs?.withheld?.en).toMatch(/negative/)
    expect(() => pvmVariance(refunded, "F", "USD")).toThrow(VariantUndefined)
    expect(pvmVariance(refunded, "G", "USD").deltaMinor).toBe(200)
    const cancelled = priceVolumeMix([line("kept", 10, 100, 12, 110), line("returned", -10, 20, 3, 20)], "product")
    const withheldIn = ({ variants }: PriceVolumeMix) =>
      variants.filter(({ withheld }) => withheld !== null).map(({ variant }) => variant)
    expect(withheldIn(cancelled)).toEqual(["D", "E", "F", "G"])
    const ended = priceVolumeMix([line("kept", 10, 100, 12, 110), line("returned", 10, 20, -12, 20)], "product")
    expect(withheldIn(ended)).toEqual(["D", "E", "F", "G"])
    // What no variant tells has no spread.
    expect(ended.spread.map(({ driver }) => driver)).toEqual(["price"])
  })

  it("refuses doubled products and values that are no numbers, all at once", () => {
    const error = thrownBy(InputInvalid, () =>
      priceVolumeMix([line("a", 1, 1, 1, 1), line("a", 1, Number.NaN, 1, 1)], "product"),
    )
    expect(error.problems.map(({ path }) => path)).toEqual(["lines[1].product", "lines[1].baseRevenueMinor"])
  })

  it("sums to the change in every variant and every product", () => {
    const amount = fc.oneof(fc.constant(0), fc.integer({ min: -50, max: 500 }))
    const lines = fc.array(fc.tuple(amount, amount, amount, amount), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lines, (rows) => {
        const given = rows.map(([baseQuantity, baseRevenueMinor, actualQuantity, actualRevenueMinor], index) => ({
          product: `p${index}`,
          baseQuantity,
          baseRevenueMinor,
          actualQuantity,
          actualRevenueMinor,
        }))
        const bridge = priceVolumeMix(given, "product")
        for (const { variant, decomposition, products } of bridge.variants) {
          if (decomposition === null) continue
          const size = 1e-9 * (1e6 + decomposition.effects.reduce((sum, { effect }) => sum + Math.abs(effect), 0))
          const total = decomposition.effects.reduce((sum, { effect }) => sum + effect, 0)
          expect(Math.abs(total - bridge.delta)).toBeLessThanOrEqual(size)
          for (const { product, effects } of products) {
            const own = given.find((one) => one.product === product)
            const change = (own?.actualRevenueMinor ?? 0) - (own?.baseRevenueMinor ?? 0)
            expect(Math.abs(effects.reduce((sum, { effect }) => sum + effect, 0) - change)).toBeLessThanOrEqual(size)
          }
          const variance = pvmVariance(bridge, variant, "USD")
          expect(variance.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(bridge.delta)
        }
      }),
    )
  })
})

describe.skipIf(!hasTestData)(`price–volume–mix of real sets${hasTestData ? "" : " (skipped: no test data)"}`, () => {
  it("equals the reference for the CRM set, second to third quarter of 2017", () => {
    const columns = dealColumns(mavenDeals())
    const quarter = (from: string, to: string) => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })
    const base = closedDealsBy(columns, "product", quarter("2017-04-01", "2017-07-01"), "USD")
    const actual = closedDealsBy(columns, "product", quarter("2017-07-01", "2017-10-01"), "USD")
    const bridge = priceVolumeMix(
      base.map((group) => {
        const other = actual.find(({ key }) => key === group.key)
        return {
          product: group.key ?? "",
          baseQuantity: group.won,
          baseRevenueMinor: group.wonMinor,
          actualQuantity: other?.won ?? 0,
          actualRevenueMinor: other?.wonMinor ?? 0,
        }
      }),
      "product",
    )
    expect(bridge).toMatchObject({ delta: -103_856_00, baseQuantity: 1254, actualQuantity: 1257 })
    expect(bridge.counts).toEqual({ continuing: 7, new: 0, gone: 0, unpriced: 0 })
    expectVariants(
      bridge,
      {
        A: { price: -1578458.07754482, volume: -8807141.92245516 },
        B: { price: -1775256.52256305, volume: -8807141.92245516, cross: 196798.44501824 },
        C: { price: -1676857.30005394, volume: -8708742.69994604 },
        D: { price: -1578458.07754482, volume: 738304.06698565, mix: -9545445.98944083 },
        E: { price: -1578458.07754482, volume: 738304.06698565, mix: -9545445.98944081 },
        F: { volume: 723847.49989625, mix: -9440080.71371629, price: -1669366.78618006 },
        G: { volume: 724949.74810291, mix: -9433612.47769486, price: -1676937.27040805 },
      },
      10.3856,
    )
  })

  it("equals the reference for AdventureWorks FY2018 to FY2019 by category, price at variant A −12.54M", () => {
    const rows = (file: string): ReadonlyArray<ReadonlyArray<string>> =>
      readTestData(`pipeline/adventureworks-targets/${file}`)
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((row) => row.split("|"))
    const categoryOf = new Map(rows("Product.csv").map((row) => [row[0], row[5] ?? ""]))
    const lines = new Map<string, { q: [number, number]; cents: [number, number] }>()
    for (const [, date = "", product = "", , , , quantity = "", , sales = ""] of rows("Sales.csv")) {
      const state =
        date >= "2017/07/01" && date < "2018/07/01" ? 0 : date >= "2018/07/01" && date < "2019/07/01" ? 1 : null
      if (state === null) continue
      const category = categoryOf.get(product) ?? ""
      const sums = lines.get(category) ?? { q: [0, 0], cents: [0, 0] }
      sums.q[state] += Number(quantity)
      sums.cents[state] += Math.round(Number(sales) * 100)
      lines.set(category, sums)
    }
    const bridge = priceVolumeMix(
      [...lines].map(([product, { q, cents }]) => ({
        product,
        baseQuantity: q[0],
        baseRevenueMinor: cents[0],
        actualQuantity: q[1],
        actualRevenueMinor: cents[1],
      })),
      "category",
    )
    expect(bridge).toMatchObject({
      level: "category",
      delta: 1_155_073_693,
      baseQuantity: 21_890,
      actualQuantity: 78_959,
    })
    const inCents = (amounts: { readonly [driver: string]: number }) =>
      Object.fromEntries(Object.entries(amounts).map(([driver, amount]) => [driver, amount * 100]))
    expectVariants(
      bridge,
      {
        A: inCents({ price: -12536104.721349593, volume: 24086841.65134959 }),
        B: inCents({ price: -5017424.835757054, volume: 24086841.65134959, cross: -7518679.885592539 }),
        C: inCents({ price: -8776764.778553324, volume: 20327501.70855332 }),
        D: inCents({ price: -12536104.721349593, volume: 42831842.49152099, mix: -18745000.840171404 }),
        E: inCents({ price: -12536104.721349593, volume: 42831842.49152099, mix: -18745000.84017141 }),
        F: inCents({ volume: 27509218.26573678, mix: -8122953.5407742895, price: -7835527.7949625 }),
        G: inCents({ volume: 30857335.230043687, mix: -9859809.683628116, price: -9446788.616415579 }),
      },
      1155.07,
    )
  })
})
