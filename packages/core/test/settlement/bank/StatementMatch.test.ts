import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { matchTransfer } from "../../../src/settlement/bank/StatementMatch.ts"
import type { Invoice } from "../../../src/settlement/SettlementSchema.ts"
import { invoiceOf } from "../records.ts"

const invoice = (
  at: number,
  clientId: string | null,
  parts: ReadonlyArray<number>,
  more: Partial<Invoice> = {},
): Invoice => {
  const total = parts.reduce((sum, part) => sum + part, 0)
  const instalments = parts.map((amountMinor, index) => ({
    no: index + 1,
    kind: null,
    dueOn: `2026-03-0${index + 1}`,
    amountMinor,
    offset: null,
  }))
  return invoiceOf(at, total, { clientId: clientId === null ? null : `client_${clientId}`, instalments, ...more })
}

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

  it.each(["Возврат по счёту С-2 от 01.02.2026", "refund, invoice С-2", "reversal of invoice С-2", "ВОЗВРАТА за С-2"])(
    "given money that comes back (%s), then no invoice is paid by it, and the one it names is shown",
    (purpose) => {
      const left = { by: null, doubt: "nothingFits", candidates: ["invoice_2"] }
      expect(matchTransfer(transfer(500, purpose), invoices, 0)).toEqual(left)
      expect(matchTransfer(transfer(500, purpose, "a"), invoices, 0)).toEqual(left)
    },
  )

  it("given a word that is only like it, then it is paid", () => {
    expect(matchTransfer(transfer(500, "возвратный лизинг, счёт С-2"), invoices, 0)).toMatchObject({ by: "reference" })
  })

  it("given two invoices of one number, then a person tells them apart", () => {
    const twins = [invoice(1, "a", [300]), invoice(2, "b", [300], { number: "С-1" })]
    const doubted = { doubt: "severalInvoices", candidates: ["invoice_1", "invoice_2"] }
    expect(matchTransfer(transfer(300, "счёт С-1"), twins, 0)).toMatchObject(doubted)
    // Nor where the amount would pay both.
    expect(matchTransfer(transfer(600, "счёт С-1"), twins, 0)).toMatchObject(doubted)
  })

  it("given a known payer, then one foreign invoice among those named stops it, and one of nobody's does not", () => {
    const given = [...invoices, invoice(4, null, [500])]
    expect(matchTransfer(transfer(1500, "счета С-1, С-3", "a"), given, 0)).toMatchObject({ doubt: "otherPayer" })
    expect(matchTransfer(transfer(1500, "счета С-1, С-4", "a"), given, 0)).toMatchObject({ by: "reference" })
  })

  it("given the number of a paid invoice, or of one in another currency, then no other invoice of the amount is paid", () => {
    const paid = invoice(4, "a", [500], { paidMinor: 500 })
    const foreign = invoice(5, "a", [500], { currency: "EUR" })
    const all = [paid, foreign, ...invoices]
    expect(matchTransfer(transfer(500, "", "a"), all, 0)).toMatchObject({ parts: [{ invoiceId: "invoice_2" }] })
    const twice = { by: null, doubt: "moreThanOwed", candidates: ["invoice_4"] }
    expect(matchTransfer(transfer(500, "счёт С-4", "a"), all, 0)).toEqual(twice)
    expect(matchTransfer(transfer(500, "счёт С-4"), all, 0)).toEqual(twice)
    const inRoubles = { by: null, doubt: "nothingFits", candidates: ["invoice_5"] }
    expect(matchTransfer(transfer(500, "счёт С-5", "a"), all, 0)).toEqual(inRoubles)
    // What another client has paid is not what this one names, and beside an open invoice a paid one says nothing.
    expect(matchTransfer(transfer(500, "С-4", "b"), all, 0)).toMatchObject({ parts: [{ invoiceId: "invoice_3" }] })
    expect(matchTransfer(transfer(500, "счета С-4, С-2", "a"), all, 0)).toMatchObject({ by: "reference" })
  })

  it("given invoices that are paid or in another currency and not named, then they do not change the answer", () => {
    const idle = [
      invoice(4, "a", [300], { paidMinor: 300 }),
      invoice(5, "a", [300], { number: "С-1", currency: "EUR" }),
      invoice(6, "a", [1500], { currency: "EUR" }),
    ]
    const transfers = [transfer(300, "", "a"), transfer(1500, "", "a"), transfer(300, "С-1"), transfer(300, "")]
    for (const given of transfers) {
      expect(matchTransfer(given, [...idle, ...invoices], 0)).toEqual(matchTransfer(given, invoices, 0))
    }
  })

  it("given a known payer, then its amount finds the one invoice, instalment or sum that asks for it", () => {
    expect(matchTransfer(transfer(300, "", "a"), invoices, 0)).toMatchObject({
      by: "amount",
      parts: [{ invoiceId: "invoice_1", amountMinor: 300 }],
    })
    expect(matchTransfer(transfer(1500, "", "a"), invoices, 0)).toEqual({
      by: "amount",
      parts: [
        { invoiceId: "invoice_1", amountMinor: 1000 },
        { invoiceId: "invoice_2", amountMinor: 500 },
      ],
    })
    const twins = [invoice(1, "a", [300]), invoice(2, "a", [300])]
    expect(matchTransfer(transfer(300, "", "a"), twins, 0)).toEqual({
      by: null,
      doubt: "severalAmounts",
      candidates: ["invoice_1", "invoice_2"],
    })
    // One invoice asks for it with the tolerance, and so does the sum of all: both readings are shown.
    const either = [invoice(1, "a", [300]), invoice(2, "a", [5]), invoice(3, "a", [900])]
    expect(matchTransfer(transfer(1203, "", "a"), either, 310)).toEqual({
      by: null,
      doubt: "severalAmounts",
      candidates: ["invoice_1", "invoice_2", "invoice_3"],
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
    // What the bank kept is missing at the last of them, and one that gets nothing is not listed.
    expect(matchTransfer(transfer(1499, "счета С-1, С-2"), invoices, 1)).toMatchObject({
      parts: [
        { invoiceId: "invoice_1", amountMinor: 1000 },
        { invoiceId: "invoice_2", amountMinor: 499 },
      ],
    })
    const small = [invoice(1, "a", [300]), invoice(2, "a", [1])]
    expect(matchTransfer(transfer(300, "счета С-1, С-2"), small, 1)).toMatchObject({
      parts: [{ invoiceId: "invoice_1", amountMinor: 300 }],
    })
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
