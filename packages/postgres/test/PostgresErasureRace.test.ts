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
const name = "Кирпичёва-Заозёрная Аделаида"
const call = { kind: "call", direction: "inbound", outcomeId: "agreed" } as const

/** Texts of a tenant that are kept and name the person. */
const kept = async (tenant: string): Promise<ReadonlyArray<unknown>> => {
  const { schema: place } = await schema()
  const named = `select * from "${place}".texts where tenant_id = $1 and texts::text like '%' || $2 || '%'`
  return (await database.admin().query(named, [tenant, name])).rows
}

const withTwo = async (tenant: string, body: (two: TwoProcesses) => Promise<void>): Promise<void> =>
  await withTwoProcesses(database, await schema(), tenant, body)

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
  await withTwo(`first ${work}`, async ({ inTransaction, other, shop }) => {
    await plant(shop)
    let erasing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await works[work]?.(shop, { tx })
      erasing = other.personalData.erase({ clientId: "client_1" })
      await wait(150)
    })
    await erasing
    expect(await kept(`first ${work}`)).toEqual([])
  })
})

const amendments = Object.keys(works).filter((work) => !["dialogs.record", "contacts.add"].includes(work))

it.each(amendments)("brings nothing back by what was read before a person was erased: %s", async (work) => {
  await withTwo(`after ${work}`, async ({ inTransaction, other, shop }) => {
    await plant(shop)
    let writing: Promise<unknown> = Promise.resolve()
    await inTransaction(async (tx) => {
      await shop.personalData.erase({ clientId: "client_1" }, { tx })
      writing = works[work]?.(other, {}) ?? writing
      await wait(150)
    })
    await writing
    expect(await kept(`after ${work}`)).toEqual([])
  })
})
