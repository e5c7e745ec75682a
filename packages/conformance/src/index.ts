/**
 * The suites that any store must pass, and generators of what they feed it. Needs vitest; an author of an adapter implements
 * `StoreShape` of `@salesdept/core/ports`, writes a {@link StoreHarness} and calls {@link storeConformance}.
 *
 * @packageDocumentation
 */
export type { AnyCommand } from "./arbitrary/AnyCommand.ts"
export { anyClientRows } from "./arbitrary/BaseCommands.ts"
export { anyCommand, anyDealRows } from "./arbitrary/Commands.ts"
export { anyRecords } from "./arbitrary/Records.ts"
export { anyDate, anyId, anyInstant, anyMinor, anyMoney, anyOpaqueId, anyText, orNull } from "./arbitrary/Values.ts"
export { campaignSuite } from "./store/CampaignSuite.ts"
export { concurrencySuite } from "./store/ConcurrencySuite.ts"
export { configurationSuite } from "./store/ConfigurationSuite.ts"
export { teamSuite } from "./store/TeamSuite.ts"
export { handOverSuite } from "./store/HandOverSuite.ts"
export { assignmentSuite } from "./store/AssignmentSuite.ts"
export { watchSuite } from "./store/WatchSuite.ts"
export { controlSuite } from "./store/ControlSuite.ts"
export { dealSuite } from "./store/DealSuite.ts"
export { eventVersionSuite } from "./store/EventVersionSuite.ts"
export { foreignIdsSuite } from "./store/ForeignIdsSuite.ts"
export type { HistoryOptions } from "./store/HistorySuite.ts"
export { historySuite } from "./store/HistorySuite.ts"
export { idempotencySuite } from "./store/IdempotencySuite.ts"
export { joinedFaultSuite } from "./store/JoinedFaultSuite.ts"
export { joinedSuite } from "./store/JoinedSuite.ts"
export { journalSuite } from "./store/JournalSuite.ts"
export { loyaltySuite } from "./store/LoyaltySuite.ts"
export type { MappedPeople } from "./store/MappedPeople.ts"
export { mappedPeople } from "./store/MappedPeople.ts"
export type { PeopleOrder } from "./store/PageSuite.ts"
export { playEnds } from "./store/PlayEnds.ts"
export { playSale } from "./store/PlaySale.ts"
export { offerSuite } from "./store/OfferSuite.ts"
export { cubeSuite } from "./store/CubeSuite.ts"
export { planFactsSuite } from "./store/PlanFactsSuite.ts"
export { planSuite } from "./store/PlanSuite.ts"
export type { QuotaTexts } from "./store/QuotaSuite.ts"
export { quotaSuite, readQuotaTexts } from "./store/QuotaSuite.ts"
export { recordSuite } from "./store/RecordSuite.ts"
export { referralSuite } from "./store/ReferralSuite.ts"
export { rewardMergeSuite } from "./store/RewardMergeSuite.ts"
export { settlementSuite } from "./store/SettlementSuite.ts"
export type { ConformanceOptions } from "./store/StoreConformance.ts"
export { storeConformance } from "./store/StoreConformance.ts"
export type { Scene } from "./store/Scene.ts"
export { makeScene } from "./store/Scene.ts"
export type { StoredKind } from "./store/Stored.ts"
export { storedBy } from "./store/Stored.ts"
export type {
  HarnessFactory,
  HostTransaction,
  JoinedHost,
  NotSupported,
  StoreHarness,
  Tampering,
} from "./store/StoreHarness.ts"
export { notSupported } from "./store/StoreHarness.ts"
export { saleStages, suiteDepartment } from "./store/SuiteDepartment.ts"
export { tamperSuite } from "./store/TamperSuite.ts"
export { tenantCareSuite } from "./store/TenantCareSuite.ts"
export { tenantSuite } from "./store/TenantSuite.ts"
export { textsSuite } from "./store/TextsSuite.ts"
export { transactionSuite } from "./store/TransactionSuite.ts"
export type { ReadableView, ReadView } from "./store/ViewSuite.ts"
export { expectViews } from "./store/ViewSuite.ts"
