import type { Change } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId, RewardLotId, RewardSpendId } from "../shared/Ids.ts"
import { rewardAccountAggregate, rewardAccountId } from "./RewardAccount.ts"
import { noRewards } from "./RewardEntry.ts"
import { rewardLotAggregate, rewardSpendAggregate } from "./RewardLot.ts"
import type { RewardLot, RewardSpend } from "./RewardSchema.ts"
import type { SpentLots } from "./RewardTransfer.ts"
import { separableRewards, transferRewards } from "./RewardTransfer.ts"
import type { OpenedRewards, TransferCause } from "./RewardBookRules.ts"
import { writeRewards } from "./RewardBookRules.ts"

/** A record that a merge moved. */
interface MovedRecord {
  /** Its kind. */
  readonly kind: string
  /** Its id. */
  readonly id: string
}

/** Points that go from one client to another. */
export interface TransferredRewards {
  /** What is written. */
  readonly changes: ReadonlyArray<Change>
  /** The lots and spendings that go. */
  readonly moved: ReadonlyArray<MovedRecord>
}

const latest = (instants: ReadonlyArray<string>): string => instants.reduce((a, b) => (a > b ? a : b))

/** Takes lots with the spendings out of them from one client to another: those that are chosen of all that the first has. */
function* transfer(
  fromId: ClientId,
  toId: ClientId,
  by: TransferCause,
  choose: (lots: ReadonlyArray<RewardLot>, spends: ReadonlyArray<RewardSpend>) => SpentLots,
  context: CommandContext,
): Generator<Read, TransferredRewards, unknown> {
  // The accounts first, as everywhere: whatever is written of either one's points after that makes this write fail.
  const accounts = yield* byIds(rewardAccountAggregate, [rewardAccountId(fromId), rewardAccountId(toId)])
  const [fromAccount = null, toAccount = null] = [fromId, toId].map((id) => accounts.get(rewardAccountId(id)))
  if (fromAccount === null) return { changes: [], moved: [] }
  const lots = yield* where(rewardLotAggregate, "clientId", [fromId, toId])
  const spends = yield* where(rewardSpendAggregate, "clientId", [fromId])
  const fromLots = lots.filter(({ clientId }) => clientId === fromId)
  const { lotIds, spendIds } = choose(fromLots, spends)
  if (lotIds.size === 0 && spendIds.size === 0) return { changes: [], moved: [] }
  const at = latest([context.occurredAt, fromAccount.changedAt, toAccount?.changedAt ?? ""])
  const from: OpenedRewards = { account: fromAccount, book: { balances: fromAccount.balances, lots: fromLots }, at }
  const toLots = lots.filter(({ clientId }) => clientId === toId)
  const toBook = { balances: toAccount?.balances ?? noRewards, lots: toLots }
  const change = transferRewards({ clientId: fromId, book: from.book }, { clientId: toId, book: toBook }, lotIds, at)
  const to: OpenedRewards = { account: toAccount, book: { ...toBook, lots }, at }
  const moved = spends
    .filter(({ id }) => spendIds.has(id))
    .map((spend) =>
      recordEvents(
        rewardSpendAggregate,
        spend,
        [{ type: "RecordCorrected", payload: { ...by, values: { clientId: toId } } }],
        { occurredAt: at },
      ),
    )
  return {
    changes: [
      ...writeRewards(fromId, from, change.from).changes,
      ...writeRewards(toId, to, change.to, by).changes,
      ...moved,
    ],
    moved: [
      ...[...lotIds].map((id) => ({ kind: rewardLotAggregate.kind, id })),
      ...[...spendIds].map((id) => ({ kind: rewardSpendAggregate.kind, id })),
    ],
  }
}

/** The points of a client that goes into another become that one's: all lots and spendings, by entries in both ledgers. */
export const mergeRewards = (fromId: ClientId, intoId: ClientId, context: CommandContext) =>
  transfer(
    fromId,
    intoId,
    { cause: "merge", causeId: fromId },
    (lots, spends) => ({ lotIds: new Set(lots.map(({ id }) => id)), spendIds: new Set(spends.map(({ id }) => id)) }),
    context,
  )

/**
 * The points that a merge brought go back with its undoing, but for lots that the client that stayed has spent from since, and what
 * hangs on them.
 */
export const unmergeRewards = (
  fromId: ClientId,
  intoId: ClientId,
  brought: ReadonlyArray<MovedRecord>,
  context: CommandContext,
) =>
  transfer(
    intoId,
    fromId,
    { cause: "unmerge", causeId: fromId },
    (lots, spends) => {
      const ids = new Set(brought.map(({ id }) => id))
      const asked = {
        lotIds: new Set<RewardLotId>(lots.flatMap(({ id }) => (ids.has(id) ? [id] : []))),
        spendIds: new Set<RewardSpendId>(spends.flatMap(({ id }) => (ids.has(id) ? [id] : []))),
      }
      return separableRewards(asked, spends)
    },
    context,
  )
