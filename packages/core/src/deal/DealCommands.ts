import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import type { Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { FactGroup, FactValues } from "./ConditionFacts.ts"
import type { DealAmended, DealMoved } from "./Deal.ts"
import { dealAggregate } from "./Deal.ts"
import {
  DealAmountRefused,
  DealChanged,
  DealExists,
  DealNotFound,
  DepartmentMissing,
  LostReasonRefused,
  MoveRefused,
  PipelineUnknown,
  RateRefused,
} from "./DealErrors.ts"
import { rateProblem } from "./DealLineCommands.ts"
import { compiledPipeline, pipelineForNew, pipelineOf } from "./DealRules.ts"
import type { AmendDeal, Deal, MoveDeal, OpenDeal } from "./DealSchema.ts"
import type { MoveVerdict } from "./Gate.ts"
import { evaluateMove, moveFactGroups } from "./Gate.ts"
import { entryStage, outcomeOf, stageOf } from "./Pipeline.ts"
import type { Pipeline } from "./Pipeline.ts"

/** A deal as commands answer it. */
export interface DealAnswer {
  /** The deal after the command. */
  readonly deal: Deal
}

/** Reads the facts that the gates of a deal ask for. Other areas own them, so the reader is handed in. */
export type GateFactReader = (
  deal: Deal,
  groups: ReadonlyArray<FactGroup>,
  config: DepartmentConfig,
  context: CommandContext,
) => Generator<Read, FactValues, unknown>

/** Opens a deal in the entry stage of its pipeline. */
export function* openDeal(
  input: OpenDeal,
  context: CommandContext,
): Work<DealAnswer, DealExists | PipelineUnknown | DepartmentMissing> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const pipeline = pipelineForNew(config, input.pipelineId)
  const stage = pipeline === null ? undefined : entryStage(pipeline)
  if (pipeline === null || stage === undefined) {
    return Result.fail(new PipelineUnknown(input.pipelineId ?? config.defaultPipelineId))
  }
  const id = input.id ?? context.newId("deal")
  const existing = yield* byId(dealAggregate, id)
  if (existing !== null) return Result.fail(new DealExists(id))
  const change = recordEvents(
    dealAggregate,
    null,
    [
      {
        type: "DealOpened",
        payload: {
          id,
          pipelineId: pipeline.id,
          pipelineVersion: pipeline.version,
          stageId: stage.id,
          openedOn: localDateOf(context.occurredAt, config.timeZone),
          clientId: input.clientId ?? null,
          ownerId: input.ownerId ?? null,
          productId: input.productId ?? null,
          amount: input.amount ?? null,
          listAmount: input.listAmount ?? null,
          expectedCloseOn: input.expectedCloseOn ?? null,
        },
      },
    ],
    { occurredAt: context.occurredAt, texts: { title: input.title } },
  )
  return Result.succeed(decision([change], { deal: change.after }))
}

/** The question "may it move" with everything that was read to answer it. */
interface JudgedMove {
  readonly deal: Deal
  readonly config: DepartmentConfig
  readonly pipeline: Pipeline
  readonly verdict: MoveVerdict
}

type MoveReadFailure = DealNotFound | DepartmentMissing | PipelineUnknown

