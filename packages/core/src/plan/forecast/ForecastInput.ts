import type { CreditShare } from "../../deal/DealCredit.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { ForecastBasis } from "./ForecastBasis.ts"

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
  /** By whose past alone its chance was judged, one of `groups` of the basis; by all of it where absent. */
  readonly group?: string
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
   * Whether the period is over: what was won is where it landed, every chance is certain, and there are neither open deals nor arrivals.
   * False where absent.
   */
  readonly isOver?: boolean
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

const isAmount = (minor: number): boolean => minor >= 0 && minor < Number.POSITIVE_INFINITY

/** Every number that is out of bounds. */
export const forecastProblems = ({
  won,
  open,
  arrivals,
  targets,
  totalTargetMinor,
  basis,
  isOver = false,
  draws = 4000,
  seed = 1,
  level = 0.8,
  shock = 0.3,
}: ForecastInput): ReadonlyArray<Problem> => {
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
  if (isOver && open.length + arrivals.length > 0)
    add(
      "isOver",
      "forecast.over",
      "in a period that is over nothing more is won: leave out open deals and arrivals",
      "в законченном периоде больше ничего не выиграют: уберите открытые и будущие сделки",
    )
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
  const { groups = {}, ...counts } = basis ?? {}
  const bases = [
    ["basis", counts] as const,
    ...Object.entries(groups).map(([id, own]) => [`basis.groups.${id}`, own] as const),
  ]
  for (const [path, own] of bases)
    for (const [name, count] of Object.entries(own))
      if (!isAmount(count))
        add(
          `${path}.${name}`,
          "forecast.basis",
          "must be finite and 0 or more",
          "должно быть конечным и не меньше нуля",
        )
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
