import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { idField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { AssignmentMoment, AssignmentOutcome } from "../team/Assignment.ts"
import type { AssignmentCandidate, AssignmentItem } from "../team/Candidate.ts"
import type { AssignmentPolicy } from "../team/TeamPolicy.ts"

/** One run of assignment with everything it read: it can be played again, and gives the same. */
export interface AssignmentRun extends RecordState {
  readonly id: Id<"assignmentRun">
  /** Seed and moment. */
  readonly moment: AssignmentMoment
  /** The rules in force. */
  readonly policy: AssignmentPolicy
  /** The leads, in the order in which they were served. */
  readonly items: ReadonlyArray<AssignmentItem>
  /** The people as they stood before the first lead. */
  readonly candidates: ReadonlyArray<AssignmentCandidate>
  /** For each lead in order: to whom, and what decided. The whole explanation comes from playing the run again. */
  readonly decided: ReadonlyArray<Pick<AssignmentOutcome, "id" | "toId" | "decidedBy" | "ruleId">>
  /** The change of hands that it led to; null where no lead found an owner. */
  readonly handOverId: Id<"handOver"> | null
}

/** Leads that a person received by assignment, by day: what fairness counts, and what keeps two runs from the same room. */
export interface RepIntake extends RecordState {
  readonly id: Id<"repIntake">
  /** The person. */
  readonly personId: RepId
  /** Received by day, the last 366 days, by day. */
  readonly days: ReadonlyArray<{ readonly on: CalendarDate; readonly count: number }>
}

const stated = Schema.optionalKey(textField(100))

/** What the caller knows of a lead beside what is recorded: a closed list. */
const leadFacts = Schema.Struct({
  /** The lead: open, and without an owner. */
  leadId: idField("lead"),
  /** Its segment, 1 to 100 characters; the recorded one where left out. */
  segment: stated,
  /** Its industry, 1 to 100 characters; not known where left out. */
  industry: stated,
  /** The product it asks for, 1 to 100 characters; not known where left out. */
  product: stated,
  /** The language to be spoken, as a short code such as `ru`; not known where left out. */
  language: Schema.optionalKey(slug),
  /** The person the client asked for. */
  preferredId: Schema.optionalKey(opaqueId),
})

/** Input of `control.assign`: 1 to 1,000 leads (inclusive), in the order in which they are served. */
export const AssignLeads = Schema.Struct({
  /** The leads in the order in which they are served, 1 to 1,000, each once. */
  leads: Schema.Array(leadFacts).check(
    Schema.isMinLength(1),
    Schema.isMaxLength(1000),
    check<ReadonlyArray<{ readonly leadId: string }>>(
      "ids.repeated",
      { en: "the same lead is there twice", ru: "лид указан дважды" },
      (rows) => new Set(rows.map(({ leadId }) => leadId)).size === rows.length,
    ),
  ),
  /** The same seed gives the same choices; the run's id where left out. */
  seed: Schema.optionalKey(textField(200)),
})

/** Decoded input of `control.assign`. */
export type AssignLeads = typeof AssignLeads.Type
