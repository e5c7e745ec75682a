import type { ClientId, InvoiceId } from "../../shared/Ids.ts"
import type { Money } from "../../shared/Money.ts"
import { openInstalments, openMinorOf } from "../Invoice.ts"
import { invoicesNamedIn } from "../InvoiceReference.ts"
import type { Invoice } from "../SettlementSchema.ts"

/**
 * Why a transfer was not matched by itself. `repeatedReference`: a payment of the same number came with another amount; `recordedByHand`: a
 * payment of that amount was recorded within a week, and no transfer is its money yet.
 */
export type MatchDoubt =
  | "severalInvoices"
  | "otherPayer"
  | "moreThanOwed"
  | "severalAmounts"
  | "unknownPayer"
  | "nothingFits"
  | "repeatedReference"
  | "recordedByHand"

/** What is known of a transfer when it is matched. */
export interface MatchedTransfer {
  /** Its amount. */
  readonly amount: Money
  /** What the payer wrote. */
  readonly purpose: string
  /** Who paid, where that is known for certain. */
  readonly clientId: ClientId | null
}

/** What a transfer pays, or why that is for a person to say. */
export type StatementMatch =
  | {
      /** By an invoice's number, or by the amount of a known payer. */
      readonly by: "reference" | "amount"
      /** What it pays; the sum is the amount, or less by an excess within the tolerance, which stays unallocated. */
      readonly parts: ReadonlyArray<{ readonly invoiceId: InvoiceId; readonly amountMinor: number }>
    }
  | {
      /** By nothing. */
      readonly by: null
      /** Why. */
      readonly doubt: MatchDoubt
      /** Invoices that come into question, for the person who decides. */
      readonly candidates: ReadonlyArray<InvoiceId>
    }

const doubtful = (doubt: MatchDoubt, candidates: ReadonlyArray<Invoice>): StatementMatch => ({
  by: null,
  doubt,
  candidates: candidates.map(({ id }) => id),
})

const paying = (by: "reference" | "amount", invoices: ReadonlyArray<Invoice>, amountMinor: number): StatementMatch => {
  let left = amountMinor
  const parts = invoices.flatMap((invoice) => {
    const part = Math.min(left, openMinorOf(invoice))
    left -= part
    return part === 0 ? [] : [{ invoiceId: invoice.id, amountMinor: part }]
  })
  return { by, parts }
}

/** What payers and banks write of money that comes back: of a supplier's refund, or a transfer of our own that did not arrive. */
const comesBack =
  /(?<!\p{L})(?:возврат(?!н)\p{L}*|refund\p{L}*|reversal|returned|chargeback|rückerstattung|rückzahlung|rückbuchung)(?!\p{L})/iu

const openOf = (invoices: ReadonlyArray<Invoice>): number =>
  invoices.reduce((sum, invoice) => sum + openMinorOf(invoice), 0)

/**
 * What to say of a transfer that names only invoices which it cannot pay: those that are paid already, or of another currency. It is for
 * them, so that no other invoice of the amount is taken for it.
 */
const forNothingOpen = (
  { amount, purpose, clientId }: MatchedTransfer,
  invoices: ReadonlyArray<Invoice>,
): StatementMatch | null => {
  const named = invoicesNamedIn(purpose, invoices).filter(
    (invoice) => clientId === null || invoice.clientId === null || invoice.clientId === clientId,
  )
  if (named.length === 0) return null
  const isPaid = named.some(({ currency }) => currency === amount.currency)
  return doubtful(isPaid ? "moreThanOwed" : "nothingFits", named)
}

