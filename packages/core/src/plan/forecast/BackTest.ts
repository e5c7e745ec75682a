import type { DealColumns } from "../../deal/DealFact.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { Proportion } from "../../stats/Proportion.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"
import type { DealCredits } from "../facts/CreditedParts.ts"
import { wonByRep } from "../facts/CreditedParts.ts"
import { backTestLimits, backTestNotes } from "./BackTestNotes.ts"
import { drawForecast } from "./Forecast.ts"
import type { Landing } from "./Landing.ts"
import type { ForecastBaseline } from "./ForecastBaselines.ts"
import { baselineForecast } from "./ForecastBaselines.ts"
import type { ForecastMethod } from "./ForecastBuild.ts"
import { buildForecast } from "./ForecastBuild.ts"
import type { AmountErrors, BrierScore } from "./ForecastScores.ts"
import { amountErrors, brierScore, crpsOfDraws, intervalCoverage, pinballLoss } from "./ForecastScores.ts"
import type { StageStay } from "./OutcomeHazard.ts"

/** A way to forecast that is tried on history. */
export interface TriedMethod {
  /** Its name in the answer; unique. */
  readonly id: string
  /** A baseline, or a model with its shock. */
  readonly how: ForecastBaseline | { readonly method: ForecastMethod; readonly shock: number }
}

/** What is tried, on which periods, as of which days. */
export interface BackTestInput {
  /** All deals, as they came out. */
  readonly columns: DealColumns
  /** Consecutive periods, oldest first; those that are over are scored, earlier ones serve as the period before. */
  readonly periods: ReadonlyArray<PlanPeriod>
  /** When each period is forecast: shares of it that have passed, 0 (the eve) to under 1. */
  readonly at: ReadonlyArray<number>
  /** How many periods make a season, 1 or more: 4 quarters, 12 months. */
  readonly season: number
  /** Last day that is known, a day number since 1970-01-01; periods that end later are not scored. */
  readonly asOfDay: number
  /** Periods of history before the first that is scored, 1 or more. Default 1. */
  readonly warmUp?: number
  /** ISO 4217 code. */
  readonly currency: string
  /** The methods. */
  readonly methods: ReadonlyArray<TriedMethod>
  /** Targets by period and rep, for scoring the chance of reaching them; none by default. */
  readonly targets?: ReadonlyMap<string, ReadonlyMap<string | null, number>>
  /** Stays in stages, for methods that need them. */
  readonly stays?: ReadonlyArray<StageStay>
  /** First day from which closings were recorded. */
  readonly recordedFromDay?: number
  /** Who is credited with deals that are split, as known now; all of a deal is its seller's by default. */
  readonly credits?: DealCredits
  /** Draws of a forecast, 100 to 1,000,000 (inclusive); 1000 by default. */
  readonly draws?: number
  /** Seed of all draws, 0 to 2^32−1 (inclusive); 1 by default. */
  readonly seed?: number
  /** Share of draws that intervals hold, between 0 and 1, both excluded; 0.8 by default. */
  readonly level?: number
}

/** How one method did, over reps or in all. */
export interface MethodScore {
  /** Forecasts scored. */
  readonly count: number
  /** Mean CRPS, minor units; of points it is the mean absolute error. The smallest is best. Null where nothing was scored. */
  readonly crps: number | null
  /** Mean pinball loss at both ends of the interval and the median, minor units; null where nothing was scored. */
  readonly pinball: number | null
  /** Errors of the expected landings. */
  readonly errors: AmountErrors
  /** How often intervals held the actual; null for points. */
  readonly coverage: Proportion | null
  /** Score of the chances to reach targets; null for points, or without targets. */
  readonly brier: BrierScore | null
}

/** How one method did. */
export interface TriedScores {
  /** The method. */
  readonly id: string
  /** Over the totals of periods. */
  readonly total: MethodScore
  /** Over reps and periods. */
  readonly reps: MethodScore
  /** By rep; null for deals that nobody leads. */
  readonly byRep: ReadonlyArray<{ readonly repId: string | null; readonly score: MethodScore }>
  /** How many of all `forecasts` it could not make: no earlier period, no day passed. */
  readonly notMade: number
}

