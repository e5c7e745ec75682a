import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { makeMemoryStore } from "../../src/memory/index.ts"
import type { StoreShape } from "../../src/ports/Store.ts"
import { presets, salesDept } from "../../src/promise/index.ts"

const opened = async () => {
  const store = makeMemoryStore()
  const read: { [kind: string]: number } = {}
  const note = (kind: string, rows: ReadonlyArray<unknown>): void => {
    read[kind] = (read[kind] ?? 0) + rows.length
  }
  const noting: StoreShape = {
    ...store,
    page: (tenant, of, query) =>
      Effect.tap(store.page(tenant, of, query), (rows) => Effect.sync(() => note(of.kind, rows))),
    scan: (tenant, of, onBatch) => store.scan(tenant, of, (rows) => (note(of.kind, rows), onBatch(rows))),
  }
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: noting, close: () => Promise.resolve() }) },
    department: {
      ...presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      base: { country: "RU" },
    },
    now: () => Date.parse("2026-03-02T09:00:00.000Z"),
  })
  return { dept, read, shop: dept.tenant("shop").as("user:1") }
}

it("given leads of years that are closed, when somebody similar is sought, then open ones are read and found, and no others", async () => {
  const { dept, read, shop } = await opened()
  await shop.clients.register({ id: "client_1", name: "Ромашка" })
  await shop.contacts.add({ clientId: "client_1", name: "Анна", phones: ["+7 495 123-45-67"] })
  for (const id of ["new", "nurture", "taken", "gone_1", "gone_2", "gone_3"] as const) {
    await shop.leads.receive({ id: `lead_${id}`, name: "Ромашка", phones: ["8 495 123-45-67"], channelId: "site" })
  }
  await shop.leads.take({ leadId: "lead_taken", ownerId: "user:1" })
  await shop.leads.take({ leadId: "lead_nurture", ownerId: "user:1" })
  await shop.leads.nurture({ leadId: "lead_nurture", until: "2026-06-01" })
  for (const id of ["gone_1", "gone_2", "gone_3"] as const) {
    await shop.leads.disqualify({ leadId: `lead_${id}`, reasonId: "spam" })
  }
  const similarTo = async (query: Parameters<typeof shop.clients.similar>[0]) => {
    for (const kind of Object.keys(read)) delete read[kind]
    const found = await shop.clients.similar(query)
    return found.map(({ id, score }) => [id, score])
  }
  const open = ["lead_new", "lead_nurture", "lead_taken"]
  expect(await similarTo({ name: "ромашка", phones: ["+74951234567"] })).toEqual(
    ["client_1", ...open].map((id) => [id, 75]),
  )
  expect(read).toEqual({ client: 1, contact: 1, lead: 3 })
  // Of contact persons nothing is compared with a name.
  expect(await similarTo({ name: "ромашка" })).toEqual(["client_1", ...open].map((id) => [id, 35]))
  expect(read).toEqual({ client: 1, lead: 3 })
  expect(await similarTo({ phones: ["+74951234567"] })).toEqual(["client_1", ...open].map((id) => [id, 40]))
  expect((await shop.clients.duplicates()).recordCount).toBe(4)
  await dept.close()
})
