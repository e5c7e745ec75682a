import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ClientId, RewardAccountId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { RewardBalances, RewardEntry } from "./RewardEntry.ts"
import { noRewards, posted } from "./RewardEntry.ts"
import type { RewardAccount } from "./RewardSchema.ts"

/** Entries were written into a client's ledger. */
export type RewardsPosted = DomainEvent<
  "RewardsPosted",
  {
    readonly id: RewardAccountId
    readonly clientId: ClientId
    readonly entries: ReadonlyArray<RewardEntry>
    readonly nextExpiresAt: Instant | null
  }
>

/**
 * The id of a client's account: one client, one account.
 *
 * @param clientId - the client
 * @example
 * ```ts
 * import { rewardAccountId } from "@salesdept/core/loyalty/rewards"
 *
 * rewardAccountId("client_ltd") // "rewards_ltd"
 * ```
 */
export const rewardAccountId = (clientId: ClientId): RewardAccountId => `rewards_${clientId.slice("client_".length)}`

/** Reward accounts as a kind of record: the journal of one is the client's ledger. */
export const rewardAccountAggregate: Aggregate<RewardAccount, RewardsPosted, "clientId" | "nextExpiresAt"> = {
  kind: "rewardAccount",
  indexes: ["clientId", "nextExpiresAt"],
  indexKinds: { nextExpiresAt: "instant" },
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, { payload }, { version, occurredAt }) => {
    let balances: RewardBalances = before?.balances ?? noRewards
    for (const entry of payload.entries) balances = posted(balances, entry)
    const { id, clientId, nextExpiresAt } = payload
    return { id, clientId, balances, nextExpiresAt, version, textsVersion: 0, changedAt: occurredAt }
  },
}
