import * as Effect from "effect/Effect"
import { dialogAggregate } from "../client/Dialog.ts"
import type { Dialog, NextStep } from "../client/DialogSchema.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { StageMeaning } from "../deal/Pipeline.ts"
import { dueActionAggregate } from "../loyalty/DueAction.ts"
import { referralAggregate } from "../loyalty/Referral.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { replay } from "../journal/Replay.ts"
import { isInBase } from "../journal/Standing.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { promiseJudgedOn } from "../settlement/Reminders.ts"
import type { Invoice, PaymentPromise } from "../settlement/SettlementSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { DateRange, Period } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { entryInForce, repAggregate } from "../team/Rep.ts"
import type { Rep } from "../team/RepSchema.ts"
import type { AnsweredRecords } from "./AgreedAnswersService.ts"
import { readAgreedAnswers } from "./AgreedAnswersService.ts"
import type {
  BrokenPromise,
  FinishedDeal,
  PeerOf,
  ProposalDeal,
  ReviewFollowUp,
  ScriptFacts,
  StepSlip,
} from "./FollowUpFacts.ts"
import { readAll } from "./ReadAllService.ts"
import type { ReviewPolicy } from "./ReviewPolicy.ts"
import type { RulesAt } from "./RulesThenService.ts"

/** Records that follow-up facts are made of, beside those it reads itself. */
export interface FollowUpRecords {
  /** Deals. */
  readonly deals: ReadonlyArray<Deal>
  /** Leads. */
  readonly leads: AnsweredRecords["leads"]
  /** Dialogs. */
  readonly dialogs: ReadonlyArray<Pick<Dialog, "id" | "clientId" | "dealId" | "heldAt" | "scriptSteps">>
  /** Next steps. */
  readonly nextSteps: ReadonlyArray<Pick<NextStep, "id" | "changedAt" | "moves">>
  /** Who held a deal, a lead or a client at the moment of the reading, by its id; null for nobody. What is not among them was not in the base. */
  readonly heldBy: ReadonlyMap<string, string | null>
}

/** By what follow-up is read. */
export interface FollowUpContext {
  /** The rules in force. */
  readonly config: DepartmentConfig
  /** Which rules were in force when. */
  readonly rulesAt: RulesAt
  /** Rules of reviews. */
  readonly policy: ReviewPolicy
  /** Days whose facts are wanted. */
  readonly period: Period
  /** The moment of the reading. */
  readonly asOf: Instant
  /** Days before this one are over by then. */
  readonly overBefore: CalendarDate
}

/** Promises that were broken: those that were judged, from the journal, and the open one whose day and grace have passed. */
const brokenPromises = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  { config, rulesAt, overBefore }: Pick<FollowUpContext, "config" | "rulesAt" | "overBefore">,
) {
  const judgedOn = (promisedOn: CalendarDate): CalendarDate =>
    promiseJudgedOn(promisedOn, rulesAt(startOfDay(promisedOn, config.timeZone)).settlement)
  const brokenOf = (
    { id, dealId, currency }: Pick<Invoice, "id" | "dealId" | "currency">,
    { promisedOn, amountMinor }: Pick<PaymentPromise, "promisedOn" | "amountMinor">,
  ): BrokenPromise => {
    const waitedUntil = addDays(judgedOn(promisedOn), -1)
    return { invoiceId: id, dealId, promisedOn, waitedUntil, amount: { amountMinor, currency } }
  }
  const broken: Array<BrokenPromise> = []
  const judged = new Map<string, Invoice>()
  for (const invoice of yield* readAll(store, tenant, invoiceAggregate)) {
    const { promise, promisesBroken } = invoice
    if (promise !== null && judgedOn(promise.promisedOn) <= overBefore) {
      broken.push(brokenOf(invoice, promise))
    }
    if (promisesBroken > 0) judged.set(invoice.id, invoice)
  }
  yield* eachStream(store, tenant, [...judged.keys()], (id, rows) => {
    const invoice = judged.get(id)
    let last: PaymentPromise | null = null
    for (const { type, payload } of rows) {
      if (type === "InvoicePromised") last = payload as PaymentPromise
      if (type !== "InvoicePromiseClosed" || last === null || invoice === undefined) continue
      if ((payload as { readonly outcome?: unknown }).outcome === "broken") broken.push(brokenOf(invoice, last))
      last = null
    }
  })
  return broken
})

/** Moves of next steps that came after their day, by who held the step then; only streams of steps that were moved and changed since are read. */
const stepSlips = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  steps: FollowUpRecords["nextSteps"],
  { from, to }: DateRange,
  dayOf: (instant: string) => CalendarDate,
) {
  const slips: Array<StepSlip> = []
  const moved = steps.filter(({ moves, changedAt }) => moves > 0 && dayOf(changedAt) >= from)
  const ids = moved.map(({ id }) => id)
  yield* eachStream(store, tenant, ids, (stepId, rows) => {
    for (const [at, { type, payload, occurredAt }] of rows.entries()) {
      if (type !== "NextStepMoved") continue
      const dueOn = (payload as { readonly from: CalendarDate }).from
      const movedOn = dayOf(occurredAt)
      if (movedOn <= dueOn || movedOn < from || movedOn >= to) continue
      const ownerId = replay(nextStepAggregate, rows.slice(0, at))?.ownerId ?? null
      slips.push({ stepId, ownerId, dueOn, movedOn })
    }
  })
  return slips
})

