import type { Aggregate } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { ActionVerdict } from "./ActionEffect.ts"
import type { ActionItem, Debrief } from "./DebriefSchema.ts"
import type { FindingRecord } from "./FindingRecordSchema.ts"

/** A debrief was planned. */
export type DebriefPlanned = DomainEvent<
  "DebriefPlanned",
  Pick<Debrief, "id" | "route" | "repId" | "leaderId" | "findingIds" | "plannedOn">
>

/** Who agreed to be named before others, as whoever planned it says. */
export type DebriefConsented = DomainEvent<"DebriefConsented", { readonly repIds: ReadonlyArray<string> }>

/** It was held. */
export type DebriefHeld = DomainEvent<"DebriefHeld", { readonly actions: ReadonlyArray<Omit<ActionItem, "verdict">> }>

/** It was cancelled. */
export type DebriefCancelled = DomainEvent<"DebriefCancelled", { readonly by: string }>

/** What was decided was held against what came of it. */
export type ActionsVerified = DomainEvent<
  "ActionsVerified",
  { readonly verdicts: { readonly [actionId: string]: ActionVerdict } }
>

/** Everything that can happen to a debrief. */
export type DebriefEvent = DebriefPlanned | DebriefConsented | DebriefHeld | DebriefCancelled | ActionsVerified

/** Debriefs as a kind of record. */
export const debriefAggregate: Aggregate<
  Debrief,
  DebriefEvent,
  "route" | "repId" | "leaderId" | "status" | "plannedOn"
> = {
  kind: "debrief",
  indexes: ["route", "repId", "leaderId", "status", "plannedOn"],
  indexKinds: { plannedOn: "date" },
  ownership: { field: "repId" },
  evolve: (before, event, { version, occurredAt }) => {
    if (event.type === "DebriefPlanned") {
      return {
        ...event.payload,
        version,
        textsVersion: 0,
        changedAt: occurredAt,
        heldAt: null,
        status: "planned",
        consentedRepIds: null,
        actions: [],
      }
    }
    // Streams begin with DebriefPlanned: the write path numbers events, and rebuilds are verified.
    const debrief = { ...(before as Debrief), version, changedAt: occurredAt }
    switch (event.type) {
      case "DebriefConsented":
        return { ...debrief, consentedRepIds: event.payload.repIds }
      case "DebriefHeld":
        return {
          ...debrief,
          status: "held",
          heldAt: occurredAt,
          actions: event.payload.actions.map((action) => ({ ...action, verdict: null })),
        }
      case "DebriefCancelled":
        return { ...debrief, status: "cancelled" }
      case "ActionsVerified":
        return {
          ...debrief,
          actions: debrief.actions.map((action) => ({
            ...action,
            verdict: event.payload.verdicts[action.id] ?? action.verdict,
          })),
        }
    }
  },
}

/**
 * Whether somebody may know of a debrief: a personal one is its rep's and its mentor's alone.
 *
 * @param debrief - its route, rep and leader
 * @param actor - who asks
 * @example
 * ```ts
 * import { mayKnowOf } from "@salesdept/core/review/debriefs"
 *
 * const debrief = { route: "personal", repId: "ann", leaderId: "eve" } as const
 * mayKnowOf(debrief, "eve") // true
 * mayKnowOf(debrief, "bob") // false
 * ```
 */
export const mayKnowOf = (debrief: Pick<Debrief, "route" | "repId" | "leaderId">, actor: string): boolean =>
  debrief.route !== "personal" || actor === debrief.repId || actor === debrief.leaderId

/** A finding as it stands on an agenda. */
export interface AgendaItem extends Pick<FindingRecord, "id" | "ruleId" | "kind" | "severity" | "status"> {
  /** What it says; null where it would name somebody. */
  readonly words: FindingRecord["words"] | null
  /** The rep it concerns; null where the debrief names nobody. */
  readonly ownerId: string | null
  /** Ids of the records behind it; empty where they would tell who is meant. */
  readonly evidenceIds: ReadonlyArray<string>
  /**
   * How many records there are behind it. Where a rule's findings are put together, each record that they name counts once; at least so
   * many, where they do not name all.
   */
  readonly evidenceCount: number
}

