import type { Message } from "../../shared/Message.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import { roundParts } from "../decomposition/Variance.ts"
import { creditedParts } from "../facts/CreditedParts.ts"
import type { ForecastBasis } from "./ForecastBasis.ts"
import { basisLimits, oddsError } from "./ForecastBasis.ts"
import type { ForecastDeal, ForecastInput } from "./ForecastInput.ts"
import { forecastProblems } from "./ForecastInput.ts"
import type { Landing } from "./Landing.ts"
import { held, landingOf } from "./Landing.ts"
import { seededDraws } from "./SeededDraws.ts"
import { shockedLogOdds, shockedWins } from "./SharedShock.ts"

/** A forecast of a period by rep and in all. */
export interface Forecast {
  /** How it was made. */
  readonly method: "monteCarlo"
  /** ISO 4217 code. */
  readonly currency: string
  /** Draws. */
  readonly draws: number
  /** Their seed. */
  readonly seed: number
  /** Shock that all deals share. */
  readonly shock: number
  /** Standard error of the log-odds of all deals at once, drawn beside the shock; 0 where chances were taken as known. */
  readonly oddsError: number
  /** Share of draws within the intervals. */
  readonly level: number
  /** By rep, in the order of their first appearance. */
  readonly reps: ReadonlyArray<Landing>
  /** All together. */
  readonly total: Landing
  /** How to read it. */
  readonly limits: ReadonlyArray<Message>
}

/** A forecast with its draws, for scoring. */
export interface DrawnForecast extends Forecast {
  /** Landings of the total, ascending, minor units. */
  readonly totalDraws: Float64Array
  /** Landings by rep, ascending, in the order of `reps`. */
  readonly repDraws: ReadonlyArray<Float64Array>
}

const limits: ReadonlyArray<Message> = [
  {
    en: "Intervals hold the chance of each deal, of new ones and a shock that all share; they do not hold a change of the rules of the game",
    ru: "Интервалы учитывают исход каждой сделки, появление новых и общий для всех сдвиг; перемену самих правил игры они не учитывают",
  },
]

const overLimits: ReadonlyArray<Message> = [
  {
    en: "The period is over: this is what was won in it, and nothing is estimated",
    ru: "Период закончен: это выигранное за него, оценок здесь нет",
  },
]

/** Standard deviation of what moves the log-odds of a group's deals at once: the shock, and what its past leaves unknown. */
const spreads = (shock: number, basis: ForecastBasis | undefined): ((group: string | undefined) => number) => {
  if (basis === undefined) return () => shock
  const ofAll = Math.hypot(shock, oddsError(basis))
  const own = new Map(
    Object.entries(basis.groups ?? {}).map(([group, past]) => [group, Math.hypot(shock, oddsError(past))]),
  )
  return (group) => own.get(group ?? "") ?? ofAll
}

/** {@link shockedLogOdds}, worked out once for each chance and spread: thousands of deals have the same. */
const oncePerChance = () => {
  const known = new Map<number, Map<number, number>>()
  return (probability: number, spread: number): number => {
    const ofSpread = known.get(spread) ?? new Map<number, number>()
    known.set(spread, ofSpread)
    const odds = ofSpread.get(probability) ?? shockedLogOdds(probability, spread)
    ofSpread.set(probability, odds)
    return odds
  }
}

const meanOf = (amounts: ReadonlyArray<number>): number =>
  amounts.length === 0 ? 0 : amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length