/**
 * Who is compared with whom: the same role, and newcomers with newcomers. Of a person with several entries the one in force when the period ended
 * says the role, and the first of all days whether the person is new: who went to another team or came back is not.
 */
export const peersOf = (
  reps: ReadonlyArray<Rep>,
  { from, to }: DateRange,
  newcomerDays: number,
): ReadonlyArray<PeerOf> =>
  [...Map.groupBy(reps, ({ personId }) => personId)].flatMap(([repId, entries]): ReadonlyArray<PeerOf> => {
    const held = entries.filter(
      ({ joinedOn, leftOn }) => (joinedOn === null || joinedOn < to) && (leftOn === null || leftOn >= from),
    )
    const role = entryInForce(held, addDays(to, -1))?.profile.role
    if (role === undefined) return []
    const isNew = entries.every(({ joinedOn }) => joinedOn !== null && joinedOn > addDays(from, -newcomerDays))
    return [{ repId, group: `${role} ${isNew ? "new" : "settled"}` }]
  })

const askedClients = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  { deals, dialogs }: FollowUpRecords,
  { policy, asOf }: FollowUpContext,
) {
  const asked = new Set<string>()
  for (const { advocateId, recordedAt } of yield* readAll(store, tenant, referralAggregate)) {
    if (recordedAt < asOf) asked.add(advocateId)
  }
  for (const { clientId, action, status, decidedAt } of yield* readAll(store, tenant, dueActionAggregate)) {
    if (action.kind === "recommendation" && status !== "cancelled" && decidedAt < asOf) asked.add(clientId)
  }
  const clientOf = new Map(deals.map(({ id, clientId }) => [id as string, clientId]))
  const requests = new Set(policy.referralStepIds)
  for (const { clientId, dealId, scriptSteps, heldAt } of dialogs) {
    if (heldAt >= asOf || !scriptSteps.some((step) => requests.has(step))) continue
    const about = clientId ?? (dealId === null ? null : (clientOf.get(dealId) ?? null))
    if (about !== null) asked.add(about)
  }
  return [...asked]
})

/** Reads what was agreed, promised and asked. What scripts tell is handed in by who knows scripts. */
export const readFollowUp = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  records: FollowUpRecords,
  context: FollowUpContext,
  scripts: ScriptFacts,
) {
  const { config, policy, period, asOf } = context
  const dayOf = (instant: string): CalendarDate => localDateOf(instant, config.timeZone)
  const meaningOf = new Map<string, StageMeaning>()
  for (const { id, version, stages } of config.pipelines)
    for (const stage of stages) meaningOf.set(`${id} ${version} ${stage.id}`, stage.meaning)
  const proposalStages = new Set(policy.proposalStageIds)
  const proposals: Array<ProposalDeal> = []
  const finished: Array<FinishedDeal> = []
  for (const deal of records.deals) {
    const { id, clientId, pipelineId, pipelineVersion, stageId, outcome, enteredStageAt } = deal
    const enteredOn = enteredStageAt === null || enteredStageAt >= asOf ? null : dayOf(enteredStageAt)
    const meaning = meaningOf.get(`${pipelineId} ${pipelineVersion} ${stageId}`)
    if (outcome === "open" && enteredOn !== null && proposalStages.has(stageId)) {
      proposals.push({ dealId: id, enteredOn })
    }
    // It may have gone on since from the stage in which it was finished.
    const finishedOn = deal.finishedOn ?? enteredOn
    if (clientId !== null && finishedOn !== null && (meaning === "aftercare" || meaning === "done")) {
      finished.push({ dealId: id, clientId, finishedOn })
    }
  }
  const scores = scripts.scores.flatMap(({ scoredAt, ...score }) => {
    const scoredOn = dayOf(scoredAt)
    return periodContains(period, scoredOn) ? [{ ...score, scoredOn }] : []
  })
  const dialogs = yield* store.byIds(
    tenant,
    dialogAggregate,
    scores.map(({ dialogId }) => dialogId),
  )
  const scored = new Set<string>(dialogs.filter(isInBase).map(({ id }) => id))
  const facts: ReviewFollowUp = {
    answers: yield* readAgreedAnswers(store, tenant, records, context),
    brokenPromises: yield* brokenPromises(store, tenant, context),
    proposals,
    finished,
    askedClientIds: yield* askedClients(store, tenant, records, context),
    scriptUse: scripts.use,
    scores: scores.filter(({ dialogId }) => scored.has(dialogId)),
    slips: yield* stepSlips(store, tenant, records.nextSteps, period, dayOf),
    peers: peersOf(yield* readAll(store, tenant, repAggregate), period, policy.newcomerDays),
  }
  return facts
})
