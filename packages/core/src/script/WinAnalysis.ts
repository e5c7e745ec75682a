import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { levelProblems, rejectWhere } from "../stats/ArgumentProblem.ts"
import { falseDiscovery } from "../stats/FalseDiscovery.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { ExposureColumns } from "../stats/ExposureHazard.ts"
import type { StepOpportunity } from "./StepOpportunity.ts"
import type { WinOdds } from "./WinOdds.ts"
import { winOdds } from "./WinOdds.ts"

/** What is said of a step. It "goes with": use was not assigned at random, so it is not said to cause anything. */
export type StepVerdict = "goesWithWinning" | "goesWithLosing" | "notShown" | "withheld"

/** Deals of a step, by whether it was used before they ended. */
export interface StepCounts {
  /** Deals that came to it. */
  readonly deals: number
  /** Of them closed. */
  readonly closed: number
  /** Of those won. */
  readonly won: number
  /** Share won of closed, with its Wilson interval. */
  readonly winRate: Proportion
}

/** What goes with the use of one step. JSON-safe. */
export interface StepEffect {
  /** The step. */
  readonly stepId: string
  /** What is said of it. */
  readonly verdict: StepVerdict
  /** The same in words. */
  readonly why: Message
  /** Deals in which it was used. */
  readonly used: StepCounts
  /** Deals that came to it in which it was not. */
  readonly notUsed: StepCounts
  /**
   * Odds of being won rather than lost after its use against without it, among deals that are alike in what is held equal and were still
   * open at the time: above 1 more is won. Withheld figures are null.
   */
  readonly effect: WinOdds | null
  /** The p-value adjusted for all steps that were tested; null where withheld. */
  readonly qValue: number | null
  /** Whether the plain win rates point the other way: then it is the mix of deals that makes them differ (Simpson 1951). */
  readonly isReversed: boolean
  /** Ids of the deals in which it was used, in order of id: the rows behind the figures. */
  readonly usedDealIds: ReadonlyArray<string>
}

/** The analysis of a script's steps. JSON-safe. */
export interface WinAnalysis {
  /** Steps, those that go with winning first, then by q-value and id. */
  readonly steps: ReadonlyArray<StepEffect>
  /** How many steps were tested; withheld ones are not. */
  readonly tested: number
  /** Expected share of false ones among the steps that are said to go with winning or losing. */
  readonly falseDiscoveryRate: number
  /** What deals were alike in when they were compared. */
  readonly heldEqual: ReadonlyArray<Message>
  /** What the figures can not tell. */
  readonly limits: Message
}

