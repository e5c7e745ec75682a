import { streamOf } from "@salesdept/core/ports"
import type { RecordState } from "@salesdept/core/journal"
import { dealAggregate } from "@salesdept/core/deal"
import { instantOf } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, run, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const minute = 60_000

/** Without the count that stores keep beside the record: the journal does not have it. */
const uncounted = (record: RecordState | null | undefined): object | null => {
  if (record === null || record === undefined) return null
  const { factsVersion: _factsVersion, ...rest } = record
  return rest
}

const storedDeal = async ({ store }: Scene, tenant: string, id: string): Promise<RecordState | undefined> =>
  (await run(store.byIds(tenant, dealAggregate, [id])))[0]

/** The past is read from the journal: what a record was, by when it happened and by when it was known. */
export const asOfSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: the past`, () => {
    it(
      "of a record is what was stored at the time, after any course of changes",
      inScene(factory, async (scene) => {
        let tenants = 0
        await fc.assert(
          fc.asyncProperty(
            fc.array(fc.record({ wait: fc.integer({ min: 0, max: 3 }), amountMinor: fc.nat({ max: 9 }) }), {
              minLength: 1,
              maxLength: 8,
            }),
            async (changes) => {
              tenants += 1
              const tenant = `tenant-${tenants}`
              const { deals } = scene.session(tenant)
              const now = () => instantOf(scene.clock.now())
              const justBefore = instantOf(scene.clock.now() - 1)
              await deals.open({ id: "deal_1", title: "Audit" })
              const known = new Map([[now(), uncounted(await storedDeal(scene, tenant, "deal_1"))]])
              for (const { amountMinor, wait } of changes) {
                scene.clock.advance(wait * minute)
                await deals.amend({ dealId: "deal_1", amount: { amountMinor, currency: "RUB" } })
                known.set(now(), uncounted(await storedDeal(scene, tenant, "deal_1")))
              }
              for (const [instant, record] of known) {
                for (const request of [{ asOf: instant }, { knownAt: instant }, { asOf: instant, knownAt: instant }]) {
                  const then = await deals.getAsOf("deal_1", request)
                  expect(then).toEqual({ ...record, texts: { title: "Audit" } })
                  expect((await deals.pageAsOf(request)).items).toEqual([record])
                }
              }
              expect(await deals.getAsOf("deal_1", { asOf: justBefore })).toBeNull()
              expect((await deals.pageAsOf({ knownAt: justBefore })).items).toEqual([])
            },
          ),
          { numRuns: 10 },
        )
      }),
    )

    it(
      "tells what had happened from what was known of it",
      inScene(factory, async (scene) => {
        const { invoices, deals } = scene.session()
        await deals.open({ id: "deal_1", title: "Audit" })
        const issue = { id: "invoice_1", dealId: "deal_1", issuedOn: "2026-02-02", currency: "RUB" } as const
        await invoices.issue({ ...issue, instalments: [{ dueOn: "2026-02-10", amountMinor: 500 }] })
        scene.clock.advance(10 * minute)
        const told = instantOf(scene.clock.now())
        const happened = instantOf(scene.clock.now() - 5 * minute)
        const payment = {
          invoiceId: "invoice_1",
          amount: { amountMinor: 200, currency: "RUB" },
          receivedOn: "2026-02-02",
        } as const
        await scene.session().payments.receive(payment, { occurredAt: happened })
        const paid = async (request: Parameters<typeof invoices.getAsOf>[1]) =>
          (await invoices.getAsOf("invoice_1", request))?.paidMinor
        const justBefore = instantOf(scene.clock.now() - 1)
        expect(await paid({ asOf: happened })).toBe(200)
        expect(await paid({ asOf: happened, knownAt: justBefore })).toBe(0)
        expect(await paid({ asOf: happened, knownAt: told })).toBe(200)
        expect(await paid({ asOf: instantOf(scene.clock.now() - 6 * minute) })).toBe(0)
        expect(await paid({})).toBe(200)
      }),
    )

    it(
      "is paged by id, with conditions on the values of then",
      inScene(factory, async (scene) => {
        const { deals } = scene.session()
        for (const id of ["deal_1", "deal_2", "deal_3"] as const) await deals.open({ id, title: id, ownerId: "user:1" })
        const then = instantOf(scene.clock.now())
        scene.clock.advance(minute)
        await deals.move({ dealId: "deal_2", to: "contact" })
        await deals.open({ id: "deal_4", title: "later", ownerId: "user:1" })
        const where = { stageId: "newLead", ownerId: "user:1" } as const
        const now = await deals.page({ where })
        expect(now.items.map(({ id }) => id)).toEqual(["deal_1", "deal_3", "deal_4"])
        const seen: Array<string> = []
        let after: string | null | undefined
        for (let pages = 0; pages < 9 && after !== null; pages++) {
          const page: Awaited<ReturnType<typeof deals.pageAsOf>> = await deals.pageAsOf({
            asOf: then,
            where,
            limit: 2,
            after,
          })
          seen.push(...page.items.map(({ id }) => id))
          after = page.next
        }
        expect(seen).toEqual(["deal_1", "deal_2", "deal_3"])
      }),
    )

    it(
      "has the texts of then, and nothing of another kind or tenant",
      inScene(factory, async (scene) => {
        await scene.session().clients.register({ id: "client_1", name: "Ромашка" })
        const all = {}
        expect((await scene.session().clients.getAsOf("client_1", all))?.texts).toEqual({ name: "Ромашка" })
        expect(await scene.session().deals.getAsOf("client_1", all)).toBeNull()
        expect(await scene.session("north").clients.getAsOf("client_1", all)).toBeNull()
        const wrong: object = { asOf: "yesterday", knownAt: 5 }
        const { data } = await rejectionOf("InputInvalid", scene.session().clients.getAsOf("client_1", wrong))
        expect((data as { readonly problems: ReadonlyArray<unknown> }).problems).toHaveLength(2)
        expect(await run(streamOf(scene.store, suiteTenant, "client_2"))).toEqual([])
      }),
    )
  })
}
