import type { StatedCustom } from "../journal/CustomFields.ts"
import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { unownedSince } from "../shared/Unowned.ts"
import type { ClientId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Client, ClientMerge, ClientPreferences, ClientValues, MergedValues } from "./ClientSchema.ts"
import { retagged } from "./Tags.ts"

/** A client was registered here. */
export type ClientRegistered = DomainEvent<
  "ClientRegistered",
  { readonly id: ClientId; readonly preferences: ClientPreferences } & ClientValues
>

/** A source asserted a client as it stands there. */
export type ClientImported = DomainEvent<
  "ClientImported",
  {
    readonly id: ClientId
    readonly sourceId: string
    /** What the source says. */
    readonly stated: ClientValues & StatedCustom
    /** What the client is from now on: ours are kept in fields that were changed here since. */
    readonly kept: ClientValues
  }
>

/** Another person answers for it from now on, or nobody. */
export type ClientAssigned = DomainEvent<"ClientAssigned", { readonly ownerId: RepId | null }>

/** Values or texts of a client changed; what is not named stayed. */
export type ClientAmended = DomainEvent<
  "ClientAmended",
  Partial<ClientValues> & { readonly preferences?: ClientPreferences }
>

/** Tags were put on and taken off. */
export type ClientTagged = DomainEvent<
  "ClientTagged",
  { readonly added: ReadonlyArray<string>; readonly removed: ReadonlyArray<string> }
>

/** Another client went into this one; what it brought along is recorded on each record that moved. */
export type ClientAbsorbed = DomainEvent<"ClientAbsorbed", { readonly fromId: ClientId; readonly values: MergedValues }>

/** It went into another client. */
export type ClientMerged = DomainEvent<"ClientMerged", { readonly merge: ClientMerge }>

/** A merge was undone: the other client stands for itself again. */
export type ClientReleased = DomainEvent<"ClientReleased", { readonly fromId: ClientId; readonly values: MergedValues }>

/** A merge was undone: it stands for itself again. */
export type ClientUnmerged = DomainEvent<"ClientUnmerged", { readonly intoId: ClientId }>

/** Everything that can happen to a client. */
export type ClientEvent =
  | ClientAbsorbed
  | ClientMerged
  | ClientReleased
  | ClientUnmerged
  | ClientRegistered
  | ClientImported
  | ClientAssigned
  | ClientAmended
  | ClientTagged

/** What a client is in who stated no preferences. */
const noPreferences: ClientPreferences = { language: null, way: null }

const nothingYet = {
  preferences: noPreferences,
  tags: [],
  standing: "active",
  mergedIntoId: null,
  merge: null,
} as const

/** A client with values that may name another owner. */
const withOwner = (client: Client, values: Partial<ClientValues>, at: Instant): Client => {
  const after = { ...client, ...values }
  return { ...after, unownedSince: unownedSince(client, after.ownerId, at) }
}

/** Clients as a kind of record. */
export const clientAggregate: Aggregate<Client, ClientEvent, "ownerId" | "segmentId" | "standing" | "mergedIntoId"> = {
  kind: "client",
  indexes: ["ownerId", "segmentId", "standing", "mergedIntoId"],
  ownership: { field: "ownerId" },
  hasCustomFields: true,
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: before?.textsVersion ?? 0, changedAt: occurredAt }
    if (event.type === "ClientRegistered") {
      const owned = { registeredAt: occurredAt, unownedSince: unownedSince(null, event.payload.ownerId, occurredAt) }
      return { ...nothingYet, ...common, ...owned, ...event.payload, sourceId: null, imported: null }
    }
    if (event.type === "ClientImported") {
      const { id, sourceId, stated, kept } = event.payload
      // What the source asserts is in the base, also where it had been voided.
      const standing = before?.standing === "merged" ? "merged" : "active"
      const owned = {
        registeredAt: before?.registeredAt ?? occurredAt,
        unownedSince: unownedSince(before, kept.ownerId, occurredAt),
      }
      return { ...nothingYet, ...before, ...common, ...owned, ...kept, standing, id, sourceId, imported: stated }
    }
    // Streams begin with ClientRegistered or ClientImported: the write path numbers events, and rebuilds are verified.
    const client = { ...(before as Client), ...common }
    switch (event.type) {
      case "ClientAssigned":
      case "ClientAmended":
        return withOwner(client, event.payload, occurredAt)
      case "ClientAbsorbed":
      case "ClientReleased":
        return withOwner(client, event.payload.values, occurredAt)
      case "ClientMerged":
        return {
          ...client,
          standing: "merged",
          mergedIntoId: event.payload.merge.intoId,
          merge: event.payload.merge,
        }
      case "ClientUnmerged":
        return { ...client, standing: "active", mergedIntoId: null, merge: null }
      case "ClientTagged":
        return { ...client, tags: retagged(client.tags, event.payload) }
    }
  },
}
