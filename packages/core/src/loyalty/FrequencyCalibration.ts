import type { ChiSquareTest } from "../stats/MantelHaenszel.ts"
import { chiSquareTail } from "../stats/ChiSquare.ts"
import { refuse, wholeProblems } from "./Bounds.ts"
import type { ModelParameters, NbdModel } from "./NbdModel.ts"
import type { History } from "./PurchaseHistory.ts"

/** Customers with one number of repeat purchases. */
export interface FrequencyBin {
  /** The number of repeat purchases; in the last bin, that and more. */
  readonly repeatCount: number
  /** Whether it is the last, open bin. */
  readonly andMore: boolean
  /** Customers seen with it. */
  readonly observed: number
  /** Customers expected by the model. */
  readonly expected: number
}

/** How well a model reproduces the purchases it was fitted to. */
export interface FrequencyCalibration {
  /** Bins, ascending. */
  readonly bins: ReadonlyArray<FrequencyBin>
  /**
   * Pearson's test with as many degrees less as parameters were fitted, over neighbouring bins joined until each expects five customers
   * or more (Cochran 1954): with fewer its p-value is none. Null where too few bins are left for it.
   */
  readonly test: ChiSquareTest | null
}

/** What customers of one past frequency did later, and what was foretold. */
export interface HoldoutBin {
  /** Repeat purchases during calibration; in the last bin, that and more. */
  readonly repeatCount: number
  /** Whether it is the last, open bin. */
  readonly andMore: boolean
  /** Customers in the bin. */
  readonly customerCount: number
  /** Mean purchases of theirs in the holdout; null where there is nobody. */
  readonly actualMean: number | null
  /** Mean of what was predicted; null likewise. */
  readonly predictedMean: number | null
}

/** What a customer did before and in the holdout, and what was foretold. */
export interface HoldoutOutcome {
  /** Repeat purchases during calibration. */
  readonly repeatCount: number
  /** Purchases in the holdout. */
  readonly actual: number
  /** The prediction for the holdout. */
  readonly predicted: number
}

/**
 * Table of customers by number of repeat purchases, seen and expected, with the chi-square test of the model (Pearson 1900, with one
 * degree of freedom less for each parameter that was fitted; Fader, Hardie and Lee 2005): first thing to draw when a model is judged.
 *
 * @param model - which
 * @param parameters - of its fit, all above 0
 * @param histories - those that were fitted, times in the unit of the fit
 * @param topBin - number from which bins are joined; whole, 1 to 10,000 (inclusive). Default 7
 * @throws InputInvalid where an argument is out of bounds
 * @example
 * ```ts
 * import { frequencyCalibration, mbgNbd } from "@salesdept/core/loyalty/models"
 *
 * const once = { repeatCount: 0, lastAt: 0, age: 52 }
 * const histories = [once, once, once, { repeatCount: 1, lastAt: 30, age: 52 }, { repeatCount: 4, lastAt: 48, age: 52 }]
 * const { bins } = frequencyCalibration(mbgNbd, { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, histories, 1)
 * bins.map(({ observed, expected }) => [observed, expected]) // [[3, 2.77…], [2, 2.22…]]
 * ```
 */
export const frequencyCalibration = <Name extends string>(
  model: NbdModel<Name>,
  parameters: ModelParameters<Name>,
  histories: ReadonlyArray<History>,
  topBin = 7,
): FrequencyCalibration => {
  checkTopBin(topBin)
  const customersOfAge = new Map<number, number>()
  const observed = Array<number>(topBin + 1).fill(0)
  for (const { repeatCount, age } of histories) {
    customersOfAge.set(age, (customersOfAge.get(age) ?? 0) + 1)
    observed[Math.min(topBin, repeatCount)]! += 1
  }
  const expected = Array<number>(topBin + 1).fill(0)
  for (const [age, customers] of customersOfAge) {
    const probabilities = model.countProbabilities(parameters, age, topBin - 1)
    const below = probabilities.reduce((sum, probability, count) => {
      expected[count]! += customers * probability
      return sum + probability
    }, 0)
    expected[topBin]! += customers * Math.max(0, 1 - below)
  }
  const joined = joinedBins(observed, expected)
  const degrees = joined.length - 1 - model.parameterNames.length
  const statistic = joined.reduce((sum, bin) => sum + (bin.observed - bin.expected) ** 2 / bin.expected, 0)
  return {
    bins: expected.map((count, repeatCount) => ({
      repeatCount,
      andMore: repeatCount === topBin,
      observed: observed[repeatCount]!,
      expected: count,
    })),
    test: degrees >= 1 ? { statistic, degrees, pValue: chiSquareTail(statistic, degrees) } : null,
  }
}

const leastExpected = 5

/** Neighbouring bins joined from the lowest on; what is left of too little at the end goes to the last. */
const joinedBins = (observed: ReadonlyArray<number>, expected: ReadonlyArray<number>) => {
  const joined: Array<{ observed: number; expected: number }> = []
  let open = { observed: 0, expected: 0 }
  expected.forEach((count, i) => {
    open = { observed: open.observed + observed[i]!, expected: open.expected + count }
    if (open.expected < leastExpected) return
    joined.push(open)
    open = { observed: 0, expected: 0 }
  })
  const last = joined.at(-1)
  if (last !== undefined) {
    last.observed += open.observed
    last.expected += open.expected
  }
  return joined
}

/**
 * Mean purchases in the holdout by past frequency, actual and predicted: shows where a model is biased, which a total
 * hides.
 *
 * @param outcomes - one per customer; counts whole, 0 or more
 * @param topBin - number from which bins are joined; whole, 1 to 10,000 (inclusive). Default 7
 * @returns one for each number from 0 to `topBin`
 * @throws InputInvalid where `topBin` is out of bounds
 * @example
 * ```ts
 * import { holdoutByFrequency } from "@salesdept/core/loyalty/models"
 *
 * const outcomes = [{ repeatCount: 0, actual: 0, predicted: 0.2 }, { repeatCount: 3, actual: 2, predicted: 1.4 }]
 * holdoutByFrequency(outcomes, 1).map(({ actualMean, predictedMean }) => [actualMean, predictedMean]) // [[0, 0.2], [2, 1.4]]
 * ```
 */
export const holdoutByFrequency = (outcomes: ReadonlyArray<HoldoutOutcome>, topBin = 7): ReadonlyArray<HoldoutBin> => {
  checkTopBin(topBin)
  const sums = Array.from({ length: topBin + 1 }, () => ({ customers: 0, actual: 0, predicted: 0 }))
  for (const { repeatCount, actual, predicted } of outcomes) {
    const bin = sums[Math.min(topBin, repeatCount)]!
    bin.customers++
    bin.actual += actual
    bin.predicted += predicted
  }
  return sums.map(({ customers, actual, predicted }, repeatCount) => ({
    repeatCount,
    andMore: repeatCount === topBin,
    customerCount: customers,
    actualMean: customers === 0 ? null : actual / customers,
    predictedMean: customers === 0 ? null : predicted / customers,
  }))
}

const checkTopBin = (topBin: number): void => refuse(wholeProblems("topBin", topBin, 1, 10_000))
