import * as Result from "effect/Result"
import type { Change, Texts } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClosingDocumentId } from "../shared/Ids.ts"
import type { Money } from "../shared/Money.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import type { ClosingDocumentEvent } from "./ClosingDocument.ts"
import { closingDocumentAggregate } from "./ClosingDocument.ts"
import type { DocumentStep } from "./DocumentMachine.ts"
import { documentFlags, documentStepRule, earliestStepOn } from "./DocumentMachine.ts"
import type {
  AskCorrection,
  AskRevocation,
  ClosingDocument,
  CorrectDocument,
  DeclineRevocation,
  DeliverDocument,
  DocumentLine,
  DraftDocument,
  LoseOriginal,
  RefuseDocument,
  ReturnOriginal,
  RevokeDocument,
  SendDocument,
  SendOriginal,
  SignDocument,
  SignDocumentByUs,
  SumDifference,
} from "./DocumentSchema.ts"
import { aloneWithDeal, dueByDocument } from "./DueRules.ts"
import { invoiceAggregate } from "./Invoice.ts"
import type { ClientOfDeal } from "./InvoiceCommands.ts"
import { changedTexts } from "./InvoiceRules.ts"
import { AmountRefused, DateOrderRefused } from "./SettlementErrors.ts"
import type { Invoice } from "./SettlementSchema.ts"
import { StepRefused } from "./StepRefused.ts"

/** A closing document as commands answer it. */
export interface DocumentAnswer {
  /** The document after the command. */
  readonly document: ClosingDocument
  /** Invoices of which instalments got their day by it, or lost it, after the command. */
  readonly invoices: ReadonlyArray<Invoice>
}

type SumRejection = AmountRefused | StepRefused

const sumProblem = (
  id: string,
  step: string,
  amount: Money,
  lines: ReadonlyArray<Pick<DocumentLine, "amountMinor">>,
): SumRejection | null => {
  if (lines.length === 0) return null
  let sum = 0
  for (const { amountMinor } of lines) sum += amountMinor
  if (!Number.isSafeInteger(sum)) return new AmountRefused(id, "lines", "tooLarge")
  return sum === amount.amountMinor ? null : new StepRefused(id, step, "lines", "linesSum")
}

const differenceOf = (
  id: string,
  step: string,
  amount: Money,
  invoice: Invoice | null,
  given: { readonly reasonId: string } | undefined,
): Result.Result<SumDifference | null, SumRejection> => {
  if (invoice !== null && invoice.currency !== amount.currency) {
    return Result.fail(new AmountRefused(invoice.id, "amount.currency", "currency"))
  }
  const invoiceMinor = invoice === null ? amount.amountMinor : invoice.totalMinor - invoice.creditedMinor
  const differenceMinor = amount.amountMinor - invoiceMinor
  if (differenceMinor === 0) {
    return given === undefined
      ? Result.succeed(null)
      : Result.fail(new StepRefused(id, step, "difference", "differenceNeedless"))
  }
  return given === undefined
    ? Result.fail(new StepRefused(id, step, "difference", "differenceUnexplained"))
    : Result.succeed({ invoiceMinor, differenceMinor, reasonId: given.reasonId })
}

const lineTexts = (lines: ReadonlyArray<{ readonly title: string }>): Texts =>
  Object.fromEntries(lines.map(({ title }, at) => [`line${at + 1}`, title]))

const linesOf = (lines: NonNullable<DraftDocument["lines"]>): ReadonlyArray<DocumentLine> =>
  lines.map(({ productId = null, quantity, amountMinor, taxMinor = null }) => ({
    productId,
    quantity,
    amountMinor,
    taxMinor,
  }))

type DraftRejection = RecordExists | RecordNotFound | SumRejection

/**
 * Draws up a closing document.
 *
 * @param clientOf - reads the client of a deal
 */
