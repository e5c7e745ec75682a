import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { dealAggregate } from "../../../src/deal/Deal.ts"
import { presets } from "../../../src/department/DepartmentPresets.ts"
import { makeMemoryStore } from "../../../src/memory/MemoryStore.ts"
import { AccessPolicy, accessPolicy } from "../../../src/ports/AccessPolicy.ts"
import { storeFor } from "../../../src/ports/reading/ScopedStore.ts"
import { Store } from "../../../src/ports/Store.ts"
import { salesDept } from "../../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

const own = accessPolicy(({ actor }) => ({
  isUnlimited: actor === "user:boss",
  can: () => true,
  scope: () => ({ ownerIds: [actor], unowned: false }),
}))

describe("the store as a caller may see it", () => {
  it("scans and tells the history of the caller's records, and groups nothing past the scope", async () => {
    const store = makeMemoryStore()
    const dept = await salesDept({ store: { open: async () => ({ store, close: async () => {} }) }, department })
    const shop = dept.tenant("shop").as("user:boss")
    await shop.deals.open({ id: "deal_1", title: "one", ownerId: "user:1" })
    await shop.deals.open({ id: "deal_2", title: "two", ownerId: "user:2" })
    await shop.deals.open({ id: "deal_3", title: "nobody's" })
    const seenBy = (actor: string) =>
      Effect.gen(function* () {
        const scoped = yield* storeFor({ tenant: "shop", actor })
        const scanned: Array<string> = []
        const told = new Set<string>()
        yield* scoped.scan("shop", dealAggregate, (batch) => scanned.push(...batch.map(({ id }) => id)))
        yield* scoped.history("shop", dealAggregate, (rows) => rows.forEach(({ stream }) => told.add(stream)))
        return { scanned, told: [...told], groups: scoped.facts !== null }
      }).pipe(Effect.provideService(Store, store), Effect.provideService(AccessPolicy, own), Effect.runPromise)
    expect(await seenBy("user:1")).toEqual({ scanned: ["deal_1"], told: ["deal_1"], groups: false })
    expect(await seenBy("user:3")).toEqual({ scanned: [], told: [], groups: false })
    const all = ["deal_1", "deal_2", "deal_3"]
    expect(await seenBy("user:boss")).toMatchObject({ scanned: all, told: all, groups: store.facts !== null })
  })
})
