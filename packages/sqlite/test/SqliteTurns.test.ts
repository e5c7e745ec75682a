import { setImmediate } from "node:timers"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { deptOver, migrated, newFile, shopOver } from "./database.ts"

/** Calls one after another until the event loop has turned, as a timer or a socket would need it to; says whether it has. */
const turnsDuring = async (call: () => Promise<unknown>): Promise<boolean> => {
  // The first call may load code, which turns the loop.
  await call()
  const turned = new AbortController()
  setImmediate(() => turned.abort())
  for (const until = Date.now() + 2000; !turned.signal.aborted && Date.now() < until;) await call()
  return turned.signal.aborted
}

describe("the event loop", () => {
  it("turns while commands follow one another", async () => {
    const shop = await shopOver(migrated(newFile()))
    expect(await turnsDuring(() => shop.clients.register({ name: "Anna" }))).toBe(true)
  })

  it("turns while reads follow one another, of one record and of many", async () => {
    const shop = await shopOver(migrated(newFile()))
    await shop.clients.register({ id: "client_1", name: "Anna" })
    expect(await turnsDuring(() => shop.clients.get("client_1"))).toBe(true)
    expect(await turnsDuring(() => shop.clients.page({ limit: 10 }))).toBe(true)
    expect(await turnsDuring(() => shop.clients.getMany(["client_1", "client_2"]))).toBe(true)
  })

  it("turns while events are handed over, one after another", async () => {
    const dept = await deptOver(migrated(newFile()))
    const shop = dept.tenant("shop-17").as("user:42")
    for (let count = 0; count < 300; count++) await shop.clients.register({ name: "Anna" })
    const events = dept.tenant("shop-17").events({ consumer: "mail", batch: 1, ahead: 0 })[Symbol.asyncIterator]()
    const isTurning = turnsDuring(async () => (await events.next()).value?.ack())
    expect(await isTurning).toBe(true)
    await events.return?.()
  })

  it("turns between the rows of a dry run, which commits nothing", async () => {
    const shop = await shopOver(migrated(newFile()))
    expect(await turnsDuring(() => shop.clients.register({ name: "Anna" }, { dryRun: true }))).toBe(true)
  })

  it("need not turn for calls to go on: a test may stand its clock and its timers still", async () => {
    const shop = await shopOver(migrated(newFile()))
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    for (let count = 0; count < 1000; count++) await shop.clients.register({ name: "Anna" })
    expect(await shop.clients.count()).toBe(1000)
  })
})
