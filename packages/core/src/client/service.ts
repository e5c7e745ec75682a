/**
 * Commands over the client base, as Effects.
 *
 * @packageDocumentation
 */
import { command } from "../ports/Command.ts"
import { importClients, registerClient } from "./ClientCommands.ts"
import { DisqualifyLead, ImportClients, QualifyLead, ReceiveLead, RegisterClient, TakeLead } from "./ClientSchema.ts"
import { completeNextStep, moveNextStep, recordDialog, setNextStep } from "./DialogCommands.ts"
import { CompleteNextStep, MoveNextStep, RecordDialog, SetNextStep } from "./DialogSchema.ts"
import { disqualifyLead, qualifyLead, receiveLead, takeLead } from "./LeadCommands.ts"

export type { ClientAnswer, ClientImportAnswer } from "./ClientCommands.ts"
export { DisqualifyLead, ImportClients, QualifyLead, ReceiveLead, RegisterClient, TakeLead } from "./ClientSchema.ts"
export type { DialogAnswer, NextStepAnswer } from "./DialogCommands.ts"
export { CompleteNextStep, MoveNextStep, RecordDialog, SetNextStep } from "./DialogSchema.ts"
export type { LeadAnswer } from "./LeadCommands.ts"

/** The commands over clients. */
export const clientCommands = {
  /** Registers a client. */
  register: command({ name: "client.register", input: RegisterClient, work: registerClient }),
  /** Records clients of a source. */
  import: command({ name: "client.import", input: ImportClients, work: importClients }),
}

/** The commands over leads. */
export const leadCommands = {
  /** Records an interest. */
  receive: command({ name: "lead.receive", input: ReceiveLead, work: receiveLead }),
  /** Gives a lead to a rep who starts to work on it. */
  take: command({ name: "lead.take", input: TakeLead, work: takeLead }),
  /** Closes a lead that became a client. */
  qualify: command({ name: "lead.qualify", input: QualifyLead, work: qualifyLead }),
  /** Closes a lead that will not become a client. */
  disqualify: command({ name: "lead.disqualify", input: DisqualifyLead, work: disqualifyLead }),
}

/** The commands over dialogs. */
export const dialogCommands = {
  /** Records a conversation with its outcome. */
  record: command({ name: "dialog.record", input: RecordDialog, work: recordDialog }),
}

/** The commands over next steps. */
export const nextStepCommands = {
  /** Commits somebody to do something by a day. */
  set: command({ name: "nextStep.set", input: SetNextStep, work: setNextStep }),
  /** Marks a next step as done. */
  complete: command({ name: "nextStep.complete", input: CompleteNextStep, work: completeNextStep }),
  /** Moves a next step to another day. */
  move: command({ name: "nextStep.move", input: MoveNextStep, work: moveNextStep }),
}
