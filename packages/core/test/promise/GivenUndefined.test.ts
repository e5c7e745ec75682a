import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"
import type { CallInput } from "../../src/promise/index.ts"

const form: { readonly ownerId?: string; readonly productId?: string } = {}

describe("what a host's form has not", () => {
  it("goes into commands and questions as it is, and is not given", async () => {
    const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
    const dept = await salesDept({ store: memory(), department })
    const shop = dept.tenant("shop").as("user:1")
    const input: CallInput<"deals", "open"> = { title: "Audit", ownerId: form.ownerId, productId: form.productId }
    const { deal } = await shop.deals.open(input)
    expect([deal.ownerId, deal.productId]).toEqual([null, null])
    const { lead } = await shop.leads.receive({ name: "Anna", channelId: "site", ownerId: "user:2" })
    const qualified = await shop.leads.qualify({ leadId: lead.id, deal: { title: "Audit", ownerId: form.ownerId } })
    expect(qualified.deal?.ownerId).toBe("user:2")
    const { answers } = await shop.batch((commands) => [
      commands.clients.register({ name: "Bakery", ownerId: form.ownerId }),
    ])
    expect(answers[0].client.ownerId).toBeNull()
    expect((await shop.control.list({ kinds: ["deal"], ownerId: form.ownerId })).total).toBe(2)
    // @ts-expect-error what is required is not left out
    await expect(shop.deals.open({ title: form.ownerId })).rejects.toMatchObject({ _tag: "InputInvalid" })
    // @ts-expect-error an element of a list is not left out
    await expect(shop.clients.register({ name: "Bakery", phones: [undefined] })).rejects.toThrow("phones[0]")
    // @ts-expect-error a condition is left out as a whole
    await expect(shop.deals.count({ ownerId: form.ownerId })).rejects.toThrow("where.ownerId")
    await dept.close()
  })
})
