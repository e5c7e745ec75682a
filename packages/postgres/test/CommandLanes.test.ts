import type { Transaction } from "@salesdept/core/ports"
import * as Result from "effect/Result"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { makeCommandLanes } from "../src/CommandLanes.ts"
import type { WaitingCommand } from "../src/CommandLanes.ts"
import { makeLockWaits } from "../src/LockWaits.ts"

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** Lanes over batches that land when the test says so. */
const heldLanes = (connections = 10) => {
  const sizes: Array<number> = []
  const landings: Array<() => void> = []
  const run = async (batch: ReadonlyArray<WaitingCommand>) => {
    sizes.push(batch.length)
    await new Promise<void>((land) => landings.push(land))
    const outcome = Result.succeed({ answer: null, events: [], replayed: false })
    return { ended: batch.map((command) => [command, outcome] as const), again: [] }
  }
  const submit = makeCommandLanes(run, makeLockWaits(10, 1000), connections)
  const outcomes: Array<Promise<unknown>> = []
  return {
    sizes,
    outcomes,
    submit: async (tenant: string, count = 1) => {
      for (let index = 0; index < count; index++) {
        // Lanes look at nothing of a command but whose it is.
        outcomes.push(submit({ author: { tenant } } as Transaction<null, never>))
      }
      await nextTurn()
    },
    land: async () => {
      landings.shift()?.()
      await nextTurn()
      await nextTurn()
    },
    landAll: async () => {
      while (landings.length > 0) {
        for (const land of landings.splice(0)) land()
        await nextTurn()
        await nextTurn()
      }
    },
  }
}

describe("lanes of commands", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it("run four commands side by side, and gather what comes meanwhile", async () => {
    const { landAll, outcomes, sizes, submit } = heldLanes()
    for (let count = 1; count <= 7; count++) await submit("shop-1")
    expect(sizes).toEqual([1, 1, 1, 1])
    await submit("shop-2")
    expect(sizes).toEqual([1, 1, 1, 1, 1])
    await landAll()
    await Promise.all(outcomes)
    expect(sizes).toEqual([1, 1, 1, 1, 1, 3])
  })

  it("halve many that come together, so that one half is decided while the other is written", async () => {
    const { land, landAll, outcomes, sizes, submit } = heldLanes()
    await submit("shop-1", 11)
    await landAll()
    expect(sizes).toEqual([11])
    await submit("shop-1", 33)
    expect(sizes).toEqual([11, 17, 16])
    // What comes beside a batch goes whole: it is the other half.
    await land()
    await submit("shop-1", 17)
    expect(sizes).toEqual([11, 17, 16, 17])
    await landAll()
    await submit("shop-1", 200)
    await landAll()
    expect(sizes).toEqual([11, 17, 16, 17, 64, 64, 64, 8])
    await Promise.all(outcomes)
  })

  it("keep many together where there is one connection for them", async () => {
    const { landAll, outcomes, sizes, submit } = heldLanes(1)
    await submit("shop-1", 33)
    expect(sizes).toEqual([33])
    await landAll()
    await Promise.all(outcomes)
  })

  it("give the slot of what takes longer than a tenth of a second to what waits behind", async () => {
    const { landAll, outcomes, sizes, submit } = heldLanes()
    for (let count = 1; count <= 5; count++) await submit("shop-1")
    vi.advanceTimersByTime(99)
    await nextTurn()
    expect(sizes).toEqual([1, 1, 1, 1])
    vi.advanceTimersByTime(1)
    await nextTurn()
    expect(sizes).toEqual([1, 1, 1, 1, 1])
    await landAll()
    await Promise.all(outcomes)
  })

  it("wait no longer where it is late already, and for no time that the runtime warns of", async () => {
    const { landAll, outcomes, sizes, submit } = heldLanes()
    const setTimer = vi.spyOn(globalThis, "setTimeout")
    for (let count = 1; count <= 4; count++) await submit("shop-1")
    vi.advanceTimersByTime(150)
    await submit("shop-1")
    vi.advanceTimersByTime(0)
    await nextTurn()
    expect(sizes).toEqual([1, 1, 1, 1, 1])
    expect(setTimer.mock.calls.map(([, ms]) => ms)).toEqual([0, 0, 0, 0])
    await landAll()
    await Promise.all(outcomes)
  })
})
