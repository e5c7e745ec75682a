import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { AmountUnsafe } from "../../src/shared/MoneyErrors.ts"
import { roundToSum } from "../../src/shared/RoundToSum.ts"

// Quarters are exact in doubles, so the total that the parts give is known exactly.
const quarters = fc.array(
  fc.integer({ min: -4_000_000, max: 4_000_000 }).map((value) => value / 4 + 0),
  { maxLength: 12 },
)
const sum = (parts: ReadonlyArray<number>) => parts.reduce((left, right) => left + right, 0)

describe("rounding to a known sum", () => {
  it("shows contributions that add up", () => {
    expect(roundToSum([33.4, 33.4, 33.2], 100)).toEqual([34, 33, 33])
    expect(roundToSum([0.9, -0.9], 0)).toEqual([1, -1])
    expect(roundToSum([0.5, 0.5], 1)).toEqual([1, 0])
    expect(roundToSum([-0.5, -0.5], -1)).toEqual([-1, 0])
    expect(roundToSum([], 0)).toEqual([])
  })

  it("of equal residues lets bigger and earlier parts be the larger: the first to grow, the last to shrink", () => {
    expect(roundToSum([0.25, 1.25, 0.25, 0.25], 2)).toEqual([0, 2, 0, 0])
    expect(roundToSum([-0.25, -1.25, -0.25, -0.25], -2)).toEqual([0, -2, 0, 0])
    expect(roundToSum([0.25, 0.25, 0.25, 0.25], 1)).toEqual([1, 0, 0, 0])
    expect(roundToSum([0.5, 1.5], 2)).toEqual([0, 2])
    expect(roundToSum([0.5, 0.5, 0.5, 0.5], 2)).toEqual([1, 1, 0, 0])
    expect(roundToSum([3.5, 0.5, 2.5, 1.5], 8)).toEqual([4, 0, 3, 1])
  })

  it("lets the part that grows go first where one would grow and one shrink", () => {
    expect(roundToSum([2.25, -3.75], -1)).toEqual([3, -4])
  })

  it("sums exactly, moves no part by more than a unit, leaves whole parts alone and mirrors the sign", () => {
    fc.assert(
      fc.property(quarters, (parts) => {
        const total = Math.round(sum(parts)) + 0
        const rounded = roundToSum(parts, total)
        expect(sum(rounded)).toBe(total)
        rounded.forEach((value, i) => {
          expect(Number.isInteger(value) && !Object.is(value, -0)).toBe(true)
          expect(Math.abs(value - (parts[i] ?? 0))).toBeLessThanOrEqual(1)
        })
        expect(
          roundToSum(
            parts.map((part) => 0 - part),
            0 - total,
          ),
        ).toEqual(rounded.map((value) => 0 - value))
        expect(roundToSum(rounded, total)).toEqual(rounded)
      }),
    )
  })

  it("is as close as any whole numbers with that sum", () => {
    const few = fc.array(
      fc.integer({ min: -12, max: 12 }).map((value) => value / 4 + 0),
      { minLength: 1, maxLength: 4 },
    )
    fc.assert(
      fc.property(few, (parts) => {
        const total = Math.round(sum(parts)) + 0
        const distance = (values: ReadonlyArray<number>) =>
          sum(values.map((value, i) => Math.abs(value - (parts[i] ?? 0))))
        let best = Number.POSITIVE_INFINITY
        const search = (chosen: ReadonlyArray<number>): void => {
          if (chosen.length === parts.length) {
            if (sum(chosen) === total) best = Math.min(best, distance(chosen))
            return
          }
          const floor = Math.floor(parts[chosen.length] ?? 0)
          for (const step of [-1, 0, 1, 2]) search([...chosen, floor + step])
        }
        search([])
        expect(distance(roundToSum(parts, total))).toBe(best)
      }),
    )
  })

  it("refuses parts that do not make the total, and parts that are no numbers", () => {
    expect(() => roundToSum([1, 2], 4)).toThrow(InputInvalid)
    expect(() => roundToSum([], 1)).toThrow(InputInvalid)
    expect(() => roundToSum([Number.NaN], 0)).toThrow(InputInvalid)
    expect(() => roundToSum([2 ** 53], 2 ** 53 - 1)).toThrow(InputInvalid)
    expect(roundToSum([2 ** 52], 2 ** 52)).toEqual([2 ** 52])
    expect(() => roundToSum([2 ** 52, 2 ** 52], 2 ** 53)).toThrow(AmountUnsafe)
    expect(() => roundToSum([1.5], 1.5)).toThrow(AmountUnsafe)
  })
})
