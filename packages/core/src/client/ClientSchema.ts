import type { StatedCustom } from "../journal/CustomFields.ts"
import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Standing } from "../journal/Standing.ts"
import { dateField, idField, instantField, opaqueId, rowsOf, slug, textField } from "../ports/input/FieldSchema.ts"
import { customInput } from "../ports/input/CustomFieldSchema.ts"
import { check } from "../ports/input/Input.ts"
import type { CustomValues } from "../shared/CustomField.ts"
import type { ClientId, DealId, LeadId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import { companyField, detailFields, languageField, mannerField, nameField } from "./DetailSchema.ts"

/** Values of a client that a source states. */
export interface ClientValues {
  /** Owner; null where nobody owns the client. */
  readonly ownerId: RepId | null
  /** Segment or industry, from the tenant's own words; null where none is stated. */
  readonly segmentId: string | null
}

/** Ways to speak with a client. */
export const contactWays = ["call", "meeting", "mail", "chat", "visit"] as const

/** A way to speak with a client. */
export type ContactWay = (typeof contactWays)[number]

/** How the client itself wants to be dealt with. The manner, in words, is a text. */
export interface ClientPreferences {
  /** Language by its BCP 47 tag; null where none was stated. */
  readonly language: string | null
  /** The way it prefers; null where none was stated. */
  readonly way: ContactWay | null
}

export type { Standing }

/** Values of a client that a merge may change. */
export interface MergedValues extends ClientValues {
  /** Its preferences. */
  readonly preferences: ClientPreferences
  /** Its tags. */
  readonly tags: ReadonlyArray<string>
}

/** How a client went into another: everything that undoing it needs. Texts are referred to by their versions. */
export interface ClientMerge {
  /** The client it went into. */
  readonly intoId: ClientId
  /** Values of that client before. */
  readonly before: MergedValues
  /** Values of that client after. */
  readonly after: MergedValues
  /** Version of that client's texts before; 0 where it had none. */
  readonly textsBefore: number
  /** Version of that client's texts after. */
  readonly textsAfter: number
  /** Values of custom fields that it brought, since that client had none of them; left out where there are none. */
  readonly custom?: CustomValues
  /** Records that moved with it. */
  readonly moved: ReadonlyArray<{ readonly kind: string; readonly id: string }>
  /** Ids of records of its deals that were that client's before, such as invoices that it pays; left out where there are none. */
  readonly others?: ReadonlyArray<string>
}

/** A client: somebody who buys or may buy. Names, numbers and addresses are texts, kept apart. */
export interface Client extends RecordState, ClientValues {
  readonly id: ClientId
  /** When it came into the base: it was registered here, or a source first brought it. */
  readonly registeredAt: Instant
  /** Since when nobody owns it; null while somebody does. Where a source brought it without an owner, since it came in. */
  readonly unownedSince: Instant | null
  /** Its own preferences. */
  readonly preferences: ClientPreferences
  /** Short names that people put on it, in code-point order, each once. */
  readonly tags: ReadonlyArray<string>
  /** Whether it is in the base. */
  readonly standing: Standing
  /** The client it was merged into; null where it was not. */
  readonly mergedIntoId: ClientId | null
  /** How it was merged; null where it was not. */
  readonly merge: ClientMerge | null
  /** The source it was imported from; null for clients registered here. */
  readonly sourceId: string | null
  /** What the source last said; null for clients registered here. */
  readonly imported: (ClientValues & StatedCustom) | null
}

/** Where a lead stands; a lead in nurture is put off to a day. */
export type LeadStatus = "new" | "inWork" | "nurture" | "qualified" | "disqualified"

/** Values of a lead that a source states. */
export interface LeadValues {
  /** Who works on it. */
  readonly ownerId: RepId | null
  /** By which channel it came. */
  readonly channelId: string
  /** What brought it. */
  readonly originId: string | null
  /** Where it stands. */
  readonly status: LeadStatus
  /** When it came. */
  readonly receivedAt: Instant
  /** When it was qualified or disqualified; null while it is open, and where the source does not say. */
  readonly closedAt: Instant | null
  /** The client it became. */
  readonly clientId: ClientId | null
  /** The deal it became. */
  readonly dealId: DealId | null
}

/** A lead: an interest that is not a client yet. */
export interface Lead extends RecordState {
  readonly id: LeadId
  /** Where it stands. */
  readonly status: LeadStatus
  /** Who works on it; null while nobody does. */
  readonly ownerId: RepId | null
  /** Since when nobody does; null while somebody does. Where a source brought it without an owner, since it was received. */
  readonly unownedSince: Instant | null
  /** By which channel it came, in the tenant's own words. */
  readonly channelId: string
  /** What brought it: an advertisement, a partner; null where that is not known. */
  readonly originId: string | null
  /** Segment it seems to belong to; null where none is stated. */
  readonly segmentId: string | null
  /** Short names that people put on it, in code-point order, each once. */
  readonly tags: ReadonlyArray<string>
  /** Whether it is in the base. */
  readonly standing: Standing
  /** When it came. */
  readonly receivedAt: Instant
  /** When somebody first took it; null while nobody has. */
  readonly takenAt: Instant | null
  /** When a lead in nurture comes back to work; null for every other. */
  readonly nextNurtureAt: Instant | null
  /** How often it was put off. */
  readonly nurtures: number
  /** When it was qualified or disqualified; null while it is open. */
  readonly closedAt: Instant | null
  /** The client it became; null while it has not. */
  readonly clientId: ClientId | null
  /** The deal it became; null while it has not. */
  readonly dealId: DealId | null
  /** Why it was disqualified. */
  readonly disqualifyReasonId: string | null
  /** The source it was imported from; null for leads received here. */
  readonly sourceId: string | null
  /** What the source last said; null for leads received here. */
  readonly imported: (LeadValues & StatedCustom) | null
}

const clientDetails = {
  ...detailFields,
  /** The manner in which the client wants to be dealt with; up to 1,000 characters. A text. */
  manner: mannerField,
}

const preferenceFields = {
  /** The language to speak with it; not known where left out or null. */
  language: Schema.optionalKey(Schema.NullOr(languageField)),
  /** How it likes to be reached; not known where left out or null. */
  way: Schema.optionalKey(Schema.NullOr(Schema.Literals(contactWays))),
}

const segmentField = textField(100)

/** Input of `clients.register`. */
export const RegisterClient = Schema.Struct({
  /** An id of your own, beginning with `client_`; a new one where left out. */
  id: Schema.optionalKey(idField("client")),
  /** The name of the company or person. A text: erased with the person. */
  name: nameField,
  /** The host's id of who looks after it; nobody where left out, which control shows. */
  ownerId: Schema.optionalKey(opaqueId),
  /** A segment of your own, 1 to 100 characters. */
  segmentId: Schema.optionalKey(segmentField),
  ...clientDetails,
  ...preferenceFields,
  /** Values of the fields that the department defines, by field. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `clients.amend`: what is left out stays, null removes. */
export const AmendClient = Schema.Struct({
  /** The client. */
  clientId: idField("client"),
  /** Its name, 1 to 300 characters. A text: erased with the person. */
  name: Schema.optionalKey(nameField),
  /** The host's id of who looks after it; null for nobody, which control shows. */
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** A segment of your own, 1 to 100 characters; null clears. */
  segmentId: Schema.optionalKey(Schema.NullOr(segmentField)),
  ...clientDetails,
  ...preferenceFields,
  /** Values of the fields that the department defines, by field, 200 at most; only those given are changed, null clears. */
  custom: Schema.optionalKey(customInput),
})

/** Tags, each once, 1 to 50 (inclusive). */
const tagList = Schema.Array(slug).check(
  check<ReadonlyArray<string>>(
    "tags.count",
    { en: "must be at most 50 tags, each once", ru: "не больше 50 меток, каждая один раз" },
    (tags) => tags.length <= 50 && new Set(tags).size === tags.length,
  ),
)

/** Input of `clients.tag`: tags to put on and to take off. */
export const TagClient = Schema.Struct({
  /** The client. */
  clientId: idField("client"),
  /** Tags to put on, 50 at most, each once; those that are there already stay. None where left out. */
  add: Schema.optionalKey(tagList),
  /** Tags to take off, 50 at most, each once; a tag in both lists is taken off. None where left out. */
  remove: Schema.optionalKey(tagList),
})

const importedClient = Schema.Struct({
  /** Its id here, beginning with `client_`: the same at every import of the same record. */
  id: idField("client"),
  /** Its name, 1 to 300 characters. A text: erased with the person. */
  name: nameField,
  ...detailFields,
  /** The host's id of who looks after it; null where the source names nobody, left out where it does not say this time. */
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** Its segment, 1 to 100 characters; null where the source names none, left out where it does not say this time. */
  segmentId: Schema.optionalKey(Schema.NullOr(segmentField)),
  /** Values of the fields that the department defines, by field, 200 at most, as the source has them. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `clients.import`. 1 to 5,000 rows (inclusive) a call. */
export const ImportClients = Schema.Struct({
  /** The source that says so: a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  sourceId: slug,
  /** What the source has of each, 1 to 5,000 rows, each id once. */
  rows: rowsOf(importedClient),
})

const leadDetails = {
  ...detailFields,
  /** The company as it was given; up to 300 characters. A text. */
  company: companyField,
}

/** Input of `leads.receive`. */
export const ReceiveLead = Schema.Struct({
  /** An id of your own, beginning with `lead_`; a new one where left out. */
  id: Schema.optionalKey(idField("lead")),
  /** Who turned to us. A text: erased with the person. */
  name: nameField,
  /** The channel it came by, from the department's list. */
  channelId: slug,
  /** Where it comes from, from the department's list; not known where left out. */
  originId: Schema.optionalKey(slug),
  /** A segment of your own, 1 to 100 characters. */
  segmentId: Schema.optionalKey(segmentField),
  /** The host's id of who takes it; nobody where left out, which control shows. */
  ownerId: Schema.optionalKey(opaqueId),
  ...leadDetails,
  /** Values of the fields that the department defines, by field. */
  custom: Schema.optionalKey(customInput),
})

const importedLead = Schema.Struct({
  /** Its id here, beginning with `lead_`: the same at every import of the same record. */
  id: idField("lead"),
  /** Who turned to us, 1 to 300 characters; left out where the source does not say. A text: erased with the person. */
  name: Schema.optionalKey(nameField),
  /** What it is called as long as nobody said its name, 1 to 300 characters, such as its number at the source; nothing where left out. A text. */
  knownAs: Schema.optionalKey(nameField),
  ...detailFields,
  /** The company as the source has it, 1 to 300 characters; null where it has none. A text. */
  company: companyField,
  /** The host's id of who works on it; null where the source names nobody, left out where it does not say this time. */
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  /** The channel it came by, in the department's own words. */
  channelId: slug,
  /** What brought it, in the department's own words; null where nobody knows, left out where the source does not say this time. */
  originId: Schema.optionalKey(Schema.NullOr(slug)),
  /** Where it stands at the source; left out where it does not say this time: then as it said before, at first `new`. */
  status: Schema.optionalKey(Schema.Literals(["new", "inWork", "qualified", "disqualified"])),
  /** When it came, a UTC instant; null where the source does not say: then when it was first imported. */
  receivedAt: Schema.NullOr(instantField),
  /** When it was qualified or disqualified, a UTC instant; null while it is open, and where the source does not say. */
  closedAt: Schema.NullOr(instantField),
  /** The client it became; null where it became none, left out where the source does not say this time. */
  clientId: Schema.optionalKey(Schema.NullOr(idField("client"))),
  /** The deal it became; null where it became none, left out where the source does not say this time. */
  dealId: Schema.optionalKey(Schema.NullOr(idField("deal"))),
  /** Values of the fields that the department defines, by field, 200 at most, as the source has them. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `leads.import`. 1 to 5,000 rows (inclusive) a call. */
export const ImportLeads = Schema.Struct({
  /** The source that says so: a short name of your own, 1 to 60 letters, digits, `_`, `-` or `.`. */
  sourceId: slug,
  /** What the source has of each, 1 to 5,000 rows, each id once. */
  rows: rowsOf(importedLead),
})

/** Input of `leads.amend`: what is left out stays, null removes. */
export const AmendLead = Schema.Struct({
  /** The lead. */
  leadId: idField("lead"),
  /** Who turned to us, 1 to 300 characters. A text: erased with the person. */
  name: Schema.optionalKey(nameField),
  /** What brought it, from the department's list; null clears. */
  originId: Schema.optionalKey(Schema.NullOr(slug)),
  /** A segment of your own, 1 to 100 characters; null clears. */
  segmentId: Schema.optionalKey(Schema.NullOr(segmentField)),
  ...leadDetails,
  /** Values of the fields that the department defines, by field, 200 at most; only those given are changed, null clears. */
  custom: Schema.optionalKey(customInput),
})

/** Input of `leads.tag`: tags to put on and to take off. */
export const TagLead = Schema.Struct({
  /** The lead; it may be closed. */
  leadId: idField("lead"),
  /** Tags to put on, 50 at most, each once; those that are there already stay. None where left out. */
  add: Schema.optionalKey(tagList),
  /** Tags to take off, 50 at most, each once; a tag in both lists is taken off. None where left out. */
  remove: Schema.optionalKey(tagList),
})

/** Input of `leads.take`: somebody starts to work on it. */
export const TakeLead = Schema.Struct({
  /** The lead. */
  leadId: idField("lead"),
  /** The host's id of who takes it. */
  ownerId: opaqueId,
})

/** Input of `leads.assign`: another owner, or nobody; where the lead stands does not change. */
export const AssignLead = Schema.Struct({
  /** The lead, not closed. */
  leadId: idField("lead"),
  /** The host's id of who gets it; null for nobody, which control shows. */
  ownerId: Schema.NullOr(opaqueId),
})

/** Input of `leads.nurture`: put off to the morning of a day to come, by the tenant's calendar. */
export const NurtureLead = Schema.Struct({
  /** The lead, not closed. */
  leadId: idField("lead"),
  /** The day on whose morning it comes back, `YYYY-MM-DD` in the department's time zone; a day to come. */
  until: dateField,
  /** Why it is put off, 1 to 1,000 characters. A text. */
  reason: Schema.optionalKey(textField(1000)),
})

/** Input of `leads.resume`: a lead that was put off comes back to work. */
export const ResumeLead = Schema.Struct({
  /** The lead, not closed; one that was not put off stays as it is. */
  leadId: idField("lead"),
})

/** Input of `leads.disqualify`. */
export const DisqualifyLead = Schema.Struct({
  /** The lead, not closed. */
  leadId: idField("lead"),
  /** Why it will not become a client, from the department's list. */
  reasonId: slug,
  /** The same in words, where the reason asks for them; 1 to 1,000 characters. A text. */
  reason: Schema.optionalKey(textField(1000)),
})

/** Decoded input of `clients.register`. */
export type RegisterClient = typeof RegisterClient.Type
/** Decoded input of `clients.amend`. */
export type AmendClient = typeof AmendClient.Type
/** Decoded input of `clients.tag`. */
export type TagClient = typeof TagClient.Type
/** Decoded input of `clients.import`. */
export type ImportClients = typeof ImportClients.Type
/** Decoded input of `leads.receive`. */
export type ReceiveLead = typeof ReceiveLead.Type
/** Decoded input of `leads.import`. */
export type ImportLeads = typeof ImportLeads.Type
/** Decoded input of `leads.amend`. */
export type AmendLead = typeof AmendLead.Type
/** Decoded input of `leads.tag`. */
export type TagLead = typeof TagLead.Type
/** Decoded input of `leads.take`. */
export type TakeLead = typeof TakeLead.Type
/** Decoded input of `leads.assign`. */
export type AssignLead = typeof AssignLead.Type
/** Decoded input of `leads.nurture`. */
export type NurtureLead = typeof NurtureLead.Type
/** Decoded input of `leads.resume`. */
export type ResumeLead = typeof ResumeLead.Type
/** Decoded input of `leads.disqualify`. */
export type DisqualifyLead = typeof DisqualifyLead.Type
