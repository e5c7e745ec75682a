import * as Result from "effect/Result"
import { departmentRules } from "../department/DepartmentRules.ts"
import { decision } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byIds } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { factGroups } from "./Condition.ts"
import type { FactValues } from "./ConditionFacts.ts"
import { factGroupOrder } from "./ConditionFacts.ts"
import { dealAggregate } from "./Deal.ts"
import { DepartmentMissing } from "./DealErrors.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import { compiledPipeline, pipelineForNew, pipelineOf } from "./DealRules.ts"
import type { Deal, SurveyDeals } from "./DealSchema.ts"
import type { DealSurvey } from "./DealSurvey.ts"
import type { CompiledPipeline, MoveUnmet } from "./Gate.ts"
import {
  evaluateMove,
  evaluatePassed,
  evaluateStanding,
  moveFactGroups,
  passedQuestions,
  standingFactGroups,
} from "./Gate.ts"
import { allowedTransitions, isFinalMeaning, placeIn, stageOf } from "./Pipeline.ts"

/** What a survey answers. */
export interface SurveyAnswer {
  /** The unfinished ones of the deals, in their order. */
  readonly deals: ReadonlyArray<DealSurvey>
}

interface Placed {
  readonly deal: Deal
  /** Null where the rules to judge by have no such pipeline or no place for the deal's stage. */
  readonly place: { readonly pipeline: CompiledPipeline; readonly stageId: string } | null
}

const noPlace = ({ stageId }: Deal): MoveUnmet => ({
  kind: "transition",
  code: "stageUnknown",
  expected: [],
  message: { en: `The pipeline has no stage ${stageId}`, ru: `В воронке нет этапа ${stageId}` },
  gate: "transition",
  stageId,
})

const forwardFrom = ({ pipeline }: CompiledPipeline, stageId: string) =>
  allowedTransitions(pipeline, stageId).filter(({ kind }) => kind === "forward")

/**
 * What a deal lacks of the entry of its stage, and of the gates before it that every way there leads through: what was met may be taken
 * back elsewhere, as by a contact person who leaves. Other rules on trial do not hold whoever has passed.
 */
const standingOf = (pipeline: CompiledPipeline, stageId: string, facts: FactValues, onTrial: boolean) => {
  const own = evaluateStanding(pipeline, stageId, facts)
  if (onTrial) return own
  return [
    ...own,
    ...evaluatePassed(pipeline, stageId, facts).filter((part) => part.gate !== "entry" || part.stageId !== stageId),
  ]
}

const surveyed = ({ deal, place }: Placed, facts: FactValues, onTrial: boolean): DealSurvey => {
  const { id: dealId, ownerId, pipelineId } = deal
  if (place === null)
    return { dealId, ownerId, pipelineId, stageId: deal.stageId, standing: [noPlace(deal)], moves: [] }
  const { pipeline, stageId } = place
  const moves = forwardFrom(pipeline, stageId).map(({ to, roles }) => ({
    to,
    // Only conditions are asked about here: who moves and why is not known.
    unmet: evaluateMove({
      pipeline,
      from: stageId,
      to,
      facts,
      reason: "survey",
      ...(roles === undefined ? {} : { roles }),
    }).unmet,
  }))
  return { dealId, ownerId, pipelineId, stageId, standing: standingOf(pipeline, stageId, facts, onTrial), moves }
}

/**
 * Says of unfinished deals how they stand before the gates around them; by the version each lives under, or, on trial of other
 * rules, by the current version there.
 */
export const surveyDeals = (readFacts: GateFactReader) =>
  function* ({ dealIds }: SurveyDeals, context: CommandContext): Work<SurveyAnswer, DepartmentMissing> {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const deals = yield* byIds(dealAggregate, dealIds)
    const onTrial = context.trialDepartment !== null
    const placed = dealIds.flatMap((id): ReadonlyArray<Placed> => {
      const deal = deals.get(id)
      if (deal === undefined || deal.outcome === "lost") return []
      const pipeline = onTrial ? pipelineForNew(config, deal.pipelineId) : pipelineOf(config, deal)
      // What is left out takes no new deals; those that live there are judged by the version they live under, as before.
      if (onTrial && pipeline === null) return []
      const stageId = pipeline === null ? null : placeIn(pipeline, deal.stageId)
      if (pipeline === null || stageId === null) return [{ deal, place: null }]
      if (isFinalMeaning(stageOf(pipeline, stageId)?.meaning ?? "open")) return []
      return [{ deal, place: { pipeline: compiledPipeline(pipeline, config), stageId } }]
    })
    const asked = new Set(
      placed.flatMap(({ place }) =>
        place === null
          ? []
          : [
              ...standingFactGroups(place.pipeline, place.stageId),
              ...(onTrial ? [] : factGroups(...passedQuestions(place.pipeline, place.stageId))),
              ...forwardFrom(place.pipeline, place.stageId).flatMap(({ to }) =>
                moveFactGroups(place.pipeline, place.stageId, to),
              ),
            ],
      ),
    )
    const facts = yield* readFacts(
      placed.map(({ deal }) => deal),
      factGroupOrder.filter((group) => asked.has(group)),
      config,
      context.recordedAt,
    )
    const answer = placed.map((one) => surveyed(one, facts.get(one.deal.id) ?? {}, onTrial))
    return Result.succeed(decision([], { deals: answer }))
  }
