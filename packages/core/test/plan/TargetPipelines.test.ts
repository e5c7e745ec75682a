import { expect, it } from "vitest"
import { memory, salesDept } from "../../src/promise/index.ts"
import type { Session } from "../../src/promise/index.ts"
import { attack, refusal } from "../attack.ts"

const target = { measure: "wonMinor", period: "2026-Q1", value: 1_000_00 }

const drafted = async (shop: Session) => {
  const measures = [{ id: "wonMinor", kind: "money", credit: "wonMoney" }] as const
  const { plan } = await shop.plans.open({ name: "Plan", currency: "RUB", measures })
  return shop.plans.draft({
    planId: plan.id,
    baseline: "original",
    effectiveFrom: "2026-01-01",
    targets: [
      target,
      { ...target, pipelineId: "servicesWithActs" },
      { ...target, pipelineId: "servicesWithAct" },
      { ...target, measure: "calls", pipelineId: "repeat" },
    ],
  })
}

it("refuses targets of pipelines that the department does not have, with everything else that is wrong, and says which there are", async () => {
  const { shop } = await attack()
  const { _tag, data, messages } = await refusal(drafted(shop))
  expect(_tag).toBe("TargetsRefused")
  expect(data).toMatchObject({
    faults: [
      { index: 3, rule: "measureUnknown" },
      { index: 2, rule: "pipelineUnknown" },
      { index: 3, rule: "pipelineUnknown" },
    ],
  })
  expect(messages.en).toContain("targets[2]: the department has no such pipeline, there are servicesWithActs")
  expect(messages.ru).toContain("targets[2]: в отделе нет такой воронки, есть servicesWithActs")
})

it("takes any pipeline while nobody has said which there are", async () => {
  const dept = await salesDept({ store: memory() })
  const { data } = await refusal(drafted(dept.tenant("shop-17").as("user:42")))
  expect(data).toMatchObject({ faults: [{ index: 3, rule: "measureUnknown" }] })
})
