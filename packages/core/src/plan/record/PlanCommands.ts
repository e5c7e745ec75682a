import * as Result from "effect/Result"
import { departmentRules } from "../../department/DepartmentRules.ts"
import { canonicalJson } from "../../journal/Canonical.ts"
import { decision, recordEvents } from "../../journal/Decision.ts"
import type { Read, Work } from "../../journal/Work.ts"
import { byId, byIds, where } from "../../journal/Work.ts"
import type { CommandContext } from "../../ports/command/CommandContext.ts"
import { isId } from "../../shared/Ids.ts"
import { parsePeriod } from "../../shared/Period.ts"
import { RecordExists, RecordNotFound } from "../../shared/RecordErrors.ts"
import { repAggregate } from "../../team/Rep.ts"
import { teamAggregate } from "../../team/Team.ts"
import type { CreditMoment } from "../facts/CreditRule.ts"
import { creditSources } from "../facts/CreditRule.ts"
import type { PlanVersionEvent } from "./Plan.ts"
import { planAggregate, planVersionAggregate, targetKey, wholeTarget } from "./Plan.ts"
import { dimensionsOf } from "./FactDimensions.ts"
import { wonMinorMeasure } from "../facts/PlanMeasures.ts"
import type { TargetFault } from "./PlanRecordErrors.ts"
import { OwnPlanRefused, PlanCurrencyRefused, PlanStepRefused, TargetsRefused } from "./PlanRecordErrors.ts"
import type {
  DecidePlanVersion,
  DraftPlanVersion,
  OpenPlan,
  Plan,
  PlanVersion,
  PlanVersionMark,
  PublishPlan,
  RefusePlanVersion,
  Target,
} from "./PlanSchema.ts"

/** A plan as commands answer it. */
export interface PlanAnswer {
  /** The plan after the command. */
  readonly plan: Plan
}

/** A version as commands answer it, with its plan. */
export interface PlanVersionAnswer extends PlanAnswer {
  /** The version after the command. */
  readonly planVersion: PlanVersion
}

const markOf = (version: PlanVersion): PlanVersionMark => ({
  versionId: version.id,
  number: version.number,
  baseline: version.baseline,
  status: version.status,
  effectiveFrom: version.effectiveFrom,
  inForceSince: version.inForceSince,
})

/** Opens a plan with its measures; it has no version yet. */
export function* openPlan(input: OpenPlan, context: CommandContext): Work<PlanAnswer, RecordExists> {
  const { name, currency, fiscalCalendar = null } = input
  const measures = input.measures.map(({ id, kind, credit = null, stepTypeId }) => ({
    id,
    kind,
    credit,
    ...(stepTypeId === undefined ? {} : { stepTypeId }),
  }))
  const id = input.id ?? context.newId("plan")
  if ((yield* byId(planAggregate, id)) !== null) return Result.fail(new RecordExists("plan", id))
  const change = recordEvents(
    planAggregate,
    null,
    [{ type: "PlanOpened", payload: { id, currency, fiscalCalendar, measures } }],
    { occurredAt: context.occurredAt, texts: { name } },
  )
  return Result.succeed(decision([change], { plan: change.after }))
}

/** Whether facts know what the target is narrowed to: calls are of no product, and none of them would count for it. */
const isToldApart = (credit: CreditMoment | null, target: Target): boolean =>
  credit === null || dimensionsOf([target]).every((dimension) => creditSources[credit].fields[dimension] !== undefined)

const targetFaults = (plan: Plan, targets: ReadonlyArray<Target>): ReadonlyArray<TargetFault> => {
  const measures = new Map(plan.measures.map((measure) => [measure.id, measure]))
  const seen = new Set<string>()
  const faults: Array<TargetFault> = []
  for (const [index, target] of targets.entries()) {
    const measure = measures.get(target.measure)
    if (measure === undefined) faults.push({ index, rule: "measureUnknown" })
    else if (!isToldApart(measure.credit, target)) faults.push({ index, rule: "notToldApart" })
    if (plan.fiscalCalendar === null && target.period.startsWith("FY")) faults.push({ index, rule: "noFiscalCalendar" })
    const key = targetKey(target)
    if (seen.has(key)) faults.push({ index, rule: "repeated" })
    seen.add(key)
  }
  return faults
}

const idsOf = (kind: "rep" | "team", targets: ReadonlyArray<Target>): ReadonlyArray<string> => {
  const named = targets.map(({ repId, teamId }) => (kind === "rep" ? repId : teamId))
  return [...new Set(named.filter((id): id is string => id !== null && isId(kind, id)))]
}

