import { expect, it } from "vitest"
import { coveredAmounts } from "../../src/settlement/DocumentCover.ts"
import { attack, invoiced, paid, rub, signed, sold } from "../attack.ts"

const explained = (differenceMinor: number) => ({ invoiceMinor: 100, differenceMinor, reasonId: "part" })
const part = (amountMinor: number, invoiceId: `invoice_${number}` | null = "invoice_1") => ({
  invoiceId,
  amount: rub(amountMinor),
  difference: invoiceId === null || amountMinor === 100 ? null : explained(amountMinor - 100),
})
const covered = (documents: Parameters<typeof coveredAmounts>[0]) =>
  coveredAmounts(documents).reduce((sum, { amountMinor }) => sum + amountMinor, 0)

it.each([
  ["one document of an invoice", [part(100)], 100],
  ["one that is knowingly less", [part(40)], 100],
  ["two parts", [part(40), part(60)], 100],
  ["two parts that leave some out knowingly", [part(40), part(50)], 100],
  ["parts that come to more", [part(70), part(60)], 130],
  ["parts of two invoices", [part(40), part(60), part(90, "invoice_2")], 200],
  ["documents of a deal as a whole", [part(40, null), part(60, null)], 100],
] as const)("given %s, then they settle what they state and explain, once: %#", (_given, documents, minor) => {
  expect(covered(documents)).toBe(minor)
})

it("given an invoice closed in two parts, then the other invoice of the deal still asks for its document", async () => {
  const { shop } = await attack()
  await sold(shop)
  await shop.deals.amend({ dealId: "deal_1", amount: rub(200) })
  for (const id of ["1", "2"]) {
    await invoiced(shop, { id })
    await paid(shop, { id })
  }
  const of = { invoiceId: "invoice_1", difference: { reasonId: "part" } } as const
  await signed(shop, { id: "1", amountMinor: 40, of })
  await signed(shop, { id: "2", amountMinor: 60, of })
  const { items } = await shop.settlement.paidNotDocumented()
  expect(items).toMatchObject([{ dealId: "deal_1", amount: { amountMinor: 100 } }])
  await shop.deals.move({ dealId: "deal_1", to: "fulfilment" })
  await shop.deals.move({ dealId: "deal_1", to: "closingDocuments" })
  const verdict = await shop.deals.evaluate({ dealId: "deal_1", to: "aftercare" })
  expect(JSON.stringify(verdict)).toContain("documents.documented")
})
