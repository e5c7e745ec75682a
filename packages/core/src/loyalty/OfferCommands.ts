import * as Result from "effect/Result"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change, Recorded } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { OfferId } from "../shared/Ids.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { DueAction, NamedAction, SetClientTimeZone } from "./ActionSchema.ts"
import type { LoyaltyProfile } from "./ActionSchema.ts"
import { campaignAggregate, isCounted } from "./Campaign.ts"
import { clientRecords, hasOverdue } from "./ClientFactsRules.ts"
import { loyaltyPolicyOf, offerTerm } from "./DecideCommands.ts"
import { dueActionAggregate } from "./DueAction.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"
import { stayedDeal } from "./MergedDealRules.ts"
import type { OfferEvent } from "./Offer.ts"
import { offerAggregate, offerStatusAt } from "./Offer.ts"
import { OfferBlocked, RefusalReasonUnknown } from "./OfferErrors.ts"
import type { AcceptOffer, NamedOffer, Offer, ProposeOffer, RefuseOffer } from "./OfferSchema.ts"
import { LoyaltyStepRefused } from "./SignalErrors.ts"

/** An offer as commands answer it. */
export interface OfferAnswer {
  /** The offer after the command. */
  readonly offer: Offer
}

/** A due action as commands answer it. */
export interface ActionAnswer {
  /** The action after the command. */
  readonly action: DueAction
}

/** A client's profile as commands answer it. */
export interface ProfileAnswer {
  /** The profile after the command. */
  readonly profile: LoyaltyProfile
}

/** Proposes an offer by hand. Nothing is offered while a payment is overdue or a complaint is open. */
export function* proposeOffer(
  input: ProposeOffer,
  context: CommandContext,
): Work<OfferAnswer, RecordExists | RecordNotFound | DepartmentMissing | OfferBlocked> {
  const { clientId, offerTypeId, afterDealId = null, cost, validDays } = input
  const id = input.id ?? context.newId("offer")
  if ((yield* byId(offerAggregate, id)) !== null) return Result.fail(new RecordExists("offer", id))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const today = localDateOf(context.occurredAt, config.timeZone)
  const { deals, invoices } = yield* clientRecords(clientId)
  const profile = yield* byId(loyaltyProfileAggregate, loyaltyProfileId(clientId))
  const isOverdue = hasOverdue(invoices, today)
  const isComplaining = (profile?.openComplaintIds ?? []).length > 0
  if (isOverdue || isComplaining) return Result.fail(new OfferBlocked(clientId, isOverdue, isComplaining))
  const term = offerTerm(today, validDays, config)
  const payload = { id, clientId, campaignId: null, offerTypeId, afterDealId, cost, validDays, ...term }
  const change = recordEvents(offerAggregate, null, [{ type: "OfferProposed", payload }], {
    occurredAt: context.occurredAt,
  })
  const guards = deals.map((deal) => ({ dealId: deal.id, factsVersion: deal.factsVersion }))
  return Result.succeed(decision([change], { offer: change.after }, { guards }))
}

/** An offer's share of its campaign's budget, given back or used up. */
function* budgetChange(
  offer: Offer,
  isUsed: boolean,
  context: CommandContext,
): Generator<Read, ReadonlyArray<Change>, unknown> {
  const campaign = offer.campaignId === null ? null : yield* byId(campaignAggregate, offer.campaignId)
  if (campaign === null) return []
  const cost = offer.cost.amountMinor
  const payload = { actions: 0, reservedMinor: 0 - cost, usedMinor: isUsed ? cost : 0 }
  return [
    recordEvents(campaignAggregate, campaign, [{ type: "CampaignUsed", payload }], { occurredAt: context.occurredAt }),
  ]
}

interface OpenOffer {
  readonly offer: Offer
  readonly config: DepartmentConfig
}

type OfferRejection = RecordNotFound | LoyaltyStepRefused | DepartmentMissing

/** Reads an offer that is in one of these states today. */
function* offerIn(
  id: OfferId,
  from: ReadonlyArray<Offer["status"]>,
  context: CommandContext,
): Generator<Read, Result.Result<OpenOffer, OfferRejection>, unknown> {
  const offer = yield* byId(offerAggregate, id)
  if (offer === null) return Result.fail(new RecordNotFound("offer", id))
  const config = yield* departmentRules(context)
  if (config === null) return Result.fail(new DepartmentMissing())
  const status = offerStatusAt(offer, context.occurredAt)
  if (!from.includes(status)) return Result.fail(new LoyaltyStepRefused("offer", id, status))
  return Result.succeed({ offer, config })
}

