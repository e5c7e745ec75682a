import { dealAggregate } from "@salesdept/core/deal"
import type { RecordState } from "@salesdept/core/journal"
import { indexKindOf, streamOf } from "@salesdept/core/ports"
import { describe, expect, it } from "vitest"
import { allKinds } from "./Kinds.ts"
import { playSale } from "./PlaySale.ts"
import { deciding, rawCommand } from "./RawCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run } from "./Scene.ts"
import { recordsOf, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const foreign: RecordState = { id: "deal_1", version: 1, textsVersion: 1, changedAt: "2026-02-02T06:00:00.000Z" }

/** The same ids in two tenants are two records: nothing of one is seen, counted, verified or changed from the other. */
export const tenantSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: tenants`, () => {
    it(
      "shows nothing of another tenant in any read",
      inScene(factory, async (scene) => {
        await playSale(scene, "north")
        const { store } = scene
        const south = scene.session("south")
        for (const of of allKinds) {
          const ids = (await recordsOf(store, "north", of)).map(({ id }) => id)
          expect(ids.length).toBeGreaterThan(0)
          expect(await recordsOf(store, "south", of)).toEqual([])
          expect(await run(store.byIds("south", of, ids))).toEqual([])
          expect(await run(store.page("south", of, {}))).toEqual([])
          expect(await run(store.verify("south", of))).toEqual({ streams: 0, events: 0, faults: [] })
          for (const id of ids) expect(await run(streamOf(store, "south", id))).toEqual([])
          for (const index of of.indexes.filter((field) => indexKindOf(of, field) !== "money"))
            expect(await run(store.countBy("south", of, index, []))).toEqual([])
        }
        expect(await run(store.texts("south", [foreign]))).toEqual(new Map())
        expect((await run(store.texts("north", [foreign]))).size).toBe(1)
        expect(await south.deals.get("deal_1")).toBeNull()
      }),
    )

    it(
      "lets both tenants use the same ids, and keeps their records, texts and journals apart",
      inScene(factory, async ({ store, session }) => {
        for (const tenant of ["north", "south"]) {
          await session(tenant).deals.open({ id: "deal_1", title: `Deal of ${tenant}`, ownerId: tenant })
          await session(tenant).deals.open({ id: "deal_2", title: `Other of ${tenant}`, ownerId: tenant })
        }
        const before = await storedBy(store, "south")
        await session("north").deals.move({ dealId: "deal_1", to: "contact" })
        await session("north").deals.amend({ dealId: "deal_1", title: "Renamed" })
        expect(await storedBy(store, "south")).toEqual(before)
        expect((await session("south").deals.get("deal_1"))?.texts).toEqual({ title: "Deal of south" })
        expect(await session("north").deals.countBy("ownerId")).toEqual([{ value: "north", count: 2 }])
        expect((await session("south").deals.page({ where: { ownerId: "north" } })).items).toEqual([])
        expect(await session("north").deals.verify()).toEqual({ streams: 2, events: 4, faults: [] })
        expect(await session("south").deals.verify()).toEqual({ streams: 2, events: 2, faults: [] })
      }),
    )

    it(
      "refuses commands on another tenant's records as on records that are not there",
      inScene(factory, async ({ store, session }) => {
        const north = session("north")
        await north.deals.open({ id: "deal_1", title: "Audit" })
        await north.leads.receive({ id: "lead_1", name: "Gamma", channelId: "site" })
        const before = await storedBy(store, "north")
        const south = session("south")
        await rejectionOf("RecordNotFound", south.deals.move({ dealId: "deal_1", to: "contact" }))
        await rejectionOf("RecordNotFound", south.deals.evaluate({ dealId: "deal_1", to: "contact" }))
        await rejectionOf("RecordNotFound", south.leads.take({ leadId: "lead_1", ownerId: "user:1" }))
        // A write that touches a deal of the same id changes no counter of the neighbour.
        const step = { dealId: "deal_1", typeId: "call", dueOn: "2026-02-03", ownerId: "user:1" } as const
        await rejectionOf("RecordNotFound", south.nextSteps.set(step))
        await south.deals.open({ id: "deal_1", title: "Repair" })
        await south.nextSteps.set(step)
        const guarded = deciding({ changes: [], touches: [], guards: [{ dealId: "deal_1", factsVersion: 0 }] })
        await rejectionOf("VersionConflict", run(store.transact(rawCommand(guarded, { tenant: "south" }))))
        expect(await storedBy(store, "north")).toEqual(before)
        expect((await run(store.byIds("north", dealAggregate, ["deal_1"])))[0]?.factsVersion).toBe(0)
      }),
    )

    it(
      "gives each tenant its own configuration",
      inScene(factory, async ({ session }) => {
        const north = session("north")
        await north.deals.open({ id: "deal_1", title: "Audit" })
        const published = (await session("south").department.page({})).items
        expect(published).toEqual([])
        expect((await north.department.page({})).items).toEqual([])
      }),
    )
  })
}
