import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Period } from "../shared/Period.ts"
import { fingerprint } from "./Fingerprint.ts"
import type { Summary, SummaryId, SummaryScope } from "./SummarySchema.ts"

/** A period was closed. The only event of its stream: a frozen summary never changes. */
export type PeriodClosed = DomainEvent<
  "PeriodClosed",
  Omit<Summary, "version" | "textsVersion" | "changedAt" | "closedAt" | "ownerId">
>

/** Summaries as a kind of record. */
export const summaryAggregate: Aggregate<
  Summary,
  PeriodClosed,
  "scope" | "scopeId" | "ownerId" | "label" | "periodTo" | "span"
> = {
  kind: "summary",
  indexes: ["scope", "scopeId", "ownerId", "label", "periodTo", "span"],
  indexKinds: { periodTo: "date" },
  ownership: { field: "ownerId" },
  evolve: (before, event, { version, occurredAt }) => ({
    ...event.payload,
    ownerId: event.payload.scope === "rep" ? event.payload.scopeId : null,
    version,
    textsVersion: before?.textsVersion ?? 0,
    changedAt: occurredAt,
    closedAt: occurredAt,
  }),
}

/** The id of the summary of a period and scope: a second closing meets the first one. */
export const summaryId = ({ label }: Pick<Period, "label">, scope: SummaryScope, scopeId: string | null): SummaryId =>
  `summary_${label}.${scope}${scopeId === null ? "" : `.${fingerprint(scopeId)}`}`
