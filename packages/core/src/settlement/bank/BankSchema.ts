import * as Schema from "effect/Schema"
import type { RecordState } from "../../journal/Aggregate.ts"
import { currencyField, dateField, idField, moneyField, slug, textField } from "../../ports/input/FieldSchema.ts"
import { check } from "../../ports/input/Input.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import type { BankEntryId, ClientId, InvoiceId, PaymentId } from "../../shared/Ids.ts"
import type { Money } from "../../shared/Money.ts"
import { isForSomebody, oneWay, rateField, rateUsed, spreadFields } from "../PaymentSchema.ts"
import type { MatchDoubt } from "./StatementMatch.ts"

/**
 * A transfer of a bank statement. Its id is made of what the bank says of it, so that the same line of the same or another file
 * is one record. Names, accounts and purposes of the other side are texts, kept apart.
 */
export interface BankEntry extends RecordState {
  readonly id: BankEntryId
  /** Our account. */
  readonly account: string
  /** Whether money came in or went out. */
  readonly direction: "in" | "out"
  /** Day on which the bank booked it. */
  readonly bookedOn: CalendarDate
  /** Amount, above 0. */
  readonly amount: Money
  /** Digest of an organisation's taxpayer number, by which a payer is known again; null for persons and where there is none. */
  readonly payerKey: string | null
  /** `open` waits for a person; `matched` has its payment or refund; `ignored` is no payment of a client; `outgoing` went out. */
  readonly status: "open" | "matched" | "ignored" | "outgoing"
  /** Why it waits; null where it does not. */
  readonly doubt: MatchDoubt | null
  /** Invoices that came into question when it was read. */
  readonly candidates: ReadonlyArray<InvoiceId>
  /** Who paid, where that is known for certain. */
  readonly clientId: ClientId | null
  /** Its payment, or of one that went out, the payment whose money it was; null while there is none. */
  readonly paymentId: PaymentId | null
  /** Why it is ignored, by the tenant's own name for the reason. */
  readonly ignoredReasonId: string | null
}

const ourAccount = textField(64)
const text = (maximum: number) => Schema.optionalKey(textField(maximum))

const party = Schema.Struct({
  /** Its name as the bank has it, 1 to 300 characters. A text. */
  name: text(300),
  /** Its account, 1 to 64 characters. A text. */
  account: text(64),
  /** Its taxpayer number, 1 to 40 characters, by which a payer that is an organisation is known again. A text. */
  taxId: text(40),
})

const entryLine = Schema.Struct({
  /** Whether money came in or went out. */
  direction: Schema.Literals(["in", "out"]),
  /** The day on which the bank booked it, `YYYY-MM-DD`. */
  bookedOn: dateField,
  /** How much, in whole minor units, above 0. */
  amount: moneyField.check(
    check<Money>(
      "amount.zero",
      { en: "must be above 0", ru: "должно быть больше нуля" },
      ({ amountMinor }) => amountMinor > 0,
    ),
  ),
  /**
   * The transfer's number at the bank, 1 to 200 characters; a payment of the same payer with the same number is not recorded
   * twice. A text.
   */
  reference: text(200),
  /** The other side, as far as the bank tells of it. */
  party: Schema.optionalKey(party),
  /** What the payer wrote, 1 to 2,000 characters, in which invoices' numbers are looked for. A text. */
  purpose: text(2000),
  /** Which of equal lines of the statement it is, from 1; of equal lines of one call, by their order where left out. */
  occurrence: Schema.optionalKey(
    Schema.Int.check(
      check("occurrence.bounds", { en: "must be 1 or more", ru: "должно быть не меньше 1" }, (n) => n >= 1),
    ),
  ),
})

const payer = Schema.Struct({
  /** The client that it is, who has to be there unless the host keeps its clients itself (`hostKeeps`). */
  clientId: idField("client"),
  /** The payer's taxpayer number, 1 to 40 characters; this or the account is needed. */
  taxId: text(40),
  /** The payer's account, 1 to 64 characters; this or the taxpayer number is needed. */
  account: text(64),
}).check(
  check<{ readonly taxId?: string; readonly account?: string }>(
    "payer.unnamed",
    { en: "give a taxpayer number or an account", ru: "укажите ИНН или счёт" },
    ({ taxId, account }) => taxId !== undefined || account !== undefined,
  ),
)

const counted = (code: string, least: number, most: number) =>
  check<ReadonlyArray<unknown>>(
    code,
    { en: `must be ${least} to ${most}`, ru: `должно быть от ${least} до ${most}` },
    (rows) => rows.length >= least && rows.length <= most,
  )

const matching = {
  /** Which client a payer is, 5,000 at most; beside it, what people said of earlier entries is known. */
  payers: Schema.optionalKey(Schema.Array(payer).check(counted("payers.count", 0, 5000))),
  /**
   * By how much an amount may differ from what is asked, such as by bank charges, in minor units, 0 to 1,000,000 (inclusive); 0
   * where left out.
   */
  toleranceMinor: Schema.optionalKey(
    Schema.Int.check(
      check(
        "tolerance.bounds",
        { en: "must be 0 to 1000000", ru: "должно быть от 0 до 1000000" },
        (n) => n >= 0 && n <= 1e6,
      ),
    ),
  ),
}

