import { planImport } from "@salesdept/core/exchange"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { configured, fields, idsOf, rub } from "./CustomFieldScene.ts"
import { inScene } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })

const planOf = (...files: ReadonlyArray<ReturnType<typeof file>>) =>
  planImport(files, { source: "crm", currency: "RUB", timeZone: "Europe/Moscow", customFields: fields })

/** Clients with a category, what is said of them, and the number of their contract. */
const clients = (...rows: ReadonlyArray<string>) =>
  file("companies.csv", `company id,company name,Категория,vip,note,contract no\n${rows.join("\n")}\n`)

const deals = (...rows: ReadonlyArray<string>) =>
  file("deals.csv", `deal id;stage;score;budget;valid to;needs\n${rows.join("\n")}\n`)

const everyKind = planOf(
  clients("1,Ромашка,gold,да,любит тишину,А-17", "2,Лютик,,,,"),
  file("contacts.csv", "contact id,full name,company,decides\n7,Анна,1,yes\n"),
  deals("5;New;10;100,50;31.12.2026;crm, erp"),
  file("leads.csv", "lead id,name,tier\n9,Пётр,silver\n"),
)

const counts = { created: 0, changed: 0, unchanged: 0 }

const imported = async (shop: Session, plan: ReturnType<typeof planOf>) => {
  const { runId, ...recorded } = await shop.imports.record(plan)
  if (runId === null) throw new Error("an import has a run")
  return { runId, recorded }
}

const onlyDeal = async (shop: Session) => {
  const [deal] = (await shop.deals.page()).items
  if (deal === undefined) throw new Error("a deal was imported")
  return deal
}

/** Columns of files that fill fields which tenants give: recorded, recorded again, kept where they are ours, taken back. */
export const customFieldImportSuite = (storeName: string, factory: HarnessFactory): void => {
  describe(`custom fields in imports of ${storeName}`, () => {
    it(
      "are recorded of every kind as the dry run says, found, and again without a change; free text lies apart",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        const would = await shop.imports.record(everyKind, { dryRun: true })
        expect((await shop.clients.page()).items).toEqual([])
        const { recorded } = await imported(shop, everyKind)
        expect(would).toEqual({ ...recorded, runId: null })
        const [client] = (await shop.clients.page({ where: { custom: { tier: "gold", vip: true } } })).items
        expect(client).toMatchObject({ custom: { tier: "gold", vip: true, contractNo: "А-17" } })
        expect(client?.texts["custom.note"]).toBe("любит тишину")
        expect((await shop.contacts.page()).items).toMatchObject([{ custom: { decides: true } }])
        expect(await onlyDeal(shop)).toMatchObject({
          custom: { score: 10, budget: rub(10_050), validTo: "2026-12-31", needs: ["crm", "erp"] },
        })
        expect(idsOf(await shop.leads.page({ where: { custom: { tier: "silver" } } }))).toHaveLength(1)
        const again = await imported(shop, everyKind)
        expect(again.recorded).toMatchObject({
          clients: { ...counts, unchanged: 2 },
          contacts: { ...counts, unchanged: 1 },
          deals: { ...counts, unchanged: 1 },
          leads: { ...counts, unchanged: 1 },
        })
        for (const kind of [shop.clients, shop.contacts, shop.deals, shop.leads])
          expect((await kind.verify()).faults).toEqual([])
      }),
    )

    it(
      "keep what was changed here, and take away what the source has cleared",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        await imported(shop, planOf(deals("5;New;10;100;;crm")))
        const { id } = await onlyDeal(shop)
        await shop.deals.amend({ dealId: id, custom: { score: 70 } })
        const { recorded } = await imported(shop, planOf(deals("5;New;20;;01.02.2026;crm")))
        expect(recorded.deals).toEqual({ ...counts, changed: 1 })
        expect((await shop.deals.get(id))?.custom).toEqual({ score: 70, validTo: "2026-02-01", needs: ["crm"] })
        // A file without the columns says nothing of the fields.
        await imported(shop, planOf(file("deals.csv", "deal id;stage;title\n5;New;Аудит\n")))
        expect((await shop.deals.get(id))?.custom).toEqual({ score: 70, validTo: "2026-02-01", needs: ["crm"] })
      }),
    )

    it(
      "go back one by one when the import is taken back: what we changed or cleared since stays",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        await imported(shop, planOf(deals("5;New;10;100;31.12.2026;crm"), clients("1,Ромашка,gold,нет,,")))
        const { id } = await onlyDeal(shop)
        const [client] = (await shop.clients.page()).items
        const before = await shop.deals.get(id)
        const { runId } = await imported(
          shop,
          planOf(deals("5;New;20;200;;erp"), clients("1,Ромашка,silver,да,любит тишину,А-17")),
        )
        await shop.deals.amend({ dealId: id, custom: { score: 70, needs: null } })
        await shop.clients.amend({ clientId: client!.id, custom: { tier: null } })
        const { lines } = await shop.imports.revert({ runId })
        expect(lines.find((line) => line.id === id)).toMatchObject({
          outcome: "partly",
          kept: ["custom.needs", "custom.score"],
        })
        const after = await shop.deals.get(id)
        // The budget and the day are as before the import; the score is ours, and the needs stay cleared.
        expect(after?.custom).toEqual({ score: 70, budget: rub(10_000), validTo: "2026-12-31" })
        expect(after?.imported).toEqual(before?.imported)
        expect(await shop.clients.get(client!.id)).toMatchObject({ custom: { vip: false } })
        expect((await shop.clients.get(client!.id))?.custom).toEqual({ vip: false })
        expect((await shop.clients.get(client!.id))?.texts).not.toHaveProperty(["custom.note"])
        expect(idsOf(await shop.deals.page({ where: { custom: { validTo: "2026-12-31" } } }))).toEqual([id])
        expect(idsOf(await shop.clients.page({ where: { custom: { contractNo: "А-17" } } }))).toEqual([])
        for (const kind of [shop.clients, shop.deals]) expect((await kind.verify()).faults).toEqual([])
        expect((await shop.deals.getAsOf(id, {}))?.custom).toEqual(after?.custom)
      }),
    )

    it(
      "refuse a plan whose fields the department in force does not have, and write nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish({ ...configured, customFields: [] })
        const plan = planOf(deals("5;New;10;;;"))
        await expect(shop.imports.record(plan)).rejects.toMatchObject({ _tag: "InputInvalid" })
        expect((await shop.deals.page()).items).toEqual([])
      }),
    )
  })
}
