import { suiteDepartment } from "@salesdept/conformance"
import { dealAggregate } from "@salesdept/core/deal"
import { byId, recordEvents } from "@salesdept/core/journal"
import type { Work } from "@salesdept/core/journal"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept, Session } from "@salesdept/core/promise"
import { checkPostgres, makePostgresStore, migratePostgres, openPool, postgres } from "@salesdept/postgres"
import type { PostgresTimeouts } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import { startServer } from "@salesdept/test-server"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { setTimeout as sleep } from "node:timers/promises"
import pg from "pg"
import type { Pool } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { startCutProxy } from "./server/CutProxy.ts"
import type { CutProxy } from "./server/CutProxy.ts"
import { clientHost } from "./server/hosts.ts"
import { migratedAt, startMs, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const tenant = "shop-17"
/** Backends are found by it and ended, on a server that others may use too. */
const applicationName = `faults_${process.pid}`

let naming: Naming
let pools: Array<Pool> = []

beforeEach(async () => {
  naming = await database.migrated()
})
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()))
  pools = []
})

const poolAt = (connectionString: string, timeouts: PostgresTimeouts = {}, maxConnections = 4): Pool => {
  const url = new URL(connectionString)
  url.searchParams.set("application_name", applicationName)
  const pool = openPool({ connectionString: url.href, timeouts, maxConnections })
  pools.push(pool)
  return pool
}

const departmentOver = (pool: Pool): Promise<SalesDept> =>
  salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })

const sessionOver = async (pool: Pool): Promise<Session> => (await departmentOver(pool)).tenant(tenant).as("user:42")

const twoSessions = async (): Promise<readonly [Session, Session]> => [
  await sessionOver(poolAt(database.url())),
  await sessionOver(poolAt(database.url())),
]

/** Runs a body while another connection holds a record locked. */
const whileLocked = async (table: string, id: string, body: () => Promise<void>): Promise<void> => {
  const client = await database.admin().connect()
  try {
    await client.query("begin")
    await client.query(`select 1 from ${quotedTableName(naming, table)} where id = $1 for update`, [id])
    await body()
  } finally {
    await client.query("rollback")
    client.release()
  }
}

/** Process ids of backends that wait for a lock, once there is one. */
const blockedBackends = async (): Promise<ReadonlyArray<number>> => {
  for (;;) {
    const { rows } = await database
      .admin()
      .query<{ readonly pid: number }>(
        "select pid from pg_stat_activity where wait_event_type = 'Lock' and application_name = $1",
        [applicationName],
      )
    if (rows.length > 0) return rows.map(({ pid }) => pid)
    await sleep(5)
  }
}

const journalOf = async (stream: string): Promise<ReadonlyArray<string>> => {
  const journal = quotedTableName(naming, "journal")
  const text = `select type from ${journal} where stream = $1 order by version`
  return (await database.admin().query<{ readonly type: string }>(text, [stream])).rows.map(({ type }) => type)
}

const expectNoClientOut = (pool: Pool): void => {
  expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
}

describe("a backend that dies", () => {
  it("costs a command that was waiting for a lock nothing but another try", async () => {
    const pool = poolAt(database.url())
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    let amending: Promise<unknown> = Promise.resolve()
    await whileLocked("deal", "deal_1", async () => {
      amending = shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })
      for (const pid of await blockedBackends()) await database.admin().query("select pg_terminate_backend($1)", [pid])
      await blockedBackends()
    })
    await amending
    expect(await journalOf("deal_1")).toEqual(["DealOpened", "DealAmended"])
    expect((await shop.deals.verify()).faults).toEqual([])
    expectNoClientOut(pool)
  })

  it("does not end the process, nor fail the next call, where its client was idle", async () => {
    const pool = poolAt(database.url())
    const shop = await sessionOver(pool)
    await Promise.all(["client_1", "client_2"].map((id) => shop.clients.register({ id, name: id })))
    const end = "select pg_terminate_backend(pid) as ended from pg_stat_activity where application_name = $1"
    expect((await database.admin().query(end, [applicationName])).rows.length).toBeGreaterThan(1)
    expect((await shop.clients.page({})).items).toHaveLength(2)
    await shop.clients.register({ id: "client_3", name: "Gamma" })
    expectNoClientOut(pool)
  })
})

it("listens once on a pool and on each client, however many stores and calls there are", async () => {
  const pool = poolAt(database.url(), {}, 1)
  const counted = async (): Promise<object> => {
    const client = await pool.connect()
    client.release()
    return { pool: pool.listenerCount("error"), client: client.listenerCount("error") }
  }
  await (await sessionOver(pool)).deals.open({ title: "Audit" })
  const once = await counted()
  for (let stores = 0; stores < 12; stores += 1) await (await sessionOver(pool)).deals.open({ title: "Audit" })
  expect(await counted()).toEqual(once)
  expect(once).toEqual({ pool: 1, client: 2 }) // the pool itself listens to who is idle
})

