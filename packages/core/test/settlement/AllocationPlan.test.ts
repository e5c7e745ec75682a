import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { planAllocation } from "../../src/settlement/AllocationPlan.ts"
import { openMinorOf } from "../../src/settlement/Invoice.ts"
import type { Invoice } from "../../src/settlement/SettlementSchema.ts"
import { invoiceOf } from "./records.ts"

const invoice = (
  at: number,
  parts: ReadonlyArray<readonly [string | null, number]>,
  more: Partial<Invoice> = {},
): Invoice => {
  const total = parts.reduce((sum, [, amountMinor]) => sum + amountMinor, 0)
  const instalments = parts.map(([dueOn, amountMinor], no) => ({
    no: no + 1,
    kind: null,
    dueOn,
    amountMinor,
    offset: null,
  }))
  return invoiceOf(at, total, { instalments, ...more })
}

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

describe("spreading a payment by a rule", () => {
  const invoices = [
    invoice(2, [["2026-02-15", 500]]),
    invoice(1, [
      ["2026-02-10", 300],
      ["2026-02-20", 700],
    ]),
    invoice(3, [["2026-02-05", 900]], { currency: "EUR" }),
  ]

  it("given the oldest due first, then instalments of several invoices are met in the order of their days", () => {
    expect(planAllocation("oldestDueFirst", rub(900), invoices, "")).toEqual([
      { invoiceId: "invoice_1", amountMinor: 400 },
      { invoiceId: "invoice_2", amountMinor: 500 },
    ])
  })

  it("given invoices of one day, then the earlier issued is first, and then the id decides, in any order given", () => {
    const twins = [invoice(5, [["2026-02-10", 10]]), invoice(4, [["2026-02-10", 10]], { issuedOn: "2026-02-02" })]
    const expected = [{ invoiceId: "invoice_5", amountMinor: 7 }]
    expect(planAllocation("oldestDueFirst", rub(7), twins, "")).toEqual(expected)
    expect(planAllocation("oldestDueFirst", rub(7), twins.toReversed(), "")).toEqual(expected)
    const same = [invoice(5, [["2026-02-10", 10]]), invoice(4, [["2026-02-10", 10]])]
    expect(planAllocation("oldestDueFirst", rub(7), same, "")).toEqual([{ invoiceId: "invoice_4", amountMinor: 7 }])
  })

  it("given an instalment due on no known day, then it comes after all that have one", () => {
    const waiting = [invoice(1, [[null, 10]]), invoice(2, [["2099-12-31", 10]])]
    expect(planAllocation("oldestDueFirst", rub(12), waiting, "")).toEqual([
      { invoiceId: "invoice_2", amountMinor: 10 },
      { invoiceId: "invoice_1", amountMinor: 2 },
    ])
  })

  it("given another currency, nothing open or nothing named, then nothing is taken", () => {
    const paid = [invoice(1, [["2026-02-10", 10]], { paidMinor: 10 })]
    expect(planAllocation("proRata", rub(7), paid, "")).toEqual([])
    expect(planAllocation("proRata", { amountMinor: 7, currency: "USD" }, invoices, "")).toEqual([])
    expect(planAllocation("byReference", rub(7), invoices, "спасибо")).toEqual([])
  })

  it("given any rule, then no invoice takes more than is open, and all that can be taken is, in whatever order they are given", () => {
    const parts = fc.array(fc.record({ open: fc.integer({ min: 0, max: 50 }), day: fc.integer({ min: 10, max: 28 }) }))
    fc.assert(
      fc.property(
        parts,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom("oldestDueFirst", "proRata"),
        (drawn, sum, rule) => {
          const given = drawn.map(({ open, day }, at) => invoice(at, [[`2026-02-${day}`, open + 1]], { paidMinor: 1 }))
          const taken = planAllocation(rule, rub(sum), given, "")
          const byId = new Map(taken.map(({ invoiceId, amountMinor }) => [invoiceId, amountMinor]))
          for (const one of given) expect(byId.get(one.id) ?? 0).toBeLessThanOrEqual(openMinorOf(one))
          const open = given.reduce((total, one) => total + openMinorOf(one), 0)
          expect(taken.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(Math.min(sum, open))
          expect(byId.size).toBe(taken.length)
          for (const { amountMinor } of taken) expect(amountMinor).toBeGreaterThan(0)
          expect(planAllocation(rule, rub(sum), given.toReversed(), "")).toEqual(taken)
        },
      ),
    )
  })
})
