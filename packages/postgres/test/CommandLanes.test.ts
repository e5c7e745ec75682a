import type { Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { makeCommandLanes } from "../src/CommandLanes.ts"
import type { Landing, Pace, WaitingCommand } from "../src/CommandLanes.ts"
import { makeLockWaits } from "../src/LockWaits.ts"

/** Lanes over a server that ends batches when it is told to. */
const openLanes = (mostRunning = 4) => {
  const underWay: Array<{
    readonly batch: ReadonlyArray<WaitingCommand>
    readonly land: (landing: Landing) => void
  }> = []
  const run = (batch: ReadonlyArray<WaitingCommand>): Promise<Landing> =>
    new Promise((land) => underWay.push({ batch, land }))
  const submit = makeCommandLanes(run, makeLockWaits(4, 0), mostRunning)
  const transaction = { author: { tenant: "shop-17" } } as Transaction<unknown, unknown>
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  return {
    /** Sends so many at once. */
    send: (count: number) => {
      for (let sent = 0; sent < count; sent++) void submit(transaction)
    },
    /** Sizes of the batches under way, the oldest first. */
    sizes: () => underWay.map(({ batch }) => batch.length),
    /** Ends the oldest batch. */
    landOldest: async (pace: Pace) => {
      const oldest = underWay.shift()
      const outcome = Result.succeed({ answer: null, events: [], replayed: false })
      oldest?.land({ ended: oldest.batch.map((command) => [command, outcome] as const), again: [], pace })
      await turn()
      await turn()
    },
    turn,
  }
}

const quickDisk: Pace = { decidingMs: 4, writingMs: 5 }
const slowDisk: Pace = { decidingMs: 4, writingMs: 20 }

/** Lanes that have landed a batch of forty at a pace. */
const lanesAt = async (pace: Pace, mostRunning?: number) => {
  const lanes = openLanes(mostRunning)
  lanes.send(40)
  await lanes.turn()
  expect(lanes.sizes()).toEqual([40])
  await lanes.landOldest(pace)
  expect(lanes.sizes()).toEqual([])
  return lanes
}

describe("commands that come together", () => {
  it("go in two halves, one beside the other, where writing takes little longer than deciding", async () => {
    const lanes = await lanesAt(quickDisk)
    lanes.send(32)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([16, 16])
  })

  it("go beside the half under way as soon as the other half has been answered and comes again", async () => {
    const lanes = await lanesAt(quickDisk)
    lanes.send(32)
    await lanes.turn()
    await lanes.landOldest(quickDisk)
    lanes.send(16)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([16, 16])
  })

  it("share one commit where that takes longer than what two halves would save", async () => {
    const lanes = await lanesAt(slowDisk)
    lanes.send(32)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([32])
  })

  it("go whole again once the disk has become slow", async () => {
    const lanes = await lanesAt(quickDisk)
    for (let batch = 0; batch < 8; batch++) {
      lanes.send(12)
      await lanes.turn()
      await lanes.landOldest(slowDisk)
    }
    lanes.send(32)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([32])
  })

  it("go whole where they are few", async () => {
    const lanes = await lanesAt(quickDisk)
    lanes.send(15)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([15])
  })

  it("go whole where no two batches may run at once", async () => {
    const lanes = await lanesAt(quickDisk, 1)
    lanes.send(32)
    await lanes.turn()
    expect(lanes.sizes()).toEqual([32])
  })
})
