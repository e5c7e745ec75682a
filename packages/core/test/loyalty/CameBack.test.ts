import { expect, it } from "vitest"
import { attack, done, sold } from "../attack.ts"

const plan = {
  name: { en: "Thanks", ru: "Спасибо" },
  trigger: { on: "dealFinished", afterDays: 0 },
  action: { kind: "satisfaction", metric: "nps" },
  channelId: null,
  consentPurposeId: null,
} as const
const design = { withinDays: 30, baselineShare: 0.2, minimumDifference: 0.1 }
const campaignId = "campaign_1"

it("who was turned to on the day on which a deal was won and finished has not come back by that deal", async () => {
  const { shop, at } = await attack()
  await shop.campaigns.plan({ id: campaignId, plan })
  await shop.campaigns.start({ campaignId, design })
  await done(shop)
  expect((await shop.loyalty.decide({ clientId: "client_1" })).actions).toHaveLength(1)
  at("2026-04-01")
  expect(await shop.campaigns.outcomes({ campaignId })).toMatchObject({ treated: { clientCount: 1, cameBackCount: 0 } })
})

it("another deal of the same day is one by which the client came back", async () => {
  const { shop, at } = await attack()
  await shop.campaigns.plan({ id: campaignId, plan })
  await shop.campaigns.start({ campaignId, design })
  await done(shop)
  await shop.loyalty.decide({ clientId: "client_1" })
  await sold(shop, "deal_2")
  at("2026-04-01")
  expect(await shop.campaigns.outcomes({ campaignId })).toMatchObject({ treated: { clientCount: 1, cameBackCount: 1 } })
})
