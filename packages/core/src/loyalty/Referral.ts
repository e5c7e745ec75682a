import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ClientId, DealId, ReferralBookId, ReferralId, RewardLotId } from "../shared/Ids.ts"
import type { Referral, ReferralBook, ReferralCode } from "./ReferralSchema.ts"

/** A code was given to an advocate. */
export type ReferralCodeIssued = DomainEvent<"ReferralCodeIssued", Pick<ReferralCode, "id" | "advocateId">>

/** Codes as a kind of record. */
export const referralCodeAggregate: Aggregate<ReferralCode, ReferralCodeIssued, "advocateId"> = {
  kind: "referralCode",
  indexes: ["advocateId"],
  ownership: { through: "advocateId", kind: "client", field: "ownerId" },
  evolve: (_before, { payload }, { version, occurredAt }) => ({
    ...payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}

/** A client was recommended. */
export type ReferralRecorded = DomainEvent<
  "ReferralRecorded",
  Pick<Referral, "id" | "advocateId" | "clientId" | "codeId">
>

/** It belongs to a deal. */
export type ReferralAttributed = DomainEvent<"ReferralAttributed", { readonly dealId: DealId }>

/** The deal is paid and documented, and both were rewarded. */
export type ReferralRewarded = DomainEvent<
  "ReferralRewarded",
  { readonly advocateLotId: RewardLotId | null; readonly clientLotId: RewardLotId | null }
>

/** The deal's money went back, and the rewards with it. */
export type ReferralReversed = DomainEvent<"ReferralReversed", { readonly refundId: string }>

/** It was called off before it was rewarded. */
export type ReferralCancelled = DomainEvent<"ReferralCancelled", Record<string, never>>

/** Everything that can happen to a recommendation. */
export type ReferralEvent =
  | ReferralRecorded
  | ReferralAttributed
  | ReferralRewarded
  | ReferralReversed
  | ReferralCancelled

/**
 * The id of the recommendation of a client: one at most.
 *
 * @param clientId - the client that was recommended
 * @example
 * ```ts
 * import { referralIdOf } from "@salesdept/core/loyalty/rewards"
 *
 * referralIdOf("client_ltd") // "referral_ltd"
 * ```
 */
export const referralIdOf = (clientId: ClientId): ReferralId => `referral_${clientId.slice("client_".length)}`

/** Recommendations as a kind of record. */
export const referralAggregate: Aggregate<Referral, ReferralEvent, "advocateId" | "status" | "dealId"> = {
  kind: "referral",
  indexes: ["advocateId", "status", "dealId"],
  ownership: { through: "advocateId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    const common: Omit<RecordState, "id"> = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "ReferralRecorded") {
      const nothingYet = { dealId: null, rewardedAt: null, advocateLotId: null, clientLotId: null }
      return { ...event.payload, ...nothingYet, ...common, status: "recorded", recordedAt: occurredAt }
    }
    // Streams begin with ReferralRecorded: the write path numbers events, and rebuilds are verified.
    const referral = { ...(before as Referral), ...common }
    switch (event.type) {
      case "ReferralAttributed":
        return { ...referral, status: "attributed", dealId: event.payload.dealId }
      case "ReferralRewarded":
        return { ...referral, ...event.payload, status: "rewarded", rewardedAt: occurredAt }
      case "ReferralReversed":
        return { ...referral, status: "reversed" }
      case "ReferralCancelled":
        return { ...referral, status: "cancelled", dealId: null }
    }
  },
}

/** The id of a tenant's only book of recommendations. */
export const referralBookId: ReferralBookId = "refbook_main"

/** A recommendation was recorded or rewarded. */
export type ReferralCounted = DomainEvent<"ReferralCounted", Pick<ReferralBook, "recorded" | "rewarded">>

/** Books of recommendations as a kind of record. */
export const referralBookAggregate: Aggregate<ReferralBook, ReferralCounted, never> = {
  kind: "referralBook",
  indexes: [],
  isKeptBeside: true,
  evolve: (before, { payload }, { version, occurredAt }) => ({
    id: referralBookId,
    recorded: (before?.recorded ?? 0) + payload.recorded,
    rewarded: (before?.rewarded ?? 0) + payload.rewarded,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
