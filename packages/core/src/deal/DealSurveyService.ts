import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions, RunCommand } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { DefaultDepartment, TrialCheck } from "../ports/DefaultDepartment.ts"
import { opaqueId, slug } from "../ports/input/FieldSchema.ts"
import { inputDecoder } from "../ports/input/Input.ts"
import type { ListPage } from "../ports/reading/ListPage.ts"
import { listPageFields, pageWanted } from "../ports/reading/ListPage.ts"
import { eachPage, equals, oneOf } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { RecordFilter } from "../ports/RecordFilter.ts"
import { idOrder, positionOf } from "../ports/RecordFilter.ts"
import type { DealId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { dealAggregate } from "./Deal.ts"
import type { DepartmentMissing } from "./DealErrors.ts"
import { pipelineOf } from "./DealRules.ts"
import type { Deal, SurveyDeals } from "./DealSchema.ts"
import type { StallAnswer } from "./DealStallCommands.ts"
import type { DealSurvey, RuleBreak, RuleTrial } from "./DealSurvey.ts"
import { blockedTally, ruleTrial } from "./DealSurvey.ts"
import type { SurveyAnswer } from "./DealSurveyCommands.ts"
import { isFinalMeaning, placeIn, stageOf } from "./Pipeline.ts"
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
  /** Deals of this pipeline. */
  pipelineId: Schema.optionalKey(slug),
  /** Deals in this stage. */
  stageId: Schema.optionalKey(slug),
  /** Deals of this owner. */
  ownerId: Schema.optionalKey(opaqueId),
})

const scopePage = Schema.Struct({ ...surveyScope.fields, ...listPageFields })

/** The conditions of a scope, by which cursors know their question. */
const conditionsOf = ({ pipelineId, stageId, ownerId }: SurveyScope): ReadonlyArray<RecordFilter> =>
  Object.entries({ pipelineId, stageId, ownerId }).flatMap(([field, value]) =>
    value === undefined ? [] : [equals(field, value)],
  )

/** What would break rules that are tried: of all deals how many, one by one a page of it. */
export interface TrialPage extends Omit<RuleTrial, "breaks">, ListPage<RuleBreak> {}

/** Which rules are tried, on which deals, and which page of the answer. */
export interface TrialQuestion extends SurveyScope, Partial<Pick<typeof scopePage.Encoded, "after" | "limit">> {
  /** The configuration whose rules are tried. */
  readonly department: DepartmentConfig
}

