import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { DealImported, DealMoveAsserted } from "./DealEvent.ts"
import type { WholeRow } from "./DealImport.ts"
import type { ImportedDeal } from "./DealImportSchema.ts"
import type { Deal } from "./DealSchema.ts"
import type { MoveUnmet } from "./Gate.ts"
import { allowedTransitions, isFinishedMeaning, isStepBack, outcomeOf, stageOf } from "./Pipeline.ts"
import type { Pipeline } from "./Pipeline.ts"

/** An entry of a source's history of a deal: when it entered which stage. */
export type StageEntry = NonNullable<ImportedDeal["history"]>[number]

/**
 * What a source asserts and the department's rules would not have allowed: a move that the graph does not have (`move`), a stage
 * whose entry the deal does not meet as known now (`entry`), a closing day of an open deal (`closedOnOpen`), days in the wrong
 * order (`closedBeforeOpened`), or days that have not come (`openedAhead`, `closedAhead`). It is recorded as asserted all the same:
 * gates bind from here on. Only a history of which a part lies ahead (`enteredAhead`) is not: since when the deal is in its stage is not
 * known then.
 */
export interface ImportViolation {
  /** The deal. */
  readonly dealId: string
  /** The rule. */
  readonly rule:
    | "move"
    | "entry"
    | "closedOnOpen"
    | "reasonNotLost"
    | "closedBeforeOpened"
    | "openedAhead"
    | "closedAhead"
    | "enteredAhead"
  /** When the source says it moved; null where the rule is not about a time. */
  readonly at: Instant | null
  /** Stage it came from; null where the rule is not about a move. */
  readonly from: string | null
  /** Stage it is in or came to. */
  readonly to: string
  /** Conditions of the entry that are not met; those that the source does not carry are no violations. */
  readonly unmet: ReadonlyArray<MoveUnmet>
}

/** A move that the source asserts, with the time it says. */
export interface AssertedMove {
  /** The event. */
  readonly event: DealMoveAsserted
  /** When. */
  readonly occurredAt: Instant
}

/** The entries of a history that a deal does not have yet: those later than its last change of stage. */
export const newEntries = (deal: Deal | null, history: ReadonlyArray<StageEntry>): ReadonlyArray<StageEntry> => {
  const since = deal?.enteredStageAt
  if (deal === null || since === null || since === undefined) return deal === null ? history : []
  const later = history.filter(({ at }) => at > since)
  return later[0]?.stageId === deal.stageId ? later.slice(1) : later
}

/** What of a history's moves needs to be known beside its entries. */
export interface HistoryOptions {
  /** The pipeline. */
  readonly pipeline: Pipeline
  /** The tenant's zone, in which days of closing begin. */
  readonly timeZone: string
  /** Day of the close that the source states for the last stage. */
  readonly closedOn: CalendarDate | null
  /** Why it is lost in the last stage; null where it is not, or the source does not say. */
  readonly lostReasonId: string | null
}

/** The moves of a deal along entries, from where it is. Stages must be of the pipeline. */
export const assertedMoves = (
  from: Pick<Deal, "stageId" | "finishedOn">,
  entries: ReadonlyArray<StageEntry>,
  { pipeline, timeZone, closedOn, lostReasonId }: HistoryOptions,
): ReadonlyArray<AssertedMove> => {
  const outcomeIn = (stageId: string) => outcomeOf(stageOf(pipeline, stageId) ?? { meaning: "open" })
  let left = from.stageId
  let closed: CalendarDate | null = null
  let finished = from.finishedOn
  return entries.map(({ at, stageId }, index) => {
    const before = outcomeIn(left)
    const outcome = outcomeIn(stageId)
    const day = localDateOf(at, timeZone)
    closed = outcome === "open" ? null : outcome === before ? (closed ?? day) : day
    const last = index === entries.length - 1
    finished = !isFinishedIn(pipeline, stageId) ? null : isFinishedIn(pipeline, left) ? finished : day
    const event: DealMoveAsserted = {
      type: "DealMoveAsserted",
      payload: {
        from: left,
        to: stageId,
        outcome,
        closedOn: last ? closedOn : closed,
        ...(before !== "open" && outcome === "open" ? { reopenedOn: day } : {}),
        ...(finished === null ? {} : { finishedOn: finished }),
        ...(isStepBack(pipeline, left, stageId) ? { movedBack: true } : {}),
        ...(last && outcome === "lost" && lostReasonId !== null ? { lostReasonId } : {}),
      },
    }
    left = stageId
    return { event, occurredAt: at }
  })
}

