import { suiteDepartment } from "@salesdept/conformance"
import { salesDept } from "@salesdept/core/promise"
import type { SalesDept } from "@salesdept/core/promise"
import { exportPostgresTenant, makePostgresStore, purgePostgresKeys, postgres } from "@salesdept/postgres"
import { quotedTableName, tenantTables } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { PlanWatch, StatementRead } from "./server/PlanWatch.ts"
import { watchPlans } from "./server/PlanWatch.ts"
import { startMs, useDatabase } from "./server/TestDatabase.ts"

// A server of our own: it is kept from analysing, and tells its plans to a superuser.
const database = useDatabase("18")
const tenant = "shop-17"
const actor = "user:1"
const sourceId = "bareExport"
const dealCount = 6000
const clientCount = 1500
const groupSize = 500
/** So many times the rows of its tables a use case may go through with one statement, however often it asks it. */
const most = 4

let naming: Naming
let dept: SalesDept
let watch: PlanWatch

const inGroups = async <Row>(
  count: number,
  rowAt: (index: number) => Row,
  send: (rows: ReadonlyArray<Row>) => Promise<unknown>,
) => {
  for (let start = 0; start < count; start += groupSize) {
    await send(Array.from({ length: Math.min(groupSize, count - start) }, (_, offset) => rowAt(start + offset)))
  }
}

const dealId = (index: number): `deal_${string}` => `deal_${String(index).padStart(6, "0")}`
const stages = ["newLead", "contact", "done", "lost"] as const

beforeAll(async () => {
  const admin = database.admin()
  await admin.query("alter system set autovacuum = off")
  await admin.query("select pg_reload_conf()")
  naming = await database.migrated()
  watch = watchPlans(database.url())
  dept = await salesDept({ store: postgres({ pool: watch.pool, naming }), department: suiteDepartment })
  const shop = dept.tenant(tenant).as(actor)
  await inGroups(
    clientCount,
    (index) => ({
      id: `client_${index}` as const,
      name: `Client ${index}`,
      ownerId: `user:${index % 40}`,
      segmentId: null,
    }),
    (rows) => shop.clients.import({ sourceId, rows }),
  )
  await inGroups(
    clientCount,
    (index) => ({
      id: `contact_${index}` as const,
      clientId: `client_${index}` as const,
      name: `Person ${index}`,
      phones: [`+7900${String(index).padStart(7, "0")}`],
    }),
    (rows) => shop.contacts.import({ sourceId, rows }),
  )
  await inGroups(
    dealCount,
    (index) => ({
      id: dealId(index),
      title: `Audit ${index}`,
      stageId: stages[index % stages.length] ?? "newLead",
      clientId: `client_${index % clientCount}` as const,
      ownerId: `user:${index % 40}`,
      productId: null,
      amount: { amountMinor: 1000 + index, currency: "RUB" },
      listAmount: null,
      openedOn: "2026-01-05",
      closedOn: index % stages.length > 1 ? "2026-02-05" : null,
    }),
    (rows) => shop.deals.import({ sourceId, pipelineId: "servicesWithActs", rows }),
  )
}, startMs)

afterAll(async () => {
  await dept.close()
  await watch.pool.end()
})

const rowCounts = async (): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  for (const name of [...tenantTables(), "tenant"]) {
    const table = quotedTableName(naming, name)
    const { rows } = await database.admin().query<{ readonly n: number }>(`select count(*)::int as n from ${table}`)
    counts.set(table, rows[0]?.n ?? 0)
  }
  return counts
}

/** Statements that went through more rows than belong to them. */
const dear = (reads: ReadonlyArray<StatementRead>, counts: ReadonlyMap<string, number>) =>
  reads.flatMap(({ rows, text, times }) => {
    const tables = [...counts].filter(([table]) => text.includes(`${table} `) || text.includes(`${table}.`))
    const theirs = tables.reduce((sum, [, count]) => sum + count, 0)
    return rows > most * (theirs + groupSize) ? [{ rows, times, theirs, text }] : []
  })

const shopOf = () => dept.tenant(tenant).as(actor)

const drain = (consumer: string, batch: number) => async () => {
  let events = 0
  for await (const one of dept.tenant(tenant).events({ consumer, batch, once: true })) {
    events += one.events.length
    await one.ack()
  }
  expect(events).toBeGreaterThanOrEqual(dealCount)
}

