import type { BasePolicy } from "../client/BasePolicy.ts"
import { statedCadenceDays } from "../client/BasePolicy.ts"
import { sumInDealsCurrency } from "../deal/DealRate.ts"
import type { Stage } from "../deal/Pipeline.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import { earlierStageDays } from "../deal/StageStay.ts"
import { coveredAmounts } from "../settlement/DocumentCover.ts"
import { documentFlags } from "../settlement/DocumentMachine.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type {
  ClientControlFacts,
  ClientRecordFacts,
  ControlBase,
  DealControlFacts,
  LeadControlFacts,
  Observed,
  RecordFacts,
} from "./ControlFacts.ts"
import type { Contacts } from "./Contacts.ts"
import { contactsIn, waitingSince } from "./Contacts.ts"
import type { ControlIndex, RecordsAbout } from "./ControlIndex.ts"
import { controlIndex } from "./ControlIndex.ts"
import type {
  ControlledClient,
  ControlledDeal,
  ControlledLead,
  ControlRecords,
  ControlRules,
} from "./ControlRecords.ts"
import { heldOf, neverInvoiced, uninvoicedOf, unpaidOf } from "./DealMoney.ts"

/** A person's last day; null while they are there, and where nobody is named. */
const leftOn = (personId: RecordFacts["ownerId"], index: ControlIndex): CalendarDate | null =>
  personId === null ? null : (index.leftOn.get(personId) ?? null)

/** A person's team; null where there is none, and where nobody is named. */
const teamOf = (personId: RecordFacts["ownerId"], index: ControlIndex): string | null =>
  personId === null ? null : (index.teamOf.get(personId) ?? null)

/** What can be seen of a record: what its source carries, and what is there. */
const observedOf = (
  contact: ReturnType<Contacts["of"]>,
  carried: Observed,
  hasInvoices: boolean,
  hasDocuments: boolean,
): Observed => {
  if (contact === undefined && !hasInvoices && !hasDocuments) return carried
  return {
    nextSteps: contact?.hasSteps === true || carried.nextSteps,
    dialogs: (contact?.lastDialogAt ?? null) !== null || carried.dialogs,
    payments: hasInvoices || carried.payments,
    documents: hasDocuments || carried.documents,
  }
}

const none: ReadonlyArray<never> = []

const latest = (left: Instant | null, right: Instant | null): Instant | null =>
  left === null || (right !== null && right > left) ? right : left

/** What control knows of a lead. */
const leadControlFacts = (lead: ControlledLead, index: ControlIndex): LeadControlFacts => {
  const contact = index.contacts.of(lead.id)
  const { closedAt } = lead
  // Closing a record deals with what was said about it before; what comes in later waits on us again.
  const awaitingSince =
    contact === undefined
      ? null
      : waitingSince(contact.callsAt, contact.lastAnswerAt, (heldAt) => closedAt !== null && heldAt <= closedAt)
  return {
    kind: "lead",
    id: lead.id,
    ownerId: lead.ownerId,
    unownedSince: lead.unownedSince,
    ownerLeftOn: leftOn(lead.ownerId, index),
    teamId: teamOf(lead.ownerId, index),
    segmentId: lead.segmentId,
    stepDueOn: contact?.stepDueOn ?? null,
    lastStepDoneAt: contact?.lastStepDoneAt ?? null,
    lastAnswerAt: contact?.lastAnswerAt ?? null,
    awaitingSince,
    lastInboundAt: contact?.lastInboundAt ?? null,
    mark: index.marks.get(lead.id) ?? null,
    // Nothing is paid and nothing signed before there is a deal.
    observed: observedOf(contact, index.carriedBy(lead.sourceId), true, true),
    status: lead.status,
    receivedAt: lead.receivedAt,
    closedAt,
    nextNurtureAt: lead.nextNurtureAt,
  }
}

type DocumentFacts = Pick<DealControlFacts, "documentCount" | "isDocumented" | "unsignedSince" | "undocumented">

/** The first day on which the client sent a document back that is not corrected yet. */
const sentBackOn = (documents: ReadonlyArray<ClosingDocument>): CalendarDate | null => {
  let first: CalendarDate | null = null
  for (const { signedOn, refusedOn, correctionAskedOn } of documents) {
    const on = signedOn === null ? (refusedOn ?? correctionAskedOn) : null
    if (on !== null && (first === null || on < first)) first = on
  }
  return first
}

