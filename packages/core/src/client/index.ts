/**
 * The client base: clients with contact persons and consents, leads, dialogs with outcomes, and next steps. Pure.
 *
 * @packageDocumentation
 */
export type {
  BaseList,
  BasePolicy,
  ConsentPurpose,
  NamedChoice,
  RegularityRules,
  RegularRule,
  Segment,
} from "./BasePolicy.ts"
export { contactCadenceDays, isRegularClient, regularRuleOf } from "./BasePolicy.ts"
export type {
  ClientAbsorbed,
  ClientAmended,
  ClientAssigned,
  ClientEvent,
  ClientImported,
  ClientMerged,
  ClientRegistered,
  ClientReleased,
  ClientTagged,
  ClientUnmerged,
} from "./Client.ts"
export { clientAggregate } from "./Client.ts"
export type { ChoiceList } from "./ClientErrors.ts"
export {
  ChoiceMissing,
  ChoiceUnknown,
  ConsentSubjectUnclear,
  ConsentWithdrawnAlready,
  EndsBeforeStart,
  LeadClosed,
  NextStepDone,
  NurtureDayPast,
  ReasonTextMissing,
  RecordRetired,
  SubjectMissing,
} from "./ClientErrors.ts"
export type {
  Client,
  ClientMerge,
  ClientPreferences,
  ClientValues,
  ContactWay,
  Lead,
  LeadStatus,
  LeadValues,
  MergedValues,
  Standing,
} from "./ClientSchema.ts"
export type { MergeChoices, MergeConflict, MergedClient, MergeField, MergePart, MergeSide } from "./Merge.ts"
export { mergedClient, unmergedTexts, unmergedValues } from "./Merge.ts"
export type { ConsentEvent, ConsentGiven, ConsentStatus, ConsentWithdrawn } from "./Consent.ts"
export { consentAggregate, consentStatus } from "./Consent.ts"
export type { ContactAdded, ContactAmended, ContactEvent, ContactImported } from "./Contact.ts"
export { contactAggregate } from "./Contact.ts"
export type { Consent, Contact, ContactValues } from "./ContactSchema.ts"
export type { DetailsInput } from "./DetailTexts.ts"
export { textLines } from "./DetailTexts.ts"
export type { DialogRecorded } from "./Dialog.ts"
export { dialogAggregate } from "./Dialog.ts"
export type { Dialog, NextStep, Subject } from "./DialogSchema.ts"
export type { DuplicatesOfBase, NotCompared } from "./DuplicateService.ts"
export type {
  LeadAmended,
  LeadAssigned,
  LeadDisqualified,
  LeadEvent,
  LeadImported,
  LeadNurtured,
  LeadQualified,
  LeadReceived,
  LeadResumed,
  LeadTagged,
  LeadTaken,
} from "./Lead.ts"
export { isOpenLead, leadAggregate } from "./Lead.ts"
export type {
  NextStepAssigned,
  NextStepCancelled,
  NextStepCompleted,
  NextStepEvent,
  NextStepMoved,
  NextStepReminded,
  NextStepSet,
} from "./NextStep.ts"
export { nextStepAggregate } from "./NextStep.ts"
