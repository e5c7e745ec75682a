import { fromPg, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import type { SqlExecutor } from "@salesdept/core/ports"
import { openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { expect, it } from "vitest"
import { useDatabase } from "./server/TestDatabase.ts"

const database = useDatabase()
let migrated: Promise<Naming> | null = null
const schema = () => (migrated ??= database.migrated())
const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const name = "Кирпичёва-Заозёрная Аделаида"
const call = { kind: "call", direction: "inbound", outcomeId: "agreed" } as const

interface Two {
  readonly shop: Session
  readonly other: Session
  /** Runs a body in a transaction of the host's, which is committed some time after it. */
  readonly inTransaction: (body: (tx: SqlExecutor) => Promise<unknown>) => Promise<void>
  /** Texts that are kept and name the person. */
  readonly kept: () => Promise<ReadonlyArray<unknown>>
}

/** A tenant that two processes write to. */
const withTwo = async (tenant: string, body: (two: Two) => Promise<void>): Promise<void> => {
  const pools = [1, 2, 3].map(() => openPool({ connectionString: database.url(), maxConnections: 3 }))
  const [one, two, host] = pools as [(typeof pools)[0], (typeof pools)[0], (typeof pools)[0]]
  const naming = await schema()
  try {
    await using dept = await salesDept({ store: postgres({ pool: one, naming }), department })
    await using elsewhere = await salesDept({ store: postgres({ pool: two, naming }), department })
    await body({
      shop: dept.tenant(tenant).as("user:42"),
      other: elsewhere.tenant(tenant).as("user:43"),
      inTransaction: async (work) => {
        const client = await host.connect()
        try {
          await client.query("begin")
          await work(fromPg(client))
          await client.query("commit")
        } finally {
          client.release()
        }
      },
      kept: async () => {
        const named = `select * from "${naming.schema}".texts where tenant_id = $1 and texts::text like '%' || $2 || '%'`
        return (await one.query(named, [tenant, name])).rows
      },
    })
  } finally {
    for (const pool of pools) await pool.end()
  }
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const plant = async (shop: Session): Promise<void> => {
  await shop.clients.register({ id: "client_1", name })
  await shop.contacts.add({ id: "contact_1", clientId: "client_1", name })
  await shop.leads.receive({ id: "lead_1", name, channelId: "site" })
  await shop.deals.open({ id: "deal_1", clientId: "client_1", title: name })
  await shop.leads.qualify({ leadId: "lead_1", clientId: "client_1", dealId: "deal_1" })
  await shop.nextSteps.set({
    id: "step_1",
    clientId: "client_1",
    typeId: "call",
    dueOn: "2026-02-05",
    ownerId: "user:42",
    note: name,
  })
}

/** Whatever is about to be written of a person, with texts that were read before. */
const works: { readonly [name: string]: (shop: Session, options: { readonly tx?: SqlExecutor }) => Promise<unknown> } =
  {
    "clients.amend": (shop, options) => shop.clients.amend({ clientId: "client_1", comment: "A" }, options),
    "contacts.amend": (shop, options) => shop.contacts.amend({ contactId: "contact_1", comment: "A" }, options),
    "contacts.import": (shop, options) =>
      shop.contacts.import(
        { sourceId: "crm", rows: [{ id: "contact_1", clientId: "client_1", name, comment: "A" }] },
        options,
      ),
    "deals.move": (shop, options) => shop.deals.move({ dealId: "deal_1", to: "contact", reason: "A" }, options),
    "nextSteps.complete": (shop, options) => shop.nextSteps.complete({ nextStepId: "step_1", note: "A" }, options),
    "dialogs.record": (shop, options) =>
      shop.dialogs.record({ ...call, clientId: "client_1", participantIds: ["contact_1"], summary: name }, options),
    "contacts.add": (shop, options) => shop.contacts.add({ clientId: "client_1", name }, options),
  }

it.each(Object.keys(works))("takes along what is not committed yet when a person is erased: %s", async (work) => {
  await withTwo(`first ${work}`, async ({ inTransaction, kept, other, shop }) => {
    await plant(shop)
    let erasing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await works[work]?.(shop, { tx })
      erasing = other.personalData.erase({ clientId: "client_1" })
      await wait(150)
    })
    await erasing
    expect(await kept()).toEqual([])
  })
})

const amendments = Object.keys(works).filter((work) => !["dialogs.record", "contacts.add"].includes(work))

it.each(amendments)("brings nothing back by what was read before a person was erased: %s", async (work) => {
  await withTwo(`after ${work}`, async ({ inTransaction, kept, other, shop }) => {
    await plant(shop)
    let writing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.personalData.erase({ clientId: "client_1" }, { tx })
      writing = works[work]?.(other, {}) ?? writing
      await wait(150)
    })
    await writing
    expect(await kept()).toEqual([])
  })
})
