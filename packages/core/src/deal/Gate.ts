import type { Language, Message } from "../shared/Message.ts"
import type { FactCondition, Unmet } from "./Condition.ts"
import { factConditions, factGroups } from "./Condition.ts"
import type { FactGroup, FactValues } from "./ConditionFacts.ts"
import type { CompiledCondition } from "./ConditionVerdict.ts"
import { compileCondition } from "./ConditionVerdict.ts"
import type { FactLabels } from "./FactLabels.ts"
import { passedConditions } from "./PassedGates.ts"
import type { StageCondition } from "./PassedGates.ts"
import { stageOf } from "./Pipeline.ts"
import type { Pipeline, Stage, Transition } from "./Pipeline.ts"

/** Codes of refusals that come from the pipeline's graph and not from a condition. */
export type UnmetTransitionCode = "stageUnknown" | "transitionNotAllowed" | "roleRequired" | "reasonRequired"

/** A move that the pipeline's graph refuses. */
export interface UnmetTransition {
  /** Tells it from unmet conditions. */
  readonly kind: "transition"
  /** Stable code. */
  readonly code: UnmetTransitionCode
  /** For `transitionNotAllowed` the stages that the deal may go to, for `roleRequired` the roles that may; else empty. */
  readonly expected: ReadonlyArray<string>
  /** What is refused, for people. */
  readonly message: Message
}

/** Which rule asks for something: the pipeline's graph, the exit of the stage left, or the entry of the stage entered. */
export interface GatePosition {
  /** The rule. */
  readonly gate: "transition" | "exit" | "entry"
  /** Id of the stage that the rule belongs to. */
  readonly stageId: string
}

/** One thing that a move lacks, with the rule that asks for it. */
export type MoveUnmet = (Unmet | UnmetTransition) & GatePosition

/** The answer to a move, planned or made. */
export interface MoveVerdict {
  /** Whether the move may be made. */
  readonly allowed: boolean
  /** Everything that it lacks, all at once: first the graph, then the exit, then the entry. Empty exactly when allowed. */
  readonly unmet: ReadonlyArray<MoveUnmet>
  /** The transition of the pipeline; null where there is none. */
  readonly transition: Transition | null
}

interface StageGate {
  readonly stage: Stage
  readonly entry: CompiledCondition | null
  readonly exit: CompiledCondition | null
  /** Allowed moves from here by the id of the next stage, each with its verdict for when nothing is lacking. */
  readonly moves: ReadonlyMap<string, MoveVerdict & { readonly transition: Transition }>
  /** The stages that those moves lead to. */
  readonly nexts: ReadonlyArray<Stage>
  /** What of the facts those moves read, by the id of the next stage. */
  readonly groups: ReadonlyMap<string, ReadonlyArray<FactGroup>>
  /** What of the facts its entry reads. */
  readonly entryGroups: ReadonlyArray<FactGroup>
  /** What a deal that stands here has met, whichever way it came. */
  readonly passed: ReadonlyArray<StageCondition>
}

/** A pipeline made ready for {@link evaluateMove}: conditions compiled, transitions indexed. Made by {@link compilePipeline}. */
export interface CompiledPipeline {
  /** The pipeline it was made from. */
  readonly pipeline: Pipeline
  /** Its stages by id. @internal */
  readonly gates: ReadonlyMap<string, StageGate>
}

/**
 * Makes a valid pipeline ready for many evaluations. Keep the result as long as the version of the configuration that the
 * pipeline came from.
 *
 * @param pipeline - one that passes `validatePipeline`
 * @param labels - what people call the custom fields and values that gates ask of; verdicts name them by keys and ids where left out
 *
 * @example
 * ```ts
 * import { compilePipeline, evaluateMove } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = compilePipeline(pipelinePresets.servicesWithActs)
 * evaluateMove({ pipeline, from: "newLead", to: "contact", facts: {} }).allowed // true
 * ```
 */
