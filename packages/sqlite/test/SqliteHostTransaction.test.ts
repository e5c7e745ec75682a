import Database from "better-sqlite3"
import { fromBetterSqlite3, salesDept } from "@salesdept/core/promise"
import type { Session, SqlExecutor } from "@salesdept/core/promise"
import { describe, expect, it, onTestFinished } from "vitest"
import { sqlite, withTransaction } from "../src/index.ts"
import type { SqliteDatabase } from "../src/index.ts"
import { faultOf, migrated, newFile, shopOver } from "./database.ts"

interface Shop {
  readonly shop: Session
  readonly database: SqliteDatabase
  /** The host's own handle on the same file. */
  readonly db: Database.Database
  readonly orders: () => number
}

const shopAndHost = async (): Promise<Shop> => {
  const filename = newFile()
  const database = migrated(filename, 5000)
  const db = new Database(filename)
  onTestFinished(() => {
    db.close()
  })
  db.exec("create table orders (id text primary key)")
  const orders = () => Number(db.prepare("select count(*) from orders").pluck().get())
  return { shop: await shopOver(database), database, db, orders }
}

const order = (db: Database.Database, id: string): void => {
  db.prepare("insert into orders (id) values (?)").run(id)
}

const client = { id: "client_1", name: "Alfa" } as const

