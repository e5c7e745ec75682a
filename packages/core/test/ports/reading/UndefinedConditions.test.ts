import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../../src/promise/index.ts"
import type { Session } from "../../../src/promise/index.ts"

const services = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
const department: typeof services = {
  ...services,
  customFields: [{ of: "deal", key: "score", label: { en: "Score", ru: "Балл" }, kind: "number" }],
}

const withBase = async (does: (shop: Session) => Promise<void>): Promise<void> => {
  const dept = await salesDept({ store: memory(), department })
  const shop = dept.tenant("shop").as("user:1")
  await shop.deals.open({ title: "Of somebody else", ownerId: "user:2" })
  await does(shop)
  await dept.close()
}

// Hosts without types, or without `exactOptionalPropertyTypes`, can give them.
const undefinedOwner = { ownerId: undefined } as unknown as { readonly ownerId: string }

describe("a condition that is undefined", () => {
  it("is refused in every question, since it would find everybody's records", async () => {
    await withBase(async (shop) => {
      const problems = [{ path: "where.ownerId", code: "where.undefined" }]
      const asOf = new Date().toISOString()
      for (const asked of [
        () => shop.deals.page({ where: undefinedOwner }),
        () => shop.deals.pageAsOf({ asOf, where: undefinedOwner }),
        () => shop.deals.count(undefinedOwner),
        () => shop.deals.countBy("outcome", undefinedOwner),
      ]) {
        await expect(asked()).rejects.toMatchObject({ _tag: "InputInvalid", data: { problems } })
      }
    })
  })

  it("is refused of custom fields too, each by its path", async () => {
    await withBase(async (shop) => {
      const where = { ...undefinedOwner, custom: { score: undefined } as unknown as { readonly score: number } }
      await expect(shop.deals.count(where)).rejects.toMatchObject({
        data: { problems: [{ path: "where.ownerId" }, { path: "where.custom.score", code: "where.undefined" }] },
      })
    })
  })

  it("is none where the conditions as a whole are left out", async () => {
    await withBase(async (shop) => {
      expect((await shop.deals.page({ where: undefined, limit: undefined })).items).toHaveLength(1)
      expect(await shop.deals.count(undefined)).toBe(1)
    })
  })
})
