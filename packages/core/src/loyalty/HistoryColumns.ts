import type { Problem } from "../shared/Problem.ts"
import { atLeastProblems, refuse, wholeProblems } from "./Bounds.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"
import type { History } from "./PurchaseHistory.ts"

/** Histories in columns, equal ones once with their number. The form in which likelihoods are computed. */
export interface HistoryColumns {
  /** x of each different history. */
  readonly repeatCounts: Int32Array
  /** t_x of each. */
  readonly lastAts: Float64Array
  /** T of each. */
  readonly ages: Float64Array
  /** How many customers have it. */
  readonly weights: Float64Array
  /** Different pairs of an x and a time, be it t_x or T: what a costly term of a likelihood may depend on. */
  readonly points: {
    /** x of each pair. */
    readonly repeatCounts: Int32Array
    /** Its time. */
    readonly times: Float64Array
  }
  /** Per history, the pair of its x and t_x. */
  readonly lastPoints: Int32Array
  /** Per history, the pair of its x and T. */
  readonly agePoints: Int32Array
  /** Customers in all: the sum of the weights. */
  readonly customerCount: number
  /** Repeat purchases in all. */
  readonly repeatTotal: number
}

/** A customer may have more repeat purchases than this only by mistake; tables of the likelihood are this long at most. */
const mostRepeats = 1_000_000

/**
 * Problems of one history: numbers that are not finite or negative, a count that is not whole, t_x later than T, a last
 * purchase without repeats or repeats without a last purchase.
 *
 * @param history - what to check
 * @param path - where it stands, put before the names of its fields
 * @example
 * ```ts
 * import { historyProblems } from "@salesdept/core/loyalty/models"
 *
 * historyProblems({ repeatCount: 2, lastAt: 60, age: 52 }, "histories[7]").map(({ path, code }) => [path, code])
 * // [["histories[7].lastAt", "loyalty.lastAfterEnd"]]
 * ```
 */
export const historyProblems = (history: History, path = ""): ReadonlyArray<Problem> => {
  const { repeatCount, lastAt, age } = history
  const at = (field: string): string => (path === "" ? field : `${path}.${field}`)
  const wrong = [
    ...wholeProblems(at("repeatCount"), repeatCount, 0, mostRepeats, "loyalty.count"),
    ...atLeastProblems(at("lastAt"), lastAt, 0, "loyalty.negative"),
    ...atLeastProblems(at("age"), age, 0, "loyalty.negative"),
  ]
  if (wrong.length > 0) return wrong
  const problems: Array<Problem> = []
  if (lastAt > age) {
    problems.push(
      loyaltyProblem(
        at("lastAt"),
        "loyalty.lastAfterEnd",
        `the last purchase (${lastAt}) is later than the end of observation (${age})`,
        `последняя покупка (${lastAt}) позже конца наблюдения (${age})`,
      ),
    )
  }
  if (repeatCount === 0 && lastAt > 0) {
    problems.push(
      loyaltyProblem(
        at("lastAt"),
        "loyalty.lastWithoutRepeat",
        `without repeat purchases it must be 0, got ${lastAt}`,
        `без повторных покупок должно быть 0, получено ${lastAt}`,
      ),
    )
  }
  if (repeatCount > 0 && lastAt === 0) {
    problems.push(
      loyaltyProblem(
        at("lastAt"),
        "loyalty.repeatWithoutLast",
        `${repeatCount} repeat purchases need a last one after the birth`,
        `при повторных покупках (${repeatCount}) последняя должна быть позже первой`,
      ),
    )
  }
  return problems
}

/**
 * Puts histories into columns, merging equal ones with their number: the likelihood of a large base then costs as many
 * terms as it has different histories (8,685 for the 23,570 customers of CDNOW).
 *
 * @param histories - in any order
 * @throws InputInvalid listing every bad history by position
 * @example
 * ```ts
 * import { historyColumns } from "@salesdept/core/loyalty/models"
 *
 * const once = { repeatCount: 0, lastAt: 0, age: 52 }
 * const { repeatCounts, weights } = historyColumns([once, { repeatCount: 2, lastAt: 30, age: 52 }, once])
 * Array.from(repeatCounts) // [0, 2]
 * Array.from(weights) // [2, 1]
 * ```
 */
export const historyColumns = (histories: ReadonlyArray<History>): HistoryColumns => {
  refuse(histories.flatMap((history, i) => (isSound(history) ? [] : historyProblems(history, `histories[${i}]`))))
  // In a fixed order, so that the last digits of sums do not depend on the order of rows.
  const sorted = histories.toSorted(
    (left, right) => left.repeatCount - right.repeatCount || left.lastAt - right.lastAt || left.age - right.age,
  )
  const rows: Array<History> = []
  const weights: Array<number> = []
  for (const history of sorted) {
    const last = rows.at(-1)
    const { repeatCount, lastAt, age } = history
    if (last?.repeatCount === repeatCount && last.lastAt === lastAt && last.age === age) {
      weights[weights.length - 1]! += 1
    } else {
      rows.push(history)
      weights.push(1)
    }
  }
  const pairs: Array<{ readonly x: number; readonly time: number }> = []
  const pairOf = new Map<number, Map<number, number>>()
  const pointOf = (x: number, time: number): number => {
    const ofCount = pairOf.get(x) ?? new Map<number, number>()
    if (ofCount.size === 0) pairOf.set(x, ofCount)
    const point = ofCount.get(time) ?? pairs.length
    if (point === pairs.length) {
      ofCount.set(time, point)
      pairs.push({ x, time })
    }
    return point
  }
  const lastPoints = Int32Array.from(rows, ({ repeatCount, lastAt }) => pointOf(repeatCount, lastAt))
  const agePoints = Int32Array.from(rows, ({ repeatCount, age }) => pointOf(repeatCount, age))
  return {
    repeatCounts: Int32Array.from(rows, ({ repeatCount }) => repeatCount),
    lastAts: Float64Array.from(rows, ({ lastAt }) => lastAt),
    ages: Float64Array.from(rows, ({ age }) => age),
    weights: Float64Array.from(weights),
    points: { repeatCounts: Int32Array.from(pairs, ({ x }) => x), times: Float64Array.from(pairs, ({ time }) => time) },
    lastPoints,
    agePoints,
    customerCount: histories.length,
    repeatTotal: histories.reduce((sum, { repeatCount }) => sum + repeatCount, 0),
  }
}

// The same rules as in historyProblems, without a text made for each of many thousands of customers.
const isSound = ({ repeatCount, lastAt, age }: History): boolean =>
  Number.isInteger(repeatCount) &&
  repeatCount >= 0 &&
  repeatCount <= mostRepeats &&
  lastAt >= 0 &&
  lastAt <= age &&
  age < Number.POSITIVE_INFINITY &&
  repeatCount > 0 === lastAt > 0
