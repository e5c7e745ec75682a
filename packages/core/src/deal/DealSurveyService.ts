import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions, RunCommand } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { TrialCheck } from "../ports/DefaultDepartment.ts"
import { opaqueId, slug } from "../ports/input/FieldSchema.ts"
import { inputDecoder } from "../ports/input/Input.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { dealAggregate } from "./Deal.ts"
import type { DepartmentMissing } from "./DealErrors.ts"
import type { SurveyDeals } from "./DealSchema.ts"
import type { StallAnswer } from "./DealStallCommands.ts"
import type { DealSurvey } from "./DealSurvey.ts"
import { blockedDeals, ruleTrial } from "./DealSurvey.ts"
import type { SurveyAnswer } from "./DealSurveyCommands.ts"
import type { StageStall } from "./StageStall.ts"
import { validatePipelines } from "./PipelineCheck.ts"

/** Which deals a survey looks at; all unfinished ones where nothing is said. */
export interface SurveyScope {
  /** Deals of this pipeline. */
  readonly pipelineId?: string
  /** Deals in this stage. */
  readonly stageId?: string
  /** Deals of this owner. */
  readonly ownerId?: string
}

const surveyScope = Schema.Struct({
  pipelineId: Schema.optionalKey(slug),
  stageId: Schema.optionalKey(slug),
  ownerId: Schema.optionalKey(opaqueId),
})

/** Which rules are tried, and on which deals. */
export interface TrialQuestion extends SurveyScope {
  /** The configuration whose rules are tried. */
  readonly department: DepartmentConfig
}

const decodeTrial = inputDecoder(
  Schema.Struct({
    ...surveyScope.fields,
    // Held to its own shape by who knows it: `TrialCheck`.
    department: Schema.Unknown as unknown as Schema.Codec<DepartmentConfig>,
  }),
)

const problemsOf = Effect.fnUntraced(function* (department: DepartmentConfig) {
  const check = yield* TrialCheck
  return check === null
    ? problemsUnder("pipelines", validatePipelines(department.pipelines, department.defaultPipelineId))
    : yield* check(department)
})

/** How many deals are judged in one go. */
const chunk = 500

type Stalls = RunCommand<typeof SurveyDeals.Encoded, StallAnswer, DepartmentMissing>

type Survey = RunCommand<typeof SurveyDeals.Encoded, SurveyAnswer, DepartmentMissing>

/**
 * Questions about every unfinished deal.
 *
 * @param survey - judges some deals
 * @param stalls - finds the stalled ones of some deals
 */
export const surveyQueries = (survey: Survey, stalls: Stalls) => {
  const scopeIds = Effect.fnUntraced(function* (caller: Caller, scope: SurveyScope) {
    const store = yield* storeFor(caller)
    const ids: Array<`deal_${string}`> = []
    yield* store.scan(caller.tenant, dealAggregate, (batch) => {
      for (const deal of batch) {
        if (deal.outcome === "lost" || deal.standing !== "active") continue
        if (scope.pipelineId !== undefined && deal.pipelineId !== scope.pipelineId) continue
        if (scope.stageId !== undefined && deal.stageId !== scope.stageId) continue
        if (scope.ownerId !== undefined && deal.ownerId !== scope.ownerId) continue
        ids.push(deal.id)
      }
    })
    return ids
  })
  const judge = Effect.fnUntraced(function* (
    caller: Caller,
    ids: ReadonlyArray<`deal_${string}`>,
    options: CommandOptions,
  ) {
    const deals: Array<DealSurvey> = []
    for (let from = 0; from < ids.length; from += chunk) {
      const answer = yield* survey(caller, { dealIds: ids.slice(from, from + chunk) }, { ...options, dryRun: true })
      for (const deal of answer.deals) deals.push(deal)
    }
    return deals
  })
  return {
    /** What blocks what: every unfinished deal before the gates that lead forward from its stage. */
    blocked: decoded(
      surveyScope,
      Effect.fnUntraced(function* (caller: Caller, scope: SurveyScope) {
        return blockedDeals(yield* judge(caller, yield* scopeIds(caller, scope), {}))
      }),
    ),
    /**
     * Unfinished deals that stand longer than their stages allow since the last thing that counts as moving them on, those furthest
     * over their limit first. Deals of which no such moment is known are not among them.
     */
    stalled: decoded(
      surveyScope,
      Effect.fnUntraced(function* (caller: Caller, scope: SurveyScope) {
        const ids = yield* scopeIds(caller, scope)
        const found: Array<StageStall> = []
        for (let from = 0; from < ids.length; from += chunk) {
          const answer = yield* stalls(caller, { dealIds: ids.slice(from, from + chunk) }, { dryRun: true })
          found.push(...answer.stalls)
        }
        return found.toSorted((left, right) => right.days - right.limitDays - (left.days - left.limitDays))
      }),
    ),
    /**
     * Who would break rules before they are in force: unfinished deals that would not stand where they stand, or could no longer
     * make a move that they can make now. Judged by the current versions of the pipelines given; nothing is published.
     */
    trial: Effect.fnUntraced(function* (caller: Caller, question: TrialQuestion) {
      const asked = decodeTrial(question)
      // A configuration has problems of its own, which are told with those of the rest.
      const department = (question as Partial<TrialQuestion> | null | undefined)?.department
      const ofRest = Result.isFailure(asked) ? asked.failure.problems : []
      const ofDepartment = department === undefined ? [] : problemsUnder("department", yield* problemsOf(department))
      const problems = [...ofRest, ...ofDepartment]
      if (Result.isFailure(asked) || problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
      const { department: tried, ...scope } = asked.success
      const ids = yield* scopeIds(caller, scope)
      return ruleTrial(yield* judge(caller, ids, {}), yield* judge(caller, ids, { department: tried }))
    }),
  }
}