const useCases: { readonly [name: string]: () => Promise<unknown> } = {
  "delivering all events to a consumer": drain("search", 100),
  "delivering all of them to another, many at once": drain("mailer", 2000),
  "giving events back": async () => {
    for await (const one of dept.tenant(tenant).events({ consumer: "failing", batch: 1000, once: true })) {
      await one.fail("not now")
      break
    }
  },
  "what is parked": () => dept.tenant(tenant).outbox.parked("failing"),
  "forgetting a consumer": () => dept.tenant(tenant).outbox.forget("failing"),
  pruning: () => dept.tenant(tenant).outbox.prune(0),
  watching: () => shopOf().control.watch({ everyMinutes: 1440 }),
  ticks: () => dept.tick({ tenants: [tenant] }),
  control: () => shopOf().control.partition(),
  "control of a day before all of it was there": () => shopOf().control.partition({ asOf: "2020-01-01" }),
  "the list of control": () => shopOf().control.list({ ownerId: actor }),
  coverage: () => shopOf().control.coverage(),
  "a page": () => shopOf().deals.page({ where: { outcome: "open", ownerId: actor }, limit: 50 }),
  "a page of the past": () => shopOf().deals.pageAsOf({ asOf: "2027-01-01T00:00:00.000Z", limit: 100 }),
  "many by id": () => shopOf().deals.getMany(Array.from({ length: 1000 }, (_, index) => dealId(index * 3))),
  counts: () => shopOf().deals.countBy("stageId", { outcome: "open" }),
  "a history": () => shopOf().deals.history(dealId(7)),
  "verifying deals": () => shopOf().deals.verify(),
  "verifying contacts": () => shopOf().contacts.verify(),
  duplicates: () => shopOf().clients.duplicates(),
  "what is similar": () => shopOf().clients.similar({ name: "Client 7" }),
  "personal data": () => shopOf().personalData.export({ clientId: "client_7" }),
  erasing: () => shopOf().personalData.erase({ clientId: "client_7" }),
  merging: () => shopOf().clients.merge({ intoId: "client_8", fromId: "client_9" }),
  "merging deals": () => shopOf().deals.merge({ intoId: dealId(8), fromId: dealId(8 + clientCount) }),
  "a funnel": () => shopOf().deals.funnel(),
  "the flow between stages": () => shopOf().deals.stageFlow(),
  "a waterfall": () => shopOf().deals.waterfall({ kind: "flow", period: { from: "2026-01-01", to: "2026-12-01" } }),
  "what blocks deals": () => shopOf().deals.blocked(),
  moving: async () => {
    for (let index = 0; index < 40; index += 4) {
      await shopOf().deals.move({ dealId: dealId(index), to: "contact" }, { idempotencyKey: `move ${index}` })
    }
  },
  "moving many": () =>
    shopOf().deals.moveMany({
      moves: Array.from({ length: 200 }, (_, index) => ({ dealId: dealId(400 + index * 4), to: "contact" })),
    }),
  "forgetting keys": () => purgePostgresKeys(watch.pool, tenant, "2999-01-01T00:00:00.000Z", naming),
  "an export": () => exportPostgresTenant(watch.pool, tenant, () => {}, naming),
}

it.each(Object.entries(useCases))(
  "%s on tables that nobody has analysed goes through no more rows than there are",
  async (_name, use) => {
    const before = await rowCounts()
    watch.taken()
    await use()
    const reads = watch.taken()
    expect(reads.length).toBeGreaterThan(0)
    const after = await rowCounts()
    const counts = new Map([...before].map(([table, count]) => [table, Math.max(count, after.get(table) ?? 0)]))
    expect(dear(reads, counts)).toEqual([])
  },
  startMs,
)

it("tells what of a kind changed since from the rows of that kind, not from the whole journal", async () => {
  const { facts } = makePostgresStore(watch.pool, { naming })
  watch.taken()
  const changed = await Effect.runPromise(
    facts?.changedAfter(tenant, "controlWatch", "2020-01-01T00:00:00.000Z") ?? Effect.die("no facts"),
  )
  expect(changed).toHaveLength(1)
  const rows = watch.taken().reduce((sum, read) => sum + read.rows, 0)
  expect(rows).toBeLessThan(20)
})