/** Methods tried on history. */
export interface BackTest {
  /** Forecasts asked for: scored periods × times. */
  readonly forecasts: number
  /** Labels of the periods scored. */
  readonly periods: ReadonlyArray<string>
  /** Share that intervals were to hold. */
  readonly level: number
  /** The methods, best first by CRPS over reps and periods; those that missed forecasts others made come after. */
  readonly methods: ReadonlyArray<TriedScores>
  /** The best of them; null where none was scored. */
  readonly best: string | null
  /** Why nothing was scored, or which of the periods were not. */
  readonly notes: ReadonlyArray<Message>
  /** Rules of the scores and what the look back cannot know. */
  readonly limits: ReadonlyArray<Message>
}

interface Scored {
  readonly repId: string | null
  readonly isTotal: boolean
  readonly forecast: number
  readonly actual: number
  /** Ascending; null for points. */
  readonly draws: Float64Array | null
  readonly interval: { readonly lower: number; readonly median: number; readonly upper: number } | null
  readonly target: number | null
  readonly chance: number | null
}

const average = (values: ReadonlyArray<number>): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

const scoreOf = (rows: ReadonlyArray<Scored>, level: number): MethodScore => {
  const intervals = rows.flatMap(({ interval, actual }) => (interval === null ? [] : [{ ...interval, actual }]))
  const chances = rows.flatMap(({ chance, target, actual }) =>
    chance === null || target === null ? [] : [{ probability: chance, happened: actual >= target }],
  )
  const ends = [(1 - level) / 2, 0.5, (1 + level) / 2] as const
  return {
    count: rows.length,
    crps: average(rows.map(({ draws, forecast, actual }) => crpsOfDraws(draws ?? [forecast], actual))),
    pinball: average(
      rows.map(({ interval, forecast, actual }) => {
        const at =
          interval === null ? [forecast, forecast, forecast] : [interval.lower, interval.median, interval.upper]
        return ends.reduce((sum, end, index) => sum + pinballLoss(end, at[index] ?? 0, actual), 0) / ends.length
      }),
    ),
    errors: amountErrors(rows),
    coverage: intervals.length === 0 ? null : intervalCoverage(intervals),
    brier: brierScore(chances),
  }
}

const problemsOf = ({
  periods,
  at,
  season,
  warmUp = 1,
  methods,
  level = 0.8,
}: BackTestInput): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path, code, message: { en, ru } })
  }
  if (at.length === 0) add("at", "backTest.at", "must name a time at least", "нужен хотя бы один момент")
  if (methods.length === 0) add("methods", "backTest.method", "must name one at least", "нужен хотя бы один способ")
  for (const [index, { fromDay }] of periods.entries())
    if (index > 0 && fromDay !== periods[index - 1]?.toDay)
      add(
        `periods[${index}]`,
        "backTest.period",
        "must begin where the one before ends",
        "должен начинаться там, где заканчивается предыдущий",
      )
  for (const [index, share] of at.entries())
    // At the end of a period nothing is left to forecast: everything would be known.
    if (!(share >= 0 && share < 1))
      add(`at[${index}]`, "backTest.at", "must be 0 or more and below 1", "должно быть не меньше 0 и меньше 1")
  for (const [path, value] of Object.entries({ season, warmUp }))
    if (!Number.isSafeInteger(value) || value < 1)
      add(path, `backTest.${path}`, "must be a whole number, 1 or more", "должно быть целым числом не меньше 1")
  const ids = new Set<string>()
  for (const [index, { id }] of methods.entries()) {
    if (ids.has(id))
      add(`methods[${index}].id`, "backTest.method", `"${id}" is used twice`, `«${id}» встречается дважды`)
    ids.add(id)
  }
  if (!(level > 0 && level < 1)) add("level", "forecast.level", "must lie between 0 and 1", "должен быть между 0 и 1")
  return problems
}

