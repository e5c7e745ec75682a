import { splitByShares } from "../shared/Allocation.ts"
import type { InvoiceId } from "../shared/Ids.ts"
import { openInstalments, openMinorOf } from "./Invoice.ts"
import { invoicesNamedIn } from "./InvoiceReference.ts"
import type { AllocationRule } from "./PaymentSchema.ts"
import type { Invoice } from "./SettlementSchema.ts"

/** How much of a payment goes to an invoice. */
export interface PlannedPart {
  /** The invoice. */
  readonly invoiceId: InvoiceId
  /** Minor units of the currency that both are in, above 0. */
  readonly amountMinor: number
}

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/** What is due on no known day comes after everything that has one. */
const never = "9999-99-99"

const oldestDueFirst = (amountMinor: number, invoices: ReadonlyArray<Invoice>): ReadonlyArray<PlannedPart> => {
  const open = invoices
    .flatMap((invoice) => openInstalments(invoice).map(({ dueOn, openMinor }) => ({ invoice, dueOn, openMinor })))
    .sort(
      (left, right) =>
        byText(left.dueOn ?? never, right.dueOn ?? never) ||
        byText(left.invoice.issuedOn, right.invoice.issuedOn) ||
        byText(left.invoice.id, right.invoice.id),
    )
  const parts = new Map<InvoiceId, number>()
  let left = amountMinor
  for (const { invoice, openMinor } of open) {
    const part = Math.min(left, openMinor)
    if (part === 0) break
    left -= part
    parts.set(invoice.id, (parts.get(invoice.id) ?? 0) + part)
  }
  return [...parts].map(([invoiceId, part]) => ({ invoiceId, amountMinor: part }))
}

const proRata = (amountMinor: number, invoices: ReadonlyArray<Invoice>): ReadonlyArray<PlannedPart> => {
  const shares = invoices.map((invoice) => ({ id: invoice.id, weight: openMinorOf(invoice) }))
  const open = shares.reduce((sum, { weight }) => sum + weight, 0)
  if (open === 0) return []
  const byId = new Map(splitByShares(Math.min(amountMinor, open), shares).map(({ id, amount }) => [id, amount]))
  return invoices
    .map(({ id }) => ({ invoiceId: id, amountMinor: byId.get(id) ?? 0 }))
    .filter((part) => part.amountMinor > 0)
}

/**
 * Spreads money over invoices by a rule; what they do not take is left over.
 *
 * - `oldestDueFirst`: instalments by the day they are due, those without a day last; then by day of issue and id.
 * - `proRata`: in proportion to what is open, in whole minor units that sum exactly (largest remainders).
 * - `byReference`: only the invoices whose numbers the reference names, oldest due first among them.
 *
 * @param rule - the rule
 * @param amount - what there is to spread, minor units above 0, and its currency: invoices in others are passed over, since
 *   no rule may pick a rate of exchange
 * @param invoices - the payer's invoices, in any order
 * @param reference - what the payer wrote; only `byReference` looks at it
 * @returns parts above 0, each invoice at most once, each at most what is open of it
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { planAllocation } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const issue = async (id: `invoice_${string}`, dueOn: string) =>
 *   await invoices.issue({ id, dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments: [{ dueOn, amountMinor: 50_000_00 }] })
 * const open = [(await issue("invoice_may", "2026-05-31")).invoice, (await issue("invoice_march", "2026-03-31")).invoice]
 * planAllocation("oldestDueFirst", { amountMinor: 70_000_00, currency: "RUB" }, open, "")
 * // [{ invoiceId: "invoice_march", amountMinor: 5000000 }, { invoiceId: "invoice_may", amountMinor: 2000000 }]
 * ```
 */
export const planAllocation = (
  rule: AllocationRule,
  amount: { readonly amountMinor: number; readonly currency: string },
  invoices: ReadonlyArray<Invoice>,
  reference: string,
): ReadonlyArray<PlannedPart> => {
  const open = invoices
    .filter((invoice) => invoice.currency === amount.currency && openMinorOf(invoice) > 0)
    .toSorted((left, right) => byText(left.id, right.id))
  switch (rule) {
    case "oldestDueFirst":
      return oldestDueFirst(amount.amountMinor, open)
    case "proRata":
      return proRata(amount.amountMinor, open)
    case "byReference":
      return oldestDueFirst(amount.amountMinor, invoicesNamedIn(reference, open))
  }
}
