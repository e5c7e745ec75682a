import type { Instant } from "../shared/Instant.ts"
import type { HistoryRow } from "./Event.ts"

/** Which moves between stages are counted. */
export interface StageMovesQuery {
  /** Moves of deals that stood in this pipeline after them. */
  readonly pipelineId: string
  /** Moves that happened from this instant on (inclusive); from the first where null. */
  readonly from: Instant | null
  /** Moves that happened before this instant (exclusive); to the last where null. */
  readonly to: Instant | null
}

/** How often deals moved from one stage to another, and how long they had been in the first. */
export interface StageMoveCount {
  /** The stage that was left. */
  readonly fromStageId: string
  /** The stage that was entered. */
  readonly toStageId: string
  /** How many moves. */
  readonly moveCount: number
  /** Those of them whose stay in the stage left has a known beginning. */
  readonly timedCount: number
  /** Whole seconds of those stays, added up. */
  readonly seconds: number
}

/** A pair of stages as a key; a stage's id holds no line end. */
const pairOf = (from: string, to: string): string => `${from}\n${to}`

/**
 * Counts moves from the columns beside the events: the model that every store's statement is held against.
 *
 * @param query - which moves
 * @param rows - history rows, in any order
 * @returns a row per pair of stages, in the order of their first moves
 * @example
 * ```ts
 * import { countStageMoves } from "@salesdept/core/journal"
 * import type { HistoryMark } from "@salesdept/core/journal"
 *
 * const mark = { pipelineId: "main", previousStageId: "needs", stageId: "proposal", previousStageSeconds: 172_800 } as HistoryMark
 * const rows = [{ stream: "deal_3", version: 2, type: "DealMoved", occurredAt: "2026-11-23T09:30:00.000Z", mark }]
 * const [moves] = countStageMoves({ pipelineId: "main", from: null, to: null }, rows)
 * moves // { fromStageId: "needs", toStageId: "proposal", moveCount: 1, timedCount: 1, seconds: 172800 }
 * ```
 */
export const countStageMoves = (
  { pipelineId, from, to }: StageMovesQuery,
  rows: Iterable<HistoryRow>,
): ReadonlyArray<StageMoveCount> => {
  const counts = new Map<string, { -readonly [Name in keyof StageMoveCount]: StageMoveCount[Name] }>()
  for (const { mark, occurredAt } of rows) {
    if (mark === null || mark.previousStageId === null || mark.previousStageId === mark.stageId) continue
    if (mark.pipelineId !== pipelineId || (from !== null && occurredAt < from) || (to !== null && occurredAt >= to)) {
      continue
    }
    const key = pairOf(mark.previousStageId, mark.stageId)
    let count = counts.get(key)
    if (count === undefined) {
      count = { fromStageId: mark.previousStageId, toStageId: mark.stageId, moveCount: 0, timedCount: 0, seconds: 0 }
      counts.set(key, count)
    }
    count.moveCount += 1
    if (mark.previousStageSeconds === null) continue
    count.timedCount += 1
    count.seconds += mark.previousStageSeconds
  }
  return [...counts.values()]
}

/**
 * Counts less other counts: what is left of all moves without those of some deals. Pairs without a move left fall out.
 *
 * @param counts - counts of all the moves
 * @param less - counts of some of them; pairs that are not among the first are left aside
 * @example
 * ```ts
 * import { withoutStageMoves } from "@salesdept/core/journal"
 *
 * const pair = { fromStageId: "needs", toStageId: "proposal" }
 * const [left] = withoutStageMoves(
 *   [{ ...pair, moveCount: 9, timedCount: 8, seconds: 700_000 }],
 *   [{ ...pair, moveCount: 2, timedCount: 2, seconds: 90_000 }],
 * )
 * left // { fromStageId: "needs", toStageId: "proposal", moveCount: 7, timedCount: 6, seconds: 610000 }
 * ```
 */
export const withoutStageMoves = (
  counts: ReadonlyArray<StageMoveCount>,
  less: ReadonlyArray<StageMoveCount>,
): ReadonlyArray<StageMoveCount> => {
  const byPair = new Map(less.map((count) => [pairOf(count.fromStageId, count.toStageId), count]))
  return counts.flatMap((count) => {
    const taken = byPair.get(pairOf(count.fromStageId, count.toStageId))
    if (taken === undefined) return [count]
    const moveCount = count.moveCount - taken.moveCount
    const timedCount = count.timedCount - taken.timedCount
    return moveCount === 0 ? [] : [{ ...count, moveCount, timedCount, seconds: count.seconds - taken.seconds }]
  })
}
