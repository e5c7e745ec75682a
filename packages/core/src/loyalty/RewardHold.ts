import { invoiceFlags } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { HoldReasons } from "./RewardErrors.ts"

/**
 * Whether a deal is paid and documented, which rewards wait for: both are facts of records, never of the calendar. A write-off is
 * no payment; a deal without invoices is not paid, and one without documents that were not revoked is not documented.
 *
 * @param invoices - all invoices of the deal
 * @param documents - all its closing documents
 * @example
 * ```ts
 * import { holdReasons } from "@salesdept/core/loyalty/rewards"
 *
 * holdReasons([], [{ signedOn: "2026-03-12", revokedOn: null }]) // { isPaid: false, isDocumented: true }
 * holdReasons([], [{ signedOn: "2026-03-12", revokedOn: "2026-03-20" }]) // { isPaid: false, isDocumented: false }
 * ```
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
