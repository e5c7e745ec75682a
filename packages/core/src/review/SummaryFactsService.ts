import * as Effect from "effect/Effect"
import type { NextStep } from "../client/DialogSchema.ts"
import { dialogAggregate } from "../client/Dialog.ts"
import { leadAggregate } from "../client/Lead.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { controlDayAggregate } from "../control/Watch.ts"
import { dealAggregate } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { replay } from "../journal/Replay.ts"
import { dealInCurrency } from "../plan/facts/DealInCurrency.ts"
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
import { commitmentAggregate } from "./Commitment.ts"
import { findingAggregate } from "./FindingRecord.ts"
import { readAll } from "./ReadAllService.ts"
import { amountByRates, frozenRates } from "./DealRates.ts"
import { stepsThen } from "./StepsThenService.ts"
import type { EndedPromise, StagePassage, SummaryContext, SummaryFacts } from "./SummaryFacts.ts"

/** How promises of payment ended, from the journals of the invoices that had any. */
const endedPromises = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  invoices: ReadonlyArray<Invoice>,
) {
  const ended: Array<EndedPromise> = []
  const judged = invoices.filter(({ promisesKept, promisesBroken }) => promisesKept + promisesBroken > 0)
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

/** All next steps as they stood when a period ended. Whose they are is as known. */
const stepsOfThen = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  { to }: DateRange,
  dayOf: SummaryContext["dayOf"],
) {
  const steps = yield* readAll(store, tenant, nextStepAggregate)
  const known = new Map<string, NextStep>(steps.map((step) => [step.id, step]))
  return (yield* stepsThen(store, tenant, steps, to, dayOf)).map((stood): NextStep => {
    const { changedAt, ownerId, version } = known.get(stood.id) ?? stood
    return { ...stood, changedAt, ownerId, version }
  })
})

const summedDialog = narrowed(dialogAggregate, ["dealId", "direction", "heldAt", "leadId", "repId"])

/** Reads every record that a period is summed up from. */
export const readSummaryFacts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  period: DateRange,
  { currency, dayOf }: SummaryContext,
) {
  const stored = yield* readAll(store, tenant, dealAggregate)
  // By the rate frozen at the close, as plans count them: of another currency and no rate, figures say so.
  const deals = stored.map((deal) => dealInCurrency(deal, { currency, rates: [], on: period.to }))
  const rates = frozenRates(stored)
  const invoices = yield* readAll(store, tenant, invoiceAggregate)
  const facts: SummaryFacts = {
    deals,
    passages: yield* stagePassages(store, tenant, deals, period, dayOf),
    leads: yield* readAll(store, tenant, leadAggregate),
    dialogs: yield* readAll(store, tenant, summedDialog),
    nextSteps: yield* stepsOfThen(store, tenant, period, dayOf),
    payments: (yield* readAll(store, tenant, paymentAggregate)).map((payment) => ({
      ...payment,
      amount: amountByRates(payment.amount, [...payment.rates, rates.get(payment.dealId ?? "")], currency),
    })),
    invoices,
    promises: yield* endedPromises(store, tenant, invoices),
    controlDays: yield* readAll(store, tenant, controlDayAggregate),
    documents: yield* readAll(store, tenant, closingDocumentAggregate),
    commitments: yield* readAll(store, tenant, commitmentAggregate),
    findings: yield* readAll(store, tenant, findingAggregate),
  }
  return facts
})
