import type { RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { RewardBalances, RewardEntry, RewardEntryKind, RewardPosting, RewardSide } from "./RewardEntry.ts"
import { posted } from "./RewardEntry.ts"
import type { LotPoints, RewardLot, SpentFrom } from "./RewardSchema.ts"

/** Points of a client as a decision reads them. */
export interface RewardBook {
  /** Points by side of the ledger. */
  readonly balances: RewardBalances
  /** All lots with pending or active points, and the others that the decision is about. */
  readonly lots: ReadonlyArray<RewardLot>
}

/** What a decision does to a client's points. */
export interface RewardChange {
  /** Entries to write, each balanced; none where nothing changes. */
  readonly entries: ReadonlyArray<RewardEntry>
  /** Balances after them. */
  readonly balances: RewardBalances
  /** The lots that change, as they are afterwards. */
  readonly lots: ReadonlyArray<RewardLot>
  /** When the next points run out. */
  readonly nextExpiresAt: Instant | null
}

/** Points while they are decided on: lots and balances so far, and the entries to write. @internal */
export interface Draft {
  readonly at: Instant
  readonly lots: Map<RewardLotId, RewardLot>
  readonly changed: Set<RewardLotId>
  readonly entries: Array<RewardEntry>
  balances: RewardBalances
}

/** A line of an entry. @internal */
export const line = (side: RewardSide, points: number, lotId: RewardLotId | null = null): RewardPosting => ({
  side,
  points,
  lotId,
})

/** Writes an entry, without its empty lines; none where all are. @internal */
export const post = (
  draft: Draft,
  kind: RewardEntryKind,
  referenceId: string,
  lines: ReadonlyArray<RewardPosting>,
  when: { readonly at?: Instant; readonly expiresAt?: Instant | null } = {},
): void => {
  const postings = lines.filter(({ points }) => points !== 0)
  if (postings.length === 0) return
  const entry = { kind, at: when.at ?? draft.at, referenceId, expiresAt: when.expiresAt ?? null, postings }
  draft.entries.push(entry)
  draft.balances = posted(draft.balances, entry)
}

/** Sets values of a lot. @internal */
export const put = (draft: Draft, lot: RewardLot, values: Partial<RewardLot>): RewardLot => {
  const after = { ...lot, ...values }
  draft.lots.set(lot.id, after)
  draft.changed.add(lot.id)
  return after
}

const heldPoints = (lot: LotPoints): number => lot.pendingPoints + lot.activePoints

/** Writes off what has run out by the draft's time, each lot at its own moment: before anything else is decided. */
const sweep = (draft: Draft, notBefore: Instant | null): void => {
  const due = [...draft.lots.values()]
    .filter((lot) => lot.expiresAt !== null && lot.expiresAt <= draft.at && heldPoints(lot) > 0)
    .toSorted(byExpiry)
  for (const lot of due) {
    const ranOutAt = lot.expiresAt ?? draft.at
    const points = heldPoints(lot)
    post(
      draft,
      "expired",
      lot.id,
      [
        line("pending", 0 - lot.pendingPoints, lot.id),
        line("active", 0 - lot.activePoints, lot.id),
        line("expired", points, lot.id),
      ],
      // Points that come back to a lot after its end run out when they come.
      { at: notBefore !== null && notBefore > ranOutAt ? notBefore : ranOutAt },
    )
    put(draft, lot, { pendingPoints: 0, activePoints: 0, expiredPoints: lot.expiredPoints + points })
  }
}

/** By when they run out, then by when they became active, then by id. @internal */
const byExpiry = (left: RewardLot, right: RewardLot): number => {
  const leftEnd = left.expiresAt ?? "~"
  const rightEnd = right.expiresAt ?? "~"
  if (leftEnd !== rightEnd) return leftEnd < rightEnd ? -1 : 1
  const leftFrom = left.confirmedAt ?? "~"
  const rightFrom = right.confirmedAt ?? "~"
  if (leftFrom !== rightFrom) return leftFrom < rightFrom ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/** Takes active points, those that run out first first; gives what was taken from which lot. @internal */
export const take = (draft: Draft, points: number, into: "spentPoints" | "settledPoints"): ReadonlyArray<SpentFrom> => {
  const taken: Array<SpentFrom> = []
  let left = points
  for (const lot of [...draft.lots.values()].toSorted(byExpiry)) {
    if (left === 0) break
    const part = Math.min(left, lot.activePoints)
    if (part === 0) continue
    put(draft, lot, { activePoints: lot.activePoints - part, [into]: lot[into] + part })
    taken.push({ lotId: lot.id, points: part })
    left -= part
  }
  return taken
}

/** Frees points that had paid a debt which is no more; gives the lines for it. @internal */
export const freeSettled = (draft: Draft, points: number): ReadonlyArray<RewardPosting> => {
  const lines: Array<RewardPosting> = []
  let left = points
  for (const lot of [...draft.lots.values()].toSorted(byExpiry)) {
    const part = Math.min(left, lot.settledPoints)
    if (part === 0) continue
    put(draft, lot, { settledPoints: lot.settledPoints - part, activePoints: lot.activePoints + part })
    lines.push(line("active", part, lot.id))
    left -= part
  }
  return lines
}

/** Active points pay a debt at once, so that nobody owes and spends at the same time. */
const settle = (draft: Draft): void => {
  const points = Math.min(0 - draft.balances.debt, draft.balances.active)
  if (points <= 0) return
  const taken = take(draft, points, "settledPoints")
  post(draft, "settled", "debt", [
    ...taken.map(({ lotId, points: part }) => line("active", 0 - part, lotId)),
    line("debt", points),
  ])
}

/** Begins a decision: what has run out is written off first. @internal */
export const begin = ({ balances, lots }: RewardBook, at: Instant): Draft => {
  const draft: Draft = {
    at,
    lots: new Map(lots.map((lot) => [lot.id, lot])),
    changed: new Set(),
    entries: [],
    balances,
  }
  sweep(draft, null)
  return draft
}

/** Ends a decision: debts are paid, and what came back too late runs out. @internal */
export const finish = (draft: Draft): RewardChange => {
  settle(draft)
  sweep(draft, draft.at)
  let nextExpiresAt: Instant | null = null
  for (const lot of draft.lots.values()) {
    if (heldPoints(lot) === 0 || lot.expiresAt === null) continue
    if (nextExpiresAt === null || lot.expiresAt < nextExpiresAt) nextExpiresAt = lot.expiresAt
  }
  const changed = [...draft.lots.values()].filter(({ id }) => draft.changed.has(id))
  return {
    entries: draft.entries,
    balances: draft.balances,
    lots: changed.map((lot) => ({ ...lot, openClientId: heldPoints(lot) > 0 ? lot.clientId : null })),
    nextExpiresAt,
  }
}
