import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { CampaignId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Money } from "../shared/Money.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { campaignAggregate, campaignPlanOf, isCounted } from "./Campaign.ts"
import type { CampaignEvent } from "./Campaign.ts"
import type { CampaignOutcomesDesign } from "./CampaignDesign.ts"
import { currencyHeld, designHeld, designMissing, holdoutHeld } from "./CampaignDesign.ts"
import { campaignProblems } from "./CampaignRules.ts"
import type { Campaign, NamedCampaign, PlanCampaign, StartCampaign } from "./CampaignSchema.ts"
import { dueActionAggregate } from "./DueAction.ts"
import type { LoyaltyRun } from "./LoyaltyRun.ts"
import { loyaltyRunAggregate, loyaltyRunId } from "./LoyaltyRun.ts"
import type { MoveRun } from "./ActionSchema.ts"
import { offerAggregate } from "./Offer.ts"
import { referralAggregate } from "./Referral.ts"
import { LoyaltyStepRefused } from "./SignalErrors.ts"

/** A campaign as commands answer it. */
export interface CampaignAnswer {
  /** The campaign after the command. */
  readonly campaign: Campaign
}

const answer = (
  before: Campaign | null,
  events: readonly [CampaignEvent, ...ReadonlyArray<CampaignEvent>],
  context: CommandContext,
) => {
  const change = recordEvents(campaignAggregate, before, events, { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { campaign: change.after }))
}

/**
 * States a campaign's rule; one that is on or ended keeps its rule, and one that was on keeps its holdout: clients are drawn for good. The same
 * rule again changes nothing. What it names of the department's lists, fields and pipelines is there.
 */
export function* planCampaign(
  { id: given, plan: stated }: PlanCampaign,
  context: CommandContext,
): Work<CampaignAnswer, LoyaltyStepRefused | InputInvalid> {
  const plan = campaignPlanOf(stated)
  const id = given ?? context.newId("campaign")
  const before = yield* byId(campaignAggregate, id)
  if (before !== null) {
    if (before.status === "on" || before.status === "ended") {
      return Result.fail(new LoyaltyStepRefused("campaign", id, before.status))
    }
    if (canonicalJson(before.plan) === canonicalJson(plan)) return Result.succeed(decision([], { campaign: before }))
    if (before.startedOn !== null && canonicalJson(before.plan.holdout) !== canonicalJson(plan.holdout)) {
      return Result.fail(holdoutHeld())
    }
    if (yield* offeredInOther(before, plan.budget)) return Result.fail(currencyHeld())
  }
  const config = yield* departmentRules(context)
  const problems = config === null ? [] : campaignProblems(plan, config)
  if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  const planned = { type: "CampaignPlanned", payload: { id, plan } } as const
  // What was done while nothing limited it counts as well.
  const uncounted = before === null || isCounted(before.plan) || !isCounted(plan) ? 0 : yield* doneSoFar(before)
  const used = { type: "CampaignUsed", payload: { actions: uncounted, reservedMinor: 0, usedMinor: 0 } } as const
  return answer(before, uncounted === 0 ? [planned] : [planned, used], context)
}

/** Whether a campaign has made offers in another currency than that of a budget. */
function* offeredInOther({ id, plan }: Campaign, budget: Money | null): Generator<Read, boolean, unknown> {
  if (budget === null || plan.budget?.currency === budget.currency) return false
  return (yield* where(offerAggregate, "campaignId", [id])).some(({ cost }) => cost.currency !== budget.currency)
}

/** Actions of a campaign that were decided and not called off, less those that it has counted. */
function* doneSoFar({ id, actionCount }: Campaign): Generator<Read, number, unknown> {
  const actions = yield* where(dueActionAggregate, "campaignId", [id])
  return actions.filter(({ status }) => status === "decided" || status === "done").length - actionCount
}

function* campaignIn(
  id: CampaignId,
  from: ReadonlyArray<Campaign["status"]>,
): Generator<Read, Result.Result<Campaign, RecordNotFound | LoyaltyStepRefused>, unknown> {
  const campaign = yield* byId(campaignAggregate, id)
  if (campaign === null) return Result.fail(new RecordNotFound("campaign", id))
  return from.includes(campaign.status)
    ? Result.succeed(campaign)
    : Result.fail(new LoyaltyStepRefused("campaign", id, campaign.status))
}

