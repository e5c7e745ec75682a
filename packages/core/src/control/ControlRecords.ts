import type { BasePolicy } from "../client/BasePolicy.ts"
import type { Client, Lead } from "../client/ClientSchema.ts"
import type { Dialog, NextStep } from "../client/DialogSchema.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { Pipeline, Stage } from "../deal/Pipeline.ts"
import { isFinalMeaning } from "../deal/Pipeline.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { MarkFacts, ObservableFact } from "./ControlFacts.ts"
import type { ControlMark } from "./ControlMarkSchema.ts"

/** The records that control reads, as they are stored. */
export interface ControlRecords {
  /** Leads. */
  readonly leads: ReadonlyArray<Lead>
  /** Clients. */
  readonly clients: ReadonlyArray<Client>
  /** Deals. */
  readonly deals: ReadonlyArray<Deal>
  /** Dialogs, in any order. */
  readonly dialogs: ReadonlyArray<Dialog>
  /** Next steps, open and done. */
  readonly nextSteps: ReadonlyArray<NextStep>
  /** Invoices. */
  readonly invoices: ReadonlyArray<Invoice>
  /** Closing documents. */
  readonly documents: ReadonlyArray<ClosingDocument>
  /** Reps; they say which owners have left. */
  readonly reps: ReadonlyArray<Rep>
  /** What people decided about records; nothing where left out. */
  readonly marks?: ReadonlyArray<ControlMark>
}

/** A source of imported records. */
export interface ControlSource {
  /** Its id, as records name it. */
  readonly id: string
  /** What its records carry: of the kinds of {@link ObservableFact}, others do not matter here. */
  readonly carries: ReadonlyArray<string>
}

/** The parts of a department's configuration that control reads. */
export interface ControlRules {
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
  /** Sources with what their records carry; of a source that is not named nothing is observable. */
  readonly sources: ReadonlyArray<ControlSource>
  /** Pipelines in every version that deals live under. */
  readonly pipelines: ReadonlyArray<Pipeline>
  /** Rules of the client base: who is regular, and how often clients of a segment are spoken with. The policy's where absent. */
  readonly base?: BasePolicy
}

/** Dialogs and next steps about one record, summed up. */
interface Contact {
  stepDueOn: CalendarDate | null
  lastStepDoneAt: Instant | null
  lastDialogAt: Instant | null
  lastAnswerAt: Instant | null
  lastInboundAt: Instant | null
  awaitingSince: Instant | null
  hasSteps: boolean
}

/** Dialogs about a client and about its deals, summed up. */
interface ClientTouch {
  lastDialogAt: Instant | null
  lastAnswerAt: Instant | null
  /** Of whatever deal. */
  lastInboundAt: Instant | null
  /** Apart from any deal. */
  lastInboundApartAt: Instant | null
}

/** All records of control, found by what they are about. Made once in time linear in their number. */
export interface ControlIndex {
  /** By id of the lead, deal or client that they are about. */
  readonly contacts: ReadonlyMap<string, Readonly<Contact>>
  /** By client id. */
  readonly touches: ReadonlyMap<string, Readonly<ClientTouch>>
  /** By deal id. */
  readonly invoices: ReadonlyMap<string, ReadonlyArray<Invoice>>
  /** By deal id. */
  readonly documents: ReadonlyMap<string, ReadonlyArray<ClosingDocument>>
  /** By person id, the last day of those who left. */
  readonly leftOn: ReadonlyMap<string, CalendarDate>
  /** By person id, the team. */
  readonly teamOf: ReadonlyMap<string, string>
  /** By client id, the segment. */
  readonly segmentOf: ReadonlyMap<string, string>
  /** By record id, what people decided. */
  readonly marks: ReadonlyMap<string, MarkFacts>
  /** The stage a deal stands in. */
  readonly stageOf: (deal: Deal) => Stage | null
  /** Whether a source carries a kind of fact; records made here (null) carry all. */
  readonly carries: (sourceId: string | null, fact: ObservableFact) => boolean
}

const later = <Time extends string>(left: Time | null, right: Time): Time =>
  left === null || right > left ? right : left

