import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Dialog } from "../client/DialogSchema.ts"
import { leadAggregate } from "../client/Lead.ts"
import { readControl, refusing, refusingInTurns } from "../control/ReadControlService.ts"
import type { Lead } from "../client/ClientSchema.ts"
import type { ControlBase } from "../control/ControlFacts.ts"
import { dealAggregate, dealFact } from "../deal/Deal.ts"
import type { Deal } from "../deal/DealSchema.ts"
import type { DealColumns, DealFact } from "../deal/DealFact.ts"
import { dealColumns } from "../deal/DealFact.ts"
import { approvalAggregate } from "../deal/Approval.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { overrideBudgetAggregate } from "../deal/Override.ts"
import { productAggregate } from "../deal/Product.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { narrowed } from "../journal/Narrowed.ts"
import { dealInCurrency } from "../plan/facts/DealInCurrency.ts"
import { closedDeals, closedDealsBy } from "../plan/facts/ClosedDeals.ts"
import { dealVarianceByProduct } from "../plan/variance/DealVariance.ts"
import type { Caller } from "../ports/Caller.ts"
import { accessOf } from "../ports/AccessPolicy.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import type { StoreShape } from "../ports/Store.ts"
import type { StoreError } from "../ports/StoreErrors.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import type { ClosingDocument } from "../settlement/DocumentSchema.ts"
import { eachInTurns } from "../ports/reading/InTurns.ts"
import { allOf } from "../ports/reading/ReadAll.ts"
import { scannedOnce } from "../ports/reading/ScannedOnce.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { dayNumberOf } from "../shared/CalendarDate.ts"
import type { TenantId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { epochMsOf, instantOf } from "../shared/Instant.ts"
import type { DateRange, Period } from "../shared/Period.ts"
import { periodOf, previousPeriod } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import { repAggregate } from "../team/Rep.ts"
import { approvalsBefore } from "./ApprovalsThenService.ts"
import { daysAway } from "./DaysAway.ts"
import { readDealPast } from "./DealPastService.ts"
import { dealsThen } from "./DealsThen.ts"
import { bearingKinds, reviewedDialog, reviewedStep } from "./BearingRecordsService.ts"
import { raiseFindings } from "./FindingCommands.ts"
import { findingInTurns } from "./Findings.ts"
import type { ReviewActivity, ReviewFacts } from "./ReviewFacts.ts"
import type { MistakeLimits } from "./MistakeRates.ts"
import { mistakeRates } from "./MistakeRates.ts"
import { comparePeers } from "./PeerComparison.ts"
import { compareWinRates } from "./WinRateComparison.ts"
import type { ScriptFacts } from "./FollowUpFacts.ts"
import { stepsThen } from "./StepsThenService.ts"
import { readFollowUp } from "./FollowUpService.ts"
import { ruleOf } from "./OwnRule.ts"
import { readReviewAttainment } from "./PlanReadingService.ts"
import { readAll } from "./ReadAllService.ts"
import { defaultReviewPolicy } from "./ReviewPolicy.ts"
import type { ReviewPolicy } from "./ReviewPolicy.ts"
import type { RuleSetting } from "./RuleSet.ts"
import { rulesInForce, settingProblems } from "./RuleSet.ts"
import { readRulesAt } from "./RulesThenService.ts"
import { findingsQuestion, peersQuestion } from "./ReviewQuestionSchema.ts"
import { stalledByHistory, stalledSince } from "./rules/StalledByHistory.ts"
import { noteReviewed } from "./ReviewScheduleCommands.ts"
import { NoteReviewed } from "./ReviewScheduleSchema.ts"
import type { FindingId, ReviewedPeriod } from "./FindingRecordSchema.ts"
import { RaiseFindings } from "./FindingRecordSchema.ts"
import { periodText } from "./Wording.ts"

/** Which period is looked through, and what differs from the shipped rules. */
export interface FindFindings extends ReviewedPeriod {
  /** Rules that are off or have other thresholds, over what the department's configuration says. None where left out. */
  readonly rules?: ReadonlyArray<RuleSetting>
}

/** Which period people are compared in, and from what on. */
export interface ComparePeers extends ReviewedPeriod {
  /** Expected share of false ones among those said to make a mistake more often or less, between 0 and 1, both excluded. Default 0.1. */
  readonly falseDiscoveryRate?: number
  /** Occasions to make a mistake that a rep must have. Default 10. */
  readonly leastOccasions?: number
  /** Closed deals that a rep must have. Default 20. */
  readonly leastClosed?: number
  /** Confidence of the intervals of win rates, for all reps together, between 0 and 1, both excluded. Default 0.95. */
  readonly level?: number
  /** What counts as a mistake: discounts beyond 15 percent, documents not sent within 3 days, where left out. */
  readonly limits?: Partial<MistakeLimits>
}

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
    baseName: periodText(before),
    actual: period,
    base: before,
  }
}

