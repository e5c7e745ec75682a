import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { generatePostgres, openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { quotedTableName } from "@salesdept/sql"
import type { Pool } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { startCutProxy } from "./server/CutProxy.ts"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const tenant = "shop-17"
/** What waits for a lock as long as this, in milliseconds, fails its test. */
const longerThanTheTest = 600_000
const count = 10
const numbers = Array.from({ length: count }, (_, index) => index)
const dealOf = (index: number): `deal_${string}` => `deal_${String(index).padStart(2, "0")}`

const expectNoClientOut = (pool: Pool): void => {
  expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
}

const tagOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call
    return "done"
  } catch (cause) {
    return (cause as { readonly _tag?: string })._tag ?? String(cause)
  }
}

for (const rowSecurity of [false, true]) {
  describe(`commands that are sent together, with row-level security ${rowSecurity ? "on" : "off"}`, () => {
    let naming: Naming
    let url: string
    let pools: Array<Pool>
    /** Statements that were sent, those of transactions included. */
    let statements: Array<string>
    /** Of a statement with this text the answer is done away with, once. */
    let unreadable: string | null

    beforeEach(async () => {
      naming = { schema: database.newSchema(), prefix: "", rowSecurity }
      const worker = await database.worker()
      url = worker.url
      await database.admin().query(generatePostgres(migratedAt, naming, { grantTo: worker.role }))
      pools = []
      statements = []
      unreadable = null
    })
    afterEach(async () => {
      for (const pool of pools) {
        expectNoClientOut(pool)
        await pool.end()
      }
    })

    const shopAt = async (connectionString: string, lockMs = 5000, maxConnections = 4): Promise<Session> => {
      const pool = openPool({ connectionString, maxConnections, timeouts: { lockMs } })
      pools.push(pool)
      pool.on("connect", (client) => {
        const query = client.query.bind(client) as (...args: ReadonlyArray<unknown>) => unknown
        client.query = ((...args: ReadonlyArray<unknown>) => {
          const [asked] = args
          const text = typeof asked === "string" ? asked : (asked as { readonly text: string }).text
          statements.push(text)
          if (unreadable === null || !text.includes(unreadable)) return query(...args)
          unreadable = null
          return (query(...args) as Promise<unknown>).then(() => {
            throw new Error("the answer cannot be read")
          })
        }) as typeof client.query
      })
      const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
      return dept.tenant(tenant).as("user:42")
    }

    const opened = async (shop: Session): Promise<void> => {
      await Promise.all(numbers.map((index) => shop.deals.open({ id: dealOf(index), title: "Audit" })))
      statements = []
    }

    const moveAll = (shop: Session) =>
      Promise.all(
        numbers.map((index) =>
          tagOf(shop.deals.move({ dealId: dealOf(index), to: "contact" }, { idempotencyKey: `k${index}` })),
        ),
      )

    const stages = async (shop: Session): Promise<ReadonlyArray<string | undefined>> =>
      await Promise.all(numbers.map(async (index) => (await shop.deals.get(dealOf(index)))?.stageId))

    const expectWhole = async (shop: Session): Promise<void> => {
      expect((await shop.deals.verify()).faults).toEqual([])
    }

    it("share one read and one write", async () => {
      const shop = await shopAt(url)
      await opened(shop)
      expect(await moveAll(shop)).toEqual(numbers.map(() => "done"))
      expect(statements).toHaveLength(rowSecurity ? 5 : 2)
      expect(await stages(shop)).toEqual(numbers.map(() => "contact"))
      await expectWhole(shop)
    })

    it("go in two halves where they are many: one is decided while the other is written", async () => {
      const shop = await shopAt(url)
      const ids = Array.from({ length: 2 * count }, (_, index) => dealOf(index))
      await Promise.all(ids.map((id) => shop.deals.open({ id, title: "Audit" })))
      statements = []
      // Every fifth of them is about the same deal, so that the halves want it from each other.
      const amended = ids.map((id, index) => (index % 5 === 0 ? dealOf(0) : id))
      await Promise.all(ids.map((id) => shop.deals.move({ dealId: id, to: "contact" })))
      expect(statements).toHaveLength(rowSecurity ? 10 : 4)
      const done = await Promise.all(
        amended.map((id, index) =>
          shop.deals.amend({ dealId: id, ownerId: `user:${index}` }, { idempotencyKey: `a${index}` }),
        ),
      )
      expect(done.map(({ deal }) => deal.ownerId)).toEqual(ids.map((_, index) => `user:${index}`))
      expect((await shop.deals.get(dealOf(0)))?.version).toBe(2 + amended.filter((id) => id === dealOf(0)).length)
      expect((await shop.deals.get(dealOf(1)))?.version).toBe(3)
      await expectWhole(shop)
    })

    it("keep their own outcomes: done, refused, replayed, not there, another input", async () => {
      const shop = await shopAt(url)
      await opened(shop)
      await shop.deals.move({ dealId: dealOf(0), to: "contact" }, { idempotencyKey: "used" })
      const calls = [
        shop.deals.move({ dealId: dealOf(0), to: "contact" }, { idempotencyKey: "used" }),
        shop.deals.move({ dealId: dealOf(1), to: "contact" }, { idempotencyKey: "used" }),
        shop.deals.move({ dealId: dealOf(2), to: "contact" }, { idempotencyKey: "new" }),
        shop.deals.move({ dealId: "deal_none", to: "contact" }),
        shop.deals.move({ dealId: dealOf(3), to: "nowhere" }),
        shop.deals.amend({ dealId: dealOf(4), ownerId: "user:7" }),
        shop.deals.open({ id: "deal_new", title: "Alfa" }),
        shop.deals.open({ id: "deal_new", title: "Beta" }),
        shop.deals.open({ id: dealOf(5), title: "Again" }),
        // Touches all deals of a client, and goes by itself.
        shop.deals.move({ dealId: dealOf(6), to: "lost", lostReasonId: "price" }),
      ]
      expect(await Promise.all(calls.map(tagOf))).toEqual([
        "done",
        "IdempotencyMismatch",
        "done",
        "RecordNotFound",
        "StageUnknown",
        "done",
        "done",
        "RecordExists",
        "RecordExists",
        "done",
      ])
      expect(await calls[0]).toMatchObject({ replayed: true })
      expect((await stages(shop)).slice(0, 4)).toEqual(["contact", "newLead", "contact", "newLead"])
      expect(await shop.deals.get("deal_new")).toMatchObject({ version: 1, texts: { title: "Alfa" } })
      await expectWhole(shop)
    })

    it("run one after another where they change one record, and once where they have one key", async () => {
      const shop = await shopAt(url)
      await opened(shop)
      const calls = numbers.flatMap((index) => [
        shop.deals.amend({ dealId: dealOf(0), expectedCloseOn: `2026-03-${String(index + 10)}` }),
        shop.deals.amend({ dealId: dealOf(1), ownerId: "user:7" }, { idempotencyKey: "same" }),
      ])
      const answers = await Promise.all(calls)
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(count + 1)
      expect((await shop.deals.get(dealOf(0)))?.version).toBe(count + 1)
      expect((await shop.deals.get(dealOf(1)))?.version).toBe(2)
      await expectWhole(shop)
    })

    it("are not held up by one whose record another transaction has locked", async () => {
      const shop = await shopAt(url)
      await opened(shop)
      const holder = await database.admin().connect()
      const ended: Array<number> = []
      try {
        await holder.query("begin")
        await holder.query(`select 1 from ${quotedTableName(naming, "deal")} where id = $1 for update`, [dealOf(3)])
        const calls = numbers.map(async (index) => {
          await shop.deals.move({ dealId: dealOf(index), to: "contact" })
          ended.push(index)
        })
        const others = calls.filter((_, index) => index !== 3)
        await Promise.all(others)
        expect(ended).toHaveLength(count - 1)
        await holder.query("rollback")
        await Promise.all(calls)
      } finally {
        holder.release()
      }
      expect(await stages(shop)).toEqual(numbers.map(() => "contact"))
      await expectWhole(shop)
    })

    it("are held up by no number of others that wait for a locked record one by one", async () => {
      const shop = await shopAt(url, longerThanTheTest, 8)
      await opened(shop)
      const holder = await database.admin().connect()
      const ended: Array<string> = []
      const call = async (name: string, called: Promise<unknown>): Promise<void> => {
        await called
        ended.push(name)
      }
      try {
        await holder.query("begin")
        await holder.query(`select 1 from ${quotedTableName(naming, "deal")} where id = $1 for update`, [dealOf(3)])
        const waiting: Array<Promise<void>> = []
        for (const day of ["10", "11", "12", "13", "14"]) {
          const amended = shop.deals.amend({ dealId: dealOf(3), expectedCloseOn: `2026-03-${day}` })
          waiting.push(call(day, amended))
          await new Promise((resolve) => setTimeout(resolve, 30))
        }
        await call("other", shop.deals.move({ dealId: dealOf(5), to: "contact" }))
        expect(ended).toEqual(["other"])
        await holder.query("rollback")
        await Promise.all(waiting)
      } finally {
        holder.release()
      }
      expect(ended).toHaveLength(6)
      await expectWhole(shop)
    })

    it("are not held up by one whose key another transaction has not yet committed", async () => {
      const shop = await shopAt(url, longerThanTheTest)
      await opened(shop)
      const holder = await database.admin().connect()
      const ended: Array<number> = []
      try {
        await holder.query("begin")
        const table = quotedTableName(naming, "command")
        await holder.query(
          `insert into ${table} (tenant_id, key, salt, digest, answer, streams, recorded_at) values ($1, 'k3', 's', 'd', '{}', '[]', $2)`,
          [tenant, migratedAt],
        )
        const calls = numbers.map(async (index) => {
          await shop.deals.move({ dealId: dealOf(index), to: "contact" }, { idempotencyKey: `k${index}` })
          ended.push(index)
        })
        await Promise.all(calls.filter((_, index) => index !== 3))
        expect(ended).toHaveLength(count - 1)
        await holder.query("rollback")
        await Promise.all(calls)
      } finally {
        holder.release()
      }
      expect(await stages(shop)).toEqual(numbers.map(() => "contact"))
      await expectWhole(shop)
    })

    it("do not fail with the one whose rows the database refuses", async () => {
      const shop = await shopAt(url)
      await opened(shop)
      const schema = `"${naming.schema}"`
      const outbox = quotedTableName(naming, "outbox")
      await database.admin().query(`
        create function ${schema}.no_room() returns trigger language plpgsql as
          $$ begin raise exception 'No space left on device' using errcode = 'disk_full'; end $$;
        create trigger no_room before insert or update on ${outbox} for each row when (new.stream = '${dealOf(3)}')
          execute function ${schema}.no_room()`)
      expect(await moveAll(shop)).toEqual(numbers.map((index) => (index === 3 ? "StoreFault" : "done")))
      expect(await stages(shop)).toEqual(numbers.map((index) => (index === 3 ? "newLead" : "contact")))
      await expectWhole(shop)
    })

    for (const [what, text] of [
      ["statement", "add_journal"],
      ["commit", "commit"],
    ] as const) {
      if (what === "commit" && !rowSecurity) continue
      it(`are written once each where the answer to their ${what} could not be read`, async () => {
        const shop = await shopAt(url)
        await opened(shop)
        unreadable = text
        const calls = numbers.map((index) => tagOf(shop.deals.open({ title: `Unnamed ${index}` })))
        expect(await Promise.all(calls)).toEqual(numbers.map(() => "done"))
        expect(unreadable).toBeNull()
        expect((await shop.deals.page({ limit: 100 })).items).toHaveLength(2 * count)
        await expectWhole(shop)
      })

      it(`sent one by one are written once where the answer to its ${what} could not be read`, async () => {
        const shop = await shopAt(url)
        await opened(shop)
        unreadable = text
        expect(await tagOf(shop.deals.open({ title: "Unnamed" }))).toBe("done")
        expect(unreadable).toBeNull()
        expect((await shop.deals.page({ limit: 100 })).items).toHaveLength(count + 1)
      })
    }

    for (const which of ["answer", "request"] as const) {
      it(`are written once each where the ${which} of their statement was lost`, async () => {
        const proxy = await startCutProxy(url)
        const shop = await shopAt(proxy.url)
        await opened(shop)
        proxy.cutAt("DealMoved", which)
        expect(await moveAll(shop)).toEqual(numbers.map(() => "done"))
        expect(proxy.cuts()).toBe(1)
        const journal = quotedTableName(naming, "journal")
        const { rows } = await database
          .admin()
          .query(`select stream from ${journal} where type = 'DealMoved' order by stream`)
        expect(rows).toEqual(numbers.map((index) => ({ stream: dealOf(index) })))
        await expectWhole(shop)
        await Promise.all(pools.map((pool) => pool.query("select 1")))
        proxy.close().catch(() => {})
      })
    }
  })
}
