import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Complaint, Milestone, SatisfactionAnswer } from "./SignalSchema.ts"

type Stated<State extends RecordState, Later extends keyof State = never> = Omit<
  State,
  Exclude<keyof RecordState, "id"> | Later
>

/** A day that matters to a client became known. */
export type MilestoneSet = DomainEvent<"MilestoneSet", Stated<Milestone, "cancelledAt">>

/** It is another day. */
export type MilestoneMoved = DomainEvent<"MilestoneMoved", { readonly fallsOn: CalendarDate }>

/** It was called off. */
export type MilestoneCancelled = DomainEvent<"MilestoneCancelled", Record<string, never>>

/** Milestones as a kind of record. */
export const milestoneAggregate: Aggregate<Milestone, MilestoneSet | MilestoneMoved | MilestoneCancelled, "clientId"> =
  {
    kind: "milestone",
    indexes: ["clientId"],
    ownership: { through: "clientId", kind: "client", field: "ownerId" },
    evolve: (before, event, { version, occurredAt }) => {
      if (event.type === "MilestoneSet") {
        return { ...event.payload, cancelledAt: null, version, textsVersion: 0, changedAt: occurredAt }
      }
      // Streams begin with MilestoneSet.
      const milestone = { ...(before as Milestone), version, changedAt: occurredAt }
      return event.type === "MilestoneMoved"
        ? { ...milestone, fallsOn: event.payload.fallsOn, cancelledAt: null }
        : { ...milestone, cancelledAt: occurredAt }
    },
  }

/** A client answered. */
export type SatisfactionAnswered = DomainEvent<"SatisfactionAnswered", Stated<SatisfactionAnswer, "answeredAt">>

/** Answers about satisfaction as a kind of record. */
export const satisfactionAnswerAggregate: Aggregate<SatisfactionAnswer, SatisfactionAnswered, "clientId" | "dealId"> = {
  kind: "satisfactionAnswer",
  indexes: ["clientId", "dealId"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
    answeredAt: occurredAt,
  }),
}

/** A client complained. */
export type ComplaintOpened = DomainEvent<"ComplaintOpened", Stated<Complaint, "openedAt" | "resolvedAt">>

/** It was settled with the client. */
export type ComplaintResolved = DomainEvent<"ComplaintResolved", Record<string, never>>

/** Complaints as a kind of record. */
export const complaintAggregate: Aggregate<Complaint, ComplaintOpened | ComplaintResolved, "clientId" | "dealId"> = {
  kind: "complaint",
  indexes: ["clientId", "dealId"],
  ownership: { through: "clientId", kind: "client", field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) =>
    event.type === "ComplaintOpened"
      ? { ...event.payload, openedAt: occurredAt, resolvedAt: null, version, textsVersion: 0, changedAt: occurredAt }
      : // Streams begin with ComplaintOpened.
        { ...(before as Complaint), resolvedAt: occurredAt, version, changedAt: occurredAt },
}
