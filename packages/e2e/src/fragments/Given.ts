import { writeFileSync } from "node:fs"
import { leadCommands } from "@salesdept/core/client/service"
import { linearPipeline } from "@salesdept/core/deal"
import type { DepartmentConfig } from "@salesdept/core/department"
import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Role, SalesDept, Session, StoreProvider } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import type { DepartmentReport } from "@salesdept/report"
import type { BaseReportOptions } from "@salesdept/report/base"
import { migrateSqlite, openSqlite, sqlite } from "@salesdept/sqlite"
import type { TestServer } from "@salesdept/test-server"
import { startServer } from "@salesdept/test-server"
import Database from "better-sqlite3"
import { Kysely, PostgresDialect, SqliteDialect } from "kysely"
import { mappedHosts } from "./MappedHosts.ts"

// What documents take for granted of a host and say nothing about; everything else stands in their fragments. Run in a folder of its own.

const now = Date.parse("2026-11-23T09:00:00.000Z")
const currency = "RUB"
const rub = (amountMinor: number) => ({ amountMinor, currency })
const preset = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency })

const releases: Array<() => Promise<unknown>> = []

/** Closes what was opened, the last first. */
export const release = async (): Promise<void> => {
  for (const close of releases.splice(0).toReversed()) await close()
}

/** A department over a store, and somebody of a tenant. */
const opened = async (store: StoreProvider = memory(), department: DepartmentConfig = preset) => {
  const dept = await salesDept({ store, department, now: () => now })
  releases.push(dept.close)
  return { store, department, dept, shop: dept.tenant("shop-17").as("user:42") }
}

const withDeal = async (department?: DepartmentConfig) => {
  const host = await opened(memory(), department)
  const { client } = await host.shop.clients.register({ name: "Ромашка" })
  const { deal } = await host.shop.deals.open({ title: "Audit", clientId: client.id, ownerId: "user:42" })
  return { ...host, clientId: client.id, dealId: deal.id }
}

const paidAndDocumented = async ({ documents, invoices, payments }: Session, dealId: string): Promise<void> => {
  const on = "2026-11-20"
  const instalments = [{ dueOn: on, amountMinor: 50_000_00 }]
  const { invoice } = await invoices.issue({ dealId, issuedOn: on, currency, instalments })
  await payments.receive({ invoiceId: invoice.id, amount: rub(50_000_00), receivedOn: on })
  const { document } = await documents.draft({ dealId, kind: "serviceAct", amount: rub(50_000_00), draftedOn: on })
  await documents.sign({ documentId: document.id, signedOn: on })
}

/** One server for all documents, started for the first that needs it; each gets a database of its own. */
let server: Promise<TestServer> | null = null

const postgresUrl = async (name: string): Promise<string> => {
  server ??= startServer("18").then((started) => {
    releases.push(started.stop)
    return started
  })
  const { url } = await server
  const admin = openPool({ connectionString: url })
  await admin.query(`create database ${name}`)
  await admin.end()
  return url.replace(/postgres$/, name)
}

const postgresDatabase = async (name: string) => {
  const pool = openPool({ connectionString: await postgresUrl(name) })
  releases.push(() => pool.end())
  return pool
}

const sqliteFile = (filename: string) => {
  const tables = openSqlite({ filename })
  migrateSqlite(tables, new Date(now).toISOString())
  tables.close()
  const database = new Database(filename)
  database.exec("create table orders (id integer primary key)")
  return database
}

const user = { id: "5b0e7a52-6f0e-4b6e-9a55-0f7c1f0c8a11" }

/** Consumers that never end would keep documents from it: these end when all is handed over. */
const endingOnce = ({ tenant, ...dept }: SalesDept): Pick<SalesDept, "tenant"> => ({
  ...dept,
  tenant: (id) => {
    const sales = tenant(id)
    return { ...sales, events: (options) => sales.events({ ...options, once: true }) }
  },
})

const repair = linearPipeline({
  id: "repair",
  name: { en: "Repair", ru: "Ремонт" },
  stages: [
    { id: "survey", name: { en: "Survey", ru: "Замер" }, meaning: "open" },
    { id: "done", name: { en: "Done", ru: "Завершена" }, meaning: "done" },
  ],
  lost: { id: "lost", name: { en: "Lost", ru: "Проиграна" }, meaning: "lost" },
})

