import { describe, expect, it } from "vitest"
import { coveredAmounts } from "../../src/settlement/DocumentCover.ts"
import { along, attack, invoiced, paid, rub, signed, sold, stateOf, toEnd } from "../attack.ts"

const explained = (differenceMinor: number) => ({ invoiceMinor: 100, differenceMinor, reasonId: "part" })
const part = (amountMinor: number, invoiceId: `invoice_${number}` | null = "invoice_1") => ({
  invoiceId,
  amount: rub(amountMinor),
  difference: invoiceId === null || amountMinor === 100 ? null : explained(amountMinor - 100),
})
const asking = (at: number, creditedMinor = 0) => ({ id: `invoice_${at}` as const, totalMinor: 100, creditedMinor })
const covered = (documents: Parameters<typeof coveredAmounts>[0], invoices = [asking(1), asking(2)]) =>
  coveredAmounts(documents, invoices).reduce((sum, { amountMinor }) => sum + amountMinor, 0)

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

it.each([
  ["what it leaves out", 10, 90],
  ["more than that", 30, 90],
  ["a part of that", 4, 96],
  ["all of it", 100, 90],
])("given a credit note for %s, then the document leaves out no more than the rest: %#", (_given, credited, minor) => {
  expect(covered([part(90)], [asking(1, credited)])).toBe(minor)
})

it("given a price lowered by what an act left out, then the rest of the deal still asks for its documents", async () => {
  const { shop } = await attack()
  await sold(shop)
  await shop.deals.amend({ dealId: "deal_1", amount: rub(200) })
  for (const id of ["1", "2"]) {
    await invoiced(shop, { id })
    await paid(shop, { id })
  }
  await signed(shop, { id: "1", amountMinor: 90, of: { invoiceId: "invoice_1", difference: { reasonId: "price" } } })
  await signed(shop, { id: "2", amountMinor: 90 })
  await along(shop, "deal_1", ["fulfilment", "closingDocuments"])
  const creditNote = { creditedOn: "2026-02-02", reasonId: "price" } as const
  await shop.invoices.credit({ invoiceId: "invoice_1", amount: rub(10), ...creditNote })
  await shop.deals.amend({ dealId: "deal_1", amount: rub(190) })
  const { unmet } = await shop.deals.evaluate({ dealId: "deal_1", to: "aftercare" })
  expect(unmet).toMatchObject([{ path: "documents.documented", actual: false }])
  await signed(shop, { id: "3", amountMinor: 10 })
  expect((await shop.deals.evaluate({ dealId: "deal_1", to: "aftercare" })).allowed).toBe(true)
})

describe("an act that states less than was paid, and says why", () => {
  const explainedAct = async () => {
    const { shop } = await attack()
    await sold(shop)
    await invoiced(shop)
    await paid(shop)
    await signed(shop, { amountMinor: 90, of: { invoiceId: "invoice_1", difference: { reasonId: "price" } } })
    const missing = async () => (await shop.settlement.paidNotDocumented()).items.map(({ amount }) => amount)
    return { shop, missing }
  }

  it("given a deal that is done by it, then nothing is paid and not documented, as gates and control say", async () => {
    const { shop, missing } = await explainedAct()
    await along(shop, "deal_1", toEnd)
    expect(await missing()).toEqual([])
    expect(await stateOf(shop, "deal_1")).toBe("closed")
  })

  it("given a deal that is lost after it, then its rest comes no more, and list and control name the client's money", async () => {
    const { shop, missing } = await explainedAct()
    await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price", reason: "dear" })
    expect(await missing()).toEqual([rub(10)])
    const { rows } = await shop.control.list({ kinds: ["deal"] })
    expect(rows).toMatchObject([{ state: "owingDocuments", amountMinor: 10 }])
  })
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
