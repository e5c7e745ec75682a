/**
 * Publishing a department's configuration, as an Effect.
 *
 * @packageDocumentation
 */
import * as Result from "effect/Result"
import { dealAggregate } from "../deal/Deal.ts"
import { placeIn } from "../deal/Pipeline.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import { validatePipelines } from "../deal/PipelineCheck.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { command, dryRunOf } from "../ports/command/Command.ts"
import type { CustomField } from "../shared/CustomField.ts"
import { planPolicyProblems } from "../plan/record/PlanPolicy.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { choiceConditionProblems } from "./ChoiceConditions.ts"
import { closedAfter, closedPipelineProblems } from "./ClosedPipelines.ts"
import { customConditionProblems } from "./CustomConditions.ts"
import { departmentAggregate, departmentId } from "./Department.ts"
import { DepartmentInvalid } from "./DepartmentErrors.ts"
import { DepartmentInput } from "./DepartmentInputSchema.ts"
import { qualifyLead } from "./LeadQualificationCommands.ts"
import { QualifyLead } from "./LeadQualificationSchema.ts"
import { mergeDeals, removeDeal, restoreDeal } from "./DealMergeCommands.ts"
import { MergeDeals, RemoveDeal, RestoreDeal } from "./DealMergeSchema.ts"
import { mergeClients, unmergeClient } from "./MergeCommands.ts"
import { MergeClients, UnmergeClient } from "./MergeSchema.ts"
import type { Department, DepartmentConfig, Source } from "./DepartmentSchema.ts"

export type { DealMergeAnswer, DealMergeConflict, DealStandingAnswer } from "./DealMergeCommands.ts"
export { MergeDeals, RemoveDeal, RestoreDeal } from "./DealMergeSchema.ts"
export type { MergeAnswer, MovedCount, UnmergeAnswer } from "./MergeCommands.ts"
export { MergeClients, UnmergeClient } from "./MergeSchema.ts"
export { QualifyLead } from "./LeadQualificationSchema.ts"
export type { QualificationAnswer, QualificationRejection } from "./LeadQualificationCommands.ts"
export { departmentJsonSchema, departmentProblems, readDepartment } from "./DepartmentReading.ts"
export { DepartmentInput } from "./DepartmentInputSchema.ts"
export { readDealTouches } from "./DealTouches.ts"
export { clientOfDeal, readGateFacts } from "./GateFacts.ts"

/** A department as commands answer it. */
export interface DepartmentAnswer {
  /** The department after the command. */
  readonly department: Department
}

/** Earlier versions stay: deals live under them. A version that was published once cannot be changed afterwards. */
const withEarlierVersions = (
  published: ReadonlyArray<Pipeline>,
  given: ReadonlyArray<Pipeline>,
): { readonly pipelines: ReadonlyArray<Pipeline>; readonly problems: ReadonlyArray<Problem> } => {
  const problems: Array<Problem> = []
  const earlier = published.filter((old) => {
    const index = given.findIndex(({ id, version }) => id === old.id && version === old.version)
    const again = given[index]
    if (again !== undefined && canonicalJson(again) !== canonicalJson(old)) {
      problems.push({
        path: `pipelines[${index}]`,
        code: "pipeline.versionFrozen",
        message: {
          en: `version ${old.version} of ${old.id} is published already: give the change a new version`,
          ru: `версия ${old.version} воронки ${old.id} уже опубликована: дайте изменению новую версию`,
        },
      })
    }
    return again === undefined
  })
  // Older ones first: who looks a stage up by its name alone finds the newest last.
  return { pipelines: [...earlier, ...given], problems }
}

/** Sources that records came from stay, whoever stated them, an import or somebody's file: without them nothing is known of what they carry. */
const withEarlierSources = (published: ReadonlyArray<Source>, given: ReadonlyArray<Source>): ReadonlyArray<Source> => [
  ...given,
  ...published.filter(({ id }) => given.every((one) => one.id !== id)),
]

/**
 * Stages of any version published so far that a new version neither has nor says where their deals go: deals live under every one of
 * them. A version that is published cannot be mended, so that a deal which came to such a stage since is in nobody's way.
 */
const droppedStages = (
  published: ReadonlyArray<Pipeline>,
  given: ReadonlyArray<Pipeline>,
): ReadonlyArray<{ readonly index: number; readonly pipelineId: string; readonly stageId: string }> =>
  given.flatMap((pipeline, index) => {
    const earlier = published.filter(({ id }) => id === pipeline.id)
    if (earlier.some(({ version }) => version >= pipeline.version)) return []
    const stageIds = new Set(earlier.flatMap(({ stages }) => stages.map(({ id }) => id)))
    return [...stageIds]
      .filter((stageId) => placeIn(pipeline, stageId) === null)
      .map((stageId) => ({ index, pipelineId: pipeline.id, stageId }))
  })

/** A stage that holds deals is not dropped without saying where they go. */
function* stageProblems(
  published: ReadonlyArray<Pipeline>,
  given: ReadonlyArray<Pipeline>,
): Generator<Read, ReadonlyArray<Problem>, unknown> {
  const dropped = droppedStages(published, given)
  const deals = yield* where(dealAggregate, "stageId", [...new Set(dropped.map(({ stageId }) => stageId))])
  return dropped.flatMap(({ index, pipelineId, stageId }) => {
    const held = deals.filter((deal) => deal.pipelineId === pipelineId && deal.stageId === stageId).length
    if (held === 0) return []
    return [
      {
        path: `pipelines[${index}].stages`,
        code: "pipeline.stageHoldsDeals",
        message: {
          en: `the stage ${stageId} holds deals (${held}): name in retiredStages where they go`,
          ru: `на этапе ${stageId} есть сделки (${held}): укажите в retiredStages, куда они перейдут`,
        },
      },
    ]
  })
}

