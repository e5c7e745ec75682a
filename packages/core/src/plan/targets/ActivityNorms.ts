import type { Message } from "../../shared/Message.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** One step of a rep's way to a won deal, such as meetings of dialogs. */
export interface ActivityStep {
  /** What is counted, such as `dialogs`; the last step's activity leads to won deals. */
  readonly activity: string
  /** How many of the next activity (of won deals after the last) came of how many of this one: the rep's own. */
  readonly conversion: Ratio
}

/** What a money goal is broken down by. */
export interface ActivityGoal {
  /** What is still to be won, minor units, 0 or more. */
  readonly goalMinor: number
  /** The rep's own won amount over won deals that have one, minor units. */
  readonly averageWonMinor: Ratio
  /** From the first activity to the last. */
  readonly steps: ReadonlyArray<ActivityStep>
  /** Working days left on which the rep is there. */
  readonly workingDays: number
  /** How many cases a conversion must rest on to be the rep's own; default 10. */
  readonly leastCases?: number
  /** The team's ratios by activity (`won` for the average), which stand in where the rep's own are too few. */
  readonly fallback?: { readonly [activity: string]: Ratio }
}

/** What one activity must come to. */
export interface ActivityNorm {
  /** What is counted; `won` for won deals. */
  readonly activity: string
  /** How many in all: rounded up, since half a meeting wins nothing. */
  readonly needed: number
  /** How many a working day, fractional. */
  readonly perDay: number
  /** What it was computed with. */
  readonly ratio: Ratio
  /** Whose ratio that is. */
  readonly source: "own" | "fallback"
}

/** Norms of a money goal, or why there are none. */
export type ActivityNorms =
  | { readonly norms: ReadonlyArray<ActivityNorm>; readonly withheld: null }
  | { readonly norms: null; readonly withheld: Message }

const withhold = (en: string, ru: string): ActivityNorms => ({ norms: null, withheld: { en, ru } })

/**
 * From a money goal to daily norms of activity by the rep's own conversion: won deals needed, and what must come before each.
 *
 * @param goal - the goal and the rep's own ratios
 * @returns the norms from the first activity to `won`; withheld where a ratio has no value or no working day is left
 * @throws `InputInvalid` where the goal or the days are negative or not finite
 *
 * @example
 * ```ts
 * import { activityNorms } from "@salesdept/core/plan/targets"
 *
 * const { norms } = activityNorms({
 *   goalMinor: 1_000_000,
 *   averageWonMinor: { numerator: 2_000_000, denominator: 10 },
 *   steps: [{ activity: "meetings", conversion: { numerator: 10, denominator: 40 } }],
 *   workingDays: 10,
 * })
 * norms?.map(({ activity, needed, perDay }) => [activity, needed, perDay]) // [["meetings", 20, 2], ["won", 5, 0.5]]
 * ```
 */
export const activityNorms = (goal: ActivityGoal): ActivityNorms => {
  const { leastCases = 10, fallback = {}, workingDays, goalMinor } = goal
  const message = { en: "must be finite and 0 or more", ru: "должно быть конечным и не меньше нуля" }
  refuse(
    Object.entries({ goalMinor, workingDays }).flatMap(([path, value]) =>
      value >= 0 && Number.isFinite(value) ? [] : [{ path, code: "norms.value", message }],
    ),
  )
  if (!(workingDays > 0)) return withhold("no working days are left", "рабочих дней не осталось")
  const chosen = (activity: string, own: Ratio): Pick<ActivityNorm, "ratio" | "source"> | null => {
    const isEnough = own.denominator >= leastCases && own.numerator > 0
    if (isEnough) return { ratio: own, source: "own" }
    const ratio = fallback[activity]
    return ratio !== undefined && ratio.denominator > 0 && ratio.numerator > 0 ? { ratio, source: "fallback" } : null
  }
  const normOf = (activity: string, exact: number, by: Pick<ActivityNorm, "ratio" | "source">): ActivityNorm => {
    // A ratio like 10 of 40 must not need a 21st meeting by the noise of division.
    const needed = Math.max(0, Math.ceil(exact - 1e-9))
    return { activity, needed, perDay: needed / workingDays, ...by }
  }
  const average = chosen("won", goal.averageWonMinor)
  if (average === null)
    return withhold(
      "too few won deals for an average, and none to fall back on",
      "слишком мало выигранных сделок для среднего, и нечем его заменить",
    )
  const norms = [normOf("won", (goalMinor * average.ratio.denominator) / average.ratio.numerator, average)]
  for (const { activity, conversion } of goal.steps.toReversed()) {
    const by = chosen(activity, conversion)
    if (by === null)
      return withhold(
        `too few cases of "${activity}" for a conversion, and none to fall back on`,
        `слишком мало данных по «${activity}» для конверсии, и нечем её заменить`,
      )
    const after = norms[0]?.needed ?? 0
    norms.unshift(normOf(activity, (after * by.ratio.denominator) / by.ratio.numerator, by))
  }
  return { norms, withheld: null }
}
