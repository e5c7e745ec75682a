import type { ActionBase } from "./ActionBase.ts"
import type { SimulatedContact } from "./Clients.ts"

/** Where a lead came from. */
export type LeadSource = "website" | "phone" | "advertising" | "exhibition" | "partner" | "referral"

/** Why a lead is not worth a deal. */
export type DisqualificationReason = "noContact" | "notTarget" | "noBudget" | "noNeed" | "choseCompetitor" | "spam"

/** Somebody asks for something. Nobody owns the lead yet. */
export interface LeadReceived extends ActionBase {
  /** Tag. */
  readonly type: "leadReceived"
  /** The lead's key. */
  readonly leadKey: string
  /** Where it came from. */
  readonly source: LeadSource
  /** The company as the person gave it. */
  readonly companyName: string
  /** The person. */
  readonly contact: SimulatedContact
  /** The product asked about. */
  readonly productId: string
  /** The client that recommended the department; null where nobody did. */
  readonly referredByClientKey: string | null
}

/** A rep (the actor) takes a lead. */
export interface LeadTaken extends ActionBase {
  /** Tag. */
  readonly type: "leadTaken"
  /** The lead's key. */
  readonly leadKey: string
}

/**
 * The lead is worth a deal: the client (where it is new) was registered and the deal opened just before, at the same
 * instant.
 */
export interface LeadQualified extends ActionBase {
  /** Tag. */
  readonly type: "leadQualified"
  /** The lead's key. */
  readonly leadKey: string
  /** The client it belongs to. */
  readonly clientKey: string
  /** The deal that came of it. */
  readonly dealKey: string
}

/** The lead is not worth a deal. */
export interface LeadDisqualified extends ActionBase {
  /** Tag. */
  readonly type: "leadDisqualified"
  /** The lead's key. */
  readonly leadKey: string
  /** Why. */
  readonly reason: DisqualificationReason
}

/** A client enters the base; name, segment and contacts stand in `clients` under the key. */
export interface ClientRegistered extends ActionBase {
  /** Tag. */
  readonly type: "clientRegistered"
  /** The client's key. */
  readonly clientKey: string
  /** The rep who looks after the client. */
  readonly ownerId: string
  /** `base`: a client from before the period, registered on the first morning; `lead`: a new one. */
  readonly origin: "base" | "lead"
}
