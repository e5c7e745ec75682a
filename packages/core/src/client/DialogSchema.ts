import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, instantField, opaqueId, slug, textField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ContactId, DealId, DialogId, LeadId, NextStepId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ContactWay } from "./ClientSchema.ts"
import { contactWays } from "./ClientSchema.ts"

/** What a dialog or a next step is about: a lead, or a deal, or a client without either. */
export interface Subject {
  /** The lead. */
  readonly leadId: LeadId | null
  /** The deal. */
  readonly dealId: DealId | null
  /** The client. */
  readonly clientId: ClientId | null
}

/** One conversation with its outcome. The summary is a text, kept apart. */
export interface Dialog extends RecordState, Subject {
  readonly id: DialogId
  /** Call, meeting, mail, chat or visit. */
  readonly kind: ContactWay
  /** Whether the client began it. */
  readonly direction: "inbound" | "outbound"
  /** Who spoke for us; null where nobody did (a missed call). */
  readonly repId: RepId | null
  /** Contact persons of the client who took part. */
  readonly participantIds: ReadonlyArray<ContactId>
  /** When it began. */
  readonly heldAt: Instant
  /** When it was recorded here: later than it began where it was reported afterwards. */
  readonly notedAt: Instant
  /** When it ended; null where that is not known, and for letters. */
  readonly endedAt: Instant | null
  /** What it came to, from the department's list. */
  readonly outcomeId: string
  /** Version of the sales script it went by; null where it went by none. */
  readonly scriptVersionId: string | null
  /** Steps of the script that were used, in their order. */
  readonly scriptSteps: ReadonlyArray<string>
  /** The next step that followed from it; null where none was set with it. */
  readonly nextStepId: NextStepId | null
}

/** The dated commitment that keeps a record under control. */
export interface NextStep extends RecordState, Subject {
  readonly id: NextStepId
  /** Call, meeting, proposal, …: the tenant's own words. */
  readonly typeId: string
  /** Day by which it is to be done. */
  readonly dueOn: CalendarDate
  /** Who is to do it. */
  readonly ownerId: RepId
  /** When its owner is to be reminded next; null where nobody is, any more. */
  readonly remindAt: Instant | null
  /** Open, done, or called off with a reason: steps are never deleted. */
  readonly status: "open" | "done" | "cancelled"
  /** How often its day was moved. */
  readonly moves: number
  /** When it was done or called off; null while open. */
  readonly doneAt: Instant | null
  /** What it came to, from the tenant's list; null while open and where none was named. */
  readonly outcomeId: string | null
}

const subject = {
  /** The lead it is about. */
  leadId: Schema.optionalKey(idField("lead")),
  /** The deal it is about. */
  dealId: Schema.optionalKey(idField("deal")),
  /** The client it is about. */
  clientId: Schema.optionalKey(idField("client")),
}

const stepFields = {
  /** An id of your own, beginning with `step_`; a new one where left out. */
  id: Schema.optionalKey(idField("nextStep")),
  /** What is to be done, from the department's list. */
  typeId: slug,
  /** The last day for it, `YYYY-MM-DD` in the department's time zone: overdue when that day is over. */
  dueOn: dateField,
  /** The host's id of who does it. */
  ownerId: opaqueId,
  /** When to remind the owner, a UTC instant; never where left out. */
  remindAt: Schema.optionalKey(instantField),
  /** What exactly, 1 to 2,000 characters. A text. */
  note: Schema.optionalKey(textField(2000)),
}

const eachOnce = check<ReadonlyArray<string>>(
  "list.repeated",
  { en: "names the same twice", ru: "одно и то же указано дважды" },
  (ids) => new Set(ids).size === ids.length,
)

