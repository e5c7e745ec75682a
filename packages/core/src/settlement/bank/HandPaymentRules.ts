import type { Read } from "../../journal/Work.ts"
import { where } from "../../journal/Work.ts"
import { daysBetween } from "../../shared/CalendarDate.ts"
import type { ClientId, DealId } from "../../shared/Ids.ts"
import { paymentAggregate } from "../Payment.ts"
import type { Payment } from "../SettlementSchema.ts"
import { bankEntryAggregate } from "./BankEntry.ts"
import type { BankEntry } from "./BankSchema.ts"

/** Who paid, and for what. */
export interface Paid {
  /** The client. */
  readonly clientId: ClientId | null
  /** The deal. */
  readonly dealId: DealId | null
}

/** How many days apart a transfer and a payment that was recorded by hand may be the same money. */
const handDays = 7

/**
 * The payments of a payer: of the client, and of the deal where no client is known.
 *
 * @param paid - who paid, and for what
 */
export function* paymentsOf({ clientId, dealId }: Paid): Generator<Read, ReadonlyArray<Payment>, unknown> {
  if (clientId !== null) return yield* where(paymentAggregate, "clientId", [clientId])
  return yield* where(paymentAggregate, "dealId", dealId === null ? [] : [dealId])
}

/**
 * Finds a payment that was recorded by hand and may be the money of a transfer: of the same payer and amount, within a week of it, not gone
 * back, and of which no transfer is the money yet.
 *
 * @param theirs - the payments of the payer
 * @param transfer - its amount and day
 * @param tied - payments that other transfers of the same statement are, or may be
 */
export function* recordedByHand(
  theirs: ReadonlyArray<Payment>,
  { amount, bookedOn }: Pick<BankEntry, "amount" | "bookedOn">,
  tied: ReadonlySet<string>,
): Generator<Read, Payment | null, unknown> {
  const like = theirs.filter(
    (payment) =>
      payment.amount.amountMinor === amount.amountMinor &&
      payment.amount.currency === amount.currency &&
      Math.abs(daysBetween(payment.receivedOn, bookedOn)) <= handDays &&
      payment.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0) < amount.amountMinor &&
      !tied.has(payment.id),
  )
  const likeIds = like.map(({ id }) => id)
  const known = new Set<string>()
  for (const { direction, paymentId } of yield* where(bankEntryAggregate, "paymentId", likeIds)) {
    if (direction === "in" && paymentId !== null) known.add(paymentId)
  }
  return like.find(({ id }) => !known.has(id)) ?? null
}
