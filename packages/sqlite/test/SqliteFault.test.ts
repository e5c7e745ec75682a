import { fork } from "node:child_process"
import { existsSync, chmodSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { getuid } from "node:process"
import { fileURLToPath } from "node:url"
import { productAggregate } from "@salesdept/core/deal"
import { byId, decision, recordEvents } from "@salesdept/core/journal"
import type { Work } from "@salesdept/core/journal"
import type { Transaction } from "@salesdept/core/ports"
import { presets, salesDept } from "@salesdept/core/promise"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { describe, expect, it, onTestFinished } from "vitest"
import { checkSqlite, makeSqliteStore, migrateSqlite, openSqlite, sqlite } from "../src/index.ts"
import { appliedAt, deptOver, faultOf, migrated, newFile, opened, shopOver } from "./database.ts"

const client = (index: number) => ({ id: `client_${index}`, name: `Client ${index}` }) as const

describe("a file that another connection holds", () => {
  it("fails as busy after the given wait, writes nothing, and works once the file is free", async () => {
    const file = newFile()
    const shop = await shopOver(migrated(file))
    const other = opened(file)
    other.handle.exec("begin immediate")
    expect(await faultOf(() => shop.clients.register(client(1)))).toEqual({
      tag: "StoreFault",
      reason: "busy",
      retryable: true,
    })
    expect(await shop.clients.get("client_1")).toBeNull()
    other.handle.exec("rollback")
    expect((await shop.clients.register(client(1))).client.version).toBe(1)
  })

  it("waits for the other connection where that is done in time, and lets the process go on meanwhile", async () => {
    const file = newFile()
    const shop = await shopOver(migrated(file, 10_000))
    const other = opened(file)
    other.handle.exec("begin immediate")
    const registered = shop.clients.register(client(1))
    await new Promise((resolve) => setTimeout(resolve, 60))
    other.handle.exec("commit")
    expect((await registered).events).toHaveLength(1)
  })

  it("waits by the platform's timers, not by the host's clock", async () => {
    const file = newFile()
    const other = opened(file)
    const dept = await salesDept({
      store: {
        open: () => Promise.resolve({ store: makeSqliteStore(migrated(file)), close: () => Promise.resolve() }),
      },
      now: () => 0,
    })
    other.handle.exec("begin immediate")
    const call = () => dept.tenant("shop").as("user").clients.register(client(1))
    expect(await faultOf(call)).toMatchObject({ reason: "busy" })
  })

  it("reads while another connection writes", async () => {
    const file = newFile()
    const shop = await shopOver(migrated(file))
    await shop.clients.register(client(1))
    opened(file).handle.exec("begin immediate")
    expect(await shop.clients.get("client_1")).not.toBeNull()
  })
})

describe("a file that cannot be used", () => {
  it("refuses a file that is no database", async () => {
    const file = newFile()
    writeFileSync(file, "id;title\n1;Audit\n".repeat(100))
    const fault = { tag: "StoreFault", reason: "notADatabase", retryable: false }
    expect(await faultOf(() => openSqlite({ filename: file }))).toEqual(fault)
    expect(await faultOf(() => salesDept({ store: sqlite({ filename: file }) }))).toEqual(fault)
    expect(readFileSync(file, "utf8")).toMatch(/^id;title/)
  })

  it("tells of a file that is damaged that it is", async () => {
    const file = newFile()
    migrated(file).handle.pragma("wal_checkpoint(truncate)")
    const bytes = readFileSync(file)
    // The header stays, and says that it is a database.
    writeFileSync(file, bytes.fill(7, 8192))
    const fault = { tag: "StoreFault", reason: "damaged", retryable: false }
    expect(await faultOf(async () => checkSqlite(opened(file)))).toEqual(fault)
  })

  it("refuses a database without the library's tables", async () => {
    const file = newFile()
    const host = new Database(file)
    host.exec("create table orders (id integer primary key)")
    host.close()
    const fault = { tag: "StoreFault", reason: "schemaMissing", retryable: false }
    expect(await faultOf(() => salesDept({ store: sqlite({ filename: file }) }))).toEqual(fault)
    const shop = await shopOver(opened(file))
    expect(await faultOf(() => shop.clients.register(client(1)))).toEqual(fault)
    expect(await faultOf(() => shop.clients.get("client_1"))).toEqual(fault)
    expect(opened(file).all("select name from sqlite_master", [])).toEqual([{ name: "orders" }])
  })

  it("refuses an empty file, and does not make a file where none is wanted", async () => {
    const file = newFile()
    writeFileSync(file, "")
    expect(await faultOf(() => salesDept({ store: sqlite({ filename: file }) }))).toMatchObject({
      reason: "schemaMissing",
    })
    const absent = join(dirname(file), "absent.db")
    expect(await faultOf(() => openSqlite({ filename: absent, create: false }))).toMatchObject({
      tag: "StoreFault",
      reason: "notFound",
    })
    expect(await faultOf(() => salesDept({ store: sqlite({ filename: absent }) }))).toMatchObject({
      reason: "notFound",
    })
    expect(existsSync(absent)).toBe(false)
    // Whoever opened it finds in the log what was looked for; the message itself may be shown to anybody.
    await expect(salesDept({ store: sqlite({ filename: absent }) })).rejects.toMatchObject({
      message: expect.stringContaining("migrateSqlite"),
      cause: { message: `${absent} is not there` },
    })
    const nowhere = join(dirname(file), "no folder", "sales.db")
    expect(await faultOf(() => openSqlite({ filename: nowhere }))).toMatchObject({
      tag: "StoreFault",
      reason: "notFound",
    })
  })

  it("refuses tables that a newer version has changed, and works with those it has only added to", async () => {
    const file = newFile()
    const database = migrated(file)
    const note = database.handle.prepare("insert into salesdept_migration (id, breaking, applied_at) values (?, ?, ?)")
    note.run("0002_added", 0, appliedAt)
    const dept = await salesDept({ store: sqlite({ filename: file }) })
    await dept.close()
    note.run("0003_changed", 1, appliedAt)
    const fault = { tag: "StoreFault", reason: "schemaNewer", retryable: false }
    expect(await faultOf(() => salesDept({ store: sqlite({ filename: file }) }))).toEqual(fault)
    expect(await faultOf(() => migrateSqlite(database, appliedAt))).toEqual(fault)
  })

  it("reads but does not write where the connection may not write", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    await shop.clients.register(client(1))
    database.handle.pragma("query_only = on")
    const fault = { tag: "StoreFault", reason: "readOnly", retryable: false }
    expect(await faultOf(() => shop.clients.register(client(2)))).toEqual(fault)
    expect((await shop.clients.get("client_1"))?.texts).toEqual({ name: "Client 1" })
    database.handle.pragma("query_only = off")
    expect((await shop.clients.register(client(2))).client.version).toBe(1)
  })

  it.skipIf(getuid?.() === 0)(
    "refuses a file without the right to write (skipped for root, who may write all)",
    async () => {
      const file = newFile()
      migrated(file).close()
      chmodSync(file, 0o444)
      chmodSync(dirname(file), 0o555)
      onTestFinished(() => chmodSync(dirname(file), 0o755))
      const call = async () => (await shopOver(opened(file))).clients.register(client(1))
      expect(await faultOf(call)).toMatchObject({ reason: "readOnly" })
    },
  )
})

