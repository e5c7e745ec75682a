import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byIds, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { OverrideRefused } from "./ApprovalErrors.ts"
import type { FactGroup, FactValues } from "./ConditionFacts.ts"
import { factGroupOrder } from "./ConditionFacts.ts"
import type { DealMoved } from "./DealEvent.ts"
import { dealAggregate } from "./Deal.ts"
import {
  DealChanged,
  DepartmentMissing,
  LostReasonRefused,
  MoveRefused,
  PipelineUnknown,
  RateRefused,
  StageUnknown,
} from "./DealErrors.ts"
import { rateProblem } from "./DealLineCommands.ts"
import { compiledPipeline, pipelineOf } from "./DealRules.ts"
import type { Deal, MoveDeal } from "./DealSchema.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import type { MoveVerdict } from "./Gate.ts"
import { evaluateMove, moveFactGroups } from "./Gate.ts"
import type { DecidedOverride } from "./OverrideCommands.ts"
import { decideOverride } from "./OverrideCommands.ts"
import { isFinishedMeaning, isStepBack, outcomeOf, stageOf } from "./Pipeline.ts"
import type { Pipeline, Stage } from "./Pipeline.ts"
import { reopenedStage } from "./ReopenedStage.ts"

/** A deal as moves answer it. */
export interface MoveAnswer {
  /** The deal after the command. */
  readonly deal: Deal
}

/** The question "may it move" with everything that was read to answer it. */
export interface JudgedMove {
  readonly deal: Deal
  readonly config: DepartmentConfig
  readonly pipeline: Pipeline
  readonly verdict: MoveVerdict
}

/** Why a move cannot even be judged. */
export type MoveReadFailure = RecordNotFound | DepartmentMissing | PipelineUnknown | StageUnknown

/** What moving a deal may be refused for. */
export type MoveRejection =
  | MoveReadFailure
  | DealChanged
  | MoveRefused
  | LostReasonRefused
  | RateRefused
  | OverrideRefused

/** A move before its facts are read. */
interface AskedMove {
  readonly input: MoveDeal
  readonly deal: Deal
  readonly pipeline: Pipeline
  readonly groups: ReadonlyArray<FactGroup>
}

