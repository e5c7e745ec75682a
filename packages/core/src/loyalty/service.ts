/**
 * Commands over campaigns, due actions, offers, what clients say and their rewards, as Effects.
 *
 * @packageDocumentation
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { NamedAction } from "./ActionSchema.ts"
import { ledgerOf } from "./LedgerService.ts"
import { configOf } from "./ConfigService.ts"
import { endCampaign, pauseCampaign, planCampaign, startCampaign } from "./CampaignCommands.ts"
import { NamedCampaign, OutcomesQuestion, PlanCampaign, StartCampaign } from "./CampaignSchema.ts"
import {
  acceptOffer,
  cancelAction,
  cancelOffer,
  completeAction,
  expireOffer,
  makeOffer,
  proposeOffer,
  refuseOffer,
} from "./OfferCommands.ts"
import {
  attributeReferral,
  cancelReferral,
  issueReferralCode,
  recordReferral,
  reverseReferral,
  rewardReferral,
} from "./ReferralCommands.ts"
import {
  AttributeReferral,
  IssueReferralCode,
  NamedReferral,
  RecordReferral,
  ReverseReferral,
} from "./ReferralSchema.ts"
import { AcceptOffer, NamedOffer, ProposeOffer, RefuseOffer } from "./OfferSchema.ts"
import { outcomesOfCampaign } from "./OutcomeCommands.ts"
import { customerSatisfaction, netPromoterScore } from "./Satisfaction.ts"
import { satisfactionAnswerAggregate } from "./Signal.ts"
import { cancelMilestone, openComplaint, recordAnswer, resolveComplaint, setMilestone } from "./SignalCommands.ts"
import {
  CancelMilestone,
  OpenComplaint,
  RecordAnswer,
  ResolveComplaint,
  SatisfactionQuestion,
  SetMilestone,
} from "./SignalSchema.ts"
import type { SatisfactionMetric } from "./SignalSchema.ts"
import { confirm, earn, expire, returnSpend, reverse, spend } from "./RewardCommands.ts"
import { tierOfClient } from "./TierCommands.ts"
import { rewardBalanceAt } from "./RewardEntry.ts"
import type { RewardEntry } from "./RewardEntry.ts"
import {
  ConfirmRewards,
  EarnRewards,
  ExpireRewards,
  ReturnRewardSpend,
  ReverseRewards,
  RewardBalanceQuestion,
  SpendRewards,
  TierQuestion,
} from "./RewardSchema.ts"

export type { TierAnswer } from "./TierCommands.ts"
export type { RewardAnswer, RewardLotAnswer, RewardSpendAnswer } from "./RewardCommands.ts"
export {
  ConfirmRewards,
  EarnRewards,
  ExpireRewards,
  ReturnRewardSpend,
  ReverseRewards,
  RewardBalanceQuestion,
  SpendRewards,
  TierQuestion,
} from "./RewardSchema.ts"

export type { ReferralAnswer, ReferralCodeAnswer } from "./ReferralCommands.ts"
export {
  AttributeReferral,
  IssueReferralCode,
  NamedReferral,
  RecordReferral,
  ReverseReferral,
} from "./ReferralSchema.ts"
export type { ActionsToDo, ActionToDo, HeldAction } from "./DueService.ts"
export type { LoyaltyPass } from "./RunService.ts"
export { loyaltyCommands, loyaltyDuties } from "./RunService.ts"
export { DecideClient, DueQuestion, NamedAction, SetClientTimeZone } from "./ActionSchema.ts"
export type { CampaignOutcomesAnswer } from "./OutcomeCommands.ts"
export type { CampaignAnswer } from "./CampaignCommands.ts"
export { NamedCampaign, OutcomesQuestion, PlanCampaign, SimulateCampaign, StartCampaign } from "./CampaignSchema.ts"
export type { DecideAnswer, WithheldAction } from "./DecideCommands.ts"
export type { ActionAnswer, OfferAnswer, ProfileAnswer } from "./OfferCommands.ts"
export { AcceptOffer, NamedOffer, ProposeOffer, RefuseOffer } from "./OfferSchema.ts"
export type { ComplaintAnswer, MilestoneAnswer, SatisfactionAnswerAnswer } from "./SignalCommands.ts"
export {
  CancelMilestone,
  OpenComplaint,
  RecordAnswer,
  ResolveComplaint,
  SatisfactionQuestion,
  SetMilestone,
} from "./SignalSchema.ts"

/** The commands over a client's points, and what they stand at. */
export const rewardCommands = {
  /** Gives points, pending or active. */
  earn: command({
    name: "reward.earn",
    input: EarnRewards,
    references: { clientId: "client", dealId: "deal" },
    work: earn,
  }),
  /** Makes pending points active; those of a deal once it is paid and documented. */
  confirm: command({ name: "reward.confirm", input: ConfirmRewards, work: confirm }),
  /** Spends active points, those that run out first first. */
  spend: command({
    name: "reward.spend",
    input: SpendRewards,
    references: { clientId: "client", dealId: "deal" },
    work: spend,
  }),
  /** Calls a spending off. */
  returnSpend: command({ name: "reward.returnSpend", input: ReturnRewardSpend, work: returnSpend }),
  /** Takes points back for a refund, each refund once. */
  reverse: command({ name: "reward.reverse", input: ReverseRewards, work: reverse }),
  /** Writes off what has run out; balances count it as expired without that. */
  expire: command({ name: "reward.expire", input: ExpireRewards, references: { clientId: "client" }, work: expire }),
  /** A client's tier on a day, by paid and documented revenue. */
  tier: command({ name: "reward.tier", input: TierQuestion, work: tierOfClient }),
  /**
   * A client's points at an instant, past or to come; now where none is given. Clients without points have zeros. Those of clients that were
   * merged into it count from their own beginning, and one that was merged is answered with the one that stayed.
   */
  balance: decoded(
    RewardBalanceQuestion,
    Effect.fnUntraced(function* (caller: Caller, { clientId, asOf }: typeof RewardBalanceQuestion.Encoded) {
      const entries: ReadonlyArray<RewardEntry> = yield* ledgerOf(caller, clientId)
      return rewardBalanceAt(entries, asOf ?? instantOf(yield* Clock.currentTimeMillis))
    }),
  ),
  /** A client's ledger, with those of clients that were merged into it: all entries, each balanced, in order of time. */
  ledger: decoded(ExpireRewards, (caller: Caller, { clientId }: typeof ExpireRewards.Encoded) =>
    ledgerOf(caller, clientId),
  ),
}

