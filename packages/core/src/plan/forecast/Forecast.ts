import type { CreditShare } from "../../deal/DealCredit.ts"
import type { Message } from "../../shared/Message.ts"
import { AmountUnsafe } from "../../shared/MoneyErrors.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import { creditedParts } from "../facts/CreditedParts.ts"
import type { ForecastBasis } from "./ForecastBasis.ts"
import { basisLimits, oddsError } from "./ForecastBasis.ts"
import { seededDraws } from "./SeededDraws.ts"
import { shockedLogOdds, shockedWins } from "./SharedShock.ts"
import { roundParts } from "../decomposition/Variance.ts"

/** An open deal as a forecast reads it. */
export interface ForecastDeal {
  /** The deal's id. */
  readonly id: string
  /** Who leads it; null where nobody does. */
  readonly repId: string | null
  /** What it would bring, minor units, 0 or more. */
  readonly amountMinor: number
  /**
   * Where it states no amount: those of past wins, minor units, of which `amountMinor` is the mean. What it brings is drawn from them,
   * since nothing says that it will be the mean.
   */
  readonly amountsMinor?: ReadonlyArray<number>
  /** Probability of being won within the period, 0 to 1. */
  readonly probability: number
  /** Who is credited with it, where it is not all of `repId`: by largest remainder, so its amounts are whole. */
  readonly creditShares?: ReadonlyArray<CreditShare>
}

/** Deals that are not there yet. */
export interface ForecastArrivals {
  /** Who will lead them; null for nobody. */
  readonly repId: string | null
  /** How many of them are expected to be won within the period, finite, 0 or more; fractional. */
  readonly expectedWins: number
  /** Amounts of past wins they are drawn from, minor units; at least one where wins are expected. */
  readonly amountsMinor: ReadonlyArray<number>
}

/** What a forecast is drawn from. */
export interface ForecastInput {
  /** ISO 4217 code of all amounts. */
  readonly currency: string
  /** What was won in the period already, by rep. */
  readonly won: ReadonlyArray<{ readonly repId: string | null; readonly wonMinor: number }>
  /** Open deals. */
  readonly open: ReadonlyArray<ForecastDeal>
  /** Deals that are not there yet. */
  readonly arrivals: ReadonlyArray<ForecastArrivals>
  /** Targets of the period, by rep. */
  readonly targets: ReadonlyArray<{ readonly repId: string | null; readonly targetMinor: number }>
  /** The target of all together, null where it is not known; the sum of those by rep where absent. */
  readonly totalTargetMinor?: number | null
  /**
   * What chances and amounts were estimated from: how little that tells of the chances is drawn too, beside the shock. Where absent chances
   * are taken as known.
   */
  readonly basis?: ForecastBasis
  /**
   * How things move together: standard deviation of a shock to the log-odds of all deals at once, 0 or more. Default 0.3. It spreads
   * what may come and leaves each chance, and each expected number, what it is on the mean.
   */
  readonly shock?: number
  /** How many times the period is drawn, 100 to 1,000,000 (inclusive). Default 4000. */
  readonly draws?: number
  /** Seed of the draws, 0 to 2^32−1 (inclusive). Default 1. */
  readonly seed?: number
  /** Share of draws that the interval holds, between 0 and 1, both excluded. Default 0.8. */
  readonly level?: number
}

/** The chance of reaching a target. */
export interface AttainmentChance {
  /** Share of draws in which it was reached, 0 to 1. */
  readonly probability: number
  /** Standard error of that share, from the number of draws alone. */
  readonly standardError: number
}

/** Where one rep, or all of them, will land. */
export interface Landing {
  /** The rep; null for deals that nobody leads. Not there on the total. */
  readonly repId: string | null
  /** Won already, minor units. */
  readonly wonMinor: number
  /** Expected of open deals, minor units; the reps' sum to the total's. */
  readonly openMinor: number
  /** Expected of deals that are not there yet, minor units; the reps' sum to the total's. */
  readonly newMinor: number
  /** The three together: where it is expected to land. */
  readonly landingMinor: number
  /**
   * Lower end of the interval, minor units; between two draws, so it may be fractional, as the others. Ends of reps do not sum to the
   * total's: not all have bad luck at once.
   */
  readonly lowerMinor: number
  /** Half of the draws land below. */
  readonly medianMinor: number
  /** Upper end of the interval. */
  readonly upperMinor: number
  /** The target; null where there is none. */
  readonly targetMinor: number | null
  /** The chance of reaching it; null without a target. */
  readonly chance: AttainmentChance | null
  /** Open amount over what the target still lacks; null without a target, `toGoMinor` 0 once it is reached. */
  readonly coverage: { readonly openAmountMinor: number; readonly toGoMinor: number } | null
}

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

