import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { CampaignId } from "../shared/Ids.ts"
import type { Campaign, CampaignPlan } from "./CampaignSchema.ts"

/** A campaign's rule was stated, or stated anew. */
export type CampaignPlanned = DomainEvent<"CampaignPlanned", { readonly id: CampaignId; readonly plan: CampaignPlan }>

/** It was switched on; the day on which it was first. */
export type CampaignStarted = DomainEvent<"CampaignStarted", { readonly startedOn: CalendarDate }>

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
export type CampaignEvent = CampaignPlanned | CampaignStarted | CampaignPaused | CampaignEnded | CampaignUsed

/** Campaigns as a kind of record. */
export const campaignAggregate: Aggregate<Campaign, CampaignEvent, "status"> = {
  kind: "campaign",
  indexes: ["status"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "CampaignPlanned") {
      const { id, plan } = event.payload
      const nothingYet = { startedOn: null, actionCount: 0, reservedMinor: 0, usedMinor: 0 }
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

/** What is left of a campaign's budget, minor units; 0 where it has none. */
export const budgetLeftMinor = ({
  plan,
  reservedMinor,
  usedMinor,
}: Pick<Campaign, "plan" | "reservedMinor" | "usedMinor">) =>
  plan.budget === null ? 0 : plan.budget.amountMinor - reservedMinor - usedMinor
