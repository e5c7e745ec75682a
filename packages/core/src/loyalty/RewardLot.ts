import type { Aggregate } from "../journal/Aggregate.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Instant } from "../shared/Instant.ts"
import type { LotPoints, RewardLot, RewardSpend } from "./RewardSchema.ts"

/** Points were earned. */
export type RewardsEarned = DomainEvent<"RewardsEarned", Omit<RewardLot, Exclude<keyof RecordState, "id">>>

/** Points of a lot moved; where they are now. */
export type RewardsMoved = DomainEvent<
  "RewardsMoved",
  LotPoints & Pick<RewardLot, "openClientId" | "confirmedAt" | "expiresOn" | "expiresAt" | "refundIds">
>

/** Lots of points as a kind of record. */
export const rewardLotAggregate: Aggregate<
  RewardLot,
  RewardsEarned | RewardsMoved,
  "clientId" | "openClientId" | "dealId"
> = {
  kind: "rewardLot",
  indexes: ["clientId", "openClientId", "dealId"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "RewardsEarned") return { ...event.payload, version, textsVersion: 0, changedAt: occurredAt }
    // Streams begin with RewardsEarned: the write path numbers events, and rebuilds are verified.
    return { ...(before as RewardLot), ...event.payload, version, changedAt: occurredAt }
  },
}

/** Points were spent. */
export type RewardsSpent = DomainEvent<
  "RewardsSpent",
  Omit<RewardSpend, Exclude<keyof RecordState, "id"> | "returnedAt">
>

/** A spending was called off. */
export type RewardSpendReturned = DomainEvent<"RewardSpendReturned", { readonly returnedAt: Instant }>

/** Spendings of points as a kind of record. */
export const rewardSpendAggregate: Aggregate<RewardSpend, RewardsSpent | RewardSpendReturned, "clientId" | "dealId"> = {
  kind: "rewardSpend",
  indexes: ["clientId", "dealId"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "RewardsSpent") {
      return { ...event.payload, returnedAt: null, version, textsVersion: 0, changedAt: occurredAt }
    }
    // Streams begin with RewardsSpent.
    return { ...(before as RewardSpend), ...event.payload, version, changedAt: occurredAt }
  },
}
