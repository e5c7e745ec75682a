import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RewardChange, RewardLot } from "../../src/loyalty/index.ts"
import {
  confirmRewards,
  earnRewards,
  noRewards,
  returnRewards,
  reverseRewards,
  rewardBalanceAt,
  spendRewards,
} from "../../src/loyalty/index.ts"
import { addDays } from "../../src/shared/index.ts"
import type { RewardHistory } from "./rewardHistory.ts"
import { anyRewardStep, done, newHistory, noon, playStep } from "./rewardHistory.ts"

const refusalOf = <Change>(change: Change): Extract<Change, Error> =>
  change instanceof Error ? (change as Extract<Change, Error>) : expect.fail("this is refused")

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

const buckets = [
  "pendingPoints",
  "activePoints",
  "spentPoints",
  "settledPoints",
  "expiredPoints",
  "reversedPoints",
] as const

const expectSound = ({ book, lots, entries }: RewardHistory): void => {
  const { balances } = book
  for (const entry of entries) expect(sum(entry.postings.map(({ points }) => points)), entry.kind).toBe(0)
  expect(sum(Object.values(balances))).toBe(0)
  const all = [...lots.values()]
  const of = (bucket: (typeof buckets)[number] | "owedPoints") => sum(all.map((lot) => lot[bucket]))
  for (const lot of all) {
    expect(sum(buckets.map((bucket) => lot[bucket]))).toBe(lot.earnedPoints)
    for (const bucket of buckets) expect(lot[bucket]).toBeGreaterThanOrEqual(0)
    expect(lot.owedPoints).toBeGreaterThanOrEqual(0)
    expect(lot.owedPoints).toBeLessThanOrEqual(lot.reversedPoints)
    expect(new Set(lot.refundIds).size).toBe(lot.refundIds.length)
    expect(lot.openClientId === null).toBe(lot.pendingPoints + lot.activePoints === 0)
  }
  expect(of("pendingPoints")).toBe(balances.pending)
  expect(of("activePoints")).toBe(balances.active)
  expect(of("expiredPoints")).toBe(balances.expired)
  expect(of("reversedPoints")).toBe(balances.reversed)
  expect(of("spentPoints") + of("owedPoints")).toBe(balances.spent)
  expect(of("owedPoints")).toBe(of("settledPoints") - balances.debt)
  expect(balances.debt).toBeLessThanOrEqual(0)
  if (balances.active > 0) expect(balances.debt).toBe(0)
  const times = entries.map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
}

describe("the ledger", () => {
  it("conserves points under any history of earning, spending, refund and expiry", () => {
    fc.assert(
      fc.property(fc.array(anyRewardStep, { maxLength: 30, size: "max" }), (steps) => {
        const history = newHistory()
        for (const step of steps) {
          playStep(history, step)
          expectSound(history)
        }
      }),
      { numRuns: 400 },
    )
  })

  it("gives the balance at any instant, past or to come, as it was or will be known then", () => {
    fc.assert(
      fc.property(fc.array(anyRewardStep, { minLength: 1, maxLength: 20 }), (steps) => {
        const history = newHistory()
        const seen = new Map<string, ReturnType<typeof rewardBalanceAt>>()
        for (const step of steps) {
          playStep(history, step)
          seen.set(history.day, rewardBalanceAt(history.entries, noon(history.day)))
        }
        for (const [day, known] of seen) expect(rewardBalanceAt(history.entries, noon(day))).toEqual(known)
        for (const days of [0, 3, 30]) {
          const later = rewardBalanceAt(history.entries, noon(addDays(history.day, days)))
          playStep(history, { kind: "expire", afterDays: 0 })
          const total = later.activePoints + later.pendingPoints + later.spentPoints
          expect(total + later.expiredPoints + later.reversedPoints - later.debtPoints).toBe(later.issuedPoints)
          const written = newHistory()
          for (const step of steps) playStep(written, step)
          playStep(written, { kind: "expire", afterDays: days })
          expect(rewardBalanceAt(written.entries, noon(written.day))).toEqual(later)
        }
      }),
      { numRuns: 100 },
    )
  })
})

const at = (day: string): string => `${day}T09:00:00.000Z`

const lotNamed = (id: `lot_${string}`, earnedPoints: number, lastOn: string | null = null) => ({
  id,
  clientId: "client_1" as const,
  openClientId: "client_1" as const,
  dealId: null,
  reasonId: "purchase",
  earnedPoints,
  earnedAt: at("2026-02-01"),
  confirmedAt: null,
  validDays: null,
  expiresOn: lastOn,
  expiresAt: lastOn === null ? null : `${addDays(lastOn, 1)}T00:00:00.000Z`,
})

const after = (lots: ReadonlyArray<RewardLot>, change: RewardChange) => ({
  balances: change.balances,
  lots: [...new Map([...lots, ...change.lots].map((lot) => [lot.id, lot])).values()],
})

const earned = (...given: ReadonlyArray<ReturnType<typeof lotNamed>>) => {
  let book = after([], { entries: [], balances: noRewards, lots: [], nextExpiresAt: null })
  for (const lot of given) {
    book = after(book.lots, done(earnRewards(book, lot, false, at("2026-02-01"))))
  }
  return book
}