const earlier = <Time extends string>(left: Time | null, right: Time): Time =>
  left === null || right < left ? right : left

/** A dialog or step belongs to the nearest record it names: the deal, else the lead, else the client. */
const subjectOf = ({ dealId, leadId, clientId }: Pick<Dialog, "dealId" | "leadId" | "clientId">): string =>
  dealId ?? leadId ?? clientId ?? ""

/** In an inbound dialog without a rep nobody spoke for us: a missed call, a letter without an answer. */
const isOurs = ({ direction, repId }: Dialog): boolean => direction === "outbound" || repId !== null

const groupByDeal = <Item extends { readonly dealId: string }>(
  items: ReadonlyArray<Item>,
): ReadonlyMap<string, ReadonlyArray<Item>> => {
  const groups = new Map<string, Array<Item>>()
  for (const item of items) {
    const group = groups.get(item.dealId)
    if (group === undefined) groups.set(item.dealId, [item])
    else group.push(item)
  }
  return groups
}

const stageFinder = (pipelines: ReadonlyArray<Pipeline>): ControlIndex["stageOf"] => {
  const stages = new Map<string, Stage>()
  for (const { id, version, stages: list } of pipelines) {
    for (const stage of list) stages.set(`${id} ${version} ${stage.id}`, stage)
  }
  return ({ pipelineId, pipelineVersion, stageId }) => stages.get(`${pipelineId} ${pipelineVersion} ${stageId}`) ?? null
}

const leaving = (reps: ReadonlyArray<Rep>): ReadonlyMap<string, CalendarDate> => {
  const lastDays = new Map<string, CalendarDate>()
  const staying = new Set<string>()
  for (const { personId, leftOn } of reps) {
    if (leftOn === null) staying.add(personId)
    else lastDays.set(personId, later(lastDays.get(personId) ?? null, leftOn))
  }
  for (const personId of staying) lastDays.delete(personId)
  return lastDays
}

/** Where several entries speak of one person, the last by id says the team. */
const teamsOf = (reps: ReadonlyArray<Rep>): ReadonlyMap<string, string> =>
  new Map(
    reps
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
      .flatMap(({ personId, teamId }) => (teamId === null ? [] : [[personId, teamId] as const])),
  )

const markFacts = ({ parking, snoozes, ruledOut }: ControlMark): MarkFacts => ({
  parking:
    parking === null ? null : { reasonId: parking.reasonId, statedAt: parking.statedAt, resumeOn: parking.resumeOn },
  snoozes,
  ruledOutState: ruledOut?.state ?? null,
})

/** The records of some ids. */
const recordsById = <Item extends { readonly id: string }>(
  items: ReadonlyArray<Item>,
  ids: ReadonlySet<string | null>,
): ReadonlyMap<string, Item> => {
  const found = new Map<string, Item>()
  if (ids.size > 0) for (const item of items) if (ids.has(item.id)) found.set(item.id, item)
  return found
}

/**
 * Closing a record deals with what was said about it before; what comes in later waits on us again. Where the moment of
 * closing is not known, nothing can be said.
 */
const closingOf = (index: Pick<ControlIndex, "stageOf">, records: ControlRecords, timeZone: string) => {
  // Most bases have records that nobody has spoken about; those of no dialog are not looked up.
  const leads = recordsById(records.leads, new Set(records.dialogs.map(({ leadId }) => leadId)))
  const deals = recordsById(records.deals, new Set(records.dialogs.map(({ dealId }) => dealId)))
  return ({ dealId, leadId, heldAt }: Dialog): boolean => {
    if (dealId !== null) {
      const deal = deals.get(dealId)
      if (deal === undefined) return false
      const meaning = index.stageOf(deal)?.meaning
      const isFinal = meaning === undefined ? deal.outcome !== "open" : isFinalMeaning(meaning)
      if (!isFinal) return false
      if (deal.enteredStageAt !== null) return heldAt <= deal.enteredStageAt
      return deal.closedOn === null || localDateOf(heldAt, timeZone) <= deal.closedOn
    }
    const lead = leadId === null ? undefined : leads.get(leadId)
    if (lead === undefined) return false
    return lead.closedAt !== null && heldAt <= lead.closedAt
  }
}