describe("a connection that breaks while a command is written", () => {
  let proxy: CutProxy
  beforeEach(async () => {
    proxy = await startCutProxy(database.url())
  })
  afterEach(() => proxy.close())

  for (const which of ["answer", "request"] as const) {
    for (const keyed of [true, false]) {
      const optionsOf = (idempotencyKey: string) => (keyed ? { idempotencyKey } : {})
      it(`writes it once where the ${which} was lost, ${keyed ? "with" : "without"} a key`, async () => {
        const pool = poolAt(proxy.url)
        const shop = await sessionOver(pool)
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        proxy.cutAt("DealAmended", which)
        const amended = await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" }, optionsOf("first"))
        proxy.cutAt("ClientRegistered", which)
        const registered = await shop.clients.register({ name: "Alfa" }, optionsOf("second"))
        expect(proxy.cuts()).toBe(2)
        expect(amended).toMatchObject({ replayed: false, deal: { version: 2, ownerId: "user:1" } })
        expect(await journalOf("deal_1")).toEqual(["DealOpened", "DealAmended"])
        expect((await shop.clients.page({})).items.map(({ id }) => id)).toEqual([registered.client.id])
        expectNoClientOut(pool)
      })
    }
  }

  it("is told as a lost connection where the server stays away", async () => {
    const pool = poolAt(proxy.url)
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    proxy.refuse()
    const amending = shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })
    await expect(amending).rejects.toMatchObject({
      _tag: "StoreFault",
      retryable: true,
      data: { operation: "transact", reason: "connectionLost" },
    })
    await expect(shop.deals.get("deal_1")).rejects.toMatchObject({ data: { reason: "connectionLost" } })
    expect(await journalOf("deal_1")).toEqual(["DealOpened"])
    expectNoClientOut(pool)
  })
})

describe("a server that stops", () => {
  it(
    "under open pools and hosts with work in hand ends no process, and is told as a lost connection",
    async () => {
      const server = await startServer("18")
      const schema: Naming = { schema: "stops", prefix: "" }
      const pool = openPool({ connectionString: server.url, maxConnections: 4 })
      await migratePostgres(pool, migratedAt, schema)
      const dept = await salesDept({ store: postgres({ pool, naming: schema }), department: suiteDepartment })
      const shop = dept.tenant(tenant).as("user:42")
      await Promise.all(["client_1", "client_2"].map((id) => shop.clients.register({ id, name: id })))
      const host = clientHost(server.url)
      const joined = await host.begin()
      await shop.clients.register({ id: "client_3", name: "Gamma" }, { tx: joined.executor })
      // What meets an unhandled error fails the run, not only this test.
      await server.stop()
      await expect(shop.clients.register({ name: "Delta" })).rejects.toMatchObject({
        data: { reason: "connectionLost" },
      })
      const late = shop.clients.register({ name: "Delta" }, { tx: joined.executor })
      await expect(late).rejects.toMatchObject({ _tag: "StoreFault", data: { reason: "connectionLost" } })
      await joined.rollback().catch(() => {})
      await pool.end()
      await host.close().catch(() => {})
    },
    startMs,
  )
})

describe("a server without room", () => {
  it("is told as full, leaves nothing of the command, and the pool works again with room", async () => {
    const pool = poolAt(database.url(), {}, 1)
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    // The last table that a command writes to has no more room: everything before it was written already.
    const outbox = quotedTableName(naming, "outbox")
    await database.admin().query(`
      create function "${naming.schema}".no_room() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
      create trigger no_room before insert or update on ${outbox} execute function "${naming.schema}".no_room()`)
    const full = { _tag: "StoreFault", retryable: false, data: { operation: "transact", reason: "full" } }
    await expect(shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).rejects.toMatchObject(full)
    await expect(
      shop.clients.register({ id: "client_1", name: "Alfa" }, { idempotencyKey: "k" }),
    ).rejects.toMatchObject(full)
    expect(await shop.deals.get("deal_1")).toMatchObject({ version: 1 })
    expect(await shop.clients.get("client_1")).toBeNull()
    expect(await journalOf("deal_1")).toEqual(["DealOpened"])
    expectNoClientOut(pool)
    await database.admin().query(`drop trigger no_room on ${outbox}`)
    expect((await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).deal.version).toBe(2)
    const registered = await shop.clients.register({ id: "client_1", name: "Alfa" }, { idempotencyKey: "k" })
    expect(registered).toMatchObject({ replayed: false, client: { version: 1 } })
    expect((await shop.deals.verify()).faults).toEqual([])
  })
})