export const draftDocument = (clientOf: ClientOfDeal) =>
  function* (input: DraftDocument, context: CommandContext): Work<DocumentAnswer, DraftRejection> {
    const id = input.id ?? context.newId("closingDocument")
    if ((yield* byId(closingDocumentAggregate, id)) !== null) {
      return Result.fail(new RecordExists("closingDocument", id))
    }
    const { dealId, kind, amount, draftedOn, lines = [] } = input
    const invoice = input.invoiceId === undefined ? null : yield* byId(invoiceAggregate, input.invoiceId)
    if (invoice === null && input.invoiceId !== undefined) {
      return Result.fail(new RecordNotFound("invoice", input.invoiceId))
    }
    if (invoice !== null && invoice.dealId !== dealId) {
      return Result.fail(new StepRefused(id, "draft", "invoiceId", "otherDeal"))
    }
    const badSum = sumProblem(id, "draft", amount, lines)
    if (badSum !== null) return Result.fail(badSum)
    const difference = differenceOf(id, "draft", amount, invoice, input.difference)
    if (Result.isFailure(difference)) return Result.fail(difference.failure)
    const comment = input.difference?.comment
    const texts = { ...lineTexts(lines), ...(comment === undefined ? {} : { differenceComment: comment }) }
    const clientId = yield* clientOf(dealId)
    const change = recordEvents(
      closingDocumentAggregate,
      null,
      [
        {
          type: "DocumentDrafted",
          payload: {
            id,
            dealId,
            clientId,
            invoiceId: invoice?.id ?? null,
            kind,
            ownKindId: input.ownKindId ?? null,
            form: input.form ?? "paper",
            number: input.number ?? null,
            amount,
            lines: linesOf(lines),
            difference: difference.success,
            draftedOn,
          },
        },
      ],
      { occurredAt: context.occurredAt, texts: Object.keys(texts).length === 0 ? undefined : texts },
    )
    return Result.succeed(decision([change], { document: change.after, invoices: [] }, { touches: [dealId] }))
  }

/** Why a step with a document is refused. */
export type DocumentRejection = RecordNotFound | StepRefused | DateOrderRefused

function* documentFor(
  id: ClosingDocumentId,
  step: DocumentStep,
  field: string,
  on: CalendarDate,
): Generator<Read, Result.Result<ClosingDocument, DocumentRejection>, unknown> {
  const document = yield* byId(closingDocumentAggregate, id)
  if (document === null) return Result.fail(new RecordNotFound("closingDocument", id))
  const rule = documentStepRule(document, step)
  if (rule !== null) return Result.fail(new StepRefused(id, step, "documentId", rule))
  const earliest = earliestStepOn(document, step)
  return on < earliest ? Result.fail(new DateOrderRefused(id, field, earliest, on)) : Result.succeed(document)
}

const answer = (
  document: ClosingDocument,
  event: ClosingDocumentEvent,
  context: CommandContext,
  texts?: Texts,
  invoices: ReadonlyArray<Change & { readonly after: Invoice }> | null = null,
) => {
  const { occurredAt } = context
  const change = recordEvents(closingDocumentAggregate, document, [event], { occurredAt, texts })
  const answered = { document: change.after, invoices: (invoices ?? []).map(({ after }) => after) }
  const retires = invoices === null ? [] : aloneWithDeal(document.dealId)
  return Result.succeed(decision([change, ...(invoices ?? [])], answered, { touches: [document.dealId], retires }))
}

type StepWork = Work<DocumentAnswer, DocumentRejection>

/** Notes that a document went to the client. */
export function* sendDocument({ documentId, sentOn }: SendDocument, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "send", "sentOn", sentOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentSent", payload: { sentOn } }, context)
}

/** Notes that the client has it. */
export function* deliverDocument({ documentId, deliveredOn }: DeliverDocument, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "deliver", "deliveredOn", deliveredOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentDelivered", payload: { deliveredOn } }, context)
}

/** Notes that we signed. */
export function* signDocumentByUs({ documentId, signedByUsOn }: SignDocumentByUs, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "signByUs", "signedByUsOn", signedByUsOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentSignedByUs", payload: { signedByUsOn } }, context)
}

/** Notes that the client signed: instalments that are due from the document get their day. */
export function* signDocument({ documentId, signedOn }: SignDocument, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "sign", "signedOn", signedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const invoices = yield* dueByDocument(read.success, signedOn, context)
  return answer(read.success, { type: "DocumentSigned", payload: { signedOn } }, context, undefined, invoices)
}

