import * as Effect from "effect/Effect"
import type { NextStep } from "../client/DialogSchema.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { replay } from "../journal/Replay.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { StoreShape } from "../ports/Store.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import type { InvoicePromiseClosed } from "../settlement/Invoice.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { Invoice } from "../settlement/SettlementSchema.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { DateRange } from "../shared/Period.ts"
import { periodContains } from "../shared/Period.ts"
import { isBeforeDay, instantsAround } from "./InstantsAround.ts"
import type { PeriodReading } from "./PeriodRecordsService.ts"
import { commitmentsOf, controlDaysOf, dialogsOf, findingsOf, nextStepsOf } from "./PeriodRecordsService.ts"
import { readAll } from "./ReadAllService.ts"
import { dealsOfThen, invoicesOfThen, leadsOfThen } from "./RecordsThenService.ts"
import { amountByRates, frozenRates } from "./DealRates.ts"
import { stepsThen } from "./StepsThenService.ts"
import type { EndedPromise, StagePassage, SummaryContext, SummaryFacts } from "./SummaryFacts.ts"
import type { SourcedFact } from "./Unseen.ts"

/** How promises of payment ended since a period began, from the journals of the invoices that had any and were changed since. */
const endedPromises = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  invoices: ReadonlyArray<Invoice>,
  period: DateRange,
) {
  const ended: Array<EndedPromise> = []
  const { from } = instantsAround(period)
  const judged = invoices.filter(
    ({ changedAt, promisesKept, promisesBroken }) => changedAt >= from && promisesKept + promisesBroken > 0,
  )
  const ids = judged.map(({ id }) => id)
  yield* eachStream(store, tenant, ids, (invoiceId, rows) => {
    for (const { type, payload } of rows) {
      if (type !== "InvoicePromiseClosed") continue
      const { outcome, closedOn } = payload as InvoicePromiseClosed["payload"]
      if (outcome === "kept" || outcome === "broken") ended.push({ invoiceId, outcome, closedOn })
    }
  })
  return ended
})

/** Deals that came to a stage in a period and have gone on after it, from the journals of those that moved since. */
const stagePassages = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  deals: ReadonlyArray<Deal>,
  period: DateRange,
  dayOf: SummaryContext["dayOf"],
) {
  const passages: Array<StagePassage> = []
  const ids = deals.flatMap(({ id, version, enteredStageAt }) =>
    version > 1 && enteredStageAt !== null && dayOf(enteredStageAt) >= period.to ? [id] : [],
  )
  yield* eachStream(store, tenant, ids, (dealId, rows) => {
    const isIn = rows.some(({ mark }, at) => {
      if (mark === null || mark.stageId === mark.previousStageId) return false
      const enteredAt = replay(dealAggregate, rows.slice(0, at + 1))?.enteredStageAt ?? null
      return enteredAt !== null && periodContains(period, dayOf(enteredAt))
    })
    if (isIn) passages.push({ dealId })
  })
  return passages
})

/** Next steps as they stood when a period ended, with what tells their corrections. */
const stepsOfThen = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  steps: ReadonlyArray<NextStep>,
  { to }: DateRange,
  dayOf: SummaryContext["dayOf"],
) {
  const known = new Map<string, NextStep>(steps.map((step) => [step.id, step]))
  return (yield* stepsThen(store, tenant, nextStepAggregate, steps, to, dayOf)).map((stood): NextStep => {
    const { changedAt, version } = known.get(stood.id) ?? stood
    return { ...stood, changedAt, version }
  })
})

/**
 * Deals and leads that may have been in work in a period, and whose source does not carry facts of a kind: whether any are recorded here all
 * the same, of whatever days, is asked of them alone.
 */
const unseenOf = (
  { deals, leads }: Pick<SummaryFacts, "deals" | "leads">,
  { from }: DateRange,
  { carriedBy, dayOf }: SummaryContext,
): ((what: SourcedFact) => ReadonlyArray<string>) => {
  if (carriedBy === undefined) return () => []
  const isEarlier = isBeforeDay(from, dayOf)
  const notOver = [
    ...deals.filter(({ closedOn, outcome }) => (closedOn === null ? outcome === "open" : closedOn >= from)),
    ...leads.filter(({ closedAt }) => closedAt === null || !isEarlier(closedAt)),
  ]
  return (what) => notOver.flatMap(({ id, sourceId }) => (carriedBy(sourceId).includes(what) ? [] : [id]))
}

/** Leads in the fields that summaries ask for. */
export const summedLead = narrowed(leadAggregate, ["closedAt", "ownerId", "receivedAt", "sourceId", "takenAt"])

/**
 * Reads what a period is summed up from: of dialogs, next steps, commitments, findings and counted days those that bear on it, of the others
 * every record.
 *
 * @param ids - records that are read although they may bear on it no more
 */
export const readSummaryFacts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  period: DateRange,
  context: SummaryContext,
  ids: ReadonlyArray<string> = [],
) {
  const { currency, dayOf } = context
  const stored = yield* readAll(store, tenant, dealAggregate)
  // By the rate frozen at the close, as plans count them: of another currency and no rate, figures say so.
  const { deals, dealsAtStart } = yield* dealsOfThen(store, tenant, stored, period, context)
  const rates = frozenRates(stored)
  const invoices = yield* invoicesOfThen(store, tenant, yield* readAll(store, tenant, invoiceAggregate), period, dayOf)
  const known = yield* readAll(store, tenant, summedLead)
  const leads = yield* leadsOfThen(store, tenant, summedLead, known, period, dayOf)
  const unseen = unseenOf({ deals, leads }, period, context)
  const reading: PeriodReading = { store, tenant, period, ids }
  const steps = yield* nextStepsOf(reading, unseen("nextSteps"))
  const facts: SummaryFacts = {
    deals,
    dealsAtStart,
    passages: yield* stagePassages(store, tenant, deals, period, dayOf),
    leads,
    dialogs: yield* dialogsOf(reading, unseen("dialogs")),
    nextSteps: yield* stepsOfThen(store, tenant, steps, period, dayOf),
    payments: (yield* readAll(store, tenant, paymentAggregate)).map((payment) => ({
      ...payment,
      amount: amountByRates(payment.amount, [...payment.rates, rates.get(payment.dealId ?? "")], currency),
    })),
    invoices,
    promises: yield* endedPromises(store, tenant, invoices, period),
    controlDays: yield* controlDaysOf(reading),
    documents: yield* readAll(store, tenant, closingDocumentAggregate),
    commitments: yield* commitmentsOf(reading),
    findings: yield* findingsOf(reading),
  }
  return facts
})
