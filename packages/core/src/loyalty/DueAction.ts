import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { DueAction } from "./ActionSchema.ts"

/** An action was decided, or the client was let alone as one of the holdout. */
export type DueActionDecided = DomainEvent<
  "DueActionDecided",
  Omit<DueAction, Exclude<keyof RecordState, "id"> | "decidedAt" | "status"> & { readonly isHeldOut: boolean }
>

/** The host has done it. */
export type DueActionDone = DomainEvent<"DueActionDone", Record<string, never>>

/** It was called off. */
export type DueActionCancelled = DomainEvent<"DueActionCancelled", Record<string, never>>

/** Due actions as a kind of record. */
export const dueActionAggregate: Aggregate<
  DueAction,
  DueActionDecided | DueActionDone | DueActionCancelled,
  "clientId" | "campaignId" | "status"
> = {
  kind: "dueAction",
  indexes: ["clientId", "campaignId", "status"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "DueActionDecided") {
      const { isHeldOut, ...decided } = event.payload
      return {
        ...decided,
        status: isHeldOut ? "heldOut" : "decided",
        decidedAt: occurredAt,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
      }
    }
    // Streams begin with DueActionDecided: the write path numbers events, and rebuilds are verified.
    const status = event.type === "DueActionDone" ? "done" : "cancelled"
    return { ...(before as DueAction), status, version, changedAt: occurredAt }
  },
}
