import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareCodePoints } from "../../src/shared/CodePoints.ts"

describe("comparing texts by code point", () => {
  it("is the order of UTF-8 bytes, which both databases have", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (left, right) => {
        const order = Buffer.compare(Buffer.from(left), Buffer.from(right))
        expect(Math.sign(compareCodePoints(left, right))).toBe(order)
      }),
    )
  })

  it("differs from JavaScript's own for characters past U+FFFF", () => {
    expect(["\uFFFD", "\u{1D306}"].toSorted()).toEqual(["\u{1D306}", "\uFFFD"])
    expect(compareCodePoints("\u{1D306}", "\uFFFD")).toBeGreaterThan(0)
    expect(compareCodePoints("a", "ab")).toBeLessThan(0)
    expect(compareCodePoints("ab", "ab")).toBe(0)
  })
})