const byReference = (
  transfer: MatchedTransfer,
  invoices: ReadonlyArray<Invoice>,
  open: ReadonlyArray<Invoice>,
  toleranceMinor: number,
): StatementMatch | null => {
  const { amount, purpose, clientId } = transfer
  const named = invoicesNamedIn(purpose, open)
  if (named.length === 0) return forNothingOpen(transfer, invoices)
  if (clientId !== null && named.some((invoice) => invoice.clientId !== null && invoice.clientId !== clientId)) {
    return doubtful("otherPayer", named)
  }
  // Two invoices of one number are told apart by nobody but a person.
  const numbers = new Set(named.map(({ number }) => number))
  if (numbers.size < named.length) return doubtful("severalInvoices", named)
  if (amount.amountMinor > openOf(named) + toleranceMinor) return doubtful("moreThanOwed", named)
  const isWhole = Math.abs(amount.amountMinor - openOf(named)) <= toleranceMinor
  // How a part would spread over several is not said.
  return named.length === 1 || isWhole
    ? paying("reference", named, amount.amountMinor)
    : doubtful("severalInvoices", named)
}

/** Whether an amount is what an invoice asks for: all that is open, or the instalment that comes first. */
const fits = (invoice: Invoice, amountMinor: number, toleranceMinor: number): boolean => {
  const [first] = openInstalments(invoice)
  return [openMinorOf(invoice), ...(first === undefined ? [] : [first.openMinor])].some(
    (asked) => Math.abs(asked - amountMinor) <= toleranceMinor,
  )
}

/**
 * What a transfer pays. First the invoices it names by number, exactly; where it names none, the one invoice of a known payer
 * that asks for its amount, or all of the payer's invoices where only their sum is the amount. One that names a paid invoice, or one in
 * another currency, is for that invoice and no other. Whatever allows a second reading, and money that is said to come back,
 * is left to a person, with the invoices that come into question.
 *
 * @param transfer - the transfer
 * @param invoices - invoices that may be meant: those with its numbers, and the payer's; others do not change the answer
 * @param toleranceMinor - by how much amounts may differ (bank charges), minor units, 0 or more
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { matchTransfer } from "@salesdept/core/settlement"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const terms = { dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments: [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }] }
 * const { invoice } = await invoices.issue({ id: "invoice_a17", number: "A-17", ...terms })
 * const transfer = { amount: { amountMinor: 60_000_00, currency: "RUB" }, purpose: "Оплата по счёту № A-17", clientId: null }
 * matchTransfer(transfer, [invoice], 0) // { by: "reference", parts: [{ invoiceId: "invoice_a17", amountMinor: 6000000 }] }
 * ```
 */
export const matchTransfer = (
  transfer: MatchedTransfer,
  invoices: ReadonlyArray<Invoice>,
  toleranceMinor: number,
): StatementMatch => {
  const { amount, clientId } = transfer
  const ordered = invoices.toSorted((left, right) => (left.id < right.id ? -1 : 1))
  const open = ordered.filter((invoice) => invoice.currency === amount.currency && openMinorOf(invoice) > 0)
  // A number named there is one of an invoice of somebody else's, or of one that was paid before.
  if (comesBack.test(transfer.purpose)) return doubtful("nothingFits", invoicesNamedIn(transfer.purpose, ordered))
  const named = byReference(transfer, ordered, open, toleranceMinor)
  if (named !== null) return named
  if (clientId === null) {
    return doubtful(
      "unknownPayer",
      open.filter((invoice) => fits(invoice, amount.amountMinor, toleranceMinor)),
    )
  }
  const own = open.filter((invoice) => invoice.clientId === clientId)
  const fitting = own.filter((invoice) => fits(invoice, amount.amountMinor, toleranceMinor))
  const isAll = own.length > 1 && Math.abs(openOf(own) - amount.amountMinor) <= toleranceMinor
  if (fitting.length === 1 && !isAll) return paying("amount", fitting, amount.amountMinor)
  if (fitting.length === 0 && isAll) return paying("amount", own, amount.amountMinor)
  return fitting.length === 0 ? doubtful("nothingFits", own) : doubtful("severalAmounts", isAll ? own : fitting)
}
