import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { byDueDay, invoiceFlags, openInstalments, overdueMinor } from "../../src/settlement/Invoice.ts"

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
    expect(
      openInstalments({ instalments, paidMinor, writtenOffMinor: 0, creditedMinor: 0 }).map(
        ({ openMinor }) => openMinor,
      ),
    ).toEqual(open)
  })

  it("is overdue from the day after it was due", () => {
    const invoice = { instalments, paidMinor: 100, writtenOffMinor: 0, creditedMinor: 0 }
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
        const writtenOffMinor = Math.floor((total - paidMinor) * share)
        const creditedMinor = Math.floor((total - paidMinor - writtenOffMinor) * share)
        const settled = paidMinor + writtenOffMinor + creditedMinor
        const invoice = {
          paidMinor,
          writtenOffMinor,
          creditedMinor,
          instalments: parts.map((amountMinor) => ({ dueOn: "2026-02-10", amountMinor })),
        }
        const open = openInstalments(invoice)
        expect(open.reduce((sum, { openMinor }) => sum + openMinor, settled)).toBe(total)
        expect(open.every(({ openMinor, amountMinor }) => openMinor > 0 && openMinor <= amountMinor)).toBe(true)
        expect(overdueMinor(invoice, "2026-02-11")).toBe(total - settled)
      }),
    )
  })
})

describe("flags of an invoice", () => {
  const flags = (paidMinor: number, on: string, writtenOffMinor = 0) =>
    invoiceFlags({ instalments, paidMinor, writtenOffMinor, creditedMinor: 0 }, on)

  it("given a first instalment past its day, when the rest is to come, then the invoice is overdue", () => {
    expect(flags(0, "2026-02-11")).toMatchObject({ isOverdue: true, isPartlyPaid: false })
  })

  it("given a partial payment of a late instalment, then the invoice is overdue still", () => {
    expect(flags(299, "2026-02-11")).toMatchObject({ isOverdue: true, isPartlyPaid: true })
  })

  it("given a partly paid invoice, when nothing more is due yet, then it is not overdue", () => {
    expect(flags(300, "2026-02-20")).toMatchObject({ isOverdue: false, isPartlyPaid: true, isSettled: false })
    expect(flags(1, "2026-02-10")).toMatchObject({ isOverdue: false, isPartlyPaid: true })
  })

  it("given the rest written off, then it is settled, and not paid in full", () => {
    expect(flags(900, "2026-03-01", 100)).toEqual({
      isPartlyPaid: false,
      isOverdue: false,
      isSettled: true,
      isPaidInFull: false,
    })
    expect(flags(1000, "2026-03-01")).toMatchObject({ isSettled: true, isPaidInFull: true })
    expect(flags(999, "2026-02-01")).toMatchObject({ isSettled: false, isPaidInFull: false })
  })

  it("given instalments due on no known day, then they are never overdue", () => {
    const waiting = {
      instalments: [{ dueOn: null, amountMinor: 1 }],
      paidMinor: 0,
      writtenOffMinor: 0,
      creditedMinor: 0,
    }
    expect(overdueMinor(waiting, "2099-12-31")).toBe(0)
  })
})

describe("the order of instalments", () => {
  it("is by day, those without one last, and by number among equals", () => {
    const rows = [
      { no: 4, dueOn: null },
      { no: 3, dueOn: "2026-02-10" },
      { no: 1, dueOn: null },
      { no: 5, dueOn: "2026-02-09" },
      { no: 2, dueOn: "2026-02-10" },
    ]
    expect(rows.toSorted(byDueDay).map(({ no }) => no)).toEqual([5, 2, 3, 1, 4])
    expect(
      rows
        .toReversed()
        .toSorted(byDueDay)
        .map(({ no }) => no),
    ).toEqual([5, 2, 3, 1, 4])
  })
})
