import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ScriptProposal, ScriptVersionId } from "./ScriptSchema.ts"

/** A change was proposed. */
export type ScriptChangeProposed = DomainEvent<
  "ScriptChangeProposed",
  Pick<
    ScriptProposal,
    "id" | "scriptId" | "stepId" | "origin" | "evidenceIds" | "reviewId" | "variancePeriod" | "proposedBy" | "ownerId"
  >
>

/** A version takes it up. */
export type ScriptProposalAccepted = DomainEvent<"ScriptProposalAccepted", { readonly versionId: ScriptVersionId }>

/** It was declined. */
export type ScriptProposalDeclined = DomainEvent<"ScriptProposalDeclined", { readonly by: string }>

/** Everything that can happen to a proposal. */
export type ScriptProposalEvent = ScriptChangeProposed | ScriptProposalAccepted | ScriptProposalDeclined

/** Proposals as a kind of record. */
export const scriptProposalAggregate: Aggregate<
  ScriptProposal,
  ScriptProposalEvent,
  "scriptId" | "ownerId" | "status"
> = {
  kind: "scriptProposal",
  indexes: ["scriptId", "ownerId", "status"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ScriptChangeProposed") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "proposed",
        versionId: null,
      }
    }
    // Streams begin with ScriptChangeProposed: the write path numbers events, and rebuilds are verified.
    const proposal = { ...(before as ScriptProposal), version, changedAt: occurredAt }
    return event.type === "ScriptProposalAccepted"
      ? { ...proposal, status: "accepted", versionId: event.payload.versionId }
      : { ...proposal, status: "declined" }
  },
}
