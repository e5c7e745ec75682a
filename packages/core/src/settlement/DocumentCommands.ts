import * as Result from "effect/Result"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId } from "../journal/Work.ts"
import type { CommandContext } from "../ports/Command.ts"
import type { ClosingDocumentId } from "../shared/Ids.ts"
import type { ClosingDocumentEvent } from "./ClosingDocument.ts"
import { closingDocumentAggregate } from "./ClosingDocument.ts"
import { DateOrderRefused, DocumentSignedAlready, SettlementExists, SettlementNotFound } from "./SettlementErrors.ts"
import type { ClosingDocument, DraftDocument, SendDocument, SignDocument } from "./SettlementSchema.ts"

/** A closing document as commands answer it. */
export interface DocumentAnswer {
  /** The document after the command. */
  readonly document: ClosingDocument
}

/** Draws up a closing document. */
export function* draftDocument(input: DraftDocument, context: CommandContext): Work<DocumentAnswer, SettlementExists> {
  const id = input.id ?? context.newId("closingDocument")
  if ((yield* byId(closingDocumentAggregate, id)) !== null) {
    return Result.fail(new SettlementExists("closingDocument", id))
  }
  const { dealId, kind, amount, draftedOn } = input
  const change = recordEvents(
    closingDocumentAggregate,
    null,
    [{ type: "DocumentDrafted", payload: { id, dealId, kind, amount, draftedOn } }],
    { occurredAt: context.occurredAt },
  )
  return Result.succeed(decision([change], { document: change.after }, { touches: [dealId] }))
}

type DocumentRejection = SettlementNotFound | DocumentSignedAlready | DateOrderRefused

function* unsignedDocument(
  id: ClosingDocumentId,
  field: string,
  on: string,
): Generator<Read, Result.Result<ClosingDocument, DocumentRejection>, unknown> {
  const document = yield* byId(closingDocumentAggregate, id)
  if (document === null) return Result.fail(new SettlementNotFound("closingDocument", id))
  if (document.signedOn !== null) return Result.fail(new DocumentSignedAlready(id))
  const earliest = document.sentOn ?? document.draftedOn
  return on < earliest ? Result.fail(new DateOrderRefused(id, field, earliest, on)) : Result.succeed(document)
}

const answer = (document: ClosingDocument, event: ClosingDocumentEvent, context: CommandContext) => {
  const change = recordEvents(closingDocumentAggregate, document, [event], { occurredAt: context.occurredAt })
  return Result.succeed(decision([change], { document: change.after }, { touches: [document.dealId] }))
}

/** Notes that a document went to the client. */
export function* sendDocument(input: SendDocument, context: CommandContext): Work<DocumentAnswer, DocumentRejection> {
  const document = yield* unsignedDocument(input.documentId, "sentOn", input.sentOn)
  if (Result.isFailure(document)) return Result.fail(document.failure)
  return answer(document.success, { type: "DocumentSent", payload: { sentOn: input.sentOn } }, context)
}

/** Notes that the client signed. */
export function* signDocument(input: SignDocument, context: CommandContext): Work<DocumentAnswer, DocumentRejection> {
  const document = yield* unsignedDocument(input.documentId, "signedOn", input.signedOn)
  if (Result.isFailure(document)) return Result.fail(document.failure)
  return answer(document.success, { type: "DocumentSigned", payload: { signedOn: input.signedOn } }, context)
}
