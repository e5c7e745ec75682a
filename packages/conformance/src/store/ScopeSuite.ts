import { dealAggregate } from "@salesdept/core/deal"
import type { RecordState } from "@salesdept/core/journal"
import type { RecordFilter } from "@salesdept/core/ports"
import type { RowScope } from "@salesdept/core/promise"
import { invoiceAggregate } from "@salesdept/core/settlement"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyRecords } from "../arbitrary/Records.ts"
import type { AnyKind } from "./Kinds.ts"
import { kindNamed } from "./Kinds.ts"
import { storeStates } from "./RawCommand.ts"
import { inScene, run } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const scopes: fc.Arbitrary<Exclude<RowScope, "all">> = fc.record({
  ownerIds: fc.subarray(["user:1", "user:2", "user:3"]),
  unowned: fc.boolean(),
})

const stored = (record: RecordState, values: object): RecordState => ({ ...record, ...values })

/** Whose rows a scope holds: the same by the store's conditions as by looking at each. */
export const scopeSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: row scopes`, () => {
    it(
      "compiles any scope into the same rows that filtering gives",
      inScene(factory, async (scene) => {
        const deals = kindNamed("deal")
        const invoices = kindNamed("invoice")
        const owner = fc.constantFrom("user:1", "user:2", "user:3", null)
        const states = (of: AnyKind) => anyRecords[of.kind] ?? fc.constant<never>(undefined as never)
        const some = (of: AnyKind) => fc.uniqueArray(states(of), { maxLength: 7, selector: ({ id }) => id })
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(
            some(deals),
            some(invoices),
            fc.array(owner, { minLength: 7, maxLength: 7 }),
            fc.array(fc.nat({ max: 8 }), { minLength: 7, maxLength: 7 }),
            scopes,
            async (drawnDeals, drawnInvoices, owners, parents, { ownerIds, unowned }) => {
              tenants += 1
              const tenant = `tenant-${tenants}`
              const dealOwner = new Map(drawnDeals.map(({ id }, index) => [id, owners[index] ?? null]))
              await run(
                storeStates(
                  scene.store,
                  deals,
                  drawnDeals.map((deal) => stored(deal, { ownerId: dealOwner.get(deal.id) })),
                  tenant,
                ),
              )
              const parentOf = new Map(
                drawnInvoices.map(({ id }, index) => [id, drawnDeals[parents[index] ?? 0]?.id ?? "deal_gone"]),
              )
              await run(
                storeStates(
                  scene.store,
                  invoices,
                  drawnInvoices.map((invoice) => stored(invoice, { dealId: parentOf.get(invoice.id) })),
                  tenant,
                ),
              )
              const isSeen = (id: string | null | undefined): boolean =>
                id === null ? unowned : ownerIds.includes(id ?? "")
              const scope = { owners: ownerIds, unowned }
              const own: ReadonlyArray<RecordFilter> = [
                { field: "ownerId", kind: "text", test: { _tag: "OwnedBy", ...scope } },
              ]
              const through: ReadonlyArray<RecordFilter> = [
                {
                  field: "dealId",
                  kind: "text",
                  test: { _tag: "BelongsTo", kind: "deal", field: "ownerId", ...scope },
                },
              ]
              const seenDeals = drawnDeals.filter(({ id }) => isSeen(dealOwner.get(id)))
              const seenInvoices = drawnInvoices.filter(({ id }) => {
                const parent = parentOf.get(id) ?? ""
                return dealOwner.has(parent) && isSeen(dealOwner.get(parent))
              })
              const idsOf = (records: ReadonlyArray<{ readonly id: string }>) => records.map(({ id }) => id).toSorted()
              expect(idsOf(await run(scene.store.page(tenant, dealAggregate, { filters: own })))).toEqual(
                idsOf(seenDeals),
              )
              expect(await run(scene.store.count(tenant, dealAggregate, own))).toBe(seenDeals.length)
              expect(idsOf(await run(scene.store.page(tenant, invoiceAggregate, { filters: through })))).toEqual(
                idsOf(seenInvoices),
              )
              const counted = await run(scene.store.countBy(tenant, invoiceAggregate, "dealId", through))
              expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(seenInvoices.length)
            },
          ),
          { numRuns: 25 },
        )
      }),
    )
  })
}
