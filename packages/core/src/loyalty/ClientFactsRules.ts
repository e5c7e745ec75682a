import type { Client } from "../client/ClientSchema.ts"
import { consentAggregate, consentStatus } from "../client/Consent.ts"
import { contactAggregate } from "../client/Contact.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Dialog } from "../client/DialogSchema.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { pipelineOf } from "../deal/DealRules.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { isFinishedMeaning, stageOf } from "../deal/Pipeline.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read } from "../journal/Work.ts"
import { where } from "../journal/Work.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate, overdueMinor } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ConsentId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { Rep } from "../team/RepSchema.ts"
import { isEmployed } from "../team/Rep.ts"
import type { LoyaltyAction } from "./CampaignSchema.ts"
import { milestoneAggregate, satisfactionAnswerAggregate } from "./Signal.ts"
import type { Milestone, SatisfactionAnswer } from "./SignalSchema.ts"
import type { BegunDeal, FinishedDeal, TriggerFacts } from "./Trigger.ts"

/** The records of one client that triggers and blocks are read from. */
export interface ClientRecords {
  /** Its deals. */
  readonly deals: ReadonlyArray<Deal>
  /** Their closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Their invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Conversations with it or about its deals. */
  readonly dialogs: ReadonlyArray<Pick<Dialog, "id" | "dealId" | "heldAt" | "outcomeId">>
  /** Its milestones. */
  readonly milestones: ReadonlyArray<Milestone>
  /** Its answers. */
  readonly answers: ReadonlyArray<SatisfactionAnswer>
}

/** Reads everything of a client that rules look at. */
export function* clientRecords(clientId: ClientId): Generator<Read, ClientRecords, unknown> {
  const deals = (yield* where(dealAggregate, "clientId", [clientId])).filter(isInBase)
  const dealIds = deals.map(({ id }) => id)
  const documents = yield* where(closingDocumentAggregate, "dealId", dealIds)
  const invoices = yield* where(invoiceAggregate, "dealId", dealIds)
  const ofClient = yield* where(dialogAggregate, "clientId", [clientId])
  const ofDeals = yield* where(dialogAggregate, "dealId", dealIds)
  const dialogs = [...new Map([...ofClient, ...ofDeals].map((dialog) => [dialog.id, dialog])).values()]
  const milestones = yield* where(milestoneAggregate, "clientId", [clientId])
  const answers = yield* where(satisfactionAnswerAggregate, "clientId", [clientId])
  return { deals, documents, invoices, dialogs, milestones, answers }
}

/**
 * The consents in force of clients, or of contact persons of theirs who are there, by client and purpose. Each was recorded with its
 * proof; where several serve, the one given first.
 */
export function* consentsOfClients(
  clientIds: ReadonlyArray<ClientId>,
  at: Instant,
  today: CalendarDate,
): Generator<Read, ReadonlyMap<ClientId, ReadonlyMap<string, ConsentId>>, unknown> {
  const contacts = (yield* where(contactAggregate, "clientId", clientIds)).filter(({ standing, leftOn }) => {
    return standing === "active" && (leftOn === null || leftOn > today)
  })
  const clientOf = new Map<string, ClientId>(contacts.map(({ id, clientId }) => [id, clientId]))
  const consents = [
    ...(yield* where(consentAggregate, "clientId", clientIds)),
    ...(yield* where(consentAggregate, "contactId", [...clientOf.keys()])),
  ]
  const inForce = consents.filter((consent) => consentStatus(consent, at, today) === "inForce")
  const ordered = inForce.toSorted((left, right) => (left.givenAt > right.givenAt ? -1 : 1))
  const byClient = Map.groupBy(ordered, ({ clientId, contactId }) => clientId ?? clientOf.get(contactId ?? ""))
  return new Map(
    clientIds.map((clientId) => [
      clientId,
      new Map((byClient.get(clientId) ?? []).map(({ purposeId, id }) => [purposeId, id])),
    ]),
  )
}

const productIdsOf = ({ productId, lines }: Deal): ReadonlyArray<string> => [
  ...new Set([productId, ...lines.map((line) => line.productId)].filter((id) => id !== null)),
]

