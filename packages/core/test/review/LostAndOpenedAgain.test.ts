import { expect, it } from "vitest"
import type { Session } from "../../src/promise/index.ts"
import { along, attack, rub, toPayment } from "../attack.ts"

const february = { span: "month", on: "2026-02-01" } as const
const march = { span: "month", on: "2026-03-01" } as const

/** What moved the open deals of a period, as it is told now: of everybody, or of one rep. */
const movement = async (shop: Session, period: { span: "day" | "week" | "month"; on: string }, repId?: string) => {
  const { pipelineStart, dealsWon, dealsLost, pipelineEnd } = await shop.summaries.preview({
    ...period,
    ...(repId === undefined ? {} : { repId }),
  })
  return [pipelineStart.count, dealsWon.count, dealsLost.count, pipelineEnd.count]
}

/** Two deals of ann; she loses one of them on 24 February. */
const lost = async () => {
  const scene = await attack()
  const { shop, at } = scene
  await shop.deals.open({ id: "deal_1", title: "Audit", ownerId: "ann", amount: rub(100) })
  await shop.deals.open({ id: "deal_2", title: "Training", ownerId: "ann", amount: rub(100) })
  at("2026-02-24")
  await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
  at("2026-03-02")
  return scene
}

it("a deal that was lost in a period and opened again after it is lost in that period still, and was not open meanwhile", async () => {
  const { shop, at } = await lost()
  await shop.summaries.close(february)
  at("2026-03-10")
  await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "the client called back" })
  await shop.deals.amend({ dealId: "deal_1", amount: rub(70) })
  at("2026-03-20")
  expect(await movement(shop, february)).toEqual([0, 0, 1, 1])
  expect(await movement(shop, march)).toEqual([1, 0, 0, 2])
  expect(await movement(shop, { span: "day", on: "2026-02-24" })).toEqual([2, 0, 1, 1])
  expect(await movement(shop, { span: "day", on: "2026-03-09" })).toEqual([1, 0, 0, 1])
  expect(await movement(shop, { span: "day", on: "2026-03-10" })).toEqual([1, 0, 0, 2])
  const { items } = await shop.summaries.page({ where: { scope: "department" } })
  const corrections = await shop.summaries.corrections({ summaryId: items[0]?.id ?? "summary_none" })
  // Lost at the amount that it had then, it was not open at the end: another amount is of the period in which it is open again.
  expect(corrections).toEqual([])
})

it("a deal that was opened again within the period is not lost in it", async () => {
  const { shop, at } = await lost()
  at("2026-03-04")
  await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "the client called back" })
  at("2026-03-10")
  await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
  at("2026-03-12")
  await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "the client called back" })
  expect(await movement(shop, march)).toEqual([1, 0, 0, 2])
  expect(await movement(shop, february)).toEqual([0, 0, 1, 1])
  expect(await movement(shop, { span: "week", on: "2026-03-09" })).toEqual([2, 0, 0, 2])
  expect(await movement(shop, { span: "day", on: "2026-03-10" })).toEqual([2, 0, 1, 1])
})

it("is lost for who sold then, whoever it was given to", async () => {
  const { shop, at } = await lost()
  await shop.deals.move({ dealId: "deal_1", to: "newLead", reason: "the client called back" })
  await shop.deals.amend({ dealId: "deal_1", ownerId: "bob" })
  at("2026-03-20")
  expect(await movement(shop, february, "ann")).toEqual([0, 0, 1, 1])
  expect(await movement(shop, february, "bob")).toEqual([0, 0, 0, 0])
  expect(await movement(shop, march, "bob")).toEqual([0, 0, 0, 1])
})

it("a sale that was taken back is none, as plans have it: its deal was open all along", async () => {
  const { shop, at } = await attack()
  await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
  await shop.deals.open({ id: "deal_1", title: "Audit", clientId: "client_1", ownerId: "ann", amount: rub(100) })
  await along(shop, "deal_1", toPayment)
  expect(await movement(shop, february)).toEqual([0, 1, 0, 0])
  at("2026-03-05")
  await shop.deals.move({ dealId: "deal_1", to: "lost", lostReasonId: "price" })
  expect(await movement(shop, february)).toEqual([0, 0, 0, 1])
  expect(await movement(shop, march)).toEqual([1, 0, 1, 0])
})
