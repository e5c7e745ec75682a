import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, finiteAbove0, rejectWhere } from "./ArgumentProblem.ts"
import { NotConverged } from "./NumericErrors.ts"

// At z = 0.99999 the series takes about four million terms; this bounds a call to a fraction of a second.
const maximumTerms = 20_000_000

const from0Below1: Message = { en: "a number from 0 up to, but not including, 1", ru: "число от 0 до 1, не включая 1" }

const problemsOf = (a: number, b: number, c: number, z: number): ReadonlyArray<Problem> => [
  ...Object.entries({ a, b, c }).flatMap(([path, value]) =>
    value > 0 && value < Number.POSITIVE_INFINITY ? [] : [argumentProblem(path, value, finiteAbove0)],
  ),
  ...(z >= 0 && z < 1 ? [] : [argumentProblem("z", z, from0Below1)]),
]

/** A number too large for a double: value · e^logScale. */
interface Scaled {
  readonly value: number
  readonly logScale: number
}

const largest = 1e250

// Σ (a)_n (b)_n / ((c)_n n!) z^n. The ratio of terms tends to z, so what is left out after a term is about
// term · z / (1 − z).
const series = (a: number, b: number, c: number, z: number): Scaled => {
  const tail = Math.max(1, z / (1 - z))
  let term = 1
  let sum = 1
  let logScale = 0
  for (let n = 0; n < maximumTerms; n++) {
    const ratio = ((a + n) / (c + n)) * ((b + n) / (1 + n)) * z
    term *= ratio
    sum += term
    if (Math.abs(ratio) < 1 && Math.abs(term) * tail < Math.abs(sum) * (Number.EPSILON / 4)) {
      return { value: sum, logScale }
    }
    if (sum > largest) {
      term /= largest
      sum /= largest
      logScale += Math.log(largest)
    }
  }
  throw new NotConverged("2F1", maximumTerms)
}

// Euler's transformation (DLMF 15.8.1) where it shortens the series and leaves no more than one change of sign in it;
// with many, the terms would cancel. All terms of the plain series are positive.
const transforms = (a: number, b: number, c: number): boolean => c < a + b && c - a > -1 && c - b > -1

/**
 * Gauss hypergeometric function ₂F₁(a, b; c; z) by its series (DLMF 15.2.1), after Euler's transformation (15.8.1) where
 * that brings it nearer to a polynomial. `Infinity` where the value leaves the range of doubles: take
 * {@link logHypergeometric2F1} there.
 *
 * @param a - finite, above 0
 * @param b - finite, above 0
 * @param c - finite, above 0
 * @param z - 0 up to, not including, 1
 * @throws InputInvalid outside these bounds; {@link NotConverged} where z is so near 1 that the series does not end
 *
 * @example
 * ```ts
 * import { hypergeometric2F1 } from "@salesdept/core/stats"
 *
 * hypergeometric2F1(1, 1, 2, 0.5) // 1.3862…
 * ```
 */
export const hypergeometric2F1 = (a: number, b: number, c: number, z: number): number => {
  rejectWhere(problemsOf(a, b, c, z))
  const transformed = transforms(a, b, c)
  const { value, logScale } = transformed ? series(c - a, c - b, c, z) : series(a, b, c, z)
  return (transformed ? (1 - z) ** (c - a - b) : 1) * value * (logScale === 0 ? 1 : Math.exp(logScale))
}

/**
 * Natural logarithm of ₂F₁(a, b; c; z), for arguments whose value leaves the range of doubles.
 * By the same series and transformation (DLMF 15.2.1, 15.8.1).
 *
 * @param a - finite, above 0
 * @param b - finite, above 0
 * @param c - finite, above 0
 * @param z - 0 up to, not including, 1
 * @throws InputInvalid outside these bounds; {@link NotConverged} where z is so near 1 that the series does not end
 *
 * @example
 * ```ts
 * import { logHypergeometric2F1 } from "@salesdept/core/stats"
 *
 * logHypergeometric2F1(400, 500, 2, 0.9) // 2651.1911…
 * ```
 */
export const logHypergeometric2F1 = (a: number, b: number, c: number, z: number): number => {
  rejectWhere(problemsOf(a, b, c, z))
  const transformed = transforms(a, b, c)
  const { value, logScale } = transformed ? series(c - a, c - b, c, z) : series(a, b, c, z)
  return Math.log(value) + logScale + (transformed ? (c - a - b) * Math.log1p(-z) : 0)
}

const tiny = 1e-300
const maximumSteps = 1_000_000

/**
 * ₂F₁(1, b; c; z) by Gauss's continued fraction (DLMF 15.7.1) in the form of modified Lentz (Thompson and Barnett 1986).
 * Takes a few steps times 1/√(1 − z), so it stays quick where the series does not. Where b is above c its parts cancel, and
 * the series is taken as in {@link hypergeometric2F1}.
 *
 * @param b - finite, above 0
 * @param c - finite, above 0
 * @param z - 0 up to, not including, 1
 * @throws InputInvalid outside these bounds; {@link NotConverged} where the fraction does not settle
 *
 * @example
 * ```ts
 * import { hypergeometric2F1With1 } from "@salesdept/core/stats"
 *
 * hypergeometric2F1With1(1, 2, 0.5) // 1.3862…
 * ```
 */
export const hypergeometric2F1With1 = (b: number, c: number, z: number): number => {
  // Called for every customer in every step of a fit, so nothing is allocated while all is well.
  if (!(b > 0 && c > 0 && z >= 0 && z < 1 && Number.isFinite(b + c))) {
    rejectWhere(problemsOf(1, b, c, z))
  }
  if (b > c) return hypergeometric2F1(1, b, c, z)
  // Fraction 1 / (1 − k1 z / (1 − k2 z / (1 − …))), evaluated from the top.
  let front = 1
  let back = 0
  let value = 1
  let before = Number.POSITIVE_INFINITY
  for (let n = 0; n < maximumSteps; n++) {
    const half = n >> 1
    const numerator =
      n % 2 === 0
        ? ((b + half) * (c - 1 + half)) / ((c - 1 + n) * (c + n))
        : ((half + 1) * (c - b + half)) / ((c - 1 + n) * (c + n))
    const step = n === 0 ? (-b / c) * z : -numerator * z
    back = 1 / notZero(1 + step * back)
    front = notZero(1 + step / front)
    value *= front * back
    // Rounding may keep the last steps from ever being smaller than the last digit.
    const moved = Math.abs(front * back - 1)
    if (moved < Number.EPSILON || (moved >= before && moved < 32 * Number.EPSILON)) return 1 / value
    before = moved
  }
  throw new NotConverged("2F1(1, b; c; z)", maximumSteps)
}

const notZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
