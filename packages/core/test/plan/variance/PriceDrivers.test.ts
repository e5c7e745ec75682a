import { priceDrivers, staffedAmount } from "@salesdept/core/plan"
import type { SoldProduct } from "@salesdept/core/plan"
import { fiveDayCalendar } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const sold = (product: string, quantity: number, list: number, kept = 1, rate = 1, currency = "RUB"): SoldProduct => ({
  product,
  currency,
  quantity,
  listMinor: quantity * list,
  soldMinor: quantity * list * kept,
  convertedMinor: quantity * list * kept * rate,
})

const parts = (variance: ReturnType<typeof priceDrivers>) =>
  Object.fromEntries(variance.contributions.map(({ driver, amountMinor }) => [driver, amountMinor]))

const state = (products: ReadonlyArray<SoldProduct>, withoutLinesMinor = 0) => ({ products, withoutLinesMinor })

describe("price drivers", () => {
  it("lay each change alone on its own driver", () => {
    const before = state([sold("a", 10, 100), sold("b", 10, 50)])
    const none = { volume: 0, mix: 0, listPrice: 0, discount: 0, currency: 0 }
    const change = (after: ReturnType<typeof state>) => parts(priceDrivers(before, after, "RUB"))
    expect(change(state([sold("a", 20, 100), sold("b", 20, 50)]))).toMatchObject({ ...none, volume: 1500 })
    expect(change(state([sold("a", 15, 100), sold("b", 5, 50)]))).toMatchObject({ ...none, mix: 250 })
    expect(change(state([sold("a", 10, 110), sold("b", 10, 50)]))).toMatchObject({ ...none, listPrice: 100 })
    expect(change(state([sold("a", 10, 100, 0.9), sold("b", 10, 50)]))).toMatchObject({ ...none, discount: -100 })
    expect(change(state([sold("a", 10, 100, 1, 1.2), sold("b", 10, 50)]))).toMatchObject({ ...none, currency: 200 })
  })

  it("keep new and discontinued products, and deals without lines, apart", () => {
    const found = priceDrivers(
      state([sold("a", 10, 100), sold("old", 1, 70)], 5),
      state([sold("a", 10, 100), sold("new", 2, 40), sold("a", 1, 30, 1, 90, "EUR")], 25),
      "RUB",
    )
    expect(parts(found)).toEqual({
      volume: 0,
      mix: 0,
      listPrice: 0,
      discount: 0,
      currency: 0,
      newProducts: 80 + 2700,
      goneProducts: -70,
      withoutLines: 20,
    })
  })

  it("sum to the change to the last unit, also with free goods, full discounts and one state empty", () => {
    const any = fc
      .uniqueArray(fc.constantFrom("a", "b", "c", "d"), { maxLength: 4 })
      .chain((names) =>
        fc.tuple(
          ...names.map((name) =>
            fc
              .tuple(
                fc.integer({ min: 1, max: 1000 }),
                fc.nat({ max: 10_000 }),
                fc.constantFrom(0, 0.5, 1, 1.1),
                fc.constantFrom(1, 90.5),
              )
              .map(([quantity, list, kept, rate]) => sold(name, quantity, list, kept, rate)),
          ),
        ),
      )
    fc.assert(
      fc.property(any, any, fc.nat(), fc.nat(), (before, after, rest0, rest1) => {
        const found = priceDrivers(state(before, rest0), state(after, rest1), "RUB")
        expect(found.contributions.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(found.deltaMinor)
      }),
    )
  })
})

describe("staffed time", () => {
  it("counts people by their days, and what absence and ramp leave of them", () => {
    const always = { joinedOn: null, leftOn: null, absences: [], ramp: [] }
    const period = { from: "2026-06-01", to: "2026-06-13" }
    const half = { ...always, joinedOn: "2026-06-08" }
    const away = { ...always, absences: [{ from: "2026-06-01", to: "2026-06-06" }] }
    expect(staffedAmount(100, [always, half, away], period, fiveDayCalendar)).toEqual({
      amountMinor: 100,
      headcount: 2.5,
      workingDays: 10,
      presentShare: 0.8,
    })
    expect(staffedAmount(100, [], period, fiveDayCalendar)).toBeNull()
  })
})
