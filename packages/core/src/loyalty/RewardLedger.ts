import type { RewardLotId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Draft, RewardBook, RewardChange } from "./RewardDraft.ts"
import { begin, finish, freeSettled, line, post, put, take } from "./RewardDraft.ts"
import type { RewardPosting } from "./RewardEntry.ts"
import { NotEnoughPoints, RewardRefused } from "./RewardErrors.ts"
import type { LotPoints, RewardLot, SpentFrom } from "./RewardSchema.ts"

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
 * @param lot - what is earned: whole points, 1 or more, which is not checked
 * @param isPending - whether they wait to be confirmed
 * @param at - when
 * @returns a refusal with the rule `expiryPast` or `tooMany`
 * @example
 * ```ts
 * import { earnRewards, noRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const never = { validDays: null, expiresOn: null, expiresAt: null }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...never }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, true, at)
 * if (earned instanceof Error) throw earned
 * earned.balances // { issued: -300, pending: 300, active: 0, spent: 0, expired: 0, reversed: 0, debt: 0 }
 * ```
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
 * @param expiry - when its points run out from now on: the last day, and its end (exclusive); null where they do not
 * @param at - when
 * @returns a refusal with the rule `confirmedAlready` or `nothingPending`
 * @example
 * ```ts
 * import { confirmRewards, earnRewards, noRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const never = { expiresOn: null, expiresAt: null }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, validDays: null, ...never }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, true, at)
 * if (earned instanceof Error) throw earned
 * const confirmed = confirmRewards(earned, "lot_1", never, "2026-03-20T09:00:00.000Z")
 * if (confirmed instanceof Error) throw confirmed
 * confirmed.balances.active // 300
 * ```
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
 * @param spend - how many (whole, 1 or more, which is not checked), by whom, under which id
 * @param at - when
 * @returns `NotEnoughPoints` where there are fewer active ones
 * @example
 * ```ts
 * import { earnRewards, noRewards, spendRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const never = { validDays: null, expiresOn: null, expiresAt: null }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...never }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, false, at)
 * if (earned instanceof Error) throw earned
 * const spent = spendRewards(earned, { id: "spend_1", clientId: "client_ltd", points: 120 }, "2026-04-01T09:00:00.000Z")
 * if (spent instanceof Error) throw spent
 * spent.takenFrom // [{ lotId: "lot_1", points: 120 }]
 * spent.balances.active // 180
 * ```
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
 * @param spend - the spending: its id, and what came out of which lot
 * @param at - when
 * @example
 * ```ts
 * import { earnRewards, noRewards, returnRewards, spendRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const never = { validDays: null, expiresOn: null, expiresAt: null }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...never }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, false, at)
 * if (earned instanceof Error) throw earned
 * const spent = spendRewards(earned, { id: "spend_1", clientId: "client_ltd", points: 120 }, at)
 * if (spent instanceof Error) throw spent
 * returnRewards(spent, { id: "spend_1", takenFrom: spent.takenFrom }, "2026-04-02T09:00:00.000Z").balances.active // 300
 * ```
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
  lines.push(line("debt", toDebt), ...freeSettled(draft, owed - toDebt))
  post(draft, "returned", spend.id, lines)
  return finish(draft)
}

/**
 * Points of a lot that no refund has taken back.
 *
 * @param lot - points earned, and those of them that refunds took back; whole, 0 or more
 * @example
 * ```ts
 * import { reversiblePoints } from "@salesdept/core/loyalty/rewards"
 *
 * reversiblePoints({ earnedPoints: 300, reversedPoints: 100 }) // 200
 * ```
 */
export const reversiblePoints = (lot: Pick<RewardLot, "earnedPoints" | "reversedPoints">): number =>
  lot.earnedPoints - lot.reversedPoints

/**
 * Takes earned points back for a refund: those that are still there first, then those that ran out, then those that paid a debt, and
 * last those that were spent; the last two become a debt. Other active points pay it at once.
 *
 * @param book - the client's points
 * @param refund - the lot, which is in the book; the refund, counted once; how many points, whole, 1 or more: all that are left where
 *   absent
 * @param at - when
 * @returns a refusal with the rule `moreThanLeft` or `reversedAlready`
 * @example
 * ```ts
 * import { earnRewards, noRewards, reverseRewards, spendRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const never = { validDays: null, expiresOn: null, expiresAt: null }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...never }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, false, at)
 * if (earned instanceof Error) throw earned
 * const spent = spendRewards(earned, { id: "spend_1", clientId: "client_ltd", points: 120 }, at)
 * if (spent instanceof Error) throw spent
 * const reversed = reverseRewards(spent, { lotId: "lot_1", refundId: "refund_1" }, "2026-04-02T09:00:00.000Z")
 * if (reversed instanceof Error) throw reversed
 * reversed.balances // { issued: -300, pending: 0, active: 0, spent: 120, expired: 0, reversed: 300, debt: -120 }
 * ```
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

/**
 * Writes off what has run out; no entries where nothing has.
 *
 * @param book - the client's points
 * @param at - the instant (inclusive: what runs out at it has run out)
 * @example
 * ```ts
 * import { earnRewards, expireRewards, noRewards } from "@salesdept/core/loyalty/rewards"
 *
 * const at = "2026-03-10T09:00:00.000Z"
 * const expiry = { validDays: null, expiresOn: "2026-12-31", expiresAt: "2026-12-31T21:00:00.000Z" }
 * const terms = { dealId: null, reasonId: "purchase", earnedAt: at, confirmedAt: null, ...expiry }
 * const lot = { id: "lot_1", clientId: "client_ltd", openClientId: "client_ltd", earnedPoints: 300, ...terms } as const
 * const earned = earnRewards({ balances: noRewards, lots: [] }, lot, false, at)
 * if (earned instanceof Error) throw earned
 * expireRewards(earned, "2026-12-31T20:59:59.000Z").entries.length // 0
 * expireRewards(earned, "2026-12-31T21:00:00.000Z").balances.expired // 300
 * ```
 */
export const expireRewards = (book: RewardBook, at: Instant): RewardChange => finish(begin(book, at))
