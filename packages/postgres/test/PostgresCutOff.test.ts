import { suiteDepartment } from "@salesdept/conformance"
import { isSalesDeptError, salesDept } from "@salesdept/core/promise"
import type { SalesDept, Session } from "@salesdept/core/promise"
import { migratePostgres, postgres } from "@salesdept/postgres"
import { quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import pg from "pg"
import type { PoolClient } from "pg"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { migratedAt, useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const tenant = "shop-17"

type Cut = "before it was sent" | "behind it"
type Query = (...given: ReadonlyArray<unknown>) => unknown

let pool: pg.Pool
/** Which statement the connection breaks at, and how; none where 0. */
let breakAt = { number: 0, cut: "behind it" as Cut }
let sent = 0

/** Breaks the connection of a client at the chosen statement, as a network does. */
const breaking = (client: PoolClient): void => {
  const { stream } = (client as unknown as { readonly connection: { readonly stream: { destroy: () => void } } })
    .connection
  const query = client.query.bind(client) as Query
  const breakingQuery: Query = (...given) => {
    sent += 1
    if (sent !== breakAt.number) return query(...given)
    if (breakAt.cut === "before it was sent") stream.destroy()
    const answer = query(...given)
    // The server has it by then, and goes on.
    if (breakAt.cut === "behind it") setImmediate(() => stream.destroy())
    return answer
  }
  client.query = breakingQuery as typeof client.query
}

beforeEach(() => {
  breakAt = { number: 0, cut: "behind it" }
  pool = new pg.Pool({ connectionString: database.url(), max: 2 })
  pool.on("connect", breaking)
})
afterEach(() => pool.end())

const opened = async (naming: Naming): Promise<SalesDept> => {
  const dept = await salesDept({ store: postgres({ pool, naming }), department: suiteDepartment })
  await dept.load()
  return dept
}

const prepare = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name: "Alfa" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
}

/** Takes what is due; gives each event as its stream and version. */
const delivered = async (dept: SalesDept): Promise<ReadonlyArray<string>> => {
  const places: Array<string> = []
  for await (const batch of dept.tenant(tenant).events({ consumer: "search", once: true })) {
    places.push(...batch.events.map(({ stream, version }) => `${stream}@${version}`))
    expect(await batch.ack()).toBe(true)
  }
  return places.toSorted()
}

const namings: ReadonlyArray<readonly [name: string, options: Partial<Naming>]> = [
  ["", {}],
  ["under row-level security, ", { rowSecurity: true }],
]

describe.each(namings)("%sa connection that breaks at any statement of a command", (_name, options) => {
  it.each(["before it was sent", "behind it"] as const)(
    "%s leaves it written once and delivered once, told as such or asked for again under its key",
    async (cut) => {
      const naming: Naming = { schema: database.newSchema(), prefix: "", ...options }
      await migratePostgres(database.admin(), migratedAt, naming)
      const dept = await opened(naming)
      const shop = dept.tenant(tenant).as("user:42")
      await prepare(shop)
      await delivered(dept)
      let told = 0
      let version = 1
      for (let number = 1; ; number++) {
        sent = 0
        breakAt = { number, cut }
        const idempotencyKey = `key ${number}`
        const call = () => shop.deals.amend({ dealId: "deal_1", ownerId: `user:${number}` }, { idempotencyKey })
        const outcome = await call().catch((error: unknown) => error)
        const isOver = sent < number
        breakAt = { number: 0, cut }
        if (outcome instanceof Error) {
          if (!isSalesDeptError(outcome)) throw outcome
          expect(outcome).toMatchObject({ _tag: "StoreFault", retryable: true })
        } else told += 1
        version += 1
        const again = await call()
        expect(again.deal).toMatchObject({ version, ownerId: `user:${number}` })
        if (!(outcome instanceof Error)) expect(again).toEqual({ ...(outcome as object), replayed: true })
        expect(await delivered(dept)).toEqual([`deal_1@${version}`])
        expect({ out: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }).toEqual({ out: 0, waiting: 0 })
        if (isOver) break
      }
      expect(version).toBeGreaterThan(2)
      // The library asks again by itself.
      expect(told).toBe(version - 1)
      const journal = quotedTableName(naming, "journal")
      const count = `select count(*)::int as n, max(version)::int as last from ${journal} where stream = 'deal_1'`
      expect((await database.admin().query(count)).rows).toEqual([{ n: version, last: version }])
      expect((await shop.deals.verify()).faults).toEqual([])
    },
  )
})

describe("a consumer whose connection breaks at any statement", () => {
  it.each(["before it was sent", "behind it"] as const)(
    "%s gets every event, those of a stream in order",
    async (cut) => {
      const naming = await database.migrated()
      const dept = await opened(naming)
      const shop = dept.tenant(tenant).as("user:42")
      await prepare(shop)
      const seen: Array<number> = []
      for (let number = 1, version = 1; number < 16; number++, version++) {
        sent = 0
        await shop.deals.amend({ dealId: "deal_1", ownerId: `user:${number}` })
        breakAt = { number: sent + number, cut }
        const take = async () => {
          // A claim whose answer was lost comes again when its lease has ended.
          const events = dept.tenant(tenant).events({ consumer: "search", once: true, leaseMs: 20, backoffMs: 1 })
          for await (const batch of events) {
            for (const { stream, version: of } of batch.events) if (stream === "deal_1") seen.push(of)
            await batch.ack()
          }
        }
        await take()
        breakAt = { number: 0, cut }
        while (!seen.includes(version + 1)) {
          await new Promise((resolve) => setTimeout(resolve, 25))
          await take()
        }
      }
      const first = seen.filter((version, index) => seen.indexOf(version) === index)
      expect(first).toEqual(Array.from({ length: 16 }, (_, index) => index + 1))
    },
  )
})
