import { sumInDealsCurrency } from "../deal/DealRate.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { coveredAmounts } from "../settlement/DocumentCover.ts"
import { invoiceFlags, isTakenBack } from "../settlement/Invoice.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { Money } from "../shared/Money.ts"
import type { HoldReasons } from "./RewardErrors.ts"

/** What of a closing document says whether it proves its deal. */
export type HoldDocument = Pick<ClosingDocument, "invoiceId" | "signedOn" | "revokedOn" | "amount" | "difference">

/** What of a deal says how much it asks for. */
export type HoldDeal = Pick<Deal, "amount" | "closeRate">

/**
 * Whether a sum comes to the deal's amount, by the rate frozen on it; what is in another currency and has no rate cannot be set against it,
 * and is taken as it is.
 */
const comesTo = (deal: HoldDeal, amounts: ReadonlyArray<Money>): boolean =>
  deal.amount === null || (sumInDealsCurrency(deal, amounts) ?? Number.MAX_SAFE_INTEGER) >= deal.amount.amountMinor

/**
 * Whether a deal is paid and documented, which rewards wait for: both are facts of records, never of the calendar, and the same that gates
 * ask for. It is paid where money has come to its amount and nothing of its invoices is open: neither a write-off nor a credit note is a
 * payment. It is documented where all documents that were not revoked are signed, and settle its amount.
 *
 * @param deal - what it comes to, and the rate frozen on it; where its amount is not known its invoices and documents alone tell
 * @param invoices - all invoices of the deal
 * @param documents - all its closing documents
 * @example
 * ```ts
 * import { holdReasons } from "@salesdept/core/loyalty/rewards"
 *
 * const amount = { amountMinor: 60_000_00, currency: "RUB" }
 * const act = { invoiceId: null, signedOn: "2026-03-12", revokedOn: null, amount, difference: null }
 * const deal = { amount, closeRate: null }
 * holdReasons(deal, [], [act]) // { isPaid: false, isDocumented: true }
 * holdReasons(deal, [], [{ ...act, revokedOn: "2026-03-20" }]) // { isPaid: false, isDocumented: false }
 * ```
 */
export const holdReasons = (
  deal: HoldDeal,
  invoices: ReadonlyArray<Invoice>,
  documents: ReadonlyArray<HoldDocument>,
): HoldReasons => {
  // What was taken back whole asked for nothing, and what is revoked proves nothing and is waited for by nobody.
  const asking = invoices.filter((invoice) => !isTakenBack(invoice))
  const live = documents.filter(({ revokedOn }) => revokedOn === null)
  return {
    isPaid:
      asking.length > 0 &&
      // Which day it is does not matter to what is paid.
      asking.every((invoice) => invoiceFlags(invoice, invoice.issuedOn).isPaidInFull) &&
      comesTo(
        deal,
        asking.map(({ paidMinor, currency }) => ({ amountMinor: paidMinor, currency })),
      ),
    isDocumented:
      live.length > 0 &&
      live.every(({ signedOn }) => signedOn !== null) &&
      comesTo(deal, coveredAmounts(live, invoices)),
  }
}
