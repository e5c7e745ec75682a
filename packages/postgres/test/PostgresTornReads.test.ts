import { dealAggregate } from "@salesdept/core/deal"
import { byId, decision } from "@salesdept/core/journal"
import { command } from "@salesdept/core/ports"
import type { CommandOptions } from "@salesdept/core/ports"
import { fromPg, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { layerPostgres, openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import pg from "pg"
import type { Pool, PoolClient } from "pg"
import { afterEach, beforeEach, expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

type Query = (...given: ReadonlyArray<unknown>) => unknown

let naming: Naming
let pool: Pool
let elsewhere: Pool
/** What somebody else does before the next statement with these words is sent. */
let meanwhile: { readonly words: string; readonly act: () => Promise<unknown> } | null = null

const textOf = (asked: unknown): string =>
  typeof asked === "string" ? asked : String((asked as { readonly text?: unknown }).text)

const interrupted = (client: PoolClient): void => {
  const query = client.query.bind(client) as Query
  const waiting: Query = (...given) => {
    if (meanwhile === null || !textOf(given[0]).includes(meanwhile.words)) return query(...given)
    const { act } = meanwhile
    meanwhile = null
    return act().then(() => query(...given))
  }
  client.query = waiting as typeof client.query
}

beforeEach(async () => {
  naming = await database.migrated()
  pool = new pg.Pool({ connectionString: database.url(), max: 4 })
  pool.on("connect", interrupted)
  elsewhere = openPool({ connectionString: database.url() })
  meanwhile = null
})
afterEach(async () => {
  await pool.end()
  await elsewhere.end()
})

const sessionOver = async (over: Pool): Promise<Session> =>
  (await salesDept({ store: postgres({ pool: over, naming }), department })).tenant("shop-17").as("user:42")

type Run = (body: (options: CommandOptions) => Promise<unknown>) => Promise<void>

const alone: Run = async (body) => void (await body({}))
const inTransaction: Run = async (body) => {
  const client = await pool.connect()
  try {
    await client.query("begin")
    await body({ tx: fromPg(client) })
    await client.query("commit")
  } finally {
    client.release()
  }
}
const ways: ReadonlyArray<readonly [name: string, run: Run]> = [
  ["a command", alone],
  ["a command in the host's transaction", inTransaction],
]

it.each(ways)("%s hands over nothing that somebody else was given while it read", async (_name, run) => {
  const [shop, other] = [await sessionOver(pool), await sessionOver(elsewhere)]
  const reps = ["1", "2", "3"].map((id) => ({
    id: `rep_${id}` as const,
    personId: `user:${id}`,
    name: `Rep ${id}`,
    teamId: null,
    joinedOn: null,
    leftOn: null,
  }))
  await shop.reps.state({ rows: reps })
  await shop.leads.receive({ id: "lead_1", name: "Alfa", channelId: "call" })
  await shop.leads.assign({ leadId: "lead_1", ownerId: "user:1" })
  await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "user:1" })
  await shop.deals.open({ id: "deal_2", title: "Twice", ownerId: "user:1" })
  meanwhile = {
    words: '"next_step"',
    act: async () => {
      await other.leads.assign({ leadId: "lead_1", ownerId: "user:3" })
      await other.deals.remove({ dealId: "deal_2", reason: "entered twice" })
    },
  }
  await run((options) =>
    shop.control.offboard({ personId: "user:1", restToId: "user:2", leftOn: "2026-02-01" }, options),
  )
  expect((await shop.deals.get("deal_1"))?.ownerId).toBe("user:2")
  expect((await shop.leads.get("lead_1"))?.ownerId).toBe("user:3")
  expect((await shop.deals.history("deal_2")).map(({ type }) => type)).toEqual(["DealOpened", "DealRemoved"])
})

it("a command takes nobody for there whom it has read as merged, though he is there again when it writes", async () => {
  const [shop, other] = [await sessionOver(pool), await sessionOver(elsewhere)]
  for (const id of ["client_1", "client_2"] as const) await shop.clients.register({ id, name: id })
  await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
  meanwhile = { words: '"referral"', act: () => other.clients.unmerge({ clientId: "client_2" }) }
  const recording = shop.referrals.record({ clientId: "client_2", by: { advocateId: "client_2" } })
  await expect(recording).rejects.toMatchObject({ _tag: "ReferralRefused", data: { rule: "self" } })
  expect(meanwhile).toBeNull()
})

it("a command takes no deal for there that it did not find, though it were there when it writes", async () => {
  const [shop, other] = [await sessionOver(pool), await sessionOver(elsewhere)]
  await other.clients.register({ id: "client_1", name: "Alfa" })
  const opening = () => other.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
  meanwhile = { words: "add_invoice", act: opening }
  const issuing = shop.invoices.issue({
    dealId: "deal_1",
    issuedOn: "2026-02-01",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-10", amountMinor: 100 }],
  })
  await expect(issuing).rejects.toMatchObject({ _tag: "RecordNotFound" })
  expect(await other.invoices.count()).toBe(0)
})

it.each(ways)("%s is not refused for what was never so", async (_name, run) => {
  const [shop, other] = [await sessionOver(pool), await sessionOver(elsewhere)]
  await shop.deals.open({ id: "deal_1", title: "Audit" })
  const look = command({
    name: "deal.look",
    input: Schema.Struct({}),
    work: function* () {
      const before = yield* byId(dealAggregate, "deal_1")
      meanwhile ??= before?.version === 1 ? amending : null
      const after = yield* byId(dealAggregate, "deal_1")
      return before?.version === after?.version
        ? Result.succeed(decision([], { version: after?.version }))
        : Result.fail("twoVersions" as const)
    },
  })
  const amending = {
    words: '"deal"',
    act: () => other.deals.amend({ dealId: "deal_1", ownerId: "user:2" }),
  }
  let answer: object = {}
  await run(async (options) => {
    const looking = look({ tenant: "shop-17", actor: "user:42" }, {}, { ...options, idempotencyKey: "look" })
    answer = await Effect.runPromise(Effect.provide(looking, layerPostgres(pool, { naming })))
  })
  expect(answer).toMatchObject({ version: 2 })
})
