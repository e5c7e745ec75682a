/**
 * Commands over rewards, as Effects, and the balance of a client.
 *
 * @packageDocumentation
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Caller } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import { inputDecoder } from "../ports/Input.ts"
import { Store } from "../ports/Store.ts"
import { instantOf } from "../shared/Instant.ts"
import { rewardAccountId } from "./RewardAccount.ts"
import type { RewardsPosted } from "./RewardAccount.ts"
import { confirm, earn, expire, returnSpend, reverse, spend } from "./RewardCommands.ts"
import { rewardBalanceAt } from "./RewardEntry.ts"
import type { RewardEntry } from "./RewardEntry.ts"
import {
  ConfirmRewards,
  EarnRewards,
  ExpireRewards,
  ReturnRewardSpend,
  ReverseRewards,
  RewardBalanceQuestion,
  SpendRewards,
} from "./RewardSchema.ts"

export type { RewardAnswer, RewardLotAnswer, RewardSpendAnswer } from "./RewardCommands.ts"
export {
  ConfirmRewards,
  EarnRewards,
  ExpireRewards,
  ReturnRewardSpend,
  ReverseRewards,
  RewardBalanceQuestion,
  SpendRewards,
} from "./RewardSchema.ts"

const decodeQuestion = inputDecoder(RewardBalanceQuestion)

const ledgerOf = Effect.fnUntraced(function* (caller: Caller, clientId: `client_${string}`) {
  const store = yield* Store
  const rows = yield* store.stream(caller.tenant, rewardAccountId(clientId))
  // The account's journal holds this one type of event.
  return rows.flatMap(({ payload }) => (payload as RewardsPosted["payload"]).entries)
})

/** The commands over a client's points, and what they stand at. */
export const rewardCommands = {
  /** Gives points, pending or active. */
  earn: command({ name: "reward.earn", input: EarnRewards, work: earn }),
  /** Makes pending points active; those of a deal once it is paid and documented. */
  confirm: command({ name: "reward.confirm", input: ConfirmRewards, work: confirm }),
  /** Spends active points, those that run out first first. */
  spend: command({ name: "reward.spend", input: SpendRewards, work: spend }),
  /** Calls a spending off. */
  returnSpend: command({ name: "reward.returnSpend", input: ReturnRewardSpend, work: returnSpend }),
  /** Takes points back for a refund, each refund once. */
  reverse: command({ name: "reward.reverse", input: ReverseRewards, work: reverse }),
  /** Writes off what has run out; balances count it as expired without that. */
  expire: command({ name: "reward.expire", input: ExpireRewards, work: expire }),
  /** A client's points at an instant, past or to come; now where none is given. Clients without points have zeros. */
  balance: Effect.fnUntraced(function* (caller: Caller, question: typeof RewardBalanceQuestion.Encoded) {
    const decoded = decodeQuestion(question)
    if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
    const { clientId, at } = decoded.success
    const entries: ReadonlyArray<RewardEntry> = yield* ledgerOf(caller, clientId)
    return rewardBalanceAt(entries, at ?? instantOf(yield* Clock.currentTimeMillis))
  }),
  /** A client's ledger: all entries, each balanced, in the order written. */
  ledger: Effect.fnUntraced(function* (caller: Caller, question: typeof ExpireRewards.Encoded) {
    const decoded = decodeQuestion(question)
    if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
    return yield* ledgerOf(caller, decoded.success.clientId)
  }),
}
