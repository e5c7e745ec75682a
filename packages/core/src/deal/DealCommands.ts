import * as Result from "effect/Result"
import { currentPipeline } from "../department/Department.ts"
import { customChange, departmentRules, withCustomTexts } from "../department/DepartmentRules.ts"
import type { RecipientNotActive } from "../department/LeaverRules.ts"
import { refusedEntry, refusedLeaver } from "../department/LeaverRules.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { DealAmended } from "./DealEvent.ts"
import { dealAggregate } from "./Deal.ts"
import { DealAmountRefused, DepartmentMissing, PipelineUnknown } from "./DealErrors.ts"
import type { GateUndone } from "./DealErrors.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import type { AmendDeal, Deal, OpenDeal } from "./DealSchema.ts"
import { entryStage } from "./Pipeline.ts"
import { keepingGates } from "./KeptGateRules.ts"

/** A deal as commands answer it. */
export interface DealAnswer {
  /** The deal after the command. */
  readonly deal: Deal
}

/** Opens a deal in the entry stage of its pipeline, which must take new ones. */
export function* openDeal(
  input: OpenDeal,
  context: CommandContext,
): Work<DealAnswer, RecordExists | PipelineUnknown | DepartmentMissing | InputInvalid | RecipientNotActive> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const { closedPipelineIds = [], pipelines } = config
  const pipelineId = input.pipelineId ?? config.defaultPipelineId
  const pipeline = closedPipelineIds.includes(pipelineId) ? null : currentPipeline(config, pipelineId)
  const stage = pipeline === null ? undefined : entryStage(pipeline)
  if (pipeline === null || stage === undefined) {
    return Result.fail(new PipelineUnknown(pipelineId, pipelines, null, closedPipelineIds))
  }
  const id = input.id ?? context.newId("deal")
  const existing = yield* byId(dealAggregate, id)
  if (existing !== null) return Result.fail(new RecordExists("deal", id))
  const refused = yield* refusedEntry(input.ownerId)
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "deal", input.custom, null)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
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
      ...custom.success.events,
    ],
    { occurredAt: context.occurredAt, texts: withCustomTexts({}, { title: input.title }, custom.success) },
  )
  return Result.succeed(decision([change], { deal: change.after }))
}

/**
 * Changes stated values of a deal; values that are already so change nothing and write no event. What the gates it has passed ask for is
 * not taken back.
 */
export const amendDeal = (readFacts: GateFactReader) =>
  function* (
    input: AmendDeal,
    context: CommandContext,
  ): Work<DealAnswer, RecordNotFound | DealAmountRefused | GateUndone | InputInvalid | RecipientNotActive> {
    const deal = yield* byId(dealAggregate, input.dealId)
    if (deal === null || deal.standing !== "active") return Result.fail(new RecordNotFound("deal", input.dealId))
    const refused = input.ownerId === deal.ownerId ? null : yield* refusedLeaver(input.ownerId, context)
    if (refused !== null) return Result.fail(refused)
    const { dealId: _dealId, title, custom: given, ...fields } = input
    const custom = yield* customChange(context, "deal", given, deal)
    if (Result.isFailure(custom)) return Result.fail(custom.failure)
    const current = (yield* textsOf([deal])).get(deal.id) ?? {}
    const retitled = title !== undefined && title !== current["title"]
    const changed = Object.entries(fields).some(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(deal[name as keyof DealAmended["payload"]]),
    )
    // By its source's title beside it an imported deal is known to have one of its own, which no import takes back.
    const { title: sourceTitle } = current
    const beside = deal.sourceId === null || sourceTitle === undefined ? {} : { sourceTitle }
    const texts = withCustomTexts(current, retitled ? { ...beside, ...current, title } : undefined, custom.success)
    const isAmended = changed || texts !== undefined
    const [first, ...others] = [
      ...(isAmended ? [{ type: "DealAmended" as const, payload: fields }] : []),
      ...custom.success.events,
    ]
    if (first === undefined) return Result.succeed(decision([], { deal }))
    const restated = (["amount", "listAmount"] as const).find(
      (name) => fields[name] !== undefined && canonicalJson(fields[name]) !== canonicalJson(deal[name]),
    )
    if (restated !== undefined && deal.amountFrom === "lines") {
      return Result.fail(new DealAmountRefused(deal.id, "fromLines", restated))
    }
    const change = recordEvents(dealAggregate, deal, [first, ...others], {
      occurredAt: context.occurredAt,
      texts,
    })
    if (changed || custom.success.events.length > 0) {
      const kept = yield* keepingGates(deal, change.after, context, readFacts)
      if (Result.isFailure(kept)) return Result.fail(kept.failure)
    }
    const clients = input.clientId === undefined ? [] : [deal.clientId, input.clientId].flatMap((id) => id ?? [])
    return Result.succeed(
      decision(
        [change],
        { deal: change.after },
        {
          touches: [deal.id],
          touchedClients: [...new Set(clients)],
          guards: [{ dealId: deal.id, factsVersion: deal.factsVersion }],
        },
      ),
    )
  }
