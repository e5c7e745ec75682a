import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bridgeLayout } from "../../src/format/Bridge.ts"

const step = (amount: number) => ({ label: "", amount, text: "" })
const layout = (base: number, steps: ReadonlyArray<number>) => {
  const fact = steps.reduce((sum, of) => sum + of, base)
  return bridgeLayout({ base: step(base), steps: steps.map(step), fact: step(fact) })
}

describe("bridge", () => {
  it("leads from the base to the fact, each step starting where the one before ended", () => {
    const { bars, broken, low } = layout(100, [-30, 50, -120])
    expect(bars.map((bar) => [bar.kind, bar.start, bar.end])).toEqual([
      ["total", 0, 100],
      ["fall", 100, 70],
      ["rise", 70, 120],
      ["fall", 120, 0],
      ["total", 0, 0],
    ])
    expect([broken, low]).toEqual([false, 0])
  })

  it("breaks the axis where the steps are small beside the totals, and never otherwise", () => {
    expect(layout(3_086_111, [22_280, -126_136]).broken).toBe(true)
    expect(layout(100, [-90]).broken).toBe(false)
    expect(layout(100, []).broken).toBe(false)
    expect(layout(-100, [-1]).broken).toBe(false)
  })

  it("keeps every bar on its axis", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer(), { maxLength: 8 }), (base, steps) => {
        const { bars, low, high } = layout(base, steps)
        expect(low).toBeLessThan(high)
        for (const bar of bars) {
          expect(Math.min(bar.start, bar.end)).toBeGreaterThanOrEqual(low)
          expect(Math.max(bar.start, bar.end)).toBeLessThanOrEqual(high)
        }
      }),
    )
  })
})
