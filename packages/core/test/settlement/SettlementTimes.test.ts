import { describe, expect, it } from "vitest"
import { invoiceOn } from "../../src/settlement/SettlementTimes.ts"
import { invoiceOf } from "./records.ts"

describe("an invoice as it stood on a day", () => {
  const invoice = invoiceOf(1, 100, {
    paidMinor: 30,
    writtenOffMinor: 20,
    creditedMinor: 10,
    paidBy: [
      { paymentId: "payment_1", paidOn: "2026-02-03", amountMinor: 10 },
      { paymentId: "payment_2", paidOn: "2026-02-04", amountMinor: 20 },
    ],
    writeOffs: [{ writtenOffOn: "2026-02-05", amountMinor: 20, reasonId: "bad" }],
    credits: [{ creditedOn: "2026-02-06", amountMinor: 10, reasonId: "price" }],
  })

  it.each([
    ["2026-01-31", null],
    ["2026-02-01", [0, 0, 0]],
    ["2026-02-03", [10, 0, 0]],
    ["2026-02-04", [30, 0, 0]],
    ["2026-02-05", [30, 20, 0]],
    ["2026-02-06", [30, 20, 10]],
  ])("given %s, then what had settled it by the end of that day is %j", (on, expected) => {
    const then = invoiceOn(invoice, on)
    expect(then === null ? null : [then.paidMinor, then.writtenOffMinor, then.creditedMinor]).toEqual(expected)
    const count = (expected ?? []).reduce((sum, minor) => sum + minor, 0)
    const rows = [...(then?.paidBy ?? []), ...(then?.writeOffs ?? []), ...(then?.credits ?? [])]
    expect(rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(count)
  })
})