/** Deals and leads of the period's time that were not in the base when it ended: control, which looks back, did not see them. */
const laterCount = (
  deals: ReadonlyArray<Deal>,
  leads: ReadonlyArray<Pick<Lead, "id" | "receivedAt">>,
  base: ControlBase,
  { to }: DateRange,
  dayOf: (instant: string) => CalendarDate,
): number => {
  const seen = new Set<string>()
  for (const { id } of base.deal) seen.add(id)
  for (const { id } of base.lead) seen.add(id)
  return (
    deals.filter(
      ({ id, openedOn, standing }) => standing === "active" && openedOn !== null && openedOn < to && !seen.has(id),
    ).length + leads.filter(({ id, receivedAt }) => dayOf(receivedAt) < to && !seen.has(id)).length
  )
}

/**
 * What scripts tell of dialogs up to a moment: how they were used in the dialogs of some deals, and how dialogs were scored. Given by who
 * knows scripts.
 */
export type ReadScriptFacts = (
  store: StoreShape,
  tenant: TenantId,
  until: Instant,
  dealIds: ReadonlyArray<string>,
) => Effect.Effect<ScriptFacts, StoreError>

/** The day by which a document was with the client, before a day: also where nobody says that it was sent, and the client has answered. */
const withClientOn = (document: ClosingDocument, to: CalendarDate): CalendarDate | null => {
  const { sentOn, originalSentOn, deliveredOn, signedOn, refusedOn, correctionAskedOn } = document
  const days = [sentOn, originalSentOn, deliveredOn, signedOn, refusedOn, correctionAskedOn]
  return days.reduce((first, day) => (day !== null && day < to && (first === null || day < first) ? day : first), null)
}

/** What people did up to the end of a period. */
const activityOf = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  dialogs: ReadonlyArray<Pick<Dialog, "dealId" | "heldAt">>,
  dayOf: (instant: string) => CalendarDate,
  { to }: DateRange,
) {
  const documents = yield* readAll(store, tenant, closingDocumentAggregate)
  const budgets = yield* readAll(store, tenant, overrideBudgetAggregate)
  const approvals = yield* readAll(store, tenant, approvalAggregate)
  const activity: ReviewActivity = {
    dialogs: dialogs
      .map(({ dealId, heldAt }) => ({ dealId, heldOn: dayOf(heldAt) }))
      .filter(({ heldOn }) => heldOn < to),
    documents: documents
      .filter(({ draftedOn, revokedOn }) => draftedOn < to && (revokedOn === null || revokedOn >= to))
      .map((document) => {
        const { id, dealId, draftedOn, amount } = document
        return { id, dealId, draftedOn, sentOn: withClientOn(document, to), amount }
      }),
    overrides: budgets.flatMap(({ personId, overrides }) =>
      overrides.map(({ dealId, overriddenAt }) => ({ dealId, personId, overriddenOn: dayOf(overriddenAt) })),
    ),
    approvals: yield* approvalsBefore(store, tenant, approvals, to, dayOf),
  }
  return activity
})

/** The department's rules of reviews, with the library's where it has none of its own. */
export const reviewPolicyOf = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const policy: ReviewPolicy = { ...defaultReviewPolicy, ...config.review }
  return { config, policy }
})

/** Findings that a review records by one command: each reads the earlier findings that are alike, and others wait for it. */
const raisedAtOnce = 100

const raise = command({ name: "finding.raise", input: RaiseFindings, work: raiseFindings })
const note = command({ name: "reviewSchedule.note", input: NoteReviewed, work: noteReviewed })

/** Kinds that rules read: whoever does not see all of them has not looked a period through for everybody. */
const readKinds = ["deal", "lead", "client", "dialog", "nextStep", "invoice", "closingDocument"]

const seesAll = (caller: Caller) =>
  Effect.map(
    accessOf(caller),
    ({ isUnlimited, scope }) => isUnlimited || readKinds.every((kind) => scope(kind) === "all"),
  )

/** What is asked of a lead: what control asks. */
const reviewedLead = narrowed(leadAggregate, [
  "closedAt",
  "id",
  "nextNurtureAt",
  "ownerId",
  "receivedAt",
  "segmentId",
  "sourceId",
  "standing",
  "status",
  "unownedSince",
])

