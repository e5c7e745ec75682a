import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, instantField, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RewardAccountId, RewardLotId, RewardSpendId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { RewardBalances } from "./RewardEntry.ts"

/**
 * A client's reward account: the sums of its ledger, which lies in the record's own journal as balanced entries. Every
 * command over the client's points writes it, so that two of them never decide on the same points.
 */
export interface RewardAccount extends RecordState {
  readonly id: RewardAccountId
  /** Whose points. */
  readonly clientId: ClientId
  /** Points by side of the ledger; they sum to 0. */
  readonly balances: RewardBalances
  /** When the next points run out; null where none will. */
  readonly nextExpiresAt: Instant | null
}

/** Where the points of a lot are. All but the last sum to the points earned. */
export interface LotPoints {
  /** Waiting to be confirmed. */
  readonly pendingPoints: number
  /** May be spent. */
  readonly activePoints: number
  /** Spent. */
  readonly spentPoints: number
  /** Taken to pay a debt. */
  readonly settledPoints: number
  /** Ran out. */
  readonly expiredPoints: number
  /** Taken back by refunds. */
  readonly reversedPoints: number
  /** The part of the reversed points that was spent before and is in a spending still. */
  readonly owedPoints: number
}

/** Points earned at once, and what became of them. */
export interface RewardLot extends RecordState, LotPoints {
  readonly id: RewardLotId
  /** Whose points. */
  readonly clientId: ClientId
  /** The client while points are pending or active; null once none is. */
  readonly openClientId: ClientId | null
  /** The deal they were earned by; null where by none. */
  readonly dealId: DealId | null
  /** Why, by the tenant's own name for the reason. */
  readonly reasonId: string
  /** How many were earned, 1 or more. */
  readonly earnedPoints: number
  /** When they were earned. */
  readonly earnedAt: Instant
  /** When they became active; null while they are pending. */
  readonly confirmedAt: Instant | null
  /** For how many days they are valid from the day on which they become active; null where another rule holds. */
  readonly validDays: number | null
  /** Last day on which they may be spent; null where they do not run out, or not before they become active. */
  readonly expiresOn: CalendarDate | null
  /** When they run out: the end of that day in the tenant's zone (exclusive). */
  readonly expiresAt: Instant | null
  /** The refunds that took points of it back, each once. */
  readonly refundIds: ReadonlyArray<string>
}

/** What of a spending came out of which lot. */
export interface SpentFrom {
  /** The lot. */
  readonly lotId: RewardLotId
  /** Points out of it, 1 or more. */
  readonly points: number
}

/** Points spent at once. */
export interface RewardSpend extends RecordState {
  readonly id: RewardSpendId
  /** Who spent. */
  readonly clientId: ClientId
  /** The deal they were spent on; null where on none. */
  readonly dealId: DealId | null
  /** How many were spent, 1 or more. */
  readonly points: number
  /** Out of which lots, those that run out first first; they sum to the points. */
  readonly takenFrom: ReadonlyArray<SpentFrom>
  /** When. */
  readonly spentAt: Instant
  /** When it was called off and the points went back; null where it was not. */
  readonly returnedAt: Instant | null
}

const pointsField = Schema.Int.check(
  check(
    "points.bounds",
    { en: "must be 1 to 1000000000000 points", ru: "должно быть от 1 до 1000000000000 баллов" },
    (points) => points >= 1 && points <= 1_000_000_000_000,
  ),
)

const lastOnField = dateField.check(
  check("lastOn.bounds", { en: "must be before the year 9000", ru: "должно быть раньше 9000 года" }, (on) => on < "9"),
)

const validDaysField = Schema.Int.check(
  check(
    "validDays.bounds",
    { en: "must be 1 to 36500", ru: "должно быть от 1 до 36500" },
    (n) => n >= 1 && n <= 36_500,
  ),
)

