import * as Effect from "effect/Effect"
import type { JournalEvent } from "../journal/Event.ts"
import type { Caller } from "../ports/Caller.ts"
import { command } from "../ports/command/Command.ts"
import { observesItself } from "../ports/Observed.ts"
import { Store } from "../ports/Store.ts"
import { erasePerson, exportPerson } from "./PersonalDataCommands.ts"
import type { PersonExport } from "./PersonalDataCommands.ts"
import { ErasureInput, PersonInput } from "./PersonalDataSchema.ts"

const read = command({ name: "personalData.export", input: PersonInput, work: exportPerson })

/** Everything that is kept about a person, with what happened to each record. */
export interface PersonalDataExport {
  /** Record by record: its kind, its state, its texts and its journal. */
  readonly records: ReadonlyArray<PersonExport["records"][number] & { readonly history: ReadonlyArray<JournalEvent> }>
}

/** What the law asks for about a person (152-FZ, GDPR articles 15, 17 and 20): all of it, or none of it any more. */
export const personalData = {
  /** Everything that is kept about a person, as JSON. It is read and stored nowhere, so that no copy of it stays. */
  // The reading of it is what is observed.
  export: observesItself(
    "personalData.export",
    Effect.fnUntraced(function* (caller: Caller, input: typeof PersonInput.Encoded) {
      const { records } = yield* read(caller, input, { dryRun: true })
      const store = yield* Store
      const told: Array<PersonalDataExport["records"][number]> = []
      const ids = records.map(({ record }) => record.id)
      const histories = yield* store.streams(caller.tenant, ids)
      for (const one of records) told.push({ ...one, history: histories.get(one.record.id) ?? [] })
      const exported: PersonalDataExport = { records: told }
      return exported
    }),
  ),
  /** Deletes every name, number, address and free text of a person; figures stay and the journal verifies. */
  erase: command({ name: "personalData.erase", input: ErasureInput, work: erasePerson }),
}