describe("withTransaction", () => {
  it("tells of a full disk, which ends the host's transaction with everything in it", async () => {
    const { shop, db, orders } = await shopAndHost()
    db.pragma(`max_page_count = ${Number(db.pragma("page_count", { simple: true })) + 4}`)
    const full = await faultOf(() =>
      withTransaction(db, async (tx) => {
        order(db, "1")
        for (let index = 0; ; index++) {
          const row = { id: `product_${index}`, name: "x".repeat(300), listPrice: null } as const
          await shop.products.state({ rows: [row] }, { tx })
        }
      }),
    )
    expect(full).toEqual({ tag: "StoreFault", reason: "full", retryable: false })
    expect([(await shop.products.page({})).items, orders()]).toEqual([[], 0])
    db.pragma("max_page_count = 1000000")
    await withTransaction(db, (tx) => shop.clients.register(client, { tx }))
    expect((await shop.clients.get("client_1"))?.version).toBe(1)
  })

  it.each(["orders.db", undefined, { filename: "orders.db" }])(
    "says what it needs where it is given %j",
    async (db) => {
      const given = db as unknown as Database.Database
      await expect(withTransaction(given, async () => 1)).rejects.toMatchObject({
        _tag: "InputInvalid",
        message: expect.stringContaining("db: must be a handle of better-sqlite3 that is open"),
      })
    },
  )

  it("keeps the host's rows and ours together, or neither", async () => {
    const { shop, db, orders } = await shopAndHost()
    const failing = withTransaction(db, async (tx) => {
      order(db, "1")
      await shop.clients.register(client, { tx })
      throw new Error("the host's own")
    })
    await expect(failing).rejects.toThrow("the host's own")
    expect([await shop.clients.get("client_1"), orders()]).toEqual([null, 0])
    const answer = await withTransaction(db, async (tx) => {
      order(db, "1")
      return (await shop.clients.register(client, { tx })).client.id
    })
    expect([answer, (await shop.clients.get("client_1"))?.version, orders()]).toEqual(["client_1", 1, 1])
  })

  it("is of use after a command in it was refused, and keeps what else was done", async () => {
    const { shop, db, orders } = await shopAndHost()
    await withTransaction(db, async (tx) => {
      order(db, "1")
      expect(await faultOf(() => shop.leads.take({ leadId: "lead_0", ownerId: "u" }, { tx }))).toMatchObject({
        tag: "RecordNotFound",
      })
      await shop.clients.register(client, { tx })
    })
    expect([await shop.clients.count(), orders()]).toEqual([1, 1])
  })

  it("runs calls that overlap one after another, each whole", async () => {
    const { shop, db } = await shopAndHost()
    const steps: Array<string> = []
    await Promise.all(
      ["a", "b", "c"].map((id) =>
        withTransaction(db, async (tx) => {
          steps.push(`${id} begins`)
          await shop.clients.register({ id: `client_${id}`, name: id }, { tx })
          steps.push(`${id} ends`)
        }),
      ),
    )
    expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"])
    expect(await shop.clients.count()).toBe(3)
  })

  it("refuses to be entered again from within, at once, also by calls between", async () => {
    const { shop, db, orders } = await shopAndHost()
    const reentered = { tag: "CannotJoin", reason: "reentered", retryable: false }
    await withTransaction(db, async () => {
      const service = async () => withTransaction(db, () => Promise.resolve(order(db, "2")))
      expect(await faultOf(service)).toEqual(reentered)
      order(db, "1")
    })
    expect(orders()).toBe(1)
    db.exec("begin")
    expect(await faultOf(() => withTransaction(db, () => Promise.resolve(order(db, "3"))))).toEqual(reentered)
    db.exec("rollback")
    await withTransaction(db, (tx) => shop.clients.register(client, { tx }))
  })

  it("refuses at once a command inside it that was not given it, instead of waiting for itself", async () => {
    const { shop, database, db } = await shopAndHost()
    for (const handle of [db, database.handle]) {
      const began = performance.now()
      await withTransaction(handle, async () => {
        const forgotten = () => shop.clients.register(client)
        expect(await faultOf(forgotten)).toEqual({ tag: "CannotJoin", reason: "reentered", retryable: false })
      })
      expect(performance.now() - began).toBeLessThan(1000)
    }
    expect(await shop.clients.count()).toBe(0)
    await shop.clients.register(client)
  })

  it("does not stand in the way of commands over another file, nor of those that wait outside", async () => {
    const { shop, db } = await shopAndHost()
    const other = await shopAndHost()
    let outside: Promise<unknown> = Promise.resolve()
    const { promise: began, resolve } = Promise.withResolvers<void>()
    const inside = withTransaction(db, async (tx) => {
      resolve()
      await other.shop.clients.register(client)
      await shop.clients.register(client, { tx })
    })
    await began
    outside = shop.clients.register({ id: "client_2", name: "Beta" })
    await Promise.all([inside, outside])
    expect([await shop.clients.count(), await other.shop.clients.count()]).toEqual([2, 1])
  })

  it("leaves nothing behind of commands given a transaction that has ended", async () => {
    const { shop, db } = await shopAndHost()
    const kept: Array<SqlExecutor> = []
    await withTransaction(db, (tx) => Promise.resolve(kept.push(tx)))
    for (const tx of kept) {
      expect(await faultOf(() => shop.clients.register(client, { tx }))).toMatchObject({ reason: "notInTransaction" })
    }
    // Nor in another that is open on the handle by then.
    await withTransaction(db, async () => {
      for (const tx of kept) {
        expect(await faultOf(() => shop.clients.register(client, { tx }))).toMatchObject({ reason: "notInTransaction" })
        expect(await faultOf(() => shop.clients.count({}, { tx }))).toMatchObject({ reason: "notInTransaction" })
      }
    })
    expect(await shop.clients.count()).toBe(0)
  })

  it("leaves nothing of a command that was still at work when the one beside it failed, in the next transaction neither", async () => {
    const { shop, db } = await shopAndHost()
    const late: Array<Promise<unknown>> = []
    const failing = withTransaction(db, async (tx) => {
      late.push(
        shop.clients.register({ id: "client_1", name: "A" }, { tx }),
        shop.clients.register({ id: "client_2", name: "B" }, { tx }),
      )
      await Promise.all([Promise.reject(new Error("the host's own")), ...late])
    })
    const next = withTransaction(db, async (tx) => {
      await Promise.allSettled(late)
      await shop.clients.register({ id: "client_3", name: "C" }, { tx })
    })
    await expect(failing).rejects.toThrow("the host's own")
    await next
    expect((await Promise.allSettled(late)).map(({ status }) => status)).toEqual(["rejected", "rejected"])
    expect((await shop.clients.page({})).items.map(({ id }) => id)).toEqual(["client_3"])
    expect((await shop.clients.verify()).faults).toEqual([])
  })
})

describe("the driver's own synchronous transaction", () => {
  it("has ended before a command can write, which is refused by name and writes nothing", async () => {
    const { shop, db, orders } = await shopAndHost()
    let late: Promise<unknown> = Promise.resolve()
    db.transaction(() => {
      order(db, "1")
      late = shop.clients.register(client, { tx: fromBetterSqlite3(db) })
      late.catch(() => null)
    })()
    expect(await faultOf(() => late)).toEqual({ tag: "CannotJoin", reason: "notInTransaction", retryable: false })
    expect([await shop.clients.count(), orders()]).toEqual([0, 1])
  })
})

describe("a department at the end of its block", () => {
  it("closes its file, and answers nothing more", async () => {
    const filename = newFile()
    migrated(filename)
    const left: Array<Session> = []
    {
      await using dept = await salesDept({ store: sqlite({ filename }) })
      left.push(dept.tenant("shop-17").as("user:42"))
    }
    for (const shop of left) expect(await faultOf(() => shop.clients.count())).toMatchObject({ tag: "StoreFault" })
  })
})
