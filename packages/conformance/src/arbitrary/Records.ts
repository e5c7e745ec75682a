import { controlRecords, repDetails } from "./ControlRecords.ts"
import type { Client, Consent, Contact, Dialog, Lead, NextStep } from "@salesdept/core/client"
import type { Approval, Deal, OverrideBudget, Product } from "@salesdept/core/deal"
import type { BulkRun, Department, RunChunk } from "@salesdept/core/department"
import { departmentId, presets } from "@salesdept/core/department"
import type { RecordState } from "@salesdept/core/journal"
import type { Rep } from "@salesdept/core/team"
import * as fc from "fast-check"
import { loyaltyRecords } from "./LoyaltyRecords.ts"
import { reviewRecords } from "./ReviewRecords.ts"
import { scriptRecords } from "./ScriptRecords.ts"
import { planRecords } from "./PlanRecords.ts"
import { settlementRecords } from "./SettlementRecords.ts"
import { states } from "./States.ts"
import { anyDate, anyId, anyInstant, anyMinor, anyMoney, anyOpaqueId, anyText, orNull } from "./Values.ts"

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
  sellerId: orNull(anyOpaqueId),
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
      sellerId: orNull(anyOpaqueId),
      closedById: orNull(anyOpaqueId),
      expectedCloseOn: orNull(anyDate),
      lines: fc.array(dealLine, { maxLength: 3 }),
      amountFrom: fc.constantFrom("stated", "lines"),
      creditShares: fc.array(fc.record({ repId: anyOpaqueId, weight: fc.integer({ min: 1, max: 9 }) }), {
        maxLength: 3,
      }),
      closeRate: orNull(closeRate),
      cycles: fc.array(dealCycle, { maxLength: 2 }),
      unownedSince: orNull(anyInstant),
      earlierStays: fc.array(fc.record({ stageId: anyText(20), seconds: fc.nat() }), { maxLength: 2 }),
      reopenedOn: orNull(anyDate),
      finishedOn: orNull(anyDate),
      standing: fc.constantFrom("active", "void", "merged"),
      mergedIntoId: orNull(anyId("deal")),
      removedOn: orNull(anyDate),
      sourceId: orNull(anyText(60)),
      imported: orNull(dealValues),
    }),
  )
  .map(([values, own]) => ({ ...values, ...own }))

const customValue = fc.oneof(
  anyText(40),
  fc.boolean(),
  anyMinor,
  fc.constant(0.1),
  anyMoney,
  anyDate,
  fc.constant(["a", "b"]),
)

/** Some with values of fields that the tenant gave. */
const withCustom = (records: fc.Arbitrary<RecordState>): fc.Arbitrary<RecordState> =>
  fc
    .tuple(records, fc.option(fc.dictionary(fc.constantFrom("tier", "score"), customValue, { minKeys: 1 })))
    .map(([record, custom]) => (custom === null ? record : { ...record, custom: { ...custom } }))

