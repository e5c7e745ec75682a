import { statSync } from "node:fs"
import { createRequire } from "node:module"
import { Worker } from "node:worker_threads"
import Database from "better-sqlite3"
import type { Session } from "@salesdept/core/promise"
import { expect, it, onTestFinished } from "vitest"
import { migrateSqlite, openSqlite } from "../src/index.ts"
import { appliedAt, newFile, shopOver } from "./database.ts"

const limit = 256 * 1024
const sizeOfLog = (filename: string): number => statSync(`${filename}-wal`).size

/** Reads again and again, each time until the other reader has begun: there is never nobody reading. */
const reader = `
const { workerData: { driver, filename, own, other, counts, stop } } = require("node:worker_threads")
const db = new (require(driver))(filename)
while (Atomics.load(stop, 0) === 0) {
  const seen = Atomics.load(counts, other)
  db.exec("begin")
  db.prepare("select count(*) from salesdept_client").get()
  Atomics.add(counts, own, 1)
  Atomics.notify(counts, own)
  Atomics.wait(counts, other, seen, 2000)
  db.exec("rollback")
}
db.close()
`

const shopOf = async (filename: string, logLimitBytes: number): Promise<Session> => {
  const database = openSqlite({ filename, logLimitBytes })
  onTestFinished(() => database.close())
  migrateSqlite(database, appliedAt)
  // The tables themselves fill a log, which is not what is looked at.
  database.handle.pragma("wal_checkpoint(truncate)")
  // How large a file grows does not hang on it.
  database.handle.pragma("synchronous = off")
  return await shopOver(database)
}

/** How often the log was cut, and its size at the end of many commits beside which somebody always reads. */
const cutsOfLog = async (logLimitBytes: number) => {
  const filename = newFile()
  const shop = await shopOf(filename, logLimitBytes)
  const driver = createRequire(import.meta.url).resolve("better-sqlite3")
  const counts = new Int32Array(new SharedArrayBuffer(8))
  const stop = new Int32Array(new SharedArrayBuffer(4))
  const readers = [0, 1].map((own) => {
    const workerData = { driver, filename, own, other: 1 - own, counts, stop }
    return new Worker(reader, { eval: true, workerData })
  })
  const ended = Promise.all(readers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))))
  try {
    while (counts.some((count) => count < 2)) await new Promise((resolve) => setTimeout(resolve, 5))
    let [cuts, size] = [0, 0]
    for (let index = 0; index < 512; index++) {
      await shop.clients.register({ name: "А".repeat(200) })
      const next = sizeOfLog(filename)
      if (next < size) cuts += 1
      size = next
    }
    return { cuts, size }
  } finally {
    Atomics.store(stop, 0, 1)
    await ended
  }
}

it("cuts the log past its limit, though there is always somebody reading", async () => {
  // The control: left to SQLite the log only grows.
  const free = await cutsOfLog(Number.MAX_SAFE_INTEGER)
  expect(free.cuts).toBe(0)
  expect(free.size).toBeGreaterThan(8 * limit)
  // Each look waits only a moment for a gap between the readers, so that not every one cuts.
  const { cuts, size } = await cutsOfLog(limit)
  expect(cuts).toBeGreaterThan(0)
  expect(size).toBeLessThan(free.size)
}, 120_000)

it("never fails a command because of a reader that stays, and cuts once it has gone", async () => {
  const filename = newFile()
  const shop = await shopOf(filename, 0)
  const staying = new Database(filename)
  onTestFinished(() => {
    staying.close()
  })
  staying.exec("begin")
  const count = staying.prepare("select count(*) from salesdept_client").pluck()
  count.get()
  for (let index = 0; index < 130; index++) await shop.clients.register({ name: "A" })
  expect(count.get()).toBe(0)
  staying.exec("rollback")
  const held = sizeOfLog(filename)
  for (let index = 0; index < 64; index++) await shop.clients.register({ name: "A" })
  expect(sizeOfLog(filename)).toBeLessThan(held / 2)
  expect(await shop.clients.count()).toBe(194)
})
