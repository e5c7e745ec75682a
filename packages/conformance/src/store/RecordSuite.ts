import { clientAggregate } from "@salesdept/core/client"
import { dealAggregate, productAggregate } from "@salesdept/core/deal"
import type { RecordState } from "@salesdept/core/journal"
import { indexKindOf } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyRecords } from "../arbitrary/Records.ts"
import { allKinds } from "./Kinds.ts"
import { storeStates } from "./RawCommand.ts"
import { ability, inScene, makeScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { playSale } from "./PlaySale.ts"
import { recordsOf, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const byCodePoint = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))

const clientIds = [
  "client_a",
  "client_B",
  "client_Z_",
  "client_0",
  "client_a.b",
  "client_a-b",
  "client_a:b",
  "client_aa",
  "client_9",
] as const

/** Fields that come with every part of a record. */
const everyRecords = ["id", "version", "textsVersion", "changedAt", "standing"]

/** Of a record, the fields of these names that it has. */
const namedFields = (record: RecordState, names: ReadonlyArray<string>) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)))

const registerAll = async ({ session }: Scene): Promise<void> => {
  const shop = session()
  for (const [index, id] of clientIds.entries()) {
    await shop.clients.register({ id, name: id, ...(index % 3 === 0 ? {} : { ownerId: `user:${index % 2}` }) })
  }
}

