import type { RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/**
 * The sides of a client's ledger: what was `issued` to the client (never above 0, the counterpart of all others), what is
 * `pending`, `active` (may be spent), `spent`, `expired` and `reversed`, and the `debt` (never above 0): points that a refund
 * took back after they had been spent.
 */
export const rewardSides = ["issued", "pending", "active", "spent", "expired", "reversed", "debt"] as const

/** A side of the ledger. */
export type RewardSide = (typeof rewardSides)[number]

/** Points by side; they sum to 0. */
export type RewardBalances = { readonly [Side in RewardSide]: number }

/** A ledger in which nothing has happened. */
export const noRewards: RewardBalances = {
  issued: 0,
  pending: 0,
  active: 0,
  spent: 0,
  expired: 0,
  reversed: 0,
  debt: 0,
}

/** One line of an entry. */
export interface RewardPosting {
  /** The side. */
  readonly side: RewardSide
  /** Whole points, above 0 where they come to the side, below 0 where they leave it. */
  readonly points: number
  /** The lot whose points they are; null where a side has no lots. */
  readonly lotId: RewardLotId | null
}

/**
 * What an entry stands for: `settled` pays a debt with active points, or frees them again where the debt went elsewhere, `returned`
 * calls a spending off, `reversed` is a refund's, and `transferred` takes a lot to another client's ledger with a merge, or back with its
 * undoing.
 */
export type RewardEntryKind =
  | "earned"
  | "confirmed"
  | "spent"
  | "returned"
  | "settled"
  | "expired"
  | "reversed"
  | "transferred"

/** An entry of the ledger: its postings sum to 0. */
export interface RewardEntry {
  /** What it stands for. */
  readonly kind: RewardEntryKind
  /** When it holds from: for points that ran out the moment at which they did, whenever it was written. */
  readonly at: Instant
  /** The lot, spending or refund it stands for; for `transferred` the other client. */
  readonly referenceId: string
  /** For `earned`, `confirmed` and `transferred`, when the points run out; null where they do not, and for other kinds. */
  readonly expiresAt: Instant | null
  /** Its lines. */
  readonly postings: ReadonlyArray<RewardPosting>
}

/** Adds an entry to balances. */
export const posted = (balances: RewardBalances, entry: RewardEntry): RewardBalances => {
  const after = { ...balances }
  for (const { side, points } of entry.postings) after[side] += points
  return after
}

/** How a client's points stand at an instant. */
export interface RewardBalance {
  /** The instant. */
  readonly at: Instant
  /** Points that may be spent. */
  readonly activePoints: number
  /** Points that wait to be confirmed. */
  readonly pendingPoints: number
  /** Points that are owed because they were spent before a refund took them back; active points are 0 while this is not. */
  readonly debtPoints: number
  /** Points spent so far, less those of spendings called off. */
  readonly spentPoints: number
  /** Points that ran out so far. */
  readonly expiredPoints: number
  /** Points that refunds took back so far. */
  readonly reversedPoints: number
  /** All points ever given: the sum of active, pending, spent, expired and reversed less the debt. */
  readonly issuedPoints: number
  /** Which points run out next and when; null where none will. */
  readonly nextExpiry: { readonly at: Instant; readonly points: number } | null
}

/** Kinds of entry that say when points run out. */
const statesEnd: ReadonlySet<RewardEntryKind> = new Set(["earned", "confirmed", "transferred"])

interface OpenLot {
  readonly held: { pending: number; active: number }
  expiresAt: Instant | null
}

/**
 * The balance at any instant, past or to come, from the ledger alone. Entries dated later are left out; points that run out by
 * then are counted as expired, whether or not anybody has written it down.
 *
 * @param entries - a client's entries, in the order written
 * @param at - the instant (inclusive: what happens at it counts)
 * @example
 * ```ts
 * import { earnRewards, noRewards, rewardBalanceAt } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const expiry = { validDays: null, expiresOn: "2026-12-31", expiresAt: "2026-12-31T21:00:00.000Z" }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...expiry }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, false, at)
 * if (earned instanceof Error) throw earned
 * rewardBalanceAt(earned.entries, "2026-06-01T00:00:00.000Z").activePoints // 300
 * rewardBalanceAt(earned.entries, "2027-01-01T00:00:00.000Z").expiredPoints // 300
 * ```
 */
export const rewardBalanceAt = (entries: ReadonlyArray<RewardEntry>, at: Instant): RewardBalance => {
  let sides = noRewards
  const lots = new Map<RewardLotId, OpenLot>()
  for (const entry of entries) {
    if (entry.at > at) continue
    sides = posted(sides, entry)
    for (const { side, points, lotId } of entry.postings) {
      if (lotId === null || (side !== "pending" && side !== "active")) continue
      const lot = lots.get(lotId) ?? { held: { pending: 0, active: 0 }, expiresAt: null }
      lots.set(lotId, lot)
      lot.held[side] += points
      if (statesEnd.has(entry.kind)) lot.expiresAt = entry.expiresAt
    }
  }
  const { issued, spent, reversed, debt } = sides
  let { pending, active, expired } = sides
  let nextAt: Instant | null = null
  let nextPoints = 0
  for (const { held, expiresAt } of lots.values()) {
    const points = held.pending + held.active
    if (expiresAt === null || points === 0) continue
    if (expiresAt <= at) {
      pending -= held.pending
      active -= held.active
      expired += points
    } else if (nextAt === null || expiresAt < nextAt) {
      nextAt = expiresAt
      nextPoints = points
    } else if (expiresAt === nextAt) nextPoints += points
  }
  return {
    at,
    activePoints: active,
    pendingPoints: pending,
    debtPoints: 0 - debt,
    spentPoints: spent,
    expiredPoints: expired,
    reversedPoints: reversed,
    issuedPoints: 0 - issued,
    nextExpiry: nextAt === null ? null : { at: nextAt, points: nextPoints },
  }
}
