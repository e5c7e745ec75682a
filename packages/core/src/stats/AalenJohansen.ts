import type { Message } from "../shared/Message.ts"
import { argumentProblem, levelProblems, rejectWhere, timeProblems } from "./ArgumentProblem.ts"
import { normalWidth } from "./NormalDistribution.ts"
import type { Durations } from "./RiskTable.ts"
import { riskTable } from "./RiskTable.ts"
import { lastStepAt } from "./StepFunction.ts"

/** What has happened through one cause up to a time. */
export interface CauseIncidence {
  /** Events of this cause at this very time. */
  readonly events: number
  /** Share of all subjects that has had an event of this cause up to and including the time. */
  readonly incidence: number
  /** Variance of that share. */
  readonly variance: number
  /** Lower log-log bound; null where the share is 0 or 1. */
  readonly lower: number | null
  /** Upper log-log bound; null where the share is 0 or 1. */
  readonly upper: number | null
}

/** One step: a time at which an event of any cause happened. */
export interface IncidenceStep {
  /** The time, in the unit of the durations. */
  readonly time: number
  /** Subjects at risk just before it. */
  readonly atRisk: number
  /** Share without an event of any cause. With the incidences it makes 1. */
  readonly survival: number
  /** Per cause, cause 1 first. */
  readonly causes: ReadonlyArray<CauseIncidence>
}

/** Cumulative incidence of outcomes that exclude one another. */
export interface IncidenceCurve {
  /** How it was made. */
  readonly method: "aalen-johansen"
  /** Subjects ever at risk. */
  readonly n: number
  /** Events per cause, cause 1 first. */
  readonly events: ReadonlyArray<number>
  /** Subjects whose outcome was not seen. */
  readonly censored: number
  /** Subjects left out because their observation ended no later than it began. */
  readonly neverAtRisk: number
  /** Longest observed time; null where there are no subjects. */
  readonly lastTime: number | null
  /** Confidence level of the bounds. */
  readonly level: number
  /** Steps, ascending by time. */
  readonly steps: ReadonlyArray<IncidenceStep>
}

/**
 * Aalen–Johansen estimate of competing outcomes (Aalen and Johansen 1978): F_j(t) = Σ S(t−) d_j / n. Use it for "won or
 * lost by age": one minus Kaplan–Meier of the wins, with losses as censorings, overstates the share won. Variances by
 * the delta method (Dinse and Larson 1986), log-log bounds. Ties and late entry as in {@link kaplanMeier}.
 *
 * @param durations - exits and, where observation began late, entries
 * @param causes - per subject: 0 censored, 1 to `causeCount` its outcome
 * @param causeCount - number of outcomes, 1 to 255
 * @param level - confidence level of the bounds, between 0 and 1, both excluded. Default 0.95
 * @throws InputInvalid listing every row out of bounds, or where the number of outcomes or the level is
 *
 * @example
 * ```ts
 * import { aalenJohansen, incidenceAt } from "@salesdept/core/stats"
 *
 * const [won, lost, open] = [1, 2, 0]
 * const curve = aalenJohansen({ exits: Float64Array.of(12, 20, 31, 45) }, Uint8Array.of(won, lost, won, open), 2)
 * incidenceAt(curve, won, 31) // 0.5
 * ```
 */
export const aalenJohansen = (
  durations: Durations,
  causes: Uint8Array,
  causeCount: number,
  level = 0.95,
): IncidenceCurve => {
  const problems = [...levelProblems(level)]
  if (!Number.isInteger(causeCount) || causeCount < 1 || causeCount > 255) {
    problems.push(argumentProblem("causeCount", causeCount, wholeFrom1To(255)))
  }
  rejectWhere(problems)
  const table = riskTable(durations, causes, causeCount)
  const z = normalWidth(level)
  const running = table.events.map(emptySum)
  const totals = table.events.map(() => 0)
  const steps: Array<IncidenceStep> = []
  let survival = 1
  for (let i = 0; i < table.times.length; i++) {
    const atRisk = table.atRisk[i]!
    let events = 0
    for (const column of table.events) events += column[i]!
    // Where all leave at once nothing can follow, so the term that would be infinite multiplies zeros only.
    const hazardVariance = atRisk === events ? 0 : events / (atRisk * (atRisk - events))
    const before = survival
    const causeSteps = table.events.map((column, cause) => {
      const own = column[i]!
      totals[cause]! += own
      return advance(running[cause]!, { own, atRisk, before, hazardVariance, z })
    })
    survival *= (atRisk - events) / atRisk
    steps.push({ time: table.times[i]!, atRisk, survival, causes: causeSteps })
  }
  return {
    method: "aalen-johansen",
    n: table.n,
    events: totals,
    censored: table.n - totals.reduce((sum, count) => sum + count, 0),
    neverAtRisk: table.neverAtRisk,
    lastTime: table.lastTime,
    level,
    steps,
  }
}

