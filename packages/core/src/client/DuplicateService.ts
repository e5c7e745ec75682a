import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import { narrowed } from "../journal/Narrowed.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { textField } from "../ports/input/FieldSchema.ts"
import { decodedWith } from "../ports/reading/DecodedQuestion.ts"
import { check } from "../ports/input/Input.ts"
import { eachInTurns, inTurns } from "../ports/reading/InTurns.ts"
import { allOf, allWhere, equals, oneOf } from "../ports/reading/ReadAll.ts"
import type { BaseReads, ReadOptions } from "../ports/reading/ReadOptions.ts"
import { baseReadsFor, readOptions } from "../ports/reading/ReadOptions.ts"
import type { ClientId, LeadId, TenantId } from "../shared/Ids.ts"
import type { Message } from "../shared/Message.ts"
import { homeCountryOf } from "./BasePolicy.ts"
import { clientAggregate } from "./Client.ts"
import { contactAggregate } from "./Contact.ts"
import { textLines } from "./DetailTexts.ts"
import type { DuplicateSearch, MatchRecord } from "./Duplicates.ts"
import { duplicateSearch, similarRecords } from "./Duplicates.ts"
import { leadAggregate, openLeadStatuses } from "./Lead.ts"
import type { Likeness } from "./Likeness.ts"
import type { MatchDetails } from "./MatchKeys.ts"
import { matchKeys } from "./MatchKeys.ts"
import { phoneNumberOf } from "./PhoneNumber.ts"

const score = Schema.Int.check(
  check("score.bounds", { en: "must be 1 to 100", ru: "должно быть от 1 до 100" }, (n) => n >= 1 && n <= 100),
)

/** Input of `clients.duplicates`. */
export const DuplicateQuery = Schema.Struct({
  /** From which likeness on, 1 to 100 (inclusive); 35 where left out. */
  minScore: Schema.optionalKey(score),
  /** A value that more records than these share brings none of them together, 2 to 1,000; 30 where left out. */
  maxShared: Schema.optionalKey(
    Schema.Int.check(
      check("shared.bounds", { en: "must be 2 to 1000", ru: "должно быть от 2 до 1000" }, (n) => n >= 2 && n <= 1000),
    ),
  ),
})

const values = Schema.optionalKey(Schema.Array(textField(254)).check(Schema.isMaxLength(20)))

/** Input of `clients.similar`: what is known of somebody who may be in the base already. */
export const SimilarQuery = Schema.Struct({
  /** The name of the company or person, 1 to 300 characters. */
  name: Schema.optionalKey(textField(300)),
  /**
   * Telephone numbers as they are written, at most 20 of 1 to 254 characters; compared in E.164. One without the code of its country is
   * of the department's (`base.country`), and compared with nothing where that is not stated.
   */
  phones: values,
  /** Mail addresses, at most 20 of 1 to 254 characters. */
  emails: values,
  /** The tax number (INN, VAT), 1 to 40 characters. */
  taxId: Schema.optionalKey(textField(40)),
  /** From which likeness on, 1 to 100 (inclusive); 35 where left out. */
  minScore: Schema.optionalKey(score),
})

/** Details that could not be read, and so were compared with nothing: part of the answer, never a silent gap. */
export interface NotCompared {
  /** What they are. */
  readonly what: "phones"
  /** How many of them. */
  readonly valueCount: number
  /** How many records have some. */
  readonly recordCount: number
  /** Why, in words. */
  readonly message: Message
}

/** What `clients.duplicates` answers. */
export interface DuplicatesOfBase extends DuplicateSearch<ClientId | LeadId> {
  /** What could not be read; empty where all was. */
  readonly notRead: ReadonlyArray<NotCompared>
}

const unreadPhones = (country: string | null): Message =>
  country === null
    ? {
        en: "Telephone numbers without the code of their country are not compared: the department does not state its country (base.country)",
        ru: "Номера телефонов без кода страны не сравниваются: у отдела не указана страна (base.country)",
      }
    : {
        en: `Not telephone numbers of ${country}, nor of another country with its code`,
        ru: `Это не номера телефонов страны ${country} и не номера другой страны с её кодом`,
      }

/** Records whose texts are read at a time. */
const batchSize = 1000

/** Records with what they are called by, some at a time. */
const withTexts = Effect.fnUntraced(function* <State extends RecordState>(
  store: BaseReads,
  tenant: TenantId,
  records: ReadonlyArray<State>,
) {
  const found: Array<readonly [State, Texts]> = []
  for (let start = 0; start < records.length; start += batchSize) {
    const batch = records.slice(start, start + batchSize)
    const texts = yield* store.texts(tenant, batch)
    for (const record of batch) found.push([record, texts.get(record.id) ?? {}])
  }
  return found
})

