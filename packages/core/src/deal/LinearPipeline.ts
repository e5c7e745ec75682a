import type { Message } from "../shared/Message.ts"
import { isWonMeaning } from "./Pipeline.ts"
import type { Pipeline, Stage, Transition } from "./Pipeline.ts"

/** What {@link linearPipeline} needs to know. */
export interface LinearPipelineOptions {
  /** Short name of the pipeline. */
  readonly id: string
  /** Number of the version, from 1; default 1. */
  readonly version?: number
  /** Name for people. */
  readonly name: Message
  /** Stages in their order, from the entry stage to the only done stage. */
  readonly stages: readonly [Stage, ...ReadonlyArray<Stage>]
  /** Where lost deals go. */
  readonly lost: Stage
  /** Moves that jump over stages. The conditions of a stage that is jumped over are not asked for. */
  readonly skips?: ReadonlyArray<{
    /** Id of the stage that is left. */
    readonly from: string
    /** Id of the stage that is entered. */
    readonly to: string
  }>
  /** Where a deal may go back, always with a reason: one stage (default), any earlier stage, or nowhere. */
  readonly back?: "previous" | "any" | "none"
}

/**
 * Builds the usual kind of pipeline: each stage leads to the next; back with a reason; lost from every open stage and from
 * payment control, where an agreed deal may still fall through; a lost deal reopens at the entry (and at the open stage it was lost
 * from, as in every pipeline that opens lost deals again), a finished one at any
 * stage after the sale (a revoked act sends it back to its documents) or at the stage before the end, both with a reason.
 * Check the result with `validatePipeline`.
 *
 * @param options - its stages in their order, where lost deals go, and moves that jump over stages or go back
 *
 * @example
 * ```ts
 * import { linearPipeline, validatePipeline } from "@salesdept/core/deal/gates"
 *
 * const pipeline = linearPipeline({
 *   id: "short",
 *   name: { en: "Short", ru: "Короткая" },
 *   stages: [
 *     { id: "lead", name: { en: "Lead", ru: "Лид" }, meaning: "open" },
 *     { id: "done", name: { en: "Done", ru: "Завершена" }, meaning: "done" },
 *   ],
 *   lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
 * })
 * validatePipeline(pipeline) // []
 * pipeline.transitions.map(({ from, to }) => `${from} > ${to}`) // ["lead > done", "lead > lost", "done > lead", "lost > lead"]
 * ```
 */
export const linearPipeline = (options: LinearPipelineOptions): Pipeline => {
  const { id, version = 1, name, stages, lost, skips = [], back = "previous" } = options
  const [entry] = stages
  const transitions: Array<Transition> = []
  stages.forEach((stage, i) => {
    const next = stages[i + 1]
    if (next === undefined) return
    transitions.push({ from: stage.id, to: next.id, kind: "forward" })
    for (const skip of skips) if (skip.from === stage.id) transitions.push({ ...skip, kind: "forward" })
    const earlier = back === "none" ? [] : stages.slice(back === "any" ? 0 : Math.max(0, i - 1), i)
    for (const { id: to } of earlier) transitions.push({ from: stage.id, to, kind: "back", requiresReason: true })
    if (stage.meaning === "open" || stage.meaning === "awaitingPayment") {
      transitions.push({ from: stage.id, to: lost.id, kind: "lose", requiresReason: true })
    }
  })
  const last = stages.at(-1) ?? entry
  stages.slice(0, -1).forEach(({ id: to, meaning }, i) => {
    if (!isWonMeaning(meaning) && i < stages.length - 2) return
    transitions.push({ from: last.id, to, kind: "reopen", requiresReason: true })
  })
  transitions.push({ from: lost.id, to: entry.id, kind: "reopen", requiresReason: true })
  return { id, version, name, stages: [...stages, lost], transitions }
}
