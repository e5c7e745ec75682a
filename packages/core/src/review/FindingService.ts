import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { dialogAggregate } from "../client/Dialog.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import { readControl, refusing } from "../control/service.ts"
import { dealAggregate, dealFact } from "../deal/Deal.ts"
import type { DealColumns } from "../deal/DealFact.ts"
import { dealColumns } from "../deal/DealFact.ts"
import { approvalAggregate } from "../deal/Approval.ts"
import type { Approval } from "../deal/ApprovalSchema.ts"
import { overrideBudgetAggregate } from "../deal/Override.ts"
import { productAggregate } from "../deal/Product.ts"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { isInBase } from "../journal/Standing.ts"
import { closedDeals, closedDealsBy } from "../plan/ClosedDeals.ts"
import { dealVarianceByProduct } from "../plan/DealVariance.ts"
import type { Caller } from "../ports/Command.ts"
import { command } from "../ports/Command.ts"
import { inputDecoder } from "../ports/Input.ts"
import type { StoreShape } from "../ports/Store.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { storeFor } from "../ports/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { DateRange, Period } from "../shared/Period.ts"
import { periodOf, previousPeriod } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { raiseFindings } from "./FindingCommands.ts"
import { RaiseFindings } from "./FindingRecordSchema.ts"
import { findFindings } from "./Findings.ts"
import type { ReviewActivity, ReviewApproval, ReviewFacts } from "./ReviewFacts.ts"
import type { RuleSetting } from "./RuleSet.ts"
import { rulesInForce } from "./RuleSet.ts"
import { ClosePeriod } from "./SummarySchema.ts"

/** Which period is looked through, and what differs from the shipped rules. */
export interface FindFindings extends ClosePeriod {
  /** Rules that are off or have other thresholds. None where left out. */
  readonly rules?: ReadonlyArray<RuleSetting>
}

const all = Effect.fnUntraced(function* <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(store: StoreShape, tenant: TenantId, of: Aggregate<State, Event, Indexed>) {
  const records: Array<State> = []
  yield* store.scan(tenant, of as unknown as Aggregate<State, Event>, (batch) => {
    for (const record of batch) if (isInBase(record)) records.push(record)
  })
  return records
})

const daysOf = ({ from, to }: DateRange) => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })

/** Why the period's won revenue differs from the period before; null where one of them closed nothing. */
const varianceOf = (deals: DealColumns, period: Period, currency: string): ReviewFacts["variance"] => {
  const before = previousPeriod(period)
  const by = (days: DateRange) => closedDealsBy(deals, "product", daysOf(days), currency)
  const isEmpty = [before, period].some((days) => closedDeals(deals, daysOf(days), currency).closed === 0)
  if (isEmpty) return null
  return {
    variance: dealVarianceByProduct(by(before), by(period), currency),
    against: "priorPeriod",
    baseName: { en: before.label, ru: before.label },
    actual: period,
    base: before,
  }
}

/** An approval as it stood before a day; none where it was asked later. */
const approvalBefore = (
  { dealId, askedBy, askedOf, askedAt, decidedAt, expiresAt, status }: Approval,
  to: CalendarDate,
  dayOf: (instant: string) => CalendarDate,
): ReadonlyArray<ReviewApproval> => {
  const askedOn = dayOf(askedAt)
  if (askedOn >= to) return []
  const one = { dealId, askedBy, askedOf, askedOn, expiredOn: null }
  // A granted one whose time ran out later was decided all the same.
  if (decidedAt !== null && dayOf(decidedAt) < to) {
    return [{ ...one, fate: status === "refused" ? "refused" : "granted" }]
  }
  const expiredOn = expiresAt === null ? null : dayOf(expiresAt)
  return expiredOn === null || expiredOn >= to ? [{ ...one, fate: "asked" }] : [{ ...one, fate: "expired", expiredOn }]
}

/** What people did up to the end of a period. */
const activityOf = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  timeZone: string,
  { to }: DateRange,
) {
  const dayOf = (instant: string) => localDateOf(instant, timeZone)
  const dialogs = yield* all(store, tenant, dialogAggregate)
  const documents = yield* all(store, tenant, closingDocumentAggregate)
  const budgets = yield* all(store, tenant, overrideBudgetAggregate)
  const approvals = yield* all(store, tenant, approvalAggregate)
  const activity: ReviewActivity = {
    dialogs: dialogs
      .map(({ dealId, heldAt }) => ({ dealId, heldOn: dayOf(heldAt) }))
      .filter(({ heldOn }) => heldOn < to),
    documents: documents
      .filter(({ draftedOn }) => draftedOn < to)
      .map(({ id, dealId, draftedOn, sentOn, amount }) => ({
        id,
        dealId,
        draftedOn,
        sentOn: sentOn !== null && sentOn < to ? sentOn : null,
        amount,
      })),
    overrides: budgets.flatMap(({ personId, overrides }) =>
      overrides.map(({ dealId, overriddenAt }) => ({ dealId, personId, overriddenOn: dayOf(overriddenAt) })),
    ),
    approvals: approvals.flatMap((approval) => approvalBefore(approval, to, dayOf)),
  }
  return activity
})

const decodePeriod = inputDecoder(ClosePeriod)
const raise = command({ name: "finding.raise", input: RaiseFindings, work: raiseFindings })

/**
 * Looks a period through by the rules in force: control as it stood at the period's last moment, next steps, and the variance
 * against the period before. Reads every record once; stores nothing.
 */
export const findings = Effect.fnUntraced(function* (caller: Caller, { rules = [], ...input }: FindFindings) {
  const decoded = decodePeriod(input)
  if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
  const inForce = yield* refusing(() => rulesInForce(rules))
  const period = periodOf(decoded.success.on, decoded.success.span)
  const store = yield* storeFor(caller)
  const now = yield* readControl(caller, {})
  const end = startOfDay(period.to, now.context.timeZone)
  const { base, policy, context } = end < now.context.asOf ? yield* readControl(caller, { asOf: end }) : now
  const { currency } = context
  const deals = dealColumns((yield* all(store, caller.tenant, dealAggregate)).map((deal) => dealFact(deal, currency)))
  const products = yield* all(store, caller.tenant, productAggregate)
  const facts: ReviewFacts = {
    asOf: context.today,
    currency,
    deals,
    productNames: Object.fromEntries(products.map(({ id, name }) => [id, name])),
    filledOnlyAtClose: [],
    control: { base, policy, context },
    nextSteps: yield* all(store, caller.tenant, nextStepAggregate),
    activity: yield* activityOf(store, caller.tenant, context.timeZone, period),
    attainment: null,
    variance: yield* refusing(() => varianceOf(deals, period, currency)),
  }
  return yield* refusing(() => findFindings(facts, inForce, period))
})

/** Looks a period through and records what was found; what was raised before changes nothing. Safe to call as often as one likes. */
export const reviewPeriod = Effect.fnUntraced(function* (caller: Caller, input: FindFindings) {
  const found = yield* findings(caller, input)
  const { raised, known } = yield* raise(caller, { findings: found.findings.slice(0, 5000) })
  return { period: found.period, raised, known, notRead: found.notRead }
})
