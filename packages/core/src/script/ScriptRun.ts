import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ScriptRun } from "./ScriptSchema.ts"

/** A dialog was held by a script. */
export type ScriptRunRecorded = DomainEvent<"ScriptRunRecorded", Omit<ScriptRun, Exclude<keyof RecordState, "id">>>

/** Runs of scripts as a kind of record. */
export const scriptRunAggregate: Aggregate<
  ScriptRun,
  ScriptRunRecorded,
  "scriptId" | "versionId" | "dealId" | "repId"
> = {
  kind: "scriptRun",
  indexes: ["scriptId", "versionId", "dealId", "repId"],
  ownership: { field: "repId", about: [{ through: "dealId", kinds: [{ kind: "deal", field: "ownerId" }] }] },
  evolve: (before, event, { version, occurredAt }) => ({
    ...event.payload,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
  }),
}
