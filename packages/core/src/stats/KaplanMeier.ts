import { argumentProblem, finiteAbove0, levelProblems, rejectWhere, timeProblems } from "./ArgumentProblem.ts"
import { normalWidth } from "./NormalDistribution.ts"
import type { Durations } from "./RiskTable.ts"
import { riskTable } from "./RiskTable.ts"
import { lastStepAt } from "./StepFunction.ts"

/** One step of a survival curve: a time at which at least one event happened. */
export interface SurvivalStep {
  /** The time, in the unit of the durations. */
  readonly time: number
  /** Subjects at risk just before it. */
  readonly atRisk: number
  /** Events at it. */
  readonly events: number
  /** Share that has had no event up to and including it. */
  readonly survival: number
  /** Greenwood's standard error of that share; null where the share has reached 0. */
  readonly standardError: number | null
  /** Lower log-log bound; null where the share has reached 0. */
  readonly lower: number | null
  /** Upper log-log bound; null where the share has reached 0. */
  readonly upper: number | null
}

/** A product-limit estimate of how long things last when some are not over yet. */
export interface SurvivalCurve {
  /** How it was made. */
  readonly method: "kaplan-meier"
  /** Subjects ever at risk. */
  readonly n: number
  /** Events among them. */
  readonly events: number
  /** Subjects whose event was not seen. */
  readonly censored: number
  /** Subjects left out because their observation ended no later than it began. */
  readonly neverAtRisk: number
  /** Longest observed time; nothing is known beyond it. Null where there are no subjects. */
  readonly lastTime: number | null
  /** Confidence level of the bounds. */
  readonly level: number
  /** Steps, ascending by time. */
  readonly steps: ReadonlyArray<SurvivalStep>
  /** First time at which half or fewer remain; null where that is not reached. */
  readonly median: number | null
}

/** Mean time without an event up to a horizon: the area under the curve. */
export interface RestrictedMean {
  /** The horizon. */
  readonly tau: number
  /** The mean, in the unit of the durations; null with a reason. */
  readonly mean: number | null
  /** Its standard error (Klein and Moeschberger 2003, 4.5.2); null with the mean, or where the curve reaches 0 before the horizon. */
  readonly standardError: number | null
  /** Why there is no mean: the horizon lies past the last observed time while some still remain, or nobody was observed. */
  readonly reason: "beyondObservation" | "noSubjects" | null
}

/**
 * Kaplan–Meier estimate (Kaplan and Meier 1958) with Greenwood's variance and log-log bounds (Kalbfleisch and Prentice
 * 1980). At equal times events come before censorings. Subjects may enter late: one is at risk at t where entry < t ≤
 * exit, which is how deals that were open before recording began must be read.
 *
 * @param durations - exits and, where observation began late, entries
 * @param observed - per subject: 1 the event was seen, 0 censored
 * @param level - confidence level of the bounds, between 0 and 1, both excluded. Default 0.95
 * @throws InputInvalid listing every row out of bounds, or where the level is
 *
 * @example
 * ```ts
 * import { kaplanMeier } from "@salesdept/core/stats"
 *
 * const daysToWin = Float64Array.of(6, 7, 9)
 * const isWon = Uint8Array.of(1, 1, 0)
 * kaplanMeier({ exits: daysToWin }, isWon).median // 7
 * ```
 */
export const kaplanMeier = (durations: Durations, observed: Uint8Array, level = 0.95): SurvivalCurve => {
  rejectWhere(levelProblems(level))
  const table = riskTable(durations, observed, 1)
  const z = normalWidth(level)
  const steps: Array<SurvivalStep> = []
  let survival = 1
  let greenwood = 0
  let total = 0
  for (let i = 0; i < table.times.length; i++) {
    const atRisk = table.atRisk[i]!
    const events = table.events[0]![i]!
    total += events
    survival *= (atRisk - events) / atRisk
    greenwood += events / (atRisk * (atRisk - events))
    const time = table.times[i]!
    if (survival === 0) {
      steps.push({ time, atRisk, events, survival, standardError: null, lower: null, upper: null })
      continue
    }
    const spread = (z * Math.sqrt(greenwood)) / Math.log(survival)
    steps.push({
      time,
      atRisk,
      events,
      survival,
      standardError: survival * Math.sqrt(greenwood),
      lower: survival ** Math.exp(-spread),
      upper: survival ** Math.exp(spread),
    })
  }
  return {
    method: "kaplan-meier",
    n: table.n,
    events: total,
    censored: table.n - total,
    neverAtRisk: table.neverAtRisk,
    lastTime: table.lastTime,
    level,
    steps,
    median: timeReaching(steps, 0.5),
  }
}