/** Reps who sold or whom any method had in mind: the mean of a method over cells of its own choice says nothing beside another's. */
const cellsOf = (rows: ReadonlyArray<Scored>, sold: Iterable<string | null>): ReadonlySet<string | null> =>
  new Set([...sold, ...rows.flatMap(({ repId, isTotal }) => (isTotal ? [] : [repId]))])

/** Cells that a method said nothing of: it forecast that they would sell nothing. */
const missedCells = (
  { isPoint, rows }: { readonly isPoint: boolean; readonly rows: ReadonlyArray<Scored> },
  cells: ReadonlySet<string | null>,
  actualOf: ReadonlyMap<string | null, number>,
): ReadonlyArray<Scored> => {
  const own = new Set(rows.flatMap(({ repId, isTotal }) => (isTotal ? [] : [repId])))
  return [...cells]
    .filter((repId) => !own.has(repId))
    .map((repId) => ({
      repId,
      isTotal: false,
      forecast: 0,
      actual: actualOf.get(repId) ?? 0,
      draws: isPoint ? null : Float64Array.of(0),
      interval: isPoint ? null : { lower: 0, median: 0, upper: 0 },
      target: null,
      chance: null,
    }))
}

/**
 * Tries methods on history with only what was known then, and scores them alike: CRPS, pinball loss, WAPE with its rule for zeros,
 * coverage of intervals, Brier score of chances; by rep and in all. Every method is scored over the same reps in every forecast: whom
 * one had in mind, or who sold, is a 0 to another that did not see them. The best method is the one that was, not the one liked.
 *
 * @param input - deals, consecutive periods (oldest first), times, methods
 * @returns methods best first; see {@link BackTest}
 * @throws `InputInvalid` where a time, a season, the history before or a method is out of bounds, besides what {@link drawForecast}
 * refuses; AmountUnsafe past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { dealColumns } from "@salesdept/core/deal/funnel"
 * import { backTest, planPeriod } from "@salesdept/core/plan"
 * import { dayNumberOf } from "@salesdept/core/shared"
 *
 * const win = {
 *   clientId: "c4", ownerId: "ann", pipelineId: "sales", stageId: "done", outcome: "won", productId: "audit",
 *   listAmountMinor: null, currency: "RUB", openedOn: "2026-01-01",
 * } as const
 * const columns = dealColumns(["01", "02", "03"].map((month, i) => (
 *   { ...win, id: month, amountMinor: 100_000_00 + i * 10_000_00, closedOn: `2026-${month}-10` }
 * )))
 * const tried = backTest({
 *   columns,
 *   periods: ["2026-01", "2026-02", "2026-03"].flatMap((label) => planPeriod(label, null) ?? []),
 *   at: [0.5],
 *   season: 12,
 *   asOfDay: dayNumberOf("2026-03-31"),
 *   currency: "RUB",
 *   methods: [{ id: "likeLastMonth", how: "naive" }, { id: "pace", how: "runRate" }],
 * })
 * tried.best // "likeLastMonth"
 * ```
 */
