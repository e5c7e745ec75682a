import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Script, ScriptVersionId } from "./ScriptSchema.ts"

/** A script was begun. */
export type ScriptCreated = DomainEvent<
  "ScriptCreated",
  Pick<Script, "id" | "pipelineId" | "stageId" | "segmentId" | "language" | "ownerId">
>

/** A version was drafted. */
export type ScriptVersionAdded = DomainEvent<"ScriptVersionAdded", { readonly number: number }>

/** A version came into force, or none is in force any more. */
export type ScriptCurrentChanged = DomainEvent<
  "ScriptCurrentChanged",
  { readonly versionId: ScriptVersionId | null; readonly before: ScriptVersionId | null }
>

/** Where it belongs, or who answers for it, was put right; its name is a text. What is left out stays. */
export type ScriptAmended = DomainEvent<
  "ScriptAmended",
  Partial<Pick<Script, "pipelineId" | "stageId" | "segmentId" | "ownerId">>
>

/** Everything that can happen to a script. */
export type ScriptEvent = ScriptCreated | ScriptVersionAdded | ScriptCurrentChanged | ScriptAmended

/** Scripts as a kind of record. */
export const scriptAggregate: Aggregate<Script, ScriptEvent, "ownerId" | "stageId"> = {
  kind: "script",
  indexes: ["ownerId", "stageId"],
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "ScriptCreated") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        versionCount: 0,
        currentVersionId: null,
      }
    }
    // Streams begin with ScriptCreated: the write path numbers events, and rebuilds are verified.
    const script = { ...(before as Script), version, changedAt: occurredAt }
    switch (event.type) {
      case "ScriptVersionAdded":
        return { ...script, versionCount: event.payload.number }
      case "ScriptCurrentChanged":
        return { ...script, currentVersionId: event.payload.versionId }
      case "ScriptAmended":
        return { ...script, ...event.payload }
    }
  },
}
