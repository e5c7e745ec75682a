import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import { shapley } from "../decomposition/Shapley.ts"
import type { Variance } from "../decomposition/Variance.ts"
import { varianceOf } from "../decomposition/Variance.ts"

/** Who worked how much for an amount. */
export interface StaffedAmount {
  /** The amount in minor units: the plan's or the fact's. */
  readonly amountMinor: number
  /** Reps, as many as there were on average: 4.5 where one was there for half of the period; above 0. */
  readonly headcount: number
  /** Working days of the period; above 0. */
  readonly workingDays: number
  /** Of the days that those reps could have worked, the share on which they were there at full strength, above 0 to 1. */
  readonly presentShare: number
}

const names: { readonly [driver: string]: Message } = {
  headcount: { en: "Number of reps", ru: "Число менеджеров" },
  workingDays: { en: "Working days", ru: "Рабочие дни" },
  presentShare: { en: "Absence and ramp of newcomers", ru: "Отсутствия и разгон новичков" },
  perRepDay: { en: "Amount per rep and day worked", ru: "Сумма на менеджера за отработанный день" },
}

/**
 * How much of a variance is people and days, and how much is what each of them brought: amount = reps × working days × share
 * present × amount per rep-day. Split by the Shapley value; exact also where an amount is 0 or negative.
 *
 * @param base - the plan, or the period compared with
 * @param actual - the period explained
 * @param currency - ISO 4217 code of both
 * @throws `InputInvalid` where a number of people or days is not above 0, or a share not above 0 to 1; AmountUnsafe past ±(2^53−1)
 *
 * @example
 * ```ts
 * import { capacityVariance } from "@salesdept/core/plan/targets"
 *
 * const why = capacityVariance(
 *   { amountMinor: 600_000_00, headcount: 4, workingDays: 20, presentShare: 0.9 },
 *   { amountMinor: 500_000_00, headcount: 3, workingDays: 20, presentShare: 0.9 },
 *   "RUB",
 * )
 * why.contributions.map(({ driver, amountMinor }) => [driver, amountMinor]) // [["headcount", -15833333], ["workingDays", 0], ["presentShare", 0], ["perRepDay", 5833333]]
 * ```
 */
export const capacityVariance = (base: StaffedAmount, actual: StaffedAmount, currency: string): Variance => {
  const problems: Array<Problem> = []
  for (const [path, staffed] of [
    ["base", base],
    ["actual", actual],
  ] as const) {
    for (const driver of ["headcount", "workingDays", "presentShare"] as const) {
      const value = staffed[driver]
      if (value > 0 && Number.isFinite(value) && (driver !== "presentShare" || value <= 1)) continue
      problems.push({
        path: `${path}.${driver}`,
        code: "capacity.bounds",
        message: { en: "is out of bounds", ru: "вне допустимых границ" },
      })
    }
  }
  refuse(problems)
  const perRepDay = ({ amountMinor, headcount, workingDays, presentShare }: StaffedAmount): number =>
    amountMinor / (headcount * workingDays * presentShare)
  const split = shapley(
    [
      { driver: "headcount", base: base.headcount, actual: actual.headcount },
      { driver: "workingDays", base: base.workingDays, actual: actual.workingDays },
      { driver: "presentShare", base: base.presentShare, actual: actual.presentShare },
      { driver: "perRepDay", base: perRepDay(base), actual: perRepDay(actual) },
    ],
    (values) => values.reduce((product, value) => product * value, 1),
  )
  const { amountMinor: from } = base
  const { amountMinor: to } = actual
  return varianceOf({ ...split, base: from, actual: to, delta: to - from }, { currency, method: "shapley", names })
}
