import { sumInDealsCurrency } from "../deal/DealRate.ts"
import type { ClosingDocument } from "../settlement/DocumentSchema.ts"
import { lacksDay } from "../settlement/DueDay.ts"
import { openInstalments } from "../settlement/Invoice.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import type { Money } from "../shared/Money.ts"
import type { UnpaidInstalment } from "./ControlFacts.ts"
import type { ControlIndex } from "./ControlIndex.ts"
import type { ControlledDeal } from "./ControlRecords.ts"
import type { MoneySums } from "./MoneySums.ts"
import { addMoney, moneyOf, sumsInOrder } from "./MoneySums.ts"

const none: ReadonlyArray<never> = []

const placeOf = ({ dueOn, open }: UnpaidInstalment): string => `${dueOn ?? "9999-99-99"} ${open.currency}`

/** What is still to be paid of invoices, by day, without a day last; of one day by currency. */
export const unpaidOf = (invoices: ReadonlyArray<Invoice>): ReadonlyArray<UnpaidInstalment> => {
  if (invoices.length === 0) return none
  return invoices
    .flatMap((invoice) =>
      openInstalments(invoice).map((instalment): UnpaidInstalment => ({
        dueOn: instalment.dueOn,
        open: { amountMinor: instalment.openMinor, currency: invoice.currency },
        ...(lacksDay(instalment, invoice) ? { lacksDay: true } : {}),
      })),
    )
    .sort((left, right) => {
      const [one, other] = [placeOf(left), placeOf(right)]
      return one < other ? -1 : one > other ? 1 : 0
    })
}

/** What is owed of a deal that was never invoiced: all that documents prove and no money came in for, where its gates ask for payment. */
export const neverInvoiced = (
  deal: ControlledDeal,
  documents: ReadonlyArray<ClosingDocument>,
  { asksPayment, carriedBy, paidBeside }: ControlIndex,
): Money | null => {
  const { amount } = deal
  if (amount === null || paidBeside === null || documents.every(({ signedOn }) => signedOn === null)) return null
  if (!asksPayment(deal) || !carriedBy(deal.sourceId).payments) return null
  const paidMinor = sumInDealsCurrency(deal, paidBeside.get(deal.id) ?? none)
  if (paidMinor === null || paidMinor >= amount.amountMinor) return null
  return { amountMinor: amount.amountMinor - paidMinor, currency: amount.currency }
}

/** What the invoices of a deal do not come to, less what was credited. */
export const uninvoicedOf = (
  deal: Pick<ControlledDeal, "amount" | "closeRate">,
  invoices: ReadonlyArray<Invoice>,
): Money | null => {
  const { amount } = deal
  if (amount === null) return null
  const invoicedMinor = sumInDealsCurrency(
    deal,
    invoices.map(({ totalMinor, creditedMinor, currency }) => ({ amountMinor: totalMinor - creditedMinor, currency })),
  )
  if (invoicedMinor === null || invoicedMinor >= amount.amountMinor) return null
  return { amountMinor: amount.amountMinor - invoicedMinor, currency: amount.currency }
}

/** What came in for a lost deal and was neither sent back nor signed for. */
export const heldOf = (
  deal: ControlledDeal,
  invoices: ReadonlyArray<Invoice>,
  documents: ReadonlyArray<ClosingDocument>,
  { paidBeside }: ControlIndex,
): ReadonlyArray<Money> => {
  const beside = paidBeside?.get(deal.id) ?? none
  if (deal.outcome !== "lost" || (invoices.length === 0 && beside.length === 0)) return none
  const sums: MoneySums = new Map()
  for (const { paidMinor, currency } of invoices) addMoney(sums, { amountMinor: paidMinor, currency })
  for (const money of beside) addMoney(sums, money)
  for (const { amount, signedOn } of documents) {
    if (signedOn !== null) addMoney(sums, { ...amount, amountMinor: -amount.amountMinor })
  }
  return sumsInOrder(sums)
    .flatMap((sum) => moneyOf(sum) ?? [])
    .filter(({ amountMinor }) => amountMinor > 0)
}
