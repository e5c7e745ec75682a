import { conditionFacts } from "@salesdept/core/deal"
import type { Condition } from "@salesdept/core/deal"
import { describe, expect, it } from "vitest"
import { rejectionOf } from "./Rejection.ts"
import { inScene, suiteActor } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { gatedBy } from "./SuiteDepartment.ts"

const dealId = "deal_1"
const on = "2026-02-02"
const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** What the department has in its lists, and the deal below has not. */
const listed: { readonly [path: string]: string } = {
  "approvals.granted": "terms",
  "dialogs.outcomes": "refused",
  "documents.kinds": "other",
  "documents.signedKinds": "other",
}

/** A condition that any value of the fact can be held against. */
const askedOf = ({ path, type }: (typeof conditionFacts)[number]): Condition =>
  type === "textSet" ? { fact: path, op: "hasNot", value: listed[path] ?? "nothingOfIt" } : { fact: path, op: "isSet" }

/** What gates may ask is what they get: every fact of the closed list, from the records it is told of. */
export const gateFactsSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: facts of gates`, () => {
    it(
      "are all there for a deal with everything that they are told of",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const segments = [{ id: "large", name: { en: "Large", ru: "Крупный" } }]
        await shop.department.publish({ ...gatedBy({ all: conditionFacts.map(askedOf) }), base: { segments } })
        await shop.clients.register({ id: "client_1", name: "Alfa", taxId: "7707083893", segmentId: "large" })
        await shop.contacts.add({ clientId: "client_1", name: "Anna" })
        await shop.deals.open({
          id: dealId,
          title: "Audit",
          clientId: "client_1",
          ownerId: suiteActor,
          amount: rub(100),
          listAmount: rub(110),
          expectedCloseOn: "2026-03-01",
        })
        await shop.nextSteps.set({ id: "step_1", dealId, typeId: "call", dueOn: on, ownerId: suiteActor })
        await shop.dialogs.record({ dealId, kind: "call", direction: "inbound", outcomeId: "agreed" })
        await shop.invoices.issue({
          id: "invoice_1",
          dealId,
          issuedOn: on,
          currency: "RUB",
          instalments: [{ dueOn: on, amountMinor: 100 }],
        })
        await shop.documents.draft({ id: "document_1", dealId, kind: "serviceAct", amount: rub(100), draftedOn: on })
        const { unmet } = await shop.deals.evaluate({ dealId, to: "contact" })
        expect(unmet).toEqual([])
      }),
    )

    it(
      "tell whether the client's tax number is recorded, without the number, and shut again when it is erased",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const move = { dealId, to: "contact" }
        const counted = async () => (await shop.deals.get(dealId))?.factsVersion
        await shop.department.publish(gatedBy({ fact: "client.hasTaxId", op: "is", value: true }))
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1" })
        const refused = await rejectionOf("MoveRefused", shop.deals.move(move))
        expect(refused.messages.ru).toContain("ИНН клиента указан")
        const before = await counted()
        await shop.clients.amend({ clientId: "client_1", taxId: "7707083893" })
        expect(await counted()).toBeGreaterThan(before ?? 0)
        expect((await shop.deals.evaluate(move)).allowed).toBe(true)
        const recorded = await counted()
        await shop.personalData.erase({ clientId: "client_1" })
        expect(await counted()).toBeGreaterThan(recorded ?? 0)
        const shut = await rejectionOf("MoveRefused", shop.deals.move(move))
        expect(JSON.stringify(shut.data)).not.toContain("7707083893")
        await shop.deals.open({ id: "deal_2", title: "Nobody's" })
        await rejectionOf("MoveRefused", shop.deals.move({ ...move, dealId: "deal_2" }))
        await shop.clients.amend({ clientId: "client_1", taxId: "7707083893" })
        expect((await shop.deals.move(move)).deal.stageId).toBe("contact")
      }),
    )

    it(
      "of a client's other deals change with what an import says was won, and when, and with nothing else of it",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.clients.register({ id: "client_1", name: "Alfa" })
        await shop.department.publish(gatedBy({ fact: "client.isRegular", op: "is", value: true }))
        await shop.deals.open({ id: dealId, title: "Audit", clientId: "client_1" })
        const counted = async () => (await shop.deals.get(dealId))?.factsVersion
        const row = {
          id: "deal_2",
          title: null,
          stageId: "contact",
          clientId: "client_1",
          ownerId: null,
          productId: null,
          amount: null,
          listAmount: null,
          openedOn: "2026-01-12",
          closedOn: null,
        } as const
        const said = async (stated: object) => {
          const before = (await counted()) ?? 0
          await shop.deals.import({
            sourceId: "fullExport",
            pipelineId: "servicesWithActs",
            rows: [{ ...row, ...stated }],
          })
          return ((await counted()) ?? 0) - before
        }
        expect(await said({})).toBe(0)
        expect(await said({ amount: rub(100) })).toBe(0)
        expect(await said({ amount: rub(100), stageId: "fulfilment", closedOn: "2026-01-20" })).toBe(1)
        expect(await said({ amount: rub(200), stageId: "fulfilment", closedOn: "2026-01-20" })).toBe(0)
        expect(await said({ amount: rub(200), stageId: "fulfilment", closedOn: "2026-01-21" })).toBe(1)
        expect(
          await said({ amount: rub(200), stageId: "fulfilment", closedOn: "2026-01-21", clientId: "client_2" }),
        ).toBe(1)
        expect(await said({ amount: rub(200), stageId: "lost", closedOn: "2026-01-21", clientId: "client_2" })).toBe(0)
      }),
    )
  })
}
