import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { BulkRun, RunChunk } from "./RunSchema.ts"

/** An import or a bulk command began. */
export type RunStarted = DomainEvent<"RunStarted", Pick<BulkRun, "id" | "action" | "sourceId">>
/** Its last part was written. */
export type RunFinished = DomainEvent<"RunFinished", Record<string, never>>
/** It was taken back. */
export type RunReverted = DomainEvent<"RunReverted", Record<string, never>>
/** Everything that can happen to a run. */
export type RunEvent = RunStarted | RunFinished | RunReverted

/** Imports and bulk commands as a kind of record. */
export const runAggregate: Aggregate<BulkRun, RunEvent, "action" | "status" | "sourceId" | "startedAt"> = {
  kind: "bulkRun",
  indexes: ["action", "status", "sourceId", "startedAt"],
  indexKinds: { startedAt: "instant" },
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "RunStarted") {
      const { payload } = event
      return { ...payload, ...common, status: "recording", startedAt: occurredAt, finishedAt: null, revertedAt: null }
    }
    // Streams begin with RunStarted: the write path numbers events, and rebuilds are verified.
    const run = { ...(before as BulkRun), ...common }
    return event.type === "RunFinished"
      ? { ...run, status: "done", finishedAt: occurredAt }
      : { ...run, status: "reverted", revertedAt: occurredAt }
  },
}

/** A part of a run was written. */
export type ChunkRecorded = DomainEvent<"ChunkRecorded", Pick<RunChunk, "id" | "runId" | "entries" | "answer">>
/** A part of a run was taken back. */
export type ChunkReverted = DomainEvent<"ChunkReverted", Record<string, never>>
/** Everything that can happen to a part of a run. */
export type ChunkEvent = ChunkRecorded | ChunkReverted

/** Parts of runs as a kind of record. */
export const chunkAggregate: Aggregate<RunChunk, ChunkEvent, "runId"> = {
  kind: "runChunk",
  indexes: ["runId"],
  evolve: (before, event, { version, occurredAt }) => {
    const common = { version, textsVersion: 0, changedAt: occurredAt }
    if (event.type === "ChunkRecorded") return { ...event.payload, ...common, revertedAt: null }
    // Streams begin with ChunkRecorded: the write path numbers events, and rebuilds are verified.
    return { ...(before as RunChunk), ...common, revertedAt: occurredAt }
  },
}
