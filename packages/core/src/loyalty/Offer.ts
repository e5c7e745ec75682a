import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { DealId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Offer, OfferStatus } from "./OfferSchema.ts"

/** An offer was proposed. */
export type OfferProposed = DomainEvent<
  "OfferProposed",
  Pick<
    Offer,
    "id" | "clientId" | "campaignId" | "offerTypeId" | "afterDealId" | "cost" | "validDays" | "lastOn" | "openUntil"
  >
>

/** It was made to the client. */
export type OfferMade = DomainEvent<"OfferMade", Pick<Offer, "lastOn" | "openUntil">>

/** The client took it; the deal it led to. */
export type OfferAccepted = DomainEvent<"OfferAccepted", { readonly dealId: DealId }>

/** The client did not take it. */
export type OfferRefused = DomainEvent<"OfferRefused", { readonly reasonId: string }>

/** Its last day has passed. */
export type OfferExpired = DomainEvent<"OfferExpired", Record<string, never>>

/** It was called off. */
export type OfferCancelled = DomainEvent<"OfferCancelled", Record<string, never>>

/** Everything that can happen to an offer. */
export type OfferEvent = OfferProposed | OfferMade | OfferAccepted | OfferRefused | OfferExpired | OfferCancelled

const closed: { readonly [Type in Exclude<OfferEvent["type"], "OfferProposed" | "OfferMade">]: OfferStatus } = {
  OfferAccepted: "accepted",
  OfferRefused: "refused",
  OfferExpired: "expired",
  OfferCancelled: "cancelled",
}

const untouched = { madeAt: null, closedAt: null, dealId: null, refusalReasonId: null } as const

/** Offers as a kind of record. */
export const offerAggregate: Aggregate<
  Offer,
  OfferEvent,
  "clientId" | "campaignId" | "status" | "openUntil" | "dealId"
> = {
  kind: "offer",
  indexes: ["clientId", "campaignId", "status", "openUntil", "dealId"],
  indexKinds: { openUntil: "instant" },
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    const common: Omit<RecordState, "id"> = { version, textsVersion: before?.textsVersion ?? 0, changedAt: occurredAt }
    if (event.type === "OfferProposed") {
      return { ...event.payload, ...untouched, ...common, status: "proposed", proposedAt: occurredAt }
    }
    // Streams begin with OfferProposed: the write path numbers events, and rebuilds are verified.
    const offer = { ...(before as Offer), ...common }
    if (event.type === "OfferMade") return { ...offer, ...event.payload, status: "made", madeAt: occurredAt }
    return {
      ...offer,
      status: closed[event.type],
      openUntil: null,
      closedAt: occurredAt,
      dealId: event.type === "OfferAccepted" ? event.payload.dealId : null,
      refusalReasonId: event.type === "OfferRefused" ? event.payload.reasonId : null,
    }
  },
}

/**
 * How an offer stands at an instant: an open one is expired from the end of its last day on, whether or not anybody has written
 * it down.
 *
 * @param offer - the offer as it is recorded
 * @param at - the instant; one earlier than the record gives the status as it is recorded
 * @example
 * ```ts
 * import { offerStatusAt } from "@salesdept/core/loyalty/campaigns"
 *
 * const offer = { status: "made", openUntil: "2026-03-15T21:00:00.000Z" } as const
 * offerStatusAt(offer, "2026-03-15T20:59:59.999Z") // "made"
 * offerStatusAt(offer, "2026-03-15T21:00:00.000Z") // "expired"
 * ```
 */
export const offerStatusAt = ({ status, openUntil }: Pick<Offer, "status" | "openUntil">, at: Instant): OfferStatus =>
  openUntil !== null && at >= openUntil ? "expired" : status
