import * as Result from "effect/Result"
import type { CustomChange } from "../department/DepartmentRules.ts"
import { customChange, withCustomTexts } from "../department/DepartmentRules.ts"
import type { Recorded } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Work } from "../journal/Work.ts"
import { byId, textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { InputInvalid } from "../shared/InputErrors.ts"
import { RecordExists, RecordNotFound } from "../shared/RecordErrors.ts"
import { refusedChoice, refusedTaxId } from "./BaseRules.ts"
import { activeClient } from "./ClientCommands.ts"
import type { ChoiceUnknown } from "./ClientErrors.ts"
import { RecordRetired } from "./ClientErrors.ts"
import type { ContactAmended } from "./Contact.ts"
import { contactAggregate } from "./Contact.ts"
import type { AddContact, AmendContact, Contact } from "./ContactSchema.ts"
import { changedTexts, namedHere } from "./DetailTexts.ts"

/** A contact person as commands answer it. */
export interface ContactAnswer {
  /** The contact person after the command. */
  readonly contact: Contact
}

/** A new contact person; whether the client is there is the caller's to know. */
export const addedContact = (
  input: AddContact,
  context: CommandContext,
  custom: CustomChange = { events: [], texts: {} },
): Recorded<Contact> => {
  const payload = {
    id: input.id ?? context.newId("contact"),
    clientId: input.clientId,
    roleId: input.roleId ?? null,
    language: input.language ?? null,
  }
  return recordEvents(contactAggregate, null, [{ type: "ContactAdded", payload }, ...custom.events], {
    occurredAt: context.occurredAt,
    texts: withCustomTexts({}, changedTexts({}, input), custom),
  })
}

/** Adds a person to a client. */
export function* addContact(
  input: AddContact,
  context: CommandContext,
): Work<ContactAnswer, RecordExists | RecordNotFound | RecordRetired | ChoiceUnknown | InputInvalid> {
  if (input.id !== undefined && (yield* byId(contactAggregate, input.id)) !== null) {
    return Result.fail(new RecordExists("contact", input.id))
  }
  const client = yield* activeClient(input.clientId)
  if (Result.isFailure(client)) return Result.fail(client.failure)
  const refused =
    (yield* refusedChoice(context, [["contactRoles", input.roleId]])) ?? (yield* refusedTaxId(context, input.taxId, {}))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "contact", input.custom, null)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const clientId = client.success.id
  const change = addedContact({ ...input, clientId }, context, custom.success)
  return Result.succeed(decision([change], { contact: change.after }, { touchedClients: [clientId] }))
}

/** Changes values and texts of a contact person; what is said already changes nothing. */
export function* amendContact(
  input: AmendContact,
  context: CommandContext,
): Work<ContactAnswer, RecordNotFound | RecordRetired | ChoiceUnknown | InputInvalid> {
  const contact = yield* byId(contactAggregate, input.contactId)
  if (contact === null) return Result.fail(new RecordNotFound("contact", input.contactId))
  if (contact.standing !== "active") return Result.fail(new RecordRetired("contact", contact.id))
  const current = (yield* textsOf([contact])).get(contact.id) ?? {}
  const refused =
    (yield* refusedChoice(context, [["contactRoles", input.roleId]])) ??
    (yield* refusedTaxId(context, input.taxId, current))
  if (refused !== null) return Result.fail(refused)
  const custom = yield* customChange(context, "contact", input.custom, contact)
  if (Result.isFailure(custom)) return Result.fail(custom.failure)
  const texts = withCustomTexts(current, namedHere(current, changedTexts(current, input), contact), custom.success)
  const { roleId, language, leftOn } = input
  const payload: ContactAmended["payload"] = {
    ...(roleId === undefined || roleId === contact.roleId ? {} : { roleId }),
    ...(language === undefined || language === contact.language ? {} : { language }),
    ...(leftOn === undefined || leftOn === contact.leftOn ? {} : { leftOn }),
  }
  const isAmended = texts !== undefined || Object.keys(payload).length > 0
  const [first, ...others] = [
    ...(isAmended ? [{ type: "ContactAmended" as const, payload }] : []),
    ...custom.success.events,
  ]
  if (first === undefined) return Result.succeed(decision([], { contact }))
  const change = recordEvents(contactAggregate, contact, [first, ...others], {
    occurredAt: context.occurredAt,
    texts,
  })
  const counted = payload.roleId !== undefined || payload.leftOn !== undefined
  return Result.succeed(
    decision([change], { contact: change.after }, { touchedClients: counted ? [contact.clientId] : [] }),
  )
}
