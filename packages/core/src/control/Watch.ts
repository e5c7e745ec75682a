import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlDay, ControlWatch } from "./WatchSchema.ts"

/** The watch began, or was changed. */
export type WatchSet = DomainEvent<
  "WatchSet",
  Pick<ControlWatch, "id" | "everyMinutes" | "assignsLeads" | "seenUntil" | "nextSweepAt" | "nextDayAt">
>

/** A round was made. */
export type WatchSwept = DomainEvent<"WatchSwept", { readonly seenUntil: Instant; readonly nextSweepAt: Instant }>

/** A day was counted. */
export type WatchDayClosed = DomainEvent<"WatchDayClosed", { readonly nextDayAt: Instant }>

/** The watch rests. */
export type WatchRested = DomainEvent<"WatchRested", Record<string, never>>

/** Everything that can happen to the watch. */
export type ControlWatchEvent = WatchSet | WatchSwept | WatchDayClosed | WatchRested

/** The watch as a kind of record. */
export const controlWatchAggregate: Aggregate<ControlWatch, ControlWatchEvent, "nextSweepAt" | "nextDayAt"> = {
  kind: "controlWatch",
  indexes: ["nextSweepAt", "nextDayAt"],
  indexKinds: { nextSweepAt: "instant", nextDayAt: "instant" },
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "WatchSet") return { ...event.payload, ...common }
    // Streams begin with WatchSet: the write path numbers events, and rebuilds are verified.
    const watch = { ...(before as ControlWatch), ...common }
    if (event.type === "WatchRested") return { ...watch, nextSweepAt: null, nextDayAt: null }
    return { ...watch, ...event.payload }
  },
}

/** A person's day was counted. */
export type DayCounted = DomainEvent<"DayCounted", Omit<ControlDay, keyof RecordState> & Pick<ControlDay, "id">>

/** Counted days as a kind of record. */
export const controlDayAggregate: Aggregate<ControlDay, DayCounted, "day" | "personId" | "needing"> = {
  kind: "controlDay",
  indexes: ["day", "personId", "needing"],
  indexKinds: { day: "date", needing: "integer" },
  ownership: { field: "personId" },
  evolve: (_before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: 0,
    changedAt: occurredAt,
  }),
}
