import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, minorFromZero, moneyField, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ClosingDocumentId, DealId, InvoiceId, ProductId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"

/**
 * Kinds of closing documents: act of services, act of completed work, delivery note (ТОРГ-12), universal transfer document
 * (УПД), and others by the tenant's own name.
 */
/** The kinds of closing documents. */
export const documentKinds = ["serviceAct", "workAct", "deliveryNote", "transferDocument", "other"] as const

/** A line of a document. What it is called is a text, kept apart as `line1`, `line2` and so on. */
export interface DocumentLine {
  /** The product; null where it is none of the list. */
  readonly productId: ProductId | null
  /** How many, as a decimal above 0. */
  readonly quantity: string
  /** Its sum, minor units of the document's currency, with tax. */
  readonly amountMinor: number
  /** The tax in it, minor units; null where it is not stated. */
  readonly taxMinor: number | null
}

/** Why a document states another sum than its invoice. */
export interface SumDifference {
  /** What the invoice asked for when the document was drawn up or corrected, less credit notes, minor units. */
  readonly invoiceMinor: number
  /** The document's sum less that; never 0. */
  readonly differenceMinor: number
  /** Why, by the tenant's own name for the reason. */
  readonly reasonId: string
}

/**
 * Proof that the work or the goods were accepted. Its states are facts with days, not a status text: several hold at once.
 * Of a corrected document the days of exchange are those of its present revision; the journal keeps the earlier ones.
 */
export interface ClosingDocument extends RecordState {
  readonly id: ClosingDocumentId
  /** The deal it closes. */
  readonly dealId: DealId
  /** The deal's client when it was drawn up. */
  readonly clientId: ClientId | null
  /** The invoice it closes; null where it closes the deal as a whole. */
  readonly invoiceId: InvoiceId | null
  /** What it is. */
  readonly kind: (typeof documentKinds)[number]
  /** The tenant's own name of the kind, for `other`; else null. */
  readonly ownKindId: string | null
  /** Exchanged through an operator, or on paper. */
  readonly form: "electronic" | "paper"
  /** Its number; null where it has none yet. */
  readonly number: string | null
  /** The sum it states. */
  readonly amount: Money
  /** Its lines, which sum to the amount; empty where it is kept without. */
  readonly lines: ReadonlyArray<DocumentLine>
  /** Why the sum is not the invoice's; null where it is, or there is no invoice. */
  readonly difference: SumDifference | null
  /** Day on which it was drawn up. */
  readonly draftedOn: CalendarDate
  /** 1 as drawn up, one more with each correction. */
  readonly revision: number
  /** Day of the last correction; null while there was none. */
  readonly correctedOn: CalendarDate | null
  /** Day on which it went to the client; null while it has not. */
  readonly sentOn: CalendarDate | null
  /** Day on which the client had it. */
  readonly deliveredOn: CalendarDate | null
  /** Day on which we signed. */
  readonly signedByUsOn: CalendarDate | null
  /** Day on which the client signed; null while it is not signed. */
  readonly signedOn: CalendarDate | null
  /** Day on which the client refused to sign. */
  readonly refusedOn: CalendarDate | null
  /** Why, by the tenant's own name for the reason. */
  readonly refusalReasonId: string | null
  /** Day on which the client asked for a correction. */
  readonly correctionAskedOn: CalendarDate | null
  /** Day on which one side asked for the revocation. */
  readonly revocationAskedOn: CalendarDate | null
  /** Which side. */
  readonly revocationAskedBy: "us" | "client" | null
  /** Day on which it was revoked: from then on it proves nothing. */
  readonly revokedOn: CalendarDate | null
  /** Day on which the paper original was sent, last. */
  readonly originalSentOn: CalendarDate | null
  /** Day on which the signed original came back. */
  readonly originalReturnedOn: CalendarDate | null
  /** Day on which the original was found to be lost; null once it is sent again. */
  readonly originalLostOn: CalendarDate | null
}

const documentId = idField("closingDocument")

const quantity = Schema.String.check(
  check(
    "quantity.shape",
    { en: "must be a decimal above 0, such as 1.5", ru: "ожидается десятичное число больше нуля, например 1.5" },
    (text) => /^\d{1,12}(?:\.\d{1,6})?$/.test(text) && /[1-9]/.test(text),
  ),
)

