import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Plan } from "./PlanSchema.ts"

/** A plan was published, or replaced by a later version of itself. */
export type PlanPublished = DomainEvent<"PlanPublished", Pick<Plan, "id" | "currency" | "targets">>

/** Plans as a kind of record: one event per version. */
export const planAggregate: Aggregate<Plan, PlanPublished, never> = {
  kind: "plan",
  indexes: [],
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
