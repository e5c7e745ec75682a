import { factGroups } from "../deal/Condition.ts"
import type { Pipeline, Stage } from "../deal/Pipeline.ts"
import type { TouchKind } from "../deal/StageStall.ts"
import type { ClosingDocument, Invoice } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { Contacts } from "./Contacts.ts"
import type { MarkFacts, Observed } from "./ControlFacts.ts"
import type { ControlMark } from "./ControlMarkSchema.ts"
import type {
  ControlledDeal,
  ControlledPayment,
  ControlRules,
  ControlSource,
  ControlRecords,
} from "./ControlRecords.ts"

/** What is known before the first lead and the first deal is read; of dialogs and next steps, what they come to. */
export interface RecordsAbout extends Omit<ControlRecords, "leads" | "deals" | "dialogs" | "nextSteps"> {
  /** Dialogs and next steps. */
  readonly contacts: Contacts
}

/** What is known about records before they are read, found by what it is about. Made once in time linear in its number. */
export interface ControlIndex {
  /** Dialogs and next steps. */
  readonly contacts: Contacts
  /** By deal id. */
  readonly invoices: ReadonlyMap<string, ReadonlyArray<Invoice>>
  /** By deal id. */
  readonly documents: ReadonlyMap<string, ReadonlyArray<ClosingDocument>>
  /** By deal id, money for it that is counted against no invoice; null where payments were not read. */
  readonly paidBeside: ReadonlyMap<string, ReadonlyArray<Money>> | null
  /** Whether the gates of the pipeline a deal lives under ask for payment: what they let through unpaid is still owed. */
  readonly asksPayment: (deal: ControlledDeal) => boolean
  /** By deal id, when money for it was last recorded. */
  readonly paidAt: ReadonlyMap<string, Instant>
  /** By person id, the last day of those who left. */
  readonly leftOn: ReadonlyMap<string, CalendarDate>
  /** By person id, the team. */
  readonly teamOf: ReadonlyMap<string, string>
  /** By client id, the segment. */
  readonly segmentOf: ReadonlyMap<string, string>
  /** By record id, what people decided. */
  readonly marks: ReadonlyMap<string, MarkFacts>
  /** The stage a deal stands in. */
  readonly stageOf: (deal: ControlledDeal) => Stage | null
  /** What a source carries; records made here (null) carry all. */
  readonly carriedBy: (sourceId: string | null) => Observed
  /** What counts as moving a deal on within its stage. */
  readonly touches: ReadonlyArray<TouchKind>
  /** IANA zone in which the tenant's days begin. */
  readonly timeZone: string
}

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

/** A payment is money for the deal it names and for those whose invoices it is counted against. */
const payingAt = (
  payments: ReadonlyArray<ControlledPayment>,
  invoices: ReadonlyArray<Invoice>,
): ReadonlyMap<string, Instant> => {
  const last = new Map<string, Instant>()
  if (payments.length === 0) return last
  const dealOf = new Map<string, string>(invoices.map(({ id, dealId }) => [id, dealId]))
  for (const { dealId, allocations, changedAt } of payments) {
    for (const id of [dealId, ...allocations.map(({ invoiceId }) => dealOf.get(invoiceId) ?? null)]) {
      if (id !== null && changedAt > (last.get(id) ?? "")) last.set(id, changedAt)
    }
  }
  return last
}

/** Three look-ups cost less than one by a text made for each deal. */
const stageFinder = (pipelines: ReadonlyArray<Pipeline>): ControlIndex["stageOf"] => {
  const versions = new Map<string, Map<number, ReadonlyMap<string, Stage>>>()
  for (const { id, version, stages } of pipelines) {
    const ofPipeline = versions.get(id) ?? new Map<number, ReadonlyMap<string, Stage>>()
    versions.set(id, ofPipeline.set(version, new Map(stages.map((stage) => [stage.id, stage]))))
  }
  return ({ pipelineId, pipelineVersion, stageId }) =>
    versions.get(pipelineId)?.get(pipelineVersion)?.get(stageId) ?? null
}