const isAmount = (minor: number): boolean => minor >= 0 && minor < Number.POSITIVE_INFINITY

const problemsOf = ({
  won,
  open,
  arrivals,
  targets,
  totalTargetMinor,
  basis,
  draws = 4000,
  seed = 1,
  level = 0.8,
  shock = 0.3,
}: ForecastInput) => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path, code, message: { en, ru } })
  }
  if (!Number.isSafeInteger(draws) || draws < 100 || draws > 1_000_000)
    add("draws", "forecast.draws", "must be 100 to 1000000", "должно быть от 100 до 1000000")
  if (!Number.isSafeInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    add("seed", "forecast.seed", "must be 0 to 2^32-1", "должно быть от 0 до 2^32-1")
  if (!(level > 0 && level < 1)) add("level", "forecast.level", "must lie between 0 and 1", "должен быть между 0 и 1")
  if (!(shock >= 0 && Number.isFinite(shock)))
    add("shock", "forecast.shock", "must be finite and 0 or more", "должен быть конечным и не меньше нуля")
  // Thousands of deals may be drawn from the same past wins.
  const checked = new Map<ReadonlyArray<number>, boolean>()
  const areAmounts = (amounts: ReadonlyArray<number>): boolean => {
    const known = checked.get(amounts) ?? (amounts.length > 0 && amounts.every(isAmount))
    checked.set(amounts, known)
    return known
  }
  for (const [index, { probability, amountMinor, amountsMinor }] of open.entries())
    if (
      !(probability >= 0 && probability <= 1) ||
      !isAmount(amountMinor) ||
      (amountsMinor !== undefined && !areAmounts(amountsMinor))
    )
      add(
        `open[${index}]`,
        "forecast.deal",
        "probability 0 to 1, amounts finite and 0 or more",
        "вероятность от 0 до 1, суммы конечные, от нуля",
      )
  const sums = [
    ...won.map(({ wonMinor }, index) => [`won[${index}].wonMinor`, wonMinor] as const),
    ...targets.map(({ targetMinor }, index) => [`targets[${index}].targetMinor`, targetMinor] as const),
    ["totalTargetMinor", totalTargetMinor ?? 0] as const,
  ]
  for (const [path, value] of sums)
    if (!Number.isFinite(value)) add(path, "value.notFinite", "is not a finite number", "не конечное число")
  for (const [name, count] of Object.entries(basis ?? {}))
    if (!isAmount(count))
      add(`basis.${name}`, "forecast.basis", "must be finite and 0 or more", "должно быть конечным и не меньше нуля")
  for (const [index, { expectedWins, amountsMinor }] of arrivals.entries())
    if (!isAmount(expectedWins) || !amountsMinor.every(isAmount) || (expectedWins > 0 && amountsMinor.length === 0))
      add(
        `arrivals[${index}]`,
        "forecast.arrivals",
        "expected wins finite and 0 or more, with amounts of 0 or more to draw from",
        "ожидаемых выигрышей — конечное число от нуля, с суммами от нуля для розыгрыша",
      )
  return problems
}

/** Value at a share of ascending draws, between the neighbours (type 7). */
const quantileOf = (draws: Float64Array, probability: number): number => {
  const at = (draws.length - 1) * probability
  const low = Math.floor(at)
  const below = draws[low] ?? 0
  return below + ((draws[Math.min(low + 1, draws.length - 1)] ?? 0) - below) * (at - low)
}