const offerChange = (
  offer: Offer,
  event: OfferEvent,
  context: CommandContext,
  texts?: { readonly [name: string]: string },
) => recordEvents(offerAggregate, offer, [event], { occurredAt: context.occurredAt, texts })

/** Notes that an offer was made to the client: from this day on it stands for its days. */
export function* makeOffer(input: NamedOffer, context: CommandContext): Work<OfferAnswer, OfferRejection> {
  const open = yield* offerIn(input.offerId, ["proposed"], context)
  if (Result.isFailure(open)) return Result.fail(open.failure)
  const { offer, config } = open.success
  const today = localDateOf(context.occurredAt, config.timeZone)
  const payload = offerTerm(today, offer.validDays, config)
  const change = offerChange(offer, { type: "OfferMade", payload }, context)
  return Result.succeed(decision([change], { offer: change.after }))
}

/** Notes that the client took an offer, and the deal that came of it. Its cost is used up. */
export function* acceptOffer(input: AcceptOffer, context: CommandContext): Work<OfferAnswer, OfferRejection> {
  const { offerId, dealId } = input
  const open = yield* offerIn(offerId, ["made"], context)
  if (Result.isFailure(open)) return Result.fail(open.failure)
  const { offer } = open.success
  const deal = yield* stayedDeal(dealId)
  if (deal === null || deal.clientId !== offer.clientId) return Result.fail(new RecordNotFound("deal", dealId))
  const change = offerChange(offer, { type: "OfferAccepted", payload: { dealId: deal.id } }, context)
  const budget = yield* budgetChange(offer, true, context)
  return Result.succeed(decision([change, ...budget], { offer: change.after }))
}

/** Notes that the client did not take an offer, and why. Its cost goes back to the budget. */
export function* refuseOffer(
  input: RefuseOffer,
  context: CommandContext,
): Work<OfferAnswer, OfferRejection | RefusalReasonUnknown> {
  const { offerId, reasonId, reason } = input
  const open = yield* offerIn(offerId, ["made"], context)
  if (Result.isFailure(open)) return Result.fail(open.failure)
  const { offer, config } = open.success
  const known = loyaltyPolicyOf(config).refusalReasons.map(({ id }) => id)
  if (!known.includes(reasonId)) {
    return Result.fail(new RefusalReasonUnknown(reasonId, known))
  }
  const texts = reason === undefined ? undefined : { reason }
  const change = offerChange(offer, { type: "OfferRefused", payload: { reasonId } }, context, texts)
  const budget = yield* budgetChange(offer, false, context)
  return Result.succeed(decision([change, ...budget], { offer: change.after }))
}

/**
 * Ends an open offer that nobody took, with what goes with it: its cost goes back to the budget, and where it was never made, the action
 * that was to make it is called off, since there is nothing left to do.
 */
function* closeOffer(
  offer: Offer,
  type: "OfferCancelled" | "OfferExpired",
  context: CommandContext,
): Work<OfferAnswer, never> {
  const change = offerChange(offer, { type, payload: {} }, context)
  const action = offer.status === "proposed" ? yield* actionOf(offer) : null
  const others = action === null ? yield* budgetChange(offer, false, context) : yield* callOff(action, offer, context)
  return Result.succeed(decision([change, ...others], { offer: change.after }))
}

/** The action that brings an offer and waits to be done; null where a person proposed it. */
function* actionOf({ clientId, campaignId, id }: Offer): Generator<Read, DueAction | null, unknown> {
  if (campaignId === null) return null
  const actions = yield* where(dueActionAggregate, "clientId", [clientId])
  return actions.find(({ offerId, status }) => offerId === id && status === "decided") ?? null
}

/** Calls an open offer off. Its cost goes back to the budget. */
export function* cancelOffer(input: NamedOffer, context: CommandContext): Work<OfferAnswer, OfferRejection> {
  const open = yield* offerIn(input.offerId, ["proposed", "made"], context)
  if (Result.isFailure(open)) return Result.fail(open.failure)
  return yield* closeOffer(open.success.offer, "OfferCancelled", context)
}

/**
 * Writes down that an open offer's last day has passed; its cost goes back to the budget. Where it has not, or the offer is closed,
 * nothing changes.
 */