const isFinishedIn = (pipeline: Pipeline, stageId: string): boolean =>
  isFinishedMeaning(stageOf(pipeline, stageId)?.meaning ?? "open")

/** The first event of an imported deal that has a history: the deal as it was in its first stage. */
export const asInFirstStage = (event: DealImported, first: StageEntry, options: HistoryOptions): DealImported => {
  const outcome = outcomeOf(stageOf(options.pipeline, first.stageId) ?? { meaning: "open" })
  const { lostReasonId, ...kept } = event.payload.kept
  const firstDay = localDateOf(first.at, options.timeZone)
  const only = kept.stageId === first.stageId
  return {
    ...event,
    payload: {
      ...event.payload,
      kept: {
        ...kept,
        stageId: first.stageId,
        outcome,
        closedOn: only ? kept.closedOn : outcome === "open" ? null : firstDay,
        ...(only && lostReasonId !== undefined ? { lostReasonId } : {}),
      },
      enteredStageAt: first.at,
      ...(isFinishedIn(options.pipeline, first.stageId) ? { finishedOn: firstDay } : {}),
    },
  }
}

/** Moves of a history that the pipeline's graph does not have. */
export const moveViolations = (
  dealId: string,
  moves: ReadonlyArray<AssertedMove>,
  pipeline: Pipeline,
): ReadonlyArray<ImportViolation> =>
  moves.flatMap(({ event, occurredAt }): ReadonlyArray<ImportViolation> => {
    const { from, to } = event.payload
    if (allowedTransitions(pipeline, from).some((transition) => transition.to === to)) return []
    return [{ dealId, rule: "move", at: occurredAt, from, to, unmet: [] }]
  })

/** The latest that can have happened. */
export interface LatestTime {
  /** The instant. */
  readonly at: Instant
  /** Its day in the tenant's zone. */
  readonly on: CalendarDate
}

/** The first entry of a history that has not come; undefined where all of it has. */
export const entryAhead = ({ history = [] }: ImportedDeal, latest: LatestTime): StageEntry | undefined =>
  history.find(({ at }) => at > latest.at)

/** What is wrong with the days of a row, and with its reason. */
export const rowViolations = (
  row: WholeRow,
  pipeline: Pipeline,
  latest: LatestTime,
): ReadonlyArray<ImportViolation> => {
  const { id: dealId, stageId: to, openedOn, closedOn } = row
  const one = { dealId, at: null, from: null, to, unmet: [] }
  const outcome = outcomeOf(stageOf(pipeline, to) ?? { meaning: "open" })
  const isOpen = outcome === "open"
  const { lostReasonId = null } = row
  const ahead = entryAhead(row, latest)
  return [
    ...(isOpen && closedOn !== null ? [{ ...one, rule: "closedOnOpen" } as const] : []),
    ...(outcome !== "lost" && lostReasonId !== null ? [{ ...one, rule: "reasonNotLost" } as const] : []),
    ...(openedOn !== null && closedOn !== null && closedOn < openedOn
      ? [{ ...one, rule: "closedBeforeOpened" } as const]
      : []),
    ...(openedOn !== null && openedOn > latest.on ? [{ ...one, rule: "openedAhead" } as const] : []),
    ...(closedOn !== null && closedOn > latest.on ? [{ ...one, rule: "closedAhead" } as const] : []),
    ...(ahead === undefined ? [] : [{ ...one, rule: "enteredAhead", at: ahead.at, to: ahead.stageId } as const]),
  ]
}

const isKnown = (unmet: MoveUnmet): boolean => {
  if (unmet.kind === "fact") return unmet.state !== "notObservable"
  if (unmet.kind === "any")
    return unmet.alternatives.every((parts) =>
      parts.some((part) => isKnown({ ...part, gate: unmet.gate, stageId: unmet.stageId })),
    )
  return true
}

/** Conditions of an entry that are known not to be met: what the source does not carry proves nothing. */
export const entryViolations = (
  dealId: string,
  stageId: string,
  unmet: ReadonlyArray<MoveUnmet>,
): ReadonlyArray<ImportViolation> => {
  const known = unmet.filter(isKnown)
  return known.length === 0 ? [] : [{ dealId, rule: "entry", at: null, from: null, to: stageId, unmet: known }]
}
