import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, textField } from "../ports/input/FieldSchema.ts"
import type { ClientId, DealId, ReferralBookId, ReferralCodeId, ReferralId, RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** A code by which clients are recommended; its id carries the code. */
export interface ReferralCode extends RecordState {
  readonly id: ReferralCodeId
  /** Who recommends with it. */
  readonly advocateId: ClientId
}

/**
 * Who recommended whom. A client is recommended by one other at most, so that recommendations make a forest; one that is cancelled
 * may be recorded anew.
 */
export interface Referral extends RecordState {
  readonly id: ReferralId
  /** Who recommended. */
  readonly advocateId: ClientId
  /** Who was recommended. */
  readonly clientId: ClientId
  /** The code that was used; null where the person was named. */
  readonly codeId: ReferralCodeId | null
  /** `recorded`, then `attributed` to a deal until it is paid, then `rewarded`; `reversed` by a refund, or `cancelled` before. */
  readonly status: "recorded" | "attributed" | "rewarded" | "reversed" | "cancelled"
  /** When it was recorded. */
  readonly recordedAt: Instant
  /** The deal it is attributed to. */
  readonly dealId: DealId | null
  /** When both were rewarded; null while they are not. */
  readonly rewardedAt: Instant | null
  /** What the advocate got; null where it got nothing. */
  readonly advocateLotId: RewardLotId | null
  /** What the recommended client got; null where it got nothing. */
  readonly clientLotId: RewardLotId | null
}

/**
 * The one record of a tenant that every recommendation and its reward writes: nobody closes a ring or passes a cap by being quick.
 */
export interface ReferralBook extends RecordState {
  readonly id: ReferralBookId
  /** Recommendations recorded so far. */
  readonly recorded: number
  /** Recommendations rewarded so far. */
  readonly rewarded: number
}

/** Input of `referrals.issueCode`. The code is the id behind its prefix, such as `refcode_ROMASHKA`. */
export const IssueReferralCode = Schema.Struct({
  /** The code behind its prefix, such as `refcode_ROMASHKA`; one that another advocate has is refused. */
  id: idField("referralCode"),
  /** The client who recommends with it. */
  advocateId: idField("client"),
})

/** Input of `referrals.record`: the advocate by its code or by its name. */
export const RecordReferral = Schema.Struct({
  /** The client who was recommended: has won no deal here yet and is recommended by nobody else. */
  clientId: idField("client"),
  /** Who recommended: `{ codeId }` of a code, or `{ advocateId }` of the client itself. */
  by: Schema.Union([
    Schema.Struct({
      /** The code that was used. */
      codeId: idField("referralCode"),
    }),
    Schema.Struct({
      /** The client who recommended. */
      advocateId: idField("client"),
    }),
  ]),
})

/** Input of `referrals.attribute`: the deal that came of it. */
export const AttributeReferral = Schema.Struct({
  /** The recommendation: not rewarded yet, within the programme's `attributionDays` from the day it was recorded. */
  referralId: idField("referral"),
  /** The deal that came of it: one of the recommended client that is not lost. */
  dealId: idField("deal"),
})

/** Input of `referrals.reward` and `referrals.cancel`. */
export const NamedReferral = Schema.Struct({
  /** The recommendation: attributed to a deal that is paid and documented to `reward`, not rewarded yet to `cancel`. */
  referralId: idField("referral"),
})

/** Input of `referrals.reverse`: the deal's money went back. */
export const ReverseReferral = Schema.Struct({
  /** The recommendation, which must be rewarded. */
  referralId: idField("referral"),
  /** The refund, by the host's own id, 1 to 200 characters. */
  refundId: textField(200),
})

/** Decoded input of `referrals.issueCode`. */
export type IssueReferralCode = typeof IssueReferralCode.Type
/** Decoded input of `referrals.record`. */
export type RecordReferral = typeof RecordReferral.Type
/** Decoded input of `referrals.attribute`. */
export type AttributeReferral = typeof AttributeReferral.Type
/** Decoded input of `referrals.reward` and `referrals.cancel`. */
export type NamedReferral = typeof NamedReferral.Type
/** Decoded input of `referrals.reverse`. */
export type ReverseReferral = typeof ReverseReferral.Type
