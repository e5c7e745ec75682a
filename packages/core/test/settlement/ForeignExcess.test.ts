import { describe, expect, it } from "vitest"
import { attack, invoiced, refusal, sold } from "../attack.ts"

const rate = { rate: "80.65", on: "2026-02-02" } as const
const usd = (amountMinor: number) => ({ amountMinor, currency: "USD" })

/** An invoice of 100 roubles is paid with dollars. */
const payment = async (amountMinor: number, excess: "refuse" | "keep") => {
  const { shop } = await attack()
  await sold(shop)
  await invoiced(shop, { amountMinor: 100_00 })
  const input = { invoiceId: "invoice_1", amount: usd(amountMinor), receivedOn: "2026-02-02", rate, excess } as const
  return { shop, received: shop.payments.receive(input) }
}

describe("a payment in another currency that comes to more than its invoice asks for", () => {
  it("is refused unless the excess is kept, and the refusal says so", async () => {
    const { received } = await payment(2_00, "refuse")
    const { messages, data } = await refusal(received)
    expect(data).toMatchObject({ rule: "moreThanOwed", openMinor: 100_00 })
    expect(messages.en).toContain('with excess: "keep" the rest stays unallocated')
  })

  it("pays the invoice to the last minor unit, and what is left over stays unallocated in its own currency", async () => {
    const { shop, received } = await payment(2_00, "keep")
    const answer = await received
    // 1.24 dollars come to 100.01 roubles, 1.23 to 99.20.
    expect(answer.payment).toMatchObject({
      allocations: [{ invoiceId: "invoice_1", amountMinor: 1_24, invoiceMinor: 100_00, rate: { rate: "80.65" } }],
      unallocatedMinor: 76,
      unallocatedCurrency: "USD",
    })
    expect(answer.invoices[0]?.paidMinor).toBe(100_00)
    await shop.payments.release({ paymentId: answer.payment.id, invoiceId: "invoice_1" })
    expect(await shop.payments.get(answer.payment.id)).toMatchObject({ allocations: [], unallocatedMinor: 2_00 })
  })

  it("leaves nothing over where all of it is needed", async () => {
    const { received } = await payment(1_24, "keep")
    expect((await received).payment).toMatchObject({ unallocatedMinor: 0, unallocatedCurrency: null })
  })

  it("is all unallocated where the invoice is paid already", async () => {
    const { shop, received } = await payment(2_00, "keep")
    await received
    const again = { invoiceId: "invoice_1", amount: usd(1_00), receivedOn: "2026-02-02", rate, excess: "keep" } as const
    expect((await shop.payments.receive(again)).payment).toMatchObject({ allocations: [], unallocatedMinor: 1_00 })
  })
})