export const compilePipeline = (pipeline: Pipeline, labels?: FactLabels): CompiledPipeline => {
  const passed = passedConditions(pipeline)
  const gates = new Map(
    pipeline.stages.map((stage) => [
      stage.id,
      {
        stage,
        entry: stage.entry === undefined ? null : compileCondition(stage.entry, labels),
        exit: stage.exit === undefined ? null : compileCondition(stage.exit, labels),
        moves: new Map(
          pipeline.transitions
            .filter(({ from }) => from === stage.id)
            .map((transition) => [transition.to, { allowed: true, unmet: [], transition }]),
        ),
        nexts: pipeline.transitions.flatMap(({ from, to }) => (from === stage.id ? (stageOf(pipeline, to) ?? []) : [])),
        groups: new Map(
          pipeline.transitions
            .filter(({ from }) => from === stage.id)
            .map(({ to, kind }) => [
              to,
              factGroups(kind === "forward" ? stage.exit : undefined, stageOf(pipeline, to)?.entry),
            ]),
        ),
        entryGroups: factGroups(stage.entry),
        passed: passed.get(stage.id) ?? [],
      },
    ]),
  )
  return { pipeline, gates }
}

/** A move to be judged. */
export interface Move {
  /** The pipeline, in the version that the deal lives under. */
  readonly pipeline: CompiledPipeline
  /** Id of the stage that the deal is in. */
  readonly from: string
  /** Id of the stage that it shall enter. */
  readonly to: string
  /** The deal's facts; at least the groups that {@link moveFactGroups} names. */
  readonly facts: FactValues
  /** Why; blank counts as none. */
  readonly reason?: string
  /** What the access policy says the mover is; nobody in particular where left out. */
  readonly roles?: ReadonlyArray<string>
  /** Id of a stage at which a lost deal may be opened again although no transition leads there, as `reopenedStage` says; none where left out. */
  readonly reopensAt?: string | null
}

/** The move of a lost deal to the stage it was lost from: as any by which the pipeline opens deals of its stage again. */
const reopening = (left: StageGate, to: string, reopensAt: string | null | undefined) => {
  if (to !== reopensAt) return
  const like = [...left.moves.values()].find(({ transition }) => transition.kind === "reopen")
  return like === undefined ? undefined : { ...like, transition: { ...like.transition, to } }
}

/**
 * Judges a move: the graph, the exit of the stage left (only when going forward: going back and losing must stay possible
 * exactly when the exit is not met) and the entry of the stage entered. The dry run and the move itself both call this and
 * nothing else, so that they cannot differ. A transition with roles is refused to everybody who has none of them. A lost deal that is opened
 * again where it was lost must meet what every way there leads through.
 *
 * @param move - pipeline, stages and facts, the reason and what the mover is
 *
 * @example
 * ```ts
 * import { compilePipeline, evaluateMove } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = compilePipeline(pipelinePresets.servicesWithActs)
 * const facts = { "deal.amountMinor": null, "client.isKnown": true }
 * const { unmet } = evaluateMove({ pipeline, from: "negotiation", to: "contract", facts })
 * unmet.map(({ gate, code }) => [gate, code]) // [["entry", "deal.amountMinor.isSet"]]
 * ```
 */
export const evaluateMove = ({ pipeline, from, to, facts, reason, roles = [], reopensAt }: Move): MoveVerdict => {
  const left = pipeline.gates.get(from)
  const entered = pipeline.gates.get(to)
  if (left === undefined || entered === undefined) {
    const unknown = [...(left === undefined ? [from] : []), ...(entered === undefined ? [to] : [])]
    return { allowed: false, unmet: unknown.map(stageUnknown), transition: null }
  }
  const own = left.moves.get(to)
  const allowed = own ?? reopening(left, to, reopensAt)
  if (allowed === undefined) {
    return { allowed: false, unmet: [notAllowed(left, entered, pipeline.gates.get(reopensAt ?? ""))], transition: null }
  }
  const { transition } = allowed
  const needsReason = transition.requiresReason === true || transition.kind === "lose"
  const lacksRole = transition.roles !== undefined && !transition.roles.some((role) => roles.includes(role))
  const lacksReason = needsReason && (reason === undefined || reason.trim() === "")
  const exit = transition.kind === "forward" && left.exit !== null ? left.exit(facts) : null
  const entry = own === undefined || entered.entry === null ? null : entered.entry(facts)
  const passed = own === undefined ? evaluatePassed(pipeline, to, facts) : []
  if (!lacksRole && !lacksReason && exit?.met !== false && entry?.met !== false && passed.length === 0) return allowed
  const unmet: Array<MoveUnmet> = []
  if (lacksRole) unmet.push(roleRequired(from, transition.roles ?? []))
  if (lacksReason) unmet.push(reasonRequired(from, transition.kind === "lose"))
  for (const part of exit?.unmet ?? []) unmet.push({ ...part, gate: "exit", stageId: from })
  for (const part of entry?.unmet ?? []) unmet.push({ ...part, gate: "entry", stageId: to })
  unmet.push(...passed)
  return { allowed: false, unmet, transition }
}

