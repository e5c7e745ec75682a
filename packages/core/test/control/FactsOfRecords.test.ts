import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Client, Lead } from "../../src/client/ClientSchema.ts"
import type { Dialog, NextStep } from "../../src/client/DialogSchema.ts"
import type { ControlRecords, ControlRules } from "../../src/control/ControlRecords.ts"
import { controlFacts } from "../../src/control/FactsOfRecords.ts"
import type { Deal } from "../../src/deal/DealSchema.ts"
import { pipelinePresets } from "../../src/department/PipelinePresets.ts"
import type { ClosingDocument, Invoice } from "../../src/settlement/SettlementSchema.ts"
import { defaultRepProfile } from "../../src/team/Rep.ts"
import type { Rep } from "../../src/team/RepSchema.ts"
import { dealRecord } from "../deal/dealRecord.ts"

const state = { version: 1, textsVersion: 0, changedAt: "2026-05-01T09:00:00.000Z" }
const pipeline = pipelinePresets.servicesWithActs

const deal = (fields: Partial<Deal> = {}): Deal =>
  dealRecord({
    pipelineId: pipeline.id,
    pipelineVersion: pipeline.version,
    stageId: "needs",
    clientId: "client_1",
    ownerId: "ann",
    amount: { amountMinor: 1000, currency: "RUB" },
    openedOn: "2026-05-01",
    enteredStageAt: "2026-05-02T09:00:00.000Z",
    ...fields,
  })

const client: Client = {
  ...state,
  id: "client_1",
  ownerId: null,
  registeredAt: "2026-04-20T09:00:00.000Z",
  unownedSince: "2026-04-20T09:00:00.000Z",
  segmentId: null,
  preferences: { language: null, way: null },
  tags: [],
  standing: "active",
  mergedIntoId: null,
  merge: null,
  sourceId: null,
  imported: null,
}

const lead = (fields: Partial<Lead> = {}): Lead => ({
  ...state,
  id: "lead_1",
  status: "inWork",
  ownerId: "ann",
  channelId: "site",
  receivedAt: "2026-04-30T09:00:00.000Z",
  takenAt: "2026-05-01T09:00:00.000Z",
  originId: null,
  segmentId: null,
  tags: [],
  standing: "active",
  nextNurtureAt: null,
  nurtures: 0,
  unownedSince: null,
  closedAt: null,
  sourceId: null,
  imported: null,
  clientId: null,
  dealId: null,
  disqualifyReasonId: null,
  ...fields,
})

let count = 0
const dialog = (heldAt: string, fields: Partial<Dialog>): Dialog => ({
  ...state,
  id: `dialog_${++count}`,
  leadId: null,
  dealId: null,
  clientId: null,
  kind: "call",
  direction: "outbound",
  repId: "ann",
  participantIds: [],
  heldAt,
  notedAt: heldAt,
  endedAt: null,
  outcomeId: "agreed",
  scriptVersionId: null,
  scriptSteps: [],
  nextStepId: null,
  ...fields,
})

const missed = { direction: "inbound", repId: null, outcomeId: "missed" } as const

const step = (fields: Partial<NextStep>): NextStep => ({
  ...state,
  id: `step_${++count}`,
  leadId: null,
  dealId: "deal_1",
  clientId: null,
  typeId: "call",
  dueOn: "2026-05-10",
  ownerId: "ann",
  remindAt: null,
  outcomeId: null,
  status: "open",
  moves: 0,
  doneAt: null,
  ...fields,
})

const invoice = (fields: Partial<Invoice>): Invoice => ({
  ...state,
  id: `invoice_${++count}`,
  dealId: "deal_1",
  clientId: null,
  issuedOn: "2026-05-01",
  currency: "RUB",
  instalments: [
    { no: 1, kind: null, dueOn: "2026-05-10", amountMinor: 300, offset: null },
    { no: 2, kind: null, dueOn: "2026-06-10", amountMinor: 700, offset: null },
  ],
  totalMinor: 1000,
  paidMinor: 0,
  writtenOffMinor: 0,
  creditedMinor: 0,
  number: null,
  credits: [],
  paidBy: [],
  freed: [],
  promise: null,
  promisesKept: 0,
  promisesBroken: 0,
  disputedOn: null,
  disputeReasonId: null,
  reminded: [],
  nextReminderAt: null,
  shippedOn: null,
  documentedOn: null,
  writeOffs: [],
  ...fields,
})