const spent = (book: ReturnType<typeof earned>, points: number, day = "2026-02-02") => {
  const change = done(spendRewards(book, { id: "spend_1", clientId: "client_1", points }, at(day)))
  return { book: after(book.lots, change), change }
}

describe("spending", () => {
  it("takes the points that run out first, those that never do last, and no expired ones", () => {
    const book = earned(
      lotNamed("lot_never", 50),
      lotNamed("lot_june", 50, "2026-06-30"),
      lotNamed("lot_may", 50, "2026-05-31"),
    )
    expect(spent(book, 120).change.takenFrom).toEqual([
      { lotId: "lot_may", points: 50 },
      { lotId: "lot_june", points: 50 },
      { lotId: "lot_never", points: 20 },
    ])
    expect(spent(book, 70, "2026-06-01").change.takenFrom).toEqual([
      { lotId: "lot_june", points: 50 },
      { lotId: "lot_never", points: 20 },
    ])
    const tooLate = spendRewards(book, { id: "spend_1", clientId: "client_1", points: 101 }, at("2026-06-01"))
    expect(refusalOf(tooLate).data).toEqual({
      clientId: "client_1",
      askedPoints: 101,
      activePoints: 100,
    })
  })

  it("may use points until the end of their last day, and not after it", () => {
    const book = earned(lotNamed("lot_1", 10, "2026-02-10"))
    const spend = { id: "spend_1", clientId: "client_1", points: 10 }
    expect(done(spendRewards(book, spend, "2026-02-10T23:59:59.999Z")).takenFrom).toHaveLength(1)
    expect(refusalOf(spendRewards(book, spend, "2026-02-11T00:00:00.000Z"))._tag).toBe("NotEnoughPoints")
  })
})

describe("a refund", () => {
  it("reverses exactly once, and shows points already spent as a debt that later points pay", () => {
    const { book } = spent(earned(lotNamed("lot_1", 100)), 60)
    const refund = { lotId: "lot_1", refundId: "refund_1" } as const
    const change = done(reverseRewards(book, refund, at("2026-02-03")))
    expect(change.balances).toEqual({
      issued: -100,
      pending: 0,
      active: 0,
      spent: 60,
      expired: 0,
      reversed: 100,
      debt: -60,
    })
    const owing = after(book.lots, change)
    const again = reverseRewards(owing, refund, at("2026-02-04"))
    expect(refusalOf(again).data.rule).toBe("reversedAlready")
    const paid = done(earnRewards(owing, lotNamed("lot_2", 80), false, at("2026-02-05")))
    expect(paid.balances).toMatchObject({ active: 20, debt: 0 })
    expect(paid.entries.map(({ kind }) => kind)).toEqual(["earned", "confirmed", "settled"])
  })

  it("takes part of a lot, each refund once, and never more than is left", () => {
    const book = earned(lotNamed("lot_1", 100))
    const first = done(reverseRewards(book, { lotId: "lot_1", refundId: "r1", points: 30 }, at("2026-02-03")))
    const left = after(book.lots, first)
    expect(first.balances).toMatchObject({ active: 70, reversed: 30 })
    const tooMuch = reverseRewards(left, { lotId: "lot_1", refundId: "r2", points: 71 }, at("2026-02-03"))
    expect(refusalOf(tooMuch).data.rule).toBe("moreThanLeft")
    const rest = done(reverseRewards(left, { lotId: "lot_1", refundId: "r2" }, at("2026-02-03")))
    expect(rest.balances).toMatchObject({ active: 0, reversed: 100, debt: 0 })
  })

  it("of points whose spending is called off leaves no debt, and frees what had paid it", () => {
    const { book, change } = spent(earned(lotNamed("lot_1", 100)), 100)
    const owing = after(book.lots, done(reverseRewards(book, { lotId: "lot_1", refundId: "r1" }, at("2026-02-03"))))
    const settled = after(owing.lots, done(earnRewards(owing, lotNamed("lot_2", 70), false, at("2026-02-04"))))
    expect(settled.balances).toMatchObject({ active: 0, debt: -30 })
    const returned = returnRewards(settled, { id: "spend_1", takenFrom: change.takenFrom }, at("2026-02-05"))
    expect(returned.balances).toMatchObject({ active: 70, spent: 0, reversed: 100, debt: 0 })
  })
})

describe("refusals", () => {
  it("are typed: an end in the past, a second confirmation, more than 2^53−1 points", () => {
    const past = earnRewards(
      { balances: noRewards, lots: [] },
      lotNamed("lot_1", 1, "2026-01-01"),
      false,
      at("2026-02-01"),
    )
    expect(refusalOf(past).data.rule).toBe("expiryPast")
    const book = earned(lotNamed("lot_1", 10))
    const again = confirmRewards(book, "lot_1", { expiresOn: null, expiresAt: null }, at("2026-02-02"))
    expect(refusalOf(again).data.rule).toBe("confirmedAlready")
    const most = {
      balances: { ...noRewards, issued: -Number.MAX_SAFE_INTEGER, active: Number.MAX_SAFE_INTEGER },
      lots: [],
    }
    const over = earnRewards(most, lotNamed("lot_2", 1), false, at("2026-02-02"))
    expect(refusalOf(over).data.rule).toBe("tooMany")
  })
})
