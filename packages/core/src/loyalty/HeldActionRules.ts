import { consentAggregate } from "../client/Consent.ts"
import { dealAggregate } from "../deal/Deal.ts"
import { isInBase } from "../journal/Standing.ts"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DueActionId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { WithheldReason } from "./ActionChoice.ts"
import { isAsking } from "./ActionChoice.ts"
import type { DueAction } from "./ActionSchema.ts"
import { consentsOfClients, hasOverdue } from "./ClientFactsRules.ts"
import { loyaltyProfileAggregate, loyaltyProfileId } from "./LoyaltyProfile.ts"

/** Why something that was decided may not be done now: it has come up since. */
export type HeldReason = Extract<WithheldReason, "paymentOverdue" | "complaintOpen" | "noConsent">

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
 * What holds back now what was decided before: an overdue payment or an open complaint where something is asked of the client, and a
 * consent that was taken back or has run out with none in its place.
 *
 * @param actions - decided, not done
 * @param at - the instant, and its day by the department's calendar
 */
export function* heldReasons(
  actions: ReadonlyArray<DueAction>,
  at: { readonly instant: Instant; readonly today: CalendarDate },
): Generator<Read, ReadonlyMap<DueActionId, ReadonlyArray<HeldReason>>, unknown> {
  const asking = actions.filter(({ action }) => isAsking(action))
  const askedIds = [...new Set(asking.map(({ clientId }) => clientId))]
  const overdue = yield* overdueClients(askedIds, at.today)
  const profiles = yield* byIds(loyaltyProfileAggregate, askedIds.map(loyaltyProfileId))
  const resting = actions.filter(({ consentId }) => consentId !== null)
  const stated = yield* byIds(
    consentAggregate,
    resting.flatMap(({ consentId }) => consentId ?? []),
  )
  const agreed = yield* consentsOfClients([...new Set(resting.map(({ clientId }) => clientId))], at.instant, at.today)
  return new Map(
    actions.map(({ id, clientId, consentId, action }) => {
      const reasons: Array<HeldReason> = []
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
