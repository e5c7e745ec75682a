import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { DealId, InvoiceId } from "../shared/Ids.ts"
import { divideRounded } from "../shared/Rounding.ts"
import type { Allocation, Payment, Refund, StatedRate } from "./SettlementSchema.ts"

/** Money came in, and was counted against invoices at once, as far as it was. */
export type PaymentReceived = DomainEvent<
  "PaymentReceived",
  Pick<Payment, "id" | "invoiceId" | "dealId" | "clientId" | "amount" | "receivedOn" | "referenceKey" | "allocations">
>

/** A part of it was counted against an invoice later; with the deal that it turns out to be for, where it named none. */
export type PaymentAllocated = DomainEvent<"PaymentAllocated", Allocation & { readonly dealId?: DealId }>

/** A part of it is counted against an invoice no more. */
export type PaymentReleased = DomainEvent<
  "PaymentReleased",
  { readonly invoiceId: InvoiceId; readonly amountMinor: number; readonly invoiceMinor: number }
>

/** A part of it went back. */
export type PaymentRefunded = DomainEvent<"PaymentRefunded", Refund>

/** Everything that can happen to a payment. */
export type PaymentEvent = PaymentReceived | PaymentAllocated | PaymentReleased | PaymentRefunded

/** What is taken off one of a payment's allocations. */
export interface ReleasedPart {
  /** In minor units of the payment's currency. */
  readonly amountMinor: number
  /** In minor units of the invoice's currency. */
  readonly invoiceMinor: number
}

const withUnallocated = (payment: Payment, unallocatedMinor: number): Payment => ({
  ...payment,
  unallocatedMinor,
  unallocatedCurrency: unallocatedMinor > 0 ? payment.amount.currency : null,
})

const sameRate = (left: Allocation, right: Allocation): boolean =>
  left.rate === null || right.rate === null
    ? left.rate === right.rate
    : left.rate.rate === right.rate.rate && left.rate.per === right.rate.per && left.rate.on === right.rate.on

/** Rates by the currency of invoices; of the earliest day, so that what is counted later changes no figure of before. */
const withRates = (rates: ReadonlyArray<StatedRate>, parts: ReadonlyArray<Allocation>): ReadonlyArray<StatedRate> => {
  const kept = new Map(rates.map((rate) => [rate.to, rate]))
  for (const { rate } of parts) {
    const before = rate === null ? undefined : kept.get(rate.to)
    if (rate !== null && (before === undefined || rate.on <= before.on)) kept.set(rate.to, rate)
  }
  return [...kept.values()]
}

const allocated = (payment: Payment, part: Allocation): Payment => {
  const at = payment.allocations.findIndex((one) => one.invoiceId === part.invoiceId && sameRate(one, part))
  const before = payment.allocations[at]
  const allocations =
    before === undefined
      ? [...payment.allocations, part]
      : payment.allocations.with(at, {
          ...before,
          amountMinor: before.amountMinor + part.amountMinor,
          invoiceMinor: before.invoiceMinor + part.invoiceMinor,
        })
  const rates = withRates(payment.rates, [part])
  return withUnallocated({ ...payment, allocations, rates }, payment.unallocatedMinor - part.amountMinor)
}

/** Takes parts off the newest allocations to an invoice first; an entry with nothing left is dropped. */
const released = (payment: Payment, { invoiceId, amountMinor, invoiceMinor }: PaymentReleased["payload"]): Payment => {
  let [left, leftOfInvoice] = [amountMinor, invoiceMinor]
  const allocations = payment.allocations
    .toReversed()
    .map((part): Allocation => {
      if (part.invoiceId !== invoiceId) return part
      const taken = Math.min(left, part.amountMinor)
      const takenOfInvoice = Math.min(leftOfInvoice, part.invoiceMinor)
      left -= taken
      leftOfInvoice -= takenOfInvoice
      return {
        ...part,
        amountMinor: part.amountMinor - taken,
        invoiceMinor: part.invoiceMinor - takenOfInvoice,
      }
    })
    .filter((part) => part.amountMinor > 0 || part.invoiceMinor > 0)
    .toReversed()
  return withUnallocated({ ...payment, allocations }, payment.unallocatedMinor + amountMinor)
}

/** Payments as a kind of record. The bank's reference and the purpose are texts, kept apart. */
export const paymentAggregate: Aggregate<
  Payment,
  PaymentEvent,
  "invoiceId" | "dealId" | "clientId" | "referenceKey" | "unallocatedCurrency"
