import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { makeMemoryStore } from "../../src/memory/index.ts"
import { presets, salesDept } from "../../src/promise/index.ts"

it("closing a period again reads no records behind its figures, and answers as before", async () => {
  const store = makeMemoryStore()
  const read: Array<string> = []
  const watched: typeof store = {
    ...store,
    page: (tenant, of, query) => Effect.suspend(() => (read.push(of.kind), store.page(tenant, of, query))),
    scan: (tenant, of, onBatch) => Effect.suspend(() => (read.push(of.kind), store.scan(tenant, of, onBatch))),
  }
  await using dept = await salesDept({
    store: { open: () => Promise.resolve({ store: watched, close: () => Promise.resolve() }) },
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    now: () => Date.parse("2026-02-10T09:00:00.000Z"),
  })
  const head = dept.tenant("shop-17").as("user:head")
  const first = await head.summaries.close({ span: "day", on: "2026-02-09" })
  expect(read).toContain("deal")
  read.length = 0
  const again = await head.summaries.close({ span: "day", on: "2026-02-09" })
  expect([again.closed, again.known, again.missed]).toEqual([[], first.closed, 0])
  expect(read).not.toContain("deal")
})
