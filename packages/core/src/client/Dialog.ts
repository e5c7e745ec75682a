import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Dialog } from "./DialogSchema.ts"
import { subjectOwners } from "./SubjectOwners.ts"

/** A conversation took place and came to something. */
export type DialogRecorded = DomainEvent<
  "DialogRecorded",
  Omit<Dialog, keyof RecordState | "heldAt"> & Pick<Dialog, "id">
>

/** Dialogs as a kind of record. */
export const dialogAggregate: Aggregate<
  Dialog,
  DialogRecorded,
  "dealId" | "leadId" | "clientId" | "repId" | "heldAt" | "notedAt"
> = {
  kind: "dialog",
  indexes: ["dealId", "leadId", "clientId", "repId", "heldAt", "notedAt"],
  indexKinds: { heldAt: "instant", notedAt: "instant" },
  ownership: { field: "repId", about: subjectOwners },
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
    heldAt: occurredAt,
  }),
}
