import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, moneyField, slug, textField } from "../ports/input/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CampaignId, ClientId, DealId, OfferId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import { wholeFrom } from "./LoyaltyPolicySchema.ts"

/** Where an offer stands. */
export type OfferStatus = "proposed" | "made" | "accepted" | "refused" | "expired" | "cancelled"

/** An offer to a client, from the proposal to what came of it. What the client said in words is a text. */
export interface Offer extends RecordState {
  readonly id: OfferId
  /** To whom. */
  readonly clientId: ClientId
  /** The campaign it comes from; null where somebody proposed it by hand. */
  readonly campaignId: CampaignId | null
  /** What is offered, by the tenant's own name. */
  readonly offerTypeId: string
  /** The deal after which it was proposed; null where after none. */
  readonly afterDealId: DealId | null
  /** What it costs the budget. */
  readonly cost: Money
  /** For how many days it stands from the day it is made, that day not counted. */
  readonly validDays: number
  /** Where it stands. An open offer whose last day has passed counts as expired, see `offerStatusAt`. */
  readonly status: OfferStatus
  /** Last day on which it stands (inclusive), by the tenant's calendar; before it is made, the last day to make it. */
  readonly lastOn: CalendarDate
  /** While it is open, the end of that day (exclusive); null afterwards. */
  readonly openUntil: Instant | null
  /** When it was proposed. */
  readonly proposedAt: Instant
  /** When it was made to the client; null while it was not. */
  readonly madeAt: Instant | null
  /** When it was accepted, refused, cancelled or written off as expired; null while it is open. */
  readonly closedAt: Instant | null
  /** The deal it led to; null unless accepted. */
  readonly dealId: DealId | null
  /** Why it was refused, from the department's list; null unless refused. */
  readonly refusalReasonId: string | null
}

/** Input of `offers.propose`: by hand, outside of any campaign. */
export const ProposeOffer = Schema.Struct({
  /** An id of your own, beginning with `offer_`; a new one where left out. */
  id: Schema.optionalKey(idField("offer")),
  /** To whom: a client without an overdue payment and without an open complaint. */
  clientId: idField("client"),
  /** What is offered, by the department's own name; 1 to 60 letters, digits, `_`, `-` or `.`. */
  offerTypeId: slug,
  /** The deal after which it is proposed; after none where left out. */
  afterDealId: Schema.optionalKey(idField("deal")),
  /** What it costs the department, in whole minor units, 0 or more. */
  cost: moneyField,
  /** For how many days it stands from the day it is made, that day not counted; 1 to 366 (inclusive). */
  validDays: wholeFrom(1, 366),
})

/** Input of `offers.make`, `offers.cancel` and `offers.expire`. */
export const NamedOffer = Schema.Struct({
  /** The offer: a proposed one to `make`, a proposed or made one to `cancel`; `expire` leaves one alone whose last day is not over. */
  offerId: idField("offer"),
})

/** Input of `offers.accept`: the deal it led to. */
export const AcceptOffer = Schema.Struct({
  /** The offer: made, and its last day not over. */
  offerId: idField("offer"),
  /** The deal it led to, one of the offer's client. */
  dealId: idField("deal"),
})

/** Input of `offers.refuse`. */
export const RefuseOffer = Schema.Struct({
  /** The offer: made, and its last day not over. */
  offerId: idField("offer"),
  /** Why it was refused, from the department's list. */
  reasonId: slug,
  /** What the client said, 1 to 2,000 characters; nothing where left out. A text. */
  reason: Schema.optionalKey(textField(2000)),
})

/** Decoded input of `offers.propose`. */
export type ProposeOffer = typeof ProposeOffer.Type
/** Decoded input of `offers.make`, `offers.cancel` and `offers.expire`. */
export type NamedOffer = typeof NamedOffer.Type
/** Decoded input of `offers.accept`. */
export type AcceptOffer = typeof AcceptOffer.Type
/** Decoded input of `offers.refuse`. */
export type RefuseOffer = typeof RefuseOffer.Type
