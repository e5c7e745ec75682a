import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { normalQuantile, normalWidth } from "../stats/NormalDistribution.ts"
import type { SampleRatioCheck } from "../stats/SampleRatio.ts"
import { sampleRatioCheck } from "../stats/SampleRatio.ts"
import { sequentialInterval } from "../stats/SequentialInterval.ts"
import { surerShare } from "../stats/SurerShare.ts"
import type { MeanComparison, SampleSummary } from "../stats/TwoMeans.ts"
import { compareMeans, summaryProblems } from "../stats/TwoMeans.ts"
import type { Count } from "../stats/TwoProportions.ts"
import {
  countProblems,
  newcombeInterval,
  sampleSizeForProportions,
  twoProportionTest,
} from "../stats/TwoProportions.ts"
import type { Interval } from "../stats/Wilson.ts"
import { betweenProblems, positiveProblems, refuse } from "./Bounds.ts"

/** What was decided before the campaign began, so that the answer cannot be fitted to the data. */
export interface UpliftDesign {
  /** Share of customers let alone, between 0 and 1, both excluded. */
  readonly holdoutShare: number
  /** Smallest difference worth knowing, in the measure's own unit: 0.02 is two points of conversion; above 0. */
  readonly minimumDifference: number
  /** Chance of seeing it, between 0 and 1, both excluded. Default 0.8. */
  readonly power?: number
  /** Confidence level of intervals, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
  /**
   * `once` (default): read the result one time, when the sample is full. `anytime`: look as often as you like; the
   * interval holds at all looks together and is wider for it.
   */
  readonly reading?: "once" | "anytime"
}

/** A design for shares of customers who did something. */
export interface ConversionDesign extends UpliftDesign {
  /** Share expected without the campaign, between 0 and 1, both excluded; with the difference, below 1. */
  readonly baselineShare: number
}

/** A design for means, such as spend per customer. */
export interface MeanDesign extends UpliftDesign {
  /** Standard deviation of the measure over customers, from history, zeros included; above 0. */
  readonly standardDeviation: number
}

/** Customers needed in each arm; whole. */
export interface NeededSample {
  /** Let alone. */
  readonly holdout: number
  /** Treated. */
  readonly treated: number
}

/** A result that may be read. */
export interface UpliftMeasured {
  /** There is a figure. */
  readonly status: "measured"
  /** Treated less holdout: share or mean. */
  readonly difference: number
  /** Its interval. */
  readonly interval: Interval
  /** How the interval was made: `stated`, with the deviation that the design states, where nothing varies in the arms. */
  readonly method: "newcombe" | "welch" | "stated" | "sequential"
  /** Two-sided p-value of no difference; null where the reading is `anytime` or nothing varies. */
  readonly pValue: number | null
  /**
   * Difference relative to the holdout, with its interval by the delta method; null where the holdout is not above 0 beyond its own
   * error: of nearly nothing there is no percentage.
   */
  readonly lift: { readonly value: number; readonly interval: Interval } | null
  /** Difference times treated customers: what the campaign brought in all, in the measure's own unit. */
  readonly incrementalTotal: number
  /** Whether the interval leaves out 0. Where it does not, an effect is neither shown nor excluded. */
  readonly conclusive: boolean
  /** The check of the arms' sizes. */
  readonly sampleRatio: SampleRatioCheck
  /** The sample that the design asks for. */
  readonly needed: NeededSample
}

/** A result that is withheld. */
export interface UpliftWithheld {
  /** Too few customers yet; or arms whose sizes cannot be chance, so that no figure of theirs can be trusted. */
  readonly status: "notEnoughData" | "sampleRatioMismatch"
  /** Why, for people, with the sample that would do. */
  readonly reason: Message
  /** The check of the arms' sizes. */
  readonly sampleRatio: SampleRatioCheck
  /** The sample that the design asks for. */
  readonly needed: NeededSample
}

/** What a campaign changed, or why that cannot be said. */
export type Uplift = UpliftMeasured | UpliftWithheld

/**
 * Customers needed to see a difference of shares (Fleiss, Levin and Paik 2003) with arms as unequal as the design says.
 *
 * @param design - decided beforehand
 * @throws InputInvalid where it is out of bounds
 * @example
 * ```ts
 * import { conversionSample } from "@salesdept/core/loyalty/campaigns"
 *
 * const aim = { baselineShare: 0.1, minimumDifference: 0.02 }
 * conversionSample({ holdoutShare: 0.5, ...aim }) // { holdout: 3841, treated: 3841 }
 * conversionSample({ holdoutShare: 0.2, ...aim }) // { holdout: 2445, treated: 9779 }
 * ```
 */
