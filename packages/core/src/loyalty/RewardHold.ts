import { invoiceFlags } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { HoldReasons } from "./RewardErrors.ts"

/**
 * Whether a deal is paid and documented, which rewards wait for: both are facts of records, never of the calendar. A write-off is
 * no payment.
 *
 * @param invoices - all invoices of the deal
 * @param documents - all its closing documents
 */
export const holdReasons = (
  invoices: ReadonlyArray<Invoice>,
  documents: ReadonlyArray<Pick<ClosingDocument, "signedOn" | "revokedOn">>,
): HoldReasons => {
  // What is revoked proves nothing, and nobody waits for it.
  const live = documents.filter(({ revokedOn }) => revokedOn === null)
  return {
    // Which day it is does not matter to what is paid.
    isPaid: invoices.length > 0 && invoices.every((invoice) => invoiceFlags(invoice, invoice.issuedOn).isPaidInFull),
    isDocumented: live.length > 0 && live.every(({ signedOn }) => signedOn !== null),
  }
}
