/**
 * Commands over the client base, as Effects.
 *
 * @packageDocumentation
 */
import { happened } from "../department/DepartmentRules.ts"
import { command } from "../ports/command/Command.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import { amendClient, importClients, registerClient, tagClient } from "./ClientCommands.ts"
import {
  AmendClient,
  AmendLead,
  AssignLead,
  DisqualifyLead,
  ImportClients,
  ImportLeads,
  NurtureLead,
  ReceiveLead,
  RegisterClient,
  ResumeLead,
  TagClient,
  TagLead,
  TakeLead,
} from "./ClientSchema.ts"
import { duplicateQueries } from "./DuplicateService.ts"
import { giveConsent, withdrawConsent } from "./ConsentCommands.ts"
import { addContact, amendContact } from "./ContactCommands.ts"
import { importContacts } from "./ContactImportCommands.ts"
import { AddContact, AmendContact, GiveConsent, ImportContacts, WithdrawConsent } from "./ContactSchema.ts"
import { recordDialog } from "./DialogCommands.ts"
import {
  AssignNextStep,
  CancelNextStep,
  CompleteNextStep,
  MoveNextStep,
  RecordDialog,
  RemindNextStep,
  SetNextStep,
} from "./DialogSchema.ts"
import { leadAggregate } from "./Lead.ts"
import { nextStepAggregate } from "./NextStep.ts"
import { importLeads } from "./LeadImportCommands.ts"
import {
  amendLead,
  assignLead,
  disqualifyLead,
  nurtureLead,
  receiveLead,
  resumeDueLead,
  resumeLead,
  tagLead,
  takeLead,
} from "./LeadCommands.ts"
import {
  assignNextStep,
  cancelNextStep,
  completeNextStep,
  moveNextStep,
  remindNextStep,
  setNextStep,
} from "./NextStepCommands.ts"
import { subjectReferences } from "./StepSubjectRules.ts"

export type { ClientAnswer, ClientImportAnswer, ClientImportConflict } from "./ClientCommands.ts"
export type { ContactImportConflict } from "./ContactImportCommands.ts"
export {
  AmendClient,
  AmendLead,
  AssignLead,
  DisqualifyLead,
  ImportClients,
  ImportLeads,
  NurtureLead,
  ReceiveLead,
  RegisterClient,
  ResumeLead,
  TagClient,
  TagLead,
  TakeLead,
} from "./ClientSchema.ts"
export type { SimilarRecord } from "./DuplicateService.ts"
export { DuplicateQuery, SimilarQuery } from "./DuplicateService.ts"
export type { ConsentAnswer } from "./ConsentCommands.ts"
export type { ContactAnswer } from "./ContactCommands.ts"
export { AddContact, AmendContact, GiveConsent, WithdrawConsent } from "./ContactSchema.ts"
export type { DialogAnswer } from "./DialogCommands.ts"
export {
  AssignNextStep,
  CancelNextStep,
  CompleteNextStep,
  MoveNextStep,
  RecordDialog,
  RemindNextStep,
  SetNextStep,
} from "./DialogSchema.ts"
export type { LeadImportAnswer, LeadImportConflict } from "./LeadImportCommands.ts"
export type { LeadAnswer, LeadRejection } from "./LeadCommands.ts"
export type { NextStepAnswer } from "./NextStepCommands.ts"

const ownClientCommands = {
  /** Registers a client. */
  register: command({ name: "client.register", input: RegisterClient, work: registerClient }),
  /** Changes values and texts of a client. */
  amend: command({ name: "client.amend", input: AmendClient, work: amendClient }),
  /** Puts tags on and takes them off. */
  tag: command({ name: "client.tag", input: TagClient, work: tagClient }),
  /** Records clients of a source. */
  import: command({ name: "client.import", input: ImportClients, work: importClients }),
}

/** The commands over clients. */
// Its parts are named, not inferred: declarations would lose what is said of those from other files.
export const clientCommands: typeof ownClientCommands & typeof duplicateQueries = {
  ...ownClientCommands,
  ...duplicateQueries,
}

