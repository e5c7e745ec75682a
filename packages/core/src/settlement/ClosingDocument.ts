import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClosingDocument } from "./DocumentSchema.ts"

/** A document was drawn up. */
export type DocumentDrafted = DomainEvent<
  "DocumentDrafted",
  Pick<
    ClosingDocument,
    | "id"
    | "dealId"
    | "clientId"
    | "invoiceId"
    | "kind"
    | "ownKindId"
    | "form"
    | "number"
    | "amount"
    | "lines"
    | "difference"
    | "draftedOn"
  >
>

type Fact<Type extends string, Fields extends keyof ClosingDocument> = DomainEvent<
  Type,
  { readonly [Field in Fields]: NonNullable<ClosingDocument[Field]> }
>

/** It went to the client. */
export type DocumentSent = Fact<"DocumentSent", "sentOn">
/** The client has it. */
export type DocumentDelivered = Fact<"DocumentDelivered", "deliveredOn">
/** We signed it. */
export type DocumentSignedByUs = Fact<"DocumentSignedByUs", "signedByUsOn">
/** The client signed it. */
export type DocumentSigned = Fact<"DocumentSigned", "signedOn">
/** The client refused to sign. */
export type DocumentRefused = Fact<"DocumentRefused", "refusedOn" | "refusalReasonId">
/** The client asked for a correction. */
export type DocumentCorrectionAsked = Fact<"DocumentCorrectionAsked", "correctionAskedOn">
/** A corrected revision took its place; its exchange begins anew. */
export type DocumentCorrected = DomainEvent<
  "DocumentCorrected",
  Pick<ClosingDocument, "amount" | "lines" | "difference"> & { readonly correctedOn: CalendarDate }
>
/** One side asked for the revocation. */
export type DocumentRevocationAsked = Fact<"DocumentRevocationAsked", "revocationAskedOn" | "revocationAskedBy">
/** The other side did not agree. */
export type DocumentRevocationDeclined = DomainEvent<
  "DocumentRevocationDeclined",
  { readonly declinedOn: CalendarDate }
>
/** It was revoked. */
export type DocumentRevoked = Fact<"DocumentRevoked", "revokedOn">
/** Its paper original was sent. */
export type DocumentOriginalSent = Fact<"DocumentOriginalSent", "originalSentOn">
/** The signed original came back. */
export type DocumentOriginalReturned = Fact<"DocumentOriginalReturned", "originalReturnedOn">
/** The original was lost. */
export type DocumentOriginalLost = Fact<"DocumentOriginalLost", "originalLostOn">

/** Everything that can happen to a closing document. */
export type ClosingDocumentEvent =
  | DocumentDrafted
  | DocumentSent
  | DocumentDelivered
  | DocumentSignedByUs
  | DocumentSigned
  | DocumentRefused
  | DocumentCorrectionAsked
  | DocumentCorrected
  | DocumentRevocationAsked
  | DocumentRevocationDeclined
  | DocumentRevoked
  | DocumentOriginalSent
  | DocumentOriginalReturned
  | DocumentOriginalLost

/** What a revision has not gone through yet. */
const unexchanged = {
  sentOn: null,
  deliveredOn: null,
  signedByUsOn: null,
  signedOn: null,
  refusedOn: null,
  refusalReasonId: null,
  correctionAskedOn: null,
  revocationAskedOn: null,
  revocationAskedBy: null,
  originalSentOn: null,
  originalReturnedOn: null,
  originalLostOn: null,
} as const

/** Closing documents as a kind of record. */
export const closingDocumentAggregate: Aggregate<ClosingDocument, ClosingDocumentEvent, "dealId" | "clientId"> = {
  kind: "closingDocument",
  indexes: ["dealId", "clientId"],
  ownership: { through: "dealId", kind: "deal", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    const changed = { version, changedAt: occurredAt }
    if (event.type === "DocumentDrafted") {
      const nothing = { ...unexchanged, revision: 1, correctedOn: null, revokedOn: null }
      return { ...event.payload, ...nothing, ...changed, textsVersion: 0 }
    }
    // Streams begin with DocumentDrafted: the write path numbers events, and rebuilds are verified.
    const document = { ...(before as ClosingDocument), ...changed }
    switch (event.type) {
      case "DocumentCorrected":
        return { ...document, ...unexchanged, ...event.payload, revision: document.revision + 1 }
      case "DocumentRevocationDeclined":
        return { ...document, revocationAskedOn: null, revocationAskedBy: null }
      case "DocumentOriginalSent":
        return { ...document, ...event.payload, originalLostOn: null }
      default:
        return { ...document, ...event.payload }
    }
  },
}
