import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { openInstalments, overdueMinor } from "../../src/settlement/Invoice.ts"

const instalments = [
  { dueOn: "2026-02-10", amountMinor: 300 },
  { dueOn: "2026-02-20", amountMinor: 700 },
]

describe("what is open of an invoice", () => {
  it.each([
    [0, [300, 700]],
    [299, [1, 700]],
    [300, [700]],
    [301, [699]],
    [1000, []],
  ])("after %d minor units, by instalment", (paidMinor, open) => {
    expect(openInstalments({ instalments, paidMinor }).map(({ openMinor }) => openMinor)).toEqual(open)
  })

  it("is overdue from the day after it was due", () => {
    const invoice = { instalments, paidMinor: 100 }
    expect(overdueMinor(invoice, "2026-02-10")).toBe(0)
    expect(overdueMinor(invoice, "2026-02-11")).toBe(200)
    expect(overdueMinor(invoice, "2026-02-20")).toBe(200)
    expect(overdueMinor(invoice, "2026-02-21")).toBe(900)
  })

  it("and what is paid sum to the invoice, whatever was paid", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (parts, share) => {
        const total = parts.reduce((sum, part) => sum + part, 0)
        const paidMinor = Math.floor(total * share)
        const invoice = { paidMinor, instalments: parts.map((amountMinor) => ({ dueOn: "2026-02-10", amountMinor })) }
        const open = openInstalments(invoice)
        expect(open.reduce((sum, { openMinor }) => sum + openMinor, paidMinor)).toBe(total)
        expect(open.every(({ openMinor, amountMinor }) => openMinor > 0 && openMinor <= amountMinor)).toBe(true)
        expect(overdueMinor(invoice, "2026-02-11")).toBe(total - paidMinor)
      }),
    )
  })
})
