import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Rep, RepValues } from "./RepSchema.ts"

/** Somebody stated who a rep is and where they stand. */
export type RepStated = DomainEvent<"RepStated", Pick<Rep, "id"> & RepValues>

/** Reps as a kind of record. */
export const repAggregate: Aggregate<Rep, RepStated, "personId" | "teamId"> = {
  kind: "rep",
  indexes: ["personId", "teamId"],
  evolve: (before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
  }),
}
