import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import type { CampaignId } from "../shared/Ids.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { campaignAggregate } from "./Campaign.ts"
import type { CampaignEvent } from "./Campaign.ts"
import type { Campaign, NamedCampaign, PlanCampaign } from "./CampaignSchema.ts"
import { LoyaltyNotFound, LoyaltyStepRefused } from "./SignalErrors.ts"

/** A campaign as commands answer it. */
export interface CampaignAnswer {
  /** The campaign after the command. */
  readonly campaign: Campaign
}

const answer = (before: Campaign | null, event: CampaignEvent, context: CommandContext) => {
  const change = recordEvents(campaignAggregate, before, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { campaign: change.after }))
}

/** States a campaign's rule; one that is on or ended keeps its rule. The same rule again changes nothing. */
export function* planCampaign(
  { id: given, plan }: PlanCampaign,
  context: CommandContext,
): Work<CampaignAnswer, LoyaltyStepRefused> {
  const id = given ?? context.newId("campaign")
  const before = yield* byId(campaignAggregate, id)
  if (before !== null) {
    if (before.status === "on" || before.status === "ended") {
      return Result.fail(new LoyaltyStepRefused("campaign", id, before.status))
    }
    if (canonicalJson(before.plan) === canonicalJson(plan)) return Result.succeed(decision([], { campaign: before }))
  }
  return answer(before, { type: "CampaignPlanned", payload: { id, plan } }, context)
}

function* campaignIn(
  id: CampaignId,
  from: ReadonlyArray<Campaign["status"]>,
): Generator<Read, Result.Result<Campaign, LoyaltyNotFound | LoyaltyStepRefused>, unknown> {
  const campaign = yield* byId(campaignAggregate, id)
  if (campaign === null) return Result.fail(new LoyaltyNotFound("campaign", id))
  return from.includes(campaign.status)
    ? Result.succeed(campaign)
    : Result.fail(new LoyaltyStepRefused("campaign", id, campaign.status))
}

/** Switches a campaign on. What fell due before the day on which it was switched on first is left alone. */
export function* startCampaign(
  input: NamedCampaign,
  context: CommandContext,
): Work<CampaignAnswer, LoyaltyNotFound | LoyaltyStepRefused | DepartmentMissing> {
  const campaign = yield* campaignIn(input.campaignId, ["draft", "paused"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const startedOn = campaign.success.startedOn ?? localDateOf(context.occurredAt, config.timeZone)
  return answer(campaign.success, { type: "CampaignStarted", payload: { startedOn } }, context)
}

/** Switches a campaign off for a time; what it has decided stays. */
export function* pauseCampaign(
  input: NamedCampaign,
  context: CommandContext,
): Work<CampaignAnswer, LoyaltyNotFound | LoyaltyStepRefused> {
  const campaign = yield* campaignIn(input.campaignId, ["on"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  return answer(campaign.success, { type: "CampaignPaused", payload: {} }, context)
}

/** Ends a campaign for good; what it has decided stays. */
export function* endCampaign(
  input: NamedCampaign,
  context: CommandContext,
): Work<CampaignAnswer, LoyaltyNotFound | LoyaltyStepRefused> {
  const campaign = yield* campaignIn(input.campaignId, ["draft", "on", "paused"])
  if (Result.isFailure(campaign)) return Result.fail(campaign.failure)
  return answer(campaign.success, { type: "CampaignEnded", payload: {} }, context)
}
