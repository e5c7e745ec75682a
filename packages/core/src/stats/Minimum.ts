import { finiteProblems, rejectWhere } from "./ArgumentProblem.ts"
import type { SymmetricMatrix } from "./SymmetricMatrix.ts"

/** A function to be minimised. */
export interface Objective {
  /** Its value; `NaN` or an infinity means "not here" and makes the search turn back. */
  readonly value: (point: ReadonlyArray<number>) => number
  /** Its gradient; without it central differences are taken. */
  readonly gradient?: (point: ReadonlyArray<number>) => ReadonlyArray<number>
}

/** Settings of {@link minimize}. */
export interface MinimumSettings {
  /** Largest component of the gradient that counts as flat, relative to the size of the value (at least 1). Default 1e-8. */
  readonly gradientTolerance?: number
  /** Steps after which the search gives up; whole, 1 or more. Default 500. */
  readonly maximumIterations?: number
}

/** Where a search ended, and whether it may be believed. */
export interface Minimum {
  /** The best point met. */
  readonly point: ReadonlyArray<number>
  /** The value there; null where the value at the start was not finite. */
  readonly value: number | null
  /** Largest component of the gradient there, in absolute value; null as above. */
  readonly gradientSize: number | null
  /** Steps taken. */
  readonly iterations: number
  /** Whether the gradient is flat there. Without it the point is not a minimum. */
  readonly converged: boolean
}

const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < left.length; i++) sum += left[i]! * right[i]!
  return sum
}

const along = (point: ReadonlyArray<number>, direction: ArrayLike<number>, length: number): ReadonlyArray<number> =>
  point.map((value, i) => value + length * direction[i]!)

const largest = (values: ReadonlyArray<number>): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

// The cube root of the rounding unit balances truncation and rounding of a central difference.
const difference = Math.cbrt(Number.EPSILON)

const centralDifferences =
  (value: Objective["value"]) =>
  (point: ReadonlyArray<number>): ReadonlyArray<number> =>
    point.map((at, i) => {
      const step = difference * Math.max(1, Math.abs(at))
      const [above, below] = [at + step, at - step]
      return (value(point.with(i, above)) - value(point.with(i, below))) / (above - below)
    })

const sufficientDecrease = 1e-4
const longestStep = 2
const shortestStep = 1e-12

/**
 * Minimises a smooth function by BFGS (Broyden, Fletcher, Goldfarb, Shanno 1970), with backtracking by Armijo's rule
 * (Nocedal and Wright 2006, algorithms 3.1 and 6.1); a step is at most 2 long, which suits logarithms of parameters.
 * Deterministic. Finds a local minimum: start it from several points.
 *
 * @param objective - its value, and its gradient where that is known
 * @param start - finite coordinates, where the value is finite
 * @param settings - when it is flat enough (1e-8 by default), when to give up (after 500 steps by default)
 * @throws InputInvalid where a coordinate of the start is not finite
 *
 * @example
 * ```ts
 * import { minimize } from "@salesdept/core/stats"
 *
 * const [x, y] = minimize({ value: ([x = 0, y = 0]) => (x - 1) ** 2 + 10 * (y - x * x) ** 2 }, [-1, 2]).point
 * x?.toFixed(4) // "1.0000"
 * y?.toFixed(4) // "1.0000"
 * ```
 */
export const minimize = (
  objective: Objective,
  start: ReadonlyArray<number>,
  settings: MinimumSettings = {},
): Minimum => {
  const { gradientTolerance = 1e-8, maximumIterations = 500 } = settings
  rejectWhere(finiteProblems("start", start))
  const gradientAt = objective.gradient ?? centralDifferences(objective.value)
  const flat = (gradient: ReadonlyArray<number>, value: number): boolean =>
    largest(gradient) <= gradientTolerance * Math.max(1, Math.abs(value))
  let point = start
  let value = objective.value(point)
  if (!Number.isFinite(value)) return { point, value: null, gradientSize: null, iterations: 0, converged: false }
  let gradient = gradientAt(point)
  let inverse = identity(point.length)
  let fresh = true
  let iterations = 0
  while (iterations < maximumIterations && gradient.every(Number.isFinite) && !flat(gradient, value)) {
    iterations++
    let direction = inverse.map((row) => -dot(row, gradient))
    if (!(dot(direction, gradient) < 0)) {
      inverse = identity(point.length)
      fresh = true
      direction = gradient.map((each) => -each)
    }
    const step = lineSearch(objective, point, value, direction, dot(direction, gradient), fresh)
    if (step === null) {
      if (fresh) break
      // The remembered curvature misleads: once more along the steepest descent before giving up.
      inverse = identity(point.length)
      fresh = true
      continue
    }
    const nextGradient = gradientAt(step.point)
    const moved = step.point.map((each, i) => each - point[i]!)
    const turned = nextGradient.map((each, i) => each - gradient[i]!)
    inverse = updated(inverse, moved, turned, fresh)
    fresh = false
    point = step.point
    value = step.value
    gradient = nextGradient
  }
  const size = largest(gradient)
  return {
    point,
    value,
    gradientSize: Number.isFinite(size) ? size : null,
    iterations,
    converged: gradient.every(Number.isFinite) && flat(gradient, value),
  }
}