function* judgeMove(
  input: MoveDeal,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, Result.Result<JudgedMove, MoveReadFailure>, unknown> {
  const deal = yield* byId(dealAggregate, input.dealId)
  if (deal === null) return Result.fail(new DealNotFound(input.dealId))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const pipeline = pipelineOf(config, deal)
  if (pipeline === null) return Result.fail(new PipelineUnknown(deal.pipelineId))
  const compiled = compiledPipeline(pipeline)
  const groups = moveFactGroups(compiled, deal.stageId, input.to)
  const facts = groups.length === 0 ? {} : yield* readFacts(deal, groups, config, context)
  const reason = input.reason ?? input.lostReasonId
  const verdict = evaluateMove({
    pipeline: compiled,
    from: deal.stageId,
    to: input.to,
    facts,
    ...(reason === undefined ? {} : { reason }),
  })
  return Result.succeed({ deal, config, pipeline, verdict })
}

/** What `deals.evaluate` answers. */
export interface MoveEvaluation extends MoveVerdict {
  /** The deal as it is. */
  readonly deal: Deal
}

/** Judges a move and changes nothing: the same reads and the same verdict as {@link moveDeal}. */
export const evaluateDealMove = (readFacts: GateFactReader) =>
  function* (input: MoveDeal, context: CommandContext): Work<MoveEvaluation, MoveReadFailure> {
    const judged = yield* judgeMove(input, context, readFacts)
    if (Result.isFailure(judged)) return Result.fail(judged.failure)
    return Result.succeed(decision([], { ...judged.success.verdict, deal: judged.success.deal }))
  }

const lostReasonProblem = (config: DepartmentConfig, input: MoveDeal): LostReasonRefused | null => {
  if (input.lostReasonId === undefined) return new LostReasonRefused(null, "missing")
  const reason = config.lostReasons.find(({ id }) => id === input.lostReasonId)
  if (reason === undefined) return new LostReasonRefused(input.lostReasonId, "unknown")
  return reason.textRequired && input.reason === undefined ? new LostReasonRefused(reason.id, "textRequired") : null
}

/** What moving a deal may be refused for. */
export type MoveRejection = MoveReadFailure | DealChanged | MoveRefused | LostReasonRefused | RateRefused

/** Moves a deal to another stage if its pipeline's graph and gates allow it. */
export const moveDeal = (readFacts: GateFactReader) =>
  function* (input: MoveDeal, context: CommandContext): Work<DealAnswer, MoveRejection> {
    const judged = yield* judgeMove(input, context, readFacts)
    if (Result.isFailure(judged)) return Result.fail(judged.failure)
    const { deal, config, pipeline, verdict } = judged.success
    if (input.expectedVersion !== undefined && input.expectedVersion !== deal.version) {
      return Result.fail(new DealChanged(deal.id, input.expectedVersion, deal.version))
    }
    const stage = stageOf(pipeline, input.to)
    if (!verdict.allowed || stage === undefined) {
      return Result.fail(new MoveRefused(deal.id, deal.stageId, input.to, verdict.unmet))
    }
    const outcome = outcomeOf(stage)
    const problem = outcome === "lost" ? lostReasonProblem(config, input) : null
    if (problem !== null) return Result.fail(problem)
    // Business time never runs backwards within a stream, and the closing day goes with it.
    const movedAt = deal.changedAt > context.occurredAt ? deal.changedAt : context.occurredAt
    const today = localDateOf(movedAt, config.timeZone)
    const closes = deal.outcome === "open" && outcome !== "open"
    const rate = input.rate === undefined ? null : rateProblem(deal, input.rate, config.currency, closes ? today : null)
    if (rate !== null) return Result.fail(new RateRefused(deal.id, rate))
    const reopens = deal.outcome !== "open" && outcome === "open"
    const event: DealMoved = {
      type: "DealMoved",
      payload: {
        from: deal.stageId,
        to: input.to,
        outcome,
        closedOn: outcome === "open" ? null : outcome === deal.outcome ? deal.closedOn : today,
        lostReasonId: outcome === "lost" ? (input.lostReasonId ?? null) : null,
        ...(input.rate === undefined ? {} : { closeRate: input.rate }),
        ...(reopens ? { reopenedOn: today } : {}),
      },
    }
    let texts: Texts | undefined
    if (input.reason !== undefined) {
      const current = (yield* textsOf([deal])).get(deal.id)
      texts = { ...current, moveReason: input.reason }
    }
    const change = recordEvents(dealAggregate, deal, [event], { occurredAt: movedAt, texts })
    return Result.succeed(
      decision(
        [change],
        { deal: change.after },
        {
          guards: [{ dealId: deal.id, factsVersion: deal.factsVersion }],
          // Whether a client is a regular one depends on what was won, and gates of the client's other deals can ask.
          touchedClients: outcome === deal.outcome || deal.clientId === null ? [] : [deal.clientId],
        },
      ),
    )
  }

/** Changes stated values of a deal; values that are already so change nothing and write no event. */
export function* amendDeal(
  input: AmendDeal,
  context: CommandContext,
): Work<DealAnswer, DealNotFound | DealAmountRefused> {
  const deal = yield* byId(dealAggregate, input.dealId)
  if (deal === null) return Result.fail(new DealNotFound(input.dealId))
  const { dealId: _dealId, title, ...fields } = input
  const current = (yield* textsOf([deal])).get(deal.id) ?? {}
  const retitled = title !== undefined && title !== current["title"]
  const changed = Object.entries(fields).some(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(deal[name as keyof DealAmended["payload"]]),
  )
  if (!changed && !retitled) return Result.succeed(decision([], { deal }))
  const restated = (["amount", "listAmount"] as const).some(
    (name) => fields[name] !== undefined && canonicalJson(fields[name]) !== canonicalJson(deal[name]),
  )
  if (restated && deal.amountFrom === "lines") return Result.fail(new DealAmountRefused(deal.id, "fromLines"))
  const change = recordEvents(dealAggregate, deal, [{ type: "DealAmended", payload: fields }], {
    occurredAt: context.occurredAt,
    texts: retitled ? { ...current, title } : undefined,
  })
  const clients = input.clientId === undefined ? [] : [deal.clientId, input.clientId].flatMap((id) => id ?? [])
  return Result.succeed(
    decision([change], { deal: change.after }, { touches: [deal.id], touchedClients: [...new Set(clients)] }),
  )
}
