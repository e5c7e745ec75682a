import type { Message } from "../shared/Message.ts"
import type { Condition } from "./Condition.ts"
import type { DealOutcome } from "./DealFact.ts"

/**
 * What standing in a stage means. `open`: still being sold. `awaitingPayment`, `fulfilment`, `awaitingDocuments`,
 * `aftercare`: won, with something left to do. `done`: won and finished. `lost`: not won.
 */
export type StageMeaning =
  | "open"
  | "awaitingPayment"
  | "fulfilment"
  | "awaitingDocuments"
  | "aftercare"
  | "done"
  | "lost"

/** One step of a pipeline. */
export interface Stage {
  /** Short name, unique in the pipeline: 1 to 60 letters, digits, `_`, `-` or `.`. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
  /** What standing in it means; a deal's outcome follows from it. */
  readonly meaning: StageMeaning
  /** Days in the stage after which a deal counts as stalled, above 0, whole in what is published; the policy's limit where left out. */
  readonly limitDays?: number
  /** What must be true to enter it, whatever the kind of move. */
  readonly entry?: Condition
  /** What must be true to leave it forward. Moves back and losing do not ask for it. */
  readonly exit?: Condition
}

/**
 * Direction of a move. `forward` goes to a later stage of the list, `back` to an earlier one, `lose` to a lost stage;
 * `reopen` is the only way out of a done or lost stage. Where there is one out of a lost stage, a deal may also go back to the open stage
 * from which it was lost.
 */
export type TransitionKind = "forward" | "back" | "lose" | "reopen"

/** An allowed move between two stages. What is not listed is not allowed. */
export interface Transition {
  /** Id of the stage that is left. */
  readonly from: string
  /** Id of the stage that is entered. */
  readonly to: string
  /** Direction of the move. */
  readonly kind: TransitionKind
  /** Whether a reason must be given; default false. Losing always needs one. */
  readonly requiresReason?: boolean
  /** Roles of people who may make it; everyone where left out. The access policy decides who has a role. */
  readonly roles?: ReadonlyArray<string>
}

/** Where deals of a stage go that a new version of the pipeline no longer has. */
export interface RetiredStage {
  /** Id of the stage in earlier versions. */
  readonly stageId: string
  /** Id of the stage that takes its deals. */
  readonly to: string
}

/** One version of a pipeline: the path of a deal as data. JSON-safe; checked by `validatePipeline`. */
export interface Pipeline {
  /** Short name, the same in all versions; of the same form as a stage's. */
  readonly id: string
  /** Number of the version, from 1. A deal is judged by the version it lives under. */
  readonly version: number
  /** Name for people. */
  readonly name: Message
  /** Where new deals begin; the first open stage where left out. */
  readonly entryStageId?: string
  /** Stages in their order: the order of funnels and of "forward" and "back". */
  readonly stages: ReadonlyArray<Stage>
  /** Allowed moves. */
  readonly transitions: ReadonlyArray<Transition>
  /** Stages of earlier versions that are gone, and where their deals go. A stage that holds deals is never dropped without it. */
  readonly retiredStages?: ReadonlyArray<RetiredStage>
}

/**
 * A stage by its id; undefined where the pipeline has none.
 *
 * @param pipeline - the version to look in
 * @param stageId - the stage's id
 *
 * @example
 * ```ts
 * import { stageOf } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * stageOf(pipelinePresets.servicesWithActs, "paymentControl")?.meaning // "awaitingPayment"
 * ```
 */
export const stageOf = (pipeline: Pipeline, stageId: string): Stage | undefined =>
  pipeline.stages.find(({ id }) => id === stageId)

/**
 * The stage where new deals begin; undefined only in a pipeline that does not pass `validatePipeline`.
 *
 * @param pipeline - the version that new deals begin in
 *
 * @example
 * ```ts
 * import { entryStage } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * entryStage(pipelinePresets.servicesWithActs)?.id // "newLead"
 * ```
 */
