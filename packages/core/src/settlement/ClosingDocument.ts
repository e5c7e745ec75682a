import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClosingDocument } from "./SettlementSchema.ts"

/** A document was drawn up. */
export type DocumentDrafted = DomainEvent<
  "DocumentDrafted",
  Omit<ClosingDocument, keyof RecordState | "sentOn" | "signedOn"> & Pick<ClosingDocument, "id">
>

/** It went to the client. */
export type DocumentSent = DomainEvent<"DocumentSent", { readonly sentOn: CalendarDate }>

/** The client signed it. */
export type DocumentSigned = DomainEvent<"DocumentSigned", { readonly signedOn: CalendarDate }>

/** Everything that can happen to a closing document. */
export type ClosingDocumentEvent = DocumentDrafted | DocumentSent | DocumentSigned

/** Closing documents as a kind of record. */
export const closingDocumentAggregate: Aggregate<ClosingDocument, ClosingDocumentEvent, "dealId"> = {
  kind: "closingDocument",
  indexes: ["dealId"],
  ownership: { through: "dealId", kind: "deal", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "DocumentDrafted") {
      return { ...event.payload, version, textsVersion: 0, changedAt: occurredAt, sentOn: null, signedOn: null }
    }
    // Streams begin with DocumentDrafted: the write path numbers events, and rebuilds are verified.
    return { ...(before as ClosingDocument), ...event.payload, version, changedAt: occurredAt }
  },
}
