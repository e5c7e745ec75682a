import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import type { FactValues } from "../deal/ConditionFacts.ts"
import { compileCondition } from "../deal/ConditionVerdict.ts"
import { factGroups } from "../deal/Condition.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { GateFactReader } from "../deal/GateFactRules.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { departmentRules } from "../department/DepartmentRules.ts"
import type { Change, Recorded } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, isErased, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CampaignId, ClientId, ConsentId, DueActionId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import type { Candidate, WithheldReason } from "./ActionChoice.ts"
import { chooseActions } from "./ActionChoice.ts"
import type { ClientTouch, DecideClient, DecideInPass, DueAction, LoyaltyProfile } from "./ActionSchema.ts"
import { hasComeBack } from "./CameBack.ts"
import { campaignAggregate, isCounted } from "./Campaign.ts"
import type { Campaign } from "./CampaignSchema.ts"
import {
  clientRecords,
  consentsOfClients,
  hasOverdue,
  leftBy,
  namedFor,
  ownerOf,
  triggerFacts,
} from "./ClientFactsRules.ts"
import { dueActionAggregate } from "./DueAction.ts"
import { assignHoldout } from "./HoldoutAssignment.ts"
import type { ContactMoment, LoyaltyPolicy } from "./LoyaltyPolicy.ts"
import { contactMoment, defaultLoyaltyPolicy } from "./LoyaltyPolicy.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"
import { offerAggregate } from "./Offer.ts"
import { occurrences } from "./Trigger.ts"

/** Something due that was held back. */
export interface WithheldAction {
  /** The campaign. */
  readonly campaignId: CampaignId
  /** Which time of its trigger. */
  readonly occurrenceKey: string
  /** Day on which it fell due. */
  readonly dueOn: CalendarDate
  /** Why, every reason. */
  readonly reasons: ReadonlyArray<WithheldReason>
}

/** What was decided for a client. */
export interface DecideAnswer {
  /** The client. */
  readonly clientId: ClientId
  /** Actions decided now, those of the holdout among them. */
  readonly actions: ReadonlyArray<DueAction>
  /** What is due and was held back; it is looked at again until its days of grace are over. */
  readonly withheld: ReadonlyArray<WithheldAction>
}

/**
 * The id of an action: one campaign, one client and one time of the trigger make one action, whoever decides it and however often.
 */
const actionIdOf = (campaignId: string, clientId: string, key: string): DueActionId =>
  `action_${sha256(JSON.stringify([campaignId, clientId, key])).slice(0, 32)}`

/** The department's rules of loyalty. */
export const loyaltyPolicyOf = (config: DepartmentConfig): LoyaltyPolicy => config.loyalty ?? defaultLoyaltyPolicy

/** How long an offer stands that is proposed or made on a day: so many days after it, by the department's calendar. */
export const offerTerm = (
  on: CalendarDate,
  validDays: number,
  { timeZone }: DepartmentConfig,
): { readonly lastOn: CalendarDate; readonly openUntil: Instant } => {
  const lastOn = addDays(on, validDays)
  return { lastOn, openUntil: startOfDay(addDays(lastOn, 1), timeZone) }
}

const latest = (left: CalendarDate, right: CalendarDate): CalendarDate => (left > right ? left : right)

/** The days on which what fell due may still be decided. */
interface Window {
  readonly today: CalendarDate
  /** The first of them. */
  readonly from: CalendarDate
}

const candidatesOf = (
  campaigns: ReadonlyArray<Campaign>,
  facts: Parameters<typeof occurrences>[1],
  clientId: ClientId,
  { today, from: graceFrom }: Window,
): ReadonlyArray<Omit<Candidate, "isMet" | "campaign"> & { readonly campaign: Campaign; readonly id: DueActionId }> =>
  campaigns.flatMap((campaign) => {
    const { plan, startedOn, id: campaignId } = campaign
    const { holdout } = plan
    const from = latest(startedOn ?? today, graceFrom)
    const isHeldOut =
      holdout !== null &&
      assignHoldout({ seed: holdout.seed, campaignId, customerId: clientId }, holdout.share).arm === "holdout"
    return occurrences(plan.trigger, facts, { from, to: today }).map((occurrence) => ({
      campaign,
      occurrence,
      isHeldOut,
      id: actionIdOf(campaignId, clientId, occurrence.key),
    }))
  })

