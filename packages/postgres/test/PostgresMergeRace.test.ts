import type { Session } from "@salesdept/core/promise"
import type { SqlExecutor } from "@salesdept/core/ports"
import type { Naming } from "@salesdept/sql"
import { expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"
import { withTwoProcesses } from "./server/TwoProcesses.ts"
import type { TwoProcesses } from "./server/TwoProcesses.ts"

const database = useDatabase()
let migrated: Promise<Naming> | null = null
const schema = () => (migrated ??= database.migrated())

const withTwo = async (tenant: string, body: (two: TwoProcesses) => Promise<void>): Promise<void> =>
  await withTwoProcesses(database, await schema(), tenant, body)

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const merge = { intoId: "client_2", fromId: "client_1" } as const

const clients = async (shop: Session): Promise<void> => {
  for (const id of ["client_1", "client_2"] as const) await shop.clients.register({ id, name: id })
}

const instalments = [{ dueOn: "2026-02-10", amountMinor: 100 }]
const invoice = { id: "invoice_1", dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB", instalments } as const
const call = { kind: "call", direction: "inbound", outcomeId: "agreed" } as const

/** Whatever is about to be written of a client, and how it is found out to whom it belongs. */
const works: { readonly [name: string]: (shop: Session, options: { readonly tx?: SqlExecutor }) => Promise<unknown> } =
  {
    "deals.open": (shop, options) => shop.deals.open({ title: "Audit", clientId: "client_1" }, options),
    "nextSteps.set": (shop, options) =>
      shop.nextSteps.set({ clientId: "client_1", typeId: "call", dueOn: "2026-02-05", ownerId: "user:42" }, options),
    "rewards.earn": (shop, options) =>
      shop.rewards.earn({ clientId: "client_1", points: 10, reasonId: "purchase" }, options),
    "invoices.issue": (shop, options) => shop.invoices.issue(invoice, options),
    "dialogs.record": (shop, options) => shop.dialogs.record({ ...call, clientId: "client_1" }, options),
  }

const strays = async (shop: Session): Promise<ReadonlyArray<string>> => {
  const where = { where: { clientId: "client_1" }, limit: 1000 } as const
  const pages = [
    await shop.deals.page(where),
    await shop.nextSteps.page(where),
    await shop.rewardLots.page(where),
    await shop.invoices.page(where),
    await shop.dialogs.page(where),
  ]
  return pages.flatMap(({ items }) => items.map(({ id }) => id))
}

it.each(Object.keys(works))("takes along what is not committed yet when a client is merged: %s", async (name) => {
  await withTwo(`first ${name}`, async ({ inTransaction, other, shop }) => {
    await clients(shop)
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    let merging: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await works[name]?.(shop, { tx })
      merging = other.clients.merge(merge)
      await wait(150)
    })
    await merging
    expect(await strays(shop)).toEqual([])
  })
})

it.each(Object.keys(works))("gives to the client that stays what comes while it is merged: %s", async (name) => {
  await withTwo(`after ${name}`, async ({ inTransaction, other, shop }) => {
    await clients(shop)
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    let writing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.clients.merge(merge, { tx })
      writing = works[name]?.(other, {}) ?? writing
      await wait(150)
    })
    await writing
    expect(await strays(shop)).toEqual([])
  })
})

it("gives back with its deal what is not committed yet when a merge is undone", async () => {
  await withTwo("undone", async ({ inTransaction, other, shop }) => {
    await clients(shop)
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    await shop.clients.merge(merge)
    let undoing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.invoices.issue(invoice, { tx })
      undoing = other.clients.unmerge({ clientId: "client_1" })
      await wait(150)
    })
    await undoing
    expect((await shop.deals.get("deal_1"))?.clientId).toBe("client_1")
    expect((await shop.invoices.get("invoice_1"))?.clientId).toBe("client_1")
  })
})

it("refuses what refers to a deal whose removal is not committed yet", async () => {
  await withTwo("removed", async ({ inTransaction, other, shop }) => {
    await clients(shop)
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    let issuing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.deals.remove({ dealId: "deal_1", reason: "entered twice" }, { tx })
      issuing = other.invoices.issue(invoice).catch((error: unknown) => error)
      await wait(150)
    })
    expect(await issuing).toMatchObject({ _tag: "RecordNotFound" })
    expect(await shop.invoices.count()).toBe(0)
  })
})

it("leaves nothing with clients that were merged while many write about them at once", async () => {
  await withTwo("many", async ({ other, shop }) => {
    await clients(shop)
    await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1" })
    const { "invoices.issue": issue, ...often } = works
    const all = Object.values(often)
    const writing = Array.from({ length: 60 }, async (_, at) => {
      await wait(at % 20)
      await all[at % all.length]?.(at % 2 === 0 ? shop : other, {})
    })
    await wait(8)
    await Promise.all([shop.clients.merge(merge), issue?.(other, {}), ...writing])
    expect(await strays(shop)).toEqual([])
    expect(await shop.rewards.balance({ clientId: "client_2" })).toMatchObject({ activePoints: 150, debtPoints: 0 })
  })
})

it("takes along the steps of a deal that is merged", async () => {
  await withTwo("deals", async ({ inTransaction, other, shop }) => {
    for (const id of ["deal_1", "deal_2"] as const) await shop.deals.open({ id, title: "Audit" })
    const step = { dealId: "deal_1", typeId: "call", dueOn: "2026-02-05", ownerId: "user:42" } as const
    let merging: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.nextSteps.set({ ...step, id: "step_1" }, { tx })
      merging = other.deals.merge({ intoId: "deal_2", fromId: "deal_1" })
      await wait(150)
    })
    await merging
    await shop.nextSteps.set({ ...step, id: "step_2" })
    const { items } = await shop.nextSteps.page({})
    expect(items.map(({ id, dealId, status }) => [id, dealId, status])).toEqual([
      ["step_1", "deal_2", "open"],
      ["step_2", "deal_2", "open"],
    ])
  })
})
