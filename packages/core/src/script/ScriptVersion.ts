import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ScriptVersion, ScriptVersionStatus } from "./ScriptSchema.ts"

/** A version was written. */
export type ScriptVersionDrafted = DomainEvent<
  "ScriptVersionDrafted",
  Pick<ScriptVersion, "id" | "scriptId" | "number" | "steps" | "basedOnId" | "proposalIds" | "authorId">
>

/** It was handed over for review, approved, sent back to its author, or retired. */
export type ScriptVersionMoved = DomainEvent<
  "ScriptVersionMoved",
  { readonly to: ScriptVersionStatus; readonly by: string }
>

/** Everything that can happen to a version. */
export type ScriptVersionEvent = ScriptVersionDrafted | ScriptVersionMoved

/** From which status a version may come to each. An approved version is never written again, only retired. */
export const versionMoves: { readonly [To in ScriptVersionStatus]: ReadonlyArray<ScriptVersionStatus> } = {
  draft: ["review"],
  review: ["draft"],
  // A version that was in force may be brought back.
  approved: ["review", "retired"],
  retired: ["draft", "review", "approved"],
}

/** Versions of scripts as a kind of record. */
export const scriptVersionAggregate: Aggregate<ScriptVersion, ScriptVersionEvent, "scriptId" | "status"> = {
  kind: "scriptVersion",
  indexes: ["scriptId", "status"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ScriptVersionDrafted") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "draft",
        approvedBy: null,
        approvedAt: null,
        retiredAt: null,
      }
    }
    // Streams begin with ScriptVersionDrafted: the write path numbers events, and rebuilds are verified.
    const moved = { ...(before as ScriptVersion), version, changedAt: occurredAt, status: event.payload.to }
    if (event.payload.to === "approved")
      return { ...moved, approvedBy: event.payload.by, approvedAt: occurredAt, retiredAt: null }
    return event.payload.to === "retired" ? { ...moved, retiredAt: occurredAt } : moved
  },
}
