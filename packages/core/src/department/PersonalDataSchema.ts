import * as Schema from "effect/Schema"
import { idField } from "../ports/input/FieldSchema.ts"
import { check } from "../ports/input/Input.ts"

const subjects = {
  /** The client; of one that was merged the one that stayed is meant. Left out where another is named. */
  clientId: Schema.optionalKey(idField("client")),
  /** The contact person of a client; left out where another is named. */
  contactId: Schema.optionalKey(idField("contact")),
  /** The lead; left out where another is named. */
  leadId: Schema.optionalKey(idField("lead")),
  /** A transfer of a bank statement, of a payer who is nobody in the base; left out where another is named. */
  bankEntryId: Schema.optionalKey(idField("bankEntry")),
  /** The record of a salesperson, as a rule of one who left: the person's other records go with it; left out where another is named. */
  repId: Schema.optionalKey(idField("rep")),
}

const oneSubject = check<{ readonly [Subject in keyof typeof subjects]?: unknown }>(
  "person.one",
  {
    en: "name exactly one: a client, a contact person, a lead, a transfer or a salesperson",
    ru: "укажите ровно одно: клиента, контактное лицо, лид, операцию выписки или менеджера",
  },
  ({ clientId, contactId, leadId, bankEntryId, repId }) =>
    [clientId, contactId, leadId, bankEntryId, repId].filter((id) => id !== undefined).length === 1,
)

/** Input of `personalData.export`: exactly one of client, contact person, lead, transfer and salesperson. */
export const PersonInput = Schema.Struct(subjects).check(oneSubject)

/** Input of `personalData.erase`: whose data, exactly one as of an export. */
export const ErasureInput = Schema.Struct({
  ...subjects,
  /**
   * Whether what was decided in debriefs goes too, where findings about the person were talked over, or which were held with the salesperson
   * alone: each goes whole, whomever else it is
   * about, and private ones with the others. Which they are is not answered. Kept where left out.
   */
  debriefs: Schema.optionalKey(Schema.Boolean),
}).check(oneSubject)

/** Decoded input of `personalData.export`. */
export type PersonInput = typeof PersonInput.Type
/** Decoded input of `personalData.erase`. */
export type ErasureInput = typeof ErasureInput.Type