describe("tables that are not as they should be", () => {
  it("taken away under an open store are told as missing, and the pool works again once they are back", async () => {
    const pool = poolAt(database.url(), {}, 1)
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const { schema } = naming
    await database.admin().query(`alter schema "${schema}" rename to "${schema}_away"`)
    const missing = { _tag: "StoreFault", retryable: false, data: { reason: "schemaMissing" } }
    await expect(shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).rejects.toMatchObject(missing)
    await expect(shop.clients.register({ id: "client_1", name: "Alfa" })).rejects.toMatchObject(missing)
    await expect(shop.deals.get("deal_1")).rejects.toMatchObject(missing)
    expectNoClientOut(pool)
    await database.admin().query(`alter schema "${schema}_away" rename to "${schema}"`)
    expect((await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).deal.version).toBe(2)
    expect(await shop.clients.get("client_1")).toBeNull()
    expect((await shop.deals.verify()).faults).toEqual([])
  })

  it("with a column that is gone fail a command whole, and the store tells of it by the check", async () => {
    const pool = poolAt(database.url(), {}, 1)
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    await database.admin().query(`alter table ${quotedTableName(naming, "client")} drop column tags`)
    const registering = shop.clients.register({ id: "client_1", name: "Alfa" })
    await expect(registering).rejects.toMatchObject({ _tag: "StoreFault", data: { reason: "schemaMissing" } })
    expect(await journalOf("client_1")).toEqual([])
    expect((await checkPostgres(pool, naming)).differences).toMatchObject([
      { kind: "columnMissing", table: "client", column: "tags" },
    ])
    expect((await shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })).deal.version).toBe(2)
    expectNoClientOut(pool)
  })
})

describe("a time-out of the server", () => {
  for (const [name, timeouts, reason] of [
    ["statement", { statementMs: 100 }, "timedOut"],
    ["lock", { lockMs: 100 }, "busy"],
  ] as const) {
    it(`on a ${name} is told as ${reason}, leaves nothing written and the pool usable`, async () => {
      const pool = poolAt(database.url(), timeouts, 1)
      const shop = await sessionOver(pool)
      await shop.deals.open({ id: "deal_1", title: "Audit" })
      const amend = () => shop.deals.amend({ dealId: "deal_1", ownerId: "user:1" })
      await whileLocked("deal", "deal_1", async () => {
        await expect(amend()).rejects.toMatchObject({ _tag: "StoreFault", retryable: true, data: { reason } })
        expect((await shop.deals.get("deal_1"))?.version).toBe(1)
      })
      expect((await amend()).deal.version).toBe(2)
      expectNoClientOut(pool)
    })
  }
})