const document = (fields: Partial<ClosingDocument>): ClosingDocument => ({
  ...state,
  id: `document_${++count}`,
  dealId: "deal_1",
  kind: "serviceAct",
  amount: { amountMinor: 1000, currency: "RUB" },
  clientId: null,
  invoiceId: null,
  ownKindId: null,
  form: "paper",
  number: null,
  lines: [],
  difference: null,
  draftedOn: "2026-05-20",
  revision: 1,
  correctedOn: null,
  deliveredOn: null,
  signedByUsOn: null,
  refusedOn: null,
  refusalReasonId: null,
  correctionAskedOn: null,
  revocationAskedOn: null,
  revocationAskedBy: null,
  revokedOn: null,
  originalSentOn: null,
  originalReturnedOn: null,
  originalLostOn: null,
  sentOn: null,
  signedOn: null,
  ...fields,
})

const none: ControlRecords = {
  leads: [],
  clients: [],
  deals: [],
  dialogs: [],
  nextSteps: [],
  invoices: [],
  documents: [],
  reps: [],
}

const rules: ControlRules = {
  timeZone: "Europe/Moscow",
  pipelines: [pipeline],
  sources: [
    { id: "crm", carries: ["dialogs", "targets"] },
    { id: "bare", carries: [] },
  ],
}

const dealOf = (records: Partial<ControlRecords>) =>
  controlFacts({ ...none, deals: [deal()], ...records }, rules).deal[0]!
const clientOf = (records: Partial<ControlRecords>) =>
  controlFacts({ ...none, clients: [client], deals: [deal()], ...records }, rules).client[0]!