export function* expireOffer(input: NamedOffer, context: CommandContext): Work<OfferAnswer, RecordNotFound> {
  const offer = yield* byId(offerAggregate, input.offerId)
  if (offer === null) return Result.fail(new RecordNotFound("offer", input.offerId))
  if (offer.openUntil === null || offerStatusAt(offer, context.occurredAt) !== "expired") {
    return Result.succeed(decision([], { offer }))
  }
  return yield* closeOffer(offer, "OfferExpired", context)
}

/** Notes that the host has done an action. */
export function* completeAction(
  input: NamedAction,
  context: CommandContext,
): Work<ActionAnswer, RecordNotFound | LoyaltyStepRefused> {
  const action = yield* byId(dueActionAggregate, input.actionId)
  if (action === null) return Result.fail(new RecordNotFound("dueAction", input.actionId))
  if (action.status !== "decided") return Result.fail(new LoyaltyStepRefused("dueAction", action.id, action.status))
  const change = recordEvents(dueActionAggregate, action, [{ type: "DueActionDone", payload: {} }], {
    occurredAt: context.occurredAt,
  })
  return Result.succeed(decision([change], { action: change.after }))
}

/** An action called off before it is done: caps, the campaign's limit and its budget get back what it and its open offer took. */
function* callOff(
  action: DueAction,
  openOffer: Offer | null,
  { occurredAt }: CommandContext,
): Generator<Read, readonly [Recorded<DueAction>, ...ReadonlyArray<Change>], unknown> {
  const cancelled = recordEvents(dueActionAggregate, action, [{ type: "DueActionCancelled", payload: {} }], {
    occurredAt,
  })
  const changes: Array<Change> = []
  const campaign = yield* byId(campaignAggregate, action.campaignId)
  if (campaign !== null && (isCounted(campaign.plan) || openOffer !== null)) {
    const reservedMinor = openOffer === null ? 0 : 0 - openOffer.cost.amountMinor
    const payload = { actions: isCounted(campaign.plan) ? -1 : 0, reservedMinor, usedMinor: 0 }
    changes.push(recordEvents(campaignAggregate, campaign, [{ type: "CampaignUsed", payload }], { occurredAt }))
  }
  const id = loyaltyProfileId(action.clientId)
  const profile = yield* byId(loyaltyProfileAggregate, id)
  if (profile !== null && profile.touches.some(({ actionId }) => actionId === action.id)) {
    const payload = { id, clientId: action.clientId, actionId: action.id }
    changes.push(
      recordEvents(loyaltyProfileAggregate, profile, [{ type: "ClientTouchCancelled", payload }], { occurredAt }),
    )
  }
  return [cancelled, ...changes]
}

/** Calls an action off before it is done: caps, the campaign's limit and its budget get back what it took, its offer is cancelled. */
export function* cancelAction(
  input: NamedAction,
  context: CommandContext,
): Work<ActionAnswer, RecordNotFound | LoyaltyStepRefused> {
  const action = yield* byId(dueActionAggregate, input.actionId)
  if (action === null) return Result.fail(new RecordNotFound("dueAction", input.actionId))
  if (action.status !== "decided") return Result.fail(new LoyaltyStepRefused("dueAction", action.id, action.status))
  const offer = action.offerId === null ? null : yield* byId(offerAggregate, action.offerId)
  const open = offer !== null && offer.closedAt === null ? offer : null
  const [cancelled, ...others] = yield* callOff(action, open, context)
  const offers = open === null ? [] : [offerChange(open, { type: "OfferCancelled", payload: {} }, context)]
  return Result.succeed(decision([cancelled, ...offers, ...others], { action: cancelled.after }))
}

/** States the zone by whose clocks and calendar a client is turned to. */
export function* setClientTimeZone(
  { clientId, timeZone }: SetClientTimeZone,
  context: CommandContext,
): Work<ProfileAnswer, RecordNotFound> {
  const id = loyaltyProfileId(clientId)
  const before = yield* byId(loyaltyProfileAggregate, id)
  if (before !== null && before.timeZone === timeZone) return Result.succeed(decision([], { profile: before }))
  const change = recordEvents(
    loyaltyProfileAggregate,
    before,
    [{ type: "ClientTimeZoneSet", payload: { id, clientId, timeZone } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { profile: change.after }))
}
