import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CampaignId } from "../shared/Ids.ts"
import type { CampaignOutcomesDesign } from "./CampaignDesign.ts"
import type { Campaign, CampaignPlan, StatedCampaignPlan } from "./CampaignSchema.ts"

/** A campaign's rule was stated, or stated anew. */
export type CampaignPlanned = DomainEvent<"CampaignPlanned", { readonly id: CampaignId; readonly plan: CampaignPlan }>

/** It was switched on; the day on which it was first. */
export type CampaignStarted = DomainEvent<"CampaignStarted", { readonly startedOn: CalendarDate }>

/** By what its effect is read from now on. */
export type CampaignDesigned = DomainEvent<"CampaignDesigned", CampaignOutcomesDesign>

/** It was switched off for a time. */
export type CampaignPaused = DomainEvent<"CampaignPaused", Record<string, never>>

/** It is over. */
export type CampaignEnded = DomainEvent<"CampaignEnded", Record<string, never>>

/** What it has used has changed: by so many actions, by so much of the budget. */
export type CampaignUsed = DomainEvent<
  "CampaignUsed",
  { readonly actions: number; readonly reservedMinor: number; readonly usedMinor: number }
>

/** Everything that can happen to a campaign. */
export type CampaignEvent =
  | CampaignPlanned
  | CampaignStarted
  | CampaignDesigned
  | CampaignPaused
  | CampaignEnded
  | CampaignUsed

/**
 * A campaign's rule with what was left out of it: no limit, nobody let alone, in the middle of all others.
 *
 * @internal
 */
export const campaignPlanOf = (stated: StatedCampaignPlan): CampaignPlan => {
  const {
    condition = null,
    priority = 500,
    perClient = null,
    maxActions = null,
    budget = null,
    holdout = null,
  } = stated
  return { ...stated, condition, priority, perClient, maxActions, budget, holdout }
}

/**
 * Whether a campaign counts what it uses: where there is no limit, all its actions need not write the one record.
 *
 * @internal
 */
export const isCounted = ({ maxActions, budget }: CampaignPlan): boolean => maxActions !== null || budget !== null

/** Campaigns as a kind of record. */
export const campaignAggregate: Aggregate<Campaign, CampaignEvent, "status"> = {
  kind: "campaign",
  indexes: ["status"],
  isKeptBeside: true,
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "CampaignPlanned") {
      const { id, plan } = event.payload
      const nothingYet = { startedOn: null, design: null, actionCount: 0, reservedMinor: 0, usedMinor: 0 }
      return {
        ...nothingYet,
        ...before,
        id,
        plan,
        status: before?.status ?? "draft",
        version,
        textsVersion: 0,
        changedAt: occurredAt,
      }
    }
    // Streams begin with CampaignPlanned: the write path numbers events, and rebuilds are verified.
    const campaign = { ...(before as Campaign), version, changedAt: occurredAt }
    switch (event.type) {
      case "CampaignStarted":
        return { ...campaign, status: "on", startedOn: event.payload.startedOn }
      case "CampaignDesigned":
        return { ...campaign, design: event.payload }
      case "CampaignPaused":
        return { ...campaign, status: "paused" }
      case "CampaignEnded":
        return { ...campaign, status: "ended" }
      case "CampaignUsed":
        return {
          ...campaign,
          actionCount: campaign.actionCount + event.payload.actions,
          reservedMinor: campaign.reservedMinor + event.payload.reservedMinor,
          usedMinor: campaign.usedMinor + event.payload.usedMinor,
        }
    }
  },
}

/**
 * What is left of a campaign's budget; 0 where it has none.
 *
 * @param campaign - its plan, and what is reserved by open offers and used by accepted ones, minor units of the budget
 * @returns minor units of the budget; below 0 where a lower budget was stated later
 * @example
 * ```ts
 * import type { CampaignPlan } from "@salesdept/core/loyalty/campaigns"
 * import { budgetLeftMinor } from "@salesdept/core/loyalty/campaigns"
 *
 * const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
 * const free = { condition: null, consentPurposeId: null, perClient: null, maxActions: null, holdout: null }
 * const plan: CampaignPlan = {
 *   name: { en: "Free audit", ru: "Бесплатный аудит" },
 *   trigger: { on: "dealFinished", afterDays: 30 },
 *   action: { kind: "offer", offerTypeId: "audit", cost: rub(5_000_00), validDays: 14 },
 *   channelId: "call",
 *   priority: 10,
 *   budget: rub(100_000_00),
 *   ...free,
 * }
 * budgetLeftMinor({ plan, reservedMinor: 15_000_00, usedMinor: 20_000_00 }) // 6500000
 * ```
 */
export const budgetLeftMinor = ({
  plan,
  reservedMinor,
  usedMinor,
}: Pick<Campaign, "plan" | "reservedMinor" | "usedMinor">) =>
  plan.budget === null ? 0 : plan.budget.amountMinor - reservedMinor - usedMinor
