import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { currencyField, dateField, idField, minorField, opaqueId, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
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
  /** The same rule's last finding of the same rep in an earlier period; null for the first, and where all that this names still stands from then. */
  readonly recurrenceOf: FindingId | null
  /** When it was corrected; null while it is not. */
  readonly correctedAt: Instant | null
}

const longMessage = Schema.Struct({
  /** In English, 1 to 2,000 characters. */
  en: textField(2000),
  /** In Russian, 1 to 2,000 characters. */
  ru: textField(2000),
})

const raised = Schema.Struct({
  /** Its id as `find` gave it, beginning with `finding_`: the same rule, scope and cases have the same one. */
  id: idField("finding"),
  /** The rule that found it, 1 to 100 characters. */
  ruleId: textField(100),
  /** The rule's version, a whole number. */
  ruleVersion: Schema.Int,
  /** Something done wrong, something that could have been had, or a success worth repeating. */
  kind: Schema.Literals(["mistake", "missedOpportunity", "win"]),
  /** How grave it is, or how large a win. */
  severity: Schema.Literals(["critical", "major", "minor"]),
  /** What it is, in one line. */
  title: longMessage,
  /** What was seen, with its figures. */
  what: longMessage,
  /** A question or a step for the review. */
  next: longMessage,
  /** The host's id of the rep it concerns; null for the department as a whole. */
  ownerId: Schema.NullOr(opaqueId),
  /** The records behind it. */
  evidence: Schema.Struct({
    /** What the records are; `record` where they are of several kinds. */
    kind: Schema.Literals(["deal", "lead", "client", "nextStep", "record"]),
    /** Ids of those records that weigh most; they need not be all. */
    ids: Schema.Array(opaqueId),
    /** How many records there are in all, a whole number. */
    count: Schema.Int,
    /** What happened with them, where the same may come again, each a record with its day or moment; the records themselves where left out. */
    cases: Schema.optionalKey(Schema.Array(textField(300))),
  }),
  /** The money it concerns, of a win what was gained; null where it is withheld. */
  atStake: Schema.NullOr(
    Schema.Struct({
      /** The amount in whole minor units. */
      amountMinor: minorField,
      /** ISO 4217 code of the amount. */
      currency: currencyField,
      /** How the amount was arrived at, with the figures that went in. */
      estimate: longMessage,
    }),
  ),
  /** Why the money is withheld; null where it is stated. */
  withheldReason: Schema.NullOr(longMessage),
  /** The period that was reviewed. */
  period: Schema.Struct({
    /** How long the period is; `range` where it is none of the calendar. */
    kind: Schema.Literals(["day", "week", "month", "quarter", "year", "range"]),
    /** How the period is written, such as `2026-11` or `2026-W47`; 1 to 50 characters. */
    label: textField(50),
    /** First day of the period, `YYYY-MM-DD`. */
    from: dateField,
    /** The day after its last one. */
    to: dateField,
  }),
})

/** How many findings are raised at once. */
const mostRaised = 5000

/**
 * Input of `findings.raise`: findings of one reading. At most 5,000; those that were raised before change nothing, but where they were
 * corrected before the period began: these have come again.
 */
export const RaiseFindings = Schema.Struct({
  /** Findings as `find` gave them, up to 5,000; those that were raised before change nothing. */
  findings: Schema.Array(raised).check(
    check(
      "findings.count",
      { en: "must be at most 5000", ru: "должно быть не больше 5000" },
      (findings) => findings.length <= mostRaised,
    ),
  ),
})

/** Input of `findings.find` and `findings.review`: the period of this length that the day belongs to. */
export const ReviewedPeriod = Schema.Struct({
  /** How long the period is: a day, an ISO week, or a month, quarter or year of the calendar. */
  span: Schema.Literals(["day", "week", "month", "quarter", "year"]),
  /** Any day of the period, `YYYY-MM-DD`. */
  on: dateField,
})

/** Input of `findings.accept`. */
export const NameFinding = Schema.Struct({
  /** The finding: open, explained or disputed. */
  findingId: idField("finding"),
})

/** Input of `findings.explain`, `findings.dispute` and `findings.correct`. */
export const TalkOfFinding = Schema.Struct({
  /** The finding: an open one to `explain`, an open or explained one to `dispute`, an explained or accepted one to `correct`. */
  findingId: idField("finding"),
  /** How it came about, why it is not so, or what was done about it; 1 to 4,000 characters. A text. */
  text: textField(4000),
})

/** Input of `findings.settleDispute`. */
export const SettleDispute = Schema.Struct({
  /** The finding, which must be disputed. */
  findingId: idField("finding"),
  /** True: the finding stands and is accepted; false: it is withdrawn. */
  isUpheld: Schema.Boolean,
  /** Why it is decided so, 1 to 4,000 characters. A text. */
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
