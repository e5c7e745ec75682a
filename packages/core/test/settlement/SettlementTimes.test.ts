import { describe, expect, it } from "vitest"
import { instalmentTimes, invoiceOn } from "../../src/settlement/SettlementTimes.ts"
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

describe("money that had paid an invoice and does no more", () => {
  const due = "2026-02-10"
  const instalments = [{ no: 1, kind: null, dueOn: due, amountMinor: 100, offset: null }] as const
  const part = { paymentId: "payment_1", paidOn: "2026-02-03" } as const
  const again = { paymentId: "payment_2", paidOn: "2026-02-20" } as const
  const credited = invoiceOf(1, 100, {
    instalments,
    paidMinor: 70,
    creditedMinor: 30,
    paidBy: [{ ...part, amountMinor: 70 }],
    freed: [{ ...part, amountMinor: 30, freedOn: "2026-03-01" }],
    credits: [{ creditedOn: "2026-03-01", amountMinor: 30, reasonId: "price" }],
  })
  const refunded = invoiceOf(2, 100, {
    instalments,
    paidMinor: 60,
    paidBy: [{ ...part, amountMinor: 60 }],
    freed: [{ ...part, amountMinor: 40, freedOn: "2026-02-25" }],
  })
  const paidAnew = { ...refunded, paidMinor: 100, paidBy: [...refunded.paidBy, { ...again, amountMinor: 40 }] }
  const sentBackFirst = { ...credited, freed: [{ ...part, amountMinor: 30, freedOn: "2026-02-01" }] }

  it.each([
    ["a credit note after it was paid", credited, "2026-02-28", [100, 0]],
    ["a credit note after it was paid", credited, "2026-03-01", [70, 30]],
    ["a refund", refunded, "2026-02-02", [0, 0]],
    ["a refund", refunded, "2026-02-24", [100, 0]],
    ["a refund", refunded, "2026-02-25", [60, 0]],
    ["another payment dated before the refund of the first", paidAnew, "2026-02-19", [100, 0]],
    ["another payment dated before the refund of the first", paidAnew, "2026-02-22", [100, 0]],
    ["a credit note dated before the payment that it freed", sentBackFirst, "2026-02-28", [70, 0]],
  ])("given %s, then what had paid %o by %s", (_given, invoice, on, expected) => {
    const then = invoiceOn(invoice, on)
    expect(then === null ? null : [then.paidMinor, then.creditedMinor]).toEqual(expected)
    expect(then?.paidBy.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(then?.paidMinor)
  })

  it.each([
    ["a credit note takes the place of money that had come in time", credited, "2026-02-03", 0],
    ["money went back", refunded, null, null],
    [
      "money went back and other came",
      { ...paidAnew, freed: [{ ...refunded.freed[0]!, freedOn: "2026-02-15" }] },
      again.paidOn,
      10,
    ],
  ])("given %s, then it is settled accordingly", (_given, invoice, settledOn, daysLate) => {
    expect(instalmentTimes(invoice)).toMatchObject([{ settledOn, daysLate }])
  })
})