/** Asks the conditions of all candidates of their deals; the facts of all deals are read together. */
function* judged<Due extends { readonly campaign: Campaign; readonly occurrence: Candidate["occurrence"] }>(
  due: ReadonlyArray<Due>,
  deals: ReadonlyMap<string, Deal>,
  config: DepartmentConfig,
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, ReadonlyArray<Due & { readonly isMet: boolean | null }>, unknown> {
  const asking = due.filter(({ campaign }) => campaign.plan.condition !== null)
  const asked = new Set(asking.map(({ occurrence }) => deals.get(occurrence.dealId ?? "")))
  const groups = factGroups(...asking.map(({ campaign }) => campaign.plan.condition ?? undefined))
  const facts =
    asking.length === 0
      ? new Map<string, FactValues>()
      : yield* readFacts(
          [...asked].filter((deal) => deal !== undefined),
          groups,
          config,
          context.occurredAt,
        )
  return due.map((one) => {
    const { condition } = one.campaign.plan
    if (condition === null) return { ...one, isMet: true }
    const known = facts.get(one.occurrence.dealId ?? "")
    return { ...one, isMet: known === undefined ? null : compileCondition(condition)(known).met }
  })
}

interface Acting {
  readonly client: Client
  readonly deals: ReadonlyMap<string, Deal>
  readonly consents: ReadonlyMap<string, ConsentId>
  readonly left: ReadonlySet<string>
  readonly today: CalendarDate
  readonly moment: ContactMoment
  readonly config: DepartmentConfig
  readonly context: CommandContext
}

const actionChanges = (
  { campaign, occurrence, isHeldOut }: Candidate,
  id: DueActionId,
  { client, deals, consents, left, today, moment, config, context }: Acting,
): { readonly action: Recorded<DueAction>; readonly offer: Change | null } => {
  const { plan, id: campaignId } = campaign
  const { action } = plan
  const { dealId, key: occurrenceKey, dueOn } = occurrence
  const offered = action.kind === "offer" && !isHeldOut ? action : null
  const offerId = offered === null ? null : (`offer_${id.slice("action_".length)}` as const)
  const owner = ownerOf(client, deals.get(dealId ?? "") ?? null, left)
  const assigneeId = namedFor(action, left) ?? owner
  const { occurredAt } = context
  const clientId = client.id
  const decided = recordEvents(
    dueActionAggregate,
    null,
    [
      {
        type: "DueActionDecided",
        payload: {
          id,
          campaignId,
          clientId,
          dealId,
          occurrenceKey,
          action,
          channelId: plan.channelId,
          assigneeId,
          dueOn,
          notBefore: moment.notBefore,
          consentId: plan.consentPurposeId === null ? null : (consents.get(plan.consentPurposeId) ?? null),
          offerId,
          isHeldOut,
        },
      },
    ],
    { occurredAt },
  )
  if (offered === null || offerId === null) return { action: decided, offer: null }
  const { offerTypeId, cost, validDays } = offered
  const term = offerTerm(today, validDays, config)
  const payload = { id: offerId, clientId, campaignId, offerTypeId, afterDealId: dealId, cost, validDays, ...term }
  const offer = recordEvents(offerAggregate, null, [{ type: "OfferProposed", payload }], { occurredAt })
  return { action: decided, offer }
}

/** Changes of the campaigns that count what they use. */
const campaignChanges = (
  chosen: ReadonlyArray<Candidate>,
  campaigns: ReadonlyArray<Campaign>,
  context: CommandContext,
): ReadonlyArray<Change> =>
  campaigns.flatMap((campaign) => {
    const { action } = campaign.plan
    if (!isCounted(campaign.plan)) return []
    const actions = chosen.filter((one) => one.campaign.id === campaign.id && !one.isHeldOut).length
    if (actions === 0) return []
    const reservedMinor = action.kind === "offer" ? action.cost.amountMinor * actions : 0
    const payload = { actions, reservedMinor, usedMinor: 0 }
    return [
      recordEvents(campaignAggregate, campaign, [{ type: "CampaignUsed", payload }], {
        occurredAt: context.occurredAt,
      }),
    ]
  })

/** For how long turns to a client are remembered: as long as the longest cap looks back. */
const rememberedDays = 366

const profileChange = (
  profile: LoyaltyProfile | null,
  clientId: ClientId,
  touches: ReadonlyArray<ClientTouch>,
  { moment, context }: Acting,
) => {
  const payload = {
    id: loyaltyProfileId(clientId),
    clientId,
    touches,
    keptFrom: addDays(moment.on, 0 - rememberedDays),
  }
  return recordEvents(loyaltyProfileAggregate, profile, [{ type: "ClientTouched", payload }], {
    occurredAt: context.occurredAt,
  })
}

/**
 * Decides what campaigns make due for a client, and records it. Repeated, it decides nothing twice: an action's id is made of
 * campaign, client and time of the trigger, and what another client was asked stays asked where that one was merged into this. A pass
 * that comes late takes the days of grace from the day on which it was due: what fell due while nobody called is not passed over. The client's profile is written at the version that was read, which holds caps
 * whoever decides at the same time; budgets are held by the campaign's own record in the same way; the deals are guarded, so
 * that no payment falls overdue and no document is revoked unseen.
 */
export const decideClient = (readFacts: GateFactReader) =>
  function* (
    { clientId, passDueAt }: DecideClient & Partial<DecideInPass>,
    context: CommandContext,
  ): Work<DecideAnswer, RecordNotFound | DepartmentMissing> {
    const campaigns = yield* where(campaignAggregate, "status", ["on"])
    const client = yield* byId(clientAggregate, clientId)
    if (client === null) return Result.fail(new RecordNotFound("client", clientId))
    const nothing = decision([], { clientId, actions: [], withheld: [] })
    if (campaigns.length === 0 || client.standing !== "active") return Result.succeed(nothing)
    const config = yield* departmentRules(context)
    if (config === null) return Result.fail(new DepartmentMissing())
    const policy = loyaltyPolicyOf(config)
    const records = yield* clientRecords(clientId)
    const today = localDateOf(context.occurredAt, config.timeZone)
    const expectedOn = passDueAt === undefined ? today : localDateOf(passDueAt, config.timeZone)
    const window = { today, from: addDays(expectedOn < today ? expectedOn : today, 0 - policy.graceDays) }
    const facts = triggerFacts(records, config)
    const due = candidatesOf(campaigns, facts, clientId, window)
    const known = yield* byIds(
      dueActionAggregate,
      due.map(({ id }) => id),
    )
    const earlier = due.length === 0 ? [] : yield* where(dueActionAggregate, "clientId", [clientId])
    const asked = new Set(earlier.map(({ campaignId, occurrenceKey }) => `${campaignId} ${occurrenceKey}`))
    const open = due.filter(
      ({ id, campaign, occurrence }) => !known.has(id) && !asked.has(`${campaign.id} ${occurrence.key}`),
    )
    // Who was erased cannot be turned to, and asked not to be.
    if (open.length === 0 || isErased(client, yield* textsOf([client]))) return Result.succeed(nothing)
    const deals = new Map<string, Deal>(records.deals.map((deal) => [deal.id, deal]))
    const fresh = open.map((one) =>
      Object.assign({}, one, { hasComeBack: hasComeBack(one.campaign.plan.trigger, facts, one.occurrence, today) }),
    )
    const candidates = yield* judged(fresh, deals, config, context, readFacts)
    const profile = yield* byId(loyaltyProfileAggregate, loyaltyProfileId(clientId))
    const moment = contactMoment(context.occurredAt, policy.quietHours, profile?.timeZone ?? config.timeZone)
    const consents = yield* consentsOfClients([clientId], context.occurredAt, today)
    const blocks = {
      hasOverdue: hasOverdue(records.invoices, today),
      hasComplaint: (profile?.openComplaintIds ?? []).length > 0,
      consents: consents.get(clientId) ?? new Map<string, ConsentId>(),
    }
    const { chosen, withheld } = chooseActions(candidates, {
      policy,
      blocks,
      touches: profile?.touches ?? [],
      on: moment.on,
    })
    const ids = new Map(candidates.map(({ id, campaign, occurrence }) => [`${campaign.id} ${occurrence.key}`, id]))
    const idOf = ({ campaign, occurrence }: Candidate): DueActionId =>
      ids.get(`${campaign.id} ${occurrence.key}`) ?? "action_none"
    const named = chosen.flatMap(({ campaign }) => namedFor(campaign.plan.action, new Set()) ?? [])
    const owners = chosen.length === 0 ? [] : [...named, ...records.deals.flatMap(({ ownerId }) => ownerId ?? [])]
    const left = leftBy(yield* where(repAggregate, "personId", [...new Set(owners)]), today)
    const acting: Acting = { client, deals, consents: blocks.consents, left, today, moment, config, context }
    const changes = chosen.map((one) => actionChanges(one, idOf(one), acting))
    const touches = chosen
      .filter(({ isHeldOut }) => !isHeldOut)
      .map((one): ClientTouch => ({
        actionId: idOf(one),
        campaignId: one.campaign.id,
        channelId: one.campaign.plan.channelId,
        on: moment.on,
      }))
    const answer: DecideAnswer = {
      clientId,
      actions: changes.map(({ action }) => action.after),
      withheld: withheld.map(({ candidate: { campaign, occurrence }, reasons }) => ({
        campaignId: campaign.id,
        occurrenceKey: occurrence.key,
        dueOn: occurrence.dueOn,
        reasons,
      })),
    }
    if (changes.length === 0) return Result.succeed(decision([], answer))
    return Result.succeed(
      decision(
        [
          ...changes.flatMap(({ action, offer }) => (offer === null ? [action] : [action, offer])),
          ...campaignChanges(chosen, campaigns, context),
          ...(touches.length === 0 ? [] : [profileChange(profile, clientId, touches, acting)]),
        ],
        answer,
        { guards: records.deals.map(({ id, factsVersion }) => ({ dealId: id, factsVersion })) },
      ),
    )
  }
