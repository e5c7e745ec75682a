import type { StatedCustom } from "../journal/CustomFields.ts"
import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, rowsOf, slug, textField } from "../ports/input/FieldSchema.ts"
import { customInput } from "../ports/input/CustomFieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, ConsentId, ContactId, LeadId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Standing } from "./ClientSchema.ts"
import { detailFields, languageField, nameField, positionField } from "./DetailSchema.ts"

/** A person at a client. Name, numbers and position are texts, kept apart. */
export interface Contact extends RecordState {
  readonly id: ContactId
  /** The client. */
  readonly clientId: ClientId
  /** What the person does there for our sales, from the tenant's list; null where none is stated. */
  readonly roleId: string | null
  /** Language the person prefers, by its BCP 47 tag; null where none was stated. */
  readonly language: string | null
  /** Day from which the person is no longer there; null while it is. */
  readonly leftOn: CalendarDate | null
  /** Whether it is in the base. */
  readonly standing: Standing
  /** The source that stated it last; null where it was added here. */
  readonly sourceId: string | null
  /** What the source said last; null where it was added here. */
  readonly imported: (ContactValues & StatedCustom) | null
}

/** What a source states of a contact person beside its texts. */
export interface ContactValues {
  /** The client. */
  readonly clientId: ClientId
}

/** By what a consent can be proved. */
const proofKinds = ["signedPaper", "webForm", "mail", "message", "callRecording", "other"] as const

/** A person's consent to one purpose, with its proof. What proves it, in words, is a text. */
export interface Consent extends RecordState {
  readonly id: ConsentId
  /** The client who agreed; null where another kind of person did. */
  readonly clientId: ClientId | null
  /** The contact person who agreed; null where another kind of person did. */
  readonly contactId: ContactId | null
  /** The lead who agreed; null where another kind of person did. */
  readonly leadId: LeadId | null
  /** What was agreed to, from the tenant's list. */
  readonly purposeId: string
  /** Kind of proof. */
  readonly proofKind: (typeof proofKinds)[number]
  /** When it was given. */
  readonly givenAt: Instant
  /** Last day on which it holds (inclusive), by the tenant's calendar; null where it has no end. */
  readonly expiresOn: CalendarDate | null
  /** When it was withdrawn; null where it was not. */
  readonly withdrawnAt: Instant | null
}

const contactDetails = {
  ...detailFields,
  /** What the person does there; up to 300 characters. A text. */
  position: positionField,
}

/** Input of `contacts.add`. */
export const AddContact = Schema.Struct({
  /** An id of your own, beginning with `contact_`; a new one where left out. */
  id: Schema.optionalKey(idField("contact")),
  /** The client that the person is at. */
  clientId: idField("client"),
  /** The person's name; 1 to 300 characters. A text: erased with the person. */
  name: nameField,
  /** What part the person has in a purchase, from the department's list. */
  roleId: Schema.optionalKey(slug),
  /** The language to be spoken, such as `ru` or `pt-BR`. */
  language: Schema.optionalKey(Schema.NullOr(languageField)),
  ...contactDetails,
  /** Values of the fields that the department defines, by field. */
  custom: Schema.optionalKey(customInput),
})

const importedContact = Schema.Struct({
  /** Its id here, beginning with `contact_`: the same at every import of the same record. */
  id: idField("contact"),
  /** The client that the person is at. */
  clientId: idField("client"),
  /** The person's name, 1 to 300 characters. A text: erased with the person. */
  name: nameField,
  ...contactDetails,
  /** Values of the fields that the department defines, by field, 200 at most, as the source has them. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `contacts.import`. 1 to 5,000 rows (inclusive) a call. */
export const ImportContacts = Schema.Struct({
  /** The source that says so: a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  sourceId: slug,
  /** What the source has of each, 1 to 5,000 rows, each id once. */
  rows: rowsOf(importedContact),
})

/** Input of `contacts.amend`: what is left out stays, null removes. */
export const AmendContact = Schema.Struct({
  /** The contact person. */
  contactId: idField("contact"),
  /** The person's name, 1 to 300 characters. A text: erased with the person. */
  name: Schema.optionalKey(nameField),
  /** What part the person has in a purchase, from the department's list; null clears. */
  roleId: Schema.optionalKey(Schema.NullOr(slug)),
  /** The language to be spoken, such as `ru` or `pt-BR`; null clears. */
  language: Schema.optionalKey(Schema.NullOr(languageField)),
  /** The day from which the person is no longer there, `YYYY-MM-DD`; null where the person is. */
  leftOn: Schema.optionalKey(Schema.NullOr(dateField)),
  ...contactDetails,
  /** Values of the fields that the department defines, by field, 200 at most; only those given are changed, null clears. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `consents.give`: exactly one of client, contact person and lead. */
export const GiveConsent = Schema.Struct({
  /** An id of your own, beginning with `consent_`; a new one where left out. */
  id: Schema.optionalKey(idField("consent")),
  /** The client who agreed; left out where another kind of person did. */
  clientId: Schema.optionalKey(idField("client")),
  /** The contact person who agreed; left out where another kind of person did. */
  contactId: Schema.optionalKey(idField("contact")),
  /** The lead who agreed; left out where another kind of person did. */
  leadId: Schema.optionalKey(idField("lead")),
  /** What was agreed to, from the department's list. */
  purposeId: slug,
  /** Of what kind the proof is. */
  proofKind: Schema.Literals(proofKinds),
  /** What proves it: where the paper lies, which form was sent, … */
  proof: textField(2000),
  /**
   * The last day on which it holds (inclusive), `YYYY-MM-DD`; where left out, by the term that the department gives the
   * purpose, else without an end.
   */
  expiresOn: Schema.optionalKey(dateField),
})

/** Input of `consents.withdraw`. */
export const WithdrawConsent = Schema.Struct({
  /** The consent, not withdrawn yet. */
  consentId: idField("consent"),
  /** Why, in words, 1 to 2,000 characters. A text. */
  reason: Schema.optionalKey(textField(2000)),
})

/** Decoded input of `contacts.add`. */
export type AddContact = typeof AddContact.Type
/** Decoded input of `contacts.import`. */
export type ImportContacts = typeof ImportContacts.Type
/** Decoded input of `contacts.amend`. */
export type AmendContact = typeof AmendContact.Type
/** Decoded input of `consents.give`. */
export type GiveConsent = typeof GiveConsent.Type
/** Decoded input of `consents.withdraw`. */
export type WithdrawConsent = typeof WithdrawConsent.Type