/** The design that a campaign is read by from now on, or why there is none. */
const designFor = (
  { design: held, plan }: Campaign,
  stated: CampaignOutcomesDesign | undefined,
): Result.Result<CampaignOutcomesDesign | null, InputInvalid> => {
  if (held !== null && stated !== undefined && canonicalJson(held) !== canonicalJson(stated)) {
    return Result.fail(designHeld())
  }
  if (held === null && stated === undefined && plan.holdout !== null) return Result.fail(designMissing())
  return Result.succeed(held ?? stated ?? null)
}

/**
 * Switches a campaign on. What fell due before the day on which it was switched on first is left alone. Where a part of the clients is let
 * alone, it is stated now by what the effect will be read.
 */
export function* startCampaign(
  input: StartCampaign,
  context: CommandContext,
): Work<CampaignAnswer, RecordNotFound | LoyaltyStepRefused | DepartmentMissing | InputInvalid> {
  const campaign = yield* campaignIn(input.campaignId, ["draft", "paused"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const problems = campaignProblems(campaign.success.plan, config)
  if (problems.length > 0) return Result.fail(new InputInvalid(problems))
  const design = designFor(campaign.success, input.design)
  if (Result.isFailure(design)) return Result.fail(design.failure)
  const { occurredAt } = context
  const startedOn = campaign.success.startedOn ?? localDateOf(occurredAt, config.timeZone)
  const started = recordEvents(
    campaignAggregate,
    campaign.success,
    [
      { type: "CampaignStarted", payload: { startedOn } },
      ...(design.success === null || campaign.success.design !== null
        ? []
        : [{ type: "CampaignDesigned" as const, payload: design.success }]),
    ],
    { occurredAt },
  )
  const run = yield* byId(loyaltyRunAggregate, loyaltyRunId)
  // A pass that is due already stays due since then: days of grace count from there.
  const dueAt = run?.nextRunAt ?? occurredAt
  const nextRunAt = dueAt < occurredAt ? dueAt : occurredAt
  const asked = recordEvents(
    loyaltyRunAggregate,
    run,
    [{ type: "LoyaltyRunMoved", payload: { nextRunAt, afterClientId: null } }],
    { occurredAt },
  )
  return Result.succeed(decision([started, asked], { campaign: started.after }))
}

/** Switches a campaign off for a time; what it has decided stays. */
export function* pauseCampaign(
  input: NamedCampaign,
  context: CommandContext,
): Work<CampaignAnswer, RecordNotFound | LoyaltyStepRefused> {
  const campaign = yield* campaignIn(input.campaignId, ["on"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  return answer(campaign.success, [{ type: "CampaignPaused", payload: {} }], context)
}

/** Ends a campaign for good; what it has decided stays. */
export function* endCampaign(
  input: NamedCampaign,
  context: CommandContext,
): Work<CampaignAnswer, RecordNotFound | LoyaltyStepRefused> {
  const campaign = yield* campaignIn(input.campaignId, ["draft", "on", "paused"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  return answer(campaign.success, [{ type: "CampaignEnded", payload: {} }], context)
}

/** The record of passes as commands answer it. */
export interface RunAnswer {
  /** It after the command; null where no campaign was ever on. */
  readonly run: LoyaltyRun | null
}

/**
 * Notes how far a pass over all clients has come; after the last, the next one is due at the beginning of the department's next
 * day, or none while no campaign is on
 * and no recommendation waits for its deal. Where no pass is due, nothing changes.
 */
export function* moveRun({ afterClientId }: MoveRun, context: CommandContext): Work<RunAnswer, DepartmentMissing> {
  const before = yield* byId(loyaltyRunAggregate, loyaltyRunId)
  const { occurredAt } = context
  if (before === null || before.nextRunAt === null || before.nextRunAt > occurredAt) {
    return Result.succeed(decision([], { run: before }))
  }
  let payload: Pick<LoyaltyRun, "nextRunAt" | "afterClientId"> = { nextRunAt: before.nextRunAt, afterClientId }
  if (afterClientId === null) {
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const { timeZone } = config
    const campaigns = yield* where(campaignAggregate, "status", ["on"])
    const isOn = campaigns.length > 0 || (yield* where(referralAggregate, "status", ["attributed"])).length > 0
    const tomorrow = startOfDay(addDays(localDateOf(occurredAt, timeZone), 1), timeZone)
    payload = { nextRunAt: isOn ? tomorrow : null, afterClientId }
  }
  const change = recordEvents(loyaltyRunAggregate, before, [{ type: "LoyaltyRunMoved", payload }], { occurredAt })
  return Result.succeed(decision([change], { run: change.after }))
}