const wholeFrom1To = (most: number): Message => ({
  en: `a whole number from 1 to ${most}`,
  ru: `целое число от 1 до ${most}`,
})

// Sums over past steps i that the variance at time t needs, with F = F(t) and F_i = F(t_i); each grows by additions
// only as F moves, so no digits cancel and a step costs the same however long the curve is.
interface RunningSums {
  incidence: number
  squared: number // Σ (F − F_i)² d_i / (n_i (n_i − d_i))
  linear: number // Σ (F − F_i) d_i / (n_i (n_i − d_i))
  hazard: number // Σ d_i / (n_i (n_i − d_i))
  own: number // Σ S(t_i−)² d_ij (n_i − d_ij) / n_i³
  cross: number // Σ (F − F_i) S(t_i−) d_ij / n_i²
  crossWeight: number // Σ S(t_i−) d_ij / n_i²
}

const emptySum = (): RunningSums => ({
  incidence: 0,
  squared: 0,
  linear: 0,
  hazard: 0,
  own: 0,
  cross: 0,
  crossWeight: 0,
})

interface Advance {
  readonly own: number
  readonly atRisk: number
  readonly before: number
  readonly hazardVariance: number
  readonly z: number
}

const advance = (sums: RunningSums, { own, atRisk, before, hazardVariance, z }: Advance): CauseIncidence => {
  const increment = (before * own) / atRisk
  sums.incidence += increment
  sums.squared += 2 * increment * sums.linear + increment * increment * sums.hazard
  sums.linear += increment * sums.hazard
  sums.cross += increment * sums.crossWeight
  sums.hazard += hazardVariance
  sums.own += (before * before * own * (atRisk - own)) / atRisk ** 3
  sums.crossWeight += (before * own) / (atRisk * atRisk)
  const { incidence } = sums
  const variance = Math.max(0, sums.squared + sums.own - 2 * sums.cross)
  const bounded = incidence > 0 && incidence < 1
  const spread = bounded ? (z * Math.sqrt(variance)) / (incidence * Math.log(incidence)) : 0
  return {
    events: own,
    incidence,
    variance,
    lower: bounded ? incidence ** Math.exp(-spread) : null,
    upper: bounded ? incidence ** Math.exp(spread) : null,
  }
}

/**
 * Share of all subjects that has had an event of a cause up to and including a time.
 *
 * @param curve - from {@link aalenJohansen}
 * @param cause - whole, 1 to the number of causes
 * @param time - in the unit of the durations; any number
 * @returns null past the last observed time while some are still without an event, or where nobody was observed
 * @throws InputInvalid where there is no such cause or the time is no number
 *
 * @example
 * ```ts
 * import { aalenJohansen, incidenceAt } from "@salesdept/core/stats"
 *
 * const [won, lost, open] = [1, 2, 0]
 * const curve = aalenJohansen({ exits: Float64Array.of(12, 20, 31, 45) }, Uint8Array.of(won, lost, won, open), 2)
 * incidenceAt(curve, lost, 30) // 0.25
 * incidenceAt(curve, lost, 60) // null
 * ```
 */
export const incidenceAt = (curve: IncidenceCurve, cause: number, time: number): number | null => {
  const { length } = curve.events
  const isCause = Number.isInteger(cause) && cause >= 1 && cause <= length
  rejectWhere([...(isCause ? [] : [argumentProblem("cause", cause, wholeFrom1To(length))]), ...timeProblems(time)])
  if (curve.lastTime === null) return null
  const step = lastStepAt(curve.steps, time)
  if (time > curve.lastTime && (step?.survival ?? 1) > 0) return null
  return step?.causes[cause - 1]?.incidence ?? 0
}