const identity = (n: number): Array<Float64Array> =>
  Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)))

const lineSearch = (
  objective: Objective,
  point: ReadonlyArray<number>,
  value: number,
  direction: ReadonlyArray<number>,
  slope: number,
  fresh: boolean,
): { readonly point: ReadonlyArray<number>; readonly value: number } | null => {
  const size = largest(direction)
  let length = Math.min(1, longestStep / size)
  if (fresh) length = Math.min(length, 0.5 / size)
  while (length * size > shortestStep) {
    const next = along(point, direction, length)
    const nextValue = objective.value(next)
    if (nextValue <= value + sufficientDecrease * length * slope) return { point: next, value: nextValue }
    // The minimum of the parabola through what is known, kept within a tenth to a half of the step.
    const parabola = (-slope * length * length) / (2 * (nextValue - value - slope * length))
    length = Number.isFinite(parabola) ? Math.min(0.5 * length, Math.max(0.1 * length, parabola)) : 0.3 * length
  }
  return null
}

// H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, skipped where the curvature along the step is not positive.
const updated = (
  inverse: Array<Float64Array>,
  moved: ReadonlyArray<number>,
  turned: ReadonlyArray<number>,
  fresh: boolean,
): Array<Float64Array> => {
  const curvature = dot(moved, turned)
  if (!(curvature > 1e-12 * Math.sqrt(dot(moved, moved) * dot(turned, turned)))) return inverse
  const scale = fresh ? curvature / dot(turned, turned) : 1
  const bent = inverse.map((row) => scale * dot(row, turned))
  const factor = 1 + dot(turned, bent) / curvature
  return inverse.map((row, i) =>
    row.map(
      (each, j) =>
        scale * each +
        (factor * moved[i]! * moved[j]!) / curvature -
        (bent[i]! * moved[j]! + moved[i]! * bent[j]!) / curvature,
    ),
  )
}

/**
 * Second derivatives of a function at a point, by central second differences (Abramowitz and Stegun 25.3.23, 25.3.26).
 *
 * @param value - the function; it must be finite within a step of the point
 * @param point - where; finite coordinates
 * @param step - how far to each side, the same for all coordinates; above 0. Default 1e-3, which suits logarithms
 * @returns symmetric; inverted by {@link positiveDefiniteInverse} it gives variances of a maximum-likelihood estimate
 *
 * @example
 * ```ts
 * import { hessianAt } from "@salesdept/core/stats"
 *
 * const [row] = hessianAt(([x = 0, y = 0]) => x * x + 3 * x * y, [1, 2])
 * row?.map((each) => each.toFixed(3)) // ["2.000", "3.000"]
 * ```
 */
export const hessianAt = (value: Objective["value"], point: ReadonlyArray<number>, step = 1e-3): SymmetricMatrix => {
  const centre = value(point)
  const shifted = (i: number, byI: number, j: number, byJ: number): number =>
    value(point.map((at, k) => at + (k === i ? byI : 0) + (k === j ? byJ : 0)))
  const matrix = point.map(() => point.map(() => 0))
  for (let i = 0; i < point.length; i++) {
    matrix[i]![i] = (shifted(i, step, i, 0) - 2 * centre + shifted(i, -step, i, 0)) / (step * step)
    for (let j = 0; j < i; j++) {
      const mixed =
        shifted(i, step, j, step) -
        shifted(i, step, j, -step) -
        shifted(i, -step, j, step) +
        shifted(i, -step, j, -step)
      matrix[i]![j] = mixed / (4 * step * step)
      matrix[j]![i] = matrix[i]![j]!
    }
  }
  return matrix
}
