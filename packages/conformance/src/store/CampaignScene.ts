import type { CampaignPlan } from "@salesdept/core/loyalty"
import type { Session } from "@salesdept/core/promise"
import { suiteCampaign } from "./SuiteCampaign.ts"

type ClientId = `client_${string}`

/** Clients who have just said that they would recommend us: what the suite's campaign waits for. */
export const praised = async (shop: Session, count: number, from = 1): Promise<ReadonlyArray<ClientId>> => {
  const ids = Array.from({ length: count }, (_, at): ClientId => `client_${from + at}`)
  for (const clientId of ids) {
    await shop.clients.register({ id: clientId, name: clientId })
    await shop.satisfaction.record({ clientId, metric: "nps", score: 10 })
  }
  return ids
}

/** By what the suite's campaigns are read. */
export const suiteDesign = { withinDays: 5, baselineShare: 0.1, minimumDifference: 0.2 } as const

/** Plans and starts the suite's campaign with some of its rule changed. */
export const startCampaign = async (shop: Session, id: `campaign_${string}`, own: Partial<CampaignPlan> = {}) => {
  await shop.campaigns.plan({ id, plan: { ...suiteCampaign, ...own } })
  await shop.campaigns.start({ campaignId: id, ...(own.holdout == null ? {} : { design: suiteDesign }) })
}

/** What a campaign has used: actions, reserved and used minor units. */
export const budgetOf = async (shop: Session, id: `campaign_${string}`) => {
  const campaign = await shop.campaigns.get(id)
  return [campaign?.actionCount, campaign?.reservedMinor, campaign?.usedMinor]
}