export const conversionSample = (design: ConversionDesign): NeededSample => {
  const { baselineShare, minimumDifference, holdoutShare, power = 0.8, level = 0.95 } = design
  const expected = baselineShare + minimumDifference
  refuse([
    ...designProblems(design),
    ...betweenProblems("baselineShare", baselineShare),
    ...(expected < 1 ? [] : betweenProblems("baselineShare + minimumDifference", expected)),
  ])
  const ratio = (1 - holdoutShare) / holdoutShare
  const holdout = sampleSizeForProportions({
    share1: baselineShare,
    share2: expected,
    power,
    alpha: 1 - level,
    ratio,
  })
  return { holdout: Math.ceil(holdout), treated: Math.ceil(holdout * ratio) }
}

/**
 * Customers needed to see a difference of means: (z_α/2 + z_β)² σ² (1 + 1/ratio) / δ² in the holdout.
 *
 * @param design - decided beforehand
 * @throws InputInvalid where it is out of bounds
 * @example
 * ```ts
 * import { meanSample } from "@salesdept/core/loyalty/campaigns"
 *
 * meanSample({ holdoutShare: 0.2, minimumDifference: 500_00, standardDeviation: 4_000_00 }) // { holdout: 628, treated: 2512 }
 * ```
 */
export const meanSample = (design: MeanDesign): NeededSample => {
  const { standardDeviation, minimumDifference, holdoutShare, power = 0.8, level = 0.95 } = design
  refuse([...designProblems(design), ...positiveProblems("standardDeviation", standardDeviation)])
  const ratio = (1 - holdoutShare) / holdoutShare
  const widths = normalWidth(level) + normalQuantile(power)
  const holdout = ((widths * standardDeviation) / minimumDifference) ** 2 * (1 + 1 / ratio)
  return { holdout: Math.ceil(holdout), treated: Math.ceil(holdout * ratio) }
}

/**
 * What a campaign did to the share of customers who bought (came back, recommended). Give all customers who were
 * assigned, whether the offer reached them or not. Checks the sizes of the arms, withholds the figure below the sample
 * that the design asks for, then gives the difference with Newcombe's interval; read at any time, with one that holds at
 * every look, made with one success and one failure more in each arm (Agresti and Caffo 2000).
 *
 * @param holdout - buyers of all let alone
 * @param treated - buyers of all treated
 * @param design - decided beforehand
 * @throws InputInvalid where counts or design are out of bounds
 * @example
 * ```ts
 * import { conversionUplift } from "@salesdept/core/loyalty/campaigns"
 *
 * const design = { holdoutShare: 0.5, baselineShare: 0.1, minimumDifference: 0.02 }
 * const uplift = conversionUplift({ successes: 24, trials: 200 }, { successes: 35, trials: 210 }, design)
 * uplift.status // "notEnoughData"
 * uplift.needed // { holdout: 3841, treated: 3841 }
 * ```
 */
export const conversionUplift = (holdout: Count, treated: Count, design: ConversionDesign): Uplift => {
  const { level = 0.95 } = design
  const needed = conversionSample(design)
  refuse([...problemsUnder("holdout", countProblems(holdout)), ...problemsUnder("treated", countProblems(treated))])
  const interval = newcombeInterval(treated, holdout, level)
  const withheld = withheldFor(holdout.trials, treated.trials, design, needed)
  if ("status" in withheld) return withheld
  const [before, after] = [summaryOfCount(holdout), summaryOfCount(treated)]
  const once = {
    interval: interval!,
    method: "newcombe",
    pValue: twoProportionTest(treated, holdout).pValue,
  } as const
  const looked = [surerShare(holdout), surerShare(treated)] as const
  return measured(before, after, design, needed, withheld.sampleRatio, once, looked)
}

/**
 * What a campaign did to a mean over customers, such as spend (zeros included). As {@link conversionUplift}, with
 * Welch's interval. Where the same measure before the campaign is known, adjust it first with `cuped`: the same sample
 * then tells more.
 *
 * @param holdout - number, mean and variance of the customers let alone, in the measure's own unit
 * @param treated - the same of the customers treated
 * @param design - decided beforehand
 * @throws InputInvalid where summaries or design are out of bounds
 * @example
 * ```ts
 * import { meanUplift } from "@salesdept/core/loyalty/campaigns"
 *
 * const spread = { variance: 4_000_00 ** 2 }
 * const design = { holdoutShare: 0.2, minimumDifference: 500_00, standardDeviation: 4_000_00 }
 * meanUplift({ n: 700, mean: 3_000_00, ...spread }, { n: 2_800, mean: 3_600_00, ...spread }, design)
 * // { status: "measured", difference: 60000, interval: { lower: 26833.2…, upper: 93166.7…, level: 0.95 }, method: "welch", …
 * ```
 */
