import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { RepId } from "../shared/Ids.ts"
import type { NextStep } from "./DialogSchema.ts"

/** Somebody committed to do something by a day. */
export type NextStepSet = DomainEvent<
  "NextStepSet",
  Pick<NextStep, "id" | "leadId" | "dealId" | "clientId" | "typeId" | "dueOn" | "ownerId">
>

/** It was done. */
export type NextStepCompleted = DomainEvent<"NextStepCompleted", Record<string, never>>

/** It was moved to another day. */
export type NextStepMoved = DomainEvent<"NextStepMoved", { readonly from: CalendarDate; readonly to: CalendarDate }>

/** Somebody else is to do it. */
export type NextStepAssigned = DomainEvent<"NextStepAssigned", { readonly ownerId: RepId }>

/** Everything that can happen to a next step. */
export type NextStepEvent = NextStepSet | NextStepCompleted | NextStepMoved | NextStepAssigned

/** Next steps as a kind of record. */
export const nextStepAggregate: Aggregate<
  NextStep,
  NextStepEvent,
  "dealId" | "leadId" | "clientId" | "ownerId" | "status" | "dueOn" | "moves"
> = {
  kind: "nextStep",
  indexes: ["dealId", "leadId", "clientId", "ownerId", "status", "dueOn", "moves"],
  indexKinds: { dueOn: "date", moves: "integer" },
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
      }
    }
    // Streams begin with NextStepSet: the write path numbers events, and rebuilds are verified.
    const step = { ...(before as NextStep), version, changedAt: occurredAt }
    if (event.type === "NextStepAssigned") return { ...step, ownerId: event.payload.ownerId }
    return event.type === "NextStepCompleted"
      ? { ...step, status: "done", doneAt: occurredAt }
      : { ...step, dueOn: event.payload.to, moves: step.moves + 1 }
  },
}
