import * as Schema from "effect/Schema"
import { dateField, idField, minorFromZero, moneyField, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

const allocationRules = ["oldestDueFirst", "proRata", "byReference"] as const

const above0 = (text: string): boolean => /^\d{1,12}(?:\.\d{1,12})?$/.test(text) && /[1-9]/.test(text)

/** A rate of exchange between a payment and an invoice. */
export const rateField = Schema.Struct({
  /**
   * Price of `per` major units of the payment's currency in those of the invoice's: a decimal text above 0 with at most 12
   * digits and 12 decimals, such as `"83.1275"`.
   */
  rate: Schema.String.check(
    check("rate.rate", { en: "must be a decimal above 0", ru: "должно быть десятичной дробью больше нуля" }, above0),
  ),
  /** For how many units it is stated, whole, 1 to 1,000,000 (inclusive); 1 where left out. */
  per: Schema.optionalKey(
    Schema.Int.check(
      check("rate.per", { en: "must be 1 to 1000000", ru: "должно быть от 1 до 1000000" }, (n) => n >= 1 && n <= 1e6),
    ),
  ),
  /** The day the rate is of, `YYYY-MM-DD`. */
  on: dateField,
})

const partFields = Schema.Struct({
  /** The invoice, once among the parts. */
  invoiceId: idField("invoice"),
  /** How much is counted against it, in whole minor units of the payment's currency, above 0; not more than is open of it. */
  amountMinor: minorFromZero,
  /** The rate into the invoice's currency: given where it is another than the payment's, and only then. */
  rate: Schema.optionalKey(rateField),
})

const parts = Schema.Array(partFields).check(
  check<ReadonlyArray<{ readonly invoiceId: string }>>(
    "parts.count",
    { en: "must be 1 to 100 parts", ru: "должно быть от 1 до 100 частей" },
    (rows) => rows.length >= 1 && rows.length <= 100,
  ),
  check<ReadonlyArray<{ readonly invoiceId: string }>>(
    "parts.repeatedInvoice",
    { en: "two parts are for one invoice", ru: "две части относятся к одному счёту" },
    (rows) => new Set(rows.map(({ invoiceId }) => invoiceId)).size === rows.length,
  ),
)

/** How a payment is spread over invoices. */
export const spreadFields = {
  /** In which order it is counted against open invoices; not with `parts`. */
  rule: Schema.optionalKey(Schema.Literals(allocationRules)),
  /** How much against which invoice; not with `rule`. */
  parts: Schema.optionalKey(parts),
  /** What becomes of money beyond what is open: the payment is refused, or the rest is kept unallocated. */
  excess: Schema.optionalKey(Schema.Literals(["refuse", "keep"])),
}

interface Spread {
  readonly rule?: string
  readonly parts?: ReadonlyArray<unknown>
}

/** By a rule or by hand. */
export const oneWay = check<Spread>(
  "payment.oneWay",
  { en: "give a rule or parts, not both", ru: "укажите либо правило, либо части" },
  ({ rule, parts: given }) => rule === undefined || given === undefined,
)

/** For whom or what money is. */
interface Purpose {
  readonly invoiceId?: string
  readonly dealId?: string
  readonly clientId?: string
}

/** Whether money is for something that is known. */
export const isForSomebody = ({ invoiceId, dealId, clientId }: Purpose): boolean =>
  invoiceId !== undefined || dealId !== undefined || clientId !== undefined

/** Money is for something that is known. */
const forSomebody = check<Purpose>(
  "payment.forNobody",
  {
    en: "name an invoice, a deal or a client: invoiceId, dealId or clientId",
    ru: "укажите счёт, сделку или клиента: invoiceId, dealId или clientId",
  },
  isForSomebody,
)

/** A rate of the whole is of no use where each part has its own. */
export const rateUsed = check<Spread & { readonly rate?: unknown; readonly invoiceId?: string }>(
  "payment.rateUnused",
  {
    en: "a rate goes with an invoice, or with each of the parts",
    ru: "курс указывают вместе со счётом или с каждой из частей",
  },
  ({ rate, invoiceId, rule, parts: given }) =>
    rate === undefined || (invoiceId !== undefined && rule === undefined && given === undefined),
)

/**
 * Input of `payments.receive`. Names what it is for: an invoice, a deal or a client. With an invoice, it pays that one
 * unless `rule` or `parts` say otherwise; with neither, all of it stays unallocated, which `excess: "keep"` must then say.
 */
export const ReceivePayment = Schema.Struct({
  /** An id of your own, beginning with `payment_`; a new one where left out. */
  id: Schema.optionalKey(idField("payment")),
  /** The invoice that it is for. One of invoice, deal and client is needed. */
  invoiceId: Schema.optionalKey(idField("invoice")),
  /** The deal that it is for; where left out that of the invoices, where all of it counts against those of one deal. */
  dealId: Schema.optionalKey(idField("deal")),
  /** Who paid; the invoice's or the deal's client where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** What came in, in whole minor units. */
  amount: moneyField,
  /** The day it came in, `YYYY-MM-DD`. */
  receivedOn: dateField,
  /** Its number at the bank, 1 to 200 characters. A text. */
  reference: Schema.optionalKey(textField(200)),
  /** The purpose the payer stated, 1 to 500 characters. A text. */
  purpose: Schema.optionalKey(textField(500)),
  /** The rate into the invoice's currency, where the money came in another. */
  rate: Schema.optionalKey(rateField),
  ...spreadFields,
}).check(forSomebody, oneWay, rateUsed)

/** Input of `payments.allocate`: counts what is unallocated against invoices, by a rule or by hand. */
export const AllocatePayment = Schema.Struct({
  /** The payment, of which something is unallocated. */
  paymentId: idField("payment"),
  ...spreadFields,
}).check(
  oneWay,
  check<Spread>(
    "payment.noWay",
    { en: "give a rule or parts", ru: "укажите правило или части" },
    ({ rule, parts: given }) => rule !== undefined || given !== undefined,
  ),
)

/** Input of `payments.release`: takes back what was counted against an invoice; all of it where no amount is given. */
export const ReleasePayment = Schema.Struct({
  /** The payment. */
  paymentId: idField("payment"),
  /** The invoice that it was counted against. */
  invoiceId: idField("invoice"),
  /** How much is taken back, in whole minor units of the payment's currency, above 0; all that was counted where left out. */
  amountMinor: Schema.optionalKey(minorFromZero),
})

/** Input of `payments.refund`: unallocated money goes back, or with an invoice, what was counted against it. */
export const RefundPayment = Schema.Struct({
  /** The payment. */
  paymentId: idField("payment"),
  /** What went back, in whole minor units of the payment's currency, above 0. */
  amount: moneyField,
  /** The day it went back, `YYYY-MM-DD`; not before the money came in. */
  refundedOn: dateField,
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** The invoice off which it is taken; what is unallocated goes back where left out. */
  invoiceId: Schema.optionalKey(idField("invoice")),
})

/** A rule by which a payment is spread. */
export type AllocationRule = (typeof allocationRules)[number]
/** A part given by hand. */
export type PartByHand = typeof partFields.Type
/** Decoded input of `payments.receive`. */
export type ReceivePayment = typeof ReceivePayment.Type
/** Decoded input of `payments.allocate`. */
export type AllocatePayment = typeof AllocatePayment.Type
/** Decoded input of `payments.release`. */
export type ReleasePayment = typeof ReleasePayment.Type
/** Decoded input of `payments.refund`. */
export type RefundPayment = typeof RefundPayment.Type