describe("controlFacts of deals", () => {
  it("takes stage and limit from the version of the pipeline the deal lives under", () => {
    expect(dealOf({})).toMatchObject({ stageName: { en: "Needs" }, stageMeaning: "open", stageLimitDays: 7 })
    const unknown = deal({ pipelineVersion: 99, outcome: "won" })
    expect(dealOf({ deals: [unknown] })).toMatchObject({ stageMeaning: "done", stageLimitDays: null })
  })

  it("given a deal made here, then everything can be seen; an imported one shows what its source carries", () => {
    const all = { nextSteps: true, dialogs: true, payments: true, documents: true }
    const nothing = { nextSteps: false, dialogs: false, payments: false, documents: false }
    expect(dealOf({}).observed).toEqual(all)
    expect(dealOf({ deals: [deal({ sourceId: "crm" })] }).observed).toEqual({ ...nothing, dialogs: true })
    expect(dealOf({ deals: [deal({ sourceId: "gone" })] }).observed).toEqual(nothing)
  })

  it("given facts recorded here of a deal whose source carries none, then they can be seen", () => {
    const deals = [deal({ sourceId: "bare" })]
    expect(dealOf({ deals, nextSteps: [step({ status: "done", doneAt: "2026-05-03T09:00:00.000Z" })] })).toMatchObject({
      observed: { nextSteps: true, dialogs: false },
      stepDueOn: null,
      lastStepDoneAt: "2026-05-03T09:00:00.000Z",
    })
    const talk = dialog("2026-05-03T09:00:00.000Z", { dealId: "deal_1" })
    expect(dealOf({ deals, dialogs: [talk] }).observed).toMatchObject({ dialogs: true, payments: false })
    expect(dealOf({ deals, invoices: [invoice({})] }).observed).toMatchObject({ payments: true, documents: false })
    expect(dealOf({ deals, documents: [document({})] }).observed).toMatchObject({ documents: true })
  })

  it("takes the earliest open step", () => {
    const nextSteps = [step({}), step({ dueOn: "2026-05-05" }), step({ dueOn: "2026-05-01", status: "done" })]
    expect(dealOf({ nextSteps }).stepDueOn).toBe("2026-05-05")
  })

  it("given a missed call without a later word from us, then the client has waited since the first of them", () => {
    const dialogs = [
      dialog("2026-05-05T09:00:00.000Z", { dealId: "deal_1", ...missed }),
      dialog("2026-05-03T09:00:00.000Z", { dealId: "deal_1" }),
      dialog("2026-05-04T09:00:00.000Z", { dealId: "deal_1", ...missed }),
      dialog("2026-05-02T09:00:00.000Z", { dealId: "deal_1", ...missed }),
    ]
    expect(dealOf({ dialogs })).toMatchObject({
      awaitingSince: "2026-05-04T09:00:00.000Z",
      lastAnswerAt: "2026-05-03T09:00:00.000Z",
    })
  })

  it("given an inbound dialog in which somebody spoke for us, then nobody waits", () => {
    const dialogs = [
      dialog("2026-05-04T09:00:00.000Z", { dealId: "deal_1", ...missed }),
      dialog("2026-05-05T09:00:00.000Z", { dealId: "deal_1", direction: "inbound" }),
    ]
    expect(dealOf({ dialogs }).awaitingSince).toBeNull()
  })

  it("given a word from us at the same instant, then it is taken for the answer", () => {
    const at = "2026-05-04T09:00:00.000Z"
    const dialogs = [dialog(at, { dealId: "deal_1" }), dialog(at, { dealId: "deal_1", ...missed })]
    expect(dealOf({ dialogs }).awaitingSince).toBeNull()
  })

  it("given a finished deal, then closing dealt with what was said before, not with what came after", () => {
    const lost = { outcome: "lost", stageId: "lost", closedOn: "2026-05-04" } as const
    const before = dialog("2026-05-04T08:00:00.000Z", { dealId: "deal_1", ...missed })
    const after = dialog("2026-05-05T08:00:00.000Z", { dealId: "deal_1", ...missed })
    const closedHere = deal({ ...lost, enteredStageAt: "2026-05-04T09:00:00.000Z" })
    expect(dealOf({ deals: [closedHere], dialogs: [before] }).awaitingSince).toBeNull()
    expect(dealOf({ deals: [closedHere], dialogs: [before, after] }).awaitingSince).toBe(after.heldAt)
    const imported = deal({ ...lost, enteredStageAt: null, sourceId: "crm" })
    expect(dealOf({ deals: [imported], dialogs: [before, after] }).awaitingSince).toBe(after.heldAt)
    const undated = deal({ ...imported, closedOn: null })
    expect(dealOf({ deals: [undated], dialogs: [after] }).awaitingSince).toBeNull()
  })

  it("counts payments against the instalments in their order, over all invoices", () => {
    const invoices = [invoice({ paidMinor: 400 }), invoice({ currency: "EUR", paidMinor: 1000 })]
    expect(dealOf({ invoices })).toMatchObject({
      invoiceCount: 2,
      unpaid: [{ dueOn: "2026-06-10", open: { amountMinor: 600, currency: "RUB" } }],
    })
  })

  it("sets signed documents against the amount", () => {
    const signed = { signedOn: "2026-05-25" }
    const half = { amount: { amountMinor: 400, currency: "RUB" } }
    const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
    expect(dealOf({})).toMatchObject({ documentCount: 0, isDocumented: false, undocumented: rub(1000) })
    expect(dealOf({ documents: [document({})] })).toMatchObject({
      isDocumented: false,
      unsignedSince: "2026-05-20",
      undocumented: rub(1000),
    })
    expect(dealOf({ documents: [document(signed)] })).toMatchObject({ isDocumented: true, undocumented: null })
    expect(dealOf({ documents: [document({ ...signed, ...half })] })).toMatchObject({
      isDocumented: false,
      unsignedSince: null,
      undocumented: rub(600),
    })
    expect(dealOf({ documents: [document(signed), document(half)] })).toMatchObject({
      isDocumented: false,
      undocumented: rub(400),
    })
    const foreign = document({ ...signed, amount: { amountMinor: 1, currency: "EUR" } })
    expect(dealOf({ documents: [foreign] })).toMatchObject({ isDocumented: true, undocumented: null })
    const unpriced = { deals: [deal({ amount: null })], documents: [document({})] }
    expect(dealOf(unpriced)).toMatchObject({ isDocumented: false, undocumented: null })
  })

  it("knows which owners have left; somebody who came back has not", () => {
    const rep = (id: "rep_1" | "rep_2", leftOn: string | null): Rep => ({
      ...state,
      role: "rep",
      profile: defaultRepProfile,
      absences: [],
      knowledge: [],
      enrolments: [],
      id,
      personId: "ann",
      teamId: null,
      joinedOn: null,
      leftOn,
    })
    expect(dealOf({ reps: [rep("rep_1", "2026-05-01")] }).ownerLeftOn).toBe("2026-05-01")
    expect(dealOf({ reps: [rep("rep_1", "2026-05-01"), rep("rep_2", null)] }).ownerLeftOn).toBeNull()
  })
})

