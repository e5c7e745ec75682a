import { copyFileSync, rmSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { Worker } from "node:worker_threads"
import { clientAggregate } from "@salesdept/core/client"
import type { Session } from "@salesdept/core/promise"
import type { StoreShape } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { makeSqliteStore, migrateSqlite, openSqlite } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { appliedAt, faultOf, newFile, shopOver } from "./database.ts"

/** The threads that readers have begun, in their order. */
const threads: Array<Worker> = []
vi.mock("node:worker_threads", async (original) => {
  const real = await original<typeof import("node:worker_threads")>()
  return {
    ...real,
    Worker: class extends real.Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given)
        threads.push(this)
      }
    },
  }
})

interface Base {
  readonly filename: string
  readonly database: SqliteDatabase
  readonly shop: Session
  readonly store: StoreShape
}

/** A base of so many clients, of which everything is read at length in a thread. */
const filled = async (clients: number): Promise<Base> => {
  const filename = newFile()
  const database = openSqlite({ filename, readerFromBytes: 0 })
  onTestFinished(() => database.close())
  migrateSqlite(database, appliedAt)
  database.handle.pragma("synchronous = off")
  const shop = await shopOver(database)
  const names = Array.from({ length: clients }, (_, index) => `Client ${index}`)
  await Promise.all(names.map((name) => shop.clients.register({ name })))
  return { filename, database, shop, store: makeSqliteStore(database) }
}

const verify = (store: StoreShape) => Effect.runPromise(store.verify("shop-17", clientAggregate))
const ended = async (call: Promise<unknown>): Promise<unknown> =>
  await Promise.race([call, sleep(20_000).then(() => expect.fail("hangs"))])

describe("a reader's thread", () => {
  it("that is killed while it reads fails what is read as a lost connection, and the next read begins another", async () => {
    const { shop, store } = await filled(300)
    const from = threads.length
    const running = verify(store)
    const behind = verify(store)
    // It has begun, and waits for questions between its answers.
    while (threads.length === from) await sleep(1)
    await threads[from]?.terminate()
    expect(await faultOf(() => ended(running))).toEqual({
      tag: "StoreFault",
      reason: "connectionLost",
      retryable: true,
    })
    // Whoever waited for its turn has a thread of its own.
    expect(await ended(behind)).toMatchObject({ streams: 300, faults: [] })
    expect(threads.length).toBe(from + 2)
    await shop.clients.register({ name: "After" })
    expect(await ended(verify(store))).toMatchObject({ streams: 301, faults: [] })
  })

  it("that is killed between two reads is missed by nobody", async () => {
    const { store } = await filled(3)
    const from = threads.length
    await verify(store)
    await threads[from]?.terminate()
    expect(await ended(verify(store))).toMatchObject({ streams: 3, faults: [] })
  })

  it("that has no room for what it sorts is told as full, holds no moment of the file, and reads again with room", async () => {
    const { database, shop, store } = await filled(3)
    await verify(store)
    const thread = threads.at(-1)
    // As the driver tells it where the folder for what is sorted has no room left.
    const told = { failed: { code: "SQLITE_FULL", message: "database or disk is full" } }
    const [listener] = thread?.listeners("message") ?? []
    thread?.off("message", listener as () => void)
    thread?.once("message", () => {
      thread.on("message", listener as () => void)
      thread.emit("message", told)
    })
    expect(await faultOf(() => ended(verify(store)))).toEqual({ tag: "StoreFault", reason: "full", retryable: false })
    await shop.clients.register({ name: "After" })
    // A moment that was still held would keep the log.
    expect(database.handle.pragma("wal_checkpoint(truncate)")).toMatchObject([{ busy: 0 }])
    expect(await ended(verify(store))).toMatchObject({ streams: 4, faults: [] })
  })

  it("answers nobody after the store is closed: those who wait in line are told too", async () => {
    const { database, store } = await filled(300)
    const running = [verify(store), verify(store), verify(store)].map(async (call) => await faultOf(() => ended(call)))
    await sleep(0)
    database.close()
    const closed = { tag: "StoreFault", reason: "closed", retryable: false }
    expect(await Promise.all(running)).toEqual([closed, closed, closed])
    expect(await faultOf(() => verify(store))).toEqual(closed)
  })
})

describe("a file that is taken away under an open store", () => {
  const missing = { tag: "StoreFault", reason: "notFound", retryable: false }
  const ways: { readonly [way: string]: (filename: string) => void } = {
    removed: () => {},
    replaced: (filename) => {
      const other = newFile()
      const database = openSqlite({ filename: other })
      migrateSqlite(database, appliedAt)
      database.close()
      copyFileSync(other, filename)
    },
  }

  it.each(Object.keys(ways))(
    "%s, it is told to commands and long reads: nothing is written where nobody finds it",
    async (way) => {
      for (const hasThread of [false, true]) {
        const { database, filename, shop, store } = await filled(3)
        if (hasThread) await verify(store)
        for (const end of ["", "-wal", "-shm"]) rmSync(`${filename}${end}`, { force: true })
        ways[way]?.(filename)
        // Not of another file, which would verify.
        expect(await faultOf(() => ended(verify(store)))).toEqual(missing)
        await sleep(30)
        expect(await faultOf(() => ended(shop.clients.register({ id: "client_late", name: "Late" })))).toEqual(missing)
        expect(await shop.clients.get("client_late")).toBeNull()
        database.close()
        // Whoever opens the path again works with what is there.
        const again = openSqlite({ filename, readerFromBytes: 0 })
        onTestFinished(() => again.close())
        migrateSqlite(again, appliedAt)
        expect(await verify(makeSqliteStore(again))).toMatchObject({ streams: 0 })
      }
    },
  )

  it("is not missed where the host only goes to another folder", async () => {
    const before = process.cwd()
    const filename = newFile()
    process.chdir(filename.slice(0, filename.lastIndexOf("/")))
    try {
      const database = openSqlite({ filename: "sales.db", readerFromBytes: 0 })
      onTestFinished(() => database.close())
      migrateSqlite(database, appliedAt)
      const shop = await shopOver(database)
      process.chdir(before)
      await sleep(30)
      await shop.clients.register({ name: "After" })
      expect(await verify(makeSqliteStore(database))).toMatchObject({ streams: 1, faults: [] })
    } finally {
      process.chdir(before)
    }
  })
})
