import { expect, it } from "vitest"
import { attack, refusal, rub, sold } from "../attack.ts"

const dealId = "deal_1"
const usd = { amountMinor: 100, currency: "USD" }

it("what is refused of a deal names the field of the input, and what there is instead", async () => {
  const { shop } = await attack()
  await sold(shop)
  const dataOf = async (call: Promise<unknown>) => (await refusal(call)).data
  const known = expect.arrayContaining(["price", "other"]) as unknown
  const lose = { dealId, to: "lost", reason: "too dear" } as const
  expect(await dataOf(shop.deals.move(lose))).toMatchObject({ field: "lostReasonId", rule: "missing", known })
  const unknown = shop.deals.move({ ...lose, lostReasonId: "weather" })
  expect(await dataOf(unknown)).toMatchObject({ field: "lostReasonId", rule: "unknown", known })
  expect((await refusal(shop.deals.move(lose))).message).toMatch(/; there are price, terms/)
  const override = { reason: "trusted", approvalId: "approval_9" } as const
  const passed = shop.deals.move({ dealId, to: "fulfilment", override })
  expect(await dataOf(passed)).toMatchObject({ field: "override.approvalId", rule: "approval" })
  const alone = shop.deals.move({ dealId, to: "fulfilment", override: { reason: "trusted" } })
  expect(await dataOf(alone)).toMatchObject({ field: "override", rule: "approver" })
  const ask = { dealId, kindId: "override", reason: "please" } as const
  expect(await dataOf(shop.approvals.ask({ ...ask, kindId: "weather" }))).toMatchObject({ field: "kindId" })
  const late = shop.approvals.ask({ ...ask, expiresAt: "2020-01-01T00:00:00.000Z" })
  expect(await dataOf(late)).toMatchObject({ field: "expiresAt", rule: "over" })
  const row = {
    id: "deal_2",
    title: "Audit",
    stageId: "contact",
    clientId: null,
    ownerId: null,
    productId: null,
    amount: null,
    listAmount: null,
    openedOn: null,
    closedOn: null,
  } as const
  const stated = shop.deals.import({ sourceId: "paper", pipelineId: "servicesWithActs", rows: [row] })
  expect(await dataOf(stated)).toMatchObject({ field: "sourceId", known: ["old", "new"] })
  await shop.deals.setLines({
    dealId,
    currency: "RUB",
    lines: [{ kind: "service", quantity: "1", unitPriceMinor: 100 }],
  })
  expect(await dataOf(shop.deals.amend({ dealId, listAmount: rub(5) }))).toMatchObject({ field: "listAmount" })
})

it("why a deal is lost is no reason to move it back, and no part of a move to a stage that does not lose", async () => {
  const { shop } = await attack()
  await sold(shop)
  const because = { lostReasonId: "price" } as const
  expect(await refusal(shop.deals.move({ dealId, to: "contract", ...because }))).toMatchObject({ _tag: "MoveRefused" })
  const move = { dealId, to: "contract", reason: "They want other terms", ...because } as const
  const notLost = { field: "lostReasonId", rule: "notLost" }
  expect((await refusal(shop.deals.move(move))).data).toMatchObject(notLost)
  expect((await refusal(shop.deals.evaluate(move))).data).toMatchObject(notLost)
  const close = { type: "close", kind: "deal", to: "contract", reason: "They want other terms", ...because } as const
  const { lines } = await shop.runs.bulk({ action: close, ids: [dealId] })
  expect(lines).toMatchObject([{ outcome: "rejected", error: { _tag: "LostReasonRefused", data: notLost } }])
})

it("a rate is frozen anew where the amount was given in another currency since, and else once", async () => {
  const { shop } = await attack()
  await sold(shop)
  await shop.deals.amend({ dealId, amount: usd })
  const rateOf = (from: string, on = "2026-02-02") => ({ from, to: "RUB", rate: "90", on })
  const freeze = (from: string, on?: string) => shop.deals.freezeRate({ dealId, rate: rateOf(from, on) })
  expect((await refusal(freeze("USD", "2026-02-03"))).data).toMatchObject({ field: "rate.on", rule: "afterClose" })
  await freeze("USD")
  expect((await refusal(freeze("USD"))).data).toMatchObject({ field: "rate", rule: "frozen" })
  await shop.deals.amend({ dealId, amount: { ...usd, currency: "EUR" } })
  expect((await freeze("EUR")).deal.closeRate).toEqual(rateOf("EUR"))
})