/** The commands over campaigns. */
export const campaignCommands = {
  /** States a rule. */
  plan: command({ name: "campaign.plan", input: PlanCampaign, work: planCampaign }),
  /** Switches it on, and states by what its effect will be read. */
  start: command({ name: "campaign.start", input: StartCampaign, work: startCampaign }),
  /** Switches it off for a time. */
  pause: command({ name: "campaign.pause", input: NamedCampaign, work: pauseCampaign }),
  /** Ends it for good. */
  end: command({ name: "campaign.end", input: NamedCampaign, work: endCampaign }),
  /**
   * Who came back of those turned to and those let alone, by the design stated when it was switched on, and what became of the offers; writes
   * nothing.
   */
  outcomes: command({ name: "campaign.outcomes", input: OutcomesQuestion, work: outcomesOfCampaign }),
}

/** The commands over due actions. */
export const dueActionCommands = {
  /** Notes that the host has done it. */
  complete: command({ name: "dueAction.complete", input: NamedAction, work: completeAction }),
  /** Calls it off. */
  cancel: command({ name: "dueAction.cancel", input: NamedAction, work: cancelAction }),
}

/** The commands over offers. */
export const offerCommands = {
  /** Proposes one by hand. */
  propose: command({
    name: "offer.propose",
    input: ProposeOffer,
    references: { clientId: "client", afterDealId: "deal" },
    work: proposeOffer,
  }),
  /** Notes that it was made to the client. */
  make: command({ name: "offer.make", input: NamedOffer, work: makeOffer }),
  /** Notes that the client took it. */
  accept: command({ name: "offer.accept", input: AcceptOffer, work: acceptOffer }),
  /** Notes that the client did not, and why. */
  refuse: command({ name: "offer.refuse", input: RefuseOffer, work: refuseOffer }),
  /** Calls it off. */
  cancel: command({ name: "offer.cancel", input: NamedOffer, work: cancelOffer }),
  /** Writes down that its last day has passed. */
  expire: command({ name: "offer.expire", input: NamedOffer, work: expireOffer }),
}