/** The day of the last signature, for deals that a source states as finished without a day. */
const lastSignature = (documents: ReadonlyArray<ClosingDocument>): CalendarDate | null =>
  documents
    .flatMap(({ signedOn }) => signedOn ?? [])
    .toSorted()
    .at(-1) ?? null

const isFinished = (deal: Deal, config: DepartmentConfig): boolean => {
  const pipeline = pipelineOf(config, deal)
  const stage = pipeline === null ? undefined : stageOf(pipeline, deal.stageId)
  return stage !== undefined && isFinishedMeaning(stage.meaning)
}

/** Finished deals whose day is known, by that day and id. */
const finishedDeals = (
  deals: ReadonlyArray<Deal>,
  documents: ReadonlyArray<ClosingDocument>,
  config: DepartmentConfig,
): ReadonlyArray<FinishedDeal> => {
  const byDeal = Map.groupBy(documents, ({ dealId }) => dealId)
  return deals
    .flatMap((deal): ReadonlyArray<FinishedDeal> => {
      if (deal.standing !== "active" || !isFinished(deal, config)) return []
      const finishedOn = deal.finishedOn ?? lastSignature(byDeal.get(deal.id) ?? [])
      if (finishedOn === null) return []
      return [{ dealId: deal.id, productIds: productIdsOf(deal), finishedOn }]
    })
    .toSorted((left, right) => {
      if (left.finishedOn !== right.finishedOn) return left.finishedOn < right.finishedOn ? -1 : 1
      return left.dealId < right.dealId ? -1 : 1
    })
}

/** Deals whose days are known, with the day on which they were lost. */
const begunDeals = (deals: ReadonlyArray<Deal>): ReadonlyArray<BegunDeal> =>
  deals.flatMap((deal): ReadonlyArray<BegunDeal> => {
    const { id: dealId, openedOn, closedOn, outcome } = deal
    const isLost = outcome === "lost"
    if (openedOn === null || (isLost && closedOn === null)) return []
    return [{ dealId, productIds: productIdsOf(deal), openedOn, lostOn: isLost ? closedOn : null }]
  })

/** What triggers read, from a client's records. */
export const triggerFacts = (records: ClientRecords, config: DepartmentConfig): TriggerFacts => ({
  finished: finishedDeals(records.deals, records.documents, config),
  begun: begunDeals(records.deals),
  milestones: records.milestones.filter(({ cancelledAt }) => cancelledAt === null),
  dialogs: records.dialogs.map(({ id, outcomeId, heldAt, dealId }) => ({
    id,
    outcomeId,
    dealId,
    heldOn: localDateOf(heldAt, config.timeZone),
  })),
  answers: records.answers.map(({ id, metric, score, answeredAt, dealId }) => ({
    id,
    metric,
    score,
    dealId,
    answeredOn: localDateOf(answeredAt, config.timeZone),
  })),
  usualIntervalDays: config.control.quietAfterDays,
})

/** Whether anything of a client's invoices was due before a day and is not paid. */
export const hasOverdue = (invoices: ReadonlyArray<Invoice>, on: CalendarDate): boolean =>
  invoices.some((invoice) => overdueMinor(invoice, on) > 0)

/** Who does not work here any more on a day, of the people that reps are stated of. */
export const leftBy = (reps: ReadonlyArray<Rep>, today: CalendarDate): ReadonlySet<string> => {
  const employed = new Set(reps.flatMap((rep) => (isEmployed(rep, today) ? [rep.personId] : [])))
  return new Set(reps.flatMap(({ personId }) => (employed.has(personId) ? [] : [personId])))
}

/** Whom a campaign names for its task; null where it names nobody, or one who has left. */
export const namedFor = (action: LoyaltyAction, left: ReadonlySet<string>): string | null =>
  action.kind === "task" && action.assigneeId !== undefined && !left.has(action.assigneeId) ? action.assigneeId : null

/**
 * Who is to act for a client: the owner of the deal, else of the client. A deal that is over stays with who won it; once that person has
 * left, it is the client's owner who acts.
 */
export const ownerOf = (client: Client, deal: Deal | null, left: ReadonlySet<string>): string | null => {
  const dealOwnerId = deal?.ownerId ?? null
  return dealOwnerId === null || left.has(dealOwnerId) ? client.ownerId : dealOwnerId
}
