import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import { makeMemoryStore } from "../../src/memory/index.ts"
import type { StoreShape } from "../../src/ports/Store.ts"
import { presets, salesDept } from "../../src/promise/index.ts"

const steps = [
  { id: "needs", kind: "opening", purpose: "Needs", wording: "What?", branches: [{ when: null, to: "term" }] },
  { id: "term", kind: "offer", purpose: "Term", wording: "When?", branches: [{ when: null, to: null }] },
] as const

/** A department over a store that notes what is read of it. */
const opened = async () => {
  const store = makeMemoryStore()
  const clock = { ms: Date.parse("2026-03-02T09:00:00.000Z") }
  const read = { runs: 0, scans: [] as Array<string> }
  const noting: StoreShape = {
    ...store,
    page: (tenant, of, query) =>
      Effect.tap(store.page(tenant, of, query), (rows) =>
        Effect.sync(() => void (read.runs += of.kind === "scriptRun" ? rows.length : 0)),
      ),
    scan: (tenant, of, onBatch) => {
      read.scans.push(`${of.kind}${of.only === undefined ? "" : " in part"}`)
      return store.scan(tenant, of, onBatch)
    },
  }
  const dept = await salesDept({
    store: { open: () => Promise.resolve({ store: noting, close: () => Promise.resolve() }) },
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    now: () => clock.ms,
  })
  return { dept, clock, read, shop: dept.tenant("shop").as("user:1") }
}

it("given scripts used with many deals, when a day is looked through, then runs of those closed in it are read alone, and each kind once", async () => {
  const { dept, clock, read, shop } = await opened()
  await shop.scripts.create({ id: "script_1", name: "Talk", language: "en", ownerId: "user:1" })
  await shop.scripts.draft({ scriptId: "script_1", id: "scriptversion_1", steps })
  await shop.scripts.submit({ versionId: "scriptversion_1" })
  const head = dept.tenant("shop").as("user:head")
  await head.scripts.approve({ versionId: "scriptversion_1", putInForce: true })
  const talked = async (dealId: `deal_${string}`) => {
    await shop.deals.open({ id: dealId, title: dealId, ownerId: "user:1" })
    await shop.dialogs.record({ dealId, kind: "call", direction: "outbound", repId: "user:1", outcomeId: "agreed" })
    await shop.scriptRuns.record({
      versionId: "scriptversion_1",
      dealId,
      repId: "user:1",
      steps: [],
      outcomeId: "undecided",
    })
  }
  for (let index = 0; index < 30; index++) await talked(`deal_${index}`)
  clock.ms += 86_400_000
  await shop.deals.move({ dealId: "deal_7", to: "lost", lostReasonId: "price" })
  clock.ms += 86_400_000
  read.runs = 0
  read.scans.length = 0
  await shop.findings.find({ span: "day", on: "2026-03-03" })
  expect(read.runs).toBe(1)
  const twice = read.scans.filter((scan, at) => read.scans.indexOf(scan) !== at)
  expect(twice.filter((scan) => /^(?:deal|lead|dialog|nextStep|client)\b/.test(scan))).toEqual([])
  expect(read.scans).toContain("dialog in part")
  expect(read.scans).not.toContain("dialog")
  // On a day without a closed deal one run says that scripts were used by then.
  read.runs = 0
  const { notRead } = await shop.findings.find({ span: "day", on: "2026-03-02" })
  expect(read.runs).toBe(1)
  expect(JSON.stringify(notRead)).not.toContain("no script was used")
  const before = await shop.findings.find({ span: "day", on: "2026-03-01" })
  expect(JSON.stringify(before.notRead)).toContain("no script was used")
  await dept.close()
})
