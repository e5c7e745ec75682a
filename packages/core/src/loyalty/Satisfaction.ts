import type { Ratio } from "../shared/Ratio.ts"
import { levelProblems, rejectWhere } from "../stats/ArgumentProblem.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { Interval } from "../stats/Wilson.ts"
import { wilsonInterval } from "../stats/Wilson.ts"
import { refuse, wholeProblems } from "./Bounds.ts"

/** Net promoter score of answers to "would you recommend us?", 0 to 10. Shares and score as fractions: 0.33 is "33". */
export interface NetPromoterScore {
  /** Answers. */
  readonly answerCount: number
  /** Answers of 9 and 10. */
  readonly promoterCount: number
  /** Answers of 7 and 8. */
  readonly passiveCount: number
  /** Answers of 0 to 6. */
  readonly detractorCount: number
  /** Share of promoters less share of detractors, −1 to 1; null without answers. */
  readonly score: number | null
  /** Its standard error; null without answers. */
  readonly standardError: number | null
  /** Its interval; null without answers. */
  readonly interval: Interval | null
  /** How the interval was made. */
  readonly method: "newcombe-paired"
  /** Answers out of those asked; null where it was not said how many were asked. */
  readonly response: Ratio | null
}

/** Customer satisfaction: the share of satisfied answers. */
export interface CustomerSatisfaction {
  /** Satisfied out of all answers, with Wilson's interval. */
  readonly satisfied: Proportion
  /** Least answer that counts as satisfied. */
  readonly satisfiedFrom: number
  /** Greatest answer of the scale. */
  readonly scaleTo: number
  /** Answers out of those asked; null where it was not said how many were asked. */
  readonly response: Ratio | null
}

/** Settings that both measures share. */
export interface SatisfactionSettings {
  /** How many were asked, at least as many as answered: silence is not agreement, so show the response beside the score. */
  readonly asked?: number
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

/** Settings of {@link customerSatisfaction}. */
export interface CustomerSatisfactionSettings extends SatisfactionSettings {
  /** Greatest answer of a scale that begins at 1; whole, 2 to 100. Default 5. */
  readonly scaleTo?: number
  /** Least answer that counts as satisfied; whole, 1 to `scaleTo`. Default: the two highest. */
  readonly satisfiedFrom?: number
}

/**
 * Net promoter score (Reichheld 2003): p − d with the variance (p + d − (p − d)²) / n of a difference of shares of one
 * sample. The interval is Newcombe's for paired shares (1998, method 10): unlike the usual one by the standard error it
 * stays within −1 to 1 and does not shrink to nothing when all answer alike.
 *
 * @param answers - whole, 0 to 10
 * @param settings - how many were asked, level
 * @throws InputInvalid listing every answer out of bounds
 *
 * @example
 * ```ts
 * import { netPromoterScore } from "@salesdept/core/loyalty"
 *
 * netPromoterScore([10, 9, 8, 3], { asked: 12 }).score // 0.25
 * ```
 */
export const netPromoterScore = (
  answers: ReadonlyArray<number>,
  settings: SatisfactionSettings = {},
): NetPromoterScore => {
  const { level = 0.95 } = settings
  check(answers, 0, 10, settings)
  rejectWhere(levelProblems(level))
  const n = answers.length
  const promoterCount = answers.filter((answer) => answer >= 9).length
  const detractorCount = answers.filter((answer) => answer <= 6).length
  const difference = n === 0 ? null : (promoterCount - detractorCount) / n
  const variance = difference === null ? null : ((promoterCount + detractorCount) / n - difference * difference) / n
  return {
    answerCount: n,
    promoterCount,
    passiveCount: n - promoterCount - detractorCount,
    detractorCount,
    score: difference,
    standardError: variance === null ? null : Math.sqrt(Math.max(0, variance)),
    interval: pairedInterval(promoterCount, detractorCount, n, level),
    method: "newcombe-paired",
    response: responseOf(n, settings),
  }
}

/**
 * Customer satisfaction: the share of answers at the top of the scale, with Wilson's interval.
 *
 * @param answers - whole, 1 to the end of the scale
 * @param settings - the scale, what counts as satisfied, how many were asked
 * @throws InputInvalid listing every answer and setting out of bounds
 * @example
 * ```ts
 * import { customerSatisfaction } from "@salesdept/core/loyalty/segments"
 *
 * const { satisfied, response } = customerSatisfaction([5, 4, 4, 2, 5], { asked: 20 })
 * satisfied // { numerator: 4, denominator: 5, ratio: 0.8, interval: { lower: 0.375…, upper: 0.963…, level: 0.95 }, …
 * response // { numerator: 5, denominator: 20 }
 * ```
 */
export const customerSatisfaction = (
  answers: ReadonlyArray<number>,
  settings: CustomerSatisfactionSettings = {},
): CustomerSatisfaction => {
  const { scaleTo = 5, level = 0.95 } = settings
  const { satisfiedFrom = scaleTo - 1 } = settings
  refuse([...wholeProblems("scaleTo", scaleTo, 2, 100), ...wholeProblems("satisfiedFrom", satisfiedFrom, 1, scaleTo)])
  check(answers, 1, scaleTo, settings)
  const satisfied = answers.filter((answer) => answer >= satisfiedFrom).length
  return {
    satisfied: proportion(satisfied, answers.length, level),
    satisfiedFrom,
    scaleTo,
    response: responseOf(answers.length, settings),
  }
}

// Newcombe (1998, "Improved confidence intervals for the difference between binomial proportions based on paired data",
// method 10), where nobody is both promoter and detractor.
const pairedInterval = (plus: number, minus: number, n: number, level: number): Interval | null => {
  const [high, low] = [wilsonInterval(plus, n, level), wilsonInterval(minus, n, level)]
  if (high === null || low === null) return null
  const [p, d] = [plus / n, minus / n]
  const spread = Math.sqrt(plus * (n - plus) * minus * (n - minus))
  const phi = spread === 0 ? 0 : (-plus * minus) / spread
  const combined = (ofPlus: number, ofMinus: number): number =>
    Math.sqrt(Math.max(0, ofPlus * ofPlus - 2 * phi * ofPlus * ofMinus + ofMinus * ofMinus))
  return {
    lower: Math.max(-1, p - d - combined(p - high.lower, low.upper - d)),
    upper: Math.min(1, p - d + combined(high.upper - p, d - low.lower)),
    level,
  }
}

const responseOf = (answered: number, { asked }: SatisfactionSettings): Ratio | null =>
  asked === undefined ? null : { numerator: answered, denominator: asked }

const check = (answers: ReadonlyArray<number>, from: number, to: number, { asked }: SatisfactionSettings): void => {
  refuse([
    ...answers.flatMap((answer, i) => wholeProblems(`answers[${i}]`, answer, from, to)),
    ...(asked === undefined ? [] : wholeProblems("asked", asked, answers.length, Number.MAX_SAFE_INTEGER)),
  ])
}
