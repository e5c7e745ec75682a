import * as Result from "effect/Result"
import { clientAggregate } from "../client/Client.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import { contactAggregate } from "../client/Contact.ts"
import type { Contact } from "../client/ContactSchema.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Change } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { byId, byIds, textsOf, where } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import { referralAggregate, referralIdOf } from "../loyalty/Referral.ts"
import { commitmentAggregate } from "../review/Commitment.ts"
import { debriefAggregate } from "../review/Debrief.ts"
import type { Debrief } from "../review/DebriefSchema.ts"
import { findingAggregate } from "../review/FindingRecord.ts"
import { scriptProposalAggregate } from "../script/ScriptProposal.ts"
import { scriptRunAggregate } from "../script/ScriptRun.ts"
import { bankEntryAggregate } from "../settlement/bank/BankEntry.ts"
import type { BankEntry } from "../settlement/bank/BankSchema.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { ClientId } from "../shared/Ids.ts"
import { RecordNotFound } from "../shared/RecordErrors.ts"
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

/** The person's own records, and everything else that is about the person. */
interface PersonRecords {
  /** The record by which the person was named. */
  readonly subject: Client | Contact | Lead | BankEntry
  /** All records about the person, the person's own among them, each once. */
  readonly records: ReadonlyArray<PersonRecord>
}

function* following(
  links: ReadonlyArray<Dependence>,
  ids: ReadonlyArray<string>,
  found: Map<string, PersonRecord>,
): Generator<Read, ReadonlyArray<PersonRecord>, unknown> {
  const added: Array<PersonRecord> = []
  for (const { of, field } of links) {
    // The field is one of the kind's indexes, which its general type does not show.
    for (const record of yield* where(of, field as keyof RecordState, ids)) {
      if (found.has(record.id)) continue
      const one = { kind: of.kind, record }
      found.set(record.id, one)
      added.push(one)
    }
  }
  return added
}

const idsOf = (records: Iterable<PersonRecord>, kind: string): ReadonlyArray<string> =>
  [...records].flatMap((one) => (one.kind === kind ? [one.record.id] : []))

/** Everything about a client: its own records, those merged into it, and what belongs to its deals, leads and people. */
function* ofClient(client: Client, found: Map<string, PersonRecord>): Generator<Read, void, unknown> {
  let open: ReadonlyArray<Client> = [client]
  const clients: Array<ClientId> = []
  while (open.length > 0) {
    for (const record of open) found.set(record.id, { kind: clientAggregate.kind, record })
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
    found.set(record.id, { kind: referralAggregate.kind, record })
  }
  const own = yield* following(dependents.client, clients, found)
  for (const kind of ["deal", "lead", "contact"] as const) yield* following(dependents[kind], idsOf(own, kind), found)
}

/** What scripts had no answer to was said by somebody: the person's words stand in proposals, beside the runs they are of. */
function* unanswered(found: Map<string, PersonRecord>): Generator<Read, void, unknown> {
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
      found.set(run.id, { kind: scriptRunAggregate.kind, record: run })
      found.set(proposal.id, { kind: scriptProposalAggregate.kind, record: proposal })
    }
  }
}

const isAbout = (found: ReadonlyMap<string, PersonRecord>, ids: ReadonlyArray<string>): boolean =>
  ids.some((id) => found.has(id))

/** What was said of findings behind which records about the person stand, and what somebody meant to do about these. */
function* saidAbout(found: Map<string, PersonRecord>): Generator<Read, void, unknown> {
  const talked = ["explained", "accepted", "disputed", "corrected", "withdrawn"] as const
  for (const record of yield* where(findingAggregate, "status", talked)) {
    if (record.textsVersion === 0 || !isAbout(found, record.evidence.ids)) continue
    found.set(record.id, { kind: findingAggregate.kind, record })
  }
  for (const record of yield* where(commitmentAggregate, "status", ["open", "done", "dropped", "missed"])) {
    if (record.recordId === null || !found.has(record.recordId)) continue
    found.set(record.id, { kind: commitmentAggregate.kind, record })
  }
}

/** Debriefs with something decided that talked over findings about the person. They are no part of what is shown: some are private. */
function* talkedOver(records: ReadonlyArray<PersonRecord>): Generator<Read, ReadonlyArray<Debrief>, unknown> {
  const found = new Map(records.map((one) => [one.record.id, one]))
  const debriefs = (yield* where(debriefAggregate, "status", ["held", "cancelled"])).filter(
    ({ textsVersion }) => textsVersion > 0,
  )
  const findings = yield* byIds(findingAggregate, [...new Set(debriefs.flatMap(({ findingIds }) => findingIds))])
  return debriefs.filter(({ findingIds }) =>
    findingIds.some((id) => isAbout(found, findings.get(id)?.evidence.ids ?? [])),
  )
}

