import { expect, it } from "vitest"
import { attack, sold } from "../attack.ts"

it.each([
  ["roubles before dollars", ["RUB", "USD"]],
  ["dollars before roubles", ["USD", "RUB"]],
])("given money of a lost deal that came as %s, then it is told in one order", async (_given, currencies) => {
  const { shop } = await attack()
  await sold(shop)
  const receivedOn = "2026-02-02"
  for (const currency of currencies) {
    await shop.payments.receive({ dealId: "deal_1", amount: { amountMinor: 70, currency }, receivedOn, excess: "keep" })
  }
  await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price", reason: "dear" })
  const { rows } = await shop.control.list({ kinds: ["deal"] })
  expect(rows[0]?.reason.en).toBe("Lost, and the client's money is still here: ₽0.70, $0.70")
})
