import { presets, memory, salesDept } from "@salesdept/core/promise"
import { isWithheld } from "../../src/model/Figure.ts"
import { describe, expect, it } from "vitest"
import { controlFigures } from "../../src/figures/ControlFigures.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

describe("money under control", () => {
  it("of the whole base is added up, but not where debts would be added to the worth of deals", async () => {
    let now = Date.UTC(2026, 0, 12)
    await using dept = await salesDept({
      store: memory(),
      department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
      now: () => now,
    })
    const shop = dept.tenant("default").as("user:1")
    const { client } = await shop.clients.register({ name: "Ромашка", ownerId: "user:1" })
    const sold = await shop.deals.open({ title: "Audit", clientId: client.id, ownerId: "user:1", amount: rub(100_00) })
    await shop.deals.open({ title: "Training", clientId: client.id, amount: rub(7_00) })
    const before = controlFigures(await shop.control.partition(), [], String)
    expect(before.totalAmount).toEqual({ amountMinor: 107_00, note: null })

    const instalments = [{ kind: "advance" as const, dueOn: "2026-01-13", amountMinor: 30_00 }]
    await shop.invoices.issue({
      dealId: sold.deal.id,
      number: "1",
      issuedOn: "2026-01-12",
      currency: "RUB",
      instalments,
    })
    now = Date.UTC(2026, 0, 20)
    const after = controlFigures(await shop.control.partition(), [], String)
    expect(after.states.find(({ state }) => state === "owingPayment")?.amount).toEqual({
      amountMinor: 30_00,
      note: null,
    })
    expect(isWithheld(after.totalAmount) ? after.totalAmount.withheld.en : after.totalAmount).toMatch(/^not added up/)
  })
})
