import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, opaqueId, slug, textField } from "../ports/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, DialogId, LeadId, NextStepId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/** Kinds of conversation. */
const dialogKinds = ["call", "meeting", "mail", "chat", "visit"] as const

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
  readonly kind: (typeof dialogKinds)[number]
  /** Whether the client began it. */
  readonly direction: "inbound" | "outbound"
  /** Who spoke for us; null where nobody did (a missed call). */
  readonly repId: RepId | null
  /** When it began. */
  readonly heldAt: Instant
  /** What it came to, from the department's list. */
  readonly outcomeId: string
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
  /** Open or done. */
  readonly status: "open" | "done"
  /** How often its day was moved. */
  readonly moves: number
  /** When it was done; null while open. */
  readonly doneAt: Instant | null
}

const subject = {
  leadId: Schema.optionalKey(idField("lead")),
  dealId: Schema.optionalKey(idField("deal")),
  clientId: Schema.optionalKey(idField("client")),
}

/** Input of `dialogs.record`. At least one of lead, deal and client. */
export const RecordDialog = Schema.Struct({
  id: Schema.optionalKey(idField("dialog")),
  ...subject,
  kind: Schema.Literals(dialogKinds),
  direction: Schema.Literals(["inbound", "outbound"]),
  repId: Schema.optionalKey(opaqueId),
  outcomeId: slug,
  summary: Schema.optionalKey(textField(10_000)),
})

/** Input of `nextSteps.set`. At least one of lead, deal and client. */
export const SetNextStep = Schema.Struct({
  id: Schema.optionalKey(idField("nextStep")),
  ...subject,
  typeId: slug,
  dueOn: dateField,
  ownerId: opaqueId,
})

/** Input of `nextSteps.complete`. */
export const CompleteNextStep = Schema.Struct({ nextStepId: idField("nextStep") })

/** Input of `nextSteps.move`: another day, counted. */
export const MoveNextStep = Schema.Struct({ nextStepId: idField("nextStep"), dueOn: dateField })

/** Decoded input of `dialogs.record`. */
export type RecordDialog = typeof RecordDialog.Type
/** Decoded input of `nextSteps.set`. */
export type SetNextStep = typeof SetNextStep.Type
/** Decoded input of `nextSteps.complete`. */
export type CompleteNextStep = typeof CompleteNextStep.Type
/** Decoded input of `nextSteps.move`. */
export type MoveNextStep = typeof MoveNextStep.Type