describe("a full disk", () => {
  it("leaves nothing of the command, keeps what was there, and works again with room", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    const pages = Number(database.handle.pragma("page_count", { simple: true }))
    database.handle.pragma(`max_page_count = ${pages + 4}`)
    const row = (index: number) => ({ id: `product_${index}`, name: "x".repeat(300), listPrice: null }) as const
    let stored = 0
    const full = await faultOf(async () => {
      for (;;) {
        await shop.products.state({ rows: [row(stored)] })
        stored += 1
      }
    })
    expect(full).toEqual({ tag: "StoreFault", reason: "full", retryable: false })
    expect(database.handle.inTransaction).toBe(false)
    expect((await shop.products.page({})).items).toHaveLength(stored)
    expect(await shop.products.verify()).toEqual({ streams: stored, events: stored, faults: [] })
    database.handle.pragma("max_page_count = 1000000")
    expect((await shop.products.state({ rows: [row(stored)] })).created).toBe(1)
  })

  it("takes back everything that shared the commit, and none of it is answered as written", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    const pages = Number(database.handle.pragma("page_count", { simple: true }))
    database.handle.pragma(`max_page_count = ${pages + 2}`)
    const calls = Array.from({ length: 40 }, (_, index) =>
      shop.products.state({ rows: [{ id: `product_${index}`, name: "x".repeat(300), listPrice: null }] }),
    )
    const outcomes = await Promise.allSettled(calls)
    const answered = outcomes.filter(({ status }) => status === "fulfilled").length
    expect(answered).toBeLessThan(40)
    expect((await shop.products.page({})).items).toHaveLength(answered)
    expect((await shop.products.verify()).faults).toEqual([])
  })

  it("does not remember a configuration that was taken back", async () => {
    const database = migrated(newFile())
    const dept = await deptOver(database)
    // What is sent together is to be there together.
    await dept.load()
    const shop = dept.tenant("shop-17").as("user:42")
    const config = (reasonId: string) => ({
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      lostReasons: [{ id: reasonId, name: { en: reasonId, ru: reasonId }, textRequired: false }],
    })
    const pages = Number(database.handle.pragma("page_count", { simple: true }))
    database.handle.pragma(`max_page_count = ${pages + 60}`)
    const lose = (id: "deal_1" | "deal_2", lostReasonId: string) =>
      shop.deals.move({ dealId: id, to: "lost", lostReasonId })
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    await shop.deals.open({ id: "deal_2", title: "Audit" })
    // The publication is sent first, is read by the loss behind it, and goes down with the bulk that fills the disk.
    const together = [
      shop.department.publish(config("weather")),
      lose("deal_1", "weather"),
      ...Array.from({ length: 200 }, (_, index) =>
        shop.products.state({
          rows: Array.from({ length: 10 }, (_unused, at) => ({
            id: `product_${index}.${at}` as const,
            name: "x".repeat(300),
            listPrice: null,
          })),
        }),
      ),
    ]
    const outcomes = await Promise.allSettled(together)
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["rejected"]))
    database.handle.pragma("max_page_count = 1000000")
    await shop.department.publish(config("mood"))
    expect(await faultOf(() => lose("deal_2", "weather"))).toMatchObject({ tag: "LostReasonRefused" })
    expect((await lose("deal_2", "mood")).deal.lostReasonId).toBe("mood")
  })
})

