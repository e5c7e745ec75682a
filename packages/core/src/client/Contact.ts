import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Contact } from "./ContactSchema.ts"

/** A person at a client became known. */
export type ContactAdded = DomainEvent<"ContactAdded", Pick<Contact, "id" | "clientId" | "roleId" | "language">>

/** Values or texts of a contact person changed; what is not named stayed. */
export type ContactAmended = DomainEvent<"ContactAmended", Partial<Pick<Contact, "roleId" | "language" | "leftOn">>>

/** Everything that can happen to a contact person. */
export type ContactEvent = ContactAdded | ContactAmended

/** Contact persons as a kind of record. */
export const contactAggregate: Aggregate<Contact, ContactEvent, "clientId" | "standing"> = {
  kind: "contact",
  indexes: ["clientId", "standing"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ContactAdded") {
      return { ...event.payload, version, textsVersion: 0, changedAt: occurredAt, leftOn: null, standing: "active" }
    }
    // Streams begin with ContactAdded: the write path numbers events, and rebuilds are verified.
    return { ...(before as Contact), version, changedAt: occurredAt, ...event.payload }
  },
}