/** Finds out who said and did what last, about every record. Two passes over the dialogs, in any order. */
const contactsOf = (
  records: ControlRecords,
  isDealtWith: (dialog: Dialog) => boolean,
): Pick<ControlIndex, "contacts" | "touches"> => {
  const contacts = new Map<string, Contact>()
  const touches = new Map<string, ClientTouch>()
  const contactOf = (id: string): Contact => {
    let contact = contacts.get(id)
    if (contact === undefined) {
      contact = {
        stepDueOn: null,
        lastStepDoneAt: null,
        lastDialogAt: null,
        lastAnswerAt: null,
        lastInboundAt: null,
        awaitingSince: null,
        hasSteps: false,
      }
      contacts.set(id, contact)
    }
    return contact
  }
  const dealsSpokenOf = recordsById(records.deals, new Set(records.dialogs.map(({ dealId }) => dealId)))
  const touchOf = ({ dealId, clientId }: Dialog): ClientTouch | null => {
    const id = (dealId === null ? null : dealsSpokenOf.get(dealId)?.clientId) ?? clientId
    if (id === null) return null
    let touch = touches.get(id)
    if (touch === undefined) {
      touch = { lastDialogAt: null, lastAnswerAt: null, lastInboundAt: null, lastInboundApartAt: null }
      touches.set(id, touch)
    }
    return touch
  }
  for (const dialog of records.dialogs) {
    for (const side of [contactOf(subjectOf(dialog)), touchOf(dialog)]) {
      if (side === null) continue
      side.lastDialogAt = later(side.lastDialogAt, dialog.heldAt)
      if (isOurs(dialog)) side.lastAnswerAt = later(side.lastAnswerAt, dialog.heldAt)
      if (dialog.direction === "inbound") side.lastInboundAt = later(side.lastInboundAt, dialog.heldAt)
    }
    if (dialog.direction === "inbound" && dialog.dealId === null) {
      const touch = touchOf(dialog)
      if (touch !== null) touch.lastInboundApartAt = later(touch.lastInboundApartAt, dialog.heldAt)
    }
  }
  for (const dialog of records.dialogs) {
    if (isOurs(dialog) || isDealtWith(dialog)) continue
    const { heldAt, dealId, leadId } = dialog
    const contact = contactOf(subjectOf(dialog))
    // Whoever speaks with a client about one of its deals also answers what it asked apart from them.
    const answers = dealId === null && leadId === null ? touchOf(dialog) : contact
    const isAnswered = answers !== null && answers.lastAnswerAt !== null && answers.lastAnswerAt >= heldAt
    if (!isAnswered) contact.awaitingSince = earlier(contact.awaitingSince, heldAt)
  }
  for (const step of records.nextSteps) {
    const contact = contactOf(subjectOf(step))
    contact.hasSteps = true
    if (step.status === "open") contact.stepDueOn = earlier(contact.stepDueOn, step.dueOn)
    if (step.doneAt !== null) contact.lastStepDoneAt = later(contact.lastStepDoneAt, step.doneAt)
  }
  return { contacts, touches }
}

/**
 * Finds every record's facts, in time linear in the number of records.
 *
 * @throws TimeZoneUnknown
 */
export const indexControlRecords = (records: ControlRecords, rules: ControlRules): ControlIndex => {
  const stageOf = stageFinder(rules.pipelines)
  const carried = new Map(rules.sources.map(({ id, carries }) => [id, new Set(carries)]))
  return {
    ...contactsOf(records, closingOf({ stageOf }, records, rules.timeZone)),
    invoices: groupByDeal(records.invoices),
    documents: groupByDeal(records.documents),
    leftOn: leaving(records.reps),
    teamOf: teamsOf(records.reps),
    segmentOf: new Map(
      records.clients.flatMap(({ id, segmentId }) => (segmentId === null ? [] : [[id, segmentId] as const])),
    ),
    marks: new Map((records.marks ?? []).map((mark) => [mark.subjectId, markFacts(mark)])),
    stageOf,
    carries: (sourceId, fact) => sourceId === null || (carried.get(sourceId)?.has(fact) ?? false),
  }
}
