import * as Result from "effect/Result"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import type { ClientId, DealId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"
import { convertMoney } from "../shared/Money.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { divideRounded } from "../shared/Rounding.ts"
import { planAllocation } from "./AllocationPlan.ts"
import { invoiceAggregate, openMinorOf } from "./Invoice.ts"
import type { AllocatePayment, PartByHand, ReceivePayment } from "./PaymentSchema.ts"
import { AmountRefused } from "./SettlementErrors.ts"
import type { Allocation, Invoice, StatedRate } from "./SettlementSchema.ts"

/** An allocation together with the invoice it is for. */
export interface Counted {
  readonly invoice: Invoice
  readonly part: Allocation
}

/** Why a part of a payment is refused. */
export type PartRejection = RecordNotFound | AmountRefused

const statedRate = (rate: NonNullable<PartByHand["rate"]>, from: string, to: string): StatedRate => ({
  from,
  to,
  rate: rate.rate,
  per: rate.per ?? 1,
  on: rate.on,
})

/** A part of money in one currency set against an invoice; null where the conversion passes the largest amount. */
const converted = (amount: Money, rate: StatedRate): number | null => {
  try {
    return convertMoney(amount, rate, "half-even").amountMinor
  } catch {
    // Currencies and the rate were checked at the edge: what is left is the bound.
    return null
  }
}

/**
 * Counts an amount against an invoice.
 *
 * @param path - where the part stands in the input; empty where it is the whole payment
 * @param keepsExcess - whether what is more than the invoice asks stays unallocated instead of being refused
 */
export const counted = (
  invoice: Invoice,
  amount: Money,
  stated: PartByHand["rate"],
  path: string,
  keepsExcess = false,
): Result.Result<Counted, AmountRefused> => {
  const refused = (rule: AmountRefused["data"]["rule"], field: string) =>
    Result.fail(new AmountRefused(invoice.id, field, rule))
  const [inPart, inRate] = path === "" ? ["amount.amountMinor", "rate"] : [`${path}.amountMinor`, `${path}.rate`]
  const { amountMinor, currency } = amount
  if (amountMinor === 0) return refused("zero", inPart)
  const isForeign = currency !== invoice.currency
  if (isForeign && stated === undefined) return refused("currency", path === "" ? "amount.currency" : inRate)
  if (!isForeign && stated !== undefined) return refused("rateNeedless", inRate)
  const rate = stated === undefined ? null : statedRate(stated, currency, invoice.currency)
  const invoiceMinor = rate === null ? amountMinor : converted(amount, rate)
  if (invoiceMinor === null) return refused("tooLarge", inPart)
  if (invoiceMinor === 0) return refused("zero", inPart)
  const open = openMinorOf(invoice)
  if (invoiceMinor > open && keepsExcess) {
    // What is left of the payment is less than would settle a minor unit more: the invoice is paid to the last one by any rate.
    const taken = Number(divideRounded(BigInt(amountMinor) * BigInt(open), BigInt(invoiceMinor), "up"))
    return Result.succeed({
      invoice,
      part: { invoiceId: invoice.id, amountMinor: taken, invoiceMinor: open, rate },
    })
  }
  if (invoiceMinor > open) {
    const most = { amountMinor: open, currency: invoice.currency }
    return Result.fail(new AmountRefused(invoice.id, inPart, "moreThanOwed", most, path === ""))
  }
  return Result.succeed({ invoice, part: { invoiceId: invoice.id, amountMinor, invoiceMinor, rate } })
}

function* countedByHand(
  parts: ReadonlyArray<PartByHand>,
  currency: string,
): Generator<Read, Result.Result<ReadonlyArray<Counted>, PartRejection>, unknown> {
  const invoices = yield* byIds(
    invoiceAggregate,
    parts.map(({ invoiceId }) => invoiceId),
  )
  const all: Array<Counted> = []
  for (const [at, { invoiceId, amountMinor, rate }] of parts.entries()) {
    const invoice = invoices.get(invoiceId)
    if (invoice === undefined) return Result.fail(new RecordNotFound("invoice", invoiceId))
    const one = counted(invoice, { amountMinor, currency }, rate, `parts[${at}]`)
    if (Result.isFailure(one)) return Result.fail(one.failure)
    all.push(one.success)
  }
  return Result.succeed(all)
}

/** Where a payment came from, for finding the invoices a rule may spread it over. */
export interface Payer {
  /** The client. */
  readonly clientId: ClientId | null
  /** The deal. */
  readonly dealId: DealId | null
}

/** The invoices of a payer: of the deal where one is named, else of the client. */
function* invoicesOf({ clientId, dealId }: Payer): Generator<Read, ReadonlyArray<Invoice>, unknown> {
  if (dealId !== null) return yield* where(invoiceAggregate, "dealId", [dealId])
  return clientId === null ? [] : yield* where(invoiceAggregate, "clientId", [clientId])
}

/** What a payment is to be counted against, by rule, by hand, or against the one invoice it names. */
export function* countedOf(
  input: Pick<AllocatePayment, "rule" | "parts"> & Pick<ReceivePayment, "rate">,
  amount: Money,
  payer: Payer,
  named: Invoice | null,
  reference: string,
): Generator<Read, Result.Result<ReadonlyArray<Counted>, PartRejection>, unknown> {
  if (input.parts !== undefined) return yield* countedByHand(input.parts, amount.currency)
  if (input.rule !== undefined) {
    const invoices = named === null ? yield* invoicesOf(payer) : [named]
    const byInvoice = new Map(invoices.map((invoice) => [invoice.id, invoice]))
    return Result.succeed(
      planAllocation(input.rule, amount, invoices, reference).flatMap(({ invoiceId, amountMinor }) => {
        const invoice = byInvoice.get(invoiceId)
        const part = { invoiceId, amountMinor, invoiceMinor: amountMinor, rate: null }
        return invoice === undefined ? [] : [{ invoice, part }]
      }),
    )
  }
  return Result.succeed([])
}

/** What parts take of the payment together, whole minor units. */
export const sumOf = (all: ReadonlyArray<Counted>): number => all.reduce((sum, { part }) => sum + part.amountMinor, 0)

/** The invoices that parts are counted against. */
export const invoicesIn = (all: ReadonlyArray<Counted>): ReadonlyArray<Invoice> => all.map(({ invoice }) => invoice)

/** The deal that money is for which counts against its invoices alone; null where it counts against those of several, or some is left. */
export const onlyDeal = (invoices: Iterable<Invoice>, leftMinor: number): DealId | null => {
  const [dealId = null, ...others] = new Set([...invoices].map((invoice) => invoice.dealId))
  return leftMinor > 0 || others.length > 0 ? null : dealId
}
