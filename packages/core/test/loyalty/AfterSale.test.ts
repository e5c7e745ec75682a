import { describe, expect, it } from "vitest"
import type { CampaignPlan } from "../../src/loyalty/CampaignSchema.ts"
import { attack, done } from "../attack.ts"
import type { Attack } from "../attack.ts"

const recommend: CampaignPlan = {
  name: { en: "Would you recommend us?", ru: "Порекомендуете нас?" },
  trigger: { on: "dealFinished", afterDays: 5 },
  condition: null,
  action: { kind: "recommendation" },
  channelId: null,
  consentPurposeId: null,
  priority: 1,
  perClient: null,
  maxActions: null,
  budget: null,
  holdout: null,
}

const started = async ({ shop }: Attack, id: `campaign_${string}` = "campaign_1"): Promise<void> => {
  await shop.campaigns.plan({ id, plan: recommend })
  await shop.campaigns.start({ campaignId: id })
}

const due = async ({ shop }: Attack, assigneeId?: string) => {
  const { actions } = await shop.loyalty.due(assigneeId === undefined ? {} : { assigneeId })
  return actions.map(({ campaignId, dealId, dueOn }) => `${campaignId} ${dealId} ${dueOn}`)
}

describe("what comes after a sale", () => {
  it("is not passed over where nobody ticked for half a year", async () => {
    const scene = await attack()
    await started(scene)
    await scene.dept.tick({ tenants: ["shop-17"] })
    await done(scene.shop)
    scene.at("2026-08-02")
    await scene.dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toEqual(["campaign_1 deal_1 2026-02-07"])
    await scene.dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toHaveLength(1)
  })

  it("is not passed over where another campaign is switched on before the late tick", async () => {
    const scene = await attack()
    await started(scene)
    await scene.dept.tick({ tenants: ["shop-17"] })
    await done(scene.shop)
    scene.at("2026-08-02")
    await started(scene, "campaign_2")
    await scene.dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toEqual(["campaign_1 deal_1 2026-02-07"])
  })

  it("is left alone once its days of grace are over and passes were made: a campaign looks back no further", async () => {
    const scene = await attack()
    await done(scene.shop)
    scene.at("2026-08-02")
    await started(scene)
    await scene.dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toEqual([])
  })

  it("is asked once though the client is merged into another", async () => {
    const scene = await attack()
    const { shop, at, dept } = scene
    await started(scene)
    await done(shop)
    at("2026-02-08")
    await dept.tick({ tenants: ["shop-17"] })
    await shop.clients.register({ id: "client_2", name: "A again" })
    await shop.clients.merge({ intoId: "client_2", fromId: "client_1" })
    at("2026-02-09")
    await dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toEqual(["campaign_1 deal_1 2026-02-07"])
  })

  it("goes with the deal to whoever has it after its owner has left", async () => {
    const scene = await attack()
    const { shop, at, dept } = scene
    const people = ["ann", "bob"].map((personId) => ({ id: `rep_${personId}`, personId, name: personId }) as const)
    await shop.reps.state({ rows: people.map((one) => ({ ...one, teamId: null, joinedOn: null, leftOn: null })) })
    await started(scene)
    await done(shop)
    at("2026-02-08")
    await dept.tick({ tenants: ["shop-17"] })
    expect([await due(scene, "ann"), await due(scene, "bob")].map(({ length }) => length)).toEqual([1, 0])
    await shop.control.offboard({ personId: "ann", restToId: "bob", leftOn: "2026-02-07" })
    expect([await due(scene, "ann"), await due(scene, "bob")].map(({ length }) => length)).toEqual([0, 1])
  })

  it("goes to the owner where the person whom a campaign names has left, before it was decided or after", async () => {
    const scene = await attack()
    const { shop, at, dept } = scene
    const people = ["ann", "bob"].map((personId) => ({ id: `rep_${personId}`, personId, name: personId }) as const)
    await shop.reps.state({ rows: people.map((one) => ({ ...one, teamId: null, joinedOn: null, leftOn: null })) })
    const action = { kind: "task", typeId: "call", dueInDays: 1, assigneeId: "bob" } as const
    for (const [id, afterDays] of [
      ["campaign_1", 5],
      ["campaign_2", 9],
    ] as const) {
      await shop.campaigns.plan({ id, plan: { ...recommend, action, trigger: { on: "dealFinished", afterDays } } })
      await shop.campaigns.start({ campaignId: id })
    }
    await done(shop)
    at("2026-02-08")
    await dept.tick({ tenants: ["shop-17"] })
    expect([await due(scene, "ann"), await due(scene, "bob")].map(({ length }) => length)).toEqual([0, 1])
    await shop.control.offboard({ personId: "bob", restToId: "ann", leftOn: "2026-02-07" })
    at("2026-02-12")
    await dept.tick({ tenants: ["shop-17"] })
    expect([await due(scene, "ann"), await due(scene, "bob")].map(({ length }) => length)).toEqual([2, 0])
    const decided = (await shop.dueActions.page({})).items.map(({ campaignId, assigneeId }) => [campaignId, assigneeId])
    expect(Object.fromEntries(decided)).toEqual({ campaign_1: "bob", campaign_2: "ann" })
  })

  it("comes of a sale of nothing too", async () => {
    const scene = await attack()
    const { shop, at, dept } = scene
    await started(scene)
    await done(shop)
    await shop.deals.amend({ dealId: "deal_1", amount: { amountMinor: 0, currency: "RUB" } })
    at("2026-02-08")
    await dept.tick({ tenants: ["shop-17"] })
    expect(await due(scene)).toHaveLength(1)
  })
})
