import type { RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { RewardBalances, RewardEntry, RewardEntryKind, RewardPosting, RewardSide } from "./RewardEntry.ts"
import { posted } from "./RewardEntry.ts"
import { NotEnoughPoints, RewardRefused } from "./RewardErrors.ts"
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

interface Draft {
  readonly at: Instant
  readonly lots: Map<RewardLotId, RewardLot>
  readonly changed: Set<RewardLotId>
  readonly entries: Array<RewardEntry>
  balances: RewardBalances
}

const line = (side: RewardSide, points: number, lotId: RewardLotId | null = null): RewardPosting => ({
  side,
  points,
  lotId,
})

const post = (
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

const put = (draft: Draft, lot: RewardLot, values: Partial<RewardLot>): RewardLot => {
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

const byExpiry = (left: RewardLot, right: RewardLot): number => {
  const leftEnd = left.expiresAt ?? "~"
  const rightEnd = right.expiresAt ?? "~"
  if (leftEnd !== rightEnd) return leftEnd < rightEnd ? -1 : 1
  const leftFrom = left.confirmedAt ?? "~"
  const rightFrom = right.confirmedAt ?? "~"
  if (leftFrom !== rightFrom) return leftFrom < rightFrom ? -1 : 1
  return left.id < right.id ? -1 : 1
}

/** Takes active points, those that run out first first; gives what was taken from which lot. */
const take = (draft: Draft, points: number, into: "spentPoints" | "settledPoints"): ReadonlyArray<SpentFrom> => {
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

const begin = ({ balances, lots }: RewardBook, at: Instant): Draft => {
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

const finish = (draft: Draft): RewardChange => {
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

const confirmIn = (draft: Draft, lot: RewardLot, expiry: Pick<RewardLot, "expiresOn" | "expiresAt">): void => {
  const points = lot.pendingPoints
  post(draft, "confirmed", lot.id, [line("pending", 0 - points, lot.id), line("active", points, lot.id)], {
    expiresAt: expiry.expiresAt,
  })
  put(draft, lot, { ...expiry, pendingPoints: 0, activePoints: lot.activePoints + points, confirmedAt: draft.at })
}

/** The lot as it will be earned: all points pending, without what only the record knows. */
export type NewLot = Omit<RewardLot, keyof LotPoints | "version" | "textsVersion" | "changedAt" | "refundIds">

/**
 * Gives points. They pay a debt first where they are active at once.
 *
 * @param book - the client's points
 * @param lot - what is earned
 * @param isPending - whether they wait to be confirmed
 * @param at - when
 * @returns a refusal with the rule `expiryPast` or `tooMany`
 */
export const earnRewards = (
  book: RewardBook,
  lot: NewLot,
  isPending: boolean,
  at: Instant,
): RewardChange | RewardRefused => {
  if (lot.expiresAt !== null && lot.expiresAt <= at) return new RewardRefused(lot.id, "expiryPast")
  const draft = begin(book, at)
  const points = lot.earnedPoints
  if (!Number.isSafeInteger(draft.balances.issued - points)) return new RewardRefused(lot.id, "tooMany")
  post(draft, "earned", lot.id, [line("issued", 0 - points), line("pending", points, lot.id)], lot)
  const earned: RewardLot = {
    ...lot,
    version: 0,
    textsVersion: 0,
    changedAt: at,
    pendingPoints: points,
    activePoints: 0,
    spentPoints: 0,
    settledPoints: 0,
    expiredPoints: 0,
    reversedPoints: 0,
    owedPoints: 0,
    refundIds: [],
  }
  draft.lots.set(lot.id, earned)
  draft.changed.add(lot.id)
  if (!isPending) confirmIn(draft, earned, lot)
  return finish(draft)
}

/**
 * Makes pending points active.
 *
 * @param book - the client's points
 * @param lotId - the lot, which is in the book
 * @param expiry - when its points run out from now on
 * @param at - when
 * @returns a refusal with the rule `confirmedAlready` or `nothingPending`
 */
export const confirmRewards = (
  book: RewardBook,
  lotId: RewardLotId,
  expiry: Pick<RewardLot, "expiresOn" | "expiresAt">,
  at: Instant,
): RewardChange | RewardRefused => {
  const draft = begin(book, at)
  const lot = draft.lots.get(lotId)
  if (lot !== undefined && lot.confirmedAt !== null) return new RewardRefused(lotId, "confirmedAlready")
  if (lot === undefined || lot.pendingPoints === 0) return new RewardRefused(lotId, "nothingPending")
  confirmIn(draft, lot, expiry)
  return finish(draft)
}

/** What a spending comes to. */
export interface SpendChange extends RewardChange {
  /** Out of which lots. */
  readonly takenFrom: ReadonlyArray<SpentFrom>
}

/**
 * Spends active points, those that run out first first.
 *
 * @param book - the client's points
 * @param spend - how many, by whom, under which id
 * @param at - when
 * @returns `NotEnoughPoints` where there are fewer active ones
 */
export const spendRewards = (
  book: RewardBook,
  spend: { readonly id: string; readonly clientId: string; readonly points: number },
  at: Instant,
): SpendChange | NotEnoughPoints => {
  const draft = begin(book, at)
  const { active } = draft.balances
  if (active < spend.points) return new NotEnoughPoints(spend.clientId, spend.points, active)
  const takenFrom = take(draft, spend.points, "spentPoints")
  post(
    draft,
    "spent",
    spend.id,
    takenFrom.flatMap(({ lotId, points }) => [line("active", 0 - points, lotId), line("spent", points, lotId)]),
  )
  return { ...finish(draft), takenFrom }
}

/**
 * Calls a spending off. Points go back to the lots they came from, with the end they had; those whose lot a refund has taken back
 * pay the debt that it left, or free the points that paid it.
 *
 * @param book - the client's points, all lots
 * @param spend - the spending
 * @param at - when
 */
export const returnRewards = (
  book: RewardBook,
  spend: { readonly id: string; readonly takenFrom: ReadonlyArray<SpentFrom> },
  at: Instant,
): RewardChange => {
  const draft = begin(book, at)
  const lines: Array<RewardPosting> = []
  let owed = 0
  for (const { lotId, points } of spend.takenFrom) {
    const lot = draft.lots.get(lotId)
    if (lot === undefined) continue
    const disowned = Math.min(points, lot.owedPoints)
    const back = points - disowned
    owed += disowned
    put(draft, lot, {
      owedPoints: lot.owedPoints - disowned,
      spentPoints: lot.spentPoints - back,
      activePoints: lot.activePoints + back,
    })
    lines.push(line("spent", 0 - points, lotId), line("active", back, lotId))
  }
  const toDebt = Math.min(owed, 0 - draft.balances.debt)
  lines.push(line("debt", toDebt))
  let toFree = owed - toDebt
  for (const lot of [...draft.lots.values()].toSorted(byExpiry)) {
    const part = Math.min(toFree, lot.settledPoints)
    if (part === 0) continue
    put(draft, lot, { settledPoints: lot.settledPoints - part, activePoints: lot.activePoints + part })
    lines.push(line("active", part, lot.id))
    toFree -= part
  }
  post(draft, "returned", spend.id, lines)
  return finish(draft)
}

/** Points of a lot that no refund has taken back. */
export const reversiblePoints = (lot: Pick<RewardLot, "earnedPoints" | "reversedPoints">): number =>
  lot.earnedPoints - lot.reversedPoints

/**
 * Takes earned points back for a refund: those that are still there first, then those that ran out, and last those that were
 * spent, which become a debt. Other active points pay it at once.
 *
 * @param book - the client's points
 * @param refund - the lot, which is in the book; the refund, counted once; how many points, all that are left where absent
 * @param at - when
 * @returns a refusal with the rule `moreThanLeft` or `reversedAlready`
 */
export const reverseRewards = (
  book: RewardBook,
  refund: { readonly lotId: RewardLotId; readonly refundId: string; readonly points?: number },
  at: Instant,
): RewardChange | RewardRefused => {
  const { lotId, refundId } = refund
  const draft = begin(book, at)
  const lot = draft.lots.get(lotId)
  if (lot === undefined) return new RewardRefused(lotId, "moreThanLeft")
  if (lot.refundIds.includes(refundId)) return new RewardRefused(lotId, "reversedAlready")
  const points = refund.points ?? reversiblePoints(lot)
  if (points === 0 || points > reversiblePoints(lot)) return new RewardRefused(lotId, "moreThanLeft")
  let left = points
  const part = (available: number): number => {
    const taken = Math.min(left, available)
    left -= taken
    return taken
  }
  const pending = part(lot.pendingPoints)
  const active = part(lot.activePoints)
  const expired = part(lot.expiredPoints)
  const settled = part(lot.settledPoints)
  const spent = part(lot.spentPoints)
  post(draft, "reversed", refundId, [
    line("pending", 0 - pending, lotId),
    line("active", 0 - active, lotId),
    line("expired", 0 - expired, lotId),
    line("reversed", points, lotId),
    line("debt", 0 - settled - spent),
  ])
  put(draft, lot, {
    pendingPoints: lot.pendingPoints - pending,
    activePoints: lot.activePoints - active,
    expiredPoints: lot.expiredPoints - expired,
    settledPoints: lot.settledPoints - settled,
    spentPoints: lot.spentPoints - spent,
    reversedPoints: lot.reversedPoints + points,
    owedPoints: lot.owedPoints + spent,
    refundIds: [...lot.refundIds, refundId],
  })
  return finish(draft)
}

/** Writes off what has run out; no entries where nothing has. */
export const expireRewards = (book: RewardBook, at: Instant): RewardChange => finish(begin(book, at))