/** Kinds that are read both as they stand and as they stood when the period ended. */
const kindsReadTwice = [dealAggregate, reviewedLead, invoiceAggregate, closingDocumentAggregate, repAggregate]

interface Held {
  readonly id: string
  readonly ownerId: string | null
}

/** What is known before the first record is read. */
interface Reading {
  readonly config: DepartmentConfig
  readonly policy: ReviewPolicy
  readonly inForce: ReturnType<typeof rulesInForce>
  readonly period: Period
  /** The last moment of a period that is over; null where it still runs. */
  readonly end: Instant | null
}

/** The schedule with which it is kept that a period was looked through. */
const noteSpan = (span: ReviewedPeriod["span"]) => (span === "day" || span === "week" ? span : "month")

/** The questions that need to know how scripts were used. */
export const findingReviews = (readScriptFacts: ReadScriptFacts) => {
  /** What the rules read of a period, with the rules in force. */
  const read = (caller: Caller, input: FindFindings) => scannedOnce(kindsReadTwice, readPeriod(caller, input))

  const readPeriod = Effect.fnUntraced(function* (caller: Caller, { rules = [], on, span }: FindFindings) {
    const store = yield* storeFor(caller)
    const { tenant } = caller
    const { config, policy } = yield* reviewPolicyOf(store, tenant)
    const published = [...rulesInForce(policy.rules), ...policy.ownRules.map(ruleOf)]
    const wrong = settingProblems(rules, published, "rules")
    if (wrong.length > 0) return yield* Effect.fail(new InputInvalid(wrong))
    const inForce = rulesInForce(rules, published)
    const period = periodOf(on, span)
    // The last moment of the period, so that its last day is still today.
    const end = instantOf(epochMsOf(startOfDay(period.to, config.timeZone)) - 1)
    const now = instantOf(yield* Clock.currentTimeMillis)
    const isOver = end < now
    const kept = bearingKinds({
      period,
      end: isOver ? end : now,
      deals: yield* allOf(store, tenant, dealAggregate),
      invoices: yield* allOf(store, tenant, invoiceAggregate),
      referralStepIds: policy.referralStepIds,
      ownRules: policy.ownRules.filter((own) => inForce.some(({ id }) => id === ruleOf(own).id)),
    })
    const reading = { config, policy, inForce, period, end: isOver ? end : null }
    return { facts: yield* scannedOnce(kept, readFacts(caller, reading)), inForce, period, isOver }
  })

  const readFacts = Effect.fnUntraced(function* (caller: Caller, { config, policy, inForce, period, end }: Reading) {
    const store = yield* storeFor(caller)
    const { tenant } = caller
    const isOver = end !== null
    const were = new Map<string, Deal>()
    const {
      base,
      policy: controlPolicy,
      context,
    } = isOver
      ? yield* readControl(caller, { asOf: end }, {}, (deal) => were.set(deal.id, deal))
      : yield* readControl(caller, {})
    const overBefore = isOver ? period.to : context.today
    const { currency, timeZone } = context
    const dayOf = (instant: string): CalendarDate => localDateOf(instant, timeZone)
    const records = yield* readAll(store, tenant, dealAggregate)
    const into = { currency, rates: [], on: context.today }
    const stood = dealsThen(records, base, were, period, currency)
    const priced: Array<DealFact> = []
    yield* eachInTurns(stood, (deal) => priced.push(dealFact(dealInCurrency(deal, into), currency)))
    const deals = dealColumns(priced)
    const stalling = inForce.find(({ id }) => id === stalledByHistory.id)?.thresholds
    const stalled =
      stalling === undefined ? [] : yield* refusing(() => stalledSince({ deals, on: context.today }, stalling))
    const { stalledHolders, creditMoves } = yield* readDealPast(store, tenant, records, stalled, period, timeZone)
    const products = yield* readAll(store, tenant, productAggregate)
    const reps = yield* readAll(store, tenant, repAggregate)
    const dialogs = yield* readAll(store, tenant, reviewedDialog)
    const steps = yield* readAll(store, tenant, reviewedStep)
    const asksAny = policy.ownRules.some(
      (own) => own.over === "nextStep" && inForce.some(({ id }) => id === ruleOf(own).id),
    )
    const nextSteps = isOver ? yield* stepsThen(store, tenant, reviewedStep, steps, period.to, dayOf, asksAny) : steps
    const leads = yield* readAll(store, tenant, reviewedLead)
    // Whoever held a record when the period ended let it wait, not who was given it since; of what nobody held yet, who took it.
    const heldBy = new Map<string, string | null>()
    const holds = ({ id, ownerId }: Held): unknown => heldBy.set(id, ownerId)
    yield* eachInTurns(records, holds)
    yield* eachInTurns(leads, holds)
    const heldThen = (held: Held): unknown => (held.ownerId !== null || !heldBy.has(held.id)) && holds(held)
    yield* eachInTurns(base.client, heldThen)
    yield* eachInTurns(base.deal, heldThen)
    yield* eachInTurns(base.lead, heldThen)
    const closedIds = records.flatMap(({ id, closedOn }) =>
      closedOn !== null && closedOn >= period.from && closedOn < period.to ? [id] : [],
    )
    const followUp = yield* readFollowUp(
      store,
      tenant,
      { deals: stood, leads, dialogs, nextSteps: steps, heldBy },
      { config, rulesAt: yield* readRulesAt(store, tenant, config), policy, period, asOf: context.asOf, overBefore },
      yield* readScriptFacts(store, tenant, context.asOf, closedIds),
    )
    const facts: ReviewFacts = {
      on: context.today,
      overBefore,
      currency,
      deals,
      stalledHolders,
      ...(controlPolicy.sla === undefined ? {} : { calendar: controlPolicy.sla.calendar }),
      away: daysAway(reps),
      productNames: Object.fromEntries(products.map(({ id, name }) => [id, name])),
      filledOnlyAtClose: [],
      control: { base, policy: controlPolicy, context, laterCount: laterCount(records, leads, base, period, dayOf) },
      nextSteps: nextSteps.map((step) => ({
        ...step,
        doneOn: step.status === "done" && step.doneAt !== null ? dayOf(step.doneAt) : null,
      })),
      activity: { ...(yield* activityOf(store, tenant, dialogs, dayOf, period)), creditMoves },
      followUp,
      attainment: yield* readReviewAttainment(caller, store, period),
      variance: yield* refusing(() => varianceOf(deals, period, currency)),
    }
    return facts
  })

  const look = Effect.fnUntraced(function* (caller: Caller, input: FindFindings) {
    const { facts, inForce, period, isOver } = yield* read(caller, input)
    return { isOver, found: yield* refusingInTurns(() => findingInTurns(facts, inForce, period)) }
  })

  const review = Effect.fnUntraced(function* (caller: Caller, input: FindFindings) {
    const { isOver, found } = yield* look(caller, input)
    const { period, findings, notRead } = found
    const raised: Array<FindingId> = []
    let known = 0
    for (let at = 0; at < findings.length; at += raisedAtOnce) {
      const part = yield* raise(caller, { findings: findings.slice(at, at + raisedAtOnce) })
      raised.push(...part.raised)
      known += part.known
    }
    const isWhole = isOver && (input.rules ?? []).length === 0 && (yield* seesAll(caller))
    if (isWhole) yield* note(caller, { span: noteSpan(input.span), from: period.from, to: period.to })
    return { period, raised, known, notRead }
  })

  const peers = Effect.fnUntraced(function* (
    caller: Caller,
    { falseDiscoveryRate, leastOccasions = 10, leastClosed = 20, level = 0.95, ...input }: ComparePeers,
  ) {
    const { facts, period } = yield* read(caller, input)
    const limits = { discountPercent: 15, unsentAfterDays: 3, ...input.limits }
    return yield* refusing(() => ({
      label: period.label,
      mistakes: comparePeers(mistakeRates(facts, period, limits), {
        leastSize: leastOccasions,
        ...(falseDiscoveryRate === undefined ? {} : { falseDiscoveryRate }),
      }),
      winRates: compareWinRates(facts, period, leastClosed, level),
    }))
  })
  return {
    /**
     * Looks a period through by the rules in force: control as it stood at the period's last moment, next steps, what was agreed and
     * promised, the targets whose period ends in it, and the variance against the period before. Reads every record as it stands and
     * as it stood, and the journal of promises that were broken and of steps that were moved; stores nothing.
     */
    find: decoded(findingsQuestion, (caller: Caller, input: FindFindings) =>
      Effect.map(look(caller, input), ({ found }) => found),
    ),
    /**
     * Looks a period through and records what was found; what was raised before changes nothing. Safe to call as often as one likes. Of a
     * period that is over it is noted that it was looked through, also where nothing was found: by whoever sees all records, by the rules in
     * force.
     */
    review: decoded(findingsQuestion, review),
    /**
     * People beside their peers in a period: rates of mistakes against those of the same role and ramp, and win rates against the others'
     * at each rep's own mix of products, both with small samples drawn towards the rest, and with the many comparisons taken into account.
     */
    peers: decoded(peersQuestion, peers),
  }
}
