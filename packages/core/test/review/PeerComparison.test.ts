import { describe, expect, it } from "vitest"
import type { PeerCount } from "../../src/review/PeerComparison.ts"
import { comparePeers } from "../../src/review/PeerComparison.ts"

/** A stated sequence of numbers between 0 and 1 (Lehmer's generator). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

const counts = (rows: ReadonlyArray<readonly [string, number, number, string?]>): ReadonlyArray<PeerCount> =>
  rows.map(([repId, count, size, group = "rep settled"]) => ({ measure: "overdue", repId, group, count, size }))

const binomial = (random: () => number, size: number, share: number): number => {
  let count = 0
  for (let i = 0; i < size; i++) if (random() < share) count++
  return count
}

describe("comparePeers", () => {
  it("names who differs beyond chance, and draws small samples towards the peers", () => {
    const found = comparePeers(
      counts([
        ["ann", 10, 100],
        ["bob", 12, 100],
        ["cid", 9, 100],
        ["dan", 48, 100],
        ["eve", 4, 12],
      ]),
    )
    expect(found.map(({ repId, verdict }) => [repId, verdict])).toEqual([
      ["ann", "notShown"],
      ["bob", "notShown"],
      ["cid", "notShown"],
      ["dan", "above"],
      ["eve", "notShown"],
    ])
    const eve = found.find(({ repId }) => repId === "eve")!
    expect(eve.shrunk!).toBeLessThan(4 / 12)
    expect(eve.shrunk!).toBeGreaterThan(eve.peers! - 0.02)
    expect(eve.own).toMatchObject({ numerator: 4, denominator: 12 })
  })

  it("compares newcomers with newcomers, and withholds where there are none, or too few occasions", () => {
    const found = comparePeers(
      counts([
        ["ann", 10, 100],
        ["bob", 12, 100],
        ["cid", 3, 5],
        ["new", 60, 100, "rep new"],
      ]),
    )
    expect(found.map(({ repId, verdict, withheld }) => [repId, verdict, withheld?.en ?? null])).toEqual([
      ["ann", "notShown", null],
      ["bob", "notShown", null],
      ["cid", "withheld", "fewer than 10 occasions"],
      ["new", "withheld", "fewer than 2 peers of the same role and ramp"],
    ])
  })

  it("ranks no noise: over many departments of equal reps the stated rate of false discoveries holds", () => {
    let alarms = 0
    const departments = 200
    for (let seed = 1; seed <= departments; seed++) {
      const random = numbers(seed * 104_729)
      const rows = Array.from({ length: 12 }, (_, rep) => {
        const size = 15 + Math.floor(random() * 150)
        return [`rep-${rep}`, binomial(random, size, 0.2), size] as const
      })
      if (comparePeers(counts(rows)).some(({ verdict }) => verdict === "above" || verdict === "below")) alarms++
    }
    // With nobody different, the rate of 10 % is the chance of one discovery or more; room for chance among 200 departments.
    expect(alarms / departments).toBeLessThanOrEqual(0.16)
  })

  it("takes into account that peers differ among themselves", () => {
    const spread = comparePeers(
      counts([
        ["a", 10, 100],
        ["b", 30, 100],
        ["c", 50, 100],
        ["d", 20, 100],
        ["e", 45, 100],
        ["f", 55, 100],
      ]),
    )
    expect(spread.every(({ verdict }) => verdict === "notShown")).toBe(true)
  })

  it("names nobody because three peers are alike by luck: of reps who truly differ, each is one of them", () => {
    let alarms = 0
    const departments = 200
    for (let seed = 1; seed <= departments; seed++) {
      const random = numbers(seed * 104_729)
      const rows = Array.from({ length: 4 }, (_, rep) => {
        // The fourth smallest of eighteen: shares from Beta(4, 15), 0.21 on the mean with a deviation of 0.09.
        const share = Array.from({ length: 18 }, random).toSorted((left, right) => left - right)[3]!
        return [`rep-${rep}`, binomial(random, 100, share), 100] as const
      })
      const found = comparePeers(counts(rows), { falseDiscoveryRate: 0.05 })
      if (found.some(({ verdict }) => verdict === "above" || verdict === "below")) alarms++
    }
    // With the spread taken as the few peers show it, it was in half of the departments.
    expect(alarms / departments).toBeLessThanOrEqual(0.08)
  })

  it("does not depend on the order of the counts", () => {
    const rows = counts([
      ["ann", 10, 100],
      ["bob", 12, 90],
      ["dan", 48, 100],
    ])
    expect(comparePeers(rows.toReversed())).toEqual(comparePeers(rows))
  })
})
