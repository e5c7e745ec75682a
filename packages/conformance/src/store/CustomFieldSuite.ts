import { dealAggregate } from "@salesdept/core/deal"
import { customFieldName, idOrder } from "@salesdept/core/ports"
import { rolePolicy, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { customKeys } from "@salesdept/core/shared"
import type { CustomValue } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ability, inScene, run, suiteTenant } from "./Scene.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { configured, fields, idsOf, open, refused, rub } from "./CustomFieldScene.ts"
/** Fields that tenants give to clients, contact persons, leads and deals. */
export const customFieldSuite = (storeName: string, factory: HarnessFactory): void => {
  describe(`custom fields of ${storeName}`, () => {
    it(
      "holds values to their definitions, with every problem at once, and leaves nothing",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        const rejection = await refused(
          shop.deals.open({
            id: "deal_1",
            title: "Audit",
            custom: { score: 1001, budget: { amountMinor: 0.5, currency: "RUB" }, needs: ["crm", "crm"], nothing: 1 },
          }),
        )
        expect(rejection).toMatchObject({ _tag: "InputInvalid" })
        const { problems } = rejection as { readonly problems: ReadonlyArray<{ readonly path: string }> }
        expect(problems.map(({ path }) => path)).toEqual([
          "custom.score",
          "custom.budget",
          "custom.needs",
          "custom.nothing",
        ])
        expect(await shop.deals.get("deal_1")).toBeNull()
        const client = await shop.clients.register({ id: "client_1", name: "Ромашка" })
        const lacking = await refused(shop.contacts.add({ clientId: client.client.id, name: "Анна" }))
        expect(lacking).toMatchObject({ _tag: "InputInvalid", problems: [{ path: "custom.decides" }] })
        const { contact } = await shop.contacts.add({
          clientId: client.client.id,
          name: "Анна",
          custom: { decides: true },
        })
        expect(contact.custom).toEqual({ decides: true })
        const kept = await refused(shop.contacts.amend({ contactId: contact.id, custom: { decides: null } }))
        expect(kept).toMatchObject({ _tag: "InputInvalid", problems: [{ path: "custom.decides" }] })
      }),
    )

    it(
      "counts by a field, under each of several chosen values and under null, of what the caller may see",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        await shop.department.publish(configured)
        const give = (id: string, ownerId: string, custom: { readonly [key: string]: unknown }) =>
          shop.deals.open({ id: `deal_${id}`, title: id, ownerId, custom })
        await give("1", "user:1", { score: -1.5, needs: ["bi", "crm"], validTo: "2026-12-31" })
        await give("2", "user:1", { score: 30, needs: ["crm"], validTo: "2026-12-31" })
        await give("3", "user:2", { score: -1.5 })
        await give("4", "user:2", {})
        const counted = async (asked: Session, key: string, where = {}) =>
          new Map((await asked.deals.countBy({ custom: key }, where)).map(({ value, count }) => [value, count]))
        expect(await counted(shop, "score")).toEqual(
          new Map<unknown, number>([
            [-1.5, 2],
            [30, 1],
            [null, 1],
          ]),
        )
        expect(await counted(shop, "needs")).toEqual(
          new Map<unknown, number>([
            ["bi", 1],
            ["crm", 2],
            [null, 2],
          ]),
        )
        expect(await counted(shop, "validTo")).toEqual(
          new Map<unknown, number>([
            ["2026-12-31", 2],
            [null, 2],
          ]),
        )
        expect(await counted(shop, "score", { ownerId: "user:2" })).toEqual(
          new Map<unknown, number>([
            [-1.5, 1],
            [null, 1],
          ]),
        )
        expect(await counted(shop, "score", { custom: { needs: "crm" } })).toEqual(
          new Map([
            [-1.5, 1],
            [30, 1],
          ]),
        )
        const limited = await salesDept({
          store: { open: () => Promise.resolve({ store, close: () => Promise.resolve() }) },
          department: configured,
          access: rolePolicy({ roleOf: () => "rep" }),
        })
        const own = limited.tenant(suiteTenant).as("user:1")
        expect(await counted(own, "score")).toEqual(
          new Map([
            [-1.5, 1],
            [30, 1],
          ]),
        )
        await shop.deals.amend({ dealId: "deal_1", custom: { score: null } })
        expect(await counted(shop, "score")).toEqual(
          new Map<unknown, number>([
            [-1.5, 1],
            [30, 1],
            [null, 2],
          ]),
        )
        await shop.clients.register({ id: "client_1", name: "Ромашка", custom: { vip: true } })
        await shop.clients.register({ id: "client_2", name: "Лютик", custom: { vip: false } })
        expect(
          (await shop.clients.countBy({ custom: "vip" })).map(({ value }) => Number(value)).toSorted((a, b) => a - b),
        ).toEqual([0, 1])
        const refusals = await Promise.all([
          refused(shop.deals.countBy({ custom: "budget" })),
          refused(shop.deals.countBy({ custom: "nothing" }, { custom: { neither: 1 } })),
          refused(shop.clients.countBy({ custom: "note" })),
          refused(shop.invoices.countBy({ custom: "score" })),
        ])
        const codesOf = (one: unknown) =>
          (one as { readonly problems: ReadonlyArray<{ readonly code: string }> }).problems.map(({ code }) => code)
        expect(refusals.map(codesOf)).toEqual([
          ["custom.notCounted"],
          ["custom.notFilterable", "custom.notFilterable"],
          ["custom.notFilterable"],
          ["field.value"],
        ])
      }),
    )

    it(
      "keeps values with the record and its journal, and free text apart from both",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        await shop.department.publish(configured)
        const { client } = await shop.clients.register({
          id: "client_1",
          name: "Ромашка",
          custom: { tier: "gold", vip: true, note: "любит тишину" },
        })
        expect(client.custom).toEqual({ tier: "gold", vip: true })
        const stored = await shop.clients.get("client_1")
        expect(stored?.custom).toEqual({ tier: "gold", vip: true })
        expect(stored?.texts["custom.note"]).toBe("любит тишину")
        const history = await shop.clients.history("client_1")
        expect(history.map(({ type }) => type)).toEqual(["ClientRegistered", "CustomFieldsSet"])
        expect(JSON.stringify(history)).not.toContain("тишину")
        // What is said already writes nothing; null takes away.
        const again = await shop.clients.amend({ clientId: "client_1", custom: { tier: "gold", note: "любит тишину" } })
        expect(again.events).toEqual([])
        const { client: less } = await shop.clients.amend({ clientId: "client_1", custom: { vip: null, note: null } })
        expect(less.custom).toEqual({ tier: "gold" })
        expect((await shop.clients.get("client_1"))?.texts["custom.note"]).toBeUndefined()
        // Other commands carry values along, and the journal rebuilds them.
        await shop.clients.tag({ clientId: "client_1", add: ["vip"] })
        const rebuilt = await shop.clients.getAsOf("client_1", {})
        expect(rebuilt?.custom).toEqual({ tier: "gold" })
        expect(rebuilt).toEqual(await shop.clients.get("client_1"))
        const { faults } = await shop.clients.verify()
        expect(faults).toEqual([])
        await shop.clients.amend({ clientId: "client_1", custom: { tier: null } })
        const [bare] = await run(store.byIds(suiteTenant, dealAggregate, ["client_1"]))
        expect(bare).toBeUndefined()
        expect((await shop.clients.get("client_1"))?.custom).toBeUndefined()
        expect((await shop.clients.page({ where: { custom: { tier: "gold" } } })).items).toEqual([])
      }),
    )

    it(
      "filters, counts and orders by them, page after page",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        await open(shop, "a", { score: 10, budget: rub(500), validTo: "2026-12-01", needs: ["crm", "bi"] })
        await open(shop, "b", { score: -2.5, budget: { amountMinor: 500, currency: "USD" }, needs: ["erp"] })
        await open(shop, "c", { score: 9, budget: rub(100) })
        await open(shop, "d", {})
        await open(shop, "e", { score: 9 })
        const found = async (custom: { readonly [key: string]: never } | object) =>
          idsOf(await shop.deals.page({ where: { custom: custom as { readonly [key: string]: number } } }))
        expect(await found({ score: 9 })).toEqual(["deal_c", "deal_e"])
        expect(await found({ score: { oneOf: [10, -2.5] } })).toEqual(["deal_a", "deal_b"])
        expect(await found({ score: { from: -3, to: 10 } })).toEqual(["deal_b", "deal_c", "deal_e"])
        expect(await found({ score: { from: 9 } })).toEqual(["deal_a", "deal_c", "deal_e"])
        expect(await found({ score: null })).toEqual(["deal_d"])
        expect(await found({ budget: { not: null }, score: { to: 10 } })).toEqual(["deal_b", "deal_c"])
        expect(await found({ budget: { from: rub(100) } })).toEqual(["deal_a", "deal_c"])
        expect(await found({ budget: rub(500) })).toEqual(["deal_a"])
        expect(await found({ needs: "crm" })).toEqual(["deal_a"])
        expect(await found({ needs: { oneOf: ["crm", "erp"] } })).toEqual(["deal_a", "deal_b"])
        expect(await found({ validTo: { from: "2026-12-01", to: "2026-12-02" } })).toEqual(["deal_a"])
        expect(await shop.deals.count({ custom: { score: 9 } })).toBe(2)
        const walked = async (direction: "asc" | "desc", limit: number) => {
          const ids: Array<string> = []
          let after: string | undefined
          do {
            const page = await shop.deals.page({
              orderBy: { custom: "score", direction },
              limit,
              ...(after === undefined ? {} : { after }),
            })
            ids.push(...idsOf(page))
            after = page.next ?? undefined
          } while (after !== undefined)
          return ids
        }
        for (const limit of [1, 2, 100]) {
          expect(await walked("asc", limit)).toEqual(["deal_b", "deal_c", "deal_e", "deal_a", "deal_d"])
          expect(await walked("desc", limit)).toEqual(["deal_a", "deal_e", "deal_c", "deal_b", "deal_d"])
        }
        const both = await shop.deals.page({
          where: { custom: { budget: { not: null } } },
          orderBy: { custom: "score", direction: "desc" },
        })
        expect(idsOf(both)).toEqual(["deal_a", "deal_c", "deal_b"])
        // A change moves the record to its new place, within its transaction.
        await shop.deals.amend({ dealId: "deal_d", custom: { score: 9.5 } })
        await shop.deals.amend({ dealId: "deal_c", custom: { score: null } })
        expect(await walked("asc", 2)).toEqual(["deal_b", "deal_e", "deal_d", "deal_a", "deal_c"])
      }),
    )

    it(
      "refuses questions by fields that are not there, not filterable or not of that kind",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        const paths = async (promise: Promise<unknown>) => {
          const rejection = await refused(promise)
          expect(rejection).toMatchObject({ _tag: "InputInvalid" })
          const { problems } = rejection as { readonly problems: ReadonlyArray<{ readonly path: string }> }
          return problems.map(({ path }) => path)
        }
        const asked = shop.clients.page({
          where: { custom: { note: "x", nothing: 1, vip: { oneOf: ["a"] }, tier: { from: "a" }, __proto__x: 1 } },
          orderBy: { custom: "note" },
        })
        expect(await paths(asked)).toEqual([
          "where.custom.note",
          "where.custom.nothing",
          "where.custom.vip",
          "where.custom.tier",
          "where.custom.__proto__x",
          "orderBy.custom",
        ])
        expect(await paths(shop.deals.page({ orderBy: { custom: "needs" } }))).toEqual(["orderBy.custom"])
        const reps = shop.reps.page({ where: { custom: { tier: "gold" } } })
        expect(await paths(reps)).toEqual(["where.custom"])
      }),
    )

    it(
      "leaves old values readable where a definition changes or goes, and lets them be taken away",
      inScene(factory, async ({ session }) => {
        const shop = session()
        await shop.department.publish(configured)
        await shop.clients.register({ id: "client_1", name: "Ромашка", custom: { tier: "gold", contractNo: "А-17" } })
        const less = fields
          .filter(({ key }) => key !== "contractNo")
          .map((field) =>
            field.of === "client" && field.kind === "choice" ? { ...field, choices: field.choices.slice(0, 2) } : field,
          )
        await shop.department.publish({ ...configured, customFields: less })
        expect((await shop.clients.get("client_1"))?.custom).toEqual({ tier: "gold", contractNo: "А-17" })
        expect(idsOf(await shop.clients.page({ where: { custom: { tier: "gold" } } }))).toEqual(["client_1"])
        expect(await refused(shop.clients.page({ where: { custom: { contractNo: "А-17" } } }))).toMatchObject({
          _tag: "InputInvalid",
        })
        await shop.clients.amend({ clientId: "client_1", custom: { contractNo: null, vip: false } })
        expect((await shop.clients.get("client_1"))?.custom).toEqual({ tier: "gold", vip: false })
        const turned = less.map((field) => (field.key === "vip" ? { ...field, kind: "date" as const } : field))
        expect(await refused(shop.department.publish({ ...configured, customFields: turned }))).toMatchObject({
          _tag: "DepartmentInvalid",
        })
      }),
    )

    it(
      "are found within the host's transaction, and not after it is taken back",
      inScene(factory, async ({ harness, session }, context) => {
        const { begin } = ability(harness.joined, "transactions of a host", context)
        const shop = session()
        await shop.department.publish(configured)
        await open(shop, "a", { score: 1 })
        const { executor: tx, rollback } = await begin()
        await shop.deals.amend({ dealId: "deal_a", custom: { score: 2 } }, { tx })
        await shop.deals.open({ id: "deal_b", title: "b", custom: { score: 1 } }, { tx })
        const asked = { where: { custom: { score: 1 } }, orderBy: { custom: "score" } } as const
        expect(idsOf(await shop.deals.page(asked, { tx }))).toEqual(["deal_b"])
        await rollback()
        expect(idsOf(await shop.deals.page(asked))).toEqual(["deal_a"])
        const next = await begin()
        await shop.deals.amend({ dealId: "deal_a", custom: { score: 3 } }, { tx: next.executor })
        await next.commit()
        expect(idsOf(await shop.deals.page(asked))).toEqual([])
        expect(idsOf(await shop.deals.page({ where: { custom: { score: 3 } } }))).toEqual(["deal_a"])
      }),
    )

    it(
      "finds the same records in the same order as their values say",
      inScene(factory, async ({ session, store }) => {
        const shop = session()
        await shop.department.publish(configured)
        const numbers = fc.sample(fc.option(fc.double({ min: -1000, max: 1000, noNaN: true })), 60)
        for (const [index, score] of numbers.entries()) {
          await open(shop, `n${String(index).padStart(2, "0")}`, score === null ? {} : { score: score + 0 })
        }
        const all = (await shop.deals.page({ limit: 1000 })).items
        const scoreOf = ({ custom }: { readonly custom?: { readonly [key: string]: CustomValue } }) =>
          (custom?.["score"] as number | undefined) ?? null
        const expected = all
          .toSorted((left, right) => {
            const [one, other] = [scoreOf(left), scoreOf(right)]
            if (one === null || other === null)
              return one === other ? (left.id < right.id ? -1 : 1) : one === null ? 1 : -1
            return one - other || (left.id < right.id ? -1 : 1)
          })
          .map(({ id }) => id)
        const field = customFieldName("score")
        const ordered = await run(
          store.page(suiteTenant, dealAggregate, {
            order: { ...idOrder, field },
            limit: 1000,
          }),
        )
        expect(ordered.map(({ id }) => id)).toEqual(expected)
        for (const limit of numbers.slice(0, 10)) {
          if (limit === null) continue
          const [value = ""] = customKeys(limit)
          const from = { _tag: "Range", from: value, to: "o" } as const
          const count = await run(store.count(suiteTenant, dealAggregate, [{ field, kind: "text", test: from }]))
          expect(count).toBe(all.filter((deal) => (scoreOf(deal) ?? -Infinity) >= limit).length)
        }
      }),
    )
  })
}
