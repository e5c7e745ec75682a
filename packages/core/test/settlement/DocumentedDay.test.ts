import { describe, expect, it } from "vitest"
import type { Session } from "../../src/promise/index.ts"
import { attack, rub, signed, sold } from "../attack.ts"

/** Issues an invoice of 100 roubles that is due five days after the document. */
const waiting = async (shop: Session, id: string, issuedOn: string, amountMinor = 100) => {
  const instalments = [{ offset: { from: "document", days: 5, counted: "calendar" }, amountMinor }] as const
  const input = { id: `invoice_${id}`, dealId: "deal_1", issuedOn, currency: "RUB", instalments } as const
  return (await shop.invoices.issue(input)).invoice
}

/** Draws up an act of the whole deal, signed on its day. */
const act = async (shop: Session, id: string, signedOn: string, amountMinor = 100) => {
  const documentId = `document_${id}` as const
  const draft = { id: documentId, dealId: "deal_1", kind: "serviceAct", amount: rub(amountMinor) } as const
  await shop.documents.draft({ ...draft, draftedOn: signedOn })
  return await shop.documents.sign({ documentId, signedOn })
}

const dayOf = async (shop: Session, id: string) => {
  const invoice = await shop.invoices.get(`invoice_${id}`)
  return [invoice?.documentedOn, invoice?.instalments[0]?.dueOn]
}

const scene = async () => {
  const { shop, at } = await attack()
  await sold(shop)
  at("2026-06-01")
  return shop
}

describe("an invoice that waits for a document", () => {
  it("given an act of the deal that was signed before it, then it is due by that at once, until the act is revoked", async () => {
    const shop = await scene()
    await act(shop, "1", "2026-03-02")
    const invoice = await waiting(shop, "1", "2026-03-03")
    expect(invoice).toMatchObject({ documentedOn: "2026-03-02", instalments: [{ dueOn: "2026-03-07" }] })
    await shop.documents.askRevocation({ documentId: "document_1", revocationAskedOn: "2026-03-04", by: "us" })
    await shop.documents.revoke({ documentId: "document_1", revokedOn: "2026-03-05" })
    expect(await dayOf(shop, "1")).toEqual([null, null])
  })

  it("given an act that was for the invoices before it, then it waits for its own", async () => {
    const shop = await scene()
    await waiting(shop, "1", "2026-03-01")
    await act(shop, "1", "2026-03-31")
    expect(await waiting(shop, "2", "2026-04-01")).toMatchObject({ documentedOn: null, instalments: [{ dueOn: null }] })
    await act(shop, "2", "2026-04-30")
    expect(await dayOf(shop, "2")).toEqual(["2026-04-30", "2026-05-05"])
    expect(await dayOf(shop, "1")).toEqual(["2026-03-31", "2026-04-05"])
  })

  it("given an act that closes more than the invoices before it ask for, then it closes this one too", async () => {
    const shop = await scene()
    await waiting(shop, "1", "2026-03-01", 30)
    await act(shop, "1", "2026-03-31")
    await waiting(shop, "2", "2026-04-01", 70)
    expect(await dayOf(shop, "2")).toEqual(["2026-03-31", "2026-04-05"])
  })

  it("given one that takes the place of a credited invoice, then the act of that is for it", async () => {
    const shop = await scene()
    await waiting(shop, "1", "2026-03-01")
    await act(shop, "1", "2026-03-31")
    await shop.invoices.credit({
      invoiceId: "invoice_1",
      amount: rub(100),
      creditedOn: "2026-04-01",
      reasonId: "wrong",
    })
    await waiting(shop, "2", "2026-04-01")
    expect(await dayOf(shop, "2")).toEqual(["2026-03-31", "2026-04-05"])
  })

  it("given an act of another invoice, then it waits", async () => {
    const shop = await scene()
    await waiting(shop, "1", "2026-02-01")
    await signed(shop, { of: { invoiceId: "invoice_1" } })
    await waiting(shop, "2", "2026-03-01")
    expect(await dayOf(shop, "2")).toEqual([null, null])
  })

  it.each([
    ["stays", "deal_1", "deal_2"],
    ["goes", "deal_2", "deal_1"],
  ] as const)(
    "given its deal %s where it is merged with one that has the signed act, then it is due by that",
    async (_, intoId, fromId) => {
      const shop = await scene()
      await sold(shop, "deal_2")
      await waiting(shop, "1", "2026-03-01")
      const draft = { id: "document_1", dealId: "deal_2", kind: "serviceAct", amount: rub(100) } as const
      await shop.documents.draft({ ...draft, draftedOn: "2026-03-02" })
      await shop.documents.sign({ documentId: "document_1", signedOn: "2026-03-02" })
      expect(await dayOf(shop, "1")).toEqual([null, null])
      await shop.deals.merge({ intoId, fromId })
      expect(await dayOf(shop, "1")).toEqual(["2026-03-02", "2026-03-07"])
      expect(await shop.invoices.get("invoice_1")).toMatchObject({ dealId: intoId })
    },
  )
})
