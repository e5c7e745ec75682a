import type { BasePolicy } from "../client/BasePolicy.ts"
import { statedCadenceDays } from "../client/BasePolicy.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { documentFlags } from "../settlement/DocumentMachine.ts"
import type { ClosingDocument } from "../settlement/DocumentSchema.ts"
import { openInstalments } from "../settlement/Invoice.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import type {
  ClientControlFacts,
  ControlBase,
  DealControlFacts,
  LeadControlFacts,
  Observed,
  RecordFacts,
  UnpaidInstalment,
} from "./ControlFacts.ts"
import type { ControlIndex, ControlRecords, ControlRules } from "./ControlRecords.ts"
import { indexControlRecords } from "./ControlRecords.ts"
import { safeSum } from "./SafeSum.ts"

const everything: Observed = { nextSteps: true, dialogs: true, payments: true, documents: true }

const contactFacts = (
  id: string,
  ownerId: string | null,
  clientId: string | null,
  index: ControlIndex,
): Omit<RecordFacts, "observed"> => {
  const contact = index.contacts.get(id)
  return {
    id,
    ownerId,
    ownerLeftOn: ownerId === null ? null : (index.leftOn.get(ownerId) ?? null),
    stepDueOn: contact?.stepDueOn ?? null,
    lastStepDoneAt: contact?.lastStepDoneAt ?? null,
    lastAnswerAt: contact?.lastAnswerAt ?? null,
    awaitingSince: contact?.awaitingSince ?? null,
    lastInboundAt: contact?.lastInboundAt ?? null,
    teamId: ownerId === null ? null : (index.teamOf.get(ownerId) ?? null),
    segmentId: clientId === null ? null : (index.segmentOf.get(clientId) ?? null),
    mark: index.marks.get(id) ?? null,
  }
}

const latest = (left: Instant | null, right: Instant | null): Instant | null =>
  left === null || (right !== null && right > left) ? right : left

/** What control knows of a lead. Leads are made here, so everything about them can be seen. */
const leadControlFacts = (lead: Lead, index: ControlIndex): LeadControlFacts => ({
  kind: "lead",
  ...contactFacts(lead.id, lead.ownerId, null, index),
  segmentId: lead.segmentId,
  observed: everything,
  status: lead.status,
  receivedAt: lead.receivedAt,
  closedAt: lead.closedAt,
  nextNurtureAt: lead.nextNurtureAt,
})

const unpaidOf = (invoices: ReadonlyArray<Invoice>): ReadonlyArray<UnpaidInstalment> =>
  invoices
    .flatMap((invoice) =>
      openInstalments(invoice).map(({ dueOn, openMinor }) => ({
        dueOn,
        open: { amountMinor: openMinor, currency: invoice.currency },
      })),
    )
    .sort((left, right) => {
      if (left.dueOn === right.dueOn) return 0
      if (left.dueOn === null || right.dueOn === null) return left.dueOn === null ? 1 : -1
      return left.dueOn < right.dueOn ? -1 : 1
    })

type DocumentFacts = Pick<DealControlFacts, "documentCount" | "isDocumented" | "unsignedSince" | "undocumented">

const documentFacts = (amount: Money | null, documents: ReadonlyArray<ClosingDocument>): DocumentFacts => {
  let unsignedSince: CalendarDate | null = null
  for (const { signedOn, draftedOn } of documents) {
    if (signedOn === null && (unsignedSince === null || draftedOn < unsignedSince)) unsignedSince = draftedOn
  }
  const allSigned = documents.length > 0 && unsignedSince === null
  const count = { documentCount: documents.length, unsignedSince }
  // Documents in another currency than the deal's cannot be set against its amount without a dated rate.
  if (amount === null || documents.some((document) => document.amount.currency !== amount.currency)) {
    return { ...count, isDocumented: allSigned, undocumented: null }
  }
  const sumOf = (isSigned: boolean): number | null =>
    safeSum(
      documents.flatMap((document) => ((document.signedOn !== null) === isSigned ? [document.amount.amountMinor] : [])),
    )
  // A sum past the safe bound is larger than any amount.
  const missing = amount.amountMinor - (sumOf(true) ?? Number.MAX_SAFE_INTEGER)
  // Where signed documents cover the amount and another one is still unsigned, it is that one's sum that is open.
  const openMinor = missing > 0 ? missing : sumOf(false)
  const isDocumented = allSigned && missing <= 0
  if (openMinor === null) return { ...count, isDocumented, undocumented: null }
  return {
    ...count,
    isDocumented,
    undocumented: isDocumented ? null : { amountMinor: openMinor, currency: amount.currency },
  }
}

const none: ReadonlyArray<never> = []