describe("a file that fails while a commit is taken back", () => {
  it("fails the commands that shared it, and is of use again once the file is", async () => {
    const database = migrated(newFile())
    const failing = new Set<string>()
    const run = (sql: string, parameters: ReadonlyArray<unknown>): number => {
      if (failing.has(sql)) throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR" })
      return database.run(sql, parameters)
    }
    const shop = await shopOver({ ...database, run })
    await shop.clients.register(client(1))
    failing.add("commit").add("rollback")
    const calls = [2, 3].map((index) => faultOf(() => shop.clients.register(client(index))))
    const fault = { tag: "StoreFault", reason: "connectionLost", retryable: true }
    expect(await Promise.all(calls)).toEqual([fault, fault])
    failing.clear()
    await shop.clients.register(client(4))
    expect((await shop.clients.page({})).items.map(({ id }) => id)).toEqual(["client_1", "client_4"])
    expect((await shop.clients.verify()).faults).toEqual([])
  })
})

describe("a transaction of the host on the same connection", () => {
  it("is neither joined nor rolled back", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    database.handle.exec("create table orders (id integer primary key)")
    database.handle.exec("begin")
    database.handle.exec("insert into orders values (1)")
    expect(await faultOf(() => shop.clients.register(client(1)))).toMatchObject({ tag: "StoreFault" })
    expect(database.handle.inTransaction).toBe(true)
    database.handle.exec("commit")
    expect(database.all("select id from orders", [])).toEqual([{ id: 1 }])
    expect((await shop.clients.register(client(1))).events).toHaveLength(1)
  })
})