/**
 * What a deal lacks of the entry of the stage it stands in: nothing where it came in through the gate and nothing was taken back;
 * something where it was imported there, the rule was made tighter, or a fact was reversed since.
 *
 * @param pipeline - the pipeline, in the version that the deal lives under
 * @param stageId - id of the stage that the deal is in
 * @param facts - the deal's facts; at least the groups that {@link standingFactGroups} names
 *
 * @example
 * ```ts
 * import { compilePipeline, evaluateStanding } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = compilePipeline(pipelinePresets.servicesWithActs)
 * const facts = { "settlement.fullyPaid": true, "documents.documented": false }
 * evaluateStanding(pipeline, "done", facts).map(({ code }) => code) // ["documents.documented.is"]
 * ```
 */
export const evaluateStanding = (
  pipeline: CompiledPipeline,
  stageId: string,
  facts: FactValues,
): ReadonlyArray<MoveUnmet> => {
  const verdict = pipeline.gates.get(stageId)?.entry?.(facts)
  return (verdict?.unmet ?? []).map((part) => ({ ...part, gate: "entry", stageId }))
}

/**
 * The groups of facts that {@link evaluateStanding} reads for a stage.
 *
 * @param pipeline - the compiled pipeline
 * @param stageId - id of the stage that the deal is in
 * @returns none for a stage without an entry condition, or that the pipeline does not have
 *
 * @example
 * ```ts
 * import { compilePipeline, standingFactGroups } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * standingFactGroups(compilePipeline(pipelinePresets.servicesWithActs), "done") // ["settlement", "documents"]
 * ```
 */
export const standingFactGroups = (pipeline: CompiledPipeline, stageId: string): ReadonlyArray<FactGroup> =>
  pipeline.gates.get(stageId)?.entryGroups ?? []

/**
 * What no longer holds of all that a deal had to meet on its way to the stage it stands in: the gates that every way there leads through,
 * its own entry among them.
 *
 * @param pipeline - the pipeline, in the version that the deal lives under
 * @param stageId - id of the stage that the deal is in
 * @param facts - the deal's facts; at least those that {@link passedQuestions} ask of
 *
 * @example
 * ```ts
 * import { compilePipeline, evaluatePassed } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const pipeline = compilePipeline(pipelinePresets.servicesWithActs)
 * const facts = { "deal.amountMinor": 95_000_00, "client.isKnown": false }
 * evaluatePassed(pipeline, "paymentControl", facts).map(({ stageId, code }) => [stageId, code]) // [["contract", "client.isKnown.is"]]
 * ```
 */
export const evaluatePassed = (
  pipeline: CompiledPipeline,
  stageId: string,
  facts: FactValues,
): ReadonlyArray<MoveUnmet> =>
  (pipeline.gates.get(stageId)?.passed ?? []).flatMap(({ gate, stage: { id } }) =>
    (pipeline.gates.get(id)?.[gate]?.(facts).unmet ?? []).map((part) => ({ ...part, gate, stageId: id })),
  )