/** Records come back as they went in, whatever their values, and every read finds exactly what it asks for. */
export const recordSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: records`, () => {
    for (const of of allKinds) {
      it(
        `brings every field of a ${of.kind} back`,
        inScene(factory, async ({ store }) => {
          const states =
            anyRecords[of.kind] ?? fc.constant<RecordState>({ id: "", version: 1, textsVersion: 0, changedAt: "" })
          let tenants = 0
          await fc.assert(
            fc.asyncProperty(
              fc.uniqueArray(states, { minLength: 1, maxLength: 6, selector: ({ id }) => id }),
              async (records) => {
                tenants += 1
                const tenant = `tenant-${tenants}`
                await run(storeStates(store, of, records, tenant))
                const expected = records.toSorted((left, right) => byCodePoint(left.id, right.id))
                expect(await recordsOf(store, tenant, of)).toEqual(expected)
                expect(await run(store.page(tenant, of, {}))).toEqual(expected)
                for (const field of Object.keys(expected[0] ?? {})) {
                  // Whatever a store leaves out of what is not asked for, what is comes back as it is.
                  const parts = await recordsOf(store, tenant, { ...of, only: [field] })
                  const asked = (record: RecordState) => namedFields(record, [...everyRecords, field])
                  expect(parts.map(asked)).toEqual(expected.map(asked))
                }
                const found = await run(
                  store.byIds(
                    tenant,
                    of,
                    records.map(({ id }) => id),
                  ),
                )
                expect(found.toSorted((left, right) => byCodePoint(left.id, right.id))).toEqual(expected)
              },
            ),
            { numRuns: 25 },
          )
        }),
      )
    }

    it(
      "leaves absent ids out and gives each record once",
      inScene(factory, async ({ store, session }) => {
        await session().clients.register({ id: "client_1", name: "Alfa" })
        const read = (ids: ReadonlyArray<string>) => run(store.byIds(suiteTenant, clientAggregate, ids))
        expect((await read(["client_2", "client_1", "client_1", "'", "[]", ""])).map(({ id }) => id)).toEqual([
          "client_1",
        ])
        expect(await read([])).toEqual([])
        expect(await session().clients.get("client_2")).toBeNull()
      }),
    )

    it(
      "pages through ids by code point, none twice and none left out",
      inScene(factory, async (scene) => {
        await registerAll(scene)
        const shop = scene.session()
        for (const limit of [1, 2, 4, 9, 10]) {
          const seen: Array<string> = []
          let query: { readonly limit: number; readonly after?: string } | null = { limit }
          // A store that gives a page again must fail here, not go round for ever.
          for (let pages = 0; query !== null && pages <= clientIds.length; pages++) {
            const page: Awaited<ReturnType<typeof shop.clients.page>> = await shop.clients.page(query)
            expect(page.items.length).toBeLessThanOrEqual(limit)
            seen.push(...page.items.map(({ id }) => id))
            query = page.next === null ? null : { limit, after: page.next }
          }
          expect(seen).toEqual(clientIds.toSorted(byCodePoint))
        }
      }),
    )

    it(
      "filters by indexed fields and counts by them, records without a value included",
      inScene(factory, async (scene) => {
        await registerAll(scene)
        const shop = scene.session()
        const owned = await shop.clients.page({ where: { ownerId: "user:1" } })
        // Every third client has no owner; of the others those at odd places are of user:1.
        expect(owned.items.map(({ id }) => id)).toEqual(["client_B", "client_a-b", "client_aa"])
        const counts = new Map((await shop.clients.countBy("ownerId")).map(({ value, count }) => [value, count]))
        expect(counts.get(null)).toBe(3)
        expect(counts.get("user:1")).toBe(owned.items.length)
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(clientIds.length)
        expect((await shop.clients.page({ where: { ownerId: "user:none" } })).items).toEqual([])
      }),
    )

    it(
      "scans a base larger than a batch, each record once, by id",
      inScene(factory, async ({ store, session }) => {
        const rows = Array.from({ length: 2503 }, (_, index) => ({
          id: `product_${String((index * 7919) % 2503)}` as const,
          name: `Item ${index}`,
          listPrice: { amountMinor: index, currency: "RUB" },
        }))
        await session().products.state({ rows })
        const ids: Array<string> = []
        await run(store.scan(suiteTenant, productAggregate, (batch) => ids.push(...batch.map(({ id }) => id))))
        expect(ids).toEqual(rows.map(({ id }) => id as string).toSorted(byCodePoint))
        // Whoever stops in the middle leaves the store as it was.
        const stopping = store.scan(suiteTenant, productAggregate, () => {
          throw new Error("enough")
        })
        expect(Exit.isFailure(await Effect.runPromiseExit(stopping))).toBe(true)
        expect(await recordsOf(store, suiteTenant, productAggregate)).toHaveLength(rows.length)
      }),
    )

    it(
      "answers an empty tenant with nothing",
      inScene(factory, async ({ store }) => {
        for (const of of allKinds) {
          expect(await run(store.page("nobody", of, {}))).toEqual([])
          expect(await recordsOf(store, "nobody", of)).toEqual([])
          expect(await run(store.verify("nobody", of))).toEqual({ streams: 0, events: 0, faults: [] })
          for (const index of of.indexes.filter((field) => indexKindOf(of, field) !== "money"))
            expect(await run(store.countBy("nobody", of, index, []))).toEqual([])
        }
      }),
    )

    it(
      "gives answers that do not change when records do",
      inScene(factory, async ({ store, session }) => {
        const shop = session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const [before] = await run(store.byIds(suiteTenant, dealAggregate, ["deal_1"]))
        await shop.deals.move({ dealId: "deal_1", to: "contact" })
        expect(before?.stageId).toBe("newLead")
      }),
    )

    it(
      "starts empty, apart from every other store that is opened",
      inScene(factory, async (scene) => {
        await playSale(scene)
        const other = await makeScene(scene.harness, await scene.harness.open())
        try {
          for (const of of allKinds) expect(await recordsOf(other.store, suiteTenant, of)).toEqual([])
        } finally {
          await other.dept.close()
        }
      }),
    )

    it(
      "has everything when the data is opened again",
      inScene(factory, async (scene, context) => {
        const reopen = ability(scene.harness.reopen, "data that outlives it", context)
        await playSale(scene)
        const before = await storedBy(scene.store, suiteTenant)
        await scene.dept.close()
        const again = await makeScene(scene.harness, await reopen(), scene.clock)
        try {
          expect(await storedBy(again.store, suiteTenant)).toEqual(before)
        } finally {
          await again.dept.close()
        }
      }),
    )
  })
}