/**
 * Draws a period many times: each open deal is won or not, at its amount or at that of a past win where it states none, new ones come
 * and are won or not, and a shock that all share moves their odds together. A draw's total is the sum of its reps, so the figures are of one world. The same seed gives the same
 * forecast.
 *
 * @param input - what was won, what is open, what may come, targets; amounts in minor units of one currency
 * @returns with the draws, for scoring; the draws are not JSON and may be left out
 * @throws `InputInvalid` with every number out of bounds; AmountUnsafe where what was won, is open or is expected sums past 2^53−1, or the
 * amount of a deal that is split is no whole number
 *
 * @example
 * ```ts
 * import { drawForecast } from "@salesdept/core/plan/forecast"
 *
 * const drawn = drawForecast({
 *   currency: "RUB",
 *   won: [],
 *   open: [{ id: "17", repId: "ann", amountMinor: 200_000_00, probability: 0.5 }],
 *   arrivals: [{ repId: "ann", expectedWins: 2, amountsMinor: [100_000_00, 150_000_00] }],
 *   targets: [],
 *   draws: 1_000,
 * })
 * drawn.total.landingMinor // 35000000
 * drawn.totalDraws.length // 1000
 * ```
 */
export const drawForecast = (input: ForecastInput): DrawnForecast => {
  refuse(forecastProblems(input))
  const { draws = 4000, seed = 1, level = 0.8, shock = 0.3, isOver = false } = input
  // Nothing is judged by the past of a period that is over.
  const basis = isOver ? undefined : input.basis
  const error = basis === undefined ? 0 : oddsError(basis)
  // What is not known of chances is shared as the shock is, by groups too: what they have in common nobody tells apart.
  const spreadOf = spreads(shock, basis)
  const spread = spreadOf(undefined)
  const partsOf = ({ repId, creditShares }: ForecastDeal, amountMinor: number) =>
    creditedParts(repId, creditShares, amountMinor)
  const repIds = [
    ...new Set([
      ...input.won.map(({ repId }) => repId),
      ...input.open.flatMap((deal) => partsOf(deal, deal.amountMinor).map(({ repId }) => repId)),
      ...[input.arrivals, input.targets].flatMap((rows) => rows.map(({ repId }) => repId)),
    ]),
  ]
  const at = new Map(repIds.map((repId, index) => [repId, index]))
  const indexOf = (repId: string | null): number => at.get(repId) ?? 0
  const zeros = (): Float64Array => new Float64Array(repIds.length)
  const won = zeros()
  for (const { repId, wonMinor } of input.won) won[indexOf(repId)]! += wonMinor
  const [open, fresh, openAmount] = [zeros(), zeros(), zeros()]
  for (const deal of input.open)
    for (const { repId, amountMinor } of partsOf(deal, deal.amountMinor)) {
      open[indexOf(repId)]! += amountMinor * deal.probability
      openAmount[indexOf(repId)]! += amountMinor
    }
  for (const { repId, expectedWins, amountsMinor } of input.arrivals)
    fresh[indexOf(repId)]! += expectedWins * meanOf(amountsMinor)
  const deals = input.open.filter(({ probability, amountMinor }) => probability > 0 && amountMinor > 0)
  const dealSpreads = Float64Array.from(deals, ({ group }) => spreadOf(group))
  const oddsOf = oncePerChance()
  const odds = Float64Array.from(deals, ({ probability }, deal) => oddsOf(probability, dealSpreads[deal]!))
  const amounts = deals.map(({ amountMinor, amountsMinor }) => amountsMinor ?? [amountMinor])
  const owners = Int32Array.from(deals, ({ repId }) => indexOf(repId))
  const splits = new Map(deals.flatMap((deal, at) => ((deal.creditShares ?? []).length === 0 ? [] : [[at, deal]])))

  const random = seededDraws(seed)
  const isSure = spread === 0 && dealSpreads.every((own) => own === 0)
  const repDraws = repIds.map(() => new Float64Array(draws))
  const totalDraws = new Float64Array(draws)
  const sums = zeros()
  const oneOf = (drawn: ReadonlyArray<number>): number =>
    drawn.length === 1 ? drawn[0]! : (drawn[Math.floor(random.uniform() * drawn.length)] ?? 0)
  for (let draw = 0; draw < draws; draw++) {
    sums.set(won)
    const luck = isSure ? 0 : random.normal()
    for (let deal = 0; deal < deals.length; deal++) {
      const chance = 1 / (1 + Math.exp(-(odds[deal]! + dealSpreads[deal]! * luck)))
      if (random.uniform() >= chance) continue
      const amount = oneOf(amounts[deal]!)
      const split = splits.get(deal)
      if (split === undefined) sums[owners[deal]!]! += amount
      else for (const { repId, amountMinor } of partsOf(split, amount)) sums[indexOf(repId)]! += amountMinor
    }
    for (const { repId, expectedWins, amountsMinor } of input.arrivals) {
      const wins = random.poisson(expectedWins * shockedWins(spread * luck, spread))
      for (let win = 0; win < wins; win++) sums[indexOf(repId)]! += oneOf(amountsMinor)
    }
    let total = 0
    for (let rep = 0; rep < repIds.length; rep++) {
      total += sums[rep]!
      repDraws[rep]![draw] = sums[rep]!
    }
    totalDraws[draw] = total
  }
  for (const own of [totalDraws, ...repDraws]) own.sort()

  const sumOf = (values: Float64Array): number => values.reduce((sum, value) => held(sum + value), 0)
  const wholeOpen = roundParts([...open], Math.round(sumOf(open)))
  const wholeNew = roundParts([...fresh], Math.round(sumOf(fresh)))
  const targetOf = (repId: string | null): number | null => {
    const own = input.targets.filter((target) => target.repId === repId)
    return own.length === 0 ? null : own.reduce((sum, { targetMinor }) => sum + targetMinor, 0)
  }
  const known = isOver ? "sure" : basis === undefined || basis.won > 0 ? "drawn" : "unknown"
  const reps = repIds.map((repId, rep) =>
    landingOf(
      {
        repId,
        wonMinor: won[rep]!,
        openMinor: (wholeOpen[rep] ?? 0) + 0,
        newMinor: (wholeNew[rep] ?? 0) + 0,
        targetMinor: targetOf(repId),
        openAmountMinor: openAmount[rep]!,
      },
      repDraws[rep] ?? new Float64Array(1),
      level,
      known,
    ),
  )
  const total = landingOf(
    {
      repId: null,
      wonMinor: sumOf(won),
      openMinor: Math.round(sumOf(open)),
      newMinor: Math.round(sumOf(fresh)),
      targetMinor:
        input.totalTargetMinor === undefined && input.targets.length > 0
          ? input.targets.reduce((sum, { targetMinor }) => sum + targetMinor, 0)
          : (input.totalTargetMinor ?? null),
      openAmountMinor: sumOf(openAmount),
    },
    totalDraws,
    level,
    known,
  )
  const { currency } = input
  const drawsAmounts =
    input.arrivals.some(({ expectedWins }) => expectedWins > 0) || deals.some(({ amountsMinor }) => amountsMinor)
  const told = isOver
    ? overLimits
    : basis === undefined
      ? limits
      : [...limits, ...basisLimits(basis, level, drawsAmounts)]
  const how = { method: "monteCarlo", currency, draws, seed, shock, oddsError: error, level } as const
  return { ...how, reps, total, limits: told, totalDraws, repDraws }
}

/**
 * {@link drawForecast} without the draws: plain JSON.
 *
 * @param input - what was won, what is open, what may come, targets; amounts in minor units of one currency
 * @throws `InputInvalid` with every number out of bounds; AmountUnsafe where what was won, is open or is expected sums past 2^53−1, or the
 * amount of a deal that is split is no whole number
 *
 * @example
 * ```ts
 * import { forecast } from "@salesdept/core/plan/forecast"
 *
 * const { total } = forecast({
 *   currency: "RUB",
 *   won: [{ repId: "ann", wonMinor: 300_000_00 }],
 *   open: [{ id: "17", repId: "ann", amountMinor: 200_000_00, probability: 0.5 }],
 *   arrivals: [],
 *   targets: [{ repId: "ann", targetMinor: 400_000_00 }],
 * })
 * total.landingMinor // 40000000
 * total.chance?.probability // 0.50525
 * ```
 */
export const forecast = (input: ForecastInput): Forecast => {
  const { totalDraws: _total, repDraws: _reps, ...plain } = drawForecast(input)
  return plain
}