/**
 * The questions that {@link evaluatePassed} asks of a deal in a stage: by them is seen which facts it reads.
 *
 * @param pipeline - the compiled pipeline
 * @param stageId - id of the stage that the deal is in
 * @returns none for a stage to which a way leads without conditions, or that the pipeline does not have
 *
 * @example
 * ```ts
 * import { compilePipeline, factGroups, passedQuestions } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * const asked = passedQuestions(compilePipeline(pipelinePresets.servicesWithActs), "paymentControl")
 * asked.map(({ fact }) => fact) // ["deal.amountMinor", "client.isKnown"]
 * factGroups(...asked) // ["deal", "client"]
 * ```
 */
export const passedQuestions = (pipeline: CompiledPipeline, stageId: string): ReadonlyArray<FactCondition> =>
  (pipeline.gates.get(stageId)?.passed ?? []).flatMap(({ gate, stage }) => {
    const condition = stage[gate]
    return condition === undefined ? [] : factConditions(condition)
  })

/**
 * The groups of facts that {@link evaluateMove} reads for a move; none where the pipeline does not allow it.
 *
 * @param pipeline - the compiled pipeline
 * @param from - id of the stage that the deal is in
 * @param to - id of the stage that it shall enter
 * @param reopensAt - the stage at which a lost deal may be opened again, as {@link Move.reopensAt}
 *
 * @example
 * ```ts
 * import { compilePipeline, moveFactGroups } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 *
 * moveFactGroups(compilePipeline(pipelinePresets.servicesWithActs), "negotiation", "contract") // ["deal", "client"]
 * ```
 */
export const moveFactGroups = (
  pipeline: CompiledPipeline,
  from: string,
  to: string,
  reopensAt?: string | null,
): ReadonlyArray<FactGroup> =>
  pipeline.gates.get(from)?.groups.get(to) ?? (to === reopensAt ? factGroups(...passedQuestions(pipeline, to)) : [])

const stageUnknown = (stageId: string): MoveUnmet => ({
  kind: "transition",
  code: "stageUnknown",
  expected: [],
  message: { en: `The pipeline has no stage ${stageId}`, ru: `В воронке нет этапа ${stageId}` },
  gate: "transition",
  stageId,
})

/** Where a deal may go from a stage instead. */
const movesText = (nexts: ReadonlyArray<Stage>, language: Language): string => {
  const names = nexts.map(({ name }) => (language === "en" ? `“${name.en}”` : `«${name.ru}»`)).join(", ")
  if (language === "en") return names === "" ? "there is none from there" : `from there it may go to ${names}`
  return names === "" ? "с этого этапа переходов нет" : `с этого этапа можно перейти: ${names}`
}

const notAllowed = (left: StageGate, entered: StageGate, reopened: StageGate | undefined): MoveUnmet => {
  const isMore = reopened !== undefined && !left.nexts.includes(reopened.stage)
  const nexts = isMore ? [...left.nexts, reopened.stage] : left.nexts
  return {
    kind: "transition",
    code: "transitionNotAllowed",
    expected: nexts.map(({ id }) => id),
    message: {
      en: `The pipeline has no move from “${left.stage.name.en}” to “${entered.stage.name.en}”; ${movesText(nexts, "en")}`,
      ru: `В воронке нет перехода «${left.stage.name.ru}» → «${entered.stage.name.ru}»; ${movesText(nexts, "ru")}`,
    },
    gate: "transition",
    stageId: left.stage.id,
  }
}

const roleRequired = (stageId: string, roles: ReadonlyArray<string>): MoveUnmet => ({
  kind: "transition",
  code: "roleRequired",
  expected: roles,
  message: {
    en: `Required, one of the roles: ${roles.join(", ")}`,
    ru: `Требуется одна из ролей: ${roles.join(", ")}`,
  },
  gate: "transition",
  stageId,
})

const reasonRequired = (stageId: string, isLoss: boolean): MoveUnmet => ({
  kind: "transition",
  code: "reasonRequired",
  expected: [],
  message: isLoss
    ? { en: "Required: why the deal is lost, from the list of reasons", ru: "Требуется: причина проигрыша из списка" }
    : { en: "Required: a reason for this move", ru: "Требуется: причина перехода" },
  gate: "transition",
  stageId,
})
