import { falseDiscovery } from "@salesdept/core/stats"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rounded } from "./rounded.ts"

// The fifteen p-values of Benjamini and Hochberg (1995), section 3.2, and how many they reject at 0.05: four.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
]

describe("falseDiscovery", () => {
  it("rejects the four hypotheses of the published example, where Bonferroni's procedure rejects three", () => {
    expect(falseDiscovery(published).filter((q) => q <= 0.05)).toHaveLength(4)
    expect(published.filter((p) => p <= 0.05 / 15)).toHaveLength(3)
  })

  it("gives the values of R's p.adjust", () => {
    expect(rounded(falseDiscovery(published), 4).slice(0, 5)).toEqual([0.0015, 0.003, 0.0095, 0.0356, 0.0603])
    expect(falseDiscovery([0.01, 0.04, 0.03], "benjamini-yekutieli").map((q) => q.toFixed(4))).toEqual([
      "0.0550",
      "0.0733",
      "0.0733",
    ])
  })

  it("does not depend on the order, never falls below the p-value, and keeps the order of the p-values", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), (pValues) => {
        const adjusted = falseDiscovery(pValues)
        expect(falseDiscovery(pValues.toReversed())).toEqual(adjusted.toReversed())
        pValues.forEach((p, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p)
          pValues.forEach((other, j) => {
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
          })
        })
      }),
    )
  })

  it("refuses what is not a probability, all at once", () => {
    expect(() => falseDiscovery([0.1, -0.1, Number.NaN])).toThrow(
      expect.objectContaining({ _tag: "InputInvalid", data: { problems: [{}, {}].map(() => expect.anything()) } }),
    )
  })
})
