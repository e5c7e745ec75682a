import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** Id of a commitment. */
export type CommitmentId = Id<"commitment">

/** What became of a commitment. `missed` is set by the closing of its period, never by a person. */
export type CommitmentStatus = "open" | "done" | "dropped" | "missed"

/** What a rep means to do by a day. What it is, what may get in the way, and the talk about help are texts. */
export interface Commitment extends RecordState {
  readonly id: CommitmentId
  /** Whose it is. */
  readonly repId: RepId
  /** Day by which it is to be done. */
  readonly dueOn: CalendarDate
  /** The record it is about; null where none. */
  readonly recordId: string | null
  /** The collective debrief it came of; null where the rep made it, and of a talk in private, which nobody else is to know of. */
  readonly debriefId: Id<"debrief"> | null
  /** The mentor who was asked for help; null where nobody was. */
  readonly mentorId: RepId | null
  /** When the mentor answered; null while not. */
  readonly answeredAt: Instant | null
  /** What became of it. */
  readonly status: CommitmentStatus
}

/** Input of `commitments.make`. */
export const MakeCommitment = Schema.Struct({
  /** An id of your own, beginning with `commitment_`; a new one where left out. */
  id: Schema.optionalKey(idField("commitment")),
  /** The host's id of whose it is. */
  repId: opaqueId,
  /** The day by which it is to be done, `YYYY-MM-DD`: today where the department is, or later. */
  dueOn: dateField,
  /** What is meant to be done, 1 to 2,000 characters. A text. */
  what: textField(2000),
  /** The record it is about, by its id; about none where left out. */
  recordId: Schema.optionalKey(opaqueId),
  /** The debrief it comes of, one that the actor may know of; of a personal one the link is not kept. */
  debriefId: Schema.optionalKey(idField("debrief")),
  /** What may get in the way, 1 to 2,000 characters; nothing where left out. A text. */
  obstacle: Schema.optionalKey(textField(2000)),
  /** Help asked of a mentor. */
  help: Schema.optionalKey(
    Schema.Struct({
      /** The host's id of the mentor who is asked; somebody else than the rep. */
      mentorId: opaqueId,
      /** What help is asked for, 1 to 2,000 characters. A text. */
      question: textField(2000),
    }),
  ),
})

/** Input of `commitments.answer`: the mentor's answer. */
export const AnswerCommitment = Schema.Struct({
  /** The commitment: open, with help asked of the actor and not answered yet. */
  commitmentId: idField("commitment"),
  /** The mentor's answer, 1 to 4,000 characters. A text. */
  answer: textField(4000),
})

/** Input of `commitments.complete`. */
export const CompleteCommitment = Schema.Struct({
  /** The commitment, which must be open. */
  commitmentId: idField("commitment"),
})

/** Input of `commitments.drop`. */
export const DropCommitment = Schema.Struct({
  /** The commitment, which must be open. */
  commitmentId: idField("commitment"),
  /** Why it is given up, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Decoded input of `commitments.make`. */
export type MakeCommitment = typeof MakeCommitment.Type
/** Decoded input of `commitments.answer`. */
export type AnswerCommitment = typeof AnswerCommitment.Type
/** Decoded input of `commitments.complete`. */
export type CompleteCommitment = typeof CompleteCommitment.Type
/** Decoded input of `commitments.drop`. */
export type DropCommitment = typeof DropCommitment.Type
