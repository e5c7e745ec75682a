import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { RewardChange, RewardLot } from "../../src/loyalty/index.ts"
import { rewardBalanceAt, separableRewards, transferRewards } from "../../src/loyalty/index.ts"
import { jointLedger } from "../../src/loyalty/RewardTransfer.ts"
import type { RewardHistory } from "./rewardHistory.ts"
import { anyRewardStep, newHistory, noon, playStep } from "./rewardHistory.ts"

const played = (steps: ReadonlyArray<Parameters<typeof playStep>[1]>): RewardHistory => {
  const history = newHistory()
  for (const step of steps) playStep(history, step)
  return history
}

const steps = fc.array(anyRewardStep, { minLength: 1, maxLength: 20, size: "max" })

/** Lots of a second client, by names of their own. */
const renamed = ({ book }: RewardHistory) => ({
  ...book,
  lots: book.lots.map((lot): RewardLot => ({ ...lot, id: `lot_b${lot.id}`, clientId: "client_2" })),
})

const sides = ({ balances }: RewardChange) => balances

const after = (before: ReadonlyArray<RewardLot>, ...changes: ReadonlyArray<RewardChange>): ReadonlyArray<RewardLot> => {
  const lots = new Map(before.map((lot) => [lot.id, lot]))
  for (const change of changes) for (const lot of change.lots) lots.set(lot.id, lot)
  return [...lots.values()]
}

describe("points that go to another client", () => {
  it("leave nothing behind, make nothing new, and pay debts once", () => {
    fc.assert(
      fc.property(steps, steps, (left, right) => {
        const [from, to] = [played(left), renamed(played(right))]
        const at = noon("2027-01-01")
        const ids = new Set(from.book.lots.map(({ id }) => id))
        const moved = transferRewards(
          { clientId: "client_1", book: from.book },
          { clientId: "client_2", book: to },
          ids,
          at,
        )
        for (const points of Object.values(sides(moved.from))) expect(points).toBe(0)
        const { issued, reversed, debt, active } = sides(moved.to)
        expect(issued).toBe(from.book.balances.issued + to.balances.issued)
        expect(reversed).toBe(from.book.balances.reversed + to.balances.reversed)
        expect(debt).toBeLessThanOrEqual(0)
        if (active > 0) expect(debt).toBe(0)
        for (const lot of moved.to.lots) expect(lot.clientId).toBe("client_2")
      }),
      { numRuns: 200 },
    )
  })

  it("are as they were when they come back at once, debts and what had paid them too", () => {
    fc.assert(
      fc.property(steps, steps, (left, right) => {
        const [from, to] = [played(left), renamed(played(right))]
        // Neither side has run-out points to write off: what is compared is the way there and back alone.
        const at = noon(from.day)
        const ids = new Set(from.book.lots.map(({ id }) => id))
        const there = transferRewards(
          { clientId: "client_1", book: from.book },
          { clientId: "client_2", book: to },
          ids,
          at,
        )
        const all = after([...from.book.lots, ...to.lots], there.from, there.to)
        const back = transferRewards(
          { clientId: "client_2", book: { balances: sides(there.to), lots: all } },
          { clientId: "client_1", book: { balances: sides(there.from), lots: [] } },
          ids,
          at,
        )
        const still = transferRewards(
          { clientId: "client_1", book: from.book },
          { clientId: "client_2", book: to },
          new Set(),
          at,
        )
        expect(sides(back.to)).toEqual(sides(still.from))
        expect(sides(back.from)).toEqual(sides(still.to))
      }),
      { numRuns: 200 },
    )
  })

  it("stand in one history of both, in which the way between them is not told", () => {
    fc.assert(
      fc.property(steps, (left) => {
        const from = played(left)
        const at = noon(from.day)
        const ids = new Set(from.book.lots.map(({ id }) => id))
        const empty = { clientId: "client_2", book: played([]).book } as const
        const moved = transferRewards({ clientId: "client_1", book: from.book }, empty, ids, at)
        const all = [...from.entries, ...moved.from.entries, ...moved.to.entries]
        const joint = jointLedger(all, ["client_2", "client_1"])
        expect(joint.some(({ kind }) => kind === "transferred")).toBe(false)
        for (const day of [at, noon("2026-02-03"), noon("2027-01-01")]) {
          expect(rewardBalanceAt(joint, day)).toEqual(rewardBalanceAt(from.entries, day))
        }
        // Without the history of the one that went, the ledger alone tells the same from then on.
        const own = jointLedger(moved.to.entries, ["client_2"])
        expect(rewardBalanceAt(own, at)).toEqual(rewardBalanceAt(from.entries, at))
      }),
      { numRuns: 200 },
    )
  })

  it("stay where a spending that stays took from them, and where one that took from such a lot did", () => {
    const spend = (id: string, lots: ReadonlyArray<number>, returnedAt: string | null = null) =>
      ({
        id: `spend_${id}`,
        takenFrom: lots.map((lot) => ({ lotId: `lot_${lot}` as const, points: 1 })),
        returnedAt,
      }) as const
    const asked = {
      lotIds: new Set(["lot_1", "lot_2", "lot_3", "lot_4"] as const),
      spendIds: new Set(["spend_a", "spend_b", "spend_c"] as const),
    }
    const spends = [spend("a", [1, 2]), spend("b", [3]), spend("c", [4], noon("2026-02-01")), spend("later", [2])]
    const going = separableRewards(asked, spends)
    expect([...going.lotIds]).toEqual(["lot_3", "lot_4"])
    expect([...going.spendIds]).toEqual(["spend_b", "spend_c"])
    expect([...separableRewards(asked, [spend("later", [4], noon("2026-02-01"))]).lotIds]).toHaveLength(4)
  })
})
