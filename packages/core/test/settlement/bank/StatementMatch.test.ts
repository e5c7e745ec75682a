import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { matchTransfer } from "../../../src/settlement/bank/StatementMatch.ts"
import type { Invoice } from "../../../src/settlement/SettlementSchema.ts"

const invoice = (
  at: number,
  clientId: string | null,
  parts: ReadonlyArray<number>,
  more: Partial<Invoice> = {},
): Invoice => ({
  id: `invoice_${at}`,
  version: 1,
  textsVersion: 0,
  changedAt: "2026-02-01T00:00:00.000Z",
  dealId: "deal_1",
  clientId: clientId === null ? null : `client_${clientId}`,
  number: `С-${at}`,
  issuedOn: "2026-02-01",
  shippedOn: null,
  documentedOn: null,
  currency: "RUB",
  instalments: parts.map((amountMinor, index) => ({
    no: index + 1,
    kind: null,
    dueOn: `2026-03-0${index + 1}`,
    amountMinor,
    offset: null,
  })),
  totalMinor: parts.reduce((sum, part) => sum + part, 0),
  paidMinor: 0,
  writtenOffMinor: 0,
  creditedMinor: 0,
  writeOffs: [],
  credits: [],
  paidBy: [],
  promise: null,
  promisesKept: 0,
  promisesBroken: 0,
  disputedOn: null,
  disputeReasonId: null,
  reminded: [],
  nextReminderAt: null,
  ...more,
})

const transfer = (amountMinor: number, purpose: string, client: string | null = null) => ({
  amount: { amountMinor, currency: "RUB" },
  purpose,
  clientId: client === null ? null : (`client_${client}` as const),
})

const invoices = [invoice(1, "a", [300, 700]), invoice(2, "a", [500]), invoice(3, "b", [500])]

describe("matching a transfer", () => {
  it("given an invoice's number, then it pays that one, in part too", () => {
    expect(matchTransfer(transfer(200, "счёт С-1"), invoices, 0)).toEqual({
      by: "reference",
      parts: [{ invoiceId: "invoice_1", amountMinor: 200 }],
    })
  })

  it("given several numbers, then it pays them where their sum is the amount, else a person decides", () => {
    expect(matchTransfer(transfer(1500, "счета С-1, С-2"), invoices, 0)).toMatchObject({
      parts: [
        { invoiceId: "invoice_1", amountMinor: 1000 },
        { invoiceId: "invoice_2", amountMinor: 500 },
      ],
    })
    expect(matchTransfer(transfer(1400, "счета С-1, С-2"), invoices, 0)).toEqual({
      by: null,
      doubt: "severalInvoices",
      candidates: ["invoice_1", "invoice_2"],
    })
  })

  it.each([
    ["more than the named one needs", transfer(501, "счёт С-2"), "moreThanOwed"],
    ["another client's invoice named by a known payer", transfer(500, "счёт С-3", "a"), "otherPayer"],
    ["an unknown payer and no number", transfer(500, "оплата"), "unknownPayer"],
    ["a payer none of whose invoices asks for it", transfer(123, "оплата", "a"), "nothingFits"],
  ] as const)("given %s, then nothing is guessed", (_, given, doubt) => {
    expect(matchTransfer(given, invoices, 0)).toMatchObject({ by: null, doubt })
  })

  it("given two invoices of one number, then a person tells them apart", () => {
    const twins = [invoice(1, "a", [300]), invoice(2, "b", [300], { number: "С-1" })]
    expect(matchTransfer(transfer(300, "счёт С-1"), twins, 0)).toMatchObject({ doubt: "severalInvoices" })
  })

  it("given a known payer, then its amount finds the one invoice, instalment or sum that asks for it", () => {
    expect(matchTransfer(transfer(300, "", "a"), invoices, 0)).toMatchObject({
      by: "amount",
      parts: [{ invoiceId: "invoice_1", amountMinor: 300 }],
    })
    expect(matchTransfer(transfer(1500, "", "a"), invoices, 0)).toMatchObject({ by: "amount" })
    const twins = [invoice(1, "a", [300]), invoice(2, "a", [300])]
    expect(matchTransfer(transfer(300, "", "a"), twins, 0)).toEqual({
      by: null,
      doubt: "severalAmounts",
      candidates: ["invoice_1", "invoice_2"],
    })
  })

  it("given a tolerance, then bank charges do not hinder, and an excess within it stays over", () => {
    expect(matchTransfer(transfer(499, "", "b"), invoices, 1)).toMatchObject({
      parts: [{ invoiceId: "invoice_3", amountMinor: 499 }],
    })
    expect(matchTransfer(transfer(501, "счёт С-3"), invoices, 1)).toMatchObject({
      parts: [{ invoiceId: "invoice_3", amountMinor: 500 }],
    })
    expect(matchTransfer(transfer(502, "счёт С-3"), invoices, 1)).toMatchObject({ doubt: "moreThanOwed" })
  })

  it("given any transfer, then parts never pass the amount or what is open, in any order of the invoices", () => {
    const amount = fc.integer({ min: 1, max: 1600 })
    const purpose = fc.constantFrom("", "счёт С-1", "счета С-1 и С-3", "С-2")
    const payer = fc.constantFrom("a", "b", null)
    fc.assert(
      fc.property(amount, purpose, payer, fc.integer({ min: 0, max: 50 }), (minor, text, client, tolerance) => {
        const match = matchTransfer(transfer(minor, text, client), invoices, tolerance)
        expect(matchTransfer(transfer(minor, text, client), invoices.toReversed(), tolerance)).toEqual(match)
        if (match.by === null) return
        const sum = match.parts.reduce((total, part) => total + part.amountMinor, 0)
        expect(sum).toBeLessThanOrEqual(minor)
        expect(minor - sum).toBeLessThanOrEqual(tolerance)
        for (const part of match.parts) {
          const one = invoices.find(({ id }) => id === part.invoiceId)
          expect(part.amountMinor).toBeLessThanOrEqual(one?.totalMinor ?? 0)
        }
      }),
    )
  })
})