describe("a connection that breaks in the middle of a command", () => {
  it("is told as a typed fault, leaves nothing in the file, and another connection goes on", async () => {
    const file = newFile()
    const database = migrated(file)
    const store = makeSqliteStore(database)
    const change = (id: string) => {
      const stated = { type: "ProductStated", payload: { id, name: "Audit", listPrice: null } } as const
      return recordEvents(productAggregate, null, [stated as never], { occurredAt: appliedAt })
    }
    const transaction = (work: () => Work<object, never>): Transaction<object, never> => ({
      author: { tenant: "shop-17", actor: "user:42", commandId: "command_1", recordedAt: appliedAt },
      work,
      dryRun: false,
      idempotency: null,
      salt: () => "salt",
      joined: null,
    })
    const breaking = transaction(function* () {
      yield* byId(productAggregate, "product_1")
      database.close()
      return Result.succeed(decision([change("product_1")], {}))
    })
    const broken = () => Effect.runPromise(store.transact(breaking))
    expect(await faultOf(broken)).toMatchObject({ tag: "StoreFault", retryable: false })
    const other = opened(file)
    for (const table of ["product", "journal", "outbox"]) {
      expect(other.all(`select count(*) as n from salesdept_${table}`, [])).toEqual([{ n: 0 }])
    }
    const shop = await shopOver(other)
    expect((await shop.products.state({ rows: [{ id: "product_1", name: "Audit", listPrice: null }] })).created).toBe(1)
    expect(await shop.products.verify()).toEqual({ streams: 1, events: 1, faults: [] })
  })

  it("killed while it writes leaves whole commands only, each with its journal", async () => {
    const file = newFile()
    migrated(file).close()
    const child = fork(fileURLToPath(new URL("killed.ts", import.meta.url)), [file], { stdio: "ignore" })
    const answered = await new Promise<number>((resolve) => {
      let last = 0
      child.on("message", (count) => {
        last = Number(count)
        if (last === 25) child.kill("SIGKILL")
      })
      child.on("exit", () => resolve(last))
    })
    expect(answered).toBeGreaterThanOrEqual(25)
    const shop = await shopOver(opened(file))
    const { events, faults, streams } = await shop.nextSteps.verify()
    expect({ streams, faults }).toEqual({ streams: 1, faults: [] })
    // What was acknowledged is there; what was not may be.
    expect(events).toBeGreaterThanOrEqual(answered)
    expect((await shop.nextSteps.get("step_1"))?.version).toBe(events)
  })
})

describe("tables that are not as they should be", () => {
  it("with a column that is gone fail a command whole, and the check tells of it", async () => {
    const database = migrated(newFile())
    const shop = await shopOver(database)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    database.handle.exec("alter table salesdept_client drop column tags")
    const fault = { tag: "StoreFault", reason: "schemaMissing", retryable: false }
    expect(await faultOf(() => shop.clients.register(client(1)))).toEqual(fault)
    expect(database.all("select 1 from salesdept_journal where stream = 'client_1'", [])).toEqual([])
    expect(database.handle.inTransaction).toBe(false)
    expect(checkSqlite(database).differences).toMatchObject([{ kind: "columnMissing", column: "tags" }])
    expect((await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).deal.version).toBe(2)
  })
})

describe("a connection that was closed", () => {
  it("answers with a typed fault", async () => {
    const database = migrated(newFile())
    const dept = await deptOver(database)
    database.close()
    const shop = dept.tenant("shop").as("user")
    expect(await faultOf(() => shop.clients.register(client(1)))).toMatchObject({ tag: "StoreFault" })
    expect(await faultOf(() => shop.clients.get("client_1"))).toMatchObject({ tag: "StoreFault" })
  })
})
