import * as Result from "effect/Result"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { decision } from "../journal/Decision.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CampaignId } from "../shared/Ids.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { campaignAggregate } from "./Campaign.ts"
import type { CampaignOutcomesDesign } from "./CampaignDesign.ts"
import { designHeld, designMissing } from "./CampaignDesign.ts"
import type { CampaignOutcomes, WonDeal } from "./CampaignOutcomes.ts"
import { campaignOutcomes } from "./CampaignOutcomes.ts"
import type { OutcomesQuestion } from "./CampaignSchema.ts"
import { dueActionAggregate } from "./DueAction.ts"
import { offerAggregate, offerStatusAt } from "./Offer.ts"

/** What a campaign came to, as it is answered. */
export interface CampaignOutcomesAnswer extends CampaignOutcomes {
  /** The campaign. */
  readonly campaignId: CampaignId
  /** By what it was read. */
  readonly design: CampaignOutcomesDesign
  /** Whether that was stated when the campaign was switched on. Where it was not, whoever asks may have tried several. */
  readonly isDesignHeld: boolean
}

/** Reads what a campaign came to; writes nothing. */
export function* outcomesOfCampaign(
  { campaignId, design: stated }: OutcomesQuestion,
  context: CommandContext,
): Work<CampaignOutcomesAnswer, RecordNotFound | DepartmentMissing | InputInvalid> {
  const campaign = yield* byId(campaignAggregate, campaignId)
  if (campaign === null) return Result.fail(new RecordNotFound("campaign", campaignId))
  const { design: held } = campaign
  if (held !== null && stated !== undefined && canonicalJson(held) !== canonicalJson(stated)) {
    return Result.fail(designHeld())
  }
  const design = held ?? stated
  if (design === undefined) return Result.fail(designMissing())
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const today = localDateOf(context.occurredAt, config.timeZone)
  const actions = yield* where(dueActionAggregate, "campaignId", [campaignId])
  const { plan } = campaign
  const recorded = plan.action.kind === "offer" ? yield* where(offerAggregate, "campaignId", [campaignId]) : null
  const offers = recorded?.map((offer) => ({ ...offer, status: offerStatusAt(offer, context.occurredAt) })) ?? null
  const clientIds = new Set(actions.map(({ clientId }) => clientId))
  const deals = (yield* where(dealAggregate, "clientId", [...clientIds])).filter(isInBase)
  const won = deals.flatMap(({ id: dealId, clientId, closedOn, outcome }): ReadonlyArray<WonDeal> =>
    outcome === "won" && closedOn !== null ? [{ dealId, clientId, closedOn }] : [],
  )
  const outcomes = campaignOutcomes(actions, offers, won, plan.holdout, design, today)
  return Result.succeed(decision([], { campaignId, design, isDesignHeld: held !== null, ...outcomes }))
}
