import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { defineEntity, p } from "@mikro-orm/core"
import { MikroORM } from "@mikro-orm/sqlite"
import { fromBetterSqlite3, fromKysely, fromPg, presets, salesDept } from "@salesdept/core/promise"
import type { SalesDept, SqlExecutor, StoreProvider } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import { migrateSqlite, sqlite, withTransaction } from "@salesdept/sqlite"
import { startServer } from "@salesdept/test-server"
import Database from "better-sqlite3"
import { drizzle as drizzleSqlite } from "drizzle-orm/better-sqlite3"
import { drizzle } from "drizzle-orm/node-postgres"
import { integer, sqliteTable } from "drizzle-orm/sqlite-core"
import knexOf from "knex"
import { DataSource, EntitySchema } from "typeorm"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { mappedHosts } from "../src/fragments/MappedHosts.ts"

// What the guide to the host's own transaction says of ORMs and query builders, on both databases: rows of both sides are committed together or not at all.

/** Runs work in a transaction of the host's, into which it has written an order of its own. */
type InTransaction = (orderId: number, work: (tx: SqlExecutor) => Promise<unknown>) => Promise<unknown>

interface Base {
  readonly dept: SalesDept
  readonly orderIds: () => Promise<ReadonlyArray<number>>
  readonly hosts: { readonly [name: string]: InTransaction }
  readonly close: () => Promise<void>
}

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const opened = (store: StoreProvider): Promise<SalesDept> => salesDept({ store, department })

const onPostgres = async (): Promise<Base> => {
  const server = await startServer("18")
  const pool = openPool({ connectionString: server.url })
  await pool.query("create table orders (id integer primary key)")
  await migratePostgres(pool, new Date())
  const dept = await opened(postgres({ pool }))
  const { close, dataSource, knex, mikroOrm, Order, orders } = await mappedHosts(pool)
  return {
    dept,
    orderIds: async () =>
      (await pool.query<{ id: number }>("select id from orders order by id")).rows.map(({ id }) => id),
    hosts: {
      Drizzle: async (id, work) => {
        const client = await pool.connect()
        try {
          await drizzle(client).transaction(async (trx) => {
            await trx.insert(orders).values({ id })
            await work(fromPg(client))
          })
        } finally {
          client.release()
        }
      },
      Knex: (id, work) =>
        knex.transaction(async (trx) => {
          await trx("orders").insert({ id })
          await work(fromPg(await trx.client.acquireConnection()))
        }),
      TypeORM: (id, work) =>
        dataSource.transaction(async (manager) => {
          await manager.insert("orders", { id })
          await work(fromPg(await manager.queryRunner?.connect()))
        }),
      MikroORM: (id, work) =>
        mikroOrm.em.fork().transactional(async (em) => {
          em.create(Order, { id })
          const trx = em.getTransactionContext()
          if (trx !== undefined) await work(fromKysely(trx))
        }),
    },
    close: async () => {
      await close()
      await dept.close()
      await pool.end()
      await server.stop()
    },
  }
}