export const entryStage = (pipeline: Pipeline): Stage | undefined =>
  pipeline.entryStageId === undefined
    ? pipeline.stages.find(({ meaning }) => meaning === "open")
    : stageOf(pipeline, pipeline.entryStageId)

/** Whether a move goes to an earlier stage of the same course: what opens a deal again begins a new one. */
export const isStepBack = ({ stages }: Pipeline, from: string, to: string): boolean => {
  const left = stages.findIndex(({ id }) => id === from)
  const entered = stages.findIndex(({ id }) => id === to)
  const [was, is] = [stages[left], stages[entered]]
  return was !== undefined && is !== undefined && entered < left && outcomeOf(was) === outcomeOf(is)
}

/**
 * Where a deal of a stage stands in this version of its pipeline: in the same stage, or where the version says deals of it go;
 * null where it has no place.
 *
 * @param pipeline - the version to stand in
 * @param stageId - id of the stage, of this or an earlier version
 *
 * @example
 * ```ts
 * import { placeIn } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = { ...pipelinePresets.servicesWithActs, version: 2, retiredStages: [{ stageId: "meeting", to: "needs" }] }
 * placeIn(pipeline, "meeting") // "needs"
 * placeIn(pipeline, "audit") // null
 * ```
 */
export const placeIn = (pipeline: Pipeline, stageId: string): string | null => {
  if (stageOf(pipeline, stageId) !== undefined) return stageId
  return pipeline.retiredStages?.find((retired) => retired.stageId === stageId)?.to ?? null
}

/**
 * The moves that the pipeline allows from a stage, in its own order. Conditions are not looked at.
 *
 * @param pipeline - the version that the deal lives under
 * @param from - id of the stage that is left
 *
 * @example
 * ```ts
 * import { allowedTransitions } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * allowedTransitions(pipelinePresets.servicesWithActs, "proposal").map(({ kind, to }) => [kind, to]) // [["forward", "negotiation"], ["back", "needs"], ["lose", "lost"]]
 * ```
 */
export const allowedTransitions = (pipeline: Pipeline, from: string): ReadonlyArray<Transition> =>
  pipeline.transitions.filter((transition) => transition.from === from)

/**
 * Whether a deal in a stage of this meaning is won: every meaning but `open` and `lost`.
 *
 * @param meaning - of a stage
 *
 * @example
 * ```ts
 * import { isWonMeaning } from "@salesdept/core/deal/gates"
 *
 * isWonMeaning("awaitingPayment") // true
 * ```
 */
export const isWonMeaning = (meaning: StageMeaning): boolean => meaning !== "open" && meaning !== "lost"

/**
 * Whether nothing is left to do in a stage of this meaning: `done` and `lost`.
 *
 * @param meaning - of a stage
 *
 * @example
 * ```ts
 * import { isFinalMeaning } from "@salesdept/core/deal/gates"
 *
 * isFinalMeaning("lost") // true
 * isFinalMeaning("aftercare") // false
 * ```
 */
export const isFinalMeaning = (meaning: StageMeaning): boolean => meaning === "done" || meaning === "lost"

/**
 * Whether a deal in a stage of this meaning is finished: `aftercare`, which begins when a deal is paid and documented, and
 * `done`, also where a pipeline has no aftercare.
 */
export const isFinishedMeaning = (meaning: StageMeaning): boolean => meaning === "aftercare" || meaning === "done"

/**
 * The outcome of a deal in a stage. It is always derived from the stage and never stored beside it as a second truth, so
 * that the two cannot disagree.
 *
 * @param stage - the stage; only its meaning is read
 *
 * @example
 * ```ts
 * import { outcomeOf } from "@salesdept/core/deal/gates"
 *
 * outcomeOf({ meaning: "awaitingPayment" }) // "won"
 * ```
 */
export const outcomeOf = ({ meaning }: Pick<Stage, "meaning">): DealOutcome => {
  if (meaning === "open" || meaning === "lost") return meaning
  return "won"
}
