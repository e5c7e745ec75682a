import { describe, expect, it } from "vitest"
import { reconciliation } from "../../src/settlement/Reconciliation.ts"
import type { ReconciliationBasis, ReconciliationRecords } from "../../src/settlement/Reconciliation.ts"
import { actOf, invoiceOf, paymentOf } from "./records.ts"

const february = { from: "2026-02-01", to: "2026-03-01" }
const nothing = { clientId: "client_1", invoices: [], payments: [], documents: [] }
const lines = (records: Partial<ReconciliationRecords>, basis: ReconciliationBasis = "invoices") =>
  reconciliation({ ...nothing, ...records }, february, "RUB", basis).entries.map(
    ({ on, kind, id, number, debitMinor, creditMinor }) => [on, kind, id, number, debitMinor - creditMinor],
  )

const writeOff = { writtenOffOn: "2026-02-12", amountMinor: 100, reasonId: "bad" }
const credit = { creditedOn: "2026-02-08", amountMinor: 50, reasonId: "price" }

describe("the lines of a reconciliation statement", () => {
  it("given facts of one client, then they stand by day and id, each with its sign", () => {
    const invoices = [
      invoiceOf(2, 700, { writeOffs: [writeOff] }),
      invoiceOf(1, 300, { credits: [credit] }),
      invoiceOf(3, 10, { issuedOn: "2026-02-20" }),
    ]
    const payments = [paymentOf(1, 500, { refunds: [{ refundedOn: "2026-02-15", amountMinor: 20, reasonId: "back" }] })]
    expect(lines({ invoices, payments })).toEqual([
      ["2026-02-01", "invoice", "invoice_1", "С-1", 300],
      ["2026-02-01", "invoice", "invoice_2", "С-2", 700],
      ["2026-02-08", "creditNote", "invoice_1", "С-1", -50],
      ["2026-02-10", "payment", "payment_1", null, -500],
      ["2026-02-12", "writeOff", "invoice_2", "С-2", -100],
      ["2026-02-15", "refund", "payment_1", null, 20],
      ["2026-02-20", "invoice", "invoice_3", "С-3", 10],
    ])
  })

  it("given a period, then its first day is in it, its end is not, and what came before opens it", () => {
    const invoices = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"].map((issuedOn, at) =>
      invoiceOf(at, 10 ** at, { issuedOn }),
    )
    expect(reconciliation({ ...nothing, invoices }, february, "RUB", "invoices")).toMatchObject({
      openingMinor: 1,
      debitMinor: 110,
      creditMinor: 0,
      closingMinor: 111,
    })
  })

  it("given money of others or to others, then only what concerns this client's invoices counts", () => {
    const part = (invoiceId: `invoice_${number}`, amountMinor: number) => ({
      invoiceId,
      amountMinor,
      invoiceMinor: amountMinor,
      rate: null,
    })
    const refunds = [{ refundedOn: "2026-02-15", amountMinor: 20, reasonId: "back" }]
    const payments = [
      paymentOf(1, 500, { allocations: [part("invoice_1", 100), part("invoice_9", 150)] }),
      paymentOf(2, 90, { clientId: "client_2", allocations: [part("invoice_1", 60), part("invoice_9", 30)], refunds }),
      paymentOf(3, 70, { clientId: "client_2", allocations: [part("invoice_9", 70)] }),
      paymentOf(4, 8, { amount: { amountMinor: 8, currency: "EUR" }, refunds }),
    ]
    expect(lines({ invoices: [invoiceOf(1, 300)], payments }).slice(1)).toEqual([
      ["2026-02-10", "payment", "payment_1", null, -350],
      ["2026-02-10", "payment", "payment_2", null, -60],
    ])
  })
})

describe("a statement by signed documents", () => {
  const signedOn = "2026-02-10"
  const reduced = invoiceOf(1, 300, { credits: [credit], writeOffs: [writeOff] })

  it("given acts, then those in force and signed are the debts, in the statement's currency", () => {
    const documents = [
      actOf(1, 300, { signedOn }),
      actOf(2, 300),
      actOf(3, 300, { signedOn, revokedOn: "2026-02-20" }),
      actOf(4, 300, { signedOn, amount: { amountMinor: 300, currency: "EUR" } }),
    ]
    expect(lines({ invoices: [invoiceOf(1, 999)], documents }, "documents")).toEqual([
      ["2026-02-10", "document", "document_1", "А-1", 300],
    ])
  })

  it.each([
    ["the deal's", { signedOn }, true],
    ["the invoice's own", { signedOn, invoiceId: "invoice_1" }, true],
    ["of the write-off's own day", { signedOn: "2026-02-12" }, true],
    ["signed after it", { signedOn: "2026-02-13" }, false],
    ["not signed", {}, false],
    ["revoked", { signedOn, revokedOn: "2026-02-20" }, false],
    ["another invoice's", { signedOn, invoiceId: "invoice_2" }, false],
    ["another deal's", { signedOn, dealId: "deal_2" }, false],
  ] as const)("given an act that is %s, then a write-off counts: %j", (_, more, counts) => {
    const others = [actOf(8, 1, { dealId: "deal_8", signedOn: "2026-02-01" }), actOf(9, 1)]
    const kinds = lines({ invoices: [reduced], documents: [...others, actOf(1, 300, more)] }, "documents").map(
      ([, kind]) => kind,
    )
    expect(kinds.includes("writeOff")).toBe(counts)
    // The credit note is of an earlier day than every signature here.
    expect(kinds).not.toContain("creditNote")
  })
})