/** The commands over days that matter to clients. */
export const milestoneCommands = {
  /** Notes or moves one. */
  set: command({
    name: "milestone.set",
    input: SetMilestone,
    references: { clientId: "client", dealId: "deal" },
    work: setMilestone,
  }),
  /** Calls one off. */
  cancel: command({ name: "milestone.cancel", input: CancelMilestone, work: cancelMilestone }),
}

/** The commands over complaints. */
export const complaintCommands = {
  /** Records one: nothing is offered while it is open. */
  open: command({
    name: "complaint.open",
    input: OpenComplaint,
    references: { clientId: "client", dealId: "deal" },
    work: openComplaint,
  }),
  /** Notes that it was settled with the client. */
  resolve: command({ name: "complaint.resolve", input: ResolveComplaint, work: resolveComplaint }),
}

const answersOf = Effect.fnUntraced(function* (
  caller: Caller,
  metric: SatisfactionMetric,
  { from, to, asked }: typeof SatisfactionQuestion.Encoded,
) {
  const { timeZone } = yield* configOf(caller)
  const store = yield* storeFor(caller)
  const scores: Array<number> = []
  yield* store.scan(caller.tenant, satisfactionAnswerAggregate, (batch) => {
    for (const answer of batch) {
      const on = localDateOf(answer.answeredAt, timeZone)
      if (answer.metric === metric && on >= from && on <= to) scores.push(answer.score)
    }
  })
  return { scores, settings: asked === undefined ? {} : { asked } }
})

/** Recording answers about satisfaction, and their figures. */
export const satisfactionCommands = {
  /** Records what a client answered. */
  record: command({
    name: "satisfaction.record",
    input: RecordAnswer,
    references: { clientId: "client", dealId: "deal" },
    work: recordAnswer,
  }),
  /** Net promoter score of a span of days, with its interval. */
  nps: decoded(
    SatisfactionQuestion,
    Effect.fnUntraced(function* (caller: Caller, question: typeof SatisfactionQuestion.Encoded) {
      const { scores, settings } = yield* answersOf(caller, "nps", question)
      return yield* refusing(() => netPromoterScore(scores, settings))
    }),
  ),
  /** Share of satisfied answers of a span of days, with its interval. */
  csat: decoded(
    SatisfactionQuestion,
    Effect.fnUntraced(function* (caller: Caller, question: typeof SatisfactionQuestion.Encoded) {
      const { scores, settings } = yield* answersOf(caller, "csat", question)
      return yield* refusing(() => customerSatisfaction(scores, settings))
    }),
  ),
}

/** Settings are refused as a typed failure; anything else that is thrown is a defect. */
const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })

/** The commands over recommendations of clients by clients. */
export const referralCommands = {
  /** Gives an advocate a code. */
  issueCode: command({
    name: "referral.issueCode",
    input: IssueReferralCode,
    references: { advocateId: "client" },
    work: issueReferralCode,
  }),
  /** Records who recommended whom. */
  record: command({
    name: "referral.record",
    input: RecordReferral,
    references: { clientId: "client", "by.advocateId": "client" },
    work: recordReferral,
  }),
  /** Attributes it to a deal. */
  attribute: command({ name: "referral.attribute", input: AttributeReferral, work: attributeReferral }),
  /** Rewards both sides once the deal is paid and documented; the daily pass does it too. */
  reward: command({ name: "referral.reward", input: NamedReferral, work: rewardReferral }),
  /** Takes the rewards back: the money was refunded. */
  reverse: command({ name: "referral.reverse", input: ReverseReferral, work: reverseReferral }),
  /** Calls it off before it is rewarded. */
  cancel: command({ name: "referral.cancel", input: NamedReferral, work: cancelReferral }),
}
