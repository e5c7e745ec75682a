import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Commitment, CommitmentStatus } from "./CommitmentSchema.ts"

/** Somebody means to do something by a day. */
export type CommitmentMade = DomainEvent<
  "CommitmentMade",
  Pick<Commitment, "id" | "repId" | "dueOn" | "recordId" | "debriefId" | "mentorId">
>

/** The mentor answered. */
export type CommitmentAnswered = DomainEvent<"CommitmentAnswered", Record<string, never>>

/** It was done, dropped, or missed by the closing of its period. */
export type CommitmentEnded = DomainEvent<
  "CommitmentEnded",
  { readonly to: Exclude<CommitmentStatus, "open">; readonly by: string }
>

/** Everything that can happen to a commitment. */
export type CommitmentEvent = CommitmentMade | CommitmentAnswered | CommitmentEnded

/** Commitments as a kind of record. */
export const commitmentAggregate: Aggregate<
  Commitment,
  CommitmentEvent,
  "repId" | "dueOn" | "mentorId" | "debriefId" | "status"
> = {
  kind: "commitment",
  indexes: ["repId", "dueOn", "mentorId", "debriefId", "status"],
  indexKinds: { dueOn: "date" },
  ownership: { field: "repId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "CommitmentMade") {
      return { ...event.payload, version, textsVersion: 0, changedAt: occurredAt, answeredAt: null, status: "open" }
    }
    // Streams begin with CommitmentMade: the write path numbers events, and rebuilds are verified.
    const commitment = { ...(before as Commitment), version, changedAt: occurredAt }
    return event.type === "CommitmentAnswered"
      ? { ...commitment, answeredAt: occurredAt }
      : { ...commitment, status: event.payload.to }
  },
}