describe("several writers", () => {
  it("run a command once that is sent ten times under one key", async () => {
    const [first, second] = await twoSessions()
    const calls = Array.from({ length: 10 }, (_, index) =>
      (index % 2 === 0 ? first : second).deals.open({ title: "Audit" }, { idempotencyKey: "k" }),
    )
    const answers = await Promise.all(calls)
    expect(new Set(answers.map((answer) => answer.deal.id)).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect((await first.deals.page({})).items).toHaveLength(1)
  })

  it("of both facts and stage of one deal all get through, and lose nothing", async () => {
    const [first, second] = await twoSessions()
    await first.deals.open({ id: "deal_1", title: "Audit" })
    await first.invoices.issue({
      id: "invoice_1",
      dealId: "deal_1",
      issuedOn: "2026-02-02",
      currency: "RUB",
      instalments: [{ dueOn: "2026-02-02", amountMinor: 1000 }],
    })
    const calls = Array.from({ length: 24 }, (_, index) => {
      const shop = index % 2 === 0 ? first : second
      return index % 3 === 0
        ? shop.deals.amend({ dealId: "deal_1", expectedCloseOn: `2026-03-${String(index + 1).padStart(2, "0")}` })
        : shop.payments.receive({
            invoiceId: "invoice_1",
            amount: { amountMinor: 10, currency: "RUB" },
            receivedOn: "2026-02-03",
          })
    })
    await Promise.all(calls)
    const invoice = await first.invoices.get("invoice_1")
    expect(invoice?.paidMinor).toBe(160)
    expect(await first.deals.get("deal_1")).toMatchObject({ version: 9, factsVersion: 25 })
    expect((await second.invoices.verify()).faults).toEqual([])
  })

  it("run a command again that read a record both before and after another writer changed it", async () => {
    const pool = poolAt(database.url())
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const store = makePostgresStore(pool, { naming })
    let runs = 0
    const work = function* (): Work<object, never> {
      runs += 1
      const deal = yield* byId(dealAggregate, "deal_1")
      // The first run stands for one whose first read was made before the other writer committed.
      const read = deal === null || runs > 1 ? deal : { ...deal, version: 0 }
      const change = recordEvents(dealAggregate, read, [{ type: "DealAmended", payload: { ownerId: "user:7" } }], {
        occurredAt: migratedAt,
      })
      return Result.succeed({ changes: [change], touches: [], guards: [], answer: {} })
    }
    const author = { tenant, actor: "user:42", commandId: "command_1", recordedAt: migratedAt } as const
    const transaction = { author, work, dryRun: false, idempotency: null, salt: () => "0".repeat(32), joined: null }
    await Effect.runPromise(store.transact(transaction))
    expect(runs).toBe(2)
    expect(await shop.deals.get("deal_1")).toMatchObject({ version: 2, ownerId: "user:7" })
    expect((await shop.deals.verify()).faults).toEqual([])
  })

  it("judge by the configuration that is in force, also where another process has just published it", async () => {
    const [first, second] = await twoSessions()
    const [pipeline] = suiteDepartment.pipelines
    const renamed = { ...pipeline, id: "other" } as NonNullable<typeof pipeline>
    const refused = first.deals.open({ title: "Audit", pipelineId: "other" })
    await expect(refused).rejects.toMatchObject({ _tag: "PipelineUnknown" })
    const pipelines = [...suiteDepartment.pipelines, renamed]
    await second.department.publish({ ...suiteDepartment, pipelines, defaultPipelineId: "other" })
    expect((await first.deals.open({ title: "Audit", pipelineId: "other" })).deal.pipelineId).toBe("other")
    await second.department.publish(suiteDepartment)
    expect((await first.deals.open({ title: "Audit" })).deal.pipelineId).toBe(suiteDepartment.defaultPipelineId)
  })
})

describe("the driver", () => {
  it("is asked twice to open a deal and twice to amend one, once the configuration is known", async () => {
    const pool = poolAt(database.url(), {}, 1)
    let queries = 0
    pool.on("connect", (client) => {
      const query = client.query.bind(client) as (...args: ReadonlyArray<unknown>) => unknown
      client.query = ((...args: ReadonlyArray<unknown>) => {
        queries += 1
        return query(...args)
      }) as typeof client.query
    })
    const shop = await sessionOver(pool)
    await shop.deals.open({ id: "deal_1", title: "Audit" })
    const countOf = async (call: () => Promise<unknown>): Promise<number> => {
      queries = 0
      await call()
      return queries
    }
    expect(await countOf(() => shop.deals.open({ id: "deal_2", title: "Audit" }))).toBe(2)
    expect(await countOf(() => shop.deals.move({ dealId: "deal_1", to: "contact" }, { idempotencyKey: "k" }))).toBe(2)
    expect(await countOf(() => shop.clients.register({ name: "Alfa" }))).toBe(2)
  })

  it("keeps statements prepared, but none with long lists, whose plans would grow old while an import goes on", async () => {
    const pool = poolAt(database.url(), {}, 1)
    const shop = await sessionOver(pool)
    const preparedOf = async (text: string): Promise<number> =>
      (await pool.query("select 1 from pg_prepared_statements where statement like $1", [`%${text}%`])).rows.length
    const rows = Array.from({ length: 200 }, (_, index) => ({
      id: `deal_${index}` as const,
      title: `Audit ${index}`,
      stageId: "newLead",
      clientId: null,
      ownerId: null,
      productId: null,
      amount: null,
      listAmount: null,
      openedOn: "2026-01-12",
      closedOn: null,
    }))
    const importing = { sourceId: "bareExport", pipelineId: "servicesWithActs", rows }
    expect(await shop.deals.import(importing)).toMatchObject({ created: 200 })
    expect(await preparedOf("add_deal")).toBe(0)
    expect(await shop.deals.import({ ...importing, rows: rows.slice(0, 100) })).toMatchObject({ unchanged: 100 })
    await shop.deals.open({ title: "Audit" })
    expect(await preparedOf("add_deal")).toBe(1)
  })

  it("may have lost its prepared statements, and may read numbers and dates for others as it likes", async () => {
    const pool = poolAt(database.url(), {}, 1)
    const shop = await sessionOver(pool)
    const open = (id: string) => shop.deals.open({ id, title: "Audit", expectedCloseOn: "2026-03-29" })
    await open("deal_1")
    await pool.query("deallocate all")
    pg.types.setTypeParser(pg.types.builtins.INT8, () => "a number")
    pg.types.setTypeParser(pg.types.builtins.DATE, () => "a date")
    expect(await open("deal_2")).toMatchObject({ deal: { version: 1 } })
    expect(await shop.deals.get("deal_2")).toMatchObject({ version: 1, expectedCloseOn: "2026-03-29" })
  })
})