/**
 * The agenda of a debrief. Where it names nobody, findings lose rep, id, words and evidence ids, and the same rule's are put
 * together with the number of their records, each once. What was withdrawn since it was planned is left out.
 *
 * @param debrief - the debrief, of which the route is read
 * @param findings - its findings, in the order in which they are to be shown
 * @example
 * ```ts
 * import { agendaOf } from "@salesdept/core/review/debriefs"
 * import type { FindingRecord } from "@salesdept/core/review"
 *
 * const text = { en: "A discount of 20 %", ru: "Скидка 20 %" }
 * const state = { version: 1, textsVersion: 0, changedAt: "2026-03-05T09:00:00.000Z", ruleVersion: 1, likeness: "ann", atStake: null }
 * const days = { periodFrom: "2026-03-01", periodTo: "2026-04-01", raisedAt: "2026-03-05T09:00:00.000Z", recurrenceOf: null }
 * const finding: FindingRecord = {
 *   id: "finding_1", ruleId: "deal.discountBeyondLimit", kind: "mistake", severity: "minor", ownerId: "ann", ...state, ...days,
 *   words: { title: text, what: text, next: text, withheldReason: null }, evidence: { kind: "deal", ids: ["deal_1"], count: 1 },
 *   status: "open", correctedAt: null,
 * }
 * const shown = agendaOf({ route: "collectiveUnnamed" }, [finding])
 * shown.map(({ ownerId, words, evidenceIds, evidenceCount }) => ({ ownerId, words, evidenceIds, evidenceCount }))
 * // [{ ownerId: null, words: null, evidenceIds: [], evidenceCount: 1 }]
 * ```
 */
export const agendaOf = (
  { route }: Pick<Debrief, "route">,
  findings: ReadonlyArray<FindingRecord>,
): ReadonlyArray<AgendaItem> => {
  const standing = findings.filter(({ status }) => status !== "withdrawn")
  if (route !== "collectiveUnnamed") {
    return standing.map(({ id, ruleId, kind, severity, status, words, ownerId, evidence }) => ({
      id,
      ruleId,
      kind,
      severity,
      status,
      words,
      ownerId,
      evidenceIds: evidence.ids,
      evidenceCount: evidence.count,
    }))
  }
  const together = new Map<string, AgendaItem>()
  const named = new Map<string, Set<string>>()
  // Of what days, weeks and the department found of the same, the finding with the most records says it best.
  const mostFirst = standing.toSorted((left, right) => right.evidence.count - left.evidence.count)
  const wordsOf = new Map<string, FindingRecord["words"]>()
  for (const { ruleId, ownerId, words } of mostFirst) {
    // Words of the department as a whole name nobody.
    if (ownerId === null && !wordsOf.has(ruleId)) wordsOf.set(ruleId, words)
  }
  for (const { ruleId, kind, severity, evidence } of standing) {
    const known = together.get(ruleId)
    const records = named.get(ruleId) ?? new Set()
    for (const id of evidence.ids) records.add(id)
    named.set(ruleId, records)
    together.set(ruleId, {
      id: `finding_${ruleId}`,
      ruleId,
      kind,
      severity: known !== undefined && rank[known.severity] < rank[severity] ? known.severity : severity,
      status: "open",
      words: wordsOf.get(ruleId) ?? null,
      ownerId: null,
      evidenceIds: [],
      evidenceCount: Math.max(known?.evidenceCount ?? 0, evidence.count, records.size),
    })
  }
  return [...together.values()]
}

const rank: { readonly [Severity in FindingRecord["severity"]]: number } = { critical: 0, major: 1, minor: 2 }
