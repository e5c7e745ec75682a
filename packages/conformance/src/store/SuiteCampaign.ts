import type { CampaignPlan } from "@salesdept/core/loyalty"

/** An offer to everybody who has given a good answer, on the day of the answer. */
export const suiteCampaign = {
  name: { en: "Thanks for a good word", ru: "Спасибо за добрую оценку" },
  trigger: { on: "satisfaction", metric: "nps", from: 9, to: 10, afterDays: 0 },
  condition: null,
  action: { kind: "offer", offerTypeId: "freeAudit", cost: { amountMinor: 10_00, currency: "RUB" }, validDays: 14 },
  channelId: "mail",
  consentPurposeId: null,
  priority: 10,
  perClient: null,
  maxActions: null,
  budget: { amountMinor: 100_00, currency: "RUB" },
  holdout: null,
} satisfies CampaignPlan