/** Targets of entries by their ids here: their facts would be nobody's, and those of the people and teams without a target. */
function* entryFaults(targets: ReadonlyArray<Target>): Generator<Read, ReadonlyArray<TargetFault>, unknown> {
  const [repIds, teamIds] = [idsOf("rep", targets), idsOf("team", targets)]
  if (repIds.length + teamIds.length === 0) return []
  const entries = [...(yield* byIds(repAggregate, repIds)).keys(), ...(yield* byIds(teamAggregate, teamIds)).keys()]
  // A host may call its people and teams like that.
  const people = yield* where(repAggregate, "personId", repIds)
  const teams = yield* where(teamAggregate, "code", teamIds)
  const right = new Set([...people.map(({ personId }) => personId), ...teams.map(({ code }) => code)])
  const wrong = new Set<string | null>(entries.filter((id) => !right.has(id)))
  return targets.flatMap(({ repId, teamId }, index) =>
    wrong.has(repId) || wrong.has(teamId) ? [{ index, rule: "entryId" as const }] : [],
  )
}

/** Targets of pipelines that are not there: nothing would ever count for them. A target of no pipeline asks for none. */
const pipelineFaults = (
  targets: ReadonlyArray<Target>,
  pipelineIds: ReadonlyArray<string>,
): ReadonlyArray<TargetFault> => {
  const known = new Set<string | null>([null, ...pipelineIds])
  return targets.flatMap(({ pipelineId }, index) =>
    known.has(pipelineId) ? [] : [{ index, rule: "pipelineUnknown" as const }],
  )
}

/** Draws up a version of a plan. Without a configuration, pipelines are taken as they are named. */
export function* draftPlanVersion(
  input: DraftPlanVersion,
  context: CommandContext,
): Work<PlanVersionAnswer, RecordNotFound | RecordExists | TargetsRefused> {
  const { planId, baseline, effectiveFrom, basedOn = null, reasons = [], comment } = input
  const plan = yield* byId(planAggregate, planId)
  if (plan === null) return Result.fail(new RecordNotFound("plan", planId))
  const id = input.versionId ?? context.newId("planVersion")
  if ((yield* byId(planVersionAggregate, id)) !== null) return Result.fail(new RecordExists("planVersion", id))
  if (basedOn !== null && basedOn > plan.versions.length) {
    return Result.fail(new RecordNotFound("planVersion", `${planId}, version ${basedOn}`))
  }
  const targets = input.targets.map(wholeTarget)
  const config = targets.every(({ pipelineId }) => pipelineId === null) ? null : yield* departmentRules(context)
  const pipelineIds = [...new Set(config?.pipelines.map((pipeline) => pipeline.id))]
  const faults = [
    ...targetFaults(plan, targets),
    ...(yield* entryFaults(targets)),
    ...(config === null ? [] : pipelineFaults(targets, pipelineIds)),
  ]
  if (faults.length > 0) return Result.fail(new TargetsRefused(planId, faults, pipelineIds))
  const { occurredAt, actor } = context
  const payload = {
    id,
    planId,
    number: plan.versions.length + 1,
    baseline,
    basedOn,
    effectiveFrom,
    reasons: reasons.map(({ code, reviewId = null, variancePeriods = [] }) => ({ code, reviewId, variancePeriods })),
    targets,
    draftedBy: actor,
  }
  const drafted = recordEvents(planVersionAggregate, null, [{ type: "PlanVersionDrafted", payload }], {
    occurredAt,
    texts: comment === undefined ? undefined : { comment },
  })
  return Result.succeed(marked(plan, drafted, context))
}

const marked = (
  plan: Plan,
  change: ReturnType<typeof recordEvents<PlanVersion, PlanVersionEvent>>,
  { occurredAt }: CommandContext,
) => {
  const listed = recordEvents(planAggregate, plan, [{ type: "PlanVersionMarked", payload: markOf(change.after) }], {
    occurredAt,
  })
  return decision([listed, change], { plan: listed.after, planVersion: change.after })
}

type StepRejection = RecordNotFound | PlanStepRefused | OwnPlanRefused

/** Takes a version one step on, and has its plan know. */
function* step(
  versionId: string,
  context: CommandContext,
  eventOf: (version: PlanVersion) => PlanVersionEvent | OwnPlanRefused | null,
): Work<PlanVersionAnswer, StepRejection> {
  const version = yield* byId(planVersionAggregate, versionId)
  if (version === null) return Result.fail(new RecordNotFound("planVersion", versionId))
  const event = eventOf(version)
  if (event === null) return Result.fail(new PlanStepRefused(versionId, version.status))
  if (event instanceof OwnPlanRefused) return Result.fail(event)
  const plan = yield* byId(planAggregate, version.planId)
  if (plan === null) return Result.fail(new RecordNotFound("plan", version.planId))
  const change = recordEvents(planVersionAggregate, version, [event], { occurredAt: context.occurredAt })
  return Result.succeed(marked(plan, change, context))
}

