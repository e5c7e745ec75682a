import * as fc from "fast-check"
import type { RewardBook, RewardChange, RewardEntry, RewardLot, SpentFrom } from "../../src/loyalty/index.ts"
import {
  confirmRewards,
  earnRewards,
  expireRewards,
  noRewards,
  returnRewards,
  reverseRewards,
  spendRewards,
} from "../../src/loyalty/index.ts"
import { addDays } from "../../src/shared/index.ts"

const unlessRefused = <Change>(change: Change): Exclude<Change, Error> | null =>
  change instanceof Error ? null : (change as Exclude<Change, Error>)

/** A change that was not refused. */
export const done = <Change>(change: Change): Exclude<Change, Error> => {
  if (change instanceof Error) throw change
  return change as Exclude<Change, Error>
}

/** What a host may do to a client's points, by small numbers so that steps meet each other. */
export type RewardStep =
  | { readonly kind: "earn"; readonly points: number; readonly isPending: boolean; readonly days: number | null }
  | { readonly kind: "confirm" | "returnSpend"; readonly which: number }
  | { readonly kind: "spend"; readonly points: number }
  | { readonly kind: "reverse"; readonly which: number; readonly refund: number; readonly points: number | null }
  | { readonly kind: "expire" }

const which = fc.nat({ max: 5 })

/** Any step, with the days that pass before it. */
export const anyRewardStep: fc.Arbitrary<RewardStep & { readonly afterDays: number }> = fc
  .tuple(
    fc.oneof(
      fc.record({
        kind: fc.constant("earn" as const),
        points: fc.integer({ min: 1, max: 100 }),
        isPending: fc.boolean(),
        days: fc.option(fc.integer({ min: 1, max: 9 })),
      }),
      fc.record({ kind: fc.constantFrom("confirm" as const, "returnSpend" as const), which }),
      fc.record({ kind: fc.constant("spend" as const), points: fc.integer({ min: 1, max: 80 }) }),
      fc.record({
        kind: fc.constant("reverse" as const),
        which,
        refund: fc.nat({ max: 1 }),
        points: fc.option(fc.integer({ min: 1, max: 60 })),
      }),
      fc.record({ kind: fc.constant("expire" as const) }),
    ),
    fc.nat({ max: 4 }),
  )
  .map(([step, afterDays]) => ({ ...step, afterDays }))

/** A client's points with all that was written of them. */
export interface RewardHistory {
  readonly lots: Map<string, RewardLot>
  readonly spends: Array<{ readonly id: string; readonly takenFrom: ReadonlyArray<SpentFrom>; isReturned: boolean }>
  readonly entries: Array<RewardEntry>
  book: RewardBook
  day: string
}

/** Nothing has happened. */
export const newHistory = (): RewardHistory => ({
  lots: new Map(),
  spends: [],
  entries: [],
  book: { balances: noRewards, lots: [] },
  day: "2026-02-01",
})

/** The middle of a day. */
export const noon = (day: string): string => `${day}T12:00:00.000Z`

const decide = (history: RewardHistory, step: RewardStep): RewardChange | null => {
  const at = noon(history.day)
  const { book } = history
  const lotId = (index: number) => `lot_${index}` as const
  switch (step.kind) {
    case "earn": {
      const expiresOn = step.days === null ? null : addDays(history.day, step.days)
      const lot = {
        id: lotId(history.lots.size),
        clientId: "client_1",
        openClientId: "client_1",
        dealId: null,
        reasonId: "purchase",
        earnedPoints: step.points,
        earnedAt: at,
        confirmedAt: null,
        validDays: null,
        expiresOn,
        expiresAt: expiresOn === null ? null : `${addDays(expiresOn, 1)}T00:00:00.000Z`,
      } as const
      return done(earnRewards(book, lot, step.isPending, at))
    }
    case "confirm": {
      const lot = history.lots.get(lotId(step.which))
      if (lot === undefined) return null
      return unlessRefused(confirmRewards(book, lot.id, lot, at))
    }
    case "spend": {
      const id = `spend_${history.spends.length}`
      const spent = spendRewards(book, { id, clientId: "client_1", points: step.points }, at)
      if (spent instanceof Error) return null
      history.spends.push({ id, takenFrom: spent.takenFrom, isReturned: false })
      return spent
    }
    case "returnSpend": {
      const spend = history.spends[step.which]
      if (spend === undefined || spend.isReturned) return null
      spend.isReturned = true
      return returnRewards(book, spend, at)
    }
    case "reverse": {
      const { which: index, refund, points } = step
      const asked = { lotId: lotId(index), refundId: `refund_${refund}`, ...(points === null ? {} : { points }) }
      return unlessRefused(reverseRewards(book, asked, at))
    }
    case "expire":
      return expireRewards(book, at)
  }
}

/** Plays a step; a refused one changes nothing. */
export const playStep = (history: RewardHistory, step: RewardStep & { readonly afterDays: number }): void => {
  history.day = addDays(history.day, step.afterDays)
  const change = decide(history, step)
  if (change === null) return
  for (const lot of change.lots) history.lots.set(lot.id, lot)
  history.entries.push(...change.entries)
  history.book = { balances: change.balances, lots: [...history.lots.values()] }
}
