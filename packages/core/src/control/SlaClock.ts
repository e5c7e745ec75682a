import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Instant } from "../shared/Instant.ts"
import type { SlaPolicy } from "./SlaPolicy.ts"
import { slaTimes } from "./SlaPolicy.ts"
import type { FiredRung, SlaClock } from "./SlaSchema.ts"

type Started = Omit<
  SlaClock,
  keyof RecordState | "remindedAt" | "breachedAt" | "fired" | "status" | "stoppedAt" | "nextAt"
> &
  Pick<SlaClock, "id">

/** A client waits for an answer. */
export type ClockStarted = DomainEvent<"ClockStarted", Started>

/** Somebody is to be reminded that the agreed time is running out. */
export type ClockReminded = DomainEvent<"ClockReminded", Record<string, never>>

/** The agreed time ran out. */
export type ClockBreached = DomainEvent<"ClockBreached", { readonly breachedAt: Instant }>

/** A rung of the ladder fired. */
export type RungFired = DomainEvent<"RungFired", FiredRung>

/** The client was answered, or the record's work ended. */
export type ClockStopped = DomainEvent<"ClockStopped", { readonly stoppedAt: Instant }>

/** It was looked at, and the client still waits. */
export type ClockWatched = DomainEvent<"ClockWatched", { readonly nextAt: Instant }>

/** Everything that can happen to a clock. */
export type SlaClockEvent = ClockStarted | ClockReminded | ClockBreached | RungFired | ClockStopped | ClockWatched

/** What is due next of a clock that runs; null where everything has happened. */
export const nextOf = ({ remindAt, remindedAt, dueAt, breachedAt, rungs, fired }: SlaClock): Instant | null => {
  if (breachedAt === null) return remindAt !== null && remindedAt === null ? remindAt : dueAt
  const done = new Set(fired.map(({ rungId }) => rungId))
  return rungs.find(({ rungId }) => !done.has(rungId))?.at ?? null
}

const later = (left: Instant, right: Instant | null | undefined): Instant =>
  right !== null && right !== undefined && right > left ? right : left

/** The times of a clock, none before its start agreed on them: an hour that has become a holiday since does not count. */
export const timesInForce = (
  { startedAt, kind, remindAt, dueAt, rungs }: SlaClock,
  sla: SlaPolicy | undefined,
  timeZone: string,
): Pick<SlaClock, "remindAt" | "dueAt" | "rungs"> => {
  const now = sla === undefined ? null : slaTimes(startedAt, kind, sla, timeZone)
  return {
    remindAt: remindAt === null ? null : later(remindAt, now?.remindAt),
    dueAt: later(dueAt, now?.dueAt),
    rungs: rungs.map(({ rungId, at }) => ({
      rungId,
      at: later(at, now?.rungs.find((rung) => rung.rungId === rungId)?.at),
    })),
  }
}

/** Clocks as a kind of record. */
export const slaClockAggregate: Aggregate<SlaClock, SlaClockEvent, "subjectId" | "kind" | "status" | "nextAt"> = {
  kind: "slaClock",
  indexes: ["subjectId", "kind", "status", "nextAt"],
  indexKinds: { nextAt: "instant" },
  ownership: {
    first: [
      {
        through: "subjectId",
        kinds: [
          { kind: "deal", field: "ownerId" },
          { kind: "client", field: "ownerId" },
          { kind: "lead", field: "ownerId" },
        ],
      },
    ],
  },
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "ClockStarted") {
      const { remindAt, dueAt } = event.payload
      const fresh = { remindedAt: null, breachedAt: null, fired: [], status: "running", stoppedAt: null } as const
      return { ...event.payload, ...common, ...fresh, nextAt: remindAt ?? dueAt }
    }
    // Streams begin with ClockStarted: the write path numbers events, and rebuilds are verified.
    const clock = { ...(before as SlaClock), ...common }
    const moved = (after: SlaClock): SlaClock => ({ ...after, nextAt: nextOf(after) })
    switch (event.type) {
      case "ClockReminded":
        return { ...clock, remindedAt: occurredAt, nextAt: clock.dueAt }
      case "ClockBreached":
        return moved({ ...clock, breachedAt: event.payload.breachedAt })
      case "RungFired":
        return moved({ ...clock, fired: [...clock.fired, event.payload] })
      case "ClockStopped":
        return { ...clock, status: "stopped", stoppedAt: event.payload.stoppedAt, nextAt: null }
      case "ClockWatched":
        return { ...clock, nextAt: event.payload.nextAt }
    }
  },
}
