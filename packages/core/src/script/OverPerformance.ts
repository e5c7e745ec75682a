import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { argumentProblem, levelProblems, rejectWhere, strictlyBetween0And1 } from "../stats/ArgumentProblem.ts"
import { falseDiscovery } from "../stats/FalseDiscovery.ts"
import { studentTCdf, studentTQuantile } from "../stats/StudentT.ts"
import { twoWayResiduals } from "../stats/TwoWay.ts"
import type { Interval } from "../stats/Wilson.ts"

/** How often a rep used a step in a period, and what came of the rep's target of that period. */
export interface StepPeriod {
  /** The step or action. */
  readonly stepId: string
  /** The rep. */
  readonly repId: string
  /** The period. */
  readonly period: string
  /** Occasions on which the step was used; whole, 0 or more, at most `occasions`. */
  readonly used: number
  /** Occasions to use it; whole, 0 or more. Without any the row says nothing. */
  readonly occasions: number
  /** Fact over target of the period, 0 or more: above 1 is over-performance. */
  readonly attainment: number
}

/** What is said of a step. It "goes with": who used it when was not drawn at random. */
export type OverPerformanceVerdict = "goesWithMore" | "goesWithLess" | "notShown" | "withheld"

/** A step beside results against the target. JSON-safe. */
export interface StepOverPerformance {
  /** The step. */
  readonly stepId: string
  /** What is said of it. */
  readonly verdict: OverPerformanceVerdict
  /** The same in words. */
  readonly why: Message
  /** Rows of reps who used it more in some periods than in others. */
  readonly periods: number
  /** Reps among them. */
  readonly reps: number
  /** Share of the occasions on which it was used, in periods above target; null without occasions. */
  readonly usedAbove: number | null
  /** The same in periods at or below target. */
  readonly usedBelow: number | null
  /** By how much attainment is higher (1 is the whole target) where the same rep uses the step always rather than never; null where withheld. */
  readonly effect: number | null
  /** Its interval, by rep as a whole; null where withheld. */
  readonly interval: Interval | null
  /** The p-value adjusted for all steps tested; null where withheld. */
  readonly qValue: number | null
}

/** Settings of {@link overPerformance}. */
export interface OverPerformanceSettings {
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  readonly falseDiscoveryRate?: number
  /** Reps whose use varied that a step must have: whole, 3 or more. Default 5. */
  readonly leastReps?: number
  /** Confidence level, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const settingProblems = (leastReps: number, rate: number, level: number): ReadonlyArray<Problem> => [
  ...(Number.isSafeInteger(leastReps) && leastReps >= 3
    ? []
    : [
        {
          path: "leastReps",
          code: "overPerformance.leastReps",
          message: { en: "must be a whole number, 3 or more", ru: "должно быть целым числом не меньше 3" },
        },
      ]),
  ...(rate > 0 && rate < 1 ? [] : [argumentProblem("falseDiscoveryRate", rate, strictlyBetween0And1)]),
  ...levelProblems(level),
]

const rowProblems = (rows: ReadonlyArray<StepPeriod>): ReadonlyArray<Problem> =>
  rows.flatMap(({ used, occasions, attainment }, at): ReadonlyArray<Problem> =>
    Number.isSafeInteger(used) &&
    Number.isSafeInteger(occasions) &&
    used >= 0 &&
    used <= occasions &&
    Number.isFinite(attainment) &&
    attainment >= 0
      ? []
      : [
          {
            path: `rows[${at}]`,
            code: "overPerformance.row",
            message: {
              en: "used must be 0 to occasions, and attainment a number, 0 or more",
              ru: "used — от 0 до occasions, attainment — число не меньше 0",
            },
          },
        ],
  )

interface Slope {
  readonly effect: number
  readonly error: number
  readonly degrees: number
  readonly periods: number
  readonly reps: number
}

interface Line {
  readonly effect: number
  /** Rep of each row, from 0. */
  readonly reps: ReadonlyArray<number>
  /** How each row pulls at the slope; of a rep they sum to what the rep as a whole does. */
  readonly scores: ReadonlyArray<number>
  readonly square: number
}

