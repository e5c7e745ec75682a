import { raterAgreement } from "@salesdept/core/stats"
import { describe, expect, it } from "vitest"

describe("raterAgreement", () => {
  it("gives kappa 0.4 for 20, 5, 10, 15: 0.7 agreed, 0.5 by chance", () => {
    const { agreement, expected, kappa, n } = raterAgreement([
      [20, 5],
      [10, 15],
    ])
    expect([n, agreement, expected]).toEqual([50, 0.7, 0.5])
    expect(kappa).toBeCloseTo(0.4, 12)
  })

  it("has no value where chance alone makes all alike, or nothing was rated", () => {
    expect(
      raterAgreement([
        [7, 0],
        [0, 0],
      ]).kappa,
    ).toBeNull()
    expect(raterAgreement([]).agreement).toBeNull()
  })

  it("refuses a table that is not square", () => {
    expect(() => raterAgreement([[1, 2], [3]])).toThrow(expect.objectContaining({ _tag: "InputInvalid" }))
  })
})
