import type { ClientId, RewardLotId, RewardSpendId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Draft, RewardBook, RewardChange } from "./RewardDraft.ts"
import { begin, finish, freeSettled, line, post } from "./RewardDraft.ts"
import type { RewardEntry, RewardPosting } from "./RewardEntry.ts"
import type { RewardLot, RewardSpend } from "./RewardSchema.ts"

/** A client's points as a transfer reads them. */
export interface ClientRewards {
  /** Whose. */
  readonly clientId: ClientId
  /** The points, all lots. */
  readonly book: RewardBook
}

/** What a transfer does to the points of two clients. */
export interface RewardTransfer {
  /** To those of the client that gives. */
  readonly from: RewardChange
  /** To those of the client that takes; the lots that came are among its lots. */
  readonly to: RewardChange
}

/** What a lot stands at on every side of the ledger: the sum of all lines that were ever written for it, which is 0. */
const linesOf = (lot: RewardLot, sign: 1 | -1): ReadonlyArray<RewardPosting> => [
  line("issued", 0 - sign * lot.earnedPoints),
  line("pending", sign * lot.pendingPoints, lot.id),
  line("active", sign * lot.activePoints, lot.id),
  line("spent", sign * (lot.spentPoints + lot.owedPoints), lot.id),
  line("expired", sign * lot.expiredPoints, lot.id),
  line("reversed", sign * lot.reversedPoints, lot.id),
  line("debt", sign * (lot.settledPoints - lot.owedPoints)),
]

/** What had paid a debt that went elsewhere is free again. */
const free = (draft: Draft): void => {
  const points = draft.balances.debt
  if (points > 0) post(draft, "settled", "debt", [...freeSettled(draft, points), line("debt", 0 - points)])
}

/**
 * Takes lots from one client's ledger to another's, with all that became of their points and with their ends. What has run out is
 * written off before; a debt goes with the lot it came from, and is paid where the other has active points.
 *
 * @param from - whose lots they are
 * @param to - whose they become
 * @param lotIds - the lots, which are in the first one's book; a spending goes where all lots go that it took from
 * @param at - when
 * @example
 * ```ts
 * import { earnRewards, noRewards, transferRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const empty = { balances: noRewards, lots: [] }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, validDays: null, expiresOn: null, expiresAt: null }
 * const lot = { id: "lot_1", clientId: "client_2", openClientId: "client_2", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards(empty, lot, false, at)
 * if (earned instanceof Error) throw earned
 * const from = { clientId: "client_2", book: earned } as const
 * const moved = transferRewards(from, { clientId: "client_1", book: empty }, new Set(["lot_1"] as const), at)
 * moved.from.balances.active // 0
 * moved.to.balances.active // 300
 * ```
 */
export const transferRewards = (
  from: ClientRewards,
  to: ClientRewards,
  lotIds: ReadonlySet<RewardLotId>,
  at: Instant,
): RewardTransfer => {
  const given = begin(from.book, at)
  const taken = begin(to.book, at)
  for (const lot of given.lots.values()) {
    if (!lotIds.has(lot.id)) continue
    const end = { expiresAt: lot.expiresAt }
    post(given, "transferred", to.clientId, linesOf(lot, -1), end)
    post(taken, "transferred", from.clientId, linesOf(lot, 1), end)
    given.lots.delete(lot.id)
    taken.lots.set(lot.id, { ...lot, clientId: to.clientId })
    taken.changed.add(lot.id)
  }
  free(given)
  free(taken)
  return { from: finish(given), to: finish(taken) }
}

/** Lots, and spendings out of them. */
export interface SpentLots {
  /** The lots. */
  readonly lotIds: ReadonlySet<RewardLotId>
  /** The spendings. */
  readonly spendIds: ReadonlySet<RewardSpendId>
}

/**
 * What of lots and spendings may leave a client without tearing a spending from the lots that it took from: a lot out of which a
 * spending took that stays, stays too, and so does a spending that took from such a lot. Spendings that were called off hold nothing.
 *
 * @param asked - the lots and spendings that are to leave
 * @param spends - all spendings of the client
 * @example
 * ```ts
 * import { separableRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const spend = { id: "spend_1", takenFrom: [{ lotId: "lot_1", points: 60 }], returnedAt: null } as const
 * const asked = { lotIds: new Set(["lot_1", "lot_2"] as const), spendIds: new Set<never>() }
 * separableRewards(asked, [spend]).lotIds.has("lot_1") // false
 * separableRewards(asked, [spend]).lotIds.has("lot_2") // true
 * ```
 */
export const separableRewards = (
  asked: SpentLots,
  spends: ReadonlyArray<Pick<RewardSpend, "id" | "takenFrom" | "returnedAt">>,
): SpentLots => {
  const lotIds = new Set(asked.lotIds)
  const goes = ({ id, takenFrom, returnedAt }: (typeof spends)[number]): boolean =>
    asked.spendIds.has(id) && (returnedAt !== null || takenFrom.every(({ lotId }) => lotIds.has(lotId)))
  for (let before = -1; before !== lotIds.size;) {
    before = lotIds.size
    for (const spend of spends) {
      if (spend.returnedAt === null && !goes(spend)) for (const { lotId } of spend.takenFrom) lotIds.delete(lotId)
    }
  }
  return { lotIds, spendIds: new Set(spends.filter(goes).map(({ id }) => id)) }
}

/**
 * The ledgers of a client and of those that were merged into it as one history: what merges moved between them is left out.
 *
 * @param entries - all their entries, each client's in the order written
 * @param clientIds - the client and those that were merged into it
 * @returns the entries in the order of their time
 */
export const jointLedger = (
  entries: ReadonlyArray<RewardEntry>,
  clientIds: ReadonlyArray<ClientId>,
): ReadonlyArray<RewardEntry> => {
  const own = new Set<string>(clientIds)
  return entries
    .filter(({ kind, referenceId }) => kind !== "transferred" || !own.has(referenceId))
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
}