export const backTest = (input: BackTestInput): BackTest => {
  refuse(problemsOf(input))
  const {
    columns,
    periods,
    season,
    asOfDay,
    warmUp = 1,
    currency,
    targets,
    level = 0.8,
    draws = 1000,
    seed = 1,
  } = input
  const scored = periods.slice(warmUp).filter(({ toDay }) => toDay <= asOfDay + 1)
  const optional = {
    ...(input.stays === undefined ? {} : { stays: input.stays }),
    ...(input.recordedFromDay === undefined ? {} : { recordedFromDay: input.recordedFromDay }),
    ...(input.credits === undefined ? {} : { credits: input.credits }),
  }
  const results = new Map(input.methods.map(({ id }) => [id, { rows: [] as Array<Scored>, notMade: 0 }]))
  let forecasts = 0
  for (const period of scored) {
    const index = periods.indexOf(period)
    const actualOf = wonByRep(columns, period, currency, input.credits)
    const actualTotal = [...actualOf.values()].reduce((sum, value) => sum + value, 0)
    const targetOf = targets?.get(period.id) ?? new Map<string | null, number>()
    const targetTotal = targetOf.size === 0 ? null : [...targetOf.values()].reduce((sum, value) => sum + value, 0)
    for (const share of input.at) {
      forecasts += 1
      const day = period.fromDay - 1 + Math.floor((period.toDay - period.fromDay) * share)
      const made = new Map<string, { readonly isPoint: boolean; readonly rows: ReadonlyArray<Scored> }>()
      for (const { id, how } of input.methods) {
        if (typeof how === "string") {
          const guesses = baselineForecast(columns, how, {
            period,
            asOfDay: day,
            before: periods[index - 1] ?? null,
            seasonAgo: periods[index - season] ?? null,
            currency,
            ...(input.credits === undefined ? {} : { credits: input.credits }),
          })
          if (guesses === null) continue
          const point = { draws: null, interval: null, chance: null }
          const rows = [...guesses].map(([repId, guess]): Scored => ({
            repId,
            isTotal: false,
            forecast: guess,
            actual: actualOf.get(repId) ?? 0,
            target: targetOf.get(repId) ?? null,
            ...point,
          }))
          const guess = [...guesses.values()].reduce((sum, value) => sum + value, 0)
          const total = { repId: null, isTotal: true, forecast: guess, actual: actualTotal, target: targetTotal }
          made.set(id, { isPoint: true, rows: [...rows, { ...total, ...point }] })
          continue
        }
        const { input: built } = buildForecast(columns, {
          period,
          asOfDay: day,
          currency,
          method: how.method,
          amountsWereKnown: false,
          ...optional,
        })
        const drawn = drawForecast({
          ...built,
          targets: [...targetOf].map(([repId, targetMinor]) => ({ repId, targetMinor })),
          shock: how.shock,
          draws,
          seed,
          level,
        })
        const rowOf = (landing: Landing, own: Float64Array | null): Omit<Scored, "isTotal" | "actual"> => ({
          repId: landing.repId,
          forecast: landing.landingMinor,
          draws: own,
          interval: { lower: landing.lowerMinor, median: landing.medianMinor, upper: landing.upperMinor },
          target: landing.targetMinor,
          chance: landing.chance?.probability ?? null,
        })
        const rows = drawn.reps.map((landing, at): Scored => ({
          ...rowOf(landing, drawn.repDraws[at] ?? null),
          isTotal: false,
          actual: actualOf.get(landing.repId) ?? 0,
        }))
        const total = { ...rowOf(drawn.total, drawn.totalDraws), isTotal: true, actual: actualTotal }
        made.set(id, { isPoint: false, rows: [...rows, total] })
      }
      const cells = cellsOf(
        [...made.values()].flatMap(({ rows }) => rows),
        actualOf.keys(),
      )
      for (const { id } of input.methods) {
        const result = results.get(id)
        const own = made.get(id)
        if (result === undefined) continue
        if (own === undefined) result.notMade += 1
        else result.rows.push(...own.rows, ...missedCells(own, cells, actualOf))
      }
    }
  }
  const methods = input.methods.map(({ id }): TriedScores => {
    const { rows, notMade } = results.get(id) ?? { rows: [], notMade: 0 }
    const reps = rows.filter(({ isTotal }) => !isTotal)
    return {
      id,
      total: scoreOf(
        rows.filter(({ isTotal }) => isTotal),
        level,
      ),
      reps: scoreOf(reps, level),
      byRep: [...Map.groupBy(reps, ({ repId }) => repId)].map(([repId, own]) => ({
        repId,
        score: scoreOf(own, level),
      })),
      notMade,
    }
  })
  // Forecasts that were not made cannot be wrong: a method that passed on the hard ones is not compared as if it had not.
  const order = methods.toSorted(
    (left, right) =>
      left.notMade - right.notMade ||
      (left.reps.crps ?? Number.POSITIVE_INFINITY) - (right.reps.crps ?? Number.POSITIVE_INFINITY),
  )
  const best = order.find(({ reps }) => reps.crps !== null)
  return {
    forecasts,
    periods: scored.map(({ id }) => id),
    level,
    methods: order,
    best: best?.id ?? null,
    notes: backTestNotes(input, warmUp, scored, best?.id ?? null),
    limits: backTestLimits,
  }
}
