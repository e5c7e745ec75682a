import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { FactGroup } from "./ConditionFacts.ts"
import { factGroupOrder } from "./ConditionFacts.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing, PipelineUnknown } from "./DealErrors.ts"
import { finishing } from "./DealMoveCommands.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import { compiledPipeline, pipelineForNew, pipelineOf } from "./DealRules.ts"
import type { AdoptPipeline, Deal } from "./DealSchema.ts"
import type { CompiledPipeline, MoveUnmet } from "./Gate.ts"
import { evaluateStanding, standingFactGroups } from "./Gate.ts"
import { isFinishedMeaning, outcomeOf, placeIn, stageOf } from "./Pipeline.ts"
import type { Pipeline, Stage } from "./Pipeline.ts"

/**
 * What became of one deal: it lives under the current version now (`adopted`), did so before (`unchanged`), or could not:
 * there is no such deal (`unknown`), it is in another pipeline (`otherPipeline`), its stage has no place in the new version
 * (`noStage`), its place there would change what it is: open, won or lost (`otherOutcome`), or it would come into a stage whose
 * entry it does not meet (`gate`).
 */
export type AdoptionResult = "adopted" | "unchanged" | "unknown" | "otherPipeline" | "noStage" | "otherOutcome" | "gate"

/** One line of an adoption. */
export interface AdoptionLine {
  /** The deal. */
  readonly dealId: string
  /** What became of it. */
  readonly result: AdoptionResult
  /** Its stage afterwards; null where there is no such deal. */
  readonly stageId: string | null
  /** With `gate`, what the entry asks for; else empty. */
  readonly unmet: ReadonlyArray<MoveUnmet>
}

/** What an adoption did. */
export interface AdoptionAnswer {
  /** Version that adopted deals live under. */
  readonly pipelineVersion: number
  /** One line for each deal that was named, in that order. */
  readonly lines: ReadonlyArray<AdoptionLine>
}

const judged = (deal: Deal, pipeline: Pipeline): AdoptionResult | { readonly to: Stage } => {
  if (deal.pipelineId !== pipeline.id) return "otherPipeline"
  if (deal.pipelineVersion === pipeline.version) return "unchanged"
  const place = placeIn(pipeline, deal.stageId)
  const to = place === null ? undefined : stageOf(pipeline, place)
  if (to === undefined) return "noStage"
  return outcomeOf(to) === deal.outcome ? { to } : "otherOutcome"
}

/** Whether a deal enters a stage by the adoption: another one, or one that has come to mean that deals are finished. */
const enters = (deal: Deal, to: Stage, from: Stage | undefined): boolean =>
  to.id !== deal.stageId || (isFinishedMeaning(to.meaning) && (from === undefined || !isFinishedMeaning(from.meaning)))

/**
 * Puts deals under the current version of their pipeline: from then on its graph and gates judge them. Nothing is moved but
 * deals of stages that the version retires; those must meet the entry of the stage they come into.
 */
export const adoptPipeline = (readFacts: GateFactReader) =>
  function* (input: AdoptPipeline, context: CommandContext): Work<AdoptionAnswer, DepartmentMissing | PipelineUnknown> {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const pipeline = pipelineForNew(config, input.pipelineId)
    if (pipeline === null) return Result.fail(new PipelineUnknown(input.pipelineId, config.pipelines))
    const deals = yield* byIds(dealAggregate, input.dealIds)
    const compiled = compiledPipeline(pipeline, config)
    const gated = [...deals.values()].filter((deal) => {
      const place = judged(deal, pipeline)
      return typeof place !== "string" && enters(deal, place.to, leftBy(config, deal)) && place.to.entry !== undefined
    })
    const groups = factGroupOrder.filter((group) => gated.some((deal) => groupsOf(compiled, deal).includes(group)))
    const facts = gated.length === 0 ? new Map() : yield* readFacts(gated, groups, config, context.recordedAt)
    const changes: Array<Change> = []
    const guards: Array<{ readonly dealId: string; readonly factsVersion: number }> = []
    const lines = input.dealIds.map((dealId): AdoptionLine => {
      const deal = deals.get(dealId)
      if (deal === undefined || !isInBase(deal)) return { dealId, result: "unknown", stageId: null, unmet: [] }
      const result = judged(deal, pipeline)
      if (typeof result === "string") return { dealId, result, stageId: deal.stageId, unmet: [] }
      const { to } = result
      const known = facts.get(dealId)
      const unmet = known === undefined ? [] : evaluateStanding(compiled, to.id, known)
      if (unmet.length > 0) return { dealId, result: "gate", stageId: deal.stageId, unmet }
      const today = localDateOf(context.occurredAt, config.timeZone)
      const finished = finishing(deal, leftBy(config, deal), to, today)
      const payload = { pipelineVersion: pipeline.version, from: deal.stageId, to: to.id, ...finished }
      changes.push(
        recordEvents(dealAggregate, deal, [{ type: "DealAdopted", payload }], { occurredAt: context.occurredAt }),
      )
      if (known !== undefined) guards.push({ dealId: deal.id, factsVersion: deal.factsVersion })
      return { dealId, result: "adopted", stageId: to.id, unmet: [] }
    })
    return Result.succeed(decision(changes, { pipelineVersion: pipeline.version, lines }, { guards }))
  }

/** The stage that a deal stands in, by the version that it lives under; undefined where that is not kept. */
const leftBy = (config: DepartmentConfig, deal: Deal): Stage | undefined => {
  const pipeline = pipelineOf(config, deal)
  return pipeline === null ? undefined : stageOf(pipeline, deal.stageId)
}

const groupsOf = (compiled: CompiledPipeline, { stageId }: Deal): ReadonlyArray<FactGroup> =>
  standingFactGroups(compiled, placeIn(compiled.pipeline, stageId) ?? stageId)
