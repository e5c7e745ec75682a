import { describe, expect, it } from "vitest"
import { makeMemoryStore } from "../../src/memory/MemoryStore.ts"
import type { StoreShape } from "../../src/ports/Store.ts"
import { presets, salesDept } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** A store that tells which kinds were read whole. */
const telling = (store: StoreShape): { readonly store: StoreShape; readonly scanned: Array<string> } => {
  const scanned: Array<string> = []
  return {
    scanned,
    store: {
      ...store,
      scan: (tenant, of, onBatch) => {
        scanned.push(of.kind)
        return store.scan(tenant, of, onBatch)
      },
    },
  }
}

describe("what blocks the deals of one owner or stage", () => {
  it("is told without a look at the deals of others", async () => {
    const { store, scanned } = telling(makeMemoryStore())
    const open = () => Promise.resolve({ store, close: () => Promise.resolve() })
    await using dept = await salesDept({ store: { open }, department })
    const shop = dept.tenant("default").as("user:1")
    for (const [at, ownerId] of ["user:1", "user:2", "user:1"].entries()) {
      await shop.deals.open({ id: `deal_${at}`, title: "Audit", ownerId })
    }
    await shop.deals.move({ dealId: "deal_2", to: "contact" })
    const all = await shop.deals.survey({})
    expect(all.items.map(({ dealId }) => dealId)).toEqual(["deal_0", "deal_1", "deal_2"])
    const whole = await shop.deals.blocked({})
    expect(whole.dealCount).toBe(3)
    expect(scanned).toEqual(["deal"])
    expect((await shop.deals.blocked({ ownerId: "user:1" })).dealCount).toBe(2)
    expect((await shop.deals.blocked({ stageId: "newLead" })).dealCount).toBe(2)
    expect((await shop.deals.blocked({ ownerId: "user:1", stageId: "newLead" })).dealCount).toBe(1)
    await shop.deals.stalled({ ownerId: "user:2" })
    expect(scanned).toEqual(["deal"])
  })
})
