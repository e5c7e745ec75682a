import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ComplaintId, DueActionId, LoyaltyProfileId } from "../shared/Ids.ts"
import type { ClientTouch, LoyaltyProfile } from "./ActionSchema.ts"

/** Of whom a profile is; in every event, since any may be the first. */
interface Whose {
  readonly id: LoyaltyProfileId
  readonly clientId: ClientId
}

/** The client was turned to; turns before a day are forgotten. */
export type ClientTouched = DomainEvent<
  "ClientTouched",
  Whose & { readonly touches: ReadonlyArray<ClientTouch>; readonly keptFrom: CalendarDate }
>

/** A turn to the client was called off. */
export type ClientTouchCancelled = DomainEvent<"ClientTouchCancelled", Whose & { readonly actionId: DueActionId }>

/** The client's zone is another. */
export type ClientTimeZoneSet = DomainEvent<"ClientTimeZoneSet", Whose & { readonly timeZone: string | null }>

/** A complaint of the client is open. */
export type ClientComplained = DomainEvent<"ClientComplained", Whose & { readonly complaintId: ComplaintId }>

/** A complaint of the client is settled. */
export type ClientReconciled = DomainEvent<"ClientReconciled", Whose & { readonly complaintId: ComplaintId }>

/** Everything that can happen to a profile. */
export type LoyaltyProfileEvent =
  | ClientTouched
  | ClientTouchCancelled
  | ClientTimeZoneSet
  | ClientComplained
  | ClientReconciled

/**
 * The id of a client's profile: one client, one profile.
 *
 * @param clientId - the client
 * @example
 * ```ts
 * import { loyaltyProfileId } from "@salesdept/core/loyalty/campaigns"
 *
 * loyaltyProfileId("client_ltd") // "loyalty_ltd"
 * ```
 */
export const loyaltyProfileId = (clientId: ClientId): LoyaltyProfileId => `loyalty_${clientId.slice("client_".length)}`

const nothingYet = { timeZone: null, touches: [], openComplaintIds: [] }

/** Profiles as a kind of record. */
export const loyaltyProfileAggregate: Aggregate<LoyaltyProfile, LoyaltyProfileEvent, "clientId"> = {
  kind: "loyaltyProfile",
  indexes: ["clientId"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    const { id, clientId } = event.payload
    const profile: LoyaltyProfile = {
      ...nothingYet,
      ...before,
      id,
      clientId,
      version,
      textsVersion: 0,
      changedAt: occurredAt,
    }
    switch (event.type) {
      case "ClientTouched": {
        const { touches, keptFrom } = event.payload
        return { ...profile, touches: [...profile.touches.filter(({ on }) => on >= keptFrom), ...touches] }
      }
      case "ClientTouchCancelled": {
        const { actionId } = event.payload
        return { ...profile, touches: profile.touches.filter((touch) => touch.actionId !== actionId) }
      }
      case "ClientTimeZoneSet":
        return { ...profile, timeZone: event.payload.timeZone }
      case "ClientComplained":
        return { ...profile, openComplaintIds: [...profile.openComplaintIds, event.payload.complaintId] }
      case "ClientReconciled": {
        const { complaintId } = event.payload
        return { ...profile, openComplaintIds: profile.openComplaintIds.filter((open) => open !== complaintId) }
      }
    }
  },
}
