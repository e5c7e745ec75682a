import * as Schema from "effect/Schema"
import { dateField, idField, moneyField, slug, textField } from "../ports/input/FieldSchema.ts"

const invoiceId = idField("invoice")
const comment = Schema.optionalKey(textField(1000))

/** Input of `invoices.promise`: the client says when money will come. All that is open where no amount is given. */
export const PromisePayment = Schema.Struct({
  /** The invoice. */
  invoiceId,
  /** The day the client said so, `YYYY-MM-DD`. */
  madeOn: dateField,
  /** The last day by which the money is to come. */
  promisedOn: dateField,
  /** How much; all that is open where left out. */
  amount: Schema.optionalKey(moneyField),
  /** In the client's words, 1 to 1,000 characters. A text. */
  comment,
})

/** Input of `invoices.dispute`. */
export const DisputeInvoice = Schema.Struct({
  /** The invoice: something of it is open, and it is not disputed yet. */
  invoiceId,
  /** The day on which the client disputed it, `YYYY-MM-DD`; not before it was issued. */
  disputedOn: dateField,
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** In the client's words, 1 to 1,000 characters. A text. */
  comment,
})

/** Input of `invoices.resolveDispute`. */
export const ResolveDispute = Schema.Struct({
  /** The invoice, which is disputed. */
  invoiceId,
  /** The day on which the dispute was over, `YYYY-MM-DD`; not before it began. */
  resolvedOn: dateField,
})

/** Input of `invoices.remind`. */
export const RemindOfInvoice = Schema.Struct({
  /** The invoice; where it asks for nothing by now, nothing happens. */
  invoiceId,
})

/** Decoded input of `invoices.promise`. */
export type PromisePayment = typeof PromisePayment.Type
/** Decoded input of `invoices.dispute`. */
export type DisputeInvoice = typeof DisputeInvoice.Type
/** Decoded input of `invoices.resolveDispute`. */
export type ResolveDispute = typeof ResolveDispute.Type
/** Decoded input of `invoices.remind`. */
export type RemindOfInvoice = typeof RemindOfInvoice.Type
