import type { Aggregate } from "../journal/Aggregate.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { HandOver } from "./HandOverSchema.ts"

/** Records changed hands. */
export type RecordsHandedOver = DomainEvent<
  "RecordsHandedOver",
  Omit<HandOver, keyof RecordState | "status" | "handedAt" | "undoneAt" | "keptIds"> & Pick<HandOver, "id">
>

/** They were taken back, but for those that had changed hands again. */
export type RecordsHandedBack = DomainEvent<"RecordsHandedBack", { readonly keptIds: ReadonlyArray<string> }>

/** Everything that can happen to a change of hands. */
export type HandOverEvent = RecordsHandedOver | RecordsHandedBack

/** Changes of hands as a kind of record. */
export const handOverAggregate: Aggregate<HandOver, HandOverEvent, "cause" | "personId" | "status" | "nextReturnAt"> = {
  kind: "handOver",
  indexes: ["cause", "personId", "status", "nextReturnAt"],
  indexKinds: { nextReturnAt: "instant" },
  ownership: { field: "personId" },
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "RecordsHandedOver") {
      return { ...event.payload, ...common, status: "done", handedAt: occurredAt, undoneAt: null, keptIds: [] }
    }
    // Streams begin with RecordsHandedOver: the write path numbers events, and rebuilds are verified.
    const { keptIds } = event.payload
    return { ...(before as HandOver), ...common, status: "undone", nextReturnAt: null, undoneAt: occurredAt, keptIds }
  },
}
