import { suiteDepartment } from "@salesdept/conformance"
import { fromKysely, fromPg } from "@salesdept/core/ports"
import type { SqlExecutor } from "@salesdept/core/ports"
import { isSalesDeptError, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { postgres } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import { Kysely, PostgresDialect } from "kysely"
import { Kysely as OlderKysely, PostgresDialect as OlderPostgresDialect } from "kysely-0-28"
import pg from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()

let naming: Naming
let shop: Session
let pool: pg.Pool
beforeEach(async () => {
  naming = await database.migrated()
  const dept = await salesDept({ store: postgres({ pool: database.admin(), naming }), department: suiteDepartment })
  await dept.load()
  shop = dept.tenant("shop-17").as("user:42")
  await shop.deals.open({ id: "deal_1", title: "Audit" })
  await database.admin().query(`create table "${naming.schema}".orders (id text primary key)`)
  pool = new pg.Pool({ connectionString: database.url(), max: 1 })
})
afterEach(() => pool.end())

const insertOrder = (id: string) => `insert into "${naming.schema}".orders (id) values ('${id}')`

/** Tells of each statement of ours that is on its way. */
const watched = (executor: SqlExecutor, onSent: () => void): SqlExecutor => ({
  ...executor,
  execute: (text, values) => {
    const executing = executor.execute(text, values)
    onSent()
    return executing
  },
})

/** A host that ends its transaction, and gives its connection back, when so many statements of ours were sent. */
type LeaveBehind = (begun: (tx: SqlExecutor) => void, isTime: Promise<void>) => Promise<void>

const hosts: ReadonlyArray<readonly [name: string, leave: LeaveBehind]> = [
  [
    "pg",
    async (begun, isTime) => {
      const client = await pool.connect()
      await client.query("begin")
      await client.query(insertOrder("first"))
      begun(fromPg(client))
      await isTime
      await client.query("commit")
      client.release()
    },
  ],
  [
    "pg, who begins another transaction on the same client",
    async (begun, isTime) => {
      const client = await pool.connect()
      await client.query("begin")
      await client.query(insertOrder("first"))
      begun(fromPg(client))
      await isTime
      await client.query("commit")
      await client.query("begin")
      await client.query(insertOrder("between"))
      await new Promise((resolve) => setTimeout(resolve, 30))
      await client.query("commit")
      client.release()
    },
  ],
  [
    "Kysely",
    async (begun, isTime) => {
      const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) })
      await db.transaction().execute(async (trx) => {
        begun(fromKysely(trx))
        await isTime
      })
    },
  ],
  [
    "the older Kysely",
    async (begun, isTime) => {
      const db = new OlderKysely<object>({ dialect: new OlderPostgresDialect({ pool }) })
      await db.transaction().execute(async (trx) => {
        begun(fromKysely(trx))
        await isTime
      })
    },
  ],
]

describe.each(hosts)("a joined call that is not waited for by a host on %s", (_name, leave) => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    "is kept whole or fails whole, where the end comes behind %d statements",
    async (last) => {
      let sent = 0
      const { promise: isTime, resolve: itIsTime } = Promise.withResolvers<void>()
      const { promise: joined, resolve: join } = Promise.withResolvers<{ readonly amending: Promise<unknown> }>()
      const ending = leave((executor) => {
        const tx = watched(executor, () => {
          sent += 1
          if (sent === last) itIsTime()
        })
        const amending = shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" }, { tx, idempotencyKey: "k" })
        if (last === 0) itIsTime()
        join({
          amending: amending
            .then(
              () => "kept",
              (error: unknown) => error,
            )
            .finally(itIsTime),
        })
      }, isTime)
      const { amending } = await joined
      await ending
      // Somebody else, on the same connection.
      const other = await pool.connect()
      await other.query("begin")
      await other.query(insertOrder("other"))
      const outcome = await amending
      await new Promise((resolve) => setTimeout(resolve, 20))
      await other.query("commit")
      expect((await other.query(insertOrder("behind"))).rowCount).toBe(1)
      other.release()
      const journal = quotedTableName(naming, "journal")
      const { rows } = await database
        .admin()
        .query(`select type from ${journal} where stream = 'deal_1' order by version`)
      const types = rows.map(({ type }: { readonly type: string }) => type)
      if (outcome === "kept") expect(types).toEqual(["DealOpened", "DealAmended"])
      else {
        expect(isSalesDeptError(outcome)).toBe(true)
        expect(types).toEqual(["DealOpened"])
      }
      const orders = await database
        .admin()
        .query(`select id from "${naming.schema}".orders where id in ('other', 'behind')`)
      expect(orders.rows).toHaveLength(2)
      expect(
        (await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" }, { idempotencyKey: "k" })).deal.version,
      ).toBe(2)
    },
  )
})

describe("a client that was given back to its pool", () => {
  it("is not written on for whoever has it next", async () => {
    const client = await pool.connect()
    await client.query("begin")
    const tx = fromPg(client)
    await client.query("commit")
    client.release()
    const other = await pool.connect()
    await other.query("begin")
    const late = { _tag: "CannotJoin", data: { reason: "notInTransaction" } }
    await expect(shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" }, { tx })).rejects.toMatchObject(late)
    await expect(shop.deals.get("deal_1", { tx })).rejects.toMatchObject(late)
    await other.query(insertOrder("other"))
    await other.query("commit")
    other.release()
    expect((await shop.deals.get("deal_1"))?.version).toBe(1)
  })
})
