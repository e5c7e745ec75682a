import { expect, it } from "vitest"
import { any, fact } from "../../src/deal/ConditionBuilder.ts"
import { compileCondition } from "../../src/deal/ConditionVerdict.ts"
import { grantedOtherwise } from "../../src/deal/GrantedOtherwise.ts"
import { unmetText } from "../../src/deal/UnmetText.ts"
import { rub } from "../attack.ts"

it("tells of an approval with other terms wherever one is asked for, and of none of another kind", () => {
  const rule = compileCondition(any(fact("deal.discountPercent").atMost(20), fact("approvals.granted").has("discount")))
  const [deal, stageId] = [{ amount: rub(75), listAmount: null }, "proposal"]
  const granted = (["discount", "legal"] as const).map((kindId, at) =>
    grantedOtherwise({ id: `approval_${at}`, kindId }, { stageId, amount: null, listAmount: null }, deal),
  )
  const facts = { "deal.discountPercent": 25, "approvals.granted": [], grantedOtherwise: granted }
  const [unmet] = rule(facts).unmet
  if (unmet === undefined) return expect.fail("it is not met")
  const { en, ru } = unmetText({ ...unmet, gate: "entry", stageId })
  expect(en).toMatch(/\(approval_0 was granted for no amount, the deal is now ₽0.75\)$/)
  expect(ru).toMatch(/\(approval_0 согласовано на условиях: без суммы, а сейчас в сделке: 0,75.₽\)$/)
})
