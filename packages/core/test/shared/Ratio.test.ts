import { describe, expect, it } from "vitest"
import { ratioValue } from "../../src/shared/Ratio.ts"

describe("ratios", () => {
  it("have a value as a share or in percent", () => {
    expect(ratioValue({ numerator: 1, denominator: 4 })).toEqual({ value: 0.25, reason: null })
    expect(ratioValue({ numerator: 1, denominator: 4 }, 100)).toEqual({ value: 25, reason: null })
    expect(ratioValue({ numerator: 0, denominator: -4 })).toEqual({ value: 0, reason: null })
  })

  it("have no value over zero, and say why", () => {
    for (const ratio of [
      { numerator: 1, denominator: 0 },
      { numerator: 0, denominator: 0 },
    ]) {
      const { value, reason } = ratioValue(ratio)
      expect(value).toBeNull()
      expect(reason?.en).toContain("denominator is 0")
      expect(reason?.ru).toContain("знаменатель равен нулю")
    }
  })

  it("have no value that is not finite", () => {
    expect(ratioValue({ numerator: Number.MAX_VALUE, denominator: 0.1 }).value).toBeNull()
  })
})
