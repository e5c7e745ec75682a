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
 * Table of customers by number of repeat purchases, seen and expected, with the chi-square test of the model: first
 * thing to draw when a model is judged.
 *
 * @param model - which
 * @param parameters - of its fit
 * @param histories - those that were fitted
 * @param topBin - number from which bins are joined; whole, 1 or more. Default 7
 * @throws InputInvalid where an argument is out of bounds
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
 * @param outcomes - one per customer
 * @param topBin - number from which bins are joined; whole, 1 or more. Default 7
 * @throws InputInvalid where `topBin` is out of bounds
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
