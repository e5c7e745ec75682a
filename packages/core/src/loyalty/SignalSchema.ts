import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ComplaintId, DealId, MilestoneId, SatisfactionAnswerId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** A day that matters to a client: the end of a contract, a year together, a launch. */
export interface Milestone extends RecordState {
  readonly id: MilestoneId
  /** Whose. */
  readonly clientId: ClientId
  /** The deal it belongs to; null where none. */
  readonly dealId: DealId | null
  /** What it is, by the tenant's own name; `contractEnd` is the last day of a contract. */
  readonly kindId: string
  /** The day. */
  readonly fallsOn: CalendarDate
  /** When it was called off; null where it was not. */
  readonly cancelledAt: Instant | null
}

/** What was asked: "would you recommend us?", 0 to 10, or "are you satisfied?", 1 to 5. */
export type SatisfactionMetric = "nps" | "csat"

/** A client's answer about its satisfaction. What it said in words is a text. */
export interface SatisfactionAnswer extends RecordState {
  readonly id: SatisfactionAnswerId
  /** Who answered. */
  readonly clientId: ClientId
  /** What about; null where about no deal. */
  readonly dealId: DealId | null
  /** What was asked. */
  readonly metric: SatisfactionMetric
  /** The answer: 0 to 10, or 1 to 5. */
  readonly score: number
  /** When. */
  readonly answeredAt: Instant
}

/** A client's complaint: while it is open, nothing is offered. What it says is a text. */
export interface Complaint extends RecordState {
  readonly id: ComplaintId
  /** Who complains. */
  readonly clientId: ClientId
  /** What about; null where about no deal. */
  readonly dealId: DealId | null
  /** When it came. */
  readonly openedAt: Instant
  /** When it was settled with the client; null while it is open. */
  readonly resolvedAt: Instant | null
}

/** Input of `milestones.set`: another day under the same id moves it. */
export const SetMilestone = Schema.Struct({
  /** An id of your own, beginning with `milestone_`, or that of a milestone to be moved; a new one where left out. */
  id: Schema.optionalKey(idField("milestone")),
  /** Whose it is; of a milestone that is moved, the same as before. */
  clientId: idField("client"),
  /** The deal it belongs to; to none where left out. Moving does not change it. */
  dealId: Schema.optionalKey(idField("deal")),
  /** What it is, by the department's own name; `contractEnd` is the last day of a contract. Moving does not change it. */
  kindId: slug,
  /** The day, `YYYY-MM-DD`. */
  fallsOn: dateField,
})

/** Input of `milestones.cancel`. */
export const CancelMilestone = Schema.Struct({
  /** The milestone, which must not be called off already. */
  milestoneId: idField("milestone"),
})

/** Whether a score is on the scale of what was asked. @internal */
export const isAnswer = (metric: SatisfactionMetric, score: number): boolean =>
  metric === "nps" ? score >= 0 && score <= 10 : score >= 1 && score <= 5

/** Input of `satisfaction.record`. */
export const RecordAnswer = Schema.Struct({
  /** An id of your own, beginning with `answer_`; a new one where left out. */
  id: Schema.optionalKey(idField("satisfactionAnswer")),
  /** Who answered. */
  clientId: idField("client"),
  /** What about; about no deal where left out. */
  dealId: Schema.optionalKey(idField("deal")),
  /** What was asked: `nps`, "would you recommend us?", or `csat`, "are you satisfied?". */
  metric: Schema.Literals(["nps", "csat"]),
  /** The answer, a whole number: 0 to 10 of `nps`, 1 to 5 of `csat` (inclusive). */
  score: Schema.Int,
  /** What the client said, 1 to 10,000 characters; nothing where left out. A text. */
  comment: Schema.optionalKey(textField(10_000)),
}).check(
  check<{ readonly metric: SatisfactionMetric; readonly score: number }>(
    "score.bounds",
    {
      en: "score must be 0 to 10 for nps, 1 to 5 for csat",
      ru: "оценка должна быть от 0 до 10 для nps, от 1 до 5 для csat",
    },
    ({ metric, score }) => isAnswer(metric, score),
  ),
)

/** Question of `satisfaction.nps` and `satisfaction.csat`: answers of these days (inclusive), by the tenant's calendar. */
export const SatisfactionQuestion = Schema.Struct({
  /** First day on which answers count, `YYYY-MM-DD` in the department's time zone. */
  from: dateField,
  /** Last day on which they count (inclusive), not before the first. */
  to: dateField,
  /** How many were asked, for the rate of response. */
  asked: Schema.optional(Schema.Int),
}).check(
  check<{ readonly from: CalendarDate; readonly to: CalendarDate }>(
    "satisfaction.days",
    { en: "from must not be after to", ru: "from не должно быть позже to" },
    ({ from, to }) => from <= to,
  ),
)

/** Input of `complaints.open`. */
export const OpenComplaint = Schema.Struct({
  /** An id of your own, beginning with `complaint_`; a new one where left out. */
  id: Schema.optionalKey(idField("complaint")),
  /** Who complains: nothing is offered to it while the complaint is open. */
  clientId: idField("client"),
  /** What about; about no deal where left out. */
  dealId: Schema.optionalKey(idField("deal")),
  /** What the complaint says, 1 to 10,000 characters; nothing where left out. A text. */
  text: Schema.optionalKey(textField(10_000)),
})

/** Input of `complaints.resolve`. */
export const ResolveComplaint = Schema.Struct({
  /** The complaint, which must be open. */
  complaintId: idField("complaint"),
})

/** Decoded input of `milestones.set`. */
export type SetMilestone = typeof SetMilestone.Type
/** Decoded input of `milestones.cancel`. */
export type CancelMilestone = typeof CancelMilestone.Type
/** Decoded input of `satisfaction.record`. */
export type RecordAnswer = typeof RecordAnswer.Type
/** Decoded input of `complaints.open`. */
export type OpenComplaint = typeof OpenComplaint.Type
/** Decoded input of `complaints.resolve`. */
export type ResolveComplaint = typeof ResolveComplaint.Type