/** Of a client and of a contact little is asked beside their texts. */
const comparedClient = narrowed(clientAggregate, ["id"])
const comparedContact = narrowed(contactAggregate, ["id", "clientId"])

/** Leads that are open are found by their status: those of years before are not read. */
const openLeads = [oneOf("status", openLeadStatuses), equals("standing", "active")]

interface OpenDetails {
  readonly name: string | null
  readonly phones: Array<string>
  readonly emails: Array<string>
  readonly taxId: string | null
}

/** Of which kinds of details something is compared. */
type Compared = { readonly [Detail in keyof MatchDetails]: boolean }

const everyDetail: Compared = { name: true, phones: true, emails: true, taxId: true }

/** Clients with the numbers and addresses of their contact persons, and leads that are open, as they are compared. */
const readRecords = Effect.fnUntraced(function* (caller: Caller, options: ReadOptions, compared: Compared) {
  const store = yield* baseReadsFor(caller, options)
  const { tenant } = caller
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  const country = homeCountryOf(config)
  const detailsOf = (texts: Texts, name: string | null): OpenDetails => ({
    name: compared.name ? name : null,
    phones: compared.phones ? [...textLines(texts, "phones")] : [],
    emails: compared.emails ? [...textLines(texts, "emails")] : [],
    taxId: compared.taxId ? (texts["taxId"] ?? null) : null,
  })
  const details = new Map<ClientId | LeadId, OpenDetails>()
  const isActive = ({ standing }: { readonly standing: string }): boolean => standing === "active"
  const clients = yield* allOf(store, tenant, comparedClient, isActive)
  for (const [client, texts] of yield* withTexts(store, tenant, clients)) {
    details.set(client.id, detailsOf(texts, texts["name"] ?? null))
  }
  // Of contact persons only numbers and addresses are compared.
  const isReached = compared.phones || compared.emails
  const contacts = isReached ? yield* allOf(store, tenant, comparedContact, isActive) : []
  for (const [contact, texts] of yield* withTexts(store, tenant, contacts)) {
    const { phones, emails } = detailsOf(texts, null)
    const client = details.get(contact.clientId)
    client?.phones.push(...phones)
    client?.emails.push(...emails)
  }
  const leads = yield* allWhere(store, tenant, leadAggregate, openLeads)
  for (const [lead, texts] of yield* withTexts(store, tenant, leads)) {
    details.set(lead.id, detailsOf(texts, texts["company"] ?? texts["name"] ?? null))
  }
  const keysOf = (given: MatchDetails) => matchKeys(given, { country })
  let [valueCount, recordCount] = [0, 0]
  const records: Array<MatchRecord<ClientId | LeadId>> = []
  yield* eachInTurns(details, ([id, given]) => {
    const keys = keysOf(given)
    if (keys.phones.length < given.phones.length) {
      const unread = given.phones.filter((text) => phoneNumberOf(text, country) === null).length
      valueCount += unread
      recordCount += Number(unread > 0)
    }
    records.push({ id, keys })
  })
  const notRead: ReadonlyArray<NotCompared> =
    valueCount === 0 ? [] : [{ what: "phones", valueCount, recordCount, message: unreadPhones(country) }]
  return { records, keysOf, notRead }
})

/** A record of the base that may be the one sought. */
export type SimilarRecord = Likeness & {
  /** The client or the open lead. */
  readonly id: ClientId | LeadId
}

/**
 * The questions about duplicates. Details are read from the texts at the moment of asking, and nothing that is made of them
 * is kept: what was erased is compared no more.
 */
export const duplicateQueries = {
  /** Clients and open leads that may be the same, in pairs, with the reasons. */
  duplicates: decodedWith(
    DuplicateQuery,
    readOptions,
    Effect.fnUntraced(function* (caller: Caller, query: typeof DuplicateQuery.Encoded, options: ReadOptions) {
      const { records, notRead } = yield* readRecords(caller, options, everyDetail)
      const search: DuplicatesOfBase = { ...(yield* inTurns(duplicateSearch(records, query))), notRead }
      return search
    }),
  ),
  /** Clients and open leads that may be somebody of whom this is known: to be asked before a new one is registered. */
  similar: decodedWith(
    SimilarQuery,
    readOptions,
    Effect.fnUntraced(function* (caller: Caller, query: typeof SimilarQuery.Encoded, options: ReadOptions) {
      const { name = null, phones = [], emails = [], taxId = null, minScore } = query
      // What is not known of the one sought speaks neither for nor against: it need not be read of others.
      const { records, keysOf } = yield* readRecords(caller, options, {
        name: name !== null,
        phones: phones.length > 0,
        emails: emails.length > 0,
        taxId: taxId !== null,
      })
      const found: ReadonlyArray<SimilarRecord> = similarRecords(
        keysOf({ name, phones, emails, taxId }),
        records,
        minScore === undefined ? {} : { minScore },
      )
      return found
    }),
  ),
}
