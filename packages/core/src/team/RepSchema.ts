import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId, slug, textField, rowsOf } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Id, RepId } from "../shared/Ids.ts"
import { isTimeZone } from "../shared/TimeZone.ts"
import type { WorkHours } from "../shared/WorkCalendar.ts"
import { protectedWordIn } from "./ProtectedAttributes.ts"
import type { RepRole } from "./RepRole.ts"
import { repRoles } from "./RepRole.ts"

export type { RepRole } from "./RepRole.ts"

/** Values of a rep that can be stated. */
export interface RepValues {
  /** The host's id of the person; the value that stands as owner on records. */
  readonly personId: RepId
  /** Team, in the tenant's own words; null where none is stated. */
  readonly teamId: string | null
  /** First day in the department; null where it is not known. */
  readonly joinedOn: CalendarDate | null
  /** Last day in the department; null while the rep is there. */
  readonly leftOn: CalendarDate | null
}

/** How a person works: what assignment, working time and reviews need to know of them, and nothing else. */
export interface RepProfile {
  /** Rep, mentor or head. */
  readonly role: RepRole
  /** The mentor; null where there is none. */
  readonly mentorId: RepId | null
  /** Effort the person can carry at once, in the department's own points, whole; null where the policy's default holds. */
  readonly capacityEffort: number | null
  /** Languages in which the person works with clients, as short codes such as `ru`. */
  readonly languages: ReadonlyArray<string>
  /** Hours of the seven days of the week, Monday first; null where the department's calendar holds. */
  readonly week: ReadonlyArray<WorkHours> | null
  /** IANA zone of those hours; null where the department's holds. */
  readonly timeZone: string | null
}

/** Days on which a person is away. Why somebody is away beyond this list is not recorded: health is nobody's business here. */
export interface Absence {
  /** Name of the absence, unique for the person. */
  readonly id: string
  /** First day away. */
  readonly from: CalendarDate
  /** Last day away (inclusive). */
  readonly to: CalendarDate
  /** What for. */
  readonly kind: "vacation" | "training" | "away"
  /** Who stands in; null where nobody was named. */
  readonly coverId: RepId | null
}

/** What a piece of knowledge is about: a skill, a product, or an industry of clients. */
const knowledgeKinds = ["skill", "product", "industry"] as const

/** What shows that a person has it. */
const evidenceKinds = ["certificate", "check", "wonDeals", "mentorStatement"] as const

/** Something a person is good at, with its proof and its term. */
export interface Knowledge {
  /** Skill, product or industry. */
  readonly kind: (typeof knowledgeKinds)[number]
  /** Which: the department's name of the skill, the product's id, the segment or industry. */
  readonly of: string
  /** How well: 1 knows it, 2 works with it, 3 teaches it. */
  readonly level: 1 | 2 | 3
  /** What shows it. */
  readonly evidence: (typeof evidenceKinds)[number]
  /** Where the proof is to be found, such as a certificate's number or a record's id. */
  readonly reference: string
  /** Since which day. */
  readonly since: CalendarDate
  /** The last day on which it counts; null where it does not expire. */
  readonly expiresOn: CalendarDate | null
}

/** A person's way through a programme of training. */
export interface Enrolment {
  /** The programme, from the department's list. */
  readonly programmeId: string
  /** The day it began. */
  readonly enrolledOn: CalendarDate
  /** Checks passed, in the order they were. */
  readonly passed: ReadonlyArray<{ readonly checkId: string; readonly on: CalendarDate; readonly by: RepId }>
  /** The mentor's release to work alone; null while there is none. */
  readonly released: { readonly on: CalendarDate; readonly by: RepId } | null
}

/** A salesperson. The name is a text, kept apart. */
export interface Rep extends RecordState, RepValues, Pick<RepProfile, "role"> {
  readonly id: Id<"rep">
  /** How the person works. */
  readonly profile: RepProfile
  /** Days away, planned and past, by first day. */
  readonly absences: ReadonlyArray<Absence>
  /** What the person knows, one entry for each kind and subject. */
  readonly knowledge: ReadonlyArray<Knowledge>
  /** Ways through programmes, one for each. */
  readonly enrolments: ReadonlyArray<Enrolment>
}