const line = Schema.Struct({
  /** What was done or delivered, 1 to 300 characters. A text. */
  title: textField(300),
  /** The product. */
  productId: Schema.optionalKey(idField("product")),
  /** How much, a decimal text above 0 with at most 6 decimals, such as `"1.5"`. */
  quantity,
  /** What it amounts to, in whole minor units, 0 or more. */
  amountMinor: minorFromZero,
  /** The tax within the amount, in whole minor units. */
  taxMinor: Schema.optionalKey(minorFromZero),
})

const lines = Schema.Array(line).check(
  check<ReadonlyArray<unknown>>(
    "lines.count",
    { en: "must be 1 to 500 lines", ru: "должно быть от 1 до 500 строк" },
    (rows) => rows.length >= 1 && rows.length <= 500,
  ),
)

const difference = Schema.Struct({
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** The same in words, 1 to 1,000 characters. A text. */
  comment: Schema.optionalKey(textField(1000)),
})
const comment = Schema.optionalKey(textField(1000))

/** Input of `documents.draft`. On paper unless `form` says otherwise. */
export const DraftDocument = Schema.Struct({
  /** An id of your own; a new one where left out. */
  id: Schema.optionalKey(documentId),
  /** The deal that it closes. */
  dealId: idField("deal"),
  /** The invoice that it belongs to. */
  invoiceId: Schema.optionalKey(idField("invoice")),
  /** What it is. */
  kind: Schema.Literals(documentKinds),
  /** Which kind of your own, where the kind is `other`. */
  ownKindId: Schema.optionalKey(slug),
  /** Electronic or on paper; on paper where left out. */
  form: Schema.optionalKey(Schema.Literals(["electronic", "paper"])),
  /** Its number, 1 to 60 characters. It stays when the person is erased: let it name nobody. */
  number: Schema.optionalKey(textField(60)),
  /** What it states, in whole minor units and the currency of its invoice; lines sum to it. */
  amount: moneyField,
  /** What was done, line by line: 1 to 500. */
  lines: Schema.optionalKey(lines),
  /** Why its amount differs from the invoice's less credit notes: given where it does, and only then. */
  difference: Schema.optionalKey(difference),
  /** The day it was drawn up, `YYYY-MM-DD`. */
  draftedOn: dateField,
}).check(
  check<{ readonly kind: string; readonly ownKindId?: string }>(
    "document.ownKind",
    { en: "ownKindId goes with the kind other", ru: "ownKindId указывают только с видом other" },
    ({ kind, ownKindId }) => ownKindId === undefined || kind === "other",
  ),
)