/** Slope of attainment on use, within reps and within periods; null where use leaves nothing to tell it by. */
const lineOf = (rows: ReadonlyArray<StepPeriod>): Line | null => {
  const [reps, periods] = [codesOf(rows.map(({ repId }) => repId)), codesOf(rows.map(({ period }) => period))]
  // A strong month lifts everybody and proves nothing of a step.
  const within = (values: ReadonlyArray<number>): ReadonlyArray<number> => twoWayResiduals(values, reps, periods)
  const use = within(rows.map(({ used, occasions }) => used / occasions))
  const result = within(rows.map(({ attainment }) => attainment))
  const square = use.reduce((sum, value) => sum + value * value, 0)
  if (square < 1e-9) return null
  const effect = use.reduce((sum, value, at) => sum + value * result[at]!, 0) / square
  return { effect, reps, scores: use.map((value, at) => value * (result[at]! - effect * value)), square }
}

// Of more reps the error by scores is as good, and to leave out each of them would take long.
const mostLeftOut = 40

/** Standard error by leaving out each rep in turn; 0 where without one of them there is no slope. */
const jackknifed = (rows: ReadonlyArray<StepPeriod>, effect: number): number => {
  const repIds = [...new Set(rows.map(({ repId }) => repId))]
  let sum = 0
  for (const left of repIds) {
    const line = lineOf(rows.filter(({ repId }) => repId !== left))
    if (line === null) return 0
    sum += (line.effect - effect) ** 2
  }
  return Math.sqrt((sum * (repIds.length - 1)) / repIds.length)
}

/** Standard error by the reps' scores (Liang and Zeger 1986). */
const sandwiched = ({ reps, scores, square }: Line, repCount: number): number => {
  const byRep = Array.from({ length: repCount }, () => 0)
  reps.forEach((rep, at) => (byRep[rep]! += scores[at]!))
  const meat = byRep.reduce((sum, score) => sum + score * score, 0)
  return Math.sqrt((meat * repCount) / (repCount - 1)) / square
}

/**
 * The slope with a standard error that takes all rows of a rep together: a rep's good months are not so many independent proofs. With few
 * reps the error by their scores is too small; that by leaving out each in turn is not (Bell and McCaffrey 2002).
 */
const slopeOf = (rows: ReadonlyArray<StepPeriod>): Slope | null => {
  const line = lineOf(rows)
  if (line === null) return null
  const { effect } = line
  const repCount = new Set(line.reps).size
  const error = repCount > mostLeftOut ? sandwiched(line, repCount) : jackknifed(rows, effect)
  return { effect, error, degrees: repCount - 1, periods: rows.length, reps: repCount }
}

/** Texts as whole numbers from 0, in order of first appearance. */
const codesOf = (texts: ReadonlyArray<string>): ReadonlyArray<number> => {
  const codes = new Map<string, number>()
  return texts.map((text) => {
    const code = codes.get(text) ?? codes.size
    codes.set(text, code)
    return code
  })
}

const nothingLeft: Message = {
  en: "Withheld: reps and periods meet too rarely to be told from the step.",
  ru: "Не показано: менеджеры и периоды пересекаются слишком редко, чтобы отделить от них шаг.",
}

const reasons: { readonly [Verdict in Exclude<OverPerformanceVerdict, "withheld">]: Message } = {
  goesWithMore: {
    en: "In periods in which a rep uses it more, the rep comes further against the target than in others, beyond chance.",
    ru: "В периоды, когда менеджер чаще делает этот шаг, он выполняет план лучше, чем в остальные, и это не случайность.",
  },
  goesWithLess: {
    en: "In periods in which a rep uses it more, the rep comes less far against the target than in others, beyond chance.",
    ru: "В периоды, когда менеджер чаще делает этот шаг, он выполняет план хуже, чем в остальные, и это не случайность.",
  },
  notShown: {
    en: "No difference is shown beyond what chance among so many steps would give.",
    ru: "Различие не выходит за пределы случайного при таком числе шагов.",
  },
}

const shareUsed = (rows: ReadonlyArray<StepPeriod>): number | null => {
  const occasions = rows.reduce((sum, row) => sum + row.occasions, 0)
  return occasions === 0 ? null : rows.reduce((sum, row) => sum + row.used, 0) / occasions
}