const documentFacts = (
  deal: Pick<ControlledDeal, "amount" | "closeRate">,
  documents: ReadonlyArray<ClosingDocument>,
  invoices: ReadonlyArray<Invoice>,
): DocumentFacts => {
  const { amount } = deal
  if (documents.length === 0)
    return { documentCount: 0, isDocumented: false, unsignedSince: null, undocumented: amount }
  let unsignedSince: CalendarDate | null = null
  for (const { signedOn, draftedOn } of documents) {
    if (signedOn === null && (unsignedSince === null || draftedOn < unsignedSince)) unsignedSince = draftedOn
  }
  const allSigned = unsignedSince === null
  const count = { documentCount: documents.length, unsignedSince }
  const signed = documents.filter(({ signedOn }) => signedOn !== null)
  const coveredMinor = sumInDealsCurrency(deal, coveredAmounts(signed, invoices))
  const unsigned = documents.flatMap((document) => (document.signedOn === null ? [document.amount] : []))
  // Documents in another currency than the deal's cannot be set against its amount without a rate.
  const unsignedMinor = sumInDealsCurrency(deal, unsigned)
  if (amount === null || coveredMinor === null) return { ...count, isDocumented: allSigned, undocumented: null }
  const missing = amount.amountMinor - coveredMinor
  const isDocumented = allSigned && missing <= 0
  // Where signed documents cover the amount and another one is still unsigned, it is that one's sum that is open.
  const openMinor = missing > 0 ? missing : unsignedMinor
  if (isDocumented || openMinor === null) return { ...count, isDocumented, undocumented: null }
  return { ...count, isDocumented, undocumented: { amountMinor: openMinor, currency: amount.currency } }
}

/** What the tenant's own rules say of a client: who is regular, and how often it is spoken with. */
const regularityOf = (
  { segmentId }: ControlledClient,
  base: BasePolicy | undefined,
): Pick<ClientControlFacts, "regularRule" | "contactEveryDays"> => {
  const cadence = statedCadenceDays(base, segmentId)
  return {
    ...(base?.regular === undefined ? {} : { regularRule: base.regular }),
    ...(cadence === null ? {} : { contactEveryDays: cadence }),
  }
}

const isInBase = ({ standing }: Pick<ControlledClient | ControlledDeal | ControlledLead, "standing">): boolean =>
  standing === "active"

/** Whether closing a deal dealt with a call. Where the moment of closing is not known, nothing can be said. */
const closedAfter = (deal: ControlledDeal, stage: Stage | null, timeZone: string) => {
  const isFinal = stage === null ? deal.outcome !== "open" : isFinalMeaning(stage.meaning)
  return (heldAt: Instant): boolean => {
    if (!isFinal) return false
    if (deal.enteredStageAt !== null) return heldAt <= deal.enteredStageAt
    return deal.closedOn === null || localDateOf(heldAt, timeZone) <= deal.closedOn
  }
}

/** The last that counts as moving a deal on within its stage; null where nothing does. */
const touchedAt = (deal: ControlledDeal, { contacts, documents, paidAt, touches }: ControlIndex): Instant | null => {
  const contact = contacts.of(deal.id)
  let last: Instant | null = null
  for (const kind of touches) {
    switch (kind) {
      case "amended":
        last = latest(last, deal.changedAt)
        break
      case "dialog":
        last = latest(last, contact?.lastDialogAt ?? null)
        break
      case "nextStep":
        last = latest(last, contact?.lastStepKeptAt ?? null)
        break
      case "payment":
        last = latest(last, paidAt.get(deal.id) ?? null)
        break
      case "document":
        for (const { changedAt } of documents.get(deal.id) ?? none) last = latest(last, changedAt)
        break
    }
  }
  return last
}

