/**
 * Referrals, and rewards in double entry: lots, spending, refunds, tiers. Pure.
 *
 * @packageDocumentation
 */
export type {
  ReferralAttributed,
  ReferralCancelled,
  ReferralCodeIssued,
  ReferralCounted,
  ReferralEvent,
  ReferralRecorded,
  ReferralReversed,
  ReferralRewarded,
} from "../Referral.ts"
export {
  referralAggregate,
  referralBookAggregate,
  referralBookId,
  referralCodeAggregate,
  referralIdOf,
} from "../Referral.ts"
export type { ReferralRule } from "../ReferralErrors.ts"
export { ReferralRefused } from "../ReferralErrors.ts"
export type { PartyTexts, SameParty } from "../ReferralGuard.ts"
export { sameParty } from "../ReferralGuard.ts"
export type { Referral, ReferralBook, ReferralCode } from "../ReferralSchema.ts"
export type { RewardsPosted } from "../RewardAccount.ts"
export { rewardAccountAggregate, rewardAccountId } from "../RewardAccount.ts"
export type {
  RewardBalance,
  RewardBalances,
  RewardEntry,
  RewardEntryKind,
  RewardPosting,
  RewardSide,
} from "../RewardEntry.ts"
export { noRewards, rewardBalanceAt, rewardSides } from "../RewardEntry.ts"
export type { HoldReasons, RewardRule } from "../RewardErrors.ts"
export { NoTiers, NotEnoughPoints, RewardHeld, RewardRefused } from "../RewardErrors.ts"
export type { HoldDeal, HoldDocument } from "../RewardHold.ts"
export { holdReasons } from "../RewardHold.ts"
export type { RewardBook, RewardChange } from "../RewardDraft.ts"
export type { NewLot, SpendChange } from "../RewardLedger.ts"
export {
  confirmRewards,
  earnRewards,
  expireRewards,
  returnRewards,
  reverseRewards,
  reversiblePoints,
  spendRewards,
} from "../RewardLedger.ts"
export type { ClientRewards, RewardTransfer, SpentLots } from "../RewardTransfer.ts"
export { separableRewards, transferRewards } from "../RewardTransfer.ts"
export type { RewardsEarned, RewardsMoved, RewardSpendReturned, RewardsSpent } from "../RewardLot.ts"
export { rewardLotAggregate, rewardSpendAggregate } from "../RewardLot.ts"
export type { LotPoints, RewardAccount, RewardLot, RewardSpend, SpentFrom } from "../RewardSchema.ts"
export type { Tier, TierChange, TierRules, TierStanding } from "../Tier.ts"
export { tierOn } from "../Tier.ts"
