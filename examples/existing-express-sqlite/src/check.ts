import { deepStrictEqual, strictEqual } from "node:assert/strict"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import Database from "better-sqlite3"
import { shopApp } from "./app.ts"
import { openSales, stateReps, tenant } from "./sales.ts"
import { createShop } from "./shop.ts"
import { startWork } from "./work.ts"

const folder = mkdtempSync(join(tmpdir(), "existing-shop-"))
const filename = join(folder, "shop.db")
const db = new Database(filename)
db.pragma("foreign_keys = on")
createShop(db)

const dept = await openSales(db)
await stateReps(dept, db)
const stopWork = startWork(dept, db, tenant, 50)
const server = shopApp(dept, db).listen(0)
await once(server, "listening")
const { port } = server.address() as AddressInfo

const ask = async (method: string, path: string, user: number, body?: unknown) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { "content-type": "application/json", "x-user-id": String(user) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: JSON.parse(await response.text()) }
}
const count = (table: string): number => Number(db.prepare(`select count(*) from ${table}`).pluck().get())
/** Rows of the shop and of the library: what belongs together is there together. */
const written = () => ({
  customers: count("customers"),
  orders: count("orders"),
  clients: count("salesdept_client"),
  deals: count("salesdept_deal"),
})

try {
  // An order, its client and its deal are written together.
  const placed = await ask("POST", "/orders", 7, { customerName: "Northern Bakery", totalCents: 95_000_00 })
  deepStrictEqual(placed, { status: 201, json: { orderId: 1, dealId: "deal_order-1" } })
  deepStrictEqual(written(), { customers: 1, orders: 1, clients: 1, deals: 1 })

  // What the library refuses takes the shop's rows back too.
  const unnamed = await ask("POST", "/orders", 7, { customerName: "x".repeat(301), totalCents: 1 })
  deepStrictEqual([unnamed.status, unnamed.json._tag], [400, "InputInvalid"])
  deepStrictEqual(written(), { customers: 1, orders: 1, clients: 1, deals: 1 })

  // There is no user 99: the library asks the shop's own table, and the shop's rows are taken back.
  const stranger = await ask("POST", "/orders", 99, { customerName: "Café Luna", totalCents: 1 })
  deepStrictEqual([stranger.status, stranger.json._tag], [400, "InputInvalid"])
  deepStrictEqual(stranger.json.data.problems[0].code, "person.unknown")
  deepStrictEqual(written(), { customers: 1, orders: 1, clients: 1, deals: 1 })

  // What the shop refuses leaves nothing of the library: an order must come to something, as its own table says.
  const worthless = await ask("POST", "/orders", 7, { customerName: "Café Luna", totalCents: 0 })
  deepStrictEqual(worthless, { status: 422, json: { code: "SQLITE_CONSTRAINT_CHECK" } })
  deepStrictEqual(written(), { customers: 1, orders: 1, clients: 1, deals: 1 })

  // Two at once: one handle, one after another, both whole.
  const both = await Promise.all([
    ask("POST", "/orders", 9, { customerName: "Café Luna", totalCents: 12_000_00 }),
    ask("POST", "/orders", 12, { customerName: "Northern Bakery", totalCents: 3_500_00 }),
  ])
  deepStrictEqual(
    both.map(({ status }) => status),
    [201, 201],
  )
  deepStrictEqual(written(), { customers: 2, orders: 3, clients: 2, deals: 3 })

  // A gate answers with all that is missing; the same gate refuses the move.
  for (const to of ["contact", "needs", "proposal"]) await ask("POST", "/deals/deal_order-1/moves", 7, { to })
  const skipped = await ask("POST", "/deals/deal_order-1/moves", 7, { to: "done" })
  deepStrictEqual([skipped.status, skipped.json._tag], [422, "MoveRefused"])
  const blocks = await ask("GET", "/deals/deal_order-1/blocks?to=negotiation", 7)
  deepStrictEqual([blocks.status, blocks.json.allowed], [200, true])

  // The shop's own rows are told where their deals stand, soon after.
  const stages = async () => (await ask("GET", "/orders", 7)).json.map((order: { stage: string | null }) => order.stage)
  const patience = Date.now() + 20_000
  while ((await stages())[0] !== "proposal" && Date.now() < patience) await setTimeout(50)
  deepStrictEqual(await stages(), ["proposal", "newLead", "newLead"])

  // The shop's own SQL over its orders and the library's deals.
  const report = await ask("GET", "/report", 7)
  deepStrictEqual(report.json, [
    {
      orderId: 1,
      customer: "Northern Bakery",
      totalCents: 95_000_00,
      stageId: "proposal",
      outcome: "open",
      amountMinor: 95_000_00,
    },
    {
      orderId: 2,
      customer: "Café Luna",
      totalCents: 12_000_00,
      stageId: "newLead",
      outcome: "open",
      amountMinor: 12_000_00,
    },
    {
      orderId: 3,
      customer: "Northern Bakery",
      totalCents: 3_500_00,
      stageId: "newLead",
      outcome: "open",
      amountMinor: 3_500_00,
    },
  ])

  // The control list: nobody has a next step, the largest amount first; one's own list is a part of it.
  const everybody = await ask("GET", "/control", 7)
  strictEqual(everybody.status, 200)
  const rows: ReadonlyArray<{ id: string; ownerId: string; owner: string; state: string }> = everybody.json.rows
  deepStrictEqual(
    rows
      .filter(({ id }) => id.startsWith("deal_"))
      .map(({ id, ownerId, owner, state }) => ({ id, ownerId, owner, state })),
    [
      { id: "deal_order-1", ownerId: "user:7", owner: "Ada", state: "noNextStep" },
      { id: "deal_order-2", ownerId: "user:9", owner: "Boris", state: "noNextStep" },
      { id: "deal_order-3", ownerId: "user:12", owner: "Vera", state: "noNextStep" },
    ],
  )
  const mine = await ask("GET", "/control?mine=1", 9)
  deepStrictEqual(new Set(mine.json.rows.map((row: { ownerId: string }) => row.ownerId)), new Set(["user:9"]))
} finally {
  server.close()
  await stopWork()
  await dept.close()
  db.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log("existing-express-sqlite: as expected")