/** What control knows of a deal. */
const dealControlFacts = (deal: ControlledDeal, index: ControlIndex): DealControlFacts => {
  const contact = index.contacts.of(deal.id)
  const invoices = index.invoices.get(deal.id) ?? none
  // A revoked document proves nothing, and nobody waits for it.
  const documents = index.documents.get(deal.id)?.filter((document) => documentFlags(document).isLive) ?? none
  const stage = index.stageOf(deal)
  const { clientId } = deal
  const awaitingSince =
    contact === undefined
      ? null
      : waitingSince(contact.callsAt, contact.lastAnswerAt, closedAfter(deal, stage, index.timeZone))
  const touch = clientId === null ? undefined : index.contacts.touchOf(clientId)
  const documented = documentFacts(deal, documents, invoices)
  // Written out: of a million deals each is one object made at once, where spreads would make it grow field by field.
  return {
    kind: "deal",
    id: deal.id,
    ownerId: deal.ownerId,
    unownedSince: deal.unownedSince,
    ownerLeftOn: leftOn(deal.ownerId, index),
    teamId: teamOf(deal.ownerId, index),
    segmentId: clientId === null ? null : (index.segmentOf.get(clientId) ?? null),
    stepDueOn: contact?.stepDueOn ?? null,
    lastStepDoneAt: contact?.lastStepDoneAt ?? null,
    lastAnswerAt: contact?.lastAnswerAt ?? null,
    awaitingSince,
    // What the client says apart from any deal is its next word on each of them.
    lastInboundAt: latest(contact?.lastInboundAt ?? null, touch?.lastInboundApartAt ?? null),
    mark: index.marks.get(deal.id) ?? null,
    observed: observedOf(contact, index.carriedBy(deal.sourceId), invoices.length > 0, documents.length > 0),
    clientId,
    pipelineId: deal.pipelineId,
    stageId: deal.stageId,
    stageName: stage?.name ?? { en: deal.stageId, ru: deal.stageId },
    stageMeaning: stage?.meaning ?? (deal.outcome === "won" ? "done" : deal.outcome),
    stageLimitDays: stage?.limitDays ?? null,
    outcome: deal.outcome,
    enteredStageAt: deal.enteredStageAt,
    earlierStageDays: earlierStageDays(deal),
    touchedAt: index.touches.length === 0 ? null : touchedAt(deal, index),
    openedOn: deal.openedOn,
    closedOn: deal.closedOn,
    amount: deal.amount,
    invoiceCount: invoices.length,
    unpaid: unpaidOf(invoices),
    uninvoiced: invoices.length > 0 ? uninvoicedOf(deal, invoices) : neverInvoiced(deal, documents, index),
    documentCount: documented.documentCount,
    isDocumented: documented.isDocumented,
    unsignedSince: documented.unsignedSince,
    sentBackOn: sentBackOn(documents),
    undocumented: documented.undocumented,
    held: heldOf(deal, invoices, documents, index),
  }
}

/** What control knows of a client, given whether dialogs can be seen of each of its deals. */
const clientRecordFacts = (
  client: ControlledClient,
  observesDialogs: boolean,
  index: ControlIndex,
): ClientRecordFacts => {
  const contact = index.contacts.of(client.id)
  const touch = index.contacts.touchOf(client.id)
  // Whoever speaks with a client about one of its deals also answers what it asked apart from them.
  const awaitingSince =
    contact === undefined ? null : waitingSince(contact.callsAt, touch?.lastAnswerAt ?? null, () => false)
  const carried = index.carriedBy(client.sourceId)
  return {
    kind: "client",
    id: client.id,
    ownerId: client.ownerId,
    unownedSince: client.unownedSince,
    ownerLeftOn: leftOn(client.ownerId, index),
    teamId: teamOf(client.ownerId, index),
    segmentId: client.segmentId,
    stepDueOn: contact?.stepDueOn ?? null,
    lastStepDoneAt: contact?.lastStepDoneAt ?? null,
    lastAnswerAt: touch?.lastAnswerAt ?? null,
    awaitingSince,
    lastInboundAt: touch?.lastInboundAt ?? null,
    mark: index.marks.get(client.id) ?? null,
    observed: observedOf(
      contact,
      observesDialogs || !carried.dialogs ? carried : { ...carried, dialogs: false },
      false,
      false,
    ),
    lastDialogAt: touch?.lastDialogAt ?? null,
    registeredAt: client.registeredAt,
  }
}

