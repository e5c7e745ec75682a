import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { splitByShares, splitByWeights } from "../../src/shared/Allocation.ts"
import { InputInvalid } from "../../src/shared/InputErrors.ts"
import { AmountUnsafe } from "../../src/shared/MoneyErrors.ts"

const total = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }).map((value) => value + 0)
const weight = fc.oneof(
  fc.nat(),
  fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value + 0),
)
const weights = fc.array(weight, { minLength: 1, maxLength: 30 }).filter((list) => list.some((each) => each > 0))
const sum = (parts: ReadonlyArray<number>) => Number(parts.reduce((left, right) => left + BigInt(right), 0n))

describe("largest remainder", () => {
  it("gives the seats of the US House for the census of 1790, 60 seats of the example (electowiki, Hamilton method)", () => {
    const populations = [
      630_560, 475_327, 432_879, 353_523, 331_589, 278_514, 236_841, 206_236, 179_570, 141_822, 85_533, 70_835, 68_705,
      68_446, 55_540,
    ]
    expect(splitByWeights(60, populations)).toEqual([11, 8, 7, 6, 6, 5, 4, 3, 3, 2, 1, 1, 1, 1, 1])
  })

  it("splits 10 000 001 kopecks over three to the kopeck", () => {
    expect(splitByWeights(10_000_001, [1, 1, 1])).toEqual([3_333_334, 3_333_334, 3_333_333])
  })

  it("gives a unit left over to the bigger weight first, then to the earlier", () => {
    // Quotas 1.5, 0.5: equal remainders.
    expect(splitByWeights(2, [1, 3])).toEqual([0, 2])
    expect(splitByWeights(1, [2, 2])).toEqual([1, 0])
  })

  it("is exact for weights that doubles cannot add", () => {
    expect(splitByWeights(9_007_199_254_740_991, [1e-300, 1e300])).toEqual([0, 9_007_199_254_740_991])
    expect(splitByWeights(10, [5e-324, 5e-324])).toEqual([5, 5])
  })

  it("sums to the total, stays within a unit of the quota, mirrors the sign and gives nothing to nobody", () => {
    fc.assert(
      fc.property(total, weights, (whole, list) => {
        const parts = splitByWeights(whole, list)
        expect(sum(parts)).toBe(whole)
        expect(splitByWeights(0 - whole, list)).toEqual(parts.map((part) => 0 - part))
        const base = list.reduce((left, right) => left + right, 0)
        parts.forEach((part, i) => {
          const quota = whole * ((list[i] ?? 0) / base)
          expect(Math.abs(part - quota)).toBeLessThanOrEqual(1 + Math.abs(quota) * 1e-12)
          expect(list[i] === 0 && part !== 0).toBe(false)
        })
      }),
    )
  })

  it("depends on proportions only", () => {
    const whole = fc.array(fc.nat(10_000), { minLength: 1 }).filter((list) => list.some((each) => each > 0))
    fc.assert(
      fc.property(total, whole, fc.integer({ min: 1, max: 1000 }), (amount, list, factor) => {
        expect(
          splitByWeights(
            amount,
            list.map((each) => each * factor),
          ),
        ).toEqual(splitByWeights(amount, list))
      }),
    )
  })

  it("gives the bigger weight no less", () => {
    fc.assert(
      fc.property(fc.nat(), weights, (amount, list) => {
        const parts = splitByWeights(amount, list)
        for (let i = 1; i < list.length; i++) {
          const [a = 0, b = 0] = [list[i - 1], list[i]]
          expect(a > b && (parts[i - 1] ?? 0) < (parts[i] ?? 0)).toBe(false)
        }
      }),
    )
  })

  it("refuses with every bad weight named", () => {
    expect(codesOf(() => splitByWeights(10, []))).toEqual(["allocation.empty"])
    expect(codesOf(() => splitByWeights(10, [0, 0]))).toEqual(["allocation.allZero"])
    expect(codesOf(() => splitByWeights(10, [1, -1, Number.NaN, Number.POSITIVE_INFINITY]))).toEqual([
      "allocation.weight",
      "allocation.weight",
      "allocation.weight",
    ])
    expect(() => splitByWeights(0.5, [1])).toThrow(AmountUnsafe)
  })
})

describe("shares", () => {
  it("do not depend on the order they are listed in", () => {
    const shares = fc
      .uniqueArray(fc.record({ id: fc.string(), weight: fc.nat(5) }), { selector: ({ id }) => id, minLength: 1 })
      .filter((list) => list.some((share) => share.weight > 0))
    const shuffled = shares.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), shuffled, (amount, [list, other]) => {
        const byId = new Map(splitByShares(amount, list).map((share) => [share.id, share.amount]))
        expect(new Map(splitByShares(amount, other).map((share) => [share.id, share.amount]))).toEqual(byId)
      }),
    )
  })

  it("refuse an id given twice", () => {
    const twice = [
      { id: "a", weight: 1 },
      { id: "a", weight: 2 },
    ]
    expect(codesOf(() => splitByShares(10, twice))).toEqual(["allocation.duplicate"])
  })
})

const codesOf = (work: () => unknown): ReadonlyArray<string> => {
  try {
    work()
    return []
  } catch (error) {
    if (error instanceof InputInvalid) return error.problems.map(({ code }) => code)
    throw error
  }
}