/** Settings of {@link winAnalysis}. */
export interface WinAnalysisSettings {
  /** Today: open deals are followed up to its end. */
  readonly on: CalendarDate
  /** Names of what `held` holds, in its order. */
  readonly heldEqual: ReadonlyArray<Message>
  /** Expected share of false discoveries, between 0 and 1, both excluded. Default 0.1. */
  readonly falseDiscoveryRate?: number
  /**
   * Won deals that both groups must have before anything is said of a step, or would have by chance alone: whole, 1 or more. Default 10.
   */
  readonly leastWon?: number
  /** Confidence level of intervals, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
}

const limits: Message = {
  en: "Who used a step was not drawn at random. What is not held equal — the client's readiness, the rep's manner, other steps used along with it — may be behind the difference; an experiment can tell.",
  ru: "Использование шага не назначалось случайно. За различием может стоять то, что не уравнено: готовность клиента, манера менеджера, другие шаги рядом. Ответит эксперимент.",
}

/**
 * Finds the steps of a script that go with winning. Only deals that came to a step are looked at. A deal counts as using a step
 * from the day of its use on, not before: long deals meet more steps simply by lasting, and must not make a step look good (the bias
 * of immortal time). Deals are compared within strata of what is held equal, so that good reps or easy segments do not make heroes of
 * the steps they like. What is won and what is lost count together ({@link WinOdds}): a step after which fewer deals are lost shows in
 * those that are lost, long before and more plainly than in those that are won. All tested steps share one rate of false discoveries
 * (Benjamini and Hochberg 1995).
 *
 * @param opportunities - one row per step and deal that came to it
 * @param settings - day, names of what is held equal, thresholds
 * @throws InputInvalid listing every row and setting out of bounds
 *
 * @example
 * ```ts
 * import { winAnalysis } from "@salesdept/core/script"
 *
 * // Value was argued in every other deal; three of four of those were won, and one of four of the others.
 * const [reachedOn, closedOn] = ["2026-09-01", "2026-10-15"]
 * const opportunities = Array.from({ length: 120 }, (_, at) => {
 *   const usedOn = at % 2 === 0 ? reachedOn : null
 *   const outcome = at % 8 < (usedOn === null ? 2 : 6) ? ("won" as const) : ("lost" as const)
 *   return { stepId: "value", dealId: `deal_${at}`, reachedOn, usedOn, outcome, closedOn, held: [`user:${at % 3}`] }
 * })
 * const { steps } = winAnalysis(opportunities, { on: "2026-11-23", heldEqual: [{ en: "rep", ru: "менеджер" }] })
 * steps.map(({ stepId, verdict }) => `${stepId}: ${verdict}`) // ["value: goesWithWinning"]
 * ```
 */
export const winAnalysis = (
  opportunities: ReadonlyArray<StepOpportunity>,
  settings: WinAnalysisSettings,
): WinAnalysis => {
  const { on, heldEqual, falseDiscoveryRate = 0.1, leastWon = 10, level = 0.95 } = settings
  rejectWhere([
    ...settingProblems(falseDiscoveryRate, leastWon),
    ...levelProblems(level),
    ...rowProblems(opportunities, on, heldEqual.length),
  ])
  const byStep = new Map<string, Array<StepOpportunity>>()
  for (const row of opportunities) {
    const rows = byStep.get(row.stepId)
    if (rows === undefined) byStep.set(row.stepId, [row])
    else rows.push(row)
  }
  const read = [...byStep].map(([stepId, rows]) => readStep(stepId, rows, on, leastWon, level))
  const tested = read.filter(({ pValue }) => pValue !== null)
  const qValues = falseDiscovery(tested.map(({ pValue }) => pValue ?? 1))
  const qOf = new Map(tested.map(({ stepId }, i) => [stepId, qValues[i] ?? 1]))
  const steps = read
    .map((step) => judged(step, qOf.get(step.stepId) ?? null, falseDiscoveryRate, leastWon))
    .toSorted(
      (left, right) =>
        order[left.verdict] - order[right.verdict] ||
        (left.qValue ?? 1) - (right.qValue ?? 1) ||
        (left.stepId < right.stepId ? -1 : 1),
    )
  return { steps, tested: tested.length, falseDiscoveryRate, heldEqual, limits }
}

const order: { readonly [Verdict in StepVerdict]: number } = {
  goesWithWinning: 0,
  goesWithLosing: 1,
  notShown: 2,
  withheld: 3,
}

interface StepReading {
  readonly stepId: string
  readonly used: StepCounts
  readonly notUsed: StepCounts
  readonly effect: WinOdds
  readonly isEnough: boolean
  readonly pValue: number | null
  readonly usedDealIds: ReadonlyArray<string>
}

const countsOf = (rows: ReadonlyArray<StepOpportunity>, level: number): StepCounts => {
  const closed = rows.filter(({ outcome }) => outcome !== "open").length
  const won = rows.filter(({ outcome }) => outcome === "won").length
  return { deals: rows.length, closed, won, winRate: proportion(won, closed, level) }
}

const readStep = (
  stepId: string,
  rows: ReadonlyArray<StepOpportunity>,
  on: CalendarDate,
  leastWon: number,
  level: number,
): StepReading => {
  const strata = new Map<string, number>()
  const used = rows.filter(({ usedOn }) => usedOn !== null)
  const notUsed = rows.filter(({ usedOn }) => usedOn === null)
  const columns: Omit<ExposureColumns, "events"> = {
    // Days end at midnight: what was used on the day of closing was used before it.
    exits: Float64Array.from(rows, ({ reachedOn, closedOn }) => daysBetween(reachedOn, closedOn ?? on) + 1),
    exposedAt: Float64Array.from(rows, ({ reachedOn, usedOn }) =>
      usedOn === null ? Number.NaN : Math.max(0, daysBetween(reachedOn, usedOn)),
    ),
    strata: Int32Array.from(rows, ({ held }) => {
      const key = JSON.stringify(held)
      const known = strata.get(key) ?? strata.size
      strata.set(key, known)
      return known
    }),
  }
  const ended = (as: "won" | "lost"): Uint8Array => Uint8Array.from(rows, ({ outcome }) => (outcome === as ? 1 : 0))
  const effect = winOdds(columns, { won: ended("won"), lost: ended("lost") }, level)
  const counts = { used: countsOf(used, level), notUsed: countsOf(notUsed, level) }
  // Where nothing at all is won without a step, that is what the data say: by chance alone there would have been enough.
  const byChance = effect.won.expected
  const isEnough =
    Math.max(counts.used.won, byChance) >= leastWon &&
    Math.max(counts.notUsed.won, counts.used.won + counts.notUsed.won - byChance) >= leastWon
  return {
    stepId,
    ...counts,
    effect,
    isEnough,
    pValue: isEnough ? effect.pValue : null,
    usedDealIds: used.map(({ dealId }) => dealId).toSorted(),
  }
}

const judged = (
  { stepId, used, notUsed, effect, isEnough, pValue, usedDealIds }: StepReading,
  qValue: number | null,
  rate: number,
  leastWon: number,
): StepEffect => {
  const base = { stepId, used, notUsed, usedDealIds }
  if (pValue === null || qValue === null) {
    return {
      ...base,
      verdict: "withheld",
      why: isEnough ? nothingAlike : tooFew(used, notUsed, leastWon),
      effect: null,
      qValue: null,
      isReversed: false,
    }
  }
  const isMore = effect.logOdds > 0
  const verdict = qValue > rate ? "notShown" : isMore ? "goesWithWinning" : "goesWithLosing"
  const [first, second] = [used.winRate.ratio, notUsed.winRate.ratio]
  const isReversed = first !== null && second !== null && first !== second && first > second !== isMore
  return { ...base, verdict, why: reasons[verdict], effect, qValue, isReversed }
}

const reasons: { readonly [Verdict in Exclude<StepVerdict, "withheld">]: Message } = {
  goesWithWinning: {
    en: "More of the deals are won after its use than of their like without it.",
    ru: "После этого шага выигрывают больше сделок, чем среди таких же без него.",
  },
  goesWithLosing: {
    en: "Fewer of the deals are won after its use than of their like without it.",
    ru: "После этого шага выигрывают меньше сделок, чем среди таких же без него.",
  },
  notShown: {
    en: "No difference is shown beyond what chance among so many steps would give.",
    ru: "Различие не выходит за пределы случайного при таком числе шагов.",
  },
}

const nothingAlike: Message = {
  en: "Withheld: no deals of their like were open with the step and without it when others were won and lost.",
  ru: "Не показано: нет похожих сделок, открытых и с шагом, и без него, когда другие выигрывали и проигрывали.",
}

const tooFew = (used: StepCounts, notUsed: StepCounts, leastWon: number): Message => ({
  en: `Withheld: won deals with the step ${used.won}, without it ${notUsed.won}; ${leastWon} of each would do.`,
  ru: `Не показано: выигранных сделок с шагом ${used.won}, без него ${notUsed.won}; нужно хотя бы по ${leastWon}.`,
})

const settingProblems = (rate: number, leastWon: number): ReadonlyArray<Problem> => [
  ...(rate > 0 && rate < 1
    ? []
    : [
        {
          path: "falseDiscoveryRate",
          code: "winAnalysis.rate",
          message: { en: "must lie between 0 and 1", ru: "должно быть строго между 0 и 1" },
        },
      ]),
  ...(Number.isSafeInteger(leastWon) && leastWon >= 1
    ? []
    : [
        {
          path: "leastWon",
          code: "winAnalysis.leastWon",
          message: { en: "must be a whole number, 1 or more", ru: "должно быть целым числом не меньше 1" },
        },
      ]),
]

const rowProblems = (rows: ReadonlyArray<StepOpportunity>, on: CalendarDate, held: number): ReadonlyArray<Problem> =>
  rows.flatMap((row, at): ReadonlyArray<Problem> => {
    const problem = (field: string, code: string, en: string, ru: string): Problem => ({
      path: `opportunities[${at}].${field}`,
      code: `winAnalysis.${code}`,
      message: { en, ru },
    })
    return [
      ...((row.closedOn === null) === (row.outcome === "open")
        ? []
        : [
            problem(
              "closedOn",
              "closedOn",
              "a closed deal has a day of closing, an open one none",
              "день закрытия есть только у закрытой сделки",
            ),
          ]),
      ...(row.reachedOn > (row.closedOn ?? on)
        ? [problem("reachedOn", "order", "must not be after the deal's end", "не может быть позже конца сделки")]
        : []),
      ...(row.held.length === held
        ? []
        : [problem("held", "held", `must have ${held} values`, `должно содержать значений: ${held}`)]),
    ]
  })