/** What was said with a contact person, which stands with the dialogs of its client and the client's deals, and what was agreed to do then. */
function* saidWith(contact: Contact, found: Map<string, PersonRecord>): Generator<Read, void, unknown> {
  const deals = yield* where(dealAggregate, "clientId", [contact.clientId])
  const said = [
    ...(yield* where(dialogAggregate, "clientId", [contact.clientId])),
    ...(yield* where(
      dialogAggregate,
      "dealId",
      deals.map(({ id }) => id),
    )),
  ].filter(({ participantIds }) => participantIds.includes(contact.id))
  for (const record of said) found.set(record.id, { kind: dialogAggregate.kind, record })
  const agreed = said.flatMap(({ nextStepId }) => nextStepId ?? [])
  for (const record of (yield* byIds(nextStepAggregate, agreed)).values()) {
    found.set(record.id, { kind: nextStepAggregate.kind, record })
  }
}

/** Reads all records about a person. */
function* personRecords(input: PersonInput): Generator<Read, Result.Result<PersonRecords, RecordNotFound>, unknown> {
  const found = new Map<string, PersonRecord>()
  const { clientId, contactId, leadId, bankEntryId } = input
  let subject: PersonRecords["subject"] | null = null
  if (clientId !== undefined) {
    const client = yield* byId(clientAggregate, clientId)
    if (client === null) return Result.fail(new RecordNotFound("client", clientId))
    subject = client
    yield* ofClient(client, found)
  } else if (contactId !== undefined) {
    const contact = yield* byId(contactAggregate, contactId)
    if (contact === null) return Result.fail(new RecordNotFound("contact", contactId))
    subject = contact
    found.set(contact.id, { kind: contactAggregate.kind, record: contact })
    yield* following(dependents.contact, [contact.id], found)
    yield* saidWith(contact, found)
  } else if (bankEntryId !== undefined) {
    const entry = yield* byId(bankEntryAggregate, bankEntryId)
    if (entry === null) return Result.fail(new RecordNotFound("bankEntry", bankEntryId))
    subject = entry
    found.set(entry.id, { kind: bankEntryAggregate.kind, record: entry })
    const payment = entry.paymentId === null ? null : yield* byId(paymentAggregate, entry.paymentId)
    if (payment !== null) found.set(payment.id, { kind: paymentAggregate.kind, record: payment })
  } else {
    const id = leadId ?? ""
    const lead = yield* byId(leadAggregate, id)
    if (lead === null) return Result.fail(new RecordNotFound("lead", id))
    subject = lead
    found.set(lead.id, { kind: leadAggregate.kind, record: lead })
    yield* following(dependents.lead, [lead.id], found)
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

/**
 * Deletes the names, numbers, addresses and free text of a person in every version, with the salts of their digests, in all
 * records about the person. What happened, when, and how much it came to stays: figures are the same, and the journal
 * verifies. Said again it deletes what came since; where nothing did, nothing is written.
 */
export function* erasePerson(input: ErasureInput, context: CommandContext): Work<ErasureAnswer, RecordNotFound> {
  const read = yield* personRecords(input)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const { subject, records } = read.success
  const debriefs = input.debriefs === true ? yield* talkedOver(records) : []
  const texts = yield* textsOf([...records.map(({ record }) => record), ...debriefs])
  const told = records.filter(({ record }) => record.textsVersion > 0)
  const decided = debriefs.filter(({ id }) => texts.has(id))
  const counts = new Map<string, number>()
  for (const { kind, record } of told) if (texts.has(record.id)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  // A record whose texts are gone has none of an earlier version either.
  if (counts.size === 0 && decided.length === 0) return Result.succeed(decision([], { erased: [] }))
  const payload = { cause: "erase", causeId: subject.id, values: {} } as const
  const event = { type: "RecordCorrected", payload } as const
  const { occurredAt } = context
  let change: Change
  if ("takenAt" in subject) change = recordEvents(leadAggregate, subject, [event], { occurredAt })
  else if ("leftOn" in subject) change = recordEvents(contactAggregate, subject, [event], { occurredAt })
  else if ("payerKey" in subject) change = recordEvents(bankEntryAggregate, subject, [event], { occurredAt })
  else change = recordEvents(clientAggregate, subject, [event], { occurredAt })
  return Result.succeed(
    decision(
      [change],
      { erased: [...counts].map(([kind, count]) => ({ kind, count })) },
      {
        erasures: [...told.map(({ record }) => record.id), ...decided.map(({ id }) => id)],
        // Gates may ask whether a client's tax number is recorded.
        touchedClients: told.flatMap(({ kind, record }) => (kind === clientAggregate.kind ? [record.id] : [])),
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
export function* exportPerson(input: PersonInput): Work<PersonExport, RecordNotFound> {
  const read = yield* personRecords(input)
  if (Result.isFailure(read)) return Result.fail(read.failure)
  const { records } = read.success
  const texts = yield* textsOf(records.map(({ record }) => record))
  return Result.succeed(
    decision(
      [],
      { records: records.map((one) => ({ ...one, texts: texts.get(one.record.id) ?? {} })) },
      { shown: records.map(({ record }) => record.id) },
    ),
  )
}
