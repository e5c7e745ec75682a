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
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over loyalty, repeat sales and rewards. */
export const loyaltyUseCases = {
  /** Who is due for a word, segments, repeat-sale models, offers proposed. */
  loyalty: loyaltyCommands(readGateFacts),
  /** What is known of each client's buying. Read only. */
  loyaltyProfiles: recordQueries(loyaltyProfileAggregate),
  /** Campaigns with audiences, caps and control groups. */
  campaigns: { ...recordQueries(campaignAggregate), ...campaignCommands },
  /** What is due towards clients, by day. */
  dueActions: { ...recordQueries(dueActionAggregate), ...dueActionCommands },
  /** Offers made, and what became of them. */
  offers: { ...recordQueries(offerAggregate), ...offerCommands },
  /** Who recommended whom, and the rewards for it. */
  referrals: { ...recordQueries(referralAggregate), ...referralCommands },
  /** Codes by which recommendations are known. Read only. */
  referralCodes: recordQueries(referralCodeAggregate),
  /** Days of clients that are worth a word. */
  milestones: { ...recordQueries(milestoneAggregate), ...milestoneCommands },
  /** Answers of clients on how satisfied they are. */
  satisfaction: { ...recordQueries(satisfactionAnswerAggregate), ...satisfactionCommands },
  /** Complaints, from coming in to settled. */
  complaints: { ...recordQueries(complaintAggregate), ...complaintCommands },
  /** Reward accounts, in double entry. */
  rewards: { ...recordQueries(rewardAccountAggregate), ...rewardCommands },
  /** What was earned, lot by lot, until it expires. Read only. */
  rewardLots: recordQueries(rewardLotAggregate),
  /** What was spent of rewards. Read only. */
  rewardSpends: recordQueries(rewardSpendAggregate),
} as const
