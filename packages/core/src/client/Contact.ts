import type { StatedCustom } from "../journal/CustomFields.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ContactId } from "../shared/Ids.ts"
import type { Contact, ContactValues } from "./ContactSchema.ts"

/** A person at a client became known. */
export type ContactAdded = DomainEvent<"ContactAdded", Pick<Contact, "id" | "clientId" | "roleId" | "language">>

/** Values or texts of a contact person changed; what is not named stayed. */
export type ContactAmended = DomainEvent<"ContactAmended", Partial<Pick<Contact, "roleId" | "language" | "leftOn">>>

/** A source states a person at a client. */
export type ContactImported = DomainEvent<
  "ContactImported",
  {
    readonly id: ContactId
    readonly sourceId: string
    /** What the source says. */
    readonly stated: ContactValues & StatedCustom
    /** What the person is from now on: a client that was changed here since is kept. */
    readonly kept: ContactValues
  }
>

/** Everything that can happen to a contact person. */
export type ContactEvent = ContactAdded | ContactAmended | ContactImported

/** Contact persons as a kind of record. */
export const contactAggregate: Aggregate<Contact, ContactEvent, "clientId" | "standing"> = {
  kind: "contact",
  indexes: ["clientId", "standing"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  hasCustomFields: true,
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ContactAdded") {
      const common = { version, textsVersion: 0, changedAt: occurredAt }
      return { ...event.payload, ...common, leftOn: null, standing: "active", sourceId: null, imported: null }
    }
    if (event.type === "ContactImported") {
      const { id, sourceId, stated, kept } = event.payload
      const common = { version, textsVersion: before?.textsVersion ?? 0, changedAt: occurredAt }
      // What the source asserts is in the base, also where it had been voided.
      const standing = before?.standing === "merged" ? "merged" : "active"
      const fresh = { roleId: null, language: null, leftOn: null }
      return { ...fresh, ...before, ...common, ...kept, id, standing, sourceId, imported: stated }
    }
    // Streams begin with ContactAdded or ContactImported: the write path numbers events, and rebuilds are verified.
    return { ...(before as Contact), version, changedAt: occurredAt, ...event.payload }
  },
}