const decodeTrial = inputDecoder(
  Schema.Struct({
    ...scopePage.fields,
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

const chunks = (ids: ReadonlyArray<DealId>): ReadonlyArray<ReadonlyArray<DealId>> =>
  Array.from({ length: Math.ceil(ids.length / chunk) }, (_, at) => ids.slice(at * chunk, (at + 1) * chunk))

type Stalls = RunCommand<typeof SurveyDeals.Encoded, StallAnswer, DepartmentMissing>

type Survey = RunCommand<typeof SurveyDeals.Encoded, SurveyAnswer, DepartmentMissing>

/** What is asked of a deal to tell whether it is looked at. */
type SurveyedDeal = Pick<Deal, "id" | "outcome" | "ownerId" | "pipelineId" | "pipelineVersion" | "stageId" | "standing">

const surveyedDeal = narrowed(dealAggregate, ["id", "outcome", "ownerId", "pipelineId", "pipelineVersion", "stageId"])

/** The conditions under which a store gives the unfinished deals of a scope; the pipeline is left to be looked at. */
const unfinishedIn = ({ pipelineId: _unindexed, ...indexed }: SurveyScope): ReadonlyArray<RecordFilter> => [
  equals("standing", "active"),
  oneOf("outcome", ["open", "won"]),
  ...conditionsOf(indexed),
]

const isSurveyed = (deal: SurveyedDeal, { pipelineId, stageId, ownerId }: SurveyScope): boolean =>
  deal.outcome !== "lost" &&
  deal.standing === "active" &&
  (pipelineId === undefined || deal.pipelineId === pipelineId) &&
  (stageId === undefined || deal.stageId === stageId) &&
  (ownerId === undefined || deal.ownerId === ownerId)

/** Whether a deal stands at the end of the pipeline it lives under: nothing is asked of it, and of most deals of years that is so. */
const isAtEnd = (config: DepartmentConfig, deal: SurveyedDeal): boolean => {
  const pipeline = pipelineOf(config, deal)
  const stageId = pipeline === null ? null : placeIn(pipeline, deal.stageId)
  if (pipeline === null || stageId === null) return false
  return isFinalMeaning(stageOf(pipeline, stageId)?.meaning ?? "open")
}

/**
 * Questions about every unfinished deal.
 *
 * @param survey - judges some deals
 * @param stalls - finds the stalled ones of some deals
 */
export const surveyQueries = (survey: Survey, stalls: Stalls) => {
  const scopeIds = Effect.fnUntraced(function* (
    caller: Caller,
    scope: SurveyScope,
    isAsked: (deal: SurveyedDeal) => boolean = () => true,
  ) {
    const store = yield* storeFor(caller)
    const ids: Array<DealId> = []
    const take = (deals: ReadonlyArray<SurveyedDeal>): void => {
      for (const deal of deals) if (isSurveyed(deal, scope) && isAsked(deal)) ids.push(deal.id)
    }
    if (scope.stageId === undefined && scope.ownerId === undefined) yield* store.scan(caller.tenant, surveyedDeal, take)
    else {
      const filters = unfinishedIn(scope)
      yield* eachPage(store, caller.tenant, dealAggregate, filters, (page) => Effect.sync(() => take(page)))
    }
    return ids
  })
  /** Those of a scope that have not come to an end. */
  const underWay = Effect.fnUntraced(function* (caller: Caller, scope: SurveyScope) {
    const store = yield* storeFor(caller)
    const [department] = yield* store.byIds(caller.tenant, departmentAggregate, [departmentId])
    const config: DepartmentConfig | null = department?.config ?? (yield* DefaultDepartment)
    return yield* scopeIds(caller, scope, (deal) => config === null || !isAtEnd(config, deal))
  })
  const judge = Effect.fnUntraced(function* (caller: Caller, ids: ReadonlyArray<DealId>, options: CommandOptions) {
    const deals: Array<DealSurvey> = []
    for (const dealIds of chunks(ids)) {
      for (const deal of (yield* survey(caller, { dealIds }, { ...options, dryRun: true })).deals) deals.push(deal)
    }
    return deals
  })
  return {
    /**
     * What blocks what: the conditions that hold unfinished deals back from moves forward, by the number of deals. Each names a hundred
     * deals at most; `survey` lists them all.
     */
    blocked: decoded(
      surveyScope,
      Effect.fnUntraced(function* (caller: Caller, scope: SurveyScope) {
        const ids = yield* underWay(caller, scope)
        const tally = blockedTally()
        for (const dealIds of chunks(ids)) tally.add((yield* survey(caller, { dealIds }, { dryRun: true })).deals)
        return tally.answer()
      }),
    ),
    /**
     * Unfinished deals before the gates around them: what each lacks where it stands and of every move forward. A page in the order of
     * ids looks at `limit` deals and costs what they cost, however many there are; those of another pipeline or at their end are passed
     * over, so that it may hold fewer.
     */
    survey: decoded(
      scopePage,
      Effect.fnUntraced(function* (caller: Caller, { after, limit, ...scope }: typeof scopePage.Encoded) {
        const page = yield* Effect.fromResult(
          pageWanted<Deal>(
            {
              name: "deals.survey",
              filters: conditionsOf(scope),
              order: idOrder,
              placeOf: (deal) => positionOf(deal, idOrder),
            },
            { after, limit },
          ),
        )
        const store = yield* storeFor(caller)
        const query = { filters: unfinishedIn(scope), after: page.after, limit: page.limit + 1 }
        const { items, next } = page.cut(yield* store.page(caller.tenant, dealAggregate, query))
        const ids = items.flatMap((deal) => (isSurveyed(deal, scope) ? [deal.id] : []))
        const answer: ListPage<DealSurvey> = { items: yield* judge(caller, ids, {}), next }
        return answer
      }),
    ),
    /**
     * Unfinished deals that stand longer than their stages allow since the last thing that counts as moving them on, those furthest
     * over their limit first. Deals of which no such moment is known are not among them. Each page looks at all deals of its scope.
     */
    stalled: decoded(
      scopePage,
      Effect.fnUntraced(function* (caller: Caller, { after, limit, ...scope }: typeof scopePage.Encoded) {
        const page = yield* Effect.fromResult(
          pageWanted<StageStall>(
            {
              name: "deals.stalled",
              filters: conditionsOf(scope),
              order: { field: "since", kind: "date", direction: "asc" },
              placeOf: ({ since, dealId }) => ({ key: [since], id: dealId }),
            },
            { after, limit },
          ),
        )
        const found: Array<StageStall> = []
        for (const dealIds of chunks(yield* underWay(caller, scope))) {
          for (const stall of (yield* stalls(caller, { dealIds }, { dryRun: true })).stalls) found.push(stall)
        }
        return page.ofAll(found)
      }),
    ),
    /**
     * Who would break rules before they are in force: unfinished deals that would not stand where they stand, or could no longer
     * make a move that they can make now. Judged by the current versions of the pipelines given; nothing is published. A page in the order
     * of deals; each looks at all deals of its scope.
     */
    trial: Effect.fnUntraced(function* (caller: Caller, question: TrialQuestion) {
      const asked = decodeTrial(question)
      // A configuration has problems of its own, which are told with those of the rest.
      const department = (question as Partial<TrialQuestion> | null | undefined)?.department
      const ofRest = Result.isFailure(asked) ? asked.failure.problems : []
      const ofDepartment = department === undefined ? [] : problemsUnder("department", yield* problemsOf(department))
      const problems = [...ofRest, ...ofDepartment]
      if (Result.isFailure(asked) || problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
      const { department: tried, after, limit, ...scope } = asked.success
      const page = yield* Effect.fromResult(
        pageWanted<RuleBreak>(
          {
            name: "deals.trial",
            filters: conditionsOf(scope),
            order: idOrder,
            placeOf: ({ dealId, to }) => ({ key: [], id: `${dealId} ${to ?? ""}` }),
          },
          { after, limit },
        ),
      )
      const ids = yield* scopeIds(caller, scope)
      const { breaks, ...counts } = ruleTrial(
        yield* judge(caller, ids, {}),
        yield* judge(caller, ids, { department: tried }),
      )
      const answer: TrialPage = { ...counts, ...page.ofAll(breaks) }
      return answer
    }),
  }
}
