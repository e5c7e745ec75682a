/**
 * Repeat sale and the numbers behind it: who comes back (MBG/NBD, BG/NBD, Pareto/NBD, NBD), what they spend
 * (Gamma-Gamma), when to offer again, segments by recency, frequency and spend, campaigns measured against a holdout,
 * satisfaction. Pure functions over the host's own rows; a fit that cannot be trusted says so instead of giving figures.
 *
 * @packageDocumentation
 */
export type { BetaGeometricParameter } from "./BetaGeometric.ts"
export { bgNbd } from "./BgNbd.ts"
export type { ActionChoices, Candidate, ChoiceRules, ClientBlocks, WithheldReason } from "./ActionChoice.ts"
export { chooseActions, isAsking, withheldReasons } from "./ActionChoice.ts"
export type { ClientTouch, DueAction, LoyaltyProfile } from "./ActionSchema.ts"
export type {
  CampaignEnded,
  CampaignEvent,
  CampaignPaused,
  CampaignPlanned,
  CampaignStarted,
  CampaignUsed,
} from "./Campaign.ts"
export { budgetLeftMinor, campaignAggregate } from "./Campaign.ts"
export type {
  ArmOutcome,
  CampaignOutcomes,
  CampaignOutcomesDesign,
  OfferCounts,
  OfferOutcomes,
  WonDeal,
} from "./CampaignOutcomes.ts"
export { campaignOutcomes } from "./CampaignOutcomes.ts"
export type { Campaign, CampaignPlan, Holdout, LoyaltyAction } from "./CampaignSchema.ts"
export type { DueActionCancelled, DueActionDecided, DueActionDone } from "./DueAction.ts"
export { dueActionAggregate } from "./DueAction.ts"
export type {
  ContactCap,
  ContactMoment,
  LoyaltyPolicy,
  QuietHours,
  ReferralProgramme,
  RefusalReason,
} from "./LoyaltyPolicy.ts"
export { contactMoment, defaultLoyaltyPolicy } from "./LoyaltyPolicy.ts"
export type {
  ClientComplained,
  ClientReconciled,
  ClientTimeZoneSet,
  ClientTouchCancelled,
  ClientTouched,
  LoyaltyProfileEvent,
} from "./LoyaltyProfile.ts"
export { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"
export type {
  OfferAccepted,
  OfferCancelled,
  OfferEvent,
  OfferExpired,
  OfferMade,
  OfferProposed,
  OfferRefused,
} from "./Offer.ts"
export { offerAggregate, offerStatusAt } from "./Offer.ts"
export { OfferBlocked, RefusalReasonUnknown } from "./OfferErrors.ts"
export type { Offer, OfferStatus } from "./OfferSchema.ts"
export type {
  ComplaintOpened,
  ComplaintResolved,
  MilestoneCancelled,
  MilestoneMoved,
  MilestoneSet,
  SatisfactionAnswered,
} from "./Signal.ts"
export { complaintAggregate, milestoneAggregate, satisfactionAnswerAggregate } from "./Signal.ts"
export { LoyaltyStepRefused } from "./SignalErrors.ts"
export type { Complaint, Milestone, SatisfactionAnswer, SatisfactionMetric } from "./SignalSchema.ts"
export type { FinishedDeal, Occurrence, Trigger, TriggerFacts } from "./Trigger.ts"
export { occurrences } from "./Trigger.ts"
export type { LoyaltyRun, LoyaltyRunMoved } from "./LoyaltyRun.ts"
export { loyaltyRunAggregate, loyaltyRunId } from "./LoyaltyRun.ts"
export type { FrequencyBin, FrequencyCalibration, HoldoutBin, HoldoutOutcome } from "./FrequencyCalibration.ts"
export { frequencyCalibration, holdoutByFrequency } from "./FrequencyCalibration.ts"
export type { CustomerSpend, CustomerSpends, GammaGammaFit, GammaGammaParameter } from "./GammaGamma.ts"
export { customerSpends, fitGammaGamma, gammaGammaLogLikelihood, gammaGammaSpend } from "./GammaGamma.ts"
export type { HistoryColumns } from "./HistoryColumns.ts"
export { historyColumns, historyProblems } from "./HistoryColumns.ts"
export type { HoldoutAccuracy } from "./HoldoutAccuracy.ts"
export { holdoutAccuracy } from "./HoldoutAccuracy.ts"
export type { HoldoutArm, HoldoutAssignment, HoldoutKey } from "./HoldoutAssignment.ts"
export { assignHoldout } from "./HoldoutAssignment.ts"
export type { FitEvidence, FitFault, LikelihoodFit, UnusableFit, UsableFit } from "./LikelihoodFit.ts"
export type { LoyaltyProblemCode } from "./LoyaltyErrors.ts"
export { BaseTooSmall, ModelNotUsable, SpendsAllEqual } from "./LoyaltyErrors.ts"
export { mbgNbd } from "./MbgNbd.ts"
export type { NbdParameter } from "./Nbd.ts"
export { nbd } from "./Nbd.ts"
export type { NbdFitSettings } from "./NbdFit.ts"
export { fitNbdModel, usableParameters } from "./NbdFit.ts"
export type { ModelParameters, NbdModel, NbdModelId } from "./NbdModel.ts"
export { newCustomer } from "./NbdModel.ts"
export type { ParetoNbdParameter } from "./ParetoNbd.ts"
export { paretoNbd } from "./ParetoNbd.ts"
export type { Purchase } from "./Purchase.ts"
export type { History, PurchaseHistories, PurchaseHistory, PurchaseHistorySettings } from "./PurchaseHistory.ts"
export { purchaseHistories } from "./PurchaseHistory.ts"
export type { DatedAmount, DealMoney, RecognisedAmount } from "./RecognisedRevenue.ts"
export { recognisedRevenue } from "./RecognisedRevenue.ts"
export type { ReorderBasis, ReorderInterval, ReorderPeers, ReorderSettings } from "./ReorderInterval.ts"
export { reorderInterval, reorderPeers } from "./ReorderInterval.ts"
export type { ResidualValue } from "./ResidualValue.ts"
export { residualValue } from "./ResidualValue.ts"
export type {
  ReferralAttributed,
  ReferralCancelled,
  ReferralCodeIssued,
  ReferralCounted,
  ReferralEvent,
  ReferralRecorded,
  ReferralReversed,
  ReferralRewarded,
} from "./Referral.ts"
export {
  referralAggregate,
  referralBookAggregate,
  referralBookId,
  referralCodeAggregate,
  referralIdOf,
} from "./Referral.ts"
export type { ReferralRule } from "./ReferralErrors.ts"
export { ReferralRefused } from "./ReferralErrors.ts"
export type { PartyTexts, SameParty } from "./ReferralGuard.ts"
export { sameParty } from "./ReferralGuard.ts"
export type { Referral, ReferralBook, ReferralCode } from "./ReferralSchema.ts"
export type { RewardsPosted } from "./RewardAccount.ts"
export { rewardAccountAggregate, rewardAccountId } from "./RewardAccount.ts"
export type {
  RewardBalance,
  RewardBalances,
  RewardEntry,
  RewardEntryKind,
  RewardPosting,
  RewardSide,
} from "./RewardEntry.ts"
export { noRewards, rewardBalanceAt, rewardSides } from "./RewardEntry.ts"
export type { HoldReasons, RewardRule } from "./RewardErrors.ts"
export { NoTiers, NotEnoughPoints, RewardHeld, RewardRefused } from "./RewardErrors.ts"
export { holdReasons } from "./RewardHold.ts"
export type { NewLot, RewardBook, RewardChange, SpendChange } from "./RewardLedger.ts"
export {
  confirmRewards,
  earnRewards,
  expireRewards,
  returnRewards,
  reverseRewards,
  reversiblePoints,
  spendRewards,
} from "./RewardLedger.ts"
export type { RewardsEarned, RewardsMoved, RewardSpendReturned, RewardsSpent } from "./RewardLot.ts"
export { rewardLotAggregate, rewardSpendAggregate } from "./RewardLot.ts"
export type { LotPoints, RewardAccount, RewardLot, RewardSpend, SpentFrom } from "./RewardSchema.ts"
export type { RfmCounts, RfmFact, RfmScale, RfmScore, RfmScoring, RfmSettings, RfmThresholds } from "./Rfm.ts"
export { rfmFacts, rfmScores } from "./Rfm.ts"
export type {
  CustomerSatisfaction,
  CustomerSatisfactionSettings,
  NetPromoterScore,
  SatisfactionSettings,
} from "./Satisfaction.ts"
export { customerSatisfaction, netPromoterScore } from "./Satisfaction.ts"
export type { Segment, SegmentMap, SegmentMapDefinition, SegmentRule, SegmentSummary } from "./SegmentMap.ts"
export { segmentMap, segmentOf, segmentSummaries } from "./SegmentMap.ts"
export { sixSegments, tenSegments } from "./SegmentMaps.ts"
export type { Tier, TierChange, TierRules, TierStanding } from "./Tier.ts"
export { tierOn } from "./Tier.ts"
export type { SimulatedAction, SimulatedClient, Simulation, SimulationSettings } from "./Simulation.ts"
export { simulateCampaign } from "./Simulation.ts"
export type { TimeUnit } from "./TimeUnit.ts"
export { discountRatePerUnit, timeUnitDays } from "./TimeUnit.ts"
export type { TrackingCurveSettings, TrackingPoint } from "./TrackingCurve.ts"
export { trackingCurve } from "./TrackingCurve.ts"
export type {
  ConversionDesign,
  MeanDesign,
  NeededSample,
  Uplift,
  UpliftDesign,
  UpliftMeasured,
  UpliftWithheld,
} from "./Uplift.ts"
export { conversionSample, conversionUplift, meanSample, meanUplift } from "./Uplift.ts"
