import * as Schema from "effect/Schema"
import { importClients } from "../client/ClientCommands.ts"
import { ImportClients, ImportLeads } from "../client/ClientSchema.ts"
import { importContacts } from "../client/ContactImportCommands.ts"
import { ImportContacts } from "../client/ContactSchema.ts"
import { importLeads } from "../client/LeadImportCommands.ts"
import { importDeals } from "../deal/DealImportCommand.ts"
import { ImportDeals } from "../deal/DealImportSchema.ts"
import { readGateFacts } from "../department/GateFacts.ts"
import { StateProducts } from "../deal/ProductSchema.ts"
import type { Work } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { command } from "../ports/command/Command.ts"
import { idField } from "../ports/input/FieldSchema.ts"
import { StateReps } from "../team/RepSchema.ts"
import { inputDigest, recordedPart } from "./RunRules.ts"
import { importProducts } from "./ImportProducts.ts"
import { importReps } from "./ImportReps.ts"
import { importedAfterClients } from "./ImportedAfterClients.ts"

/** A command that states records, as a part of a run: what it changes is recorded beside it and can be taken back. */
const partOf = <Input, Encoded, Answer extends object, Rejection>(
  name: string,
  input: Schema.Codec<Input, Encoded>,
  work: (input: Input, context: CommandContext) => Work<Answer, Rejection>,
) =>
  command({
    name: `run.${name}`,
    input: Schema.Struct({ runId: idField("run"), part: Schema.Int, input }),
    work: (given, context) =>
      recordedPart(given.runId, given.part, inputDigest(given.input), work(given.input, context), context),
  })

/** The parts of an import, by kind of record. */
export const importParts = {
  /** Reps. */
  reps: partOf("reps", StateReps, importReps),
  /** Products. */
  products: partOf("products", StateProducts, importProducts),
  /** Clients. */
  clients: partOf("clients", ImportClients, importClients),
  /** Contact persons. */
  contacts: partOf("contacts", ImportContacts, importContacts),
  /** Deals. */
  deals: partOf("deals", ImportDeals, importDeals(readGateFacts)),
  /** Leads. */
  leads: partOf("leads", ImportLeads, importLeads),
}

/**
 * Deals of a dry run, judged after the clients that they name: on a dry run these are not in the base, and a gate would find deals without
 * a client.
 */
export const dryDeals = command({
  name: "run.deals",
  input: Schema.Struct({ clients: ImportClients, deals: ImportDeals }),
  work: ({ clients, deals }, context) =>
    importedAfterClients(importClients(clients, context), importDeals(readGateFacts)(deals, context)),
})