/** Notes that the client will not sign, and why. */
export function* refuseDocument(input: RefuseDocument, context: CommandContext): StepWork {
  const { documentId, refusedOn, reasonId, comment } = input
  const read = yield* documentFor(documentId, "refuse", "refusedOn", refusedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const texts = yield* changedTexts(read.success, comment === undefined ? {} : { refusalComment: comment })
  const event: ClosingDocumentEvent = { type: "DocumentRefused", payload: { refusedOn, refusalReasonId: reasonId } }
  return answer(read.success, event, context, texts)
}

/** Notes that the client wants it changed. */
export function* askCorrection(input: AskCorrection, context: CommandContext): StepWork {
  const { documentId, correctionAskedOn, comment } = input
  const read = yield* documentFor(documentId, "askCorrection", "correctionAskedOn", correctionAskedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const texts = yield* changedTexts(read.success, comment === undefined ? {} : { correctionComment: comment })
  const event: ClosingDocumentEvent = { type: "DocumentCorrectionAsked", payload: { correctionAskedOn } }
  return answer(read.success, event, context, texts)
}

/** Puts a corrected revision in the place of one that was refused or is to be corrected; its exchange begins anew. */
export function* correctDocument(
  input: CorrectDocument,
  context: CommandContext,
): Work<DocumentAnswer, DocumentRejection | SumRejection> {
  const { documentId, correctedOn } = input
  const read = yield* documentFor(documentId, "correct", "correctedOn", correctedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const document = read.success
  const amount = input.amount ?? document.amount
  const lines = input.lines === undefined ? document.lines : linesOf(input.lines)
  const badSum = sumProblem(documentId, "correct", amount, lines)
  if (badSum !== null) return Result.fail(badSum)
  const invoice = document.invoiceId === null ? null : yield* byId(invoiceAggregate, document.invoiceId)
  // The reason that was given stays until another is, as long as there is a difference.
  const stands = invoice !== null && amount.amountMinor !== invoice.totalMinor - invoice.creditedMinor
  const given = input.difference ?? (stands ? (document.difference ?? undefined) : undefined)
  const difference = differenceOf(documentId, "correct", amount, invoice, given)
  if (Result.isFailure(difference)) return Result.fail(difference.failure)
  const comment = input.difference?.comment
  const texts = yield* changedTexts(document, {
    ...(input.lines === undefined ? {} : lineTexts(input.lines)),
    ...(comment === undefined ? {} : { differenceComment: comment }),
  })
  const payload = { correctedOn, amount, lines, difference: difference.success }
  return answer(document, { type: "DocumentCorrected", payload }, context, texts)
}

/** Notes that one side asks for the revocation. */
export function* askRevocation(input: AskRevocation, context: CommandContext): StepWork {
  const { documentId, revocationAskedOn, by, comment } = input
  const read = yield* documentFor(documentId, "askRevocation", "revocationAskedOn", revocationAskedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const texts = yield* changedTexts(read.success, comment === undefined ? {} : { revocationComment: comment })
  const payload = { revocationAskedOn, revocationAskedBy: by }
  return answer(read.success, { type: "DocumentRevocationAsked", payload }, context, texts)
}

/** Notes that the other side did not agree: the document stays in force. */
export function* declineRevocation({ documentId, declinedOn }: DeclineRevocation, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "declineRevocation", "declinedOn", declinedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentRevocationDeclined", payload: { declinedOn } }, context)
}

/** Revokes a document. Where the client had signed it, days that instalments got by it are taken back. */
export function* revokeDocument({ documentId, revokedOn }: RevokeDocument, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "revoke", "revokedOn", revokedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const invoices = documentFlags(read.success).isSigned ? yield* dueByDocument(read.success, null, context) : null
  return answer(read.success, { type: "DocumentRevoked", payload: { revokedOn } }, context, undefined, invoices)
}

/** Notes that the paper original was sent. */
export function* sendOriginal({ documentId, originalSentOn }: SendOriginal, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "sendOriginal", "originalSentOn", originalSentOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentOriginalSent", payload: { originalSentOn } }, context)
}

/** Notes that the signed original came back. */
export function* returnOriginal(input: ReturnOriginal, context: CommandContext): StepWork {
  const { documentId, originalReturnedOn } = input
  const read = yield* documentFor(documentId, "returnOriginal", "originalReturnedOn", originalReturnedOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentOriginalReturned", payload: { originalReturnedOn } }, context)
}

/** Notes that the original was lost. */
export function* loseOriginal({ documentId, originalLostOn }: LoseOriginal, context: CommandContext): StepWork {
  const read = yield* documentFor(documentId, "loseOriginal", "originalLostOn", originalLostOn)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  return answer(read.success, { type: "DocumentOriginalLost", payload: { originalLostOn } }, context)
}
