import type { IncidenceCurve } from "./AalenJohansen.ts"
import type { SurvivalCurve } from "./KaplanMeier.ts"

/** Steps that lie in the same unit, such as those after the second day and up to the third, become one; `onto` adds a step to those before it. */
const byUnit = <Step extends { readonly time: number }>(
  steps: ReadonlyArray<Step>,
  onto: (earlier: Step, step: Step) => Step,
): ReadonlyArray<Step> => {
  const merged: Array<Step> = []
  for (const step of steps) {
    const last = merged.at(-1)
    if (last === undefined || Math.ceil(last.time) !== Math.ceil(step.time)) merged.push(step)
    else merged[merged.length - 1] = onto(last, step)
  }
  return merged
}

/**
 * The same curve with one step at most for each unit of time: durations to the second make as many steps as there are subjects, which nobody
 * reads and which grows without end. At whole units it is what the curve was; between them it falls up to a unit late. A step has the last
 * time of its unit, those at risk before the first, and the events of all.
 *
 * @param curve - the curve
 *
 * @example
 * ```ts
 * import { kaplanMeier, survivalByUnit } from "@salesdept/core/stats"
 *
 * const daysToWin = Float64Array.of(0.25, 0.5, 2.5)
 * const curve = survivalByUnit(kaplanMeier({ exits: daysToWin }, Uint8Array.of(1, 1, 1)))
 * curve.steps.map(({ time, events }) => [time, events]) // [[0.5, 2], [2.5, 1]]
 * ```
 */
export const survivalByUnit = (curve: SurvivalCurve): SurvivalCurve => ({
  ...curve,
  steps: byUnit(curve.steps, (earlier, step) => ({
    ...step,
    atRisk: earlier.atRisk,
    events: earlier.events + step.events,
  })),
})

/**
 * As {@link survivalByUnit}, of outcomes that exclude one another.
 *
 * @param curve - the curve
 *
 * @example
 * ```ts
 * import { aalenJohansen, incidenceByUnit } from "@salesdept/core/stats"
 *
 * const days = Float64Array.of(0.25, 0.5, 2.5)
 * const curve = incidenceByUnit(aalenJohansen({ exits: days }, Uint8Array.of(1, 2, 1), 2))
 * curve.steps.map(({ time, causes }) => [time, ...causes.map(({ events }) => events)]) // [[0.5, 1, 1], [2.5, 1, 0]]
 * ```
 */
export const incidenceByUnit = (curve: IncidenceCurve): IncidenceCurve => ({
  ...curve,
  steps: byUnit(curve.steps, (earlier, step) => ({
    ...step,
    atRisk: earlier.atRisk,
    causes: step.causes.map((cause, index) => ({
      ...cause,
      events: cause.events + (earlier.causes[index]?.events ?? 0),
    })),
  })),
})
