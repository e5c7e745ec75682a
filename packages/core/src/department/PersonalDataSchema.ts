import * as Schema from "effect/Schema"
import { idField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

/** Input of `personalData.export` and `personalData.erase`: exactly one of client, contact person and lead. */
export const PersonInput = Schema.Struct({
  /** The client; left out where a contact person or a lead is named. */
  clientId: Schema.optionalKey(idField("client")),
  /** The contact person of a client; left out where a client or a lead is named. */
  contactId: Schema.optionalKey(idField("contact")),
  /** The lead; left out where a client or a contact person is named. */
  leadId: Schema.optionalKey(idField("lead")),
}).check(
  check<{ readonly clientId?: unknown; readonly contactId?: unknown; readonly leadId?: unknown }>(
    "person.one",
    {
      en: "name exactly one: a client, a contact person or a lead",
      ru: "укажите ровно одно: клиента, контактное лицо или лид",
    },
    (input) => Object.values(input).filter((id) => id !== undefined).length === 1,
  ),
)

/** Decoded input of `personalData.export` and `personalData.erase`. */
export type PersonInput = typeof PersonInput.Type
