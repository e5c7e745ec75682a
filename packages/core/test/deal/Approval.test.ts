import { expect, it } from "vitest"
import { approvalAggregate, coversDeal } from "../../src/deal/Approval.ts"
import { upcast } from "../../src/journal/EventVersions.ts"
import type { JournalEvent } from "../../src/journal/Event.ts"
import { attack, refusal, rub, sold } from "../attack.ts"

it("an approval that was asked for before its terms were kept holds for the deal, as it did", () => {
  const asked = {
    id: "approval_1",
    dealId: "deal_1",
    kindId: "discount",
    askedBy: "ann",
    askedOf: null,
    expiresAt: null,
  }
  const row = { type: "ApprovalAsked", typeVersion: 1, payload: asked } as unknown as JournalEvent
  const { payload, typeVersion } = upcast(approvalAggregate, row)
  expect([payload, typeVersion]).toEqual([{ ...asked, terms: null }, 2])
  expect(coversDeal({ terms: null }, { amount: rub(1), listAmount: rub(100) })).toBe(true)
})

it.each([
  ["nothing, where there was no amount and is one", null, rub(1), false],
  ["nothing, where there was an amount and is none", rub(1), null, false],
  ["the deal without an amount", null, null, true],
  ["nothing of nothing", rub(0), rub(0), true],
])("an approval is of %s", (_name, before, after, isCovered) => {
  const terms = { stageId: "proposal", amount: before, listAmount: null }
  expect(coversDeal({ terms }, { amount: after, listAmount: null })).toBe(isCovered)
})

it("what was granted is taken back by who granted it, or has the role, until an override has used it", async () => {
  const { shop, as } = await attack()
  await sold(shop)
  const head = as("user:head", ["head"])
  const granted = async (id: `approval_${string}`) => {
    await shop.approvals.ask({ id, dealId: "deal_1", kindId: "override", reason: "The director called" })
    await head.approvals.grant({ approvalId: id })
    return { approvalId: id }
  }
  const first = await granted("approval_1")
  const rulesOf = async (named: { readonly approvalId: `approval_${string}` }) => {
    const tries = [shop, as("user:7"), head].map((session) => refusal(session.approvals.refuse(named)))
    return (await Promise.all(tries)).map(({ data }) => "rule" in data && data.rule)
  }
  expect((await refusal(shop.approvals.refuse(first))).data).toMatchObject({ rule: "own" })
  expect((await refusal(as("user:7").approvals.refuse(first))).data).toMatchObject({ rule: "role" })
  await head.approvals.refuse({ ...first, comment: "He did not" })
  const move = { dealId: "deal_1", to: "fulfilment" } as const
  const override = { reason: "The director called", ...first }
  expect((await refusal(shop.deals.move({ ...move, override }))).data).toMatchObject({ rule: "approval" })
  const second = await granted("approval_2")
  await as("user:other", ["head"]).approvals.refuse(second)
  const third = await granted("approval_3")
  await shop.deals.move({ ...move, override: { ...override, ...third } })
  expect(await rulesOf(third)).toEqual(["decided", "decided", "decided"])
})
