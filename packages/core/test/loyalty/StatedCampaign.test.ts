import { describe, expect, it } from "vitest"
import { memory, presets, salesDept } from "../../src/promise/index.ts"

const word = {
  name: { en: "A word for others", ru: "Просьба о рекомендации" },
  trigger: { on: "dealFinished", afterDays: 14 },
  action: { kind: "recommendation" },
  channelId: null,
  consentPurposeId: null,
} as const

const free = { condition: null, priority: 500, perClient: null, maxActions: null, budget: null, holdout: null }

describe("a campaign's rule", () => {
  it("has no condition, no limit and no holdout where nothing is said of them, and is the same as where that is said", async () => {
    const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
    const dept = await salesDept({ store: memory(), department })
    const shop = dept.tenant("shop").as("user:1")
    const { campaign } = await shop.campaigns.plan({ id: "campaign_word", plan: word })
    expect(campaign.plan).toEqual({ ...word, ...free })
    expect((await shop.campaigns.plan({ id: "campaign_word", plan: { ...word, ...free } })).events).toEqual([])
    const tried = { from: "2026-03-01", to: "2026-03-31" }
    expect(await shop.loyalty.simulate({ plan: word, ...tried })).toEqual(
      await shop.loyalty.simulate({ plan: { ...word, ...free }, ...tried }),
    )
    await dept.close()
  })

  it("of an offer still needs a budget", async () => {
    const dept = await salesDept({ store: memory() })
    const offer = {
      kind: "offer",
      offerTypeId: "ten",
      cost: { amountMinor: 1, currency: "RUB" },
      validDays: 1,
    } as const
    const planned = dept
      .tenant("shop")
      .as("user:1")
      .campaigns.plan({ plan: { ...word, action: offer } })
    await expect(planned).rejects.toMatchObject({ data: { problems: [{ path: "plan", code: "campaign.budget" }] } })
    await dept.close()
  })
})
