import { readGateFacts } from "../../department/GateFacts.ts"
import { campaignAggregate } from "../../loyalty/Campaign.ts"
import { dueActionAggregate } from "../../loyalty/DueAction.ts"
import { loyaltyProfileAggregate } from "../../loyalty/LoyaltyProfile.ts"
import { offerAggregate } from "../../loyalty/Offer.ts"
import { referralAggregate, referralCodeAggregate } from "../../loyalty/Referral.ts"
import { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "../../loyalty/Signal.ts"
import { rewardAccountAggregate } from "../../loyalty/RewardAccount.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "../../loyalty/RewardLot.ts"
import {
  campaignCommands,
  complaintCommands,
  dueActionCommands,
  loyaltyCommands,
  milestoneCommands,
  offerCommands,
  referralCommands,
  rewardCommands,
  satisfactionCommands,
} from "../../loyalty/service.ts"
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over loyalty, repeat sales and rewards. */
interface LoyaltyUseCases {
  /** What campaigns make due, for whom and when, and a rule played over the past. */
  readonly loyalty: ReturnType<typeof loyaltyCommands>
  /** What is known of each client's buying. Read only. */
  readonly loyaltyProfiles: QueriesOf<typeof loyaltyProfileAggregate>
  /** Campaigns with audiences, caps and control groups. */
  readonly campaigns: QueriesOf<typeof campaignAggregate> & typeof campaignCommands
  /** What is due towards clients, by day. */
  readonly dueActions: QueriesOf<typeof dueActionAggregate> & typeof dueActionCommands
  /** Offers made, and what became of them. */
  readonly offers: QueriesOf<typeof offerAggregate> & typeof offerCommands
  /** Who recommended whom, and the rewards for it. */
  readonly referrals: QueriesOf<typeof referralAggregate> & typeof referralCommands
  /** Codes by which recommendations are known. Read only. */
  readonly referralCodes: QueriesOf<typeof referralCodeAggregate>
  /** Days of clients that are worth a word. */
  readonly milestones: QueriesOf<typeof milestoneAggregate> & typeof milestoneCommands
  /** Answers of clients on how satisfied they are. */
  readonly satisfaction: QueriesOf<typeof satisfactionAnswerAggregate> & typeof satisfactionCommands
  /** Complaints, from coming in to settled. */
  readonly complaints: QueriesOf<typeof complaintAggregate> & typeof complaintCommands
  /** Reward accounts, in double entry. */
  readonly rewards: QueriesOf<typeof rewardAccountAggregate> & typeof rewardCommands
  /** What was earned, lot by lot, until it expires. Read only. */
  readonly rewardLots: QueriesOf<typeof rewardLotAggregate>
  /** What was spent of rewards. Read only. */
  readonly rewardSpends: QueriesOf<typeof rewardSpendAggregate>
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const loyaltyUseCases: LoyaltyUseCases = {
  loyalty: loyaltyCommands(readGateFacts),
  loyaltyProfiles: recordQueries(loyaltyProfileAggregate),
  campaigns: { ...recordQueries(campaignAggregate), ...campaignCommands },
  dueActions: { ...recordQueries(dueActionAggregate), ...dueActionCommands },
  offers: { ...recordQueries(offerAggregate), ...offerCommands },
  referrals: { ...recordQueries(referralAggregate), ...referralCommands },
  referralCodes: recordQueries(referralCodeAggregate),
  milestones: { ...recordQueries(milestoneAggregate), ...milestoneCommands },
  satisfaction: { ...recordQueries(satisfactionAnswerAggregate), ...satisfactionCommands },
  complaints: { ...recordQueries(complaintAggregate), ...complaintCommands },
  rewards: { ...recordQueries(rewardAccountAggregate), ...rewardCommands },
  rewardLots: recordQueries(rewardLotAggregate),
  rewardSpends: recordQueries(rewardSpendAggregate),
}
