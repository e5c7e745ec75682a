import type { Aggregate } from "../journal/Aggregate.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Team } from "./TeamSchema.ts"

/** Somebody stated what a team is and who leads it. */
export type TeamStated = DomainEvent<"TeamStated", Omit<Team, keyof RecordState> & Pick<Team, "id">>

/** Teams as a kind of record. */
export const teamAggregate: Aggregate<Team, TeamStated, "code" | "headId"> = {
  kind: "team",
  indexes: ["code", "headId"],
  evolve: (before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
  }),
}