/** Input of `dialogs.record`. At least one of lead, deal and client. It began when it happened: `occurredAt`. */
export const RecordDialog = Schema.Struct({
  /** An id of your own, beginning with `dialog_`; a new one where left out. */
  id: Schema.optionalKey(idField("dialog")),
  ...subject,
  /** How it was held. */
  kind: Schema.Literals(contactWays),
  /** Who began it: the client (`inbound`) or we. */
  direction: Schema.Literals(["inbound", "outbound"]),
  /** The host's id of who spoke for us; nobody's where left out. */
  repId: Schema.optionalKey(opaqueId),
  /** Contacts who took part, each once, 100 at most. */
  participantIds: Schema.optionalKey(Schema.Array(idField("contact")).check(Schema.isMaxLength(100), eachOnce)),
  /** When it ended, a UTC instant; not known where left out. */
  endedAt: Schema.optionalKey(instantField),
  /** What it came to, from the department's list. */
  outcomeId: slug,
  /** What was said, 1 to 10,000 characters. A text: erased with the person. */
  summary: Schema.optionalKey(textField(10_000)),
  /** The version of the script that it was held by. What steps do is told from runs alone: `scriptRuns.record`, with this dialog's id. */
  scriptVersionId: Schema.optionalKey(opaqueId),
  /** Steps of the script that were used, 200 at most; by them it is known who was asked to recommend. */
  scriptSteps: Schema.optionalKey(Schema.Array(slug).check(Schema.isMaxLength(200))),
  /** The next step that follows from it, about the same record. */
  nextStep: Schema.optionalKey(Schema.Struct(stepFields)),
})

/** Input of `nextSteps.set`. At least one of lead, deal and client. */
export const SetNextStep = Schema.Struct({ ...stepFields, ...subject })

/** Input of `nextSteps.complete`. */
export const CompleteNextStep = Schema.Struct({
  /** The step. */
  nextStepId: idField("nextStep"),
  /** How it ended, from `base.nextStepOutcomes`; has to be said where the department has that list. */
  outcomeId: Schema.optionalKey(slug),
  /** What came of it, in words; up to 2,000 characters. A text. */
  note: Schema.optionalKey(textField(2000)),
})

/** Input of `nextSteps.cancel`: called off, with the reason. */
export const CancelNextStep = Schema.Struct({
  /** The step, open. */
  nextStepId: idField("nextStep"),
  /** Why it is called off, 1 to 2,000 characters. A text. */
  reason: textField(2000),
})

/** Input of `nextSteps.move`: another day, counted; a reminder that is not given anew is gone. */
export const MoveNextStep = Schema.Struct({
  /** The step. */
  nextStepId: idField("nextStep"),
  /** The day on which it is due from now on, `YYYY-MM-DD` in the department's time zone. */
  dueOn: dateField,
  /** When to remind its owner; nobody is reminded where left out. */
  remindAt: Schema.optionalKey(instantField),
})

/** Input of `nextSteps.assign`: somebody else is to do it. */
export const AssignNextStep = Schema.Struct({
  /** The step, open. */
  nextStepId: idField("nextStep"),
  /** The host's id of who does it from now on. */
  ownerId: opaqueId,
})

/** Input of `nextSteps.remind`: the moment to remind its owner has come. */
export const RemindNextStep = Schema.Struct({
  /** The step; where its moment has not come or it is not open, nothing happens. */
  nextStepId: idField("nextStep"),
})

/** Decoded input of `dialogs.record`. */
export type RecordDialog = typeof RecordDialog.Type
/** Decoded input of `nextSteps.set`. */
export type SetNextStep = typeof SetNextStep.Type
/** Decoded input of `nextSteps.complete`. */
export type CompleteNextStep = typeof CompleteNextStep.Type
/** Decoded input of `nextSteps.cancel`. */
export type CancelNextStep = typeof CancelNextStep.Type
/** Decoded input of `nextSteps.move`. */
export type MoveNextStep = typeof MoveNextStep.Type
/** Decoded input of `nextSteps.assign`. */
export type AssignNextStep = typeof AssignNextStep.Type
/** Decoded input of `nextSteps.remind`. */
export type RemindNextStep = typeof RemindNextStep.Type
