import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import { contactAggregate } from "../client/Contact.ts"
import type { Contact } from "../client/ContactSchema.ts"
import type { Dialog } from "../client/DialogSchema.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Read, Work } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import { referralAggregate, referralIdOf } from "../loyalty/Referral.ts"
import { commitmentAggregate } from "../review/Commitment.ts"
import { debriefAggregate } from "../review/Debrief.ts"
import type { Debrief } from "../review/DebriefSchema.ts"
import { findingAggregate } from "../review/FindingRecord.ts"
import { scorecardAggregate } from "../script/Scorecard.ts"
import { scriptProposalAggregate } from "../script/ScriptProposal.ts"
import { scriptRunAggregate } from "../script/ScriptRun.ts"
import { bankEntryAggregate } from "../settlement/bank/BankEntry.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { ClientId } from "../shared/Ids.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
import { repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { Dependence } from "./Dependents.ts"
import { dependents } from "./Dependents.ts"
import type { ErasureInput, PersonInput } from "./PersonalDataSchema.ts"

/** A record about a person. */
export interface PersonRecord {
  /** Kind of the record. */
  readonly kind: string
  /** The record. */
  readonly record: RecordState
}

/** A kind of record whose own fields do not matter here. */
type AnyKind = Aggregate<RecordState, DomainEvent>

/** A record that was found to be about a person. */
interface Found {
  readonly of: AnyKind
  readonly record: RecordState
}

// What such records are beside being about a person does not matter to who lists or erases them.
const foundAs = <State extends RecordState, Event extends DomainEvent, Indexed extends keyof State & string>(
  of: Aggregate<State, Event, Indexed>,
  record: State,
): Found => ({ of: of as unknown as AnyKind, record })

/** The person's own records, and everything else that is about the person. */
interface PersonRecords {
  /** The record by which the person was named; of one that the host keeps itself the id alone. */
  readonly subject: Pick<RecordState, "id">
  /** All records about the person, the person's own among them, each once. */
  readonly records: ReadonlyArray<Found>
}

function* following(
  links: ReadonlyArray<Dependence>,
  ids: ReadonlyArray<string>,
  found: Map<string, Found>,
): Generator<Read, ReadonlyArray<Found>, unknown> {
  const added: Array<Found> = []
  for (const { of, field } of links) {
    // The field is one of the kind's indexes, which its general type does not show.
    for (const record of yield* where(of, field as keyof RecordState, ids)) {
      if (found.has(record.id)) continue
      const one = { of, record }
      found.set(record.id, one)
      added.push(one)
    }
  }
  return added
}

const idsOf = (records: Iterable<Found>, kind: string): ReadonlyArray<string> =>
  [...records].flatMap((one) => (one.of.kind === kind ? [one.record.id] : []))

/** Everything about a client: its own records, those merged into it, and what belongs to its deals, leads and people. */
function* ofClient(
  client: Client | null,
  clientId: ClientId,
  found: Map<string, Found>,
): Generator<Read, void, unknown> {
  let open: ReadonlyArray<Client> = client === null ? [] : [client]
  const clients: Array<ClientId> = client === null ? [clientId] : []
  while (open.length > 0) {
    for (const record of open) found.set(record.id, foundAs(clientAggregate, record))
    clients.push(...open.map(({ id }) => id))
    open = yield* where(
      clientAggregate,
      "mergedIntoId",
      open.map(({ id }) => id),
    )
  }
  // Who recommended a client is found by the client's own id.
  const recommended = clients.map((id) => referralIdOf(id))
  for (const record of (yield* byIds(referralAggregate, recommended)).values()) {
    found.set(record.id, foundAs(referralAggregate, record))
  }
  const own = yield* following(dependents.client, clients, found)
  for (const kind of ["deal", "lead", "contact"] as const) yield* following(dependents[kind], idsOf(own, kind), found)
}

/** What scripts had no answer to was said by somebody: the person's words stand in proposals, beside the runs they are of. */
function* unanswered(found: Map<string, Found>): Generator<Read, void, unknown> {
  const all = yield* where(scriptProposalAggregate, "status", ["proposed", "accepted", "declined"])
  const proposals = all.filter(({ origin }) => origin === "unanswered")
  const runs = yield* byIds(
    scriptRunAggregate,
    proposals.flatMap(({ evidenceIds }) => evidenceIds),
  )
  for (const proposal of proposals) {
    for (const id of proposal.evidenceIds) {
      const run = runs.get(id)
      if (run === undefined) continue
      const about = [run.clientId, run.leadId, run.dealId, run.dialogId]
      if (!about.some((one) => one !== null && found.has(one))) continue
      found.set(run.id, foundAs(scriptRunAggregate, run))
      found.set(proposal.id, foundAs(scriptProposalAggregate, proposal))
    }
  }
}

const isAbout = (found: ReadonlyMap<string, Found>, ids: ReadonlyArray<string>): boolean =>
  ids.some((id) => found.has(id))

/** What was said of findings behind which records about the person stand, and what somebody meant to do about these. */
function* saidAbout(found: Map<string, Found>): Generator<Read, void, unknown> {
  const talked = ["explained", "accepted", "disputed", "corrected", "withdrawn"] as const
  for (const record of yield* where(findingAggregate, "status", talked)) {
    if (record.textsVersion === 0 || !isAbout(found, record.evidence.ids)) continue
    found.set(record.id, foundAs(findingAggregate, record))
  }
  for (const record of yield* where(commitmentAggregate, "status", ["open", "done", "dropped", "missed"])) {
    if (record.recordId === null || !found.has(record.recordId)) continue
    found.set(record.id, foundAs(commitmentAggregate, record))
  }
}

/**
 * Debriefs with something decided that talked over findings about the person, or with the person alone. They are no part of what is
 * shown: some are private.
 */
function* talkedOver({ subject, records }: PersonRecords): Generator<Read, ReadonlyArray<Debrief>, unknown> {
  const personId = "personId" in subject ? subject.personId : null
  const found = new Map(records.map((one) => [one.record.id, one]))
  const debriefs = (yield* where(debriefAggregate, "status", ["held", "cancelled"])).filter(
    ({ textsVersion }) => textsVersion > 0,
  )
  const findings = yield* byIds(findingAggregate, [...new Set(debriefs.flatMap(({ findingIds }) => findingIds))])
  return debriefs.filter(
    ({ findingIds, repId }) =>
      (personId !== null && repId === personId) ||
      findingIds.some((id) => isAbout(found, findings.get(id)?.evidence.ids ?? [])),
  )
}

/** What was said with a contact person, which stands with the dialogs of its client and the client's deals, and what was agreed to do then. */
function* saidWith(contact: Contact, found: Map<string, Found>): Generator<Read, void, unknown> {
  const deals = yield* where(dealAggregate, "clientId", [contact.clientId])
  const leads = yield* where(leadAggregate, "clientId", [contact.clientId])
  const about = [
    ["clientId", [contact.clientId]],
    ["dealId", deals.map(({ id }) => id)],
    ["leadId", leads.map(({ id }) => id)],
  ] as const
  const talks: Array<Dialog> = []
  for (const [field, ids] of about) talks.push(...(yield* where(dialogAggregate, field, ids)))
  const said = talks.filter(({ participantIds }) => participantIds.includes(contact.id))
  for (const record of said) found.set(record.id, foundAs(dialogAggregate, record))
  const agreed = said.flatMap(({ nextStepId }) => nextStepId ?? [])
  for (const record of (yield* byIds(nextStepAggregate, agreed)).values()) {
    found.set(record.id, foundAs(nextStepAggregate, record))
  }
}

/** What a salesperson is called, in every entry for the person, and what was said by and about the person as one who works here. */
function* ofRep(rep: Rep, found: Map<string, Found>): Generator<Read, void, unknown> {
  found.set(rep.id, foundAs(repAggregate, rep))
  const people = [rep.personId]
  for (const record of yield* where(repAggregate, "personId", people))
    found.set(record.id, foundAs(repAggregate, record))
  for (const record of yield* where(commitmentAggregate, "repId", people)) {
    found.set(record.id, foundAs(commitmentAggregate, record))
  }
  for (const record of yield* where(scorecardAggregate, "repId", people)) {
    found.set(record.id, foundAs(scorecardAggregate, record))
  }
  for (const record of yield* where(findingAggregate, "ownerId", people)) {
    if (record.textsVersion > 0) found.set(record.id, foundAs(findingAggregate, record))
  }
}

/** Reads all records about a person. */
function* personRecords(
  input: PersonInput,
  { keptByHost }: Pick<CommandContext, "keptByHost">,
): Generator<Read, Result.Result<PersonRecords, RecordNotFound>, unknown> {
  const found = new Map<string, Found>()
  const { clientId, contactId, leadId, bankEntryId, repId } = input
  let subject: PersonRecords["subject"] | null = null
  if (clientId !== undefined) {
    let client = yield* byId(clientAggregate, clientId)
    // One that was merged is the same person as the one that stayed, whose texts have both.
    while (client !== null && client.mergedIntoId !== null) client = yield* byId(clientAggregate, client.mergedIntoId)
    if (client === null && keptByHost?.has("client") !== true) {
      return Result.fail(new RecordNotFound("client", clientId))
    }
    subject = client ?? { id: clientId }
    yield* ofClient(client, clientId, found)
    if (found.size === 0) return Result.fail(new RecordNotFound("client", clientId))
  } else if (contactId !== undefined) {
    const contact = yield* byId(contactAggregate, contactId)
    if (contact === null) return Result.fail(new RecordNotFound("contact", contactId))
    subject = contact
    found.set(contact.id, foundAs(contactAggregate, contact))
    yield* following(dependents.contact, [contact.id], found)
    yield* saidWith(contact, found)
  } else if (repId !== undefined) {
    const rep = yield* byId(repAggregate, repId)
    if (rep === null) return Result.fail(new RecordNotFound("rep", repId))
    yield* ofRep(rep, found)
    return Result.succeed({ subject: rep, records: [...found.values()] })
  } else if (bankEntryId !== undefined) {
    const entry = yield* byId(bankEntryAggregate, bankEntryId)
    if (entry === null) return Result.fail(new RecordNotFound("bankEntry", bankEntryId))
    subject = entry
    found.set(entry.id, foundAs(bankEntryAggregate, entry))
    const payment = entry.paymentId === null ? null : yield* byId(paymentAggregate, entry.paymentId)
    if (payment !== null) found.set(payment.id, foundAs(paymentAggregate, payment))
  } else {
    const id = leadId ?? ""
    const lead = yield* byId(leadAggregate, id)
    if (lead === null && keptByHost?.has("lead") !== true) return Result.fail(new RecordNotFound("lead", id))
    subject = lead ?? { id }
    if (lead !== null) found.set(lead.id, foundAs(leadAggregate, lead))
    yield* following(dependents.lead, [id], found)
    if (found.size === 0) return Result.fail(new RecordNotFound("lead", id))
  }
  yield* following(dependents.dialog, idsOf(found.values(), dialogAggregate.kind), found)
  yield* unanswered(found)
  yield* saidAbout(found)
  return Result.succeed({ subject, records: [...found.values()] })
}

/** What erasing did. */
export interface ErasureAnswer {
  /** Records about the person whose names and free text were deleted, by kind; debriefs are not among them. */
  readonly erased: ReadonlyArray<{ readonly kind: string; readonly count: number }>
}

/** Kinds that what is written about a person refers to: who is about to refer to one is waited for. */
const referredTo: ReadonlySet<string> = new Set(
  [clientAggregate, contactAggregate, leadAggregate, dealAggregate].map(({ kind }) => kind),
)

/**
 * Deletes the names, numbers, addresses and free text of a person in every version, with the salts of their digests, in all
 * records about the person. What happened, when, and how much it came to stays: figures are the same, and the journal
 * verifies. Each record has an event of it, of the time at which the record last changed, so that nothing that was read of it before can be written after it. Said again it deletes
 * what came since; where nothing did, nothing is written.
 */
export function* erasePerson(
  input: ErasureInput,
  context: Pick<CommandContext, "keptByHost">,
): Work<ErasureAnswer, RecordNotFound> {
  const read = yield* personRecords(input, context)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const { subject, records } = read.success
  const debriefs = input.debriefs === true ? yield* talkedOver(read.success) : []
  const texts = yield* textsOf([...records.map(({ record }) => record), ...debriefs])
  // A record whose texts are gone has none of an earlier version either.
  const told = records.filter(({ record }) => texts.has(record.id))
  const decided = debriefs.filter(({ id }) => texts.has(id))
  if (told.length === 0 && decided.length === 0) return Result.succeed(decision([], { erased: [] }))
  const counts = new Map<string, number>()
  for (const { of } of told) counts.set(of.kind, (counts.get(of.kind) ?? 0) + 1)
  const payload = { cause: "erase", causeId: subject.id, values: {} } as const
  const changed = records.filter(({ record }) => texts.has(record.id) || record.id === subject.id)
  return Result.succeed(
    decision(
      // Debriefs have none: it would tell which of the private ones talked about the person. No words are added to them later.
      changed.map(({ of, record }) =>
        // Nothing has happened to the deal or the step: what is recorded of it later may lie before this.
        recordEvents(of, record, [{ type: "RecordCorrected", payload }], { occurredAt: record.changedAt }),
      ),
      { erased: [...counts].map(([kind, count]) => ({ kind, count })) },
      {
        erasures: [...told.map(({ record }) => record.id), ...decided.map(({ id }) => id)],
        // Whoever may erase what is said in a record may have it said in its journal.
        alongside: told.flatMap(({ record }) => (record.id === subject.id ? [] : [record.id])),
        retires: records.flatMap(({ of: { kind }, record: { id } }) => (referredTo.has(kind) ? [{ kind, id }] : [])),
        // Gates may ask whether a client's tax number is recorded.
        touches: told.flatMap(({ of, record }) => (of.kind === dealAggregate.kind ? [record.id] : [])),
        touchedClients: told.flatMap(({ of, record }) => (of.kind === clientAggregate.kind ? [record.id] : [])),
      },
    ),
  )
}

/** Everything that is kept about a person. */
export interface PersonExport {
  /** Record by record: its kind, its state and its texts. */
  readonly records: ReadonlyArray<PersonRecord & { readonly texts: { readonly [field: string]: string } }>
}

/** Reads everything about a person; nothing is written. */
export function* exportPerson(
  input: PersonInput,
  context: Pick<CommandContext, "keptByHost">,
): Work<PersonExport, RecordNotFound> {
  const read = yield* personRecords(input, context)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const { records } = read.success
  const texts = yield* textsOf(records.map(({ record }) => record))
  return Result.succeed(
    decision(
      [],
      { records: records.map(({ of: { kind }, record }) => ({ kind, record, texts: texts.get(record.id) ?? {} })) },
      { shown: records.map(({ record }) => record.id) },
    ),
  )
}