/** Input of `rewards.earn`. Validity is a last day, a number of days from activation, or none. */
export const EarnRewards = Schema.Struct({
  /** An id of your own, beginning with `lot_`; a new one where left out. */
  id: Schema.optionalKey(idField("rewardLot")),
  /** Who earns. */
  clientId: idField("client"),
  /** How many points, a whole number, 1 to 1,000,000,000,000 (inclusive). */
  points: pointsField,
  /** Why, by the department's own name for the reason; 1 to 60 letters, digits, `_`, `-` or `.`. */
  reasonId: slug,
  /** The deal they are earned by; by none where left out. Points that wait are confirmed once it is paid and documented. */
  dealId: Schema.optionalKey(idField("deal")),
  /** Whether they wait for `rewards.confirm`; false where absent. */
  isPending: Schema.optionalKey(Schema.Boolean),
  /**
   * How long they may be spent: up to a last day (inclusive), or for so many days from the day on which they become active;
   * without end where left out.
   */
  validity: Schema.optionalKey(
    Schema.Union([
      Schema.Struct({
        /** Last day on which they may be spent, `YYYY-MM-DD` in the department's time zone, before the year 9000. */
        lastOn: lastOnField,
      }),
      Schema.Struct({
        /** For how many days from the day on which they become active, 1 to 36,500 (inclusive). */
        days: validDaysField,
      }),
    ]),
  ),
})

/** Input of `rewards.confirm`: pending points become active. */
export const ConfirmRewards = Schema.Struct({
  /** The lot whose points are pending; its deal, where it has one, must be paid and documented. */
  lotId: idField("rewardLot"),
})

/** Input of `rewards.spend`. */
export const SpendRewards = Schema.Struct({
  /** An id of your own, beginning with `spend_`; a new one where left out. */
  id: Schema.optionalKey(idField("rewardSpend")),
  /** Who spends. */
  clientId: idField("client"),
  /** How many points, a whole number, 1 to 1,000,000,000,000 (inclusive); refused where fewer are active. */
  points: pointsField,
  /** The deal they are spent on; on none where left out. */
  dealId: Schema.optionalKey(idField("deal")),
})

/** Input of `rewards.returnSpend`: a spending is called off. */
export const ReturnRewardSpend = Schema.Struct({
  /** The spending, which must not be called off already. */
  spendId: idField("rewardSpend"),
})

/** Input of `rewards.reverse`: a refund takes earned points back; all that are left of the lot where no number is given. */
export const ReverseRewards = Schema.Struct({
  /** The lot that the refunded points were earned in. */
  lotId: idField("rewardLot"),
  /** The refund, by the host's own id, 1 to 200 characters; each takes points of a lot back once. */
  refundId: textField(200),
  /** How many are taken back, from 1 to what is left of the lot; all of that where left out. */
  points: Schema.optionalKey(pointsField),
})

/** Input of `rewards.expire`: points that have run out are written off. */
export const ExpireRewards = Schema.Struct({
  /** Whose points. */
  clientId: idField("client"),
})

/** Question of `rewards.balance`; now where no instant is given. */
export const RewardBalanceQuestion = Schema.Struct({
  /** The client; zeros are answered for one without points. */
  clientId: idField("client"),
  /** The UTC instant asked about, past or to come; now where left out. */
  asOf: Schema.optional(instantField),
})

/** Question of `rewards.tier`; the department's today where no day is given. */
export const TierQuestion = Schema.Struct({
  /** The client. */
  clientId: idField("client"),
  /** The day asked about, `YYYY-MM-DD`; today in the department's time zone where left out. */
  on: Schema.optionalKey(dateField),
})

/** Decoded question of `rewards.tier`. */
export type TierQuestion = typeof TierQuestion.Type
/** Decoded input of `rewards.earn`. */
export type EarnRewards = typeof EarnRewards.Type
/** Decoded input of `rewards.confirm`. */
export type ConfirmRewards = typeof ConfirmRewards.Type
/** Decoded input of `rewards.spend`. */
export type SpendRewards = typeof SpendRewards.Type
/** Decoded input of `rewards.returnSpend`. */
export type ReturnRewardSpend = typeof ReturnRewardSpend.Type
/** Decoded input of `rewards.reverse`. */
export type ReverseRewards = typeof ReverseRewards.Type
/** Decoded input of `rewards.expire`. */
export type ExpireRewards = typeof ExpireRewards.Type
