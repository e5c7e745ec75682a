import { describe, expect, it } from "vitest"
import { documentedNotPaid, paidNotDocumented } from "../../src/settlement/DocumentControl.ts"
import { actOf, invoiceOf } from "./records.ts"

const deals = [1, 2, 3].map((at) => ({ id: `deal_${at}` as const, ownerId: null, clientId: null }))
const paid = (at: number, dealId: `deal_${number}`, paidOn: string, amountMinor = 100) =>
  invoiceOf(at, 100, { dealId, paidBy: [{ paymentId: `payment_${at}`, paidOn, amountMinor }] })
const brief = (rows: ReturnType<typeof paidNotDocumented>) =>
  rows.map(({ dealId, amount, since, ageDays }) => [dealId, amount.amountMinor, amount.currency, since, ageDays])

describe("money and documents that do not meet", () => {
  it("given several deals, then the longest waiting is first, and the id decides among those of one day", () => {
    const invoices = [paid(1, "deal_3", "2026-02-05"), paid(2, "deal_2", "2026-02-05"), paid(3, "deal_1", "2026-02-06")]
    expect(brief(paidNotDocumented({ deals: deals.toReversed(), invoices, documents: [] }, "2026-02-10"))).toEqual([
      ["deal_2", 100, "RUB", "2026-02-05", 5],
      ["deal_3", 100, "RUB", "2026-02-05", 5],
      ["deal_1", 100, "RUB", "2026-02-06", 4],
    ])
  })

  it("given a part of it documented, then the rest is listed since the payment that passed it", () => {
    const invoices = [paid(1, "deal_1", "2026-02-07", 60), paid(2, "deal_1", "2026-02-05", 40)]
    const documents = [actOf(1, 40, { signedOn: "2026-02-09" })]
    expect(brief(paidNotDocumented({ deals, invoices, documents }, "2026-02-10"))).toEqual([
      ["deal_1", 60, "RUB", "2026-02-07", 3],
    ])
    expect(documentedNotPaid({ deals, invoices, documents }, "2026-02-10")).toEqual([])
  })

  it("given documents past what was paid and forgone, then the rest is listed, in each currency apart", () => {
    const settled = invoiceOf(1, 100, {
      paidMinor: 10,
      writtenOffMinor: 20,
      creditedMinor: 30,
      paidBy: [{ paymentId: "payment_1", paidOn: "2026-02-05", amountMinor: 10 }],
      writeOffs: [{ writtenOffOn: "2026-02-12", amountMinor: 20, reasonId: "bad" }],
      credits: [{ creditedOn: "2026-02-08", amountMinor: 30, reasonId: "price" }],
    })
    const documents = [
      actOf(1, 100, { signedOn: "2026-02-09" }),
      actOf(2, 5, { signedOn: "2026-02-08", amount: { amountMinor: 5, currency: "EUR" } }),
    ]
    expect(brief(documentedNotPaid({ deals, invoices: [settled], documents }, "2026-02-10"))).toEqual([
      ["deal_1", 5, "EUR", "2026-02-08", 2],
      ["deal_1", 40, "RUB", "2026-02-09", 1],
    ])
  })

  it.each<[string, number, ReadonlyArray<[credited: number, total: number]>, number]>([
    ["signed for what a credit note left, then all of it is owed", 70, [[30, 100]], 70],
    ["signed for more than a credit note left, then what it left is owed", 100, [[30, 100]], 70],
    [
      "and another invoice in place of the credited one, then it is owed",
      100,
      [
        [100, 100],
        [0, 100],
      ],
      100,
    ],
    ["and nothing in place of the credited invoice, then nothing is owed", 100, [[100, 100]], 0],
  ])("given documents %s", (_name, signedMinor, sums, owedMinor) => {
    const invoices = sums.map(([creditedMinor, totalMinor], at) =>
      invoiceOf(at + 1, totalMinor, {
        creditedMinor,
        credits:
          creditedMinor === 0 ? [] : [{ creditedOn: "2026-02-08", amountMinor: creditedMinor, reasonId: "mistake" }],
      }),
    )
    const documents = [actOf(1, signedMinor, { signedOn: "2026-02-09" })]
    const rows = documentedNotPaid({ deals, invoices, documents }, "2026-02-10")
    expect(rows.map(({ amount }) => amount.amountMinor)).toEqual(owedMinor === 0 ? [] : [owedMinor])
  })
})
