import * as Result from "effect/Result"
import { readImportedCustom } from "../department/DepartmentImport.ts"
import { withCustomTexts } from "../department/DepartmentRules.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import { withMergedClients } from "../journal/MergedClients.ts"
import type { Work } from "../journal/Work.ts"
import { byIds, isErased, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { contactAggregate } from "./Contact.ts"
import type { Contact, ContactValues, ImportContacts } from "./ContactSchema.ts"
import { changedTexts, namedBySource, sourceDetails } from "./DetailTexts.ts"

/** A contact person that both the source and somebody here gave another name since the last import; ours was kept. */
export interface ContactImportConflict {
  /** The person. */
  readonly contactId: string
  /** The field. */
  readonly field: "name"
}

/** What an import did to the contact persons. */
export interface ContactImportAnswer {
  /** Persons who were not there. */
  readonly created: number
  /** Persons who took new values. */
  readonly changed: number
  /** Persons the source said nothing new of. */
  readonly unchanged: number
  /** Names that were kept. */
  readonly conflicts: ReadonlyArray<ContactImportConflict>
}

/** The source's client is taken unless the person was brought to another here since the last import, as merging does. */
const keptOf = (contact: Contact | null, stated: ContactValues): ContactValues => {
  const last = contact?.imported ?? null
  if (contact === null || last === null || contact.clientId === last.clientId) return stated
  return { clientId: contact.clientId }
}

/** Records contact persons as a source asserts them; of one that was voided the source's word brings it back. */
export function* importContacts(
  said: ImportContacts,
  context: CommandContext,
): Work<ContactImportAnswer, InputInvalid> {
  const input = { ...said, rows: yield* withMergedClients(said.rows) }
  const reading = yield* readImportedCustom(context, "contact", input.rows)
  if (Result.isFailure(reading)) return Result.fail(reading.failure)
  const contacts = yield* byIds(
    contactAggregate,
    input.rows.map(({ id }) => id),
  )
  const texts = yield* textsOf([...contacts.values()])
  const changes: Array<Change> = []
  const conflicts: Array<ContactImportConflict> = []
  const touchedClients = new Set<string>()
  let created = 0
  for (const [index, row] of input.rows.entries()) {
    const contact = contacts.get(row.id) ?? null
    const stated: ContactValues = { clientId: row.clientId }
    const current = texts.get(row.id) ?? {}
    const custom = reading.success(index, contact, contact?.imported ?? null, current)
    const details = isErased(contact, texts) ? undefined : changedTexts(current, sourceDetails(current, row))
    const named = namedBySource(current, details, row.name)
    const renamed = isErased(contact, texts) ? undefined : withCustomTexts(current, named.texts, custom)
    if (named.isConflict) conflicts.push({ contactId: row.id, field: "name" })
    const isSame = contact?.standing !== "void" && contact?.imported?.clientId === stated.clientId
    if (renamed === undefined && isSame && !custom.isNews) continue
    if (contact === null) created += 1
    const kept = keptOf(contact, stated)
    const payload = { id: row.id, sourceId: input.sourceId, stated: { ...stated, ...custom.stated }, kept }
    const change = recordEvents(contactAggregate, contact, [{ type: "ContactImported", payload }, ...custom.events], {
      occurredAt: context.occurredAt,
      texts: renamed,
    })
    changes.push(change)
    touchedClients.add(change.after.clientId)
    if (contact !== null) touchedClients.add(contact.clientId)
  }
  const changed = changes.length - created
  const unchanged = input.rows.length - changes.length
  const facts = { touchedClients: [...touchedClients], shown: [...contacts.keys()] }
  return Result.succeed(decision(changes, { created, changed, unchanged, conflicts }, facts))
}
