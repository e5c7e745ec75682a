import { describe, expect, it } from "vitest"
import { holdReasons } from "../../src/loyalty/RewardHold.ts"
import type { HoldDocument } from "../../src/loyalty/RewardHold.ts"
import { invoiceOf } from "../settlement/records.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
const paid = (at: number, totalMinor: number) => invoiceOf(at, totalMinor, { paidMinor: totalMinor })
const credited = (at: number, totalMinor: number) => invoiceOf(at, totalMinor, { creditedMinor: totalMinor })
const act = (amountMinor: number, more: Partial<HoldDocument> = {}): HoldDocument => ({
  invoiceId: "invoice_1",
  signedOn: "2026-02-05",
  revokedOn: null,
  amount: rub(amountMinor),
  difference: null,
  ...more,
})

describe("what rewards of a deal wait for", () => {
  it.each([
    ["no invoice", rub(100), [], false],
    ["one that is paid", rub(100), [paid(1, 100)], true],
    ["one that was credited in full", rub(100), [credited(1, 100)], false],
    ["one that was credited in full, of a deal whose amount is not known", null, [credited(1, 100)], false],
    ["one that was taken back and one that is paid", rub(100), [credited(1, 70), paid(2, 100)], true],
    ["a part that is paid", rub(100), [paid(1, 40)], false],
    ["both parts", rub(100), [paid(1, 40), paid(2, 60)], true],
    ["a part that is open beside", rub(100), [paid(1, 100), invoiceOf(2, 1)], false],
    ["a part written off", rub(100), [invoiceOf(1, 100, { paidMinor: 60, writtenOffMinor: 40 })], false],
    ["money in another currency than the deal's", { amountMinor: 100, currency: "EUR" }, [paid(1, 40)], true],
    ["a deal whose amount is not known", null, [paid(1, 40)], true],
  ])("given %s, of a deal of %o, then it is paid: %#", (_given, amount, invoices, isPaid) => {
    expect(holdReasons({ amount, closeRate: null }, invoices, []).isPaid).toBe(isPaid)
  })

  it.each([
    ["no document", rub(100), [], false],
    ["one that is signed", rub(100), [act(100)], true],
    ["one that is not", rub(100), [act(100, { signedOn: null })], false],
    ["one for a part", rub(100), [act(40)], false],
    [
      "one less than its invoice, and explained",
      rub(100),
      [act(90, { difference: { invoiceMinor: 100, differenceMinor: -10, reasonId: "price" } })],
      true,
    ],
    [
      "one that was revoked beside one that is signed",
      rub(100),
      [act(100), act(100, { revokedOn: "2026-02-06" })],
      true,
    ],
    ["a deal whose amount is not known", null, [act(40)], true],
  ])("given %s, of a deal of %o, then it is documented: %#", (_given, amount, documents, isDocumented) => {
    expect(holdReasons({ amount, closeRate: null }, [paid(1, 100)], documents).isDocumented).toBe(isDocumented)
  })

  it("given money and documents in another currency, then they are counted by the rate frozen on the deal", () => {
    const closeRate = { from: "USD", to: "RUB", rate: "90", on: "2026-02-02" } as const
    const deal = { amount: { amountMinor: 10_00, currency: "USD" }, closeRate }
    expect(holdReasons(deal, [paid(1, 300_00)], [act(300_00)])).toEqual({ isPaid: false, isDocumented: false })
    expect(holdReasons(deal, [paid(1, 300_00), paid(2, 600_00)], [act(900_00)])).toEqual({
      isPaid: true,
      isDocumented: true,
    })
  })
})