const onSqlite = async (): Promise<Base> => {
  const folder = mkdtempSync(join(tmpdir(), "salesdept-hosts-"))
  const filename = join(folder, "shop.db")
  const db = new Database(filename)
  db.exec("create table orders (id integer primary key)")
  migrateSqlite(db, new Date())
  const dept = await opened(sqlite({ filename }))
  const orders = sqliteTable("orders", { id: integer().primaryKey() })
  const knex = knexOf({ client: "better-sqlite3", connection: { filename }, useNullAsDefault: true })
  const OrderEntity = new EntitySchema({ name: "orders", columns: { id: { type: "integer", primary: true } } })
  const dataSource = await new DataSource({
    type: "better-sqlite3",
    database: filename,
    entities: [OrderEntity],
  }).initialize()
  const Order = defineEntity({ name: "Order", tableName: "orders", properties: { id: p.integer().primary() } })
  const mikroOrm = await MikroORM.init({ dbName: filename, entities: [Order] })
  return {
    dept,
    orderIds: async () =>
      db
        .prepare<[], { id: number }>("select id from orders order by id")
        .all()
        .map(({ id }) => id),
    hosts: {
      Drizzle: (id, work) =>
        withTransaction(db, async (tx) => {
          drizzleSqlite(db).insert(orders).values({ id }).run()
          await work(tx)
        }),
      Knex: (id, work) =>
        knex.transaction(async (trx) => {
          await trx("orders").insert({ id })
          await work(fromBetterSqlite3(await trx.client.acquireConnection()))
        }),
      TypeORM: (id, work) =>
        dataSource.transaction(async (manager) => {
          await manager.insert("orders", { id })
          await work(fromBetterSqlite3(await manager.queryRunner?.connect()))
        }),
      MikroORM: (id, work) =>
        mikroOrm.em.fork().transactional(async (em) => {
          em.create(Order, { id })
          const trx = em.getTransactionContext()
          if (trx !== undefined) await work(fromKysely(trx))
        }),
      "a driver that answers with rows alone": (id, work) =>
        withTransaction(db, async () => {
          db.prepare("insert into orders (id) values (?)").run(id)
          const execute: SqlExecutor["execute"] = async (text, parameters) => {
            const statement = db.prepare<Array<unknown>, { [column: string]: unknown }>(text)
            if (statement.reader) return { rows: statement.all(...parameters) }
            statement.run(...parameters)
            return { rows: [] }
          }
          await work({ dialect: "sqlite", connection: db, execute })
        }),
    },
    close: async () => {
      await knex.destroy()
      await dataSource.destroy()
      await mikroOrm.close()
      await dept.close()
      db.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const drizzleAndOthers = ["Drizzle", "Knex", "TypeORM", "MikroORM"]

describe.each([
  { database: "Postgres", open: onPostgres, names: drizzleAndOthers },
  { database: "SQLite", open: onSqlite, names: [...drizzleAndOthers, "a driver that answers with rows alone"] },
])("transactions of hosts on $database", ({ open, names }) => {
  let base: Base
  beforeAll(async () => {
    base = await open()
  })
  afterAll(() => base.close())

  it("are all of those that are looked at", () => {
    expect(Object.keys(base.hosts)).toEqual(names)
  })

  it.each(names)(
    "of %s: rows of both are committed together, and what a refused command wrote is not",
    async (name) => {
      const { dept, hosts, orderIds } = base
      const shop = dept.tenant(`committed by ${name}`).as("user:42")
      const orderId = (await orderIds()).length + 1
      await hosts[name]?.(orderId, async (tx) => {
        const { client } = await shop.clients.register({ name: "Ромашка" }, { tx })
        const amount = { amountMinor: 100_00, currency: "RUB" }
        const { deal } = await shop.deals.open({ id: "deal_1", title: "Order", clientId: client.id, amount }, { tx })
        await shop.deals.move({ dealId: deal.id, to: "contact" }, { tx, idempotencyKey: "to contact" })
        await expect(shop.deals.move({ dealId: deal.id, to: "done" }, { tx })).rejects.toMatchObject({
          _tag: "MoveRefused",
        })
        expect(await shop.deals.get("deal_1", { tx })).toMatchObject({
          stageId: "contact",
          amount,
          texts: { title: "Order" },
        })
        expect(await shop.deals.get("deal_1")).toBeNull()
      })
      expect(await orderIds()).toContain(orderId)
      expect(await shop.deals.get("deal_1")).toMatchObject({ stageId: "contact", version: 2 })
      expect(await shop.deals.verify()).toMatchObject({ faults: [] })
    },
  )

  it.each(names)("of %s: nothing is left of either where it is rolled back", async (name) => {
    const { dept, hosts, orderIds } = base
    const shop = dept.tenant(`rolled back by ${name}`).as("user:42")
    const before = await orderIds()
    const failing = hosts[name]?.(1_000, async (tx) => {
      await shop.deals.open({ id: "deal_1", title: "Order" }, { tx })
      throw new Error("the host has thought better of it")
    })
    await expect(failing).rejects.toThrow("the host has thought better of it")
    expect(await orderIds()).toEqual(before)
    expect(await shop.deals.get("deal_1")).toBeNull()
  })

  it.each(drizzleAndOthers)("of %s: given after their end, they are refused", async (name) => {
    const { dept, hosts, orderIds } = base
    const shop = dept.tenant(`ended by ${name}`).as("user:42")
    let kept: SqlExecutor | undefined
    await hosts[name]?.((await orderIds()).length + 1, async (tx) => {
      kept = tx
    })
    if (kept === undefined) throw new Error("nothing was given")
    await expect(shop.deals.open({ title: "Order" }, { tx: kept })).rejects.toBeInstanceOf(Error)
  })
})
