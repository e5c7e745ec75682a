import { expect, it } from "vitest"
import { attack, invoiced, sold } from "../attack.ts"

it("what was overdue when a period ended was so, though its day was put off since", async () => {
  const { shop, at } = await attack()
  await sold(shop)
  await invoiced(shop)
  const overdue = async (on: string) => {
    const { debtsOverdue } = await shop.summaries.preview({ span: "month", on })
    return [debtsOverdue.ids, debtsOverdue.amountMinor]
  }
  at("2026-03-01")
  const inTime = [["invoice_1"], 100]
  expect(await overdue("2026-02-01")).toEqual(inTime)
  await shop.summaries.close({ span: "month", on: "2026-02-01" })
  at("2026-03-02")
  await shop.invoices.reschedule({ invoiceId: "invoice_1", no: 1, dueOn: "2026-04-10" })
  expect(await overdue("2026-02-01")).toEqual(inTime)
  const [summary] = (await shop.summaries.page({ where: { scope: "department" } })).items
  expect(await shop.summaries.corrections({ summaryId: summary?.id ?? "summary_none" })).toEqual([])
  at("2026-04-02")
  expect(await overdue("2026-03-01")).toEqual([[], 0])
})