const ownRecords: { readonly [kind: string]: fc.Arbitrary<RecordState> } = {
  ...controlRecords,
  department: anyInstant.map((changedAt): Department => ({
    id: departmentId,
    version: 1,
    textsVersion: 0,
    changedAt,
    config: presets.b2bSaas({ timeZone: "Asia/Kolkata", currency: "INR" }),
    invoicesReplanAt: null,
  })),
  rep: states<Rep>("rep", {
    personId: anyOpaqueId,
    teamId: orNull(anyText(100)),
    joinedOn: orNull(anyDate),
    leftOn: orNull(anyDate),
    ...repDetails,
  }),
  product: states<Product>("product", { name: anyText(300), listPrice: orNull(anyMoney) }),
  client: states<Client>("client", {
    ...clientValues,
    registeredAt: anyInstant,
    unownedSince: orNull(anyInstant),
    preferences: fc.record({ language: orNull(fc.constantFrom("ru", "pt-BR")), way: orNull(way) }),
    tags: fc.array(anyText(20), { maxLength: 3 }),
    standing,
    mergedIntoId: orNull(anyId("client")),
    merge: fc.constant(null),
    sourceId: orNull(anyText(60)),
    imported: orNull(fc.record(clientValues)),
  }),
  contact: states<Contact>("contact", {
    clientId: anyId("client"),
    roleId: orNull(anyText(60)),
    language: orNull(fc.constantFrom("ru", "en")),
    leftOn: orNull(anyDate),
    standing,
    sourceId: orNull(anyText(60)),
    imported: orNull(fc.record({ clientId: anyId("client") })),
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
    unownedSince: orNull(anyInstant),
    takenAt: orNull(anyInstant),
    nextNurtureAt: orNull(anyInstant),
    nurtures: fc.nat(),
    closedAt: orNull(anyInstant),
    clientId: orNull(anyId("client")),
    dealId: orNull(anyId("deal")),
    disqualifyReasonId: orNull(anyText(60)),
    sourceId: orNull(anyText(60)),
    imported: fc.constant(null),
  }),
  bulkRun: states<BulkRun>("run", {
    action: fc.constantFrom("import", "assign", "close"),
    sourceId: orNull(anyText(60)),
    status: fc.constantFrom("recording", "done", "reverted"),
    startedAt: anyInstant,
    finishedAt: orNull(anyInstant),
    revertedAt: orNull(anyInstant),
  }),
  runChunk: states<RunChunk>("chunk", {
    runId: anyId("run"),
    entries: fc.array(
      fc.record({
        kind: fc.constant("client"),
        id: anyId("client"),
        isNew: fc.boolean(),
        before: fc.constant({}),
        after: fc.constant({ ownerId: null }),
        textsBefore: fc.nat(),
        textsAfter: fc.nat(),
      }),
      { maxLength: 3 },
    ),
    answer: fc.constant({ created: 1 }),
    revertedAt: orNull(anyInstant),
  }),
  dialog: states<Dialog>("dialog", {
    ...subject,
    kind: way,
    direction: fc.constantFrom("inbound", "outbound"),
    repId: orNull(anyOpaqueId),
    participantIds: fc.array(anyId("contact"), { maxLength: 3 }),
    notedAt: anyInstant,
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
  approval: states<Approval>("approval", {
    dealId: anyId("deal"),
    kindId: anyText(60),
    terms: orNull(fc.record({ stageId: anyText(60), amount: orNull(anyMoney), listAmount: orNull(anyMoney) })),
    status: fc.constantFrom("asked", "granted", "refused", "expired"),
    askedBy: anyOpaqueId,
    askedOf: orNull(anyOpaqueId),
    askedAt: anyInstant,
    decidedBy: orNull(anyOpaqueId),
    decidedAt: orNull(anyInstant),
    expiresAt: orNull(anyInstant),
    nextExpiryAt: orNull(anyInstant),
    usedAt: orNull(anyInstant),
  }),
  overrideBudget: states<OverrideBudget>("overrideBudget", {
    personId: anyOpaqueId,
    period: fc.constantFrom("2026-11", "2026-W48"),
    overrides: fc.array(
      fc.record({
        dealId: anyId("deal"),
        from: anyText(20),
        to: anyText(20),
        approverId: anyOpaqueId,
        approvalId: orNull(anyId("approval")),
        overriddenAt: anyInstant,
        unmet: fc.constant([{ code: "deal.amountMinor.isSet", gate: "entry" as const, stageId: "contract" }]),
      }),
      { maxLength: 3 },
    ),
  }),
  ...settlementRecords,
  ...loyaltyRecords,
  ...reviewRecords,
  ...scriptRecords,
  ...planRecords,
}

/** States of every kind of record, by the kind's name, one event old. */
export const anyRecords: typeof ownRecords = Object.fromEntries(
  Object.entries(ownRecords).map(([kind, records]) => [
    kind,
    ["client", "contact", "lead", "deal"].includes(kind) ? withCustom(records) : records,
  ]),
)
