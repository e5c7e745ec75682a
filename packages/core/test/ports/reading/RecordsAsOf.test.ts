import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { describe, expect, it } from "vitest"
import { leadAggregate } from "../../../src/client/Lead.ts"
import { eachRecordAtMoments, hadHappened, recordsAsOf } from "../../../src/ports/reading/RecordsAsOf.ts"
import type { StoreShape } from "../../../src/ports/Store.ts"
import { makeMemoryStore } from "../../../src/memory/index.ts"
import { presets, salesDept } from "../../../src/promise/index.ts"
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

  it("given records that began since, then no journal is read of those to which nothing has happened or which no moment saw", async () => {
    const store = makeMemoryStore()
    const clock = { ms: Date.parse("2026-10-01T09:00:00.000Z") }
    await using dept = await salesDept({
      store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
      department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      now: () => clock.ms,
    })
    const shop = dept.tenant("shop").as("user:1")
    const onNextDay = () => {
      clock.ms += 86_400_000
      return new Date(clock.ms).toISOString()
    }
    const received = (id: `lead_${string}`, occurredAt?: string) =>
      shop.leads.receive({ id, name: id, channelId: "site" }, occurredAt === undefined ? {} : { occurredAt })
    const taken = (leadId: `lead_${string}`) => shop.leads.take({ leadId, ownerId: "user:2" })
    await received("lead_old")
    const first = new Date(clock.ms).toISOString()
    onNextDay()
    await received("lead_between")
    await received("lead_betweenAndTaken")
    const second = onNextDay()
    await taken("lead_betweenAndTaken")
    onNextDay()
    await received("lead_late")
    await received("lead_lateAndTaken")
    await taken("lead_lateAndTaken")
    await taken("lead_old")
    // Told late of what had happened before the second moment.
    await received("lead_told", second)

    const streams: Array<string> = []
    const noting: StoreShape = {
      ...store,
      streams: (tenant, ids) => Effect.suspend(() => (streams.push(...ids), store.streams(tenant, ids))),
    }
    const read = async (from: StoreShape, knownAt?: string) => {
      const seen: Array<ReadonlyArray<unknown>> = []
      const moments = { asOf: [first, second], knownAt }
      await Effect.runPromise(
        eachRecordAtMoments(from, "shop", leadAggregate, moments, ({ id, ownerId, status, version }, at) => {
          seen.push([id, at, ownerId, status, version])
        }),
      )
      return seen.toSorted((left, right) => (left.join() < right.join() ? -1 : 1))
    }
    const known = await read(noting)
    expect(streams.toSorted()).toEqual(["lead_betweenAndTaken", "lead_old"])
    expect(known).toEqual([
      ["lead_between", 1, null, "new", 1],
      ["lead_betweenAndTaken", 1, "user:2", "inWork", 2],
      ["lead_old", 0, null, "new", 1],
      ["lead_old", 1, null, "new", 1],
      ["lead_told", 1, null, "new", 1],
    ])
    // The same where every journal is read, and of what was known then.
    expect(await read({ ...store, facts: null })).toEqual(known)
    streams.length = 0
    const then = await read(noting, second)
    expect(streams.toSorted()).toEqual(["lead_betweenAndTaken", "lead_old"])
    expect(then).toEqual(known.filter(([id]) => id !== "lead_told"))
    expect(await read({ ...store, facts: null }, second)).toEqual(then)
  })
})

describe("recordsAsOf", () => {
  it("given records of which some changed later, then all come as they stood, in the order of their ids, and none that began later", async () => {
    const store = makeMemoryStore()
    const clock = { ms: Date.parse("2026-10-01T09:00:00.000Z") }
    await using dept = await salesDept({
      store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
      department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      now: () => clock.ms,
    })
    const shop = dept.tenant("shop").as("user:1")
    for (const id of ["lead_1", "lead_2", "lead_3"] as const)
      await shop.leads.receive({ id, name: id, channelId: "site" })
    const asOf = new Date(clock.ms).toISOString()
    clock.ms += 86_400_000
    await shop.leads.take({ leadId: "lead_2", ownerId: "user:2" })
    await shop.leads.receive({ id: "lead_0", name: "later", channelId: "site" })

    const then = await Effect.runPromise(recordsAsOf(store, "shop", leadAggregate, asOf))
    expect(then.map(({ id, ownerId }) => [id, ownerId])).toEqual([
      ["lead_1", null],
      ["lead_2", null],
      ["lead_3", null],
    ])
    const history = await shop.leads.history("lead_2")
    expect(history.map((event) => hadHappened(event, asOf))).toEqual([true, false])
  })
})
