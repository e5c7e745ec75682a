import { describe, expect, it } from "vitest"
import { fact } from "../../src/deal/ConditionBuilder.ts"
import type { Money } from "../../src/shared/Money.ts"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { along, attack, attacked, rub, signed, toPayment } from "../attack.ts"

/** The attacked department, where a deal comes to its contract with at most a fifth off. */
const bounded: DepartmentConfig = {
  ...attacked,
  pipelines: attacked.pipelines.map((pipeline) => ({
    ...pipeline,
    stages: pipeline.stages.map((stage) =>
      stage.id === "contact" ? { ...stage, entry: fact("deal.discountPercent").atMost(20) } : stage,
    ),
  })),
}

describe("the discount of a deal", () => {
  it.each<[string, Money, Money, boolean]>([
    ["is none above the list price", rub(120), rub(100), true],
    ["is none at the list price", rub(100), rub(100), true],
    ["is counted up to its bound", rub(80), rub(100), true],
    ["is refused past it", rub(79), rub(100), false],
    ["cannot be told in two currencies", rub(90), { amountMinor: 100, currency: "USD" }, false],
  ])("%s", async (_name, amount, listAmount, isAllowed) => {
    const { shop } = await attack(bounded)
    await shop.deals.open({ id: "deal_1", title: "Audit", amount, listAmount })
    expect((await shop.deals.evaluate({ dealId: "deal_1", to: "contact" })).allowed).toBe(isAllowed)
  })
})

it("a deal for nothing waits for no payment, as none can be invoiced, and is finished with its act", async () => {
  const { shop } = await attack()
  await shop.clients.register({ id: "client_1", name: "A", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Trial", clientId: "client_1", ownerId: "ann", amount: rub(0) })
  await along(shop, "deal_1", [...toPayment, "fulfilment", "closingDocuments"])
  expect((await shop.deals.evaluate({ dealId: "deal_1", to: "aftercare" })).allowed).toBe(false)
  await signed(shop, { amountMinor: 0 })
  await along(shop, "deal_1", ["aftercare", "done"])
})
