import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { epochMsOf, instantOf, isInstant } from "../../src/shared/Instant.ts"

describe("instants", () => {
  it("go to milliseconds and back, and sort as text", () => {
    const epochMs = fc.integer({ min: Date.parse("0000-01-01T00:00:00Z"), max: Date.parse("9999-12-31T23:59:59.999Z") })
    fc.assert(
      fc.property(epochMs, epochMs, (left, right) => {
        expect(epochMsOf(instantOf(left))).toBe(left)
        expect(isInstant(instantOf(left))).toBe(true)
        expect(instantOf(left) < instantOf(right)).toBe(left < right)
      }),
    )
  })

  it.each([
    "2026-11-23T09:30:00Z",
    "2026-11-23T09:30:00.000+03:00",
    "2026-02-30T00:00:00.000Z",
    "2026-11-23T24:00:00.000Z",
    "2026-11-23 09:30:00.000Z",
    "",
  ])("refuses %j", (text) => expect(isInstant(text)).toBe(false))
})
