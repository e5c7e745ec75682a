/**
 * The client base: clients, leads, dialogs with outcomes, and next steps. Pure.
 *
 * @packageDocumentation
 */
export type { ClientAssigned, ClientEvent, ClientImported, ClientRegistered } from "./Client.ts"
export { clientAggregate } from "./Client.ts"
export type { BaseKind } from "./ClientErrors.ts"
export {
  ChoiceUnknown,
  LeadClosed,
  NextStepDone,
  RecordExists,
  RecordNotFound,
  SubjectMissing,
} from "./ClientErrors.ts"
export type { Client, ClientValues, Lead, LeadStatus } from "./ClientSchema.ts"
export type { DialogRecorded } from "./Dialog.ts"
export { dialogAggregate } from "./Dialog.ts"
export type { Dialog, NextStep, Subject } from "./DialogSchema.ts"
export type { LeadAssigned, LeadDisqualified, LeadEvent, LeadQualified, LeadReceived, LeadTaken } from "./Lead.ts"
export { leadAggregate } from "./Lead.ts"
export type { NextStepAssigned, NextStepCompleted, NextStepEvent, NextStepMoved, NextStepSet } from "./NextStep.ts"
export { nextStepAggregate } from "./NextStep.ts"
