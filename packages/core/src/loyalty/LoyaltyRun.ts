import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ClientId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** The id of a tenant's only record of passes. */
export const loyaltyRunId = "pass_loyalty"

/** When all clients are gone through next, and how far a pass has come. */
export interface LoyaltyRun extends RecordState {
  /** When the next pass is due, or the one that is under way goes on; null while no campaign is on. */
  readonly nextRunAt: Instant | null
  /** The last client of the pass under way that was decided; null between passes. */
  readonly afterClientId: ClientId | null
}

/** A pass was asked for, has come so far, or is over. */
export type LoyaltyRunMoved = DomainEvent<"LoyaltyRunMoved", Pick<LoyaltyRun, "nextRunAt" | "afterClientId">>

/** Passes as a kind of record: one per tenant. */
export const loyaltyRunAggregate: Aggregate<LoyaltyRun, LoyaltyRunMoved, "nextRunAt"> = {
  kind: "loyaltyRun",
  indexes: ["nextRunAt"],
  isKeptBeside: true,
  indexKinds: { nextRunAt: "instant" },
  evolve: (_before, { payload }, { version, occurredAt }) => ({
    ...payload,
    id: loyaltyRunId,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
