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
import { recordQueries } from "../../ports/reading/RecordQueries.ts"
import type { QueriesOf } from "../../ports/reading/RecordQueries.ts"

/** Use cases over clients, the people at them, leads and what is said to them. */
interface ClientUseCases {
  /** Clients: register, amend, import, find duplicates, merge with undo. */
  readonly clients: QueriesOf<typeof clientAggregate> & typeof clientCommands & typeof clientMerging
  /** People at clients, and how to reach them. */
  readonly contacts: QueriesOf<typeof contactAggregate> & typeof contactCommands
  /** Consents of people, each with its proof. */
  readonly consents: QueriesOf<typeof consentAggregate> & typeof consentCommands
  /** Leads from coming in to qualification. */
  readonly leads: QueriesOf<typeof leadAggregate> & typeof leadCommands & typeof leadQualification
  /** Conversations that were held. */
  readonly dialogs: QueriesOf<typeof dialogAggregate> & typeof dialogCommands
  /** What is to be done next, by whom and by which day. */
  readonly nextSteps: QueriesOf<typeof nextStepAggregate> & typeof nextStepCommands
}

/** The use cases themselves. Their type is named, not inferred: declarations would lose what is said of each. */
export const clientUseCases: ClientUseCases = {
  clients: { ...recordQueries(clientAggregate, customFieldSource), ...clientCommands, ...clientMerging },
  contacts: { ...recordQueries(contactAggregate, customFieldSource), ...contactCommands },
  consents: { ...recordQueries(consentAggregate), ...consentCommands },
  leads: { ...recordQueries(leadAggregate, customFieldSource), ...leadCommands, ...leadQualification },
  dialogs: { ...recordQueries(dialogAggregate), ...dialogCommands },
  nextSteps: { ...recordQueries(nextStepAggregate), ...nextStepCommands },
}
