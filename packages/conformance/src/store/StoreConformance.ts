import { teamSuite } from "./TeamSuite.ts"
import { handOverSuite } from "./HandOverSuite.ts"
import { assignmentSuite } from "./AssignmentSuite.ts"
import { watchSuite } from "./WatchSuite.ts"
import { controlSuite } from "./ControlSuite.ts"
import { controlTrapSuite } from "./ControlTrapSuite.ts"
import { describe } from "vitest"
import { clientSuite } from "./ClientSuite.ts"
import { leadSuite } from "./LeadSuite.ts"
import { scopeSuite } from "./ScopeSuite.ts"
import { accessSuite } from "./AccessSuite.ts"
import { asOfSuite } from "./AsOfSuite.ts"
import { approvalSuite } from "./ApprovalSuite.ts"
import { campaignSuite } from "./CampaignSuite.ts"
import { batchSuite } from "./BatchSuite.ts"
import { badInputSuite } from "./BadInputSuite.ts"
import { bankSuite } from "./BankSuite.ts"
import { concurrencySuite } from "./ConcurrencySuite.ts"
import { configurationSuite } from "./ConfigurationSuite.ts"
import { dealBulkSuite } from "./DealBulkSuite.ts"
import { dealHistorySuite } from "./DealHistorySuite.ts"
import { dealMoneySuite } from "./DealMoneySuite.ts"
import { dealSuite } from "./DealSuite.ts"
import { documentSuite } from "./DocumentSuite.ts"
import { eventVersionSuite } from "./EventVersionSuite.ts"
import type { HistoryOptions } from "./HistorySuite.ts"
import { dealTrapSuite } from "./DealTrapSuite.ts"
import { dealRemovalSuite } from "./DealRemovalSuite.ts"
import { finishSuite } from "./FinishSuite.ts"
import { factsCountSuite } from "./FactsCountSuite.ts"
import { formerRepSuite } from "./FormerRepSuite.ts"
import { gateFactsSuite } from "./GateFactsSuite.ts"
import { gateRaceSuite } from "./GateRaceSuite.ts"
import { hiddenRecordSuite } from "./HiddenRecordSuite.ts"
import { handedOutSuite } from "./HandedOutSuite.ts"
import { historySuite } from "./HistorySuite.ts"
import { idempotencySuite } from "./IdempotencySuite.ts"
import { importHistorySuite } from "./ImportHistorySuite.ts"
import { joinedFaultSuite } from "./JoinedFaultSuite.ts"
import { joinedSuite } from "./JoinedSuite.ts"
import { journalSuite } from "./JournalSuite.ts"
import { lookAheadSuite } from "./LookAheadSuite.ts"
import { listPageSuite } from "./ListPageSuite.ts"
import { loyaltySuite } from "./LoyaltySuite.ts"
import { mergeSuite } from "./MergeSuite.ts"
import { offerSuite } from "./OfferSuite.ts"
import { killedConsumersSuite } from "./KilledConsumersSuite.ts"
import { outboxSuite } from "./OutboxSuite.ts"
import { settledOutboxSuite } from "./SettledOutboxSuite.ts"
import { ownershipSuite } from "./OwnershipSuite.ts"
import { ownWorkSuite } from "./OwnWorkSuite.ts"
import { pageSuite } from "./PageSuite.ts"
import type { PeopleOrder } from "./PageSuite.ts"
import { paymentSuite } from "./PaymentSuite.ts"
import { pipelineSuite } from "./PipelineSuite.ts"
import { personalDataSuite } from "./PersonalDataSuite.ts"
import { customFieldImportSuite } from "./CustomFieldImportSuite.ts"
import { customFieldSuite } from "./CustomFieldSuite.ts"
import { customFieldUseSuite } from "./CustomFieldUseSuite.ts"
import { cubeSuite } from "./CubeSuite.ts"
import { findingSuite } from "./FindingSuite.ts"
import { planFactsSuite } from "./PlanFactsSuite.ts"
import { planWhySuite } from "./PlanWhySuite.ts"
import { planSuite } from "./PlanSuite.ts"
import { recordSuite } from "./RecordSuite.ts"
import { periodReadingSuite } from "./PeriodReadingSuite.ts"
import { reviewPropertySuite } from "./ReviewPropertySuite.ts"
import { reviewSuite } from "./ReviewSuite.ts"
import { talkSuite } from "./TalkSuite.ts"
import { periodEndSuite } from "./PeriodEndSuite.ts"
import { summarySuite } from "./SummarySuite.ts"
import { referenceSuite } from "./ReferenceSuite.ts"
import { referralSuite } from "./ReferralSuite.ts"
import { rewardMergeSuite } from "./RewardMergeSuite.ts"
import { scriptEvidenceSuite } from "./ScriptEvidenceSuite.ts"
import { scriptSuite } from "./ScriptSuite.ts"
import { bulkRunSuite } from "./BulkRunSuite.ts"
import { importRunSuite } from "./ImportRunSuite.ts"
import { reminderSuite } from "./ReminderSuite.ts"
import { settlementSuite } from "./SettlementSuite.ts"
import { statementSuite } from "./StatementSuite.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { tamperSuite } from "./TamperSuite.ts"
import { tenantCareSuite } from "./TenantCareSuite.ts"
import { tenantSuite } from "./TenantSuite.ts"
import { textsSuite } from "./TextsSuite.ts"
import { tickSuite } from "./TickSuite.ts"
import { togetherSuite } from "./TogetherSuite.ts"
import { transactionSuite } from "./TransactionSuite.ts"