const repRow = Schema.Struct({
  /** The entry's id here, beginning with `rep_`: the same each time the rep is stated. */
  id: idField("rep"),
  /** The host's id of the person, 1 to 255 characters: the value that stands as owner on records. */
  personId: opaqueId,
  /** The person's name, 1 to 300 characters. A text: erased with the person. */
  name: textField(300),
  /** The team by its code, 1 to 100 characters; null or left out where the rep is in none. */
  teamId: Schema.optionalKey(Schema.NullOr(textField(100))),
  /** The first day in the department, `YYYY-MM-DD`; null or left out where it is not known. */
  joinedOn: Schema.optionalKey(Schema.NullOr(dateField)),
  /** The last day in the department, `YYYY-MM-DD`; null or left out while the rep is there. */
  leftOn: Schema.optionalKey(Schema.NullOr(dateField)),
})

/** Input of `reps.state`: reps as they are now. 1 to 5,000 rows (inclusive) a call. */
export const StateReps = Schema.Struct({
  /** The reps as they are now, 1 to 5,000, each id once; reps that are not named stay as they are. */
  rows: rowsOf(repRow),
})

/** The second wall: the closed lists are the first. */
const notProtected = check<string>(
  "attribute.protected",
  {
    en: "names a protected attribute (sex, age, origin, religion, health, family); people are not chosen by these",
    ru: "называет защищённый признак (пол, возраст, происхождение, религия, здоровье, семья): по ним людей не выбирают",
  },
  (text) => protectedWordIn(text) === null,
)

const whole = (from: number, to: number) =>
  Schema.Int.check(
    check(
      "number.bounds",
      { en: `must be ${from} to ${to}`, ru: `должно быть от ${from} до ${to}` },
      (n) => n >= from && n <= to,
    ),
  )

const workInterval = Schema.Struct({ fromMinute: whole(0, 1439), toMinute: whole(1, 1440) }).check(
  check<{ readonly fromMinute: number; readonly toMinute: number }>(
    "hours.order",
    { en: "must end after it begins", ru: "конец должен быть позже начала" },
    ({ fromMinute, toMinute }) => toMinute > fromMinute,
  ),
)

const week = Schema.Array(Schema.Array(workInterval).check(Schema.isMaxLength(10))).check(
  check<ReadonlyArray<unknown>>(
    "week.days",
    { en: "must have seven days, Monday first", ru: "ожидается семь дней, с понедельника" },
    (days) => days.length === 7,
  ),
)

/** A zone of the IANA list. */
const zone = Schema.String.check(
  check("timeZone.unknown", { en: "must be an IANA time zone", ru: "ожидается часовой пояс IANA" }, isTimeZone),
)

/** Input of `reps.profile`: only the fields given are changed; null clears. */
export const ProfileRep = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** What the person is: only those of the role `rep` get leads by assignment. */
  role: Schema.optionalKey(Schema.Literals(repRoles)),
  /** The host's id of the mentor; null for none. */
  mentorId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /**
   * Effort the person can carry at once, in the department's points: whole, 1 to 1,000,000 (inclusive); null where the policy's
   * default holds.
   */
  capacityEffort: Schema.optionalKey(Schema.NullOr(whole(1, 1_000_000))),
  /** Languages in which the person works with clients, as short codes such as `ru`, 20 at most; in place of those stated before. */
  languages: Schema.optionalKey(Schema.Array(slug.check(notProtected)).check(Schema.isMaxLength(20))),
  /**
   * Working hours of the seven days, Monday first: of each day at most 10 intervals `{ fromMinute, toMinute }`, in minutes from
   * midnight, 0 to 1,440, the end after the beginning; null where the department's calendar holds.
   */
  week: Schema.optionalKey(Schema.NullOr(week)),
  /** IANA zone of those hours; null where the department's holds. */
  timeZone: Schema.optionalKey(Schema.NullOr(zone)),
})