/** What the tenant's own rules say of a client: who is regular, and how often it is spoken with. */
const regularityOf = (
  { segmentId }: Client,
  base: BasePolicy | undefined,
): Pick<ClientControlFacts, "regularRule" | "contactEveryDays"> => {
  const cadence = statedCadenceDays(base, segmentId)
  return {
    ...(base?.regular === undefined ? {} : { regularRule: base.regular }),
    ...(cadence === null ? {} : { contactEveryDays: cadence }),
  }
}

const isInBase = ({ standing }: Pick<Client | Deal | Lead, "standing">): boolean => standing === "active"

/**
 * What control knows of a deal.
 */
const dealControlFacts = (deal: Deal, index: ControlIndex): DealControlFacts => {
  const contact = index.contacts.get(deal.id)
  const invoices = index.invoices.get(deal.id) ?? none
  // A revoked document proves nothing, and nobody waits for it.
  const documents = (index.documents.get(deal.id) ?? none).filter((document) => documentFlags(document).isLive)
  const stage = index.stageOf(deal)
  const { sourceId } = deal
  const facts = contactFacts(deal.id, deal.ownerId, deal.clientId, index)
  const apart = deal.clientId === null ? null : (index.touches.get(deal.clientId)?.lastInboundApartAt ?? null)
  return {
    kind: "deal",
    ...facts,
    // What the client says apart from any deal is its next word on each of them.
    lastInboundAt: latest(facts.lastInboundAt, apart),
    observed: {
      nextSteps: contact?.hasSteps === true || index.carries(sourceId, "nextSteps"),
      dialogs: (contact?.lastDialogAt ?? null) !== null || index.carries(sourceId, "dialogs"),
      payments: invoices.length > 0 || index.carries(sourceId, "payments"),
      documents: documents.length > 0 || index.carries(sourceId, "documents"),
    },
    clientId: deal.clientId,
    pipelineId: deal.pipelineId,
    stageName: stage?.name ?? { en: deal.stageId, ru: deal.stageId },
    stageMeaning: stage?.meaning ?? (deal.outcome === "won" ? "done" : deal.outcome),
    stageLimitDays: stage?.limitDays ?? null,
    outcome: deal.outcome,
    enteredStageAt: deal.enteredStageAt,
    openedOn: deal.openedOn,
    closedOn: deal.closedOn,
    amount: deal.amount,
    invoiceCount: invoices.length,
    unpaid: unpaidOf(invoices),
    ...documentFacts(deal.amount, documents),
  }
}

/** What control knows of a client, given the facts of its deals. */
const clientControlFacts = (
  client: Client,
  deals: ReadonlyArray<DealControlFacts>,
  index: ControlIndex,
): ClientControlFacts => {
  const contact = index.contacts.get(client.id)
  const touch = index.touches.get(client.id)
  const carriesDialogs = index.carries(client.sourceId, "dialogs") && deals.every(({ observed }) => observed.dialogs)
  return {
    kind: "client",
    ...contactFacts(client.id, client.ownerId, client.id, index),
    observed: {
      nextSteps: contact?.hasSteps === true || index.carries(client.sourceId, "nextSteps"),
      dialogs: (contact?.lastDialogAt ?? null) !== null || carriesDialogs,
      payments: index.carries(client.sourceId, "payments"),
      documents: index.carries(client.sourceId, "documents"),
    },
    lastAnswerAt: touch?.lastAnswerAt ?? null,
    lastInboundAt: touch?.lastInboundAt ?? null,
    lastDialogAt: touch?.lastDialogAt ?? null,
    deals,
  }
}

/**
 * What control knows of all records, in time linear in their number.
 *
 * @param records - everything that control reads, in any order
 * @param rules - the department's zone, sources and pipelines
 * @throws TimeZoneUnknown
 * @example
 * ```ts
 * const base = controlFacts(records, config)
 * partition("deal", base.deal, config.control, context).total
 * ```
 */
export const controlFacts = (records: ControlRecords, rules: ControlRules): ControlBase => {
  const index = indexControlRecords(records, rules)
  const dealsOf = new Map<string, Array<DealControlFacts>>()
  const deal = records.deals.filter(isInBase).map((record) => {
    const facts = dealControlFacts(record, index)
    if (record.clientId !== null) {
      const list = dealsOf.get(record.clientId)
      if (list === undefined) dealsOf.set(record.clientId, [facts])
      else list.push(facts)
    }
    return facts
  })
  return {
    // What was merged away or voided is not in the base any more.
    lead: records.leads.filter(isInBase).map((lead) => leadControlFacts(lead, index)),
    client: records.clients.filter(isInBase).map((client) => ({
      ...clientControlFacts(client, dealsOf.get(client.id) ?? none, index),
      ...regularityOf(client, rules.base),
    })),
    deal,
  }
}
