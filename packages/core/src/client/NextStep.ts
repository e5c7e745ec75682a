import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { NextStep } from "./DialogSchema.ts"
import { subjectOwners } from "./SubjectOwners.ts"

/** Somebody committed to do something by a day. */
export type NextStepSet = DomainEvent<
  "NextStepSet",
  Pick<NextStep, "id" | "leadId" | "dealId" | "clientId" | "typeId" | "dueOn" | "ownerId" | "remindAt">
>

/** It was done. */
export type NextStepCompleted = DomainEvent<"NextStepCompleted", { readonly outcomeId: string | null }>

/** It was called off. */
export type NextStepCancelled = DomainEvent<"NextStepCancelled", Record<string, never>>

/** It was moved to another day. */
export type NextStepMoved = DomainEvent<
  "NextStepMoved",
  { readonly from: CalendarDate; readonly to: CalendarDate; readonly remindAt: Instant | null }
>

/** Somebody else is to do it. */
export type NextStepAssigned = DomainEvent<"NextStepAssigned", { readonly ownerId: RepId }>

/** The moment to remind its owner came; whoever delivers reminders reads this event. */
export type NextStepReminded = DomainEvent<
  "NextStepReminded",
  { readonly ownerId: RepId; readonly dueOn: CalendarDate }
>

/** Everything that can happen to a next step. */
export type NextStepEvent =
  | NextStepSet
  | NextStepCompleted
  | NextStepCancelled
  | NextStepMoved
  | NextStepAssigned
  | NextStepReminded

/** Next steps as a kind of record. */
export const nextStepAggregate: Aggregate<
  NextStep,
  NextStepEvent,
  "dealId" | "leadId" | "clientId" | "ownerId" | "status" | "dueOn" | "moves" | "remindAt" | "doneAt"
> = {
  kind: "nextStep",
  indexes: ["dealId", "leadId", "clientId", "ownerId", "status", "dueOn", "moves", "remindAt", "doneAt"],
  indexKinds: { dueOn: "date", moves: "integer", remindAt: "instant", doneAt: "instant" },
  ownership: { field: "ownerId", about: subjectOwners },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "NextStepSet") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "open",
        moves: 0,
        doneAt: null,
        outcomeId: null,
      }
    }
    // Streams begin with NextStepSet: the write path numbers events, and rebuilds are verified.
    const step = { ...(before as NextStep), version, changedAt: occurredAt }
    switch (event.type) {
      case "NextStepCompleted":
        return { ...step, status: "done", doneAt: occurredAt, remindAt: null, outcomeId: event.payload.outcomeId }
      case "NextStepCancelled":
        return { ...step, status: "cancelled", doneAt: occurredAt, remindAt: null }
      case "NextStepMoved":
        return { ...step, dueOn: event.payload.to, remindAt: event.payload.remindAt, moves: step.moves + 1 }
      case "NextStepAssigned":
        return { ...step, ownerId: event.payload.ownerId }
      case "NextStepReminded":
        return { ...step, remindAt: null }
    }
  },
}
