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
 */
export const historyColumns = (histories: ReadonlyArray<History>): HistoryColumns => {
  refuse(histories.flatMap((history, i) => historyProblems(history, `histories[${i}]`)))
  const weightOf = new Map<string, { readonly history: History; weight: number }>()
  for (const history of histories) {
    const key = `${history.repeatCount}|${history.lastAt}|${history.age}`
    const known = weightOf.get(key)
    if (known === undefined) weightOf.set(key, { history, weight: 1 })
    else known.weight++
  }
  // In a fixed order, so that the last digits of sums do not depend on the order of rows.
  const rows = [...weightOf.values()].toSorted(
    ({ history: left }, { history: right }) =>
      left.repeatCount - right.repeatCount || left.lastAt - right.lastAt || left.age - right.age,
  )
  const points = new Map<string, { readonly index: number; readonly x: number; readonly time: number }>()
  const pointOf = (x: number, time: number): number => {
    const key = `${x}|${time}`
    const known = points.get(key)
    if (known !== undefined) return known.index
    points.set(key, { index: points.size, x, time })
    return points.size - 1
  }
  const lastPoints = Int32Array.from(rows, ({ history }) => pointOf(history.repeatCount, history.lastAt))
  const agePoints = Int32Array.from(rows, ({ history }) => pointOf(history.repeatCount, history.age))
  const pairs = [...points.values()]
  return {
    points: {
      repeatCounts: Int32Array.from(pairs, ({ x }) => x),
      times: Float64Array.from(pairs, ({ time }) => time),
    },
    lastPoints,
    agePoints,
    repeatCounts: Int32Array.from(rows, ({ history }) => history.repeatCount),
    lastAts: Float64Array.from(rows, ({ history }) => history.lastAt),
    ages: Float64Array.from(rows, ({ history }) => history.age),
    weights: Float64Array.from(rows, ({ weight }) => weight),
    customerCount: histories.length,
    repeatTotal: histories.reduce((sum, { repeatCount }) => sum + repeatCount, 0),
  }
}
