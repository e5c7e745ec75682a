import { presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import pg from "pg"
import { expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** A tenant in a schema of its own, over one connection at a time. */
const withShop = async (schema: string, body: (shop: Session) => Promise<void>): Promise<void> => {
  const pool = openPool({ connectionString: database.url(), maxConnections: 4 })
  const naming = { schema, prefix: "" }
  try {
    await migratePostgres(pool, new Date(0), naming)
    await using dept = await salesDept({ store: postgres({ pool, naming }), department })
    await body(dept.tenant("shop-17").as("user:42"))
  } finally {
    await pool.query(`drop schema if exists "${schema}" cascade`)
    await pool.end()
  }
}

const tagOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "done",
    (error: { readonly _tag?: string }) => error._tag,
  )

it("opens a deal of a client in as many statements as a deal of nobody: its write looks for the client", async () => {
  await withShop("presence_one", async (shop) => {
    await shop.clients.register({ id: "client_1", name: "Ромашка" })
    await shop.deals.open({ title: "Audit", clientId: "client_1" })
    await shop.deals.open({ title: "Audit" })
    const sent: Array<string> = []
    // Put back as it was, and called with its own client.
    // oxlint-disable-next-line typescript/unbound-method
    const { query } = pg.Client.prototype
    const counted = (open: () => Promise<unknown>) => {
      sent.length = 0
      return open().then(() => sent.length)
    }
    pg.Client.prototype.query = function (this: pg.Client, ...given: ReadonlyArray<unknown>) {
      sent.push(String(given[0]))
      return Reflect.apply(query, this, given) as unknown
    } as never
    try {
      const alone = await counted(() => shop.deals.open({ title: "Audit" }))
      expect(alone).toBeGreaterThan(0)
      expect(await counted(() => shop.deals.open({ title: "Audit", clientId: "client_1" }))).toBe(alone)
    } finally {
      pg.Client.prototype.query = query
    }
  })
})

it("refuses deals of a client who is not there, alone and among many that are written together", async () => {
  await withShop("presence_many", async (shop) => {
    const open = (clientId: `client_${string}`) => tagOf(shop.deals.open({ title: "Audit", clientId }))
    expect(await open("client_2")).toBe("RecordNotFound")
    await shop.clients.register({ id: "client_1", name: "Ромашка" })
    const ids = Array.from({ length: 40 }, (_, at): `client_${string}` => `client_${at % 2 === 0 ? 1 : 2}`)
    const outcomes = await Promise.all(ids.map((id) => open(id)))
    expect(outcomes).toEqual(ids.map((id) => (id === "client_1" ? "done" : "RecordNotFound")))
    expect(await shop.deals.count()).toBe(20)
    // Whoever comes is there at once, also for those who were refused a moment ago.
    await shop.clients.register({ id: "client_2", name: "Василёк" })
    expect(await open("client_2")).toBe("done")
    expect(await tagOf(shop.deals.open({ title: "Audit", clientId: "client_3" }, { dryRun: true }))).toBe(
      "RecordNotFound",
    )
  })
})