// A product of fractions may stand an ulp above the share that it equals.
const slack = 1e-12

const timeReaching = (steps: ReadonlyArray<SurvivalStep>, remaining: number): number | null =>
  steps.find((step) => step.survival <= remaining + slack)?.time ?? null

/**
 * First time by which the given share has had the event.
 *
 * @param curve - from {@link kaplanMeier}
 * @param share - above 0, at most 1; 0.5 is the median
 * @returns null where the share is not reached within the observed time
 * @throws InputInvalid where the share is out of bounds
 *
 * @example
 * ```ts
 * import { kaplanMeier, survivalQuantile } from "@salesdept/core/stats"
 *
 * const curve = kaplanMeier({ exits: Float64Array.of(6, 7, 9, 12) }, Uint8Array.of(1, 1, 1, 0))
 * survivalQuantile(curve, 0.25) // 6
 * survivalQuantile(curve, 0.9) // null
 * ```
 */
export const survivalQuantile = (curve: SurvivalCurve, share: number): number | null => {
  if (!(share > 0 && share <= 1)) {
    rejectWhere([
      argumentProblem("share", share, { en: "a number above 0 and at most 1", ru: "число больше 0 и не больше 1" }),
    ])
  }
  return timeReaching(curve.steps, 1 - share)
}

/**
 * Share without an event up to and including a time.
 *
 * @param curve - from {@link kaplanMeier}
 * @param time - in the unit of the durations; any number
 * @returns null past the last observed time (unless none remain), or where nobody was observed
 * @throws InputInvalid where the time is no number
 *
 * @example
 * ```ts
 * import { kaplanMeier, survivalAt } from "@salesdept/core/stats"
 *
 * const curve = kaplanMeier({ exits: Float64Array.of(6, 7, 9, 12) }, Uint8Array.of(1, 1, 1, 0))
 * survivalAt(curve, 7) // 0.5
 * survivalAt(curve, 30) // null
 * ```
 */
export const survivalAt = (curve: SurvivalCurve, time: number): number | null => {
  rejectWhere(timeProblems(time))
  if (curve.lastTime === null) return null
  const survival = lastStepAt(curve.steps, time)?.survival ?? 1
  return time > curve.lastTime && survival > 0 ? null : survival
}

/**
 * Restricted mean: the area under the curve from 0 to a horizon. Use it where the median is not reached.
 * The standard error is that of Klein and Moeschberger (2003, 4.5.2).
 *
 * @param curve - from {@link kaplanMeier}
 * @param tau - horizon, above 0 and finite, in the unit of the durations
 * @throws InputInvalid where the horizon is out of bounds
 *
 * @example
 * ```ts
 * import { kaplanMeier, restrictedMean } from "@salesdept/core/stats"
 *
 * const curve = kaplanMeier({ exits: Float64Array.of(6, 7, 9, 12) }, Uint8Array.of(1, 1, 1, 0))
 * restrictedMean(curve, 10).mean // 8
 * ```
 */
export const restrictedMean = (curve: SurvivalCurve, tau: number): RestrictedMean => {
  if (!(tau > 0 && tau < Number.POSITIVE_INFINITY)) {
    rejectWhere([argumentProblem("tau", tau, finiteAbove0)])
  }
  if (curve.lastTime === null) return { tau, mean: null, standardError: null, reason: "noSubjects" }
  if (survivalAt(curve, tau) === null) return { tau, mean: null, standardError: null, reason: "beyondObservation" }
  const steps = curve.steps.filter((step) => step.time < tau)
  let area = 0
  let variance = 0
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i]!
    area += step.survival * ((steps[i + 1]?.time ?? tau) - step.time)
    // Of a curve that reaches zero it is no number, and no error is given.
    variance += (area * area * step.events) / (step.atRisk * (step.atRisk - step.events))
  }
  area += steps[0]?.time ?? tau
  const reachesZero = steps.at(-1)?.survival === 0
  return { tau, mean: area, standardError: reachesZero ? null : Math.sqrt(variance), reason: null }
}
