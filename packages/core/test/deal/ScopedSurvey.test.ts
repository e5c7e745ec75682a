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

  it("is told without judging those that came to their end", async () => {
    const store = makeMemoryStore()
    let judged = 0
    const counting: StoreShape = {
      ...store,
      transact: (transaction) => {
        if (transaction.dryRun) judged++
        return store.transact(transaction)
      },
    }
    const open = () => Promise.resolve({ store: counting, close: () => Promise.resolve() })
    const sources = [{ id: "old", name: { en: "Old CRM", ru: "Прежняя CRM" }, carries: [] }]
    await using dept = await salesDept({ store: { open }, department: { ...department, sources } })
    const shop = dept.tenant("default").as("user:1")
    await shop.deals.open({ id: "deal_open", title: "Audit", ownerId: "user:1" })
    const place = { sourceId: "old", pipelineId: "servicesWithActs" }
    // Five hundred are judged at once.
    for (const stageId of ["done", "lost"] as const) {
      const rows = Array.from({ length: 501 }, (_, at) => ({
        id: `deal_${stageId}_${at}` as const,
        title: "A",
        stageId,
      }))
      await shop.deals.import({ ...place, rows })
    }
    await shop.deals.import({ ...place, rows: [{ id: "deal_won", title: "B", stageId: "paymentControl" }] })
    judged = 0
    expect((await shop.deals.blocked({})).dealCount).toBe(2)
    expect(judged).toBe(1)
    await shop.deals.stalled({})
    expect(judged).toBe(2)
  })
})
