import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ClientId, RepId } from "../shared/Ids.ts"
import type { Client, ClientValues } from "./ClientSchema.ts"

/** A client was registered here. */
export type ClientRegistered = DomainEvent<"ClientRegistered", { readonly id: ClientId } & ClientValues>

/** A source asserted a client as it stands there. */
export type ClientImported = DomainEvent<
  "ClientImported",
  {
    readonly id: ClientId
    readonly sourceId: string
    /** What the source says. */
    readonly stated: ClientValues
    /** What the client is from now on: ours are kept in fields that were changed here since. */
    readonly kept: ClientValues
  }
>

/** Another person answers for it from now on, or nobody. */
export type ClientAssigned = DomainEvent<"ClientAssigned", { readonly ownerId: RepId | null }>

/** Everything that can happen to a client. */
export type ClientEvent = ClientRegistered | ClientImported | ClientAssigned

/** Clients as a kind of record. */
export const clientAggregate: Aggregate<Client, ClientEvent, "ownerId"> = {
  kind: "client",
  indexes: ["ownerId"],
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: before?.textsVersion ?? 0, changedAt: occurredAt }
    if (event.type === "ClientRegistered") return { ...common, ...event.payload, sourceId: null, imported: null }
    // Streams begin with ClientRegistered or ClientImported: the write path numbers events, and rebuilds are verified.
    if (event.type === "ClientAssigned") return { ...(before as Client), ...common, ownerId: event.payload.ownerId }
    const { id, sourceId, stated, kept } = event.payload
    return { ...common, ...kept, id, sourceId, imported: stated }
  },
}
