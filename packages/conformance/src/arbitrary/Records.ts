import type { Client, Consent, Contact, Dialog, Lead, NextStep } from "@salesdept/core/client"
import type { Deal, Product } from "@salesdept/core/deal"
import type { Department } from "@salesdept/core/department"
import { departmentId, presets } from "@salesdept/core/department"
import type { RecordState } from "@salesdept/core/journal"
import type { RewardAccount, RewardLot, RewardSpend } from "@salesdept/core/loyalty"
import type { Plan } from "@salesdept/core/plan"
import type { Script, ScriptExperiment, ScriptProposal, ScriptRun, ScriptVersion } from "@salesdept/core/script"
import type { ClosingDocument, Invoice, Payment } from "@salesdept/core/settlement"
import type { IdKind } from "@salesdept/core/shared"
import type { Rep } from "@salesdept/core/team"
import * as fc from "fast-check"
import { anyDate, anyId, anyInstant, anyMinor, anyMoney, anyOpaqueId, anyText, orNull } from "./Values.ts"

type Own<State extends RecordState> = {
  readonly [Name in Exclude<keyof State, keyof RecordState>]: fc.Arbitrary<State[Name]>
}

/** States of a kind after their first event, with any values its fields may have. */
const states = <State extends RecordState>(kind: IdKind, own: Own<State>): fc.Arbitrary<RecordState> => {
  const common = {
    id: anyId(kind),
    version: fc.constant(1),
    textsVersion: fc.constant(0),
    changedAt: anyInstant,
  }
  return fc.record({ ...common, ...own })
}

const outcome = fc.constantFrom("open", "won", "lost")

const dealValues = fc.record({
  stageId: anyText(20),
  outcome,
  clientId: orNull(anyId("client")),
  ownerId: orNull(anyOpaqueId),
  productId: orNull(anyOpaqueId),
  amount: orNull(anyMoney),
  listAmount: orNull(anyMoney),
  openedOn: orNull(anyDate),
  closedOn: orNull(anyDate),
})

const subject = {
  leadId: orNull(anyId("lead")),
  dealId: orNull(anyId("deal")),
  clientId: orNull(anyId("client")),
}

const way = fc.constantFrom("call", "meeting", "mail", "chat", "visit")
const standing = fc.constantFrom("active", "merged", "void")
const clientValues = { ownerId: orNull(anyOpaqueId), segmentId: orNull(anyText(100)) }

const dealLine = fc.record({
  id: anyText(20),
  kind: fc.constantFrom("product", "service"),
  productId: orNull(anyOpaqueId),
  quantity: fc.constantFrom("1", "0.000001", "999999999.5"),
  unitPriceMinor: anyMinor,
  listPriceMinor: orNull(anyMinor),
  discountPercent: fc.constantFrom("0", "12.5"),
  taxPercent: orNull(fc.constantFrom("0", "20")),
  taxIncluded: fc.boolean(),
})

const closeRate = fc.record({
  from: fc.constant("EUR"),
  to: fc.constant("RUB"),
  rate: fc.constantFrom("90.1234", "1"),
  on: anyDate,
})

const dealCycle = fc.record({
  openedOn: orNull(anyDate),
  closedOn: orNull(anyDate),
  outcome: fc.constantFrom("won", "lost"),
  stageId: anyText(20),
  lostReasonId: orNull(anyText(60)),
  amount: orNull(anyMoney),
  closeRate: orNull(closeRate),
})

