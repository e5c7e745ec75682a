import { entryStage } from "./Pipeline.ts"
import type { Pipeline, Stage, Transition } from "./Pipeline.ts"

/** The condition of a stage on entering or on leaving it forward. */
export interface StageCondition {
  /** Which of the two. */
  readonly gate: "entry" | "exit"
  /** The stage. */
  readonly stage: Stage
}

const asks = ({ gate, stage }: StageCondition, { from, to, kind }: Transition): boolean =>
  gate === "entry" ? to === stage.id : from === stage.id && kind === "forward"

/** Ids of the stages that deals can come to from the entry stage by these moves. */
const reachable = (entryId: string | undefined, moves: ReadonlyArray<Transition>): ReadonlySet<string> => {
  const found = new Set(entryId === undefined ? [] : [entryId])
  for (const stageId of found) for (const { from, to } of moves) if (from === stageId) found.add(to)
  return found
}

/**
 * The conditions that every way to a stage leads through, by the id of the stage: what a deal that stands there has met, whichever way
 * it came. Of ways that skip a stage, what that stage asks is not among them.
 *
 * @param pipeline - a valid pipeline
 */
export const passedConditions = (pipeline: Pipeline): ReadonlyMap<string, ReadonlyArray<StageCondition>> => {
  const entryId = entryStage(pipeline)?.id
  const conditions = pipeline.stages.flatMap((stage): ReadonlyArray<StageCondition> => [
    ...(stage.entry === undefined ? [] : [{ gate: "entry" as const, stage }]),
    ...(stage.exit === undefined ? [] : [{ gate: "exit" as const, stage }]),
  ])
  const all = reachable(entryId, pipeline.transitions)
  const passed = new Map<string, Array<StageCondition>>([...all].map((stageId) => [stageId, []]))
  for (const condition of conditions) {
    const without = reachable(
      entryId,
      pipeline.transitions.filter((move) => !asks(condition, move)),
    )
    for (const [stageId, list] of passed) if (!without.has(stageId)) list.push(condition)
  }
  return passed
}
