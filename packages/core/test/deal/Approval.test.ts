import { expect, it } from "vitest"
import { approvalAggregate, coversDeal } from "../../src/deal/Approval.ts"
import { upcast } from "../../src/journal/EventVersions.ts"
import type { JournalEvent } from "../../src/journal/Event.ts"
import { rub } from "../attack.ts"

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
