import { dealAggregate } from "@salesdept/core/deal"
import { describe, expect, it } from "vitest"
import { inScene, run, suiteTenant } from "./Scene.ts"
import { comparable, storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

/** Writes over everything in a value, as a host may that makes a view of it. */
const scribbled = (value: unknown): void => {
  if (typeof value !== "object" || value === null) return
  for (const held of Object.values(value)) scribbled(held)
  if (Array.isArray(value)) value.length = 0
  else for (const field of Object.keys(value)) Reflect.set(value, field, "scribbled")
}

/** What is given to a store and what it gives are the caller's own: whoever changes it changes nothing that is stored. */
export const handedOutSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: what is handed in and out`, () => {
    it(
      "may be changed by whoever holds it",
      inScene(factory, async ({ dept, session, store }) => {
        const shop = session()
        const client = { id: "client_1", name: "Ромашка", phones: ["+79161234567"], language: "ru" }
        const deal = { id: "deal_1", title: "Audit", clientId: "client_1", amount: { amountMinor: 5, currency: "RUB" } }
        const keyed = { idempotencyKey: "request-1" }
        const commands = [
          await shop.clients.register(client),
          await shop.deals.open(deal, keyed),
          await shop.deals.move({ dealId: "deal_1", to: "contact" }),
        ]
        const stored = async () => comparable(await storedBy(store, suiteTenant))
        const before = structuredClone(await stored())
        const again = structuredClone(deal)
        for (const given of [client, deal, keyed, ...commands]) scribbled(given)
        const questions = [
          () => shop.deals.open(again, { idempotencyKey: "request-1" }),
          () => shop.clients.get("client_1"),
          () => shop.clients.getMany(["client_1"]),
          () => shop.deals.page(),
          () => shop.deals.history("deal_1"),
          () => shop.deals.getAsOf("deal_1", { knownAt: "2030-01-01T00:00:00.000Z" }),
          () => shop.deals.countBy("stageId"),
          () => shop.personalData.export({ clientId: "client_1" }),
          () => run(store.byIds(suiteTenant, dealAggregate, ["deal_1"])),
        ]
        for (const question of questions) {
          const answer = await question()
          const kept = structuredClone(answer)
          scribbled(answer)
          expect(await question()).toEqual(kept)
        }
        if (store.outbox !== null) {
          for await (const { ack, events } of dept.tenant(suiteTenant).events({ consumer: "board", once: true })) {
            scribbled(events)
            await ack()
          }
        }
        expect(await stored()).toEqual(before)
        expect((await shop.deals.verify()).faults).toEqual([])
        expect((await shop.clients.verify()).faults).toEqual([])
      }),
    )
  })
}