/** Makes the facts of records one after the other, so that nobody has to hold all records. */
export interface FactsReader {
  /** A deal's; null where it is not in the base. */
  readonly deal: (deal: ControlledDeal) => DealControlFacts | null
  /** Those of all clients, once every deal was read; a client's deals are told of by its id. */
  readonly clients: (observesDialogs: (clientId: string) => boolean) => Iterable<ClientRecordFacts>
  /** A lead's; null where it is not in the base. */
  readonly lead: (lead: ControlledLead) => LeadControlFacts | null
}

/**
 * Begins to make facts. What was merged away or voided is not in the base any more.
 *
 * @throws TimeZoneUnknown, here or with a record
 */
export const factsReader = (about: RecordsAbout, rules: ControlRules): FactsReader => {
  const index = controlIndex(about, rules)
  return {
    deal: (deal) => {
      index.contacts.readDeal(deal)
      return isInBase(deal) ? dealControlFacts(deal, index) : null
    },
    clients: function* (observesDialogs) {
      index.contacts.endDeals()
      for (const client of about.clients) {
        if (!isInBase(client)) continue
        yield {
          ...clientRecordFacts(client, observesDialogs(client.id), index),
          ...regularityOf(client, rules.base),
        }
      }
    },
    lead: (lead) => (isInBase(lead) ? leadControlFacts(lead, index) : null),
  }
}

const byClient = (deals: ReadonlyArray<DealControlFacts>): ReadonlyMap<string, ReadonlyArray<DealControlFacts>> => {
  const groups = new Map<string, Array<DealControlFacts>>()
  for (const deal of deals) {
    if (deal.clientId === null) continue
    const group = groups.get(deal.clientId)
    if (group === undefined) groups.set(deal.clientId, [deal])
    else group.push(deal)
  }
  return groups
}

/** Makes the facts of all records as these are read. */
export interface BaseReader {
  /** Takes in a deal. */
  readonly deal: (deal: ControlledDeal) => void
  /** Takes in a lead. */
  readonly lead: (lead: ControlledLead) => void
  /** The facts, once all were taken in. */
  readonly read: () => ControlBase
}

/** Begins to make the facts of all records, given what is about them. */
export const baseReader = (about: RecordsAbout, rules: ControlRules): BaseReader => {
  const reader = factsReader(about, rules)
  const deal: Array<DealControlFacts> = []
  const lead: Array<LeadControlFacts> = []
  return {
    deal: (one) => {
      const facts = reader.deal(one)
      if (facts !== null) deal.push(facts)
    },
    lead: (one) => {
      const facts = reader.lead(one)
      if (facts !== null) lead.push(facts)
    },
    read: () => {
      const groups = byClient(deal)
      const dealsOf = (clientId: string): ReadonlyArray<DealControlFacts> => groups.get(clientId) ?? none
      const clients = reader.clients((clientId) => dealsOf(clientId).every(({ observed }) => observed.dialogs))
      return { lead, client: Array.from(clients, (facts) => ({ ...facts, deals: dealsOf(facts.id) })), deal }
    },
  }
}

/**
 * What control knows of all records, in time linear in their number.
 *
 * @param records - everything that control reads, in any order
 * @param rules - the department's zone, sources and pipelines
 * @throws TimeZoneUnknown
 *
 * @example
 * ```ts
 * import { controlFacts } from "@salesdept/core/control"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const dept = await salesDept({ store: memory(), department })
 * const { deal } = await dept.tenant("default").as("user:42").deals.open({ title: "Audit" })
 * const none = { leads: [], clients: [], dialogs: [], nextSteps: [], invoices: [], documents: [], reps: [] }
 * const base = controlFacts({ ...none, deals: [deal] }, department)
 * base.deal.map(({ stageName, outcome, invoiceCount }) => [stageName.en, outcome, invoiceCount]) // [["New lead", "open", 0]]
 * ```
 */
export const controlFacts = (records: ControlRecords, rules: ControlRules): ControlBase => {
  const { deals, dialogs, leads, nextSteps, ...about } = records
  const reader = baseReader({ ...about, contacts: contactsIn(dialogs, nextSteps) }, rules)
  for (const deal of deals) reader.deal(deal)
  for (const lead of leads) reader.lead(lead)
  return reader.read()
}