/** Reads what moves need, with few questions however many they are, and judges each. One line for each input, in order. */
export function* judgeMoves(
  inputs: ReadonlyArray<MoveDeal>,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, ReadonlyArray<Result.Result<JudgedMove, MoveReadFailure>>, unknown> {
  const deals = yield* byIds(
    dealAggregate,
    inputs.map(({ dealId }) => dealId),
  )
  const config = deals.size === 0 ? null : yield* departmentRules(context)
  const asked = inputs.map((input): Result.Result<AskedMove, MoveReadFailure> => {
    const deal = deals.get(input.dealId)
    if (deal === undefined || deal.standing !== "active") return Result.fail(new RecordNotFound("deal", input.dealId))
    if (config === null) return Result.fail(new DepartmentMissing())
    const pipeline = pipelineOf(config, deal)
    if (pipeline === null) {
      return Result.fail(new PipelineUnknown(deal.pipelineId, config.pipelines, deal.pipelineVersion))
    }
    if (stageOf(pipeline, input.to) === undefined) return Result.fail(new StageUnknown("to", input.to, pipeline))
    const reopensAt = reopenedStage(deal, pipeline)
    const groups = moveFactGroups(compiledPipeline(pipeline, config), deal.stageId, input.to, reopensAt)
    return Result.succeed({ input, deal, pipeline, groups })
  })
  const gated = asked.flatMap((one) => (Result.isSuccess(one) && one.success.groups.length > 0 ? [one.success] : []))
  const facts =
    config === null || gated.length === 0
      ? null
      : yield* readFacts(
          gated.map(({ deal }) => deal),
          factGroupOrder.filter((group) => gated.some(({ groups }) => groups.includes(group))),
          config,
          // By our own clock, as the facts are those of now: when it happened is the caller's to say, and no way round the gates.
          context.recordedAt,
        )
  return asked.map((one) => {
    if (Result.isFailure(one) || config === null) return one as Result.Result<never, MoveReadFailure>
    const { input, deal, pipeline } = one.success
    const to = stageOf(pipeline, input.to)
    // Why it is lost is no reason to move it back.
    const reason = input.reason ?? (to !== undefined && outcomeOf(to) === "lost" ? input.lostReasonId : undefined)
    const verdict = evaluateMove({
      pipeline: compiledPipeline(pipeline, config),
      from: deal.stageId,
      to: input.to,
      facts: facts?.get(deal.id) ?? noFacts,
      roles: context.roles,
      reopensAt: reopenedStage(deal, pipeline),
      ...(reason === undefined ? {} : { reason }),
    })
    return Result.succeed({ deal, config, pipeline, verdict })
  })
}

const noFacts: FactValues = {}

function* judgeMove(
  input: MoveDeal,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, Result.Result<JudgedMove, MoveReadFailure>, unknown> {
  const [judged] = yield* judgeMoves([input], context, readFacts)
  return judged ?? Result.fail(new RecordNotFound("deal", input.dealId))
}

const lostReasonProblem = (
  config: DepartmentConfig,
  input: MoveDeal,
  outcome: Deal["outcome"],
): LostReasonRefused | null => {
  const known = config.lostReasons.map(({ id }) => id)
  if (outcome !== "lost")
    return input.lostReasonId === undefined ? null : new LostReasonRefused(input.lostReasonId, "notLost", known)
  if (input.lostReasonId === undefined) return new LostReasonRefused(null, "missing", known)
  const reason = config.lostReasons.find(({ id }) => id === input.lostReasonId)
  if (reason === undefined) return new LostReasonRefused(input.lostReasonId, "unknown", known)
  return reason.textRequired && input.reason === undefined
    ? new LostReasonRefused(reason.id, "textRequired", known)
    : null
}

/** The day on which a deal that enters a stage is finished; nothing where the stage is not after the finish, or no day is known. */
export const finishing = (
  deal: Deal,
  left: Stage | undefined,
  entered: Stage,
  today: CalendarDate,
): { readonly finishedOn?: CalendarDate } => {
  if (!isFinishedMeaning(entered.meaning)) return {}
  const finishedOn = left !== undefined && isFinishedMeaning(left.meaning) ? deal.finishedOn : today
  return finishedOn === null ? {} : { finishedOn }
}

/** Decides a judged move to its end, but for the texts. */
export function* decideMove(
  { deal, config, pipeline, verdict }: JudgedMove,
  input: MoveDeal,
  context: CommandContext,
): Generator<Read, Result.Result<DecidedMove, Exclude<MoveRejection, MoveReadFailure>>, unknown> {
  if (input.expectedVersion !== undefined && input.expectedVersion !== deal.version) {
    return Result.fail(new DealChanged(deal.id, input.expectedVersion, deal.version))
  }
  // Business time never runs backwards within a stream, and the closing day goes with it.
  const movedAt = deal.changedAt > context.occurredAt ? deal.changedAt : context.occurredAt
  const today = localDateOf(movedAt, config.timeZone)
  const stage = stageOf(pipeline, input.to)
  let override: DecidedOverride | null = null
  if (!verdict.allowed || stage === undefined) {
    if (input.override === undefined || stage === undefined) {
      return Result.fail(new MoveRefused(deal.id, deal.stageId, input.to, pipeline, verdict.unmet))
    }
    const move = { deal, to: input.to, unmet: verdict.unmet, movedAt }
    const decided = yield* decideOverride(move, input.override, config, context)
    if (Result.isFailure(decided)) return Result.fail(decided.failure)
    override = decided.success
  }
  const outcome = outcomeOf(stage)
  const problem = lostReasonProblem(config, input, outcome)
  if (problem !== null) return Result.fail(problem)
  const closes = deal.outcome === "open" && outcome !== "open"
  const rate = input.rate === undefined ? null : rateProblem(deal, input.rate, config.currency, closes ? today : null)
  if (rate !== null) return Result.fail(new RateRefused(deal.id, rate))
  const reopens = deal.outcome !== "open" && outcome === "open"
  const event: DealMoved = {
    type: "DealMoved",
    // In the order of keys that is hashed: what every move has need not be sorted then.
    payload: {
      closedOn: outcome === "open" ? null : outcome === deal.outcome ? deal.closedOn : today,
      from: deal.stageId,
      lostReasonId: outcome === "lost" ? (input.lostReasonId ?? null) : null,
      outcome,
      to: input.to,
      ...(input.rate === undefined ? {} : { closeRate: input.rate }),
      ...(reopens ? { reopenedOn: today } : {}),
      ...finishing(deal, stageOf(pipeline, deal.stageId), stage, today),
      ...(isStepBack(pipeline, deal.stageId, input.to) ? { movedBack: true } : {}),
      ...(override === null ? {} : { override: override.marked }),
    },
  }
  return Result.succeed({ event, movedAt, override })
}

/**
 * Whether a move bears on gates of the client's other deals: whether a client is a regular one depends on what was won, and on nothing
 * else of its deals.
 */
export const bearsOnClient = (deal: Deal, outcome: Deal["outcome"]): boolean =>
  (deal.outcome === "won") !== (outcome === "won")

/** A move decided to its end. */
export interface DecidedMove {
  /** What happens to the deal. */
  readonly event: DealMoved
  readonly movedAt: string
  readonly override: DecidedOverride | null
}

/** What `deals.evaluate` answers. */
export interface MoveEvaluation extends MoveVerdict {
  /** The deal as it is. */
  readonly deal: Deal
  /** Whether the move would be made although not all is met, by the override that the question names. */
  readonly overridden: boolean
}

/**
 * Judges a move and changes nothing: the same reads, the same verdict and the same decision as {@link moveDeal}. What the move
 * lacks is the answer; everything else that would refuse it refuses this too, with the same error.
 */
export const evaluateDealMove = (readFacts: GateFactReader) =>
  function* (input: MoveDeal, context: CommandContext): Work<MoveEvaluation, MoveRejection> {
    const judged = yield* judgeMove(input, context, readFacts)
    if (Result.isFailure(judged)) return Result.fail(judged.failure)
    const decided = yield* decideMove(judged.success, input, context)
    const { verdict, deal } = judged.success
    if (Result.isFailure(decided) && decided.failure._tag !== "MoveRefused") return Result.fail(decided.failure)
    const overridden = Result.isSuccess(decided) && decided.success.override !== null
    return Result.succeed(decision([], { ...verdict, deal, overridden }))
  }

/** Moves a deal to another stage if its pipeline's graph and gates allow it, or somebody who may overrides the gates. */
export const moveDeal = (readFacts: GateFactReader) =>
  function* (input: MoveDeal, context: CommandContext): Work<MoveAnswer, MoveRejection> {
    const judged = yield* judgeMove(input, context, readFacts)
    if (Result.isFailure(judged)) return Result.fail(judged.failure)
    const decided = yield* decideMove(judged.success, input, context)
    if (Result.isFailure(decided)) return Result.fail(decided.failure)
    const { deal } = judged.success
    const { event, movedAt, override } = decided.success
    let texts: Texts | undefined
    if (input.reason !== undefined || override !== null) {
      const current = (yield* textsOf([deal])).get(deal.id)
      texts = {
        ...current,
        ...(input.reason === undefined ? {} : { moveReason: input.reason }),
        ...(override === null ? {} : { overrideReason: override.reason }),
      }
    }
    const change = recordEvents(dealAggregate, deal, [event], { occurredAt: movedAt, texts })
    const changes: ReadonlyArray<Change> = override === null ? [change] : [change, ...override.changes]
    const { outcome } = event.payload
    return Result.succeed(
      decision(
        changes,
        { deal: change.after },
        {
          guards: [{ dealId: deal.id, factsVersion: deal.factsVersion }],
          touchedClients: bearsOnClient(deal, outcome) && deal.clientId !== null ? [deal.clientId] : [],
        },
      ),
    )
  }
