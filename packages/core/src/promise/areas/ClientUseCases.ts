import { clientAggregate } from "../../client/Client.ts"
import { consentAggregate } from "../../client/Consent.ts"
import { contactAggregate } from "../../client/Contact.ts"
import { dialogAggregate } from "../../client/Dialog.ts"
import { leadAggregate } from "../../client/Lead.ts"
import { nextStepAggregate } from "../../client/NextStep.ts"
import {
  clientCommands,
  consentCommands,
  contactCommands,
  dialogCommands,
  leadCommands,
  nextStepCommands,
} from "../../client/service.ts"
import { customFieldSource } from "../../department/Department.ts"
import { clientMerging, leadQualification } from "../../department/service.ts"
import { recordQueries } from "../../ports/RecordQueries.ts"

/** Use cases over clients, the people at them, leads and what is said to them. */
export const clientUseCases = {
  /** Clients: register, amend, merge with undo, remove and restore. */
  clients: { ...recordQueries(clientAggregate, customFieldSource), ...clientCommands, ...clientMerging },
  /** People at clients, and how to reach them. */
  contacts: { ...recordQueries(contactAggregate, customFieldSource), ...contactCommands },
  /** Consents of people, each with its proof. */
  consents: { ...recordQueries(consentAggregate), ...consentCommands },
  /** Leads from coming in to qualification. */
  leads: { ...recordQueries(leadAggregate, customFieldSource), ...leadCommands, ...leadQualification },
  /** Conversations that were held. */
  dialogs: { ...recordQueries(dialogAggregate), ...dialogCommands },
  /** What is to be done next, by whom and by which day. */
  nextSteps: { ...recordQueries(nextStepAggregate), ...nextStepCommands },
} as const