/** What the whole conformance run may be given. */
export interface ConformanceOptions {
  /** How long random histories are tried. */
  readonly histories?: HistoryOptions
  /** How records are ordered by the id of a person. Default `text`. */
  readonly peopleOrder?: PeopleOrder
}

/**
 * Everything the library asks of a store, as vitest suites: call it in a test file of the adapter. It begins with
 * transactions and concurrency, and ends with random histories held against the store in memory.
 *
 * @param name - name of the store, and of its variant where there are several
 * @param factory - makes a harness; called for every test
 * @param options - how long to try
 * @example
 * ```ts
 * storeConformance("my store", async () => ({
 *   open: () => openMyStore(),
 *   reopen: notSupported,
 *   secondConnection: notSupported,
 *   joined: notSupported,
 *   tamper: notSupported,
 *   release: async () => {},
 * }))
 * ```
 */
export const storeConformance = (name: string, factory: HarnessFactory, options: ConformanceOptions = {}): void => {
  describe(`conformance of ${name}`, () => {
    transactionSuite(name, factory)
    concurrencySuite(name, factory)
    togetherSuite(name, factory)
    batchSuite(name, factory)
    joinedSuite(name, factory)
    joinedFaultSuite(name, factory)
    idempotencySuite(name, factory)
    journalSuite(name, factory)
    tamperSuite(name, factory)
    eventVersionSuite(name, factory)
    outboxSuite(name, factory)
    settledOutboxSuite(name, factory)
    lookAheadSuite(name, factory)
    killedConsumersSuite(name, factory)
    recordSuite(name, factory)
    handedOutSuite(name, factory)
    asOfSuite(name, factory)
    pageSuite(name, factory, options.peopleOrder)
    accessSuite(name, factory)
    ownWorkSuite(name, factory)
    scopeSuite(name, factory)
    ownershipSuite(name, factory)
    hiddenRecordSuite(name, factory)
    referenceSuite(name, factory)
    customFieldSuite(name, factory)
    customFieldUseSuite(name, factory)
    customFieldImportSuite(name, factory)
    textsSuite(name, factory)
    tenantSuite(name, factory)
    teamSuite(name, factory)
    handOverSuite(name, factory)
    assignmentSuite(name, factory)
    watchSuite(name, factory)
    controlSuite(name, factory, options.histories)
    controlTrapSuite(name, factory)
    configurationSuite(name, factory)
    tickSuite(name, factory)
    tenantCareSuite(name, factory)
    clientSuite(name, factory)
    leadSuite(name, factory)
    mergeSuite(name, factory)
    importRunSuite(name, factory)
    bulkRunSuite(name, factory)
    personalDataSuite(name, factory)
    formerRepSuite(name, factory)
    dealSuite(name, factory)
    dealMoneySuite(name, factory)
    approvalSuite(name, factory)
    pipelineSuite(name, factory)
    gateFactsSuite(name, factory)
    factsCountSuite(name, factory)
    gateRaceSuite(name, factory)
    dealTrapSuite(name, factory)
    finishSuite(name, factory)
    dealRemovalSuite(name, factory)
    dealBulkSuite(name, factory)
    listPageSuite(name, factory)
    dealHistorySuite(name, factory)
    importHistorySuite(name, factory)
    settlementSuite(name, factory)
    loyaltySuite(name, factory)
    rewardMergeSuite(name, factory)
    campaignSuite(name, factory)
    offerSuite(name, factory)
    referralSuite(name, factory)
    paymentSuite(name, factory)
    reviewSuite(name, factory)
    findingSuite(name, factory)
    talkSuite(name, factory)
    summarySuite(name, factory)
    periodEndSuite(name, factory)
    periodReadingSuite(name, factory, options.histories)
    reviewPropertySuite(name, factory)
    scriptSuite(name, factory)
    scriptEvidenceSuite(name, factory)
    planSuite(name, factory)
    cubeSuite(name, factory)
    planFactsSuite(name, factory)
    planWhySuite(name, factory)
    documentSuite(name, factory)
    reminderSuite(name, factory)
    statementSuite(name, factory)
    bankSuite(name, factory)
    badInputSuite(name, factory)
    historySuite(name, factory, options.histories)
  })
}
