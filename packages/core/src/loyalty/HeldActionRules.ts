import { consentAggregate } from "../client/Consent.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DueActionId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { hasComeBack, isForWhoStaysAway } from "./CameBack.ts"
import { campaignAggregate } from "./Campaign.ts"
import type { WithheldReason } from "./ActionChoice.ts"
import { isAsking } from "./ActionChoice.ts"
import type { DueAction } from "./ActionSchema.ts"
import { consentsOfClients, hasOverdue, triggerFacts } from "./ClientFactsRules.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"

/** Why something that was decided may not be done now: it has come up since. */
export type HeldReason = Extract<WithheldReason, "cameBack" | "paymentOverdue" | "complaintOpen" | "noConsent">

/** When it is asked. */
export interface HeldAt {
  /** The instant. */
  readonly instant: Instant
  /** Its day by the department's calendar. */
  readonly today: CalendarDate
  /** The department. */
  readonly config: DepartmentConfig
}

/** Actions for who was quiet, or had used something up, of whom it is so no more. */
function* settledActions(
  actions: ReadonlyArray<DueAction>,
  { today, config }: HeldAt,
): Generator<Read, ReadonlySet<DueActionId>, unknown> {
  const campaigns = yield* byIds(campaignAggregate, [...new Set(actions.map(({ campaignId }) => campaignId))])
  const asked = actions.flatMap((action) => {
    const trigger = campaigns.get(action.campaignId)?.plan.trigger
    return trigger !== undefined && isForWhoStaysAway(trigger) ? [{ ...action, trigger }] : []
  })
  if (asked.length === 0) return new Set()
  const clientIds = [...new Set(asked.map(({ clientId }) => clientId))]
  const deals = (yield* where(dealAggregate, "clientId", clientIds)).filter(isInBase)
  const dealIds = deals.map(({ id }) => id)
  const documents = yield* where(closingDocumentAggregate, "dealId", dealIds)
  const clientOf = new Map<string, ClientId | null>(deals.map(({ id, clientId }) => [id, clientId]))
  const dealsOf = Map.groupBy(deals, ({ clientId }) => clientId)
  const documentsOf = Map.groupBy(documents, ({ dealId }) => clientOf.get(dealId))
  const none = { invoices: [], dialogs: [], milestones: [], answers: [] }
  return new Set(
    asked.flatMap(({ id, trigger, clientId, occurrenceKey: key, dueOn, dealId }) => {
      const records = { ...none, deals: dealsOf.get(clientId) ?? [], documents: documentsOf.get(clientId) ?? [] }
      const facts = triggerFacts(records, config)
      return hasComeBack(trigger, facts, { key, dueOn, dealId }, today) ? [id] : []
    }),
  )
}

function* overdueClients(
  clientIds: ReadonlyArray<ClientId>,
  today: CalendarDate,
): Generator<Read, ReadonlySet<string | null>, unknown> {
  const deals = (yield* where(dealAggregate, "clientId", clientIds)).filter(isInBase)
  const clientOf = new Map<string, ClientId | null>(deals.map(({ id, clientId }) => [id, clientId]))
  const dealIds = deals.map(({ id }) => id)
  const invoices = yield* where(invoiceAggregate, "dealId", dealIds)
  const overdue = invoices.filter((invoice) => hasOverdue([invoice], today))
  return new Set(overdue.map(({ dealId }) => clientOf.get(dealId) ?? null))
}

/**
 * What holds back now what was decided before: another deal by which who was quiet has come back, an overdue payment or an open complaint
 * where something is asked of the client, and a consent that was taken back or has run out with none in its place.
 *
 * @param actions - decided, not done
 * @param at - the instant, its day by the department's calendar, and the department
 */
export function* heldReasons(
  actions: ReadonlyArray<DueAction>,
  at: HeldAt,
): Generator<Read, ReadonlyMap<DueActionId, ReadonlyArray<HeldReason>>, unknown> {
  const asking = actions.filter(({ action }) => isAsking(action))
  const askedIds = [...new Set(asking.map(({ clientId }) => clientId))]
  const overdue = yield* overdueClients(askedIds, at.today)
  const profiles = yield* byIds(loyaltyProfileAggregate, askedIds.map(loyaltyProfileId))
  const settled = yield* settledActions(actions, at)
  const resting = actions.filter(({ consentId }) => consentId !== null)
  const stated = yield* byIds(
    consentAggregate,
    resting.flatMap(({ consentId }) => consentId ?? []),
  )
  const agreed = yield* consentsOfClients([...new Set(resting.map(({ clientId }) => clientId))], at.instant, at.today)
  return new Map(
    actions.map(({ id, clientId, consentId, action }) => {
      const reasons: Array<HeldReason> = settled.has(id) ? ["cameBack"] : []
      if (isAsking(action)) {
        if (overdue.has(clientId)) reasons.push("paymentOverdue")
        if ((profiles.get(loyaltyProfileId(clientId))?.openComplaintIds ?? []).length > 0) reasons.push("complaintOpen")
      }
      if (consentId !== null) {
        const purposeId = stated.get(consentId)?.purposeId
        if (purposeId === undefined || agreed.get(clientId)?.has(purposeId) !== true) reasons.push("noConsent")
      }
      return [id, reasons]
    }),
  )
}
