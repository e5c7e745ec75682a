import { describe, expect, it } from "vitest"
import { invoicesNamedIn } from "../../src/settlement/InvoiceReference.ts"

const invoices = ["17", "18", "СЧ-17", "INV/2026-4", "102030", "Счёт-1", null].map((number) => ({ number }))
const named = (text: string) => invoicesNamedIn(text, invoices).map(({ number }) => number)

describe("invoices named in what a payer wrote", () => {
  it.each([
    ["Оплата по счёту № 17 от 01.02.2026, в т.ч. НДС 20%", ["17"]],
    ["оплата по счетам 17, 18 и сч-17", ["17", "18", "СЧ-17"]],
    ["Payment for invoice no. 18", ["18"]],
    ["inv/2026-4", ["INV/2026-4"]],
    ["Оплата 102030", ["102030"]],
    ["СЧЁТ 17", ["17"]],
    ["оплата счет-1", ["Счёт-1"]],
  ])("given %s, then %j", (text, numbers) => {
    expect(named(text)).toEqual(numbers)
  })

  it.each([
    "п/п 17 за аудит",
    "по договору № 17",
    "по договору 102030",
    "НДС 17 %",
    "счёт 170",
    "счёт от 17",
    "акт 18 и заказ 17",
    "",
  ])("given %s, then none: a number is not taken for an invoice's without a word for it", (text) => {
    expect(named(text)).toEqual([])
  })
})