> = {
  kind: "payment",
  indexes: ["invoiceId", "dealId", "clientId", "referenceKey", "unallocatedCurrency"],
  // A payment of no deal is whose its client is.
  ownership: {
    first: [
      { through: "dealId", kinds: [{ kind: "deal", field: "ownerId" }] },
      { through: "clientId", kinds: [{ kind: "client", field: "ownerId" }] },
    ],
  },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "PaymentReceived") {
      const { amount, allocations } = event.payload
      const unallocatedMinor = allocations.reduce((left, part) => left - part.amountMinor, amount.amountMinor)
      return {
        ...event.payload,
        rates: withRates([], allocations),
        unallocatedMinor,
        unallocatedCurrency: unallocatedMinor > 0 ? amount.currency : null,
        refunds: [],
        version,
        textsVersion: 0,
        changedAt: occurredAt,
      }
    }
    // Streams begin with PaymentReceived: the write path numbers events, and rebuilds are verified.
    const payment = { ...(before as Payment), version, changedAt: occurredAt }
    switch (event.type) {
      case "PaymentAllocated": {
        const { dealId = payment.dealId, ...part } = event.payload
        return allocated({ ...payment, dealId }, part)
      }
      case "PaymentReleased":
        return released(payment, event.payload)
      case "PaymentRefunded":
        return withUnallocated(
          { ...payment, refunds: [...payment.refunds, event.payload] },
          payment.unallocatedMinor - event.payload.amountMinor,
        )
    }
  },
}

/**
 * What of a payment is counted against an invoice, over all rates.
 *
 * @param payment - the payment
 * @param invoiceId - the invoice; one that it does not pay gives zeros
 * @returns in minor units of the payment's currency, and of the invoice's
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { allocatedTo } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, invoices, payments } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const instalments = [{ dueOn: "2026-03-31", amountMinor: 60_000_00 }]
 * const { invoice } = await invoices.issue({ dealId: deal.id, issuedOn: "2026-03-01", currency: "RUB", instalments })
 * const amount = { amountMinor: 20_000_00, currency: "RUB" }
 * const { payment } = await payments.receive({ invoiceId: invoice.id, amount, receivedOn: "2026-03-10" })
 * allocatedTo(payment, invoice.id) // { amountMinor: 2000000, invoiceMinor: 2000000 }
 * ```
 */
export const allocatedTo = (payment: Payment, invoiceId: InvoiceId): ReleasedPart => {
  let [amountMinor, invoiceMinor] = [0, 0]
  for (const part of payment.allocations) {
    if (part.invoiceId !== invoiceId) continue
    amountMinor += part.amountMinor
    invoiceMinor += part.invoiceMinor
  }
  return { amountMinor, invoiceMinor }
}

/**
 * What went back of a payment.
 *
 * @param payment - the payment
 * @returns minor units of the payment's currency, 0 or more
 * @example
 * ```ts
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 * import { refundedMinor } from "@salesdept/core/settlement/receivables"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals, payments } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * const amount = { amountMinor: 20_000_00, currency: "RUB" }
 * const { payment } = await payments.receive({ dealId: deal.id, amount, receivedOn: "2026-03-10", excess: "keep" })
 * const back = { amount: { amountMinor: 5_000_00, currency: "RUB" }, refundedOn: "2026-03-12", reasonId: "overpaid" }
 * const after = await payments.refund({ paymentId: payment.id, ...back })
 * refundedMinor(after.payment) // 500000
 * ```
 */
export const refundedMinor = (payment: Payment): number =>
  payment.refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

const share = (part: number, of: number, whole: number): number =>
  of === 0 ? 0 : Number(divideRounded(BigInt(part) * BigInt(whole), BigInt(of), "half-even"))

/**
 * What to take off where a part of an allocation goes: the other currency's part follows in proportion, rounded half to
 * even; all of one takes all of the other, so that nothing is left over by rounding.
 *
 * @param from - what is allocated
 * @param amountMinor - how much of it goes, in the payment's currency; at most what is allocated
 */
export const releasedByAmount = (from: ReleasedPart, amountMinor: number): ReleasedPart => ({
  amountMinor,
  invoiceMinor: share(amountMinor, from.amountMinor, from.invoiceMinor),
})

/** As {@link releasedByAmount}, by how much goes in the invoice's currency. */
export const releasedByInvoice = (from: ReleasedPart, invoiceMinor: number): ReleasedPart => ({
  amountMinor: share(invoiceMinor, from.invoiceMinor, from.amountMinor),
  invoiceMinor,
})