/**
 * Which steps and actions go with results above target, not only with winning: each rep is compared with the same rep's other
 * periods, and each period with the same period of others, so that neither strong reps nor strong months make heroes of the steps
 * they like (Simpson 1951). All steps share one rate of false discoveries (Benjamini and Hochberg 1995). What else a rep did in those
 * periods is not held equal.
 *
 * @param rows - one per step, rep and period
 * @param settings - rate, least reps, level
 * @returns steps, those that go with more first, then by q-value and id
 * @throws InputInvalid listing every row and setting out of bounds
 *
 * @example
 * ```ts
 * import { overPerformance } from "@salesdept/core/script"
 *
 * // Eight reps over three months: every tenth occasion on which value is argued adds some 3 % of the target.
 * const rows = Array.from({ length: 24 }, (_, at) => {
 *   const [rep, month] = [at % 8, Math.floor(at / 8)]
 *   const used = 10 + ((rep * 7 + month * 5) % 11)
 *   const attainment = 0.6 + 0.05 * rep + 0.01 * used + 0.02 * ((rep + month) % 3)
 *   return { stepId: "value", repId: `user:${rep}`, period: `2026-0${month + 7}`, used, occasions: 30, attainment }
 * })
 * overPerformance(rows).map(({ stepId, verdict }) => `${stepId}: ${verdict}`) // ["value: goesWithMore"]
 * ```
 */
export const overPerformance = (
  rows: ReadonlyArray<StepPeriod>,
  settings: OverPerformanceSettings = {},
): ReadonlyArray<StepOverPerformance> => {
  const { falseDiscoveryRate = 0.1, leastReps = 5, level = 0.95 } = settings
  rejectWhere([...settingProblems(leastReps, falseDiscoveryRate, level), ...rowProblems(rows)])
  const read = [
    ...Map.groupBy(
      rows.filter(({ occasions }) => occasions > 0),
      ({ stepId }) => stepId,
    ),
  ].map(([stepId, own]) => {
    const byRep = Map.groupBy(own, ({ repId }) => repId)
    const varied = [...byRep.values()].filter(
      (periods) => new Set(periods.map(({ used, occasions }) => used / occasions)).size > 1,
    )
    const slope = varied.length >= leastReps ? slopeOf(varied.flat()) : null
    const isJudged = slope !== null && slope.error > 0
    const pValue = isJudged ? 2 * studentTCdf(-Math.abs(slope.effect / slope.error), slope.degrees) : null
    return { stepId, own, reps: varied.length, slope: isJudged ? slope : null, pValue }
  })
  const tested = read.filter(({ pValue }) => pValue !== null)
  const qValues = falseDiscovery(tested.map(({ pValue }) => pValue ?? 1))
  const qOf = new Map(tested.map(({ stepId }, at) => [stepId, qValues[at] ?? 1]))
  return read
    .map(({ stepId, own, reps, slope }): StepOverPerformance => {
      const qValue = qOf.get(stepId) ?? null
      const verdict: OverPerformanceVerdict =
        slope === null || qValue === null
          ? "withheld"
          : qValue > falseDiscoveryRate
            ? "notShown"
            : slope.effect > 0
              ? "goesWithMore"
              : "goesWithLess"
      const reach = slope === null ? 0 : studentTQuantile(1 - (1 - level) / 2, slope.degrees) * slope.error
      return {
        stepId,
        verdict,
        why:
          verdict === "withheld"
            ? reps < leastReps
              ? {
                  en: `Withheld: reps with whom the use varied ${reps}; ${leastReps} would do.`,
                  ru: `Не показано: менеджеров, у которых частота менялась, ${reps}; нужно хотя бы ${leastReps}.`,
                }
              : nothingLeft
            : reasons[verdict],
        periods: slope?.periods ?? own.length,
        reps,
        usedAbove: shareUsed(own.filter(({ attainment }) => attainment > 1)),
        usedBelow: shareUsed(own.filter(({ attainment }) => attainment <= 1)),
        effect: slope?.effect ?? null,
        interval: slope === null ? null : { lower: slope.effect - reach, upper: slope.effect + reach, level },
        qValue,
      }
    })
    .toSorted(
      (left, right) =>
        rank[left.verdict] - rank[right.verdict] ||
        (left.qValue ?? 1) - (right.qValue ?? 1) ||
        (left.stepId < right.stepId ? -1 : 1),
    )
}

const rank: { readonly [Verdict in OverPerformanceVerdict]: number } = {
  goesWithMore: 0,
  goesWithLess: 1,
  notShown: 2,
  withheld: 3,
}