/** An amount that is not rounded to be held. */
const held = (minor: number): number => {
  if (!(Math.abs(minor) <= Number.MAX_SAFE_INTEGER)) throw new AmountUnsafe(minor)
  return minor
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
  refuse(problemsOf(input))
  const { draws = 4000, seed = 1, level = 0.8, shock = 0.3, basis } = input
  const error = basis === undefined ? 0 : oddsError(basis)
  // What is not known of the chances is shared by all deals, as the shock is: all are judged by the same past.
  const spread = Math.hypot(shock, error)
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
  const oddsOf = new Map(
    [...new Set(deals.map(({ probability }) => probability))].map((p) => [p, shockedLogOdds(p, spread)]),
  )
  const odds = Float64Array.from(deals, ({ probability }) => oddsOf.get(probability) ?? 0)
  const amounts = deals.map(({ amountMinor, amountsMinor }) => amountsMinor ?? [amountMinor])
  const owners = Int32Array.from(deals, ({ repId }) => indexOf(repId))
  const splits = new Map(deals.flatMap((deal, at) => ((deal.creditShares ?? []).length === 0 ? [] : [[at, deal]])))

  const random = seededDraws(seed)
  const repDraws = repIds.map(() => new Float64Array(draws))
  const totalDraws = new Float64Array(draws)
  const sums = zeros()
  const oneOf = (drawn: ReadonlyArray<number>): number =>
    drawn.length === 1 ? drawn[0]! : (drawn[Math.floor(random.uniform() * drawn.length)] ?? 0)
  for (let draw = 0; draw < draws; draw++) {
    sums.set(won)
    const shift = spread === 0 ? 0 : spread * random.normal()
    for (let deal = 0; deal < deals.length; deal++) {
      const chance = 1 / (1 + Math.exp(-(odds[deal]! + shift)))
      if (random.uniform() >= chance) continue
      const amount = oneOf(amounts[deal]!)
      const split = splits.get(deal)
      if (split === undefined) sums[owners[deal]!]! += amount
      else for (const { repId, amountMinor } of partsOf(split, amount)) sums[indexOf(repId)]! += amountMinor
    }
    for (const { repId, expectedWins, amountsMinor } of input.arrivals) {
      const wins = random.poisson(expectedWins * shockedWins(shift, spread))
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
  const landing = (
    repId: string | null,
    parts: { readonly wonMinor: number; readonly openMinor: number; readonly newMinor: number },
    drawn: Float64Array,
    targetMinor: number | null,
    openAmountMinor: number,
  ): Landing => {
    const reached = targetMinor === null ? 0 : drawn.reduce((count, value) => count + (value >= targetMinor ? 1 : 0), 0)
    const probability = reached / draws
    return {
      repId,
      ...parts,
      landingMinor: held(parts.wonMinor + parts.openMinor + parts.newMinor),
      lowerMinor: quantileOf(drawn, (1 - level) / 2),
      medianMinor: quantileOf(drawn, 0.5),
      upperMinor: quantileOf(drawn, (1 + level) / 2),
      targetMinor,
      chance:
        targetMinor === null
          ? null
          : { probability, standardError: Math.sqrt((probability * (1 - probability)) / draws) },
      coverage: targetMinor === null ? null : { openAmountMinor, toGoMinor: Math.max(0, targetMinor - parts.wonMinor) },
    }
  }
  const reps = repIds.map((repId, rep) =>
    landing(
      repId,
      { wonMinor: won[rep]!, openMinor: (wholeOpen[rep] ?? 0) + 0, newMinor: (wholeNew[rep] ?? 0) + 0 },
      repDraws[rep] ?? new Float64Array(1),
      targetOf(repId),
      openAmount[rep]!,
    ),
  )
  const total = landing(
    null,
    { wonMinor: sumOf(won), openMinor: Math.round(sumOf(open)), newMinor: Math.round(sumOf(fresh)) },
    totalDraws,
    input.totalTargetMinor === undefined && input.targets.length > 0
      ? input.targets.reduce((sum, { targetMinor }) => sum + targetMinor, 0)
      : (input.totalTargetMinor ?? null),
    sumOf(openAmount),
  )
  const { currency } = input
  const drawsAmounts =
    input.arrivals.some(({ expectedWins }) => expectedWins > 0) || deals.some(({ amountsMinor }) => amountsMinor)
  const told = basis === undefined ? limits : [...limits, ...basisLimits(basis, level, drawsAmounts)]
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
