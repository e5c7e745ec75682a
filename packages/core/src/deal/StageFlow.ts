import type { StageMoveCount } from "../journal/StageMoves.ts"
import type { Proportion } from "../stats/Proportion.ts"
import { proportion } from "../stats/Proportion.ts"
import type { StageVisitColumns } from "./StageVisitFact.ts"

/** Where deals went from one stage. */
export interface StageFlowExit {
  /** The stage that was entered next. */
  readonly toStageId: string
  /** How many moves. */
  readonly moveCount: number
  /** Out of all moves from the stage. */
  readonly ofLeft: Proportion
  /** Mean days (24 hours each, fractional) in the stage before this move; null where no stay of them has a known beginning. */
  readonly meanDays: number | null
}

/** What went out of one stage. */
export interface StageFlowStage {
  /** The stage that was left. */
  readonly stageId: string
  /** Moves out of it. A deal that came back and left again is counted again. */
  readonly leftCount: number
  /** Those of them whose stay has a known beginning: what the mean is of. */
  readonly timedCount: number
  /**
   * Mean days (24 hours each, fractional) of those stays; null where there are none. Only stays that are over count, so that it is
   * too short for deals that are still there: for these see {@link stageTimes}.
   */
  readonly meanDays: number | null
  /** Where they went, most first. */
  readonly exits: ReadonlyArray<StageFlowExit>
}

const secondsOfDay = 86_400

const meanDaysOf = (seconds: number, count: number): number | null =>
  count === 0 ? null : seconds / count / secondsOfDay

const byStage = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/**
 * How deals flow between stages: conversion from each stage to each other, and the mean time before it. A count of moves, not of
 * deals: what becomes of a deal from its first entry on is told by {@link stageCohort}.
 *
 * @param counts - moves by pair of stages, each pair once: from a store, or by {@link stageMoveCounts}
 * @returns stages that were left, by id in order of code point
 *
 * @example
 * ```ts
 * import { stageFlow } from "@salesdept/core/deal/funnel"
 *
 * const from = { fromStageId: "offer", timedCount: 1, seconds: 5 * 86_400 }
 * const [offer] = stageFlow([{ ...from, toStageId: "contract", moveCount: 3 }, { ...from, toStageId: "lost", moveCount: 1 }])
 * offer?.exits.map(({ toStageId, ofLeft, meanDays }) => [toStageId, ofLeft.ratio, meanDays]) // [["contract", 0.75, 5], ["lost", 0.25, 5]]
 * ```
 */
export const stageFlow = (counts: ReadonlyArray<StageMoveCount>): ReadonlyArray<StageFlowStage> =>
  [...Map.groupBy(counts, ({ fromStageId }) => fromStageId)]
    .sort(([left], [right]) => byStage(left, right))
    .map(([stageId, exits]) => {
      const total = (figure: "moveCount" | "timedCount" | "seconds"): number =>
        exits.reduce((sum, exit) => sum + exit[figure], 0)
      const leftCount = total("moveCount")
      const timedCount = total("timedCount")
      return {
        stageId,
        leftCount,
        timedCount,
        meanDays: meanDaysOf(total("seconds"), timedCount),
        exits: exits
          .toSorted((a, b) => b.moveCount - a.moveCount || byStage(a.toStageId, b.toStageId))
          .map((exit) => ({
            toStageId: exit.toStageId,
            moveCount: exit.moveCount,
            ofLeft: proportion(exit.moveCount, leftCount),
            meanDays: meanDaysOf(exit.seconds, exit.timedCount),
          })),
      }
    })

/**
 * Counts moves between stages in one pass over columns: millions of visits, no object for any of them.
 *
 * @param visits - stage visits; of one deal in order of time, whatever stands between them. Rows without a deal or stage are left out
 * @returns each pair of stages once; seconds are whole, each stay's rounded down
 * @throws RangeError where a deal's visits are not in order of time
 *
 * @example
 * ```ts
 * import { stageMoveCounts, stageVisitColumns } from "@salesdept/core/deal/funnel"
 *
 * const visits = stageVisitColumns([
 *   { dealId: "1", stageId: "offer", enteredAt: "2026-09-01T09:00:00.000Z", leftAt: "2026-09-11T09:00:00.000Z" },
 *   { dealId: "1", stageId: "contract", enteredAt: "2026-09-11T09:00:00.000Z", leftAt: null },
 * ])
 * stageMoveCounts(visits) // [{ fromStageId: "offer", toStageId: "contract", moveCount: 1, timedCount: 1, seconds: 864000 }]
 * ```
 */
export const stageMoveCounts = ({
  length,
  deal,
  stage,
  enteredAtMs,
}: StageVisitColumns): ReadonlyArray<StageMoveCount> => {
  const width = stage.values.length
  const moves = new Float64Array(width * width)
  const timed = new Float64Array(width * width)
  const seconds = new Float64Array(width * width)
  // By deal, the row of its latest visit so far.
  const latest = new Int32Array(deal.values.length).fill(-1)
  for (let row = 0; row < length; row++) {
    const of = deal.codes[row]!
    const to = stage.codes[row]!
    if (of < 0 || to < 0) continue
    const before = latest[of]!
    latest[of] = row
    if (before === -1) continue
    const pair = stage.codes[before]! * width + to
    moves[pair]! += 1
    const ms = enteredAtMs[row]! - enteredAtMs[before]!
    // A NaN compares false: the beginning or the end of that stay is not known.
    if (ms >= 0) {
      timed[pair]! += 1
      seconds[pair]! += Math.floor(ms / 1000)
    } else if (ms < 0) throw new RangeError(`the visits of ${deal.values[of] ?? ""} are not in order of time`)
  }
  return stage.values.flatMap((fromStageId, from) =>
    stage.values.flatMap((toStageId, to) => {
      const pair = from * width + to
      const moveCount = moves[pair]!
      return moveCount === 0
        ? []
        : [{ fromStageId, toStageId, moveCount, timedCount: timed[pair]!, seconds: seconds[pair]! }]
    }),
  )
}