/** Hands a draft in for approval. */
export const submitPlanVersion = ({ versionId }: DecidePlanVersion, context: CommandContext) =>
  step(versionId, context, ({ status }) =>
    status === "draft" ? { type: "PlanVersionSubmitted", payload: { by: context.actor } } : null,
  )

/** Approves what somebody else handed in: from its day on, it is in force. */
export const approvePlanVersion = ({ versionId }: DecidePlanVersion, context: CommandContext) =>
  step(versionId, context, ({ status, draftedBy, submittedBy }) => {
    if (status !== "submitted") return null
    if (context.actor === draftedBy || context.actor === submittedBy) return new OwnPlanRefused(versionId)
    const payload = { by: context.actor, status: "approved", inForceSince: context.recordedAt } as const
    return { type: "PlanVersionApproved", payload }
  })

/** Sends what was handed in back to whoever drew it up. */
export const sendBackPlanVersion = ({ versionId, reasonCode }: RefusePlanVersion, context: CommandContext) =>
  step(versionId, context, ({ status }) =>
    status === "submitted"
      ? { type: "PlanVersionClosed", payload: { by: context.actor, status: "returned", reasonCode } }
      : null,
  )

/** Takes a version back before it was decided on. */
export const withdrawPlanVersion = ({ versionId, reasonCode }: RefusePlanVersion, context: CommandContext) =>
  step(versionId, context, ({ status }) =>
    status === "draft" || status === "submitted"
      ? { type: "PlanVersionClosed", payload: { by: context.actor, status: "withdrawn", reasonCode } }
      : null,
  )

/**
 * Takes over a plan by rep and quarter that was agreed on outside of the library: it is marked as adopted, not as approved. A
 * later call adds a version and leaves the earlier ones as they are; the same targets again change nothing.
 */
export function* publishPlan(
  input: PublishPlan,
  context: CommandContext,
): Work<PlanAnswer, PlanCurrencyRefused | TargetsRefused> {
  const { id, currency } = input
  const { occurredAt, actor } = context
  const before = yield* byId(planAggregate, id)
  if (before !== null && before.currency !== currency) return Result.fail(new PlanCurrencyRefused(id, before.currency))
  if (before !== null && before.measures.every((measure) => measure.id !== wonMinorMeasure)) {
    return Result.fail(new TargetsRefused(id, [{ index: 0, rule: "measureUnknown" }]))
  }
  const targets = input.targets.map(({ ownerId, quarter, amountMinor }) =>
    wholeTarget({ measure: wonMinorMeasure, period: quarter, value: amountMinor, repId: ownerId }),
  )
  const faults = yield* entryFaults(targets)
  if (faults.length > 0) return Result.fail(new TargetsRefused(id, faults))
  const last = before?.versions.at(-1)
  if (before !== null && last?.status === "adopted") {
    const same = yield* byId(planVersionAggregate, last.versionId)
    if (same !== null && canonicalJson(same.targets) === canonicalJson(targets)) {
      return Result.succeed(decision([], { plan: before }))
    }
  }
  const versionId = context.newId("planVersion")
  const starts = targets.map(({ period }) => parsePeriod(period)?.from ?? "").toSorted()
  const effectiveFrom = starts[0] ?? ""
  const number = (before?.versions.length ?? 0) + 1
  const adopted = recordEvents(
    planVersionAggregate,
    null,
    [
      {
        type: "PlanVersionDrafted",
        payload: {
          id: versionId,
          planId: id,
          number,
          baseline: "current",
          basedOn: number === 1 ? null : number - 1,
          effectiveFrom,
          reasons: [],
          targets,
          draftedBy: actor,
        },
      },
      {
        type: "PlanVersionApproved",
        payload: { by: actor, status: "adopted", inForceSince: context.recordedAt },
      },
    ],
    { occurredAt },
  )
  const mark = { type: "PlanVersionMarked", payload: markOf(adopted.after) } as const
  const measures = [{ id: wonMinorMeasure, kind: "money", credit: "wonMoney" }] as const
  const opened = { type: "PlanOpened", payload: { id, currency, fiscalCalendar: null, measures } } as const
  const listed = recordEvents(planAggregate, before, before === null ? [opened, mark] : [mark], { occurredAt })
  return Result.succeed(decision([listed, adopted], { plan: listed.after }))
}
