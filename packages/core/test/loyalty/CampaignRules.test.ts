import { expect, it } from "vitest"
import type { CampaignPlan } from "../../src/loyalty/CampaignSchema.ts"
import { attack, attacked, refusal } from "../attack.ts"

const named = (id: string) => ({ id, name: { en: id, ru: id } })

const department = {
  ...attacked,
  customFields: [
    { of: "deal", key: "size", label: { en: "Size", ru: "Размер" }, kind: "choice", choices: [named("big")] },
  ] as const,
  base: { consentPurposes: [named("news")], nextStepTypes: [named("call")] },
}

const call: CampaignPlan = {
  name: { en: "Call again", ru: "Позвонить снова" },
  trigger: { on: "dialogOutcome", outcomeId: "agreed", afterDays: 1 },
  condition: {
    all: [
      { fact: "deal.custom.size", op: "is", value: "big" },
      { not: { fact: "deal.stageId", op: "is", value: "contact" } },
    ],
  },
  action: { kind: "task", typeId: "call", dueInDays: 3 },
  channelId: null,
  consentPurposeId: "news",
  priority: 1,
  perClient: null,
  maxActions: null,
  budget: null,
  holdout: null,
}

const paths = async (asked: Promise<unknown>) => {
  const { _tag, data } = await refusal(asked)
  expect(_tag).toBe("InputInvalid")
  return (data as { readonly problems: ReadonlyArray<{ path: string; code: string }> }).problems.map(
    ({ path, code }) => `${path} ${code}`,
  )
}

it("refuses a campaign for what the department does not have, all of it at once, when it is planned and when it is tried out", async () => {
  const { shop } = await attack(department)
  const wrong: CampaignPlan = {
    ...call,
    trigger: { on: "dialogOutcome", outcomeId: "agread", afterDays: 1 },
    condition: {
      any: [
        { fact: "deal.custom.sise", op: "is", value: "big" },
        { fact: "deal.stageId", op: "is", value: "kontakt" },
      ],
    },
    action: { kind: "repeatDeal", pipelineId: "repeat" },
    consentPurposeId: "offers",
  }
  const all = [
    "plan.trigger.outcomeId campaign.choiceUnknown",
    "plan.condition.any[0].fact condition.customUnknown",
    "plan.condition.any[1].value condition.choiceUnknown",
    "plan.action.pipelineId campaign.choiceUnknown",
    "plan.consentPurposeId campaign.choiceUnknown",
  ]
  expect(await paths(shop.campaigns.plan({ plan: wrong }))).toEqual(all)
  expect(await paths(shop.loyalty.simulate({ plan: wrong, from: "2026-01-01", to: "2026-02-01" }))).toEqual(all)
  const task = { ...call, action: { kind: "task", typeId: "visit", dueInDays: 3 } } as const
  expect(await paths(shop.campaigns.plan({ plan: task }))).toEqual(["plan.action.typeId campaign.choiceUnknown"])
  const { messages } = await refusal(shop.campaigns.plan({ plan: task }))
  expect(messages.ru).toContain("нет в списке отдела: visit; есть call")
})

it("does not switch on a campaign for what the department has no more, and goes on with one that is on", async () => {
  const { shop } = await attack(department)
  for (const id of ["campaign_1", "campaign_2"] as const) await shop.campaigns.plan({ id, plan: call })
  await shop.campaigns.start({ campaignId: "campaign_1" })
  await shop.department.publish({ ...department, customFields: [] })
  const gone = ["plan.condition.all[0].fact condition.customUnknown"]
  expect(await paths(shop.campaigns.start({ campaignId: "campaign_2" }))).toEqual(gone)
  // What is stated at every start of a host changes nothing.
  expect((await shop.campaigns.plan({ id: "campaign_2", plan: call })).events).toEqual([])
  expect((await shop.loyalty.run()).failedClientIds).toEqual([])
  expect((await shop.campaigns.get("campaign_1"))?.status).toBe("on")
})
