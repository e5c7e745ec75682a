import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { FindingRecord, FindingStatus } from "./FindingRecordSchema.ts"

/** A finding was raised. */
export type FindingRaised = DomainEvent<
  "FindingRaised",
  Pick<
    FindingRecord,
    | "id"
    | "ruleId"
    | "ruleVersion"
    | "likeness"
    | "kind"
    | "severity"
    | "ownerId"
    | "words"
    | "evidence"
    | "atStake"
    | "periodFrom"
    | "periodTo"
    | "recurrenceOf"
  >
>

/** It was explained, accepted, disputed, corrected or withdrawn. */
export type FindingMoved = DomainEvent<"FindingMoved", { readonly to: FindingStatus; readonly by: string }>

/** Everything that can happen to a finding. */
export type FindingEvent = FindingRaised | FindingMoved

/** From which status a finding may come to each. */
export const findingMoves: { readonly [To in FindingStatus]: ReadonlyArray<FindingStatus> } = {
  open: [],
  explained: ["open"],
  accepted: ["open", "explained", "disputed"],
  disputed: ["open", "explained"],
  corrected: ["explained", "accepted"],
  withdrawn: ["disputed"],
}

/** Rule and rep together. Quoted, so that no two run together into one text. */
export const likenessOf = (ruleId: string, ownerId: string | null): string => JSON.stringify([ruleId, ownerId])

/** Findings as a kind of record. */
export const findingAggregate: Aggregate<
  FindingRecord,
  FindingEvent,
  "ownerId" | "ruleId" | "likeness" | "kind" | "status" | "periodTo"
> = {
  kind: "finding",
  indexes: ["ownerId", "ruleId", "likeness", "kind", "status", "periodTo"],
  indexKinds: { periodTo: "date" },
  ownership: { field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "FindingRaised") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        status: "open",
        raisedAt: occurredAt,
        correctedAt: null,
      }
    }
    // Streams begin with FindingRaised: the write path numbers events, and rebuilds are verified.
    const finding = { ...(before as FindingRecord), version, changedAt: occurredAt, status: event.payload.to }
    return event.payload.to === "corrected" ? { ...finding, correctedAt: occurredAt } : finding
  },
}
