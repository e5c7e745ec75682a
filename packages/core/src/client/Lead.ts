import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ClientId, DealId, LeadId, RepId } from "../shared/Ids.ts"
import type { Lead } from "./ClientSchema.ts"

/** Somebody showed interest. */
export type LeadReceived = DomainEvent<
  "LeadReceived",
  { readonly id: LeadId; readonly channelId: string; readonly ownerId: RepId | null }
>

/** A rep began to work on it. */
export type LeadTaken = DomainEvent<"LeadTaken", { readonly ownerId: RepId }>

/** Another person answers for it from now on, or nobody; whether work has begun stays as it was. */
export type LeadAssigned = DomainEvent<"LeadAssigned", { readonly ownerId: RepId | null }>

/** It became a client, and a deal where one was opened. */
export type LeadQualified = DomainEvent<
  "LeadQualified",
  { readonly clientId: ClientId; readonly dealId: DealId | null }
>

/** It will not become a client. */
export type LeadDisqualified = DomainEvent<"LeadDisqualified", { readonly reasonId: string }>

/** Everything that can happen to a lead. */
export type LeadEvent = LeadReceived | LeadTaken | LeadAssigned | LeadQualified | LeadDisqualified

/** Leads as a kind of record. */
export const leadAggregate: Aggregate<Lead, LeadEvent, "ownerId" | "status" | "receivedAt"> = {
  kind: "lead",
  indexes: ["ownerId", "status", "receivedAt"],
  indexKinds: { receivedAt: "instant" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "LeadReceived") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "new",
        receivedAt: occurredAt,
        takenAt: null,
        clientId: null,
        dealId: null,
        disqualifyReasonId: null,
      }
    }
    // Streams begin with LeadReceived: the write path numbers events, and rebuilds are verified.
    const lead = { ...(before as Lead), version, changedAt: occurredAt }
    switch (event.type) {
      case "LeadTaken":
        return { ...lead, status: "inWork", ownerId: event.payload.ownerId, takenAt: lead.takenAt ?? occurredAt }
      case "LeadAssigned":
        return { ...lead, ownerId: event.payload.ownerId }
      case "LeadQualified":
        return { ...lead, status: "qualified", ...event.payload }
      case "LeadDisqualified":
        return { ...lead, status: "disqualified", disqualifyReasonId: event.payload.reasonId }
    }
  },
}
