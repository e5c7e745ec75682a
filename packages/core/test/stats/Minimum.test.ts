import { describe, expect, it } from "vitest"
import { hessianAt, minimize, positiveDefiniteInverse } from "../../src/stats/index.ts"

const rosenbrock = ([x = 0, y = 0]: ReadonlyArray<number>): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2

describe("minimize", () => {
  it("goes round the bend of Rosenbrock's valley, with and without a gradient", () => {
    const gradient = ([x = 0, y = 0]: ReadonlyArray<number>): ReadonlyArray<number> => [
      -2 * (1 - x) - 400 * x * (y - x * x),
      200 * (y - x * x),
    ]
    for (const objective of [{ value: rosenbrock }, { value: rosenbrock, gradient }]) {
      const found = minimize(objective, [-1.2, 1])
      expect(found.converged).toBe(true)
      expect(found.point[0]).toBeCloseTo(1, 6)
      expect(found.point[1]).toBeCloseTo(1, 6)
    }
  })

  it("finds the minimum of a quadratic in five dimensions", () => {
    const value = (p: ReadonlyArray<number>): number => p.reduce((sum, x, i) => sum + (i + 1) * (x - i) ** 2, 0)
    const found = minimize({ value }, [9, -9, 9, -9, 9])
    found.point.forEach((x, i) => expect(x).toBeCloseTo(i, 6))
  })

  it("turns back where the function has no value", () => {
    const found = minimize({ value: ([x = 0]) => x - Math.log(x) }, [3])
    expect(found.converged).toBe(true)
    expect(found.point[0]).toBeCloseTo(1, 6)
  })

  it("admits that it has not found a minimum", () => {
    expect(minimize({ value: rosenbrock }, [-1.2, 1], { maximumIterations: 3 })).toMatchObject({
      iterations: 3,
      converged: false,
    })
    expect(minimize({ value: () => Number.NaN }, [0])).toEqual({
      point: [0],
      value: null,
      gradientSize: null,
      iterations: 0,
      converged: false,
    })
    expect(minimize({ value: ([x = 0]) => -x }, [0]).converged).toBe(false)
    expect(() => minimize({ value: rosenbrock }, [Number.NaN, 0])).toThrow(/start\[0\]/)
  })
})

describe("hessianAt and positiveDefiniteInverse", () => {
  it("has the second derivatives of Rosenbrock's function at its minimum, and inverts them", () => {
    const hessian = hessianAt(rosenbrock, [1, 1])
    expect(hessian[0]![0]).toBeCloseTo(802, 2)
    expect(hessian[0]![1]).toBeCloseTo(-400, 2)
    expect(hessian[1]![1]).toBeCloseTo(200, 2)
    const inverse = positiveDefiniteInverse([
      [802, -400],
      [-400, 200],
    ])!
    expect(inverse[0]![0]).toBeCloseTo(0.5, 10)
    expect(inverse[0]![1]).toBeCloseTo(1, 10)
    expect(inverse[1]![1]).toBeCloseTo(2.005, 10)
  })

  it.each([
    [
      "a saddle",
      [
        [1, 2],
        [2, 1],
      ],
    ],
    [
      "a flat direction",
      [
        [1, 1],
        [1, 1],
      ],
    ],
    [
      "a negative diagonal",
      [
        [-1, 0],
        [0, 1],
      ],
    ],
    [
      "no number",
      [
        [Number.NaN, 0],
        [0, 1],
      ],
    ],
  ])("refuses %s", (_, matrix) => expect(positiveDefiniteInverse(matrix)).toBeNull())
})