/** Input of `reps.planAbsence`. */
export const PlanAbsence = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /**
   * A name of your own for the absence, one for each person, 1 to 60 letters, digits, `_`, `-` or `.`; one that is there is
   * changed.
   */
  id: slug,
  /** The first day away, `YYYY-MM-DD`. */
  from: dateField,
  /** The last day away (inclusive), `YYYY-MM-DD`; the first or later. */
  to: dateField,
  /** What for; more of the reason is not recorded. */
  kind: Schema.Literals(["vacation", "training", "away"]),
  /** The host's id of who stands in; nobody where left out. */
  coverId: Schema.optionalKey(opaqueId),
}).check(
  check<{ readonly from: CalendarDate; readonly to: CalendarDate }>(
    "absence.order",
    { en: "must end on its first day or later", ru: "последний день не может быть раньше первого" },
    ({ from, to }) => to >= from,
  ),
)

/** Input of `reps.cancelAbsence`. */
export const CancelAbsence = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** The absence, by the name it was planned under. */
  id: slug,
})

/** Input of `reps.recordKnowledge`: again for the same kind and subject, to renew it. */
export const RecordKnowledge = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** What it is about. */
  kind: Schema.Literals(knowledgeKinds),
  /** Which: the department's name of the skill, the product's id, or the segment or industry; 1 to 100 characters. */
  of: textField(100),
  /** How well: 1 knows it, 2 works with it, 3 teaches it. */
  level: Schema.Literals([1, 2, 3]),
  /** What shows it. */
  evidence: Schema.Literals(evidenceKinds),
  /** Where the proof is to be found, such as a certificate's number or a record's id; 1 to 300 characters. */
  reference: textField(300),
  /** The first day on which it counts, `YYYY-MM-DD`. */
  since: dateField,
  /** The last day on which it counts, `YYYY-MM-DD`; it does not expire where left out or null. */
  expiresOn: Schema.optionalKey(Schema.NullOr(dateField)),
}).check(
  check<{ readonly kind: string; readonly of: string }>(
    "attribute.protected",
    {
      en: "a skill cannot name a protected attribute (sex, age, origin, religion, health, family)",
      ru: "навык не может называть защищённый признак (пол, возраст, происхождение, религия, здоровье, семья)",
    },
    // Products and industries are the client's business: goods for children are an industry.
    ({ kind, of }) => kind !== "skill" || protectedWordIn(of) === null,
  ),
)

/** Input of `reps.revokeKnowledge`. */
export const RevokeKnowledge = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** What it was about. */
  kind: Schema.Literals(knowledgeKinds),
  /** Which, as it was recorded; 1 to 100 characters. */
  of: textField(100),
})

/** Input of `reps.enrol`: a person begins a programme of the department's list. */
export const EnrolRep = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** The programme, from the department's list; one that was begun before begins anew. */
  programmeId: slug,
  /** The day it begins, `YYYY-MM-DD`. */
  on: dateField,
})

/** Input of `reps.passCheck`. */
export const PassCheck = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** The programme, which the person has begun. */
  programmeId: slug,
  /** Which of its checks; one that was passed already stays as it was. */
  checkId: slug,
  /** The day it was passed, `YYYY-MM-DD`. */
  on: dateField,
})

/** Input of `reps.release`: the mentor's word that the person may work alone. */
export const ReleaseRep = Schema.Struct({
  /** The rep's entry, by its id here. */
  repId: idField("rep"),
  /** The programme, of which the person has passed every check. */
  programmeId: slug,
  /** The day of the release, `YYYY-MM-DD`. */
  on: dateField,
})

/** Decoded input of `reps.state`. */
export type StateReps = typeof StateReps.Type
/** Decoded input of `reps.profile`. */
export type ProfileRep = typeof ProfileRep.Type
/** Decoded input of `reps.planAbsence`. */
export type PlanAbsence = typeof PlanAbsence.Type
/** Decoded input of `reps.cancelAbsence`. */
export type CancelAbsence = typeof CancelAbsence.Type
/** Decoded input of `reps.recordKnowledge`. */
export type RecordKnowledge = typeof RecordKnowledge.Type
/** Decoded input of `reps.revokeKnowledge`. */
export type RevokeKnowledge = typeof RevokeKnowledge.Type
/** Decoded input of `reps.enrol`. */
export type EnrolRep = typeof EnrolRep.Type
/** Decoded input of `reps.passCheck`. */
export type PassCheck = typeof PassCheck.Type
/** Decoded input of `reps.release`. */
export type ReleaseRep = typeof ReleaseRep.Type
