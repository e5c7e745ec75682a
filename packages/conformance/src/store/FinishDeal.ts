import type { Session } from "@salesdept/core/promise"
import type { DealId } from "@salesdept/core/shared"
import { saleStages } from "./SuiteDepartment.ts"

/** A deal to be finished, and the day on which everything happens. */
export interface DealToFinish {
  readonly dealId: DealId
  readonly amount: { readonly amountMinor: number; readonly currency: string }
  readonly on: string
}

/** Takes a deal of a client from the first stage into aftercare: invoiced, paid and documented on one day. */
export const finishDeal = async (shop: Session, { dealId, amount, on }: DealToFinish): Promise<void> => {
  const documentId = `document_${dealId}` as const
  const invoiceId = `invoice_${dealId}` as const
  const instalments = [{ dueOn: on, amountMinor: amount.amountMinor }]
  await shop.invoices.issue({ id: invoiceId, dealId, issuedOn: on, currency: amount.currency, instalments })
  await shop.payments.receive({ invoiceId, amount, receivedOn: on })
  await shop.documents.draft({ id: documentId, dealId, kind: "serviceAct", amount, draftedOn: on })
  await shop.documents.sign({ documentId, signedOn: on })
  for (const to of saleStages.slice(1, saleStages.indexOf("aftercare") + 1)) {
    await shop.deals.move({ dealId, to }, { occurredAt: `${on}T06:00:00.000Z` })
  }
}
