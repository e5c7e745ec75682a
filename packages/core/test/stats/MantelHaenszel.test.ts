import { describe, expect, it } from "vitest"
import type { TwoByTwo } from "../../src/stats/index.ts"
import { mantelHaenszel } from "../../src/stats/index.ts"

// Men and women by admitted and rejected, in six departments of Berkeley (Bickel, Hammel and O'Connell 1975).
const berkeley: ReadonlyArray<TwoByTwo> = [
  [
    [512, 313],
    [89, 19],
  ],
  [
    [353, 207],
    [17, 8],
  ],
  [
    [120, 205],
    [202, 391],
  ],
  [
    [138, 279],
    [131, 244],
  ],
  [
    [53, 138],
    [94, 299],
  ],
  [
    [22, 351],
    [24, 317],
  ],
]

// Penicillin given at once or later, by rabbits cured and dead, at five doses (Agresti 1990).
const rabbits: ReadonlyArray<TwoByTwo> = [
  [
    [0, 6],
    [0, 5],
  ],
  [
    [3, 3],
    [0, 6],
  ],
  [
    [6, 0],
    [2, 4],
  ],
  [
    [5, 1],
    [6, 0],
  ],
  [
    [2, 0],
    [5, 0],
  ],
]

const five: ReadonlyArray<TwoByTwo> = [
  [
    [20, 14],
    [10, 24],
  ],
  [
    [15, 12],
    [3, 15],
  ],
  [
    [3, 2],
    [3, 2],
  ],
  [
    [12, 3],
    [7, 5],
  ],
  [
    [1, 0],
    [3, 2],
  ],
]

const six: ReadonlyArray<TwoByTwo> = [
  [
    [313, 512],
    [19, 89],
  ],
  [
    [207, 353],
    [8, 17],
  ],
  [
    [205, 120],
    [391, 202],
  ],
  [
    [278, 139],
    [244, 131],
  ],
  [
    [138, 53],
    [299, 94],
  ],
  [
    [351, 22],
    [317, 24],
  ],
]

describe("mantelHaenszel", () => {
  it("undoes Simpson's paradox of Berkeley's admissions", () => {
    const pooled = mantelHaenszel(berkeley)
    expect(pooled.marginalOddsRatio).toBeCloseTo(1.84108003718, 10)
    expect(pooled.oddsRatio).toBeCloseTo(0.904696828259, 11)
    expect(pooled.interval!.lower).toBeCloseTo(0.771907361759, 10)
    expect(pooled.interval!.upper).toBeCloseTo(1.06032976444, 10)
    expect(pooled.test!.statistic).toBeCloseTo(1.42694622859, 9)
    expect(pooled.test!.pValue).toBeCloseTo(0.232263462817, 10)
  })

  it("reproduces the rabbits", () => {
    const pooled = mantelHaenszel(rabbits)
    expect(pooled.informativeStrata).toBe(3)
    expect(pooled.oddsRatio).toBeCloseTo(7, 12)
    expect(pooled.interval!.lower).toBeCloseTo(1.02671268846, 9)
    expect(pooled.interval!.upper).toBeCloseTo(47.7251333802, 7)
    expect(pooled.test!.statistic).toBeCloseTo(3.92857142857, 10)
    expect(pooled.test!.pValue).toBeCloseTo(0.0474722551429, 10)
  })

  it("reproduces five tables that may be pooled and six that may not", () => {
    const alike = mantelHaenszel(five)
    expect(alike.oddsRatio).toBeCloseTo(3.5912, 4)
    expect(alike.interval!.lower).toBeCloseTo(1.781135, 5)
    expect(alike.interval!.upper).toBeCloseTo(7.240633, 5)
    expect(alike.test!.statistic).toBeCloseTo(11.8852, 4)
    expect(alike.test!.pValue).toBeCloseTo(0.0005658, 7)
    expect(alike.homogeneity!.statistic).toBeCloseTo(1.8438, 4)
    expect(alike.homogeneity!.pValue).toBeCloseTo(0.7645, 4)
    const unlike = mantelHaenszel(six)
    expect(unlike.oddsRatio).toBeCloseTo(1.101879, 6)
    expect(unlike.interval!.lower).toBeCloseTo(0.9402012, 6)
    expect(unlike.interval!.upper).toBeCloseTo(1.2913602, 6)
    expect(unlike.test!.statistic).toBeCloseTo(1.3368, 4)
    expect(unlike.homogeneity!.statistic).toBeCloseTo(18.83297, 5)
    expect(unlike.homogeneity!.pValue).toBeCloseTo(0.002064786, 8)
  })

  it("says null where the strata cannot tell", () => {
    const nothing = { oddsRatio: null, interval: null, test: null, homogeneity: null, informativeStrata: 0 }
    expect(mantelHaenszel([])).toMatchObject(nothing)
    expect(
      mantelHaenszel([
        [
          [5, 0],
          [3, 0],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ]),
    ).toMatchObject(nothing)
    expect(
      mantelHaenszel([
        [
          [5, 0],
          [0, 3],
        ],
      ]),
    ).toMatchObject({ oddsRatio: null, informativeStrata: 1 })
    expect(
      mantelHaenszel([
        [
          [0, 5],
          [3, 0],
        ],
      ]),
    ).toMatchObject({ oddsRatio: 0, interval: null })
    expect(() =>
      mantelHaenszel([
        [
          [1, 0.5],
          [-1, 2],
        ],
      ]),
    ).toThrow(/\[0\]\[0\]\[1\].*\[0\]\[1\]\[0\]/)
  })
})
