import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, dateField, idField, minorField, opaqueId, textField } from "../ports/FieldSchema.ts"
import { check } from "../ports/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Message } from "../shared/Message.ts"
import type { AtStake, FindingEvidence, FindingKind, FindingSeverity } from "./Finding.ts"

/** Id of a finding. */
export type FindingId = Id<"finding">

/** Where a finding stands in the talk about it. `withdrawn`: it was disputed, and rightly. */
export type FindingStatus = "open" | "explained" | "accepted" | "disputed" | "corrected" | "withdrawn"

/** What a finding says, in both languages. It names people and clients by their ids only. */
export interface FindingWords {
  /** One line. */
  readonly title: Message
  /** What was seen, with its figures. */
  readonly what: Message
  /** A question or a step for the review. */
  readonly next: Message
  /** Why the money is withheld; null where it is stated. */
  readonly withheldReason: Message | null
}

/** A finding that was raised, with its life. Explanations and reasons are texts. */
export interface FindingRecord extends RecordState {
  readonly id: FindingId
  /** The rule that found it. */
  readonly ruleId: string
  /** The rule's version. */
  readonly ruleVersion: number
  /** Rule and rep together, by which its like of other periods are found. */
  readonly likeness: string
  /** Mistake, missed opportunity or win. */
  readonly kind: FindingKind
  /** How grave or large it is. */
  readonly severity: FindingSeverity
  /** The rep it concerns; null for the department as a whole. */
  readonly ownerId: RepId | null
  /** What it says. */
  readonly words: FindingWords
  /** The records behind it. */
  readonly evidence: FindingEvidence
  /** The money it concerns; null where it is withheld. */
  readonly atStake: AtStake | null
  /** First day of the period that was reviewed. */
  readonly periodFrom: CalendarDate
  /** The day after its last one. */
  readonly periodTo: CalendarDate
  /** Where it stands. */
  readonly status: FindingStatus
  /** When it was raised. */
  readonly raisedAt: Instant
  /** The same rule's last finding of the same rep in an earlier period; null for the first. */
  readonly recurrenceOf: FindingId | null
  /** When it was corrected; null while it is not. */
  readonly correctedAt: Instant | null
}

const longMessage = Schema.Struct({ en: textField(2000), ru: textField(2000) })

const raised = Schema.Struct({
  id: idField("finding"),
  ruleId: textField(100),
  ruleVersion: Schema.Int,
  kind: Schema.Literals(["mistake", "missedOpportunity", "win"]),
  severity: Schema.Literals(["critical", "major", "minor"]),
  title: longMessage,
  what: longMessage,
  next: longMessage,
  ownerId: Schema.NullOr(opaqueId),
  evidence: Schema.Struct({
    kind: Schema.Literals(["deal", "lead", "client", "nextStep", "record"]),
    ids: Schema.Array(opaqueId),
    count: Schema.Int,
  }),
  atStake: Schema.NullOr(Schema.Struct({ amountMinor: minorField, currency: currencyField, estimate: longMessage })),
  withheldReason: Schema.NullOr(longMessage),
  period: Schema.Struct({
    kind: Schema.Literals(["day", "week", "month", "quarter", "year", "range"]),
    label: textField(50),
    from: dateField,
    to: dateField,
  }),
})

/** Input of `findings.raise`: findings of one reading. At most 5,000; those that were raised before change nothing. */
export const RaiseFindings = Schema.Struct({
  findings: Schema.Array(raised).check(
    check(
      "findings.count",
      { en: "must be at most 5000", ru: "должно быть не больше 5000" },
      (findings) => findings.length <= 5000,
    ),
  ),
})

/** Input of `findings.find` and `findings.review`: the period of this length that the day belongs to. */
export const ReviewedPeriod = Schema.Struct({
  span: Schema.Literals(["day", "week", "month", "quarter", "year"]),
  on: dateField,
})

/** Input of `findings.accept`. */
export const NameFinding = Schema.Struct({ findingId: idField("finding") })

/** Input of `findings.explain`, `findings.dispute` and `findings.correct`. */
export const TalkOfFinding = Schema.Struct({ findingId: idField("finding"), text: textField(4000) })

/** Input of `findings.settleDispute`. */
export const SettleDispute = Schema.Struct({
  findingId: idField("finding"),
  isUpheld: Schema.Boolean,
  text: textField(4000),
})

/** Decoded input of `findings.raise`. */
export type RaiseFindings = typeof RaiseFindings.Type
/** Decoded input of `findings.find` and `findings.review`. */
export type ReviewedPeriod = typeof ReviewedPeriod.Type
/** Decoded input of `findings.accept`. */
export type NameFinding = typeof NameFinding.Type
/** Decoded input of `findings.explain`, `findings.dispute` and `findings.correct`. */
export type TalkOfFinding = typeof TalkOfFinding.Type
/** Decoded input of `findings.settleDispute`. */
export type SettleDispute = typeof SettleDispute.Type
