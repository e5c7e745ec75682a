import type { RecordCorrected } from "../journal/Correction.ts"
import type { Change } from "../journal/Decision.ts"
import { recordEvents } from "../journal/Decision.ts"
import type { Read } from "../journal/Work.ts"
import { byId, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { ClientId, RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { rewardAccountAggregate, rewardAccountId } from "./RewardAccount.ts"
import type { RewardBook, RewardChange } from "./RewardDraft.ts"
import { noRewards } from "./RewardEntry.ts"
import { rewardLotAggregate } from "./RewardLot.ts"
import type { RewardAccount, RewardLot } from "./RewardSchema.ts"

/** A client's points as a command reads them. */
export interface OpenedRewards {
  /** The client's account; null where it has none yet. */
  readonly account: RewardAccount | null
  /** Its points. */
  readonly book: RewardBook
  /** Never earlier than the account's last change, so that the ledger is written in order. */
  readonly at: Instant
}

/** Reads a client's points: the open lots or all of them, and those named beside. */
export function* openBook(
  clientId: ClientId,
  context: CommandContext,
  beside: ReadonlyArray<RewardLot> = [],
  which: "clientId" | "openClientId" = "openClientId",
): Generator<Read, OpenedRewards, unknown> {
  // The account first: whatever is written of the client's points after that makes this write fail, and the command runs again.
  const account = yield* byId(rewardAccountAggregate, rewardAccountId(clientId))
  const open = yield* where(rewardLotAggregate, which, [clientId])
  const lots = new Map([...beside, ...open].map((lot) => [lot.id, lot]))
  const at = account !== null && account.changedAt > context.occurredAt ? account.changedAt : context.occurredAt
  return { account, book: { balances: account?.balances ?? noRewards, lots: [...lots.values()] }, at }
}

/** What moved lots to another client. */
export type TransferCause = Pick<RecordCorrected["payload"], "cause" | "causeId">

const accountChange = (clientId: ClientId, { account, at }: OpenedRewards, change: RewardChange) =>
  recordEvents(
    rewardAccountAggregate,
    account,
    [
      {
        type: "RewardsPosted",
        payload: {
          id: rewardAccountId(clientId),
          clientId,
          entries: change.entries,
          nextExpiresAt: change.nextExpiresAt,
        },
      },
    ],
    { occurredAt: at },
  )

const lotChange = (before: RewardLot | null, lot: RewardLot, at: Instant, by: TransferCause | null) => {
  if (before === null) {
    const { version: _version, textsVersion: _textsVersion, changedAt: _changedAt, ...payload } = lot
    return recordEvents(rewardLotAggregate, null, [{ type: "RewardsEarned", payload }], { occurredAt: at })
  }
  const { pendingPoints, activePoints, spentPoints, settledPoints, expiredPoints, reversedPoints, owedPoints } = lot
  const { clientId, openClientId, confirmedAt, expiresOn, expiresAt, refundIds } = lot
  const points = { pendingPoints, activePoints, spentPoints, settledPoints, expiredPoints, reversedPoints, owedPoints }
  const moved = {
    type: "RewardsMoved",
    payload: { ...points, openClientId, confirmedAt, expiresOn, expiresAt, refundIds },
  } as const
  if (by === null || before.clientId === clientId) {
    return recordEvents(rewardLotAggregate, before, [moved], { occurredAt: at })
  }
  const corrected = { type: "RecordCorrected", payload: { ...by, values: { clientId, openClientId } } } as const
  const isMoved = Object.entries(points).some(([name, count]) => before[name as keyof typeof points] !== count)
  return recordEvents(rewardLotAggregate, before, isMoved ? [corrected, moved] : [corrected], { occurredAt: at })
}

/** A change of a client's points as it is written. */
export interface WrittenRewards {
  /** The account afterwards. */
  readonly account: RewardAccount
  /** The lots that change, afterwards. */
  readonly lots: ReadonlyMap<RewardLotId, RewardLot>
  /** What is written. */
  readonly changes: ReadonlyArray<Change>
}

/**
 * The changes of records that a change of a client's points comes to.
 *
 * @param clientId - whose points
 * @param opened - what was read; lots that come from another client beside its own
 * @param change - what is decided
 * @param by - what brings lots from another client; null where nothing does
 */
export const writeRewards = (
  clientId: ClientId,
  opened: OpenedRewards,
  change: RewardChange,
  by: TransferCause | null = null,
): WrittenRewards => {
  const account = accountChange(clientId, opened, change)
  const before = new Map(opened.book.lots.map((lot) => [lot.id, lot]))
  const lots = change.lots.map((lot) => lotChange(before.get(lot.id) ?? null, lot, opened.at, by))
  return {
    account: account.after,
    lots: new Map(lots.map(({ after }) => [after.id, after])),
    changes: [account, ...lots],
  }
}
