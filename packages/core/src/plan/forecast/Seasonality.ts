import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { refuse } from "../decomposition/Decomposition.ts"

/** What a season of the cycle brings against a mean one. */
export interface SeasonalIndex {
  /** Place in the cycle, from 0: the month of the year, the month of the quarter. */
  readonly position: number
  /** Index, 0 or more; 1 is a mean season. Over the cycle they sum to its length. */
  readonly index: number
  /** From how many seasons of history it was taken. */
  readonly seasons: number
}

/** A seasonal profile, or why history gives none. */
export interface SeasonalProfile {
  /** How it was made. */
  readonly method: "ratioToCentredMovingAverage"
  /** Indices by position; null where history gives none. */
  readonly indices: ReadonlyArray<SeasonalIndex> | null
  /** Why there are none; null where there are. */
  readonly withheld: Message | null
}

/**
 * Seasonal indices of one's own history: each value against its centred moving average over a whole cycle (2×m for an even
 * cycle m), averaged by position and normalised to sum to m. Adjust for working days first where months differ in them: give
 * values per working day.
 *
 * @param values - consecutive periods, oldest first, finite
 * @param cycle - whole, periods in a cycle, 2 or more: 12 months of a year
 * @param firstPosition - position in the cycle of the first value, whole, 0 to cycle − 1 (inclusive)
 * @returns withheld where some position has no ratio, for which about two cycles are needed, the mean level is not above 0, or that of a
 *   position is below it
 * @throws `InputInvalid` where a number is out of bounds
 *
 * @example
 * ```ts
 * import { seasonalProfile } from "@salesdept/core/plan"
 *
 * const wonByQuarter = [90, 100, 80, 130, 99, 110, 88, 143, 109]
 * seasonalProfile(wonByQuarter, 4, 0).indices?.map(({ index }) => index.toFixed(2)) // ["0.94", "1.02", "0.79", "1.26"]
 * ```
 */
export const seasonalProfile = (
  values: ReadonlyArray<number>,
  cycle: number,
  firstPosition: number,
): SeasonalProfile => {
  const bad: Array<Problem> = []
  if (!Number.isSafeInteger(cycle) || cycle < 2)
    bad.push({
      path: "cycle",
      code: "season.cycle",
      message: { en: "must be 2 or more", ru: "должно быть не меньше 2" },
    })
  if (!Number.isSafeInteger(firstPosition) || firstPosition < 0 || firstPosition >= cycle)
    bad.push({
      path: "firstPosition",
      code: "season.position",
      message: { en: "must lie within the cycle", ru: "должно быть внутри цикла" },
    })
  for (const [index, value] of values.entries())
    if (!Number.isFinite(value))
      bad.push({
        path: `values[${index}]`,
        code: "value.notFinite",
        message: { en: "is not a finite number", ru: "не конечное число" },
      })
  refuse(bad)
  const ratios: ReadonlyArray<Array<number>> = Array.from({ length: cycle }, () => [])
  const half = Math.floor(cycle / 2)
  for (let at = half; at + half < values.length; at++) {
    let sum = 0
    for (let offset = -half; offset <= half; offset++) {
      const isEnd = cycle % 2 === 0 && Math.abs(offset) === half
      sum += (values[at + offset] ?? 0) * (isEnd ? 0.5 : 1)
    }
    const level = sum / cycle
    if (level > 0) ratios[(firstPosition + at) % cycle]?.push((values[at] ?? 0) / level)
  }
  const method = "ratioToCentredMovingAverage" as const
  const means = ratios.map((each) => each.reduce((sum, ratio) => sum + ratio, 0) / each.length)
  const total = means.reduce((sum, mean) => sum + mean, 0)
  if (!(total > 0)) {
    const hasCycles = values.length - 2 * half >= cycle
    return {
      method,
      indices: null,
      withheld: hasCycles
        ? {
            en: "History is not above 0 on the mean over a whole cycle, so no season can be told against it",
            ru: "Средний уровень истории за полный цикл не выше нуля, сравнивать сезоны не с чем",
          }
        : {
            en: "Some season has no whole cycle of history around it",
            ru: "Для части сезонов нет полного цикла истории вокруг них",
          },
    }
  }
  if (means.some((mean) => mean < 0))
    return {
      method,
      indices: null,
      withheld: {
        en: "History is below 0 on the mean in some season, so there is no index of it",
        ru: "В одном из сезонов средний уровень истории ниже нуля, индекса для него нет",
      },
    }
  const indices = means.map((mean, position) => ({
    position,
    index: (mean * cycle) / total,
    seasons: ratios[position]?.length ?? 0,
  }))
  return { method, indices, withheld: null }
}