const unknown = { withheld: { en: "nothing is recorded", ru: "ничего не записано" } }
const month = { from: "2026-11-01", to: "2026-11-30", name: null }
const report: DepartmentReport = {
  format: "salesdept.department-report",
  formatVersion: 1,
  header: {
    departmentName: "Ромашка",
    source: { kind: "base", name: "sales.db" },
    asOf: "2026-11-23",
    period: month,
    timeZone: "Europe/Moscow",
    currency,
  },
  import: null,
  pipeline: {
    dealCount: 0,
    stages: [],
    openAmount: unknown,
    wonAmount: unknown,
    winRate: unknown,
    daysToWin: unknown,
    daysToLose: unknown,
    outcomeCurve: unknown,
    stalled: unknown,
  },
  control: {
    records: { en: "deals", ru: "сделки" },
    totalCount: 0,
    totalAmount: unknown,
    states: [],
    byRep: [],
    notObservable: [],
  },
  attainment: unknown,
  variance: unknown,
  findings: { period: month, consideredCount: 0, order: { en: "by money", ru: "по деньгам" }, findings: [] },
  notes: [],
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** By document; those that are not here are given nothing. */
export const given = {
  "docs/guides/access.md": async () => ({
    ...(await opened()),
    users: {
      find: async (_tenant: string, _id: string): Promise<{ readonly role: Role } | null> => ({ role: "rep" }),
      isBoss: async (id: string) => id === "user:1",
    },
  }),
  "docs/guides/clients.md": async () => {
    const host = await opened()
    const [into, from] = [
      await host.shop.clients.register({ name: "ООО «Астра»", phones: ["+7 495 765-43-21"], ownerId: "user:42" }),
      await host.shop.clients.register({ name: "Астра", phones: ["8 495 765-43-21"], ownerId: "user:7" }),
    ]
    const leads = await Promise.all(
      ["Анна", "Пётр"].map((name) => host.shop.leads.receive({ name, channelId: "site" })),
    )
    const ids = leads.map(({ lead }) => lead.id)
    return { ...host, intoId: into.client.id, fromId: from.client.id, clientId: into.client.id, ids }
  },
  "docs/guides/commands.md": async () => {
    const host = await opened()
    await host.shop.deals.open({ id: "deal_3", title: "Audit" })
    return host
  },
  "docs/guides/control.md": withDeal,
  "docs/guides/custom-fields.md": withDeal,
  "docs/guides/database.md": async () => {
    const pool = await postgresDatabase("guide_database")
    await pool.query("create schema auth; create table auth.users (id uuid primary key)")
    const address = new URL(await postgresUrl("guide_row_security"))
    const owner = openPool({ connectionString: address.href })
    await owner.query("create role app login password 'app'")
    address.username = "app"
    address.password = "app"
    const app = openPool({ connectionString: address.href })
    releases.push(() => Promise.all([owner.end(), app.end()]))
    return { pool, owner, app, department: preset }
  },
  "docs/guides/deals.md": async () => {
    const host = await withDeal({ ...preset, overrides: { perPerson: 3, period: "month", roles: ["head"] } })
    await host.shop.products.state({ rows: [{ id: "product_report", name: "Report", listPrice: null }] })
    const { approval } = await host.shop.approvals.ask({ dealId: host.dealId, kindId: "override", reason: "urgent" })
    await host.dept
      .tenant("shop-17")
      .as("user:1", { roles: ["head"] })
      .approvals.grant({ approvalId: approval.id })
    for (const to of ["contact", "needs", "proposal", "negotiation"])
      await host.shop.deals.move({ dealId: host.dealId, to })
    return { ...host, productId: "product_report", approvalId: approval.id }
  },
  "docs/guides/directory.md": async () => {
    const pool = await postgresDatabase("guide_directory")
    await migratePostgres(pool, new Date(now).toISOString())
    await pool.query(`
      create schema auth;
      create table auth.users (id uuid primary key, full_name text, shop_id text);
      create table companies (id bigint primary key, title text);
      create table products (sku text primary key, title text);
      insert into auth.users values ('${user.id}', 'Анна Ким', 'shop-17')
    `)
    return { pool, user }
  },
  "docs/guides/effect.md": async () => ({ index: async (_events: ReadonlyArray<unknown>) => {} }),
  "docs/guides/events.md": async () => {
    const { dept } = await withDeal()
    const { signal } = new AbortController()
    const index = async (_events: ReadonlyArray<unknown>) => {}
    return { dept: endingOnce(dept), signal, index, send: index, report: console.error, secret: "whsec_" }
  },
  "docs/guides/first-service.md": async () => {
    const address = new URL(await postgresUrl("guide_first_service"))
    const owner = openPool({ connectionString: address.href })
    await owner.query(`
      create role service login password 'service';
      create table users (id uuid primary key, name text not null);
      create table orders (id integer primary key generated always as identity, customer text not null);
      insert into users values ('7c9e6679-7425-40de-944b-e07fc1f90ae7', 'Анна Ким');
      grant select on users to service;
      grant select, insert on orders to service
    `)
    address.username = "service"
    address.password = "service"
    const pool = openPool({ connectionString: address.href })
    releases.push(() => Promise.all([owner.end(), pool.end()]))
    return { owner, pool }
  },
  "docs/guides/import.md": async () => {
    const deals = "deal id,title,stage,owner,company,amount,created\n1,Кухня,Замер,Анна Ким,Ромашка,100,2026-11-02\n"
    writeFileSync("deals.csv", deals)
    const customFields: DepartmentConfig["customFields"] = [
      {
        of: "client",
        key: "tier",
        label: { en: "Tier", ru: "Категория" },
        kind: "choice",
        choices: [{ id: "gold", name: { en: "Gold", ru: "Золото" } }],
      },
    ]
    const host = await opened(memory(), { ...preset, pipelines: [...preset.pipelines, repair], customFields })
    return { ...host, files: [{ name: "deals.csv", bytes: bytesOf(deals.replace("Замер", "Выезд замерщика")) }] }
  },
  "docs/guides/loyalty.md": async () => {
    const host = await withDeal()
    const { dealId, shop } = host
    const next = await shop.deals.open({ title: "Next", clientId: host.clientId })
    await paidAndDocumented(shop, dealId)
    const advocate = await shop.clients.register({ name: "Василёк" })
    const newcomer = await shop.clients.register({ name: "Лютик" })
    const first = await shop.deals.open({ title: "First", clientId: newcomer.client.id })
    // The client pays and signs as soon as the recommendation has its deal.
    const attribute: Session["referrals"]["attribute"] = async (input, options) => {
      const answer = await shop.referrals.attribute(input, options)
      await paidAndDocumented(shop, input.dealId)
      return answer
    }
    return {
      ...host,
      shop: { ...shop, referrals: { ...shop.referrals, attribute } },
      nextDealId: next.deal.id,
      advocateId: advocate.client.id,
      newClientId: newcomer.client.id,
      firstDealId: first.deal.id,
    }
  },
  "docs/guides/observing.md": async () => ({
    ...(await opened()),
    histogram: { record: (_value: number, _labels: object) => {} },
    user: { id: "user:42" },
    request: { signal: new AbortController().signal },
  }),
  "docs/guides/plan.md": withDeal,
  "docs/guides/reading.md": async () => {
    const database = sqliteFile("reading.db")
    const db = new Kysely<object>({ dialect: new SqliteDialect({ database }) })
    releases.push(() => db.destroy())
    const host = await opened(sqlite({ filename: "reading.db" }))
    return { ...host, db, monthEnd: "2026-10-31T20:59:59.999Z", dayOfTheReport: "2026-11-02T09:00:00.000Z" }
  },
  "docs/guides/reports.md": async () => {
    sqliteFile("reports.db").close()
    const host = await opened(sqlite({ filename: "reports.db" }))
    const rep = {
      id: "rep_anna",
      personId: "user:42",
      name: "Анна Ким",
      teamId: null,
      joinedOn: "2026-01-12",
      leftOn: null,
    }
    await host.shop.reps.state({ rows: [rep] })
    const occurredAt = "2026-10-05T09:00:00.000Z"
    await host.shop.deals.open({ title: "Audit", ownerId: "user:42", amount: rub(95_000_00) }, { occurredAt })
    await host.shop.summaries.close({ span: "month", on: "2026-10-01" })
    return host satisfies Pick<BaseReportOptions, "department" | "store">
  },
  "docs/guides/reviews.md": withDeal,
  "docs/guides/scripts.md": () => opened(),
  "docs/guides/settlement.md": async () => {
    writeFileSync("kl_to_1c.txt", "1CClientBankExchange\nВерсияФормата=1.03\nКодировка=UTF-8\nКонецФайла\n")
    return withDeal({ ...preset, settlement: { calendarId: "ru" } })
  },
  "docs/guides/operating.md": async () => {
    const replicaUrl = await postgresUrl("guide_operating")
    const pool = openPool({ connectionString: replicaUrl })
    releases.push(() => pool.end())
    await migratePostgres(pool, new Date(now).toISOString())
    const host = await opened(postgres({ pool }))
    const { deal } = await host.shop.deals.open({ title: "Audit", ownerId: "user:42" })
    const readOnly = `${replicaUrl}?options=${encodeURIComponent("-c default_transaction_read_only=on")}`
    const index = async (_events: ReadonlyArray<unknown>) => {}
    return { ...host, pool, dealId: deal.id, replicaUrl: readOnly, index }
  },
  "docs/guides/tick.md": async () => ({
    ...(await opened()),
    // The clock of the host strikes once.
    setInterval: (work: () => void, _ms: number) => work(),
    wakeLead: leadCommands.resume,
  }),
  "docs/guides/your-transaction.md": async () => {
    sqliteFile("shop.db").close()
    const pool = await postgresDatabase("guide_transaction")
    await migratePostgres(pool, new Date(now).toISOString())
    await pool.query("create table orders (id integer primary key)")
    const db = new Kysely<{ orders: { id: number } }>({ dialect: new PostgresDialect({ pool }) })
    const { close, ...hosts } = await mappedHosts(pool)
    releases.push(close)
    return { ...(await opened(postgres({ pool }))), pool, db, order: { id: 17 }, ...hosts }
  },
  "packages/conformance/README.md": async () => ({ openMyStore: memory().open }),
  "docs/errors/index.md": async () => ({ ...(await withDeal()), again: () => [] }),
  "packages/core/src/ports/HostDirectory.ts": async () => ({
    users: { byIds: async (ids: ReadonlyArray<string>) => ids.map((id) => ({ id, name: "Анна Ким" })) },
  }),
  "packages/core/src/ports/HostTransactions.ts": async () => {
    const handle = sqliteFile("source_transactions.db")
    const db = new Kysely<{ orders: { id: number } }>({ dialect: new SqliteDialect({ database: handle }) })
    releases.push(() => db.destroy())
    const pool = await postgresDatabase("source_transactions")
    await migratePostgres(pool, new Date(now).toISOString())
    await pool.query("create table orders (id integer primary key)")
    return { ...(await opened(sqlite({ filename: "source_transactions.db" }))), handle, db, pool }
  },
  "packages/core/src/ports/SqlExecutor.ts": async () => ({ client: await postgresDatabase("source_executor") }),
  "packages/core/src/promise/Session.ts": async () => ({
    ...(await withDeal()),
    request: { signal: new AbortController().signal },
  }),
  "packages/core/src/promise/SalesDept.ts": async () => {
    const { dept } = await withDeal()
    const { signal } = new AbortController()
    const index = async (_events: ReadonlyArray<unknown>) => {}
    const send = async (_tenant: string, _events: ReadonlyArray<unknown>) => {}
    const ending: Pick<SalesDept, "tenant" | "events" | "tick"> = {
      ...endingOnce(dept),
      events: (options) => dept.events({ ...options, once: true }),
      tick: dept.tick,
    }
    return { dept: ending, signal, index, send }
  },
  "packages/core/src/promise/webhook/Webhook.ts": async () => ({ dept: endingOnce((await withDeal()).dept) }),
  "packages/postgres/src/PostgresDirectory.ts": async () => {
    const pool = await postgresDatabase("source_directory")
    await pool.query(`
      create schema auth;
      create table auth.users (id uuid primary key, full_name text, shop_id text);
      create table products (sku text primary key, title text);
    `)
    return { pool }
  },
  "packages/postgres/src/PostgresMigration.ts": async () => ({ pool: await postgresDatabase("source_migration") }),
  "packages/postgres/src/PostgresPool.ts": async () => ({ url: await postgresUrl("source_pool") }),
  "packages/postgres/src/PostgresSchema.ts": async () => ({ pool: await postgresDatabase("source_schema") }),
  "packages/postgres/src/PostgresStore.ts": async () => ({ pool: await postgresDatabase("source_store") }),
  "packages/postgres/src/PostgresTenant.ts": async () => {
    const pool = await postgresDatabase("source_tenant")
    await migratePostgres(pool, new Date(now).toISOString())
    return { pool, ...(await opened(postgres({ pool }))) }
  },
  "packages/postgres/src/postgres.ts": async () => ({ pool: await postgresDatabase("source_postgres") }),
  "packages/report/src/HtmlReport.ts": async () => ({ report }),
  "packages/report/src/TerminalReport.ts": async () => ({ report }),
  "packages/report/src/Workbook.ts": async () => ({ report }),
}
