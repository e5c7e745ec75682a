import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { leadAggregate } from "../../../src/client/Lead.ts"
import { eachRecordAtMoments } from "../../../src/ports/reading/RecordsAsOf.ts"
import type { StoreShape } from "../../../src/ports/Store.ts"
import { StoreFault } from "../../../src/ports/StoreErrors.ts"

describe("eachRecordAtMoments", () => {
  it("given a record with which something cannot be done, then that is told, and not that the store has failed", async () => {
    const records = [{ id: "lead_1", changedAt: "2026-05-01T00:00:00.000Z" }]
    let batches = 0
    // As adapters do: whatever is thrown while they read is a fault of the store.
    const scan = (_tenant: string, _of: unknown, onBatch: (batch: ReadonlyArray<unknown>) => void) =>
      Effect.try({
        try: () => {
          for (; batches < 3; batches++) onBatch(records)
        },
        catch: (cause) => new StoreFault("scan", "unknown", cause),
      })
    const store = { scan, facts: null } as unknown as StoreShape
    const moment = { asOf: ["2026-06-01T00:00:00.000Z"], knownAt: undefined }
    const broken = new RangeError("cannot be judged")
    let taken = 0
    const exit = await Effect.runPromiseExit(
      eachRecordAtMoments(store, "shop", leadAggregate, moment, () => {
        taken++
        throw broken
      }),
    )
    expect(Exit.isFailure(exit) && Cause.squash(exit.cause)).toBe(broken)
    expect(Exit.isFailure(exit) && Cause.hasDies(exit.cause)).toBe(true)
    expect(taken).toBe(1)
  })

  it("given a store that gives a record twice, then it has failed, and nothing is counted twice unseen", async () => {
    const record = { id: "lead_1", changedAt: "2026-05-01T00:00:00.000Z" }
    const scan = (_tenant: string, _of: unknown, onBatch: (batch: ReadonlyArray<unknown>) => void) =>
      Effect.sync(() => onBatch([record, record]))
    const store = { scan, facts: null } as unknown as StoreShape
    const moment = { asOf: ["2026-06-01T00:00:00.000Z"], knownAt: undefined }
    const refused = Effect.flip(eachRecordAtMoments(store, "shop", leadAggregate, moment, () => {}))
    expect(await Effect.runPromise(refused)).toMatchObject({ _tag: "StoreFault", data: { operation: "scan" } })
  })
})
