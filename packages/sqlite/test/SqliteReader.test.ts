import { existsSync } from "node:fs"
import { cubeSuite, journalSuite, recordSuite, tamperSuite, tenantSuite } from "@salesdept/conformance"
import { clientAggregate } from "@salesdept/core/client"
import { isSalesDeptError } from "@salesdept/core/shared"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished } from "vitest"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { appliedAt, migrated, newFile, opened, shopOver } from "./database.ts"
import { inFiles } from "./harness.ts"

const everSmall = { readerFromBytes: 0 }
const beside = inFiles(undefined, undefined, everSmall)

// What reads at length answers the same in a thread of its own.
recordSuite("SQLite read in a thread", beside)
journalSuite("SQLite read in a thread", beside)
tamperSuite("SQLite read in a thread", beside)
tenantSuite("SQLite read in a thread", beside)
cubeSuite("SQLite read in a thread", beside)

const filled = async (readerFromBytes: number | null): Promise<SqliteDatabase> => {
  const database = openSqlite({ filename: newFile(), readerFromBytes })
  onTestFinished(() => database.close())
  migrateSqlite(database, appliedAt)
  database.handle.pragma("synchronous = off")
  const shop = await shopOver(database)
  await Promise.all(Array.from({ length: 1500 }, (_, index) => shop.clients.register({ name: `Client ${index}` })))
  return database
}

/** How often the event loop turned until the answer was there. */
const turnsOf = async (call: () => Promise<unknown>): Promise<number> => {
  let turns = 0
  let timer = setImmediate(function turn() {
    turns += 1
    timer = setImmediate(turn)
  })
  await call()
  clearImmediate(timer)
  return turns
}

describe("analysis and verification of a file", () => {
  it("let the event loop turn meanwhile where they are read in a thread, and hold it up where not", async () => {
    const calls = (database: SqliteDatabase): ReadonlyArray<() => Promise<unknown>> => {
      const store = makeSqliteStore(database)
      return [
        () => Effect.runPromise(store.verify("shop-17", clientAggregate)),
        () => Effect.runPromise(store.scan("shop-17", clientAggregate, () => {})),
        () => Effect.runPromise(store.history("shop-17", clientAggregate, () => {})),
      ]
    }
    const held = await filled(null)
    const free = await filled(0)
    // The thread begins with the first read.
    await Effect.runPromise(makeSqliteStore(free).scan("shop-17", clientAggregate, () => {}))
    const turns = async (database: SqliteDatabase): Promise<number> => {
      let sum = 0
      for (const call of calls(database)) sum += await turnsOf(call)
      return sum
    }
    expect(await turns(held)).toBeLessThanOrEqual(3)
    expect(await turns(free)).toBeGreaterThan(10)
  })

  it("begin with the size that was chosen, and never in memory", async () => {
    const database = await filled(1024 * 1024)
    expect(database.readerIfLarge()).not.toBeNull()
    const small = openSqlite({ filename: newFile() })
    const memory = openSqlite({ filename: ":memory:", readerFromBytes: 0 })
    onTestFinished(() => {
      small.close()
      memory.close()
    })
    expect([small.readerIfLarge(), memory.readerIfLarge()]).toEqual([null, null])
  })

  it("see one moment of the file, whatever is written meanwhile, and the next time what was written", async () => {
    const database = await filled(0)
    const store = makeSqliteStore(database)
    const shop = await shopOver(database)
    const seen = async (): Promise<number> => {
      let count = 0
      await Effect.runPromise(store.scan("shop-17", clientAggregate, (batch) => (count += batch.length)))
      return count
    }
    // Behind all ids that are there: a scan that saw it would count it.
    const writing = async () => {
      await new Promise((resolve) => setImmediate(resolve))
      await shop.clients.register({ id: "client_zzz", name: "Late" })
    }
    const [during] = await Promise.all([seen(), writing()])
    expect([1500, 1501]).toContain(during)
    expect(await seen()).toBe(1501)
  })

  it("see one moment also where they are read at a stroke and another process writes meanwhile", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    await shop.clients.register({ id: "client_1", name: "Anna" })
    const other = opened(database.handle.name)
    const erase = () => {
      for (const table of ["client", "journal"]) other.run(`delete from salesdept_${table}`, [])
    }
    let isErased = false
    const erasedBehindFirstRead: SqliteDatabase = {
      ...database,
      all: (sql, parameters) => {
        const rows = database.all(sql, parameters)
        if (!isErased && rows.length > 0) erase()
        isErased ||= rows.length > 0
        return rows
      },
    }
    const store = makeSqliteStore(erasedBehindFirstRead)
    const verified = await Effect.runPromise(store.verify("shop-17", clientAggregate))
    expect({ isErased, verified }).toEqual({ isErased: true, verified: { streams: 1, events: 1, faults: [] } })
    expect(await Effect.runPromise(store.verify("shop-17", clientAggregate))).toMatchObject({ streams: 0 })
  })

  it("see what the host has written in its open transaction on the same handle, and not after it was taken back", async () => {
    const database = await filled(0)
    const store = makeSqliteStore(database)
    database.handle.exec("begin")
    database.handle.exec("delete from salesdept_client")
    let records = 0
    await Effect.runPromise(store.scan("shop-17", clientAggregate, (batch) => (records += batch.length)))
    expect(records).toBe(0)
    database.handle.exec("rollback")
    await Effect.runPromise(store.scan("shop-17", clientAggregate, (batch) => (records += batch.length)))
    expect(records).toBe(1500)
  })

  it("take turns, pass on what the caller throws, and go on after it", async () => {
    const store = makeSqliteStore(await filled(0))
    const scan = (onBatch: () => void) => Effect.runPromise(store.scan("shop-17", clientAggregate, onBatch))
    const outcomes = await Promise.allSettled([
      scan(() => {}),
      scan(() => {
        throw new Error("the caller's own")
      }),
      scan(() => {}),
      Effect.runPromise(store.verify("shop-17", clientAggregate)),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"])
  })

  it("leave one whole file behind when all is closed", async () => {
    const database = await filled(0)
    const { name } = database.handle
    await Effect.runPromise(makeSqliteStore(database).verify("shop-17", clientAggregate))
    database.close()
    expect([`${name}-wal`, `${name}-shm`].filter((path) => existsSync(path))).toEqual([])
  })

  it("are told as a typed fault where the store is closed, before or meanwhile", async () => {
    const database = await filled(0)
    const store = makeSqliteStore(database)
    const running = Effect.runPromise(store.verify("shop-17", clientAggregate)).catch((error: unknown) => error)
    await new Promise((resolve) => setImmediate(resolve))
    database.close()
    const late = await Effect.runPromise(store.verify("shop-17", clientAggregate)).catch((error: unknown) => error)
    expect(isSalesDeptError(late) && late._tag).toBe("StoreFault")
    const meanwhile = await running
    // It may have been done before the end.
    expect(isSalesDeptError(meanwhile) ? meanwhile._tag : meanwhile).toSatisfy(
      (told: unknown) => told === "StoreFault" || (typeof told === "object" && told !== null && "streams" in told),
    )
  })
})