const deals: fc.Arbitrary<Deal> = fc
  .tuple(
    dealValues,
    fc.record({
      id: anyId("deal"),
      version: fc.constant(1),
      textsVersion: fc.constant(0),
      changedAt: anyInstant,
      factsVersion: fc.constant(0),
      pipelineId: anyText(60),
      pipelineVersion: fc.integer({ min: 1 }),
      enteredStageAt: orNull(anyInstant),
      lostReasonId: orNull(anyText(60)),
      expectedCloseOn: orNull(anyDate),
      lines: fc.array(dealLine, { maxLength: 3 }),
      amountFrom: fc.constantFrom("stated", "lines"),
      creditShares: fc.array(fc.record({ repId: anyOpaqueId, weight: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 3,
      }),
      closeRate: orNull(closeRate),
      cycles: fc.array(dealCycle, { maxLength: 2 }),
      reopenedOn: orNull(anyDate),
      sourceId: orNull(anyText(60)),
      imported: orNull(dealValues),
    }),
  )
  .map(([values, own]) => ({ ...values, ...own }))

/** States of every kind of record, by the kind's name, one event old. */
export const anyRecords: { readonly [kind: string]: fc.Arbitrary<RecordState> } = {
  department: anyInstant.map((changedAt): Department => ({
    id: departmentId,
    version: 1,
    textsVersion: 0,
    changedAt,
    config: presets.b2bSaas({ timeZone: "Asia/Kolkata", currency: "INR" }),
  })),
  rep: states<Rep>("rep", {
    personId: anyOpaqueId,
    teamId: orNull(anyText(100)),
    joinedOn: orNull(anyDate),
    leftOn: orNull(anyDate),
  }),
  product: states<Product>("product", { name: anyText(300), listPrice: orNull(anyMoney) }),
  client: states<Client>("client", {
    ...clientValues,
    preferences: fc.record({ language: orNull(fc.constantFrom("ru", "pt-BR")), way: orNull(way) }),
    tags: fc.array(anyText(20), { maxLength: 3 }),
    standing,
    mergedIntoId: orNull(anyId("client")),
    sourceId: orNull(anyText(60)),
    imported: orNull(fc.record(clientValues)),
  }),
  contact: states<Contact>("contact", {
    clientId: anyId("client"),
    roleId: orNull(anyText(60)),
    language: orNull(fc.constantFrom("ru", "en")),
    leftOn: orNull(anyDate),
    standing,
  }),
  consent: states<Consent>("consent", {
    clientId: orNull(anyId("client")),
    contactId: orNull(anyId("contact")),
    leadId: orNull(anyId("lead")),
    purposeId: anyText(60),
    proofKind: fc.constantFrom("signedPaper", "webForm", "other"),
    givenAt: anyInstant,
    expiresOn: orNull(anyDate),
    withdrawnAt: orNull(anyInstant),
  }),
  lead: states<Lead>("lead", {
    status: fc.constantFrom("new", "inWork", "nurture", "qualified", "disqualified"),
    ownerId: orNull(anyOpaqueId),
    channelId: anyText(60),
    originId: orNull(anyText(60)),
    segmentId: orNull(anyText(100)),
    tags: fc.array(anyText(20), { maxLength: 3 }),
    standing,
    receivedAt: anyInstant,
    takenAt: orNull(anyInstant),
    nextNurtureAt: orNull(anyInstant),
    nurtures: fc.nat(),
    closedAt: orNull(anyInstant),
    clientId: orNull(anyId("client")),
    dealId: orNull(anyId("deal")),
    disqualifyReasonId: orNull(anyText(60)),
    sourceId: orNull(anyText(60)),
  }),
  dialog: states<Dialog>("dialog", {
    ...subject,
    kind: way,
    direction: fc.constantFrom("inbound", "outbound"),
    repId: orNull(anyOpaqueId),
    participantIds: fc.array(anyId("contact"), { maxLength: 3 }),
    heldAt: anyInstant,
    endedAt: orNull(anyInstant),
    outcomeId: anyText(60),
    scriptVersionId: orNull(anyText(60)),
    scriptSteps: fc.array(anyText(20), { maxLength: 3 }),
    nextStepId: orNull(anyId("nextStep")),
  }),
  nextStep: states<NextStep>("nextStep", {
    ...subject,
    typeId: anyText(60),
    dueOn: anyDate,
    ownerId: anyOpaqueId,
    remindAt: orNull(anyInstant),
    status: fc.constantFrom("open", "done", "cancelled"),
    moves: fc.nat(),
    doneAt: orNull(anyInstant),
    outcomeId: orNull(anyText(60)),
  }),
  deal: deals,
  invoice: states<Invoice>("invoice", {
    dealId: anyId("deal"),
    clientId: orNull(anyId("client")),
    number: orNull(anyText(40)),
    issuedOn: anyDate,
    currency: fc.constantFrom("RUB", "JPY"),
    instalments: fc.array(fc.record({ dueOn: anyDate, amountMinor: anyMinor }), { maxLength: 4 }),
    totalMinor: anyMinor,
    paidMinor: anyMinor,
    writtenOffMinor: anyMinor,
    creditedMinor: anyMinor,
    writeOffs: fc.array(fc.record({ amountMinor: anyMinor, writtenOffOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
    credits: fc.array(fc.record({ amountMinor: anyMinor, creditedOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
    paidBy: fc.array(fc.record({ paymentId: anyId("payment"), amountMinor: anyMinor }), { maxLength: 3 }),
  }),
  payment: states<Payment>("payment", {
    invoiceId: orNull(anyId("invoice")),
    dealId: orNull(anyId("deal")),
    clientId: orNull(anyId("client")),
    amount: anyMoney,
    receivedOn: anyDate,
    referenceKey: orNull(anyText(64)),
    allocations: fc.array(
      fc.record({
        invoiceId: anyId("invoice"),
        amountMinor: anyMinor,
        invoiceMinor: anyMinor,
        rate: orNull(fc.record({ rate: fc.constantFrom("1", "83.1275"), per: fc.constantFrom(1, 100), on: anyDate })),
      }),
      { maxLength: 3 },
    ),
    unallocatedMinor: anyMinor,
    unallocatedCurrency: orNull(fc.constantFrom("RUB", "JPY")),
    refunds: fc.array(fc.record({ amountMinor: anyMinor, refundedOn: anyDate, reasonId: anyText(20) }), {
      maxLength: 3,
    }),
  }),
  closingDocument: states<ClosingDocument>("closingDocument", {
    dealId: anyId("deal"),
    kind: fc.constantFrom("serviceAct", "workAct", "deliveryNote", "transferDocument", "other"),
    amount: anyMoney,
    draftedOn: anyDate,
    sentOn: orNull(anyDate),
    signedOn: orNull(anyDate),
  }),
  rewardAccount: states<RewardAccount>("rewardAccount", {
    clientId: anyId("client"),
    balances: fc.record({
      issued: anyMinor,
      pending: anyMinor,
      active: anyMinor,
      spent: anyMinor,
      expired: anyMinor,
      reversed: anyMinor,
      debt: anyMinor,
    }),
    nextExpiresAt: orNull(anyInstant),
  }),
  rewardLot: states<RewardLot>("rewardLot", {
    clientId: anyId("client"),
    openClientId: orNull(anyId("client")),
    dealId: orNull(anyId("deal")),
    reasonId: anyText(60),
    earnedPoints: anyMinor,
    earnedAt: anyInstant,
    confirmedAt: orNull(anyInstant),
    validDays: orNull(anyMinor),
    expiresOn: orNull(anyDate),
    expiresAt: orNull(anyInstant),
    refundIds: fc.array(anyText(20), { maxLength: 3 }),
    pendingPoints: anyMinor,
    activePoints: anyMinor,
    spentPoints: anyMinor,
    settledPoints: anyMinor,
    expiredPoints: anyMinor,
    reversedPoints: anyMinor,
    owedPoints: anyMinor,
  }),
  rewardSpend: states<RewardSpend>("rewardSpend", {
    clientId: anyId("client"),
    dealId: orNull(anyId("deal")),
    points: anyMinor,
    takenFrom: fc.array(fc.record({ lotId: anyId("rewardLot"), points: anyMinor }), { maxLength: 3 }),
    spentAt: anyInstant,
    returnedAt: orNull(anyInstant),
  }),
  script: states<Script>("script", {
    pipelineId: orNull(anyText(60)),
    stageId: orNull(anyText(60)),
    segmentId: orNull(anyText(100)),
    language: fc.constantFrom("ru", "en-GB"),
    ownerId: anyOpaqueId,
    versionCount: fc.nat(),
    currentVersionId: orNull(anyId("scriptVersion")),
  }),
  scriptVersion: states<ScriptVersion>("scriptVersion", {
    scriptId: anyId("script"),
    number: fc.nat(),
    status: fc.constantFrom("draft", "review", "approved", "retired"),
    steps: fc.array(
      fc.record({
        id: anyText(60),
        kind: fc.constantFrom("opening", "question", "close"),
        branches: fc.array(fc.record({ when: orNull(anyText(60)), to: orNull(anyText(60)) }), { maxLength: 2 }),
        objections: fc.array(fc.record({ id: anyText(60), answerIds: fc.array(anyText(60), { maxLength: 2 }) }), {
          maxLength: 2,
        }),
      }),
      { maxLength: 3 },
    ),
    basedOnId: orNull(anyId("scriptVersion")),
    proposalIds: fc.array(anyId("scriptProposal"), { maxLength: 2 }),
    authorId: anyOpaqueId,
    approvedBy: orNull(anyOpaqueId),
    approvedAt: orNull(anyInstant),
    retiredAt: orNull(anyInstant),
  }),
  scriptRun: states<ScriptRun>("scriptRun", {
    ...subject,
    scriptId: anyId("script"),
    versionId: anyId("scriptVersion"),
    dialogId: orNull(anyId("dialog")),
    repId: anyOpaqueId,
    startedAt: anyInstant,
    steps: fc.array(fc.record({ stepId: anyText(60), usedAt: anyInstant }), { maxLength: 3 }),
    unansweredStepIds: fc.array(anyText(60), { maxLength: 2 }),
    outcomeId: anyText(60),
  }),
  scriptProposal: states<ScriptProposal>("scriptProposal", {
    scriptId: anyId("script"),
    stepId: orNull(anyText(60)),
    origin: fc.constantFrom("unanswered", "winAnalysis", "debrief", "person"),
    evidenceIds: fc.array(anyText(60), { maxLength: 2 }),
    proposedBy: anyOpaqueId,
    ownerId: anyOpaqueId,
    status: fc.constantFrom("proposed", "accepted", "declined"),
    versionId: orNull(anyId("scriptVersion")),
  }),
  scriptExperiment: states<ScriptExperiment>("scriptExperiment", {
    scriptId: anyId("script"),
    baselineVersionId: anyId("scriptVersion"),
    trialVersionId: anyId("scriptVersion"),
    trialSharePercent: fc.integer({ min: 1, max: 99 }),
    plannedClosed: fc.integer({ min: 2, max: 1e6 }),
    seed: anyText(60),
    proposalIds: fc.array(anyId("scriptProposal"), { maxLength: 2 }),
    startedAt: anyInstant,
    status: fc.constantFrom("running", "kept", "rolledBack"),
    settledBy: orNull(anyOpaqueId),
    settledAt: orNull(anyInstant),
    reading: fc.constantFrom(null, {
      advice: "continue",
      baseline: { deals: 3, closed: 2, won: 1, strayed: 0 },
      trial: { deals: 0, closed: 0, won: 0, strayed: 0 },
    }),
  }),
  plan: states<Plan>("plan", {
    currency: fc.constantFrom("RUB", "USD"),
    targets: fc.array(
      fc.record({ ownerId: anyOpaqueId, quarter: fc.constantFrom("2026-Q1", "2026-Q4"), amountMinor: anyMinor }),
      { maxLength: 4 },
    ),
  }),
}
