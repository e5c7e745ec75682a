import { describe, expect, it } from "vitest"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { configured, fields, idsOf, name, refused, rub } from "./CustomFieldScene.ts"
/** What leads, merges, imports and gates make of fields that tenants give. */
export const customFieldUseSuite = (storeName: string, factory: HarnessFactory): void => {
  describe(`custom fields in use of ${storeName}`, () => {
    it(
      "takes values of a lead over to its client, and many changes of one command together",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        const { lead } = await shop.leads.receive({ name: "Анна", channelId: "site", custom: { tier: "silver" } })
        const { client } = await shop.leads.qualify({ leadId: lead.id, client: { custom: { vip: true } } })
        expect(client.custom).toEqual({ tier: "silver", vip: true })
        await shop.batch((commands) => [
          commands.clients.register({ id: "client_9", name: "Ромашка", custom: { tier: "gold" } }),
          commands.clients.amend({ clientId: "client_9", custom: { tier: "bronze" } }),
          commands.clients.amend({ clientId: client.id, custom: { tier: "bronze" } }),
          commands.clients.amend({ clientId: client.id, custom: { tier: "silver", vip: false } }),
        ])
        const tiered = async (tier: string) => idsOf(await shop.clients.page({ where: { custom: { tier } } }))
        expect(await tiered("gold")).toEqual([])
        expect(await tiered("bronze")).toEqual(["client_9"])
        expect(await tiered("silver")).toEqual([client.id])
        expect(idsOf(await shop.clients.page({ where: { custom: { vip: false } } }))).toEqual([client.id])
      }),
    )

    it(
      "brings a merged client's values where the one that stays has none, and takes them back when the merge is undone",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        await shop.clients.register({ id: "client_1", name: "Ромашка", custom: { tier: "gold" } })
        await shop.clients.register({
          id: "client_2",
          name: "Ромашка",
          custom: { tier: "silver", vip: true, contractNo: "А-17", note: "любит тишину" },
        })
        const before = await shop.clients.get("client_1")
        const { into, from } = await shop.clients.merge({ intoId: "client_1", fromId: "client_2" })
        expect(into.custom).toEqual({ tier: "gold", vip: true, contractNo: "А-17" })
        expect(from.merge?.custom).toEqual({ vip: true, contractNo: "А-17" })
        expect((await shop.clients.get("client_1"))?.texts["custom.note"]).toBe("любит тишину")
        const found = async (custom: { readonly [key: string]: string | boolean }) =>
          idsOf(await shop.clients.page({ where: { custom } }))
        expect(await found({ vip: true })).toEqual(["client_1", "client_2"])
        // What was changed since stays.
        await shop.clients.amend({ clientId: "client_1", custom: { contractNo: "А-18" } })
        await shop.clients.unmerge({ clientId: "client_2" })
        const after = await shop.clients.get("client_1")
        expect(after?.custom).toEqual({ tier: "gold", contractNo: "А-18" })
        expect(after?.texts).toEqual(before?.texts)
        expect((await shop.clients.get("client_2"))?.custom).toEqual({ tier: "silver", vip: true, contractNo: "А-17" })
        expect(await found({ vip: true })).toEqual(["client_2"])
        expect(await found({ contractNo: "А-18" })).toEqual(["client_1"])
        const { faults } = await shop.clients.verify()
        expect(faults).toEqual([])
        expect(await shop.clients.getAsOf("client_1", {})).toEqual(after)
      }),
    )

    it(
      "takes values that a source states, keeps ours where they were changed here, and says every wrong one by its row",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const sources = [{ id: "crm", name: name("CRM"), carries: [] }]
        await shop.department.publish({ ...configured, sources })
        const deal = (id: string, custom: { readonly [key: string]: unknown }) => ({
          id: `deal_${id}` as const,
          title: id,
          stageId: "contact",
          clientId: null,
          ownerId: null,
          productId: null,
          amount: null,
          listAmount: null,
          openedOn: null,
          closedOn: null,
          custom,
        })
        const deals = (...rows: ReadonlyArray<ReturnType<typeof deal>>) =>
          shop.deals.import({ sourceId: "crm", pipelineId: configured.defaultPipelineId, rows })
        const wrong = await refused(
          deals(deal("1", { score: 5000, lost: 1 }), deal("2", {}), deal("3", { needs: "crm" })),
        )
        expect(wrong).toMatchObject({ _tag: "InputInvalid" })
        const { problems } = wrong as {
          readonly problems: ReadonlyArray<{
            readonly path: string
            readonly message: { readonly en: string; readonly ru: string }
          }>
        }
        expect(problems.map(({ path }) => path)).toEqual([
          "rows[0].custom.score",
          "rows[0].custom.lost",
          "rows[2].custom.needs",
        ])
        expect(problems.every(({ message }) => message.en !== "" && /[а-я]/.test(message.ru))).toBe(true)
        expect(await shop.deals.get("deal_1")).toBeNull()
        const first = await deals(deal("1", { score: 10, needs: ["crm"], budget: rub(100) }), deal("2", { score: 1 }))
        expect(first).toMatchObject({ created: 2 })
        expect((await deals(deal("1", { score: 10, needs: ["crm"], budget: rub(100) }))).events).toEqual([])
        await shop.deals.amend({ dealId: "deal_1", custom: { score: 12 } })
        expect(await deals(deal("1", { score: 11, needs: ["erp"], budget: null }))).toMatchObject({ changed: 1 })
        expect((await shop.deals.get("deal_1"))?.custom).toEqual({ score: 12, needs: ["erp"] })
        expect(idsOf(await shop.deals.page({ where: { custom: { needs: "erp" } } }))).toEqual(["deal_1"])
        const client = (custom: { readonly [key: string]: unknown }) => ({
          sourceId: "crm",
          rows: [{ id: "client_1" as const, name: "Ромашка", ownerId: null, segmentId: null, custom }],
        })
        await shop.clients.import(client({ tier: "gold", note: "любит тишину" }))
        expect((await shop.clients.import(client({ tier: "gold", note: "любит тишину" }))).events).toEqual([])
        expect(await shop.clients.get("client_1")).toMatchObject({
          custom: { tier: "gold" },
          texts: { "custom.note": "любит тишину" },
        })
        // A text that was written here is not the source's to take.
        await shop.clients.amend({ clientId: "client_1", custom: { note: "любит звонки" } })
        await shop.clients.import(client({ tier: "gold", note: "любит тишину" }))
        await shop.clients.import(client({ tier: "gold", note: null }))
        expect((await shop.clients.get("client_1"))?.texts["custom.note"]).toBe("любит звонки")
        const contact = {
          id: "contact_1" as const,
          clientId: "client_1" as const,
          name: "Анна",
          custom: { decides: true },
        }
        await shop.contacts.import({ sourceId: "crm", rows: [contact] })
        expect((await shop.contacts.get("contact_1"))?.custom).toEqual({ decides: true })
        // What is required of people here a source may have no value of.
        await shop.contacts.import({
          sourceId: "crm",
          rows: [{ ...contact, id: "contact_2", custom: { decides: null } }],
        })
        expect((await shop.contacts.get("contact_2"))?.custom).toBeUndefined()
        const lead = {
          id: "lead_1" as const,
          name: "Анна",
          ownerId: null,
          channelId: "site",
          originId: null,
          status: "new" as const,
          receivedAt: null,
          closedAt: null,
          clientId: null,
          dealId: null,
          custom: { tier: "silver" },
        }
        await shop.leads.import({ sourceId: "crm", rows: [lead] })
        expect((await shop.leads.get("lead_1"))?.custom).toEqual({ tier: "silver" })
        for (const kind of [shop.deals, shop.clients, shop.contacts, shop.leads])
          expect((await kind.verify()).faults).toEqual([])
        expect((await shop.deals.getAsOf("deal_1", {}))?.imported).toEqual((await shop.deals.get("deal_1"))?.imported)
        expect(await shop.clients.getAsOf("client_1", {})).toEqual(await shop.clients.get("client_1"))
      }),
    )

    it(
      "opens gates by them, and shuts them where they are not met",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const pipelines = configured.pipelines.map((pipeline) => ({
          ...pipeline,
          version: pipeline.version + 1,
          stages: pipeline.stages.map((stage) =>
            stage.id === "contact"
              ? {
                  ...stage,
                  entry: {
                    all: [
                      { fact: "client.custom.tier" as const, op: "in" as const, value: ["gold"] },
                      { fact: "deal.custom.score" as const, op: "atLeast" as const, value: 5 },
                      { fact: "deal.custom.budget" as const, op: "above" as const, value: rub(100) },
                      { fact: "deal.custom.validTo" as const, op: "atLeast" as const, value: 0 },
                      { fact: "deal.custom.needs" as const, op: "has" as const, value: "crm" },
                    ],
                  },
                }
              : stage,
          ),
        }))
        await shop.department.publish({ ...configured, pipelines })
        await shop.clients.register({ id: "client_1", name: "Ромашка" })
        await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", amount: rub(1000) })
        const shut = await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })
        expect(shut.unmet.map(({ code }) => code)).toEqual([
          "client.custom.tier.in",
          "deal.custom.score.atLeast",
          "deal.custom.budget.above",
          "deal.custom.validTo.atLeast",
          "deal.custom.needs.has",
        ])
        // People are told in their words: the field and the values of its list by name.
        expect(shut.unmet[0]?.message.ru).toContain("поле «Категория» — одно из значений: «золотой»")
        expect(shut.unmet[0]?.message.en).toContain("the field “Tier” is one of “gold”")
        const told = await refused(shop.deals.move({ dealId: "deal_1", to: "contact" }))
        expect(JSON.stringify(told)).toContain("поле «Балл» — не меньше 5")
        const renamed = fields.map((field) => (field.key === "tier" ? { ...field, label: name("Rank") } : field))
        await shop.department.publish({ ...configured, pipelines, customFields: renamed })
        const again = await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })
        expect(again.unmet[0]?.message.en).toContain("the field “Rank”")
        await shop.clients.amend({ clientId: "client_1", custom: { tier: "gold" } })
        await shop.deals.amend({
          dealId: "deal_1",
          custom: { score: 5, budget: rub(101), validTo: "2999-01-01", needs: ["crm"] },
        })
        expect((await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })).allowed).toBe(true)
        const unknown = { ...configured, pipelines, customFields: fields.filter(({ key }) => key !== "score") }
        expect(await refused(shop.department.publish(unknown))).toMatchObject({
          _tag: "DepartmentInvalid",
          data: { problems: [{ code: "condition.customUnknown" }] },
        })
      }),
    )
  })
}
