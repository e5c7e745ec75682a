import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField } from "../ports/input/FieldSchema.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlKind } from "./ControlPolicy.ts"
import type { SlaKind } from "./SlaPolicy.ts"

/** A rung that fired: once, and with its proof. */
export interface FiredRung {
  /** The rung. */
  readonly rungId: string
  /** Who was told; null where there is nobody (an owner without a mentor, a department without a head). */
  readonly toId: RepId | null
  /** When it was due. */
  readonly dueAt: Instant
  /** When it fired. */
  readonly firedAt: Instant
}

/** A clock that runs from a client's word to our answer. */
export interface SlaClock extends RecordState {
  readonly id: Id<"slaClock">
  /** Kind of the record. */
  readonly subjectKind: ControlKind
  /** The lead, client or deal that waits. */
  readonly subjectId: string
  /** What is agreed on. */
  readonly kind: SlaKind
  /** The client's word. */
  readonly startedAt: Instant
  /** When the reminder is due; null where none is agreed. */
  readonly remindAt: Instant | null
  /** The end of the agreed time. */
  readonly dueAt: Instant
  /** When the rungs are due. */
  readonly rungs: ReadonlyArray<{ readonly rungId: string; readonly at: Instant }>
  /** When the reminder went out; null where it did not: not yet, none agreed, or the answer or the end came first. */
  readonly remindedAt: Instant | null
  /** The agreed time ran out without an answer: the fact, recorded once. Null where it has not. */
  readonly breachedAt: Instant | null
  /** Rungs that fired. */
  readonly fired: ReadonlyArray<FiredRung>
  /** Running, or stopped by an answer or the end of the record's work. */
  readonly status: "running" | "stopped"
  /** The answer, or the end of the work; null while it runs. */
  readonly stoppedAt: Instant | null
  /** When something is due next; null where nothing is. */
  readonly nextAt: Instant | null
}

/** Input of the duty's command. */
export const AdvanceClock = Schema.Struct({ clockId: idField("slaClock") })

/** Decoded input of the duty's command. */
export type AdvanceClock = typeof AdvanceClock.Type
