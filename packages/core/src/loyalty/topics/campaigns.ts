/**
 * Campaigns: whom to write to, when and about what, control groups, and what a campaign did. Pure.
 *
 * @packageDocumentation
 */
export type { ActionChoices, Candidate, ChoiceRules, ClientBlocks, WithheldReason } from "../ActionChoice.ts"
export { chooseActions, isAsking, withheldReasons } from "../ActionChoice.ts"
export type { ClientTouch, DueAction, LoyaltyProfile } from "../ActionSchema.ts"
export type {
  CampaignDesigned,
  CampaignEnded,
  CampaignEvent,
  CampaignPaused,
  CampaignPlanned,
  CampaignStarted,
  CampaignUsed,
} from "../Campaign.ts"
export { budgetLeftMinor, campaignAggregate } from "../Campaign.ts"
export type { CampaignOutcomesDesign } from "../CampaignDesign.ts"
export type { ArmOutcome, CampaignOutcomes, OfferCounts, OfferOutcomes, WonDeal } from "../CampaignOutcomes.ts"
export { campaignOutcomes } from "../CampaignOutcomes.ts"
export type { Campaign, CampaignPlan, Holdout, LoyaltyAction } from "../CampaignSchema.ts"
export type { DueActionCancelled, DueActionDecided, DueActionDone } from "../DueAction.ts"
export { dueActionAggregate } from "../DueAction.ts"
export type {
  ContactCap,
  ContactMoment,
  LoyaltyPolicy,
  QuietHours,
  ReferralProgramme,
  RefusalReason,
} from "../LoyaltyPolicy.ts"
export { contactMoment, defaultLoyaltyPolicy } from "../LoyaltyPolicy.ts"
export type {
  ClientComplained,
  ClientReconciled,
  ClientTimeZoneSet,
  ClientTouchCancelled,
  ClientTouched,
  LoyaltyProfileEvent,
} from "../LoyaltyProfile.ts"
export { loyaltyProfileAggregate, loyaltyProfileId } from "../LoyaltyProfile.ts"
export type {
  OfferAccepted,
  OfferCancelled,
  OfferEvent,
  OfferExpired,
  OfferMade,
  OfferProposed,
  OfferRefused,
} from "../Offer.ts"
export { offerAggregate, offerStatusAt } from "../Offer.ts"
export { OfferBlocked, RefusalReasonUnknown } from "../OfferErrors.ts"
export type { Offer, OfferStatus } from "../OfferSchema.ts"
export { hasComeBack } from "../CameBack.ts"
export type { BegunDeal, FinishedDeal, Occurrence, Trigger, TriggerFacts } from "../Trigger.ts"
export { occurrences } from "../Trigger.ts"
export type { HoldoutArm, HoldoutAssignment, HoldoutKey } from "../HoldoutAssignment.ts"
export { assignHoldout } from "../HoldoutAssignment.ts"
export type { SimulatedAction, SimulatedClient, Simulation, SimulationSettings } from "../Simulation.ts"
export { simulateCampaign } from "../Simulation.ts"
export type {
  ConversionDesign,
  MeanDesign,
  NeededSample,
  Uplift,
  UpliftDesign,
  UpliftMeasured,
  UpliftWithheld,
} from "../Uplift.ts"
export { conversionSample, conversionUplift, meanSample, meanUplift } from "../Uplift.ts"