describe("controlFacts of clients", () => {
  it("has its deals and the last dialog about any of them", () => {
    const dialogs = [dialog("2026-05-03T09:00:00.000Z", { dealId: "deal_1" })]
    expect(clientOf({ dialogs })).toMatchObject({
      lastDialogAt: "2026-05-03T09:00:00.000Z",
      awaitingSince: null,
      deals: [{ id: "deal_1" }],
    })
  })

  it("given a question apart from its deals, then it waits until anybody speaks with it about anything", () => {
    const asked = dialog("2026-05-03T09:00:00.000Z", { clientId: "client_1", ...missed })
    expect(clientOf({ dialogs: [asked] }).awaitingSince).toBe(asked.heldAt)
    const answered = dialog("2026-05-03T10:00:00.000Z", { dealId: "deal_1" })
    expect(clientOf({ dialogs: [asked, answered] }).awaitingSince).toBeNull()
  })

  it("given a deal whose source carries no dialogs, then the client's dialogs cannot be seen", () => {
    expect(clientOf({}).observed.dialogs).toBe(true)
    expect(clientOf({ deals: [deal(), deal({ id: "deal_2", sourceId: "bare" })] }).observed.dialogs).toBe(false)
  })
})

describe("controlFacts of leads", () => {
  const leadOf = (fields: Partial<Lead>, dialogs: ReadonlyArray<Dialog> = []) =>
    controlFacts({ ...none, leads: [lead(fields)], dialogs }, rules).lead[0]!

  it("is closed when its last event closed it, and open again for what comes in later", () => {
    const late = dialog("2026-05-02T09:00:00.000Z", { leadId: "lead_1", ...missed })
    const early = dialog("2026-04-30T10:00:00.000Z", { leadId: "lead_1", ...missed })
    expect(leadOf({})).toMatchObject({ closedAt: null, status: "inWork" })
    expect(leadOf({ status: "disqualified", closedAt: state.changedAt }, [early])).toMatchObject({
      closedAt: state.changedAt,
      awaitingSince: null,
    })
    expect(leadOf({ status: "disqualified", closedAt: state.changedAt }, [early, late]).awaitingSince).toBe(late.heldAt)
    expect(leadOf({}, [early, late]).awaitingSince).toBe(early.heldAt)
  })
})

describe("controlFacts", () => {
  it("does not depend on the order of dialogs, steps and documents", () => {
    const heldAt = fc.integer({ min: 1, max: 9 }).map((day) => `2026-05-0${day}T09:00:00.000Z`)
    const about = fc.constantFrom({ dealId: "deal_1" }, { clientId: "client_1" }, { leadId: "lead_1" } as const)
    const anyDialog = fc
      .tuple(heldAt, about, fc.constantFrom({}, missed, { direction: "inbound" } as const))
      .map(([at, subject, kind]) => dialog(at, { ...(subject as Partial<Dialog>), ...kind }))
    const lists = fc
      .array(anyDialog, { maxLength: 8 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(
      fc.property(lists, ([list, shuffled]) => {
        const records = { ...none, leads: [lead()], clients: [client], deals: [deal()] }
        expect(controlFacts({ ...records, dialogs: shuffled }, rules)).toEqual(
          controlFacts({ ...records, dialogs: list }, rules),
        )
      }),
    )
  })
})