/** Input of `bank.import`: transfers of one account. */
export const ImportEntries = Schema.Struct({
  /** Our account, 1 to 64 characters. */
  account: ourAccount,
  /** The transfers, 1 to 500; those recorded before are not recorded again. */
  lines: Schema.Array(entryLine).check(counted("lines.count", 1, 500)),
  ...matching,
})

/** Input of `bank.assign`: a person says what an entry pays. */
export const AssignEntry = Schema.Struct({
  /** The entry, open or ignored. */
  entryId: idField("bankEntry"),
  /** The payment that it is, where that was recorded by hand, of the same amount; nothing else is then given. A new one where left out. */
  paymentId: Schema.optionalKey(idField("payment")),
  /** The invoice that it pays; none by name where left out. */
  invoiceId: Schema.optionalKey(idField("invoice")),
  /** The deal that it is for; the invoice's where left out. */
  dealId: Schema.optionalKey(idField("deal")),
  /** Who paid; the invoice's or the deal's client where left out. */
  clientId: Schema.optionalKey(idField("client")),
  /** The rate into the invoice's currency, where the money came in another. */
  rate: Schema.optionalKey(rateField),
  ...spreadFields,
}).check(
  check<{
    readonly paymentId?: string
    readonly invoiceId?: string
    readonly dealId?: string
    readonly clientId?: string
  }>(
    "payment.forNobody",
    {
      en: "name an invoice, a deal, a client or the payment that it is: invoiceId, dealId, clientId or paymentId",
      ru: "укажите счёт, сделку, клиента или сам платёж: invoiceId, dealId, clientId или paymentId",
    },
    ({ paymentId, ...input }) => paymentId !== undefined || isForSomebody(input),
  ),
  check<{ readonly entryId: string; readonly paymentId?: string }>(
    "payment.recorded",
    {
      en: "a payment that is there says itself what it is for: give nothing beside it",
      ru: "платёж уже записан и сам говорит, за что он: больше ничего не указывайте",
    },
    ({ entryId: _entry, paymentId, ...spread }) => paymentId === undefined || Object.keys(spread).length === 0,
  ),
  oneWay,
  rateUsed,
)

/** Input of `bank.refund`: a person says whose money went back. Day and amount are the bank's. */
export const RefundEntry = Schema.Struct({
  /** The entry, outgoing and not tied to a payment yet. */
  entryId: idField("bankEntry"),
  /** The payment of which money went back. */
  paymentId: idField("payment"),
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** The invoice off which it is taken; what is unallocated goes back where left out. */
  invoiceId: Schema.optionalKey(idField("invoice")),
})

/** Input of `bank.ignore`: it is no payment of a client. */
export const IgnoreEntry = Schema.Struct({
  /** The entry, open. */
  entryId: idField("bankEntry"),
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
})

/** The name of a column. */
const column = textField(255)

const csvMapping = Schema.Struct({
  account: ourAccount,
  currency: currencyField,
  delimiter: Schema.Literals([";", ",", "\t"]),
  dates: Schema.Literals(["dd.mm.yyyy", "yyyy-mm-dd"]),
  decimalMark: Schema.Literals([".", ","]),
  bookedOn: column,
  amount: Schema.Union([column, Schema.Struct({ in: column, out: column })]),
  reference: Schema.optionalKey(column),
  partyName: Schema.optionalKey(column),
  partyAccount: Schema.optionalKey(column),
  partyTaxId: Schema.optionalKey(column),
  purpose: Schema.optionalKey(column),
})

const contentField = Schema.Unknown.pipe(
  Schema.refine(
    (content): content is string | Uint8Array => typeof content === "string" || content instanceof Uint8Array,
    {
      salesdeptProblem: {
        code: "content.shape",
        message: { en: "must be the file, bytes or a text", ru: "ожидается файл: байты или текст" },
      },
    },
  ),
)

/** Input of `bank.importStatement`. */
export const ImportStatement = Schema.Struct({
  ...matching,
  content: contentField,
  format: Schema.Union([
    Schema.Struct({ format: Schema.Literal("1c"), currency: Schema.optionalKey(currencyField) }),
    Schema.Struct({ format: Schema.Literal("camt.053") }),
    Schema.Struct({ format: Schema.Literal("csv"), mapping: csvMapping }),
  ]),
})

/** Decoded input of `bank.import`. */
export type ImportEntries = typeof ImportEntries.Type
/** Decoded input of `bank.assign`. */
export type AssignEntry = typeof AssignEntry.Type
/** Decoded input of `bank.refund`. */
export type RefundEntry = typeof RefundEntry.Type
/** Decoded input of `bank.ignore`. */
export type IgnoreEntry = typeof IgnoreEntry.Type
