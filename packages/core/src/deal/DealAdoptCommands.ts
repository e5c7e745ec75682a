import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing, PipelineUnknown } from "./DealErrors.ts"
import { pipelineForNew } from "./DealRules.ts"
import type { AdoptPipeline, Deal } from "./DealSchema.ts"
import { outcomeOf, placeIn, stageOf } from "./Pipeline.ts"
import type { Pipeline } from "./Pipeline.ts"

/**
 * What became of one deal: it lives under the current version now (`adopted`), did so before (`unchanged`), or could not:
 * there is no such deal (`unknown`), it is in another pipeline (`otherPipeline`), its stage has no place in the new version
 * (`noStage`), or its place there would change what it is: open, won or lost (`otherOutcome`).
 */
export type AdoptionResult = "adopted" | "unchanged" | "unknown" | "otherPipeline" | "noStage" | "otherOutcome"

/** One line of an adoption. */
export interface AdoptionLine {
  /** The deal. */
  readonly dealId: string
  /** What became of it. */
  readonly result: AdoptionResult
  /** Its stage afterwards; null where there is no such deal. */
  readonly stageId: string | null
}

/** What an adoption did. */
export interface AdoptionAnswer {
  /** Version that adopted deals live under. */
  readonly pipelineVersion: number
  /** One line for each deal that was named, in that order. */
  readonly lines: ReadonlyArray<AdoptionLine>
}

const judged = (deal: Deal, pipeline: Pipeline): AdoptionResult | { readonly to: string } => {
  if (deal.pipelineId !== pipeline.id) return "otherPipeline"
  if (deal.pipelineVersion === pipeline.version) return "unchanged"
  const to = placeIn(pipeline, deal.stageId)
  const stage = to === null ? undefined : stageOf(pipeline, to)
  if (to === null || stage === undefined) return "noStage"
  return outcomeOf(stage) === deal.outcome ? { to } : "otherOutcome"
}

/**
 * Puts deals under the current version of their pipeline: from then on its graph and gates judge them. Nothing is moved but
 * deals of stages that the version retires, and no gate is asked: the deal is where it is.
 */
export function* adoptPipeline(
  input: AdoptPipeline,
  context: CommandContext,
): Work<AdoptionAnswer, DepartmentMissing | PipelineUnknown> {
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const pipeline = pipelineForNew(config, input.pipelineId)
  if (pipeline === null) return Result.fail(new PipelineUnknown(input.pipelineId))
  const deals = yield* byIds(dealAggregate, input.dealIds)
  const changes: Array<Change> = []
  const lines = input.dealIds.map((dealId): AdoptionLine => {
    const deal = deals.get(dealId)
    if (deal === undefined) return { dealId, result: "unknown", stageId: null }
    const result = judged(deal, pipeline)
    if (typeof result === "string") return { dealId, result, stageId: deal.stageId }
    const payload = { pipelineVersion: pipeline.version, from: deal.stageId, to: result.to }
    changes.push(
      recordEvents(dealAggregate, deal, [{ type: "DealAdopted", payload }], { occurredAt: context.occurredAt }),
    )
    return { dealId, result: "adopted", stageId: result.to }
  })
  return Result.succeed(decision(changes, { pipelineVersion: pipeline.version, lines }))
}