/** The commands over contact persons. */
export const contactCommands = {
  /** Adds a person to a client. */
  add: command({ name: "contact.add", input: AddContact, work: addContact }),
  /** Changes values and texts of a contact person. */
  amend: command({ name: "contact.amend", input: AmendContact, work: amendContact }),
  /** Records contact persons of a source. */
  import: command({ name: "contact.import", input: ImportContacts, work: importContacts }),
}

/** The commands over consents. */
export const consentCommands = {
  /** Records that somebody agreed to a purpose. */
  give: command({
    name: "consent.give",
    input: GiveConsent,
    references: { clientId: "client", contactId: "contact", leadId: "lead" },
    work: giveConsent,
  }),
  /** Records that it was taken back. */
  withdraw: command({ name: "consent.withdraw", input: WithdrawConsent, work: withdrawConsent }),
}

/** The commands over leads; `leads.qualify` is the department's, since it opens a deal. */
export const leadCommands = {
  /** Records an interest. */
  receive: command({ name: "lead.receive", input: ReceiveLead, work: receiveLead }),
  /** Records leads of a source. */
  import: command({ name: "lead.import", input: ImportLeads, work: importLeads }),
  /** Gives a lead to a rep who starts to work on it. */
  take: command({ name: "lead.take", input: TakeLead, work: takeLead }),
  /** Gives a lead another owner, or none. */
  assign: command({ name: "lead.assign", input: AssignLead, work: assignLead }),
  /** Changes values and texts of a lead. */
  amend: command({ name: "lead.amend", input: AmendLead, work: amendLead }),
  /** Puts tags on and takes them off. */
  tag: command({ name: "lead.tag", input: TagLead, work: tagLead }),
  /** Puts a lead off to a day. */
  nurture: command({ name: "lead.nurture", input: NurtureLead, work: nurtureLead }),
  /** Brings it back to work. */
  resume: command({ name: "lead.resume", input: ResumeLead, work: resumeLead }),
  /** Closes a lead that will not become a client. */
  disqualify: command({ name: "lead.disqualify", input: DisqualifyLead, work: disqualifyLead }),
}

const resumeDue = command({ name: "lead.resumeDue", input: ResumeLead, work: resumeDueLead })

/** The commands over dialogs. */
export const dialogCommands = {
  /** Records a conversation with its outcome. */
  record: command({
    name: "dialog.record",
    input: RecordDialog,
    happened: happened("endedAt"),
    references: { ...subjectReferences, participantIds: "contact" },
    work: recordDialog,
  }),
}

/** The commands over next steps. */
export const nextStepCommands = {
  /** Commits somebody to do something by a day. */
  set: command({ name: "nextStep.set", input: SetNextStep, references: subjectReferences, work: setNextStep }),
  /** Marks a next step as done. */
  complete: command({ name: "nextStep.complete", input: CompleteNextStep, work: completeNextStep }),
  /** Calls it off. */
  cancel: command({ name: "nextStep.cancel", input: CancelNextStep, work: cancelNextStep }),
  /** Moves a next step to another day. */
  move: command({ name: "nextStep.move", input: MoveNextStep, work: moveNextStep }),
  /** Has somebody else do it. */
  assign: command({ name: "nextStep.assign", input: AssignNextStep, work: assignNextStep }),
  /** Records that the moment to remind came. */
  remind: command({ name: "nextStep.remind", input: RemindNextStep, work: remindNextStep }),
}

/** What the base asks of `tick`: leads that were put off come back on their day, and owners of next steps are reminded. */
export const clientDuties: ReadonlyArray<Duty> = [
  duty({
    name: "lead.resumeDue",
    of: leadAggregate,
    dueAt: "nextNurtureAt",
    where: { status: "nurture", standing: "active" },
    perform: (caller, { id }, options) => resumeDue(caller, { leadId: id }, options),
  }),
  duty({
    name: "nextStep.remind",
    of: nextStepAggregate,
    dueAt: "remindAt",
    where: { status: "open" },
    perform: (caller, { id }, options) => nextStepCommands.remind(caller, { nextStepId: id }, options),
  }),
]