/** A field keeps its kind while it is there: values of two kinds under one key would have no order. */
const changedKinds = (
  published: ReadonlyArray<CustomField>,
  given: ReadonlyArray<CustomField>,
): ReadonlyArray<Problem> =>
  given.flatMap(({ key, kind, of }, index) => {
    const old = published.find((field) => field.of === of && field.key === key)
    if (old === undefined || old.kind === kind) return []
    return [
      {
        path: `customFields[${index}].kind`,
        code: "customField.kindChanged",
        message: {
          en: `is ${old.kind} in the version in force: give the new field a key of its own`,
          ru: `в действующей версии это ${old.kind}: дайте новому полю свой ключ`,
        },
      },
    ]
  })

/** The pipelines of the configuration that a tenant without one of its own has lived by, as far as deals live under them. */
function* livedBy({ defaultDepartment }: CommandContext): Generator<Read, ReadonlyArray<Pipeline>, unknown> {
  const pipelines = defaultDepartment?.pipelines ?? []
  const stageIds = pipelines.flatMap(({ stages }) => stages.map(({ id }) => id))
  const deals = yield* where(dealAggregate, "stageId", [...new Set(stageIds)])
  return pipelines.filter(({ id, version }) =>
    deals.some(({ pipelineId, pipelineVersion }) => pipelineId === id && pipelineVersion === version),
  )
}

function* publish(input: DepartmentInput, context: CommandContext): Work<DepartmentAnswer, DepartmentInvalid> {
  const before = yield* byId(departmentAggregate, departmentId)
  const given: DepartmentConfig = input
  const published = before?.config.pipelines ?? (yield* livedBy(context))
  const { pipelines, problems } = withEarlierVersions(published, given.pipelines)
  const all = [
    ...problemsUnder("pipelines", validatePipelines(given.pipelines, given.defaultPipelineId)),
    ...closedPipelineProblems(given),
    ...planPolicyProblems(given.plan),
    ...problems,
    ...customConditionProblems(given.pipelines, given.customFields ?? []),
    ...choiceConditionProblems(given),
    ...changedKinds(before?.config.customFields ?? [], given.customFields ?? []),
    ...(yield* stageProblems(published, given.pipelines)),
  ]
  if (all.length > 0) return Result.fail(new DepartmentInvalid(all))
  const sources = withEarlierSources(before?.config.sources ?? [], given.sources)
  const closedPipelineIds = closedAfter(given, pipelines, sources)
  const config: DepartmentConfig = {
    ...given,
    pipelines,
    sources,
    ...(closedPipelineIds === null ? {} : { closedPipelineIds }),
  }
  if (before !== null && canonicalJson(before.config) === canonicalJson(config)) {
    return Result.succeed(decision([], { department: before }))
  }
  const change = recordEvents(departmentAggregate, before, [{ type: "DepartmentPublished", payload: { config } }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { department: change.after }))
}

/** Qualifying leads, which touches the base and the deals at once. */
export const leadQualification = {
  /** Closes a lead that became a client, and registers the client and opens the deal where they are not there. */
  qualify: command({ name: "lead.qualify", input: QualifyLead, work: qualifyLead }),
}

export type { PersonalDataExport } from "./PersonalDataService.ts"
export { personalData } from "./PersonalDataService.ts"
export type { ErasureAnswer, PersonExport, PersonRecord } from "./PersonalDataCommands.ts"
export { ErasureInput, PersonInput } from "./PersonalDataSchema.ts"

const merge = command({ name: "client.merge", input: MergeClients, work: mergeClients })

/** Merging clients, which touches records of every area. */
export const clientMerging = {
  /** Merges one client into another. */
  merge,
  /** Says what merging would do: conflicts, and what would move. It is the merge itself, with nothing written. */
  previewMerge: dryRunOf("client.previewMerge", merge),
  /** Undoes a merge; what was edited since stays. */
  unmerge: command({ name: "client.unmerge", input: UnmergeClient, work: unmergeClient }),
}

const mergeTwoDeals = command({ name: "deal.merge", input: MergeDeals, work: mergeDeals })

/** Taking deals out of the base, which touches records of every area. */
export const dealMerging = {
  /** Merges a deal into another that is the same. */
  merge: mergeTwoDeals,
  /** Says what merging would do. It is the merge itself, with nothing written. */
  previewMerge: dryRunOf("deal.previewMerge", mergeTwoDeals),
  /** Takes a deal out of the base that was entered by mistake. */
  remove: command({ name: "deal.remove", input: RemoveDeal, work: removeDeal }),
  /** Puts a removed deal back. */
  restore: command({ name: "deal.restore", input: RestoreDeal, work: restoreDeal }),
}

/** The commands over the configuration. */
export const departmentCommands = {
  /** Publishes a configuration, whole; publishing what is in force already changes nothing. */
  publish: command({ name: "department.publish", input: DepartmentInput, work: publish }),
}