export const meanUplift = (holdout: SampleSummary, treated: SampleSummary, design: MeanDesign): Uplift => {
  const { level = 0.95 } = design
  const needed = meanSample(design)
  refuse([...problemsUnder("holdout", summaryProblems(holdout)), ...problemsUnder("treated", summaryProblems(treated))])
  const comparison = compareMeans(holdout, treated, { level })
  const withheld = withheldFor(holdout.n, treated.n, design, needed)
  if ("status" in withheld) return withheld
  if (comparison !== null) {
    const { interval, pValue } = comparison
    return measured(holdout, treated, design, needed, withheld.sampleRatio, { interval, method: "welch", pValue })
  }
  // A few customers who all spent the same do not prove that all would: what is known of the spread is what the design says.
  const estimate = treated.mean - holdout.mean
  const standardError = design.standardDeviation * Math.sqrt(1 / holdout.n + 1 / treated.n)
  const half = normalWidth(level) * standardError
  const interval =
    design.reading === "anytime"
      ? sequentialInterval(
          { estimate, standardError, n: holdout.n + treated.n },
          needed.holdout + needed.treated,
          level,
        )
      : { lower: estimate - half, upper: estimate + half, level }
  return measured(holdout, treated, design, needed, withheld.sampleRatio, { interval, method: "stated", pValue: null })
}

// An always-valid interval rests on the normal limit, so it too waits for some customers in each arm.
const leastAtAnyTime = 100

const withheldFor = (
  holdout: number,
  treated: number,
  { holdoutShare, reading = "once" }: UpliftDesign,
  needed: NeededSample,
): UpliftWithheld | { readonly sampleRatio: SampleRatioCheck } => {
  const sampleRatio = sampleRatioCheck([holdout, treated], [holdoutShare, 1 - holdoutShare])
  if (sampleRatio.mismatch) {
    return {
      status: "sampleRatioMismatch",
      reason: {
        en: `The arms have ${holdout} and ${treated} customers, which chance cannot explain at a holdout of ${holdoutShare}: look for the fault in the assignment or in the records`,
        ru: `В группах ${holdout} и ${treated} клиентов: при доле контрольной группы ${holdoutShare} случайностью это не объяснить. Ищите ошибку в распределении или в учёте`,
      },
      sampleRatio,
      needed,
    }
  }
  const least =
    reading === "once"
      ? needed
      : { holdout: Math.min(leastAtAnyTime, needed.holdout), treated: Math.min(leastAtAnyTime, needed.treated) }
  // Random arms never have exactly the intended sizes, so what counts is the information they carry together.
  const precision = (sample: NeededSample): number => 1 / (1 / sample.holdout + 1 / sample.treated)
  if (precision({ holdout, treated }) >= precision(least)) return { sampleRatio }
  return {
    status: "notEnoughData",
    reason: {
      en: `Not enough data: ${holdout} customers in the holdout and ${treated} treated; it takes ${least.holdout} and ${least.treated}`,
      ru: `Недостаточно данных: в контрольной группе клиентов ${holdout}, в основной ${treated}; нужно ${least.holdout} и ${least.treated}`,
    },
    sampleRatio,
    needed,
  }
}

const measured = (
  holdout: SampleSummary,
  treated: SampleSummary,
  { level = 0.95, reading = "once" }: UpliftDesign,
  needed: NeededSample,
  sampleRatio: SampleRatioCheck,
  once: Pick<UpliftMeasured, "interval" | "method" | "pValue">,
  looked: readonly [holdout: SampleSummary, treated: SampleSummary] = [holdout, treated],
): UpliftMeasured => {
  const n = holdout.n + treated.n
  const tunedFor = needed.holdout + needed.treated
  const shown = (comparison: MeanComparison): Interval =>
    reading === "once" ? comparison.interval : sequentialInterval({ ...comparison, n }, tunedFor, level)
  const [base, other] = reading === "once" ? [holdout, treated] : looked
  const absolute = compareMeans(base, other, { level })
  const relative = holdout.mean > 0 ? compareMeans(base, other, { level, relative: true }) : null
  const difference = treated.mean - holdout.mean
  const result =
    reading === "once" || absolute === null
      ? once
      : { interval: shown(absolute), method: "sequential" as const, pValue: null }
  return {
    status: "measured",
    difference,
    ...result,
    lift: relative === null ? null : { value: difference / holdout.mean, interval: shown(relative) },
    incrementalTotal: difference * treated.n,
    conclusive: result.interval.lower > 0 || result.interval.upper < 0,
    sampleRatio,
    needed,
  }
}

const summaryOfCount = ({ successes, trials }: Count): SampleSummary => {
  const mean = successes / trials
  return { n: trials, mean, variance: mean * (1 - mean) }
}

const designProblems = ({
  holdoutShare,
  minimumDifference,
  power = 0.8,
  level = 0.95,
}: UpliftDesign): ReadonlyArray<Problem> => [
  ...Object.entries({ holdoutShare, power, level }).flatMap(([path, value]) => betweenProblems(path, value)),
  ...positiveProblems("minimumDifference", minimumDifference),
]
