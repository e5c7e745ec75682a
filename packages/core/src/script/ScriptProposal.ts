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

/** It waits for another: who answers for the script has changed. */
export type ScriptProposalHandedOver = DomainEvent<"ScriptProposalHandedOver", { readonly ownerId: string }>

/** Everything that can happen to a proposal. */
export type ScriptProposalEvent =
  | ScriptChangeProposed
  | ScriptProposalAccepted
  | ScriptProposalDeclined
  | ScriptProposalHandedOver

/** Proposals as a kind of record. */
export const scriptProposalAggregate: Aggregate<
  ScriptProposal,
  ScriptProposalEvent,
  "scriptId" | "ownerId" | "status"
> = {
  kind: "scriptProposal",
  indexes: ["scriptId", "ownerId", "status"],
  isKeptBeside: true,
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
    switch (event.type) {
      case "ScriptProposalAccepted":
        return { ...proposal, status: "accepted", versionId: event.payload.versionId }
      case "ScriptProposalDeclined":
        return { ...proposal, status: "declined" }
      case "ScriptProposalHandedOver":
        return { ...proposal, ownerId: event.payload.ownerId }
    }
  },
}