const paidBesideInvoices = (payments: ReadonlyArray<ControlledPayment>): ReadonlyMap<string, ReadonlyArray<Money>> => {
  const paid = new Map<string, Array<Money>>()
  for (const { dealId, unallocatedMinor, amount } of payments) {
    if (dealId === null || unallocatedMinor === 0) continue
    const beside = { amountMinor: unallocatedMinor, currency: amount.currency }
    const known = paid.get(dealId)
    if (known === undefined) paid.set(dealId, [beside])
    else known.push(beside)
  }
  return paid
}

const asksOfSettlement = ({ entry, exit }: Stage): boolean =>
  [entry, exit].some((condition) => condition !== undefined && factGroups(condition).includes("settlement"))

const payingPipelines = (pipelines: ReadonlyArray<Pipeline>): ControlIndex["asksPayment"] => {
  const keyOf = (id: string, version: number): string => `${id} ${version}`
  const asking = new Set(
    pipelines.flatMap(({ id, version, stages }) => (stages.some(asksOfSettlement) ? [keyOf(id, version)] : [])),
  )
  return ({ pipelineId, pipelineVersion }) => asking.has(keyOf(pipelineId, pipelineVersion))
}

const leaving = (reps: ReadonlyArray<Rep>): ReadonlyMap<string, CalendarDate> => {
  const lastDays = new Map<string, CalendarDate>()
  const staying = new Set<string>()
  for (const { personId, leftOn } of reps) {
    if (leftOn === null) staying.add(personId)
    else if (leftOn > (lastDays.get(personId) ?? "")) lastDays.set(personId, leftOn)
  }
  for (const personId of staying) lastDays.delete(personId)
  return lastDays
}

/** After every last day. */
const endless = "9999-12-31"

/** Where several entries speak of one person, the one says the team that ends last, of several the last by id. */
const teamsOf = (reps: ReadonlyArray<Rep>): ReadonlyMap<string, string> =>
  new Map(
    reps
      .toSorted((left, right) => {
        const [ends, others] = [left.leftOn ?? endless, right.leftOn ?? endless]
        return ends === others ? (left.id < right.id ? -1 : 1) : ends < others ? -1 : 1
      })
      .flatMap(({ personId, teamId }) => (teamId === null ? [] : [[personId, teamId] as const])),
  )

const markFacts = ({ parking, snoozes, ruledOut }: ControlMark): MarkFacts => ({
  parking:
    parking === null || parking.endedAt !== undefined
      ? null
      : { reasonId: parking.reasonId, statedAt: parking.statedAt, resumeOn: parking.resumeOn },
  snoozes,
  ruledOutState: ruledOut?.state ?? null,
})

const everything: Observed = { nextSteps: true, dialogs: true, payments: true, documents: true }
const nothing: Observed = { nextSteps: false, dialogs: false, payments: false, documents: false }

const carriedOf = ({ carries }: ControlSource): Observed => ({
  nextSteps: carries.includes("nextSteps"),
  dialogs: carries.includes("dialogs"),
  payments: carries.includes("payments"),
  documents: carries.includes("documents"),
})

/** Finds what is about each record, in time linear in its number. */
export const controlIndex = (about: RecordsAbout, rules: ControlRules): ControlIndex => {
  const carried = new Map(rules.sources.map((source) => [source.id, carriedOf(source)]))
  return {
    contacts: about.contacts,
    invoices: groupByDeal(about.invoices),
    documents: groupByDeal(about.documents),
    paidBeside: about.payments === undefined ? null : paidBesideInvoices(about.payments),
    asksPayment: payingPipelines(rules.pipelines),
    paidAt: (rules.touches ?? []).includes("payment") ? payingAt(about.payments ?? [], about.invoices) : new Map(),
    leftOn: leaving(about.reps),
    teamOf: teamsOf(about.reps),
    segmentOf: new Map(
      about.clients.flatMap(({ id, segmentId }) => (segmentId === null ? [] : [[id, segmentId] as const])),
    ),
    marks: new Map((about.marks ?? []).map((mark) => [mark.subjectId, markFacts(mark)])),
    stageOf: stageFinder(rules.pipelines),
    carriedBy: (sourceId) => (sourceId === null ? everything : (carried.get(sourceId) ?? nothing)),
    touches: rules.touches ?? [],
    timeZone: rules.timeZone,
  }
}