/** Input of `documents.send`. */
export const SendDocument = Schema.Struct({
  /** The document, not sent yet. */
  documentId,
  /** The day it went to the client, `YYYY-MM-DD`; not before the steps that led to it. */
  sentOn: dateField,
})
/** Input of `documents.deliver`: the client has it. */
export const DeliverDocument = Schema.Struct({
  /** The document, sent. */
  documentId,
  /** The day the client had it, `YYYY-MM-DD`; not before the steps that led to it. */
  deliveredOn: dateField,
})
/** Input of `documents.signByUs`. */
export const SignDocumentByUs = Schema.Struct({
  /** The document, not signed by us yet. */
  documentId,
  /** The day we signed, `YYYY-MM-DD`; not before it was drawn up or last corrected. */
  signedByUsOn: dateField,
})
/** Input of `documents.sign`: the client has signed. */
export const SignDocument = Schema.Struct({
  /** The document, not signed by the client yet; an electronic one has to be sent before. */
  documentId,
  /**
   * The day the client signed, `YYYY-MM-DD`, from which instalments count that wait for the document; not before the steps that
   * led to it.
   */
  signedOn: dateField,
})
/** Input of `documents.refuse`: the client will not sign. */
export const RefuseDocument = Schema.Struct({
  /** The document, sent and not signed. */
  documentId,
  /** The day the client refused, `YYYY-MM-DD`; not before the steps that led to it. */
  refusedOn: dateField,
  /** Why, in a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** In the client's words, 1 to 1,000 characters. A text. */
  comment,
})
/** Input of `documents.askCorrection`: the client wants it changed. */
export const AskCorrection = Schema.Struct({
  /** The document, sent and not signed. */
  documentId,
  /** The day the client asked, `YYYY-MM-DD`; not before the steps that led to it. */
  correctionAskedOn: dateField,
  /** What is to be changed, 1 to 1,000 characters. A text. */
  comment,
})
/** Input of `documents.correct`: a new revision; what is left out stays. */
export const CorrectDocument = Schema.Struct({
  /** The document, refused or to be corrected. */
  documentId,
  /** The day the new revision was drawn up, `YYYY-MM-DD`; not before the steps that led to it. */
  correctedOn: dateField,
  /** What it states now, in whole minor units; as before where left out. */
  amount: Schema.optionalKey(moneyField),
  /** What was done, line by line, 1 to 500, in place of all lines before; they sum to the amount. As before where left out. */
  lines: Schema.optionalKey(lines),
  /** Why its amount differs from the invoice's less credit notes, where it does; as before where left out. */
  difference: Schema.optionalKey(difference),
})
/** Input of `documents.askRevocation`. */
export const AskRevocation = Schema.Struct({
  /** The document, sent or signed. */
  documentId,
  /** The day one side asked, `YYYY-MM-DD`; not before the steps that led to it. */
  revocationAskedOn: dateField,
  /** Which side asks: we or the client. */
  by: Schema.Literals(["us", "client"]),
  /** Why, 1 to 1,000 characters. A text. */
  comment,
})
/** Input of `documents.declineRevocation`: the other side does not agree, and it stays in force. */
export const DeclineRevocation = Schema.Struct({
  /** The document, of which the revocation is asked. */
  documentId,
  /** The day the other side declined, `YYYY-MM-DD`; not before the steps that led to it. */
  declinedOn: dateField,
})
/** Input of `documents.revoke`. */
export const RevokeDocument = Schema.Struct({
  /** The document; what the client has signed only where the revocation is asked. */
  documentId,
  /** The day from which it proves nothing, `YYYY-MM-DD`; not before the steps that led to it. */
  revokedOn: dateField,
})
/** Input of `documents.sendOriginal`. */
export const SendOriginal = Schema.Struct({
  /** The document, on paper; its original is not under way. */
  documentId,
  /** The day the original was sent, `YYYY-MM-DD`; not before the steps that led to it. */
  originalSentOn: dateField,
})
/** Input of `documents.returnOriginal`. */
export const ReturnOriginal = Schema.Struct({
  /** The document, on paper; its original was sent. */
  documentId,
  /** The day the signed original came back, `YYYY-MM-DD`; not before the steps that led to it. */
  originalReturnedOn: dateField,
})
/** Input of `documents.loseOriginal`. */
export const LoseOriginal = Schema.Struct({
  /** The document, on paper; its original was sent and has not come back. */
  documentId,
  /** The day it was found to be lost, `YYYY-MM-DD`; not before the steps that led to it. */
  originalLostOn: dateField,
})

/** Decoded input of `documents.draft`. */
export type DraftDocument = typeof DraftDocument.Type
/** Decoded input of `documents.send`. */
export type SendDocument = typeof SendDocument.Type
/** Decoded input of `documents.deliver`. */
export type DeliverDocument = typeof DeliverDocument.Type
/** Decoded input of `documents.signByUs`. */
export type SignDocumentByUs = typeof SignDocumentByUs.Type
/** Decoded input of `documents.sign`. */
export type SignDocument = typeof SignDocument.Type
/** Decoded input of `documents.refuse`. */
export type RefuseDocument = typeof RefuseDocument.Type
/** Decoded input of `documents.askCorrection`. */
export type AskCorrection = typeof AskCorrection.Type
/** Decoded input of `documents.correct`. */
export type CorrectDocument = typeof CorrectDocument.Type
/** Decoded input of `documents.askRevocation`. */
export type AskRevocation = typeof AskRevocation.Type
/** Decoded input of `documents.declineRevocation`. */
export type DeclineRevocation = typeof DeclineRevocation.Type
/** Decoded input of `documents.revoke`. */
export type RevokeDocument = typeof RevokeDocument.Type
/** Decoded input of `documents.sendOriginal`. */
export type SendOriginal = typeof SendOriginal.Type
/** Decoded input of `documents.returnOriginal`. */
export type ReturnOriginal = typeof ReturnOriginal.Type
/** Decoded input of `documents.loseOriginal`. */
export type LoseOriginal = typeof LoseOriginal.Type
