import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { dealAggregate, dealFact } from "../../deal/Deal.ts"
import { dealColumns } from "../../deal/DealFact.ts"
import type { DealFact } from "../../deal/DealFact.ts"
import type { Deal } from "../../deal/DealSchema.ts"
import { departmentAggregate, departmentId } from "../../department/Department.ts"
import { everyLostReason } from "../../deal/LostReasonsService.ts"
import { isInBase } from "../../journal/Standing.ts"
import { DefaultDepartment } from "../../ports/DefaultDepartment.ts"
import type { Caller } from "../../ports/Caller.ts"
import { eachInTurns } from "../../ports/reading/InTurns.ts"
import { allOf } from "../../ports/reading/ReadAll.ts"
import type { StoreShape } from "../../ports/Store.ts"
import { planAggregate } from "../record/Plan.ts"
import { explainedPeriod } from "../record/PlanPeriods.ts"
import { scannedOnce } from "../../ports/reading/ScannedOnce.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, dayNumberOf } from "../../shared/CalendarDate.ts"
import type { TenantId } from "../../shared/Ids.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import type { DateRange } from "../../shared/Period.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { localDateOf, startOfDay } from "../../shared/TimeZone.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { repAggregate } from "../../team/Rep.ts"
import type { Rep } from "../../team/RepSchema.ts"
import type { RepTime } from "../capacity/Capacity.ts"
import { timesOfPerson } from "../capacity/Capacity.ts"
import type { ClosedDeals, DealScope } from "../facts/ClosedDeals.ts"
import type { DayRange } from "../facts/DayRange.ts"
import { dealInCurrency } from "../facts/DealInCurrency.ts"
import { closedDealIds, closedDeals, closedDealsBy } from "../facts/ClosedDeals.ts"
import type { DealDrivers } from "./DealDrivers.ts"
import { dealDriversOf, plannedDrivers } from "./DealDrivers.ts"
import { dealEvidence, timedDeals } from "./DealEvidence.ts"
import type { DealPlan, DealVarianceByProduct, DealVarianceMethod } from "./DealVariance.ts"
import { dealPlanAtRates, dealVariance, dealVarianceAgainstPlan, dealVarianceByProduct } from "./DealVariance.ts"
import type { DriverDealIds } from "./DriverDealIds.ts"
import { driverDealIds } from "./DriverDealIds.ts"
import { LmdiUndefined } from "../PlanErrors.ts"
import { asKnownAt, stateOf } from "../facts/PlanFactsService.ts"
import { noRates, readPlannedTarget, takenAtRates } from "./PlannedTargetService.ts"
import { priceDrivers } from "./PriceDrivers.ts"
import { dealIn, partIn } from "./ScopedDeals.ts"
import { soldInDeals } from "./SoldProducts.ts"
import { staffingVariance } from "../capacity/StaffingVariance.ts"
import type { TimingVariance } from "./TimingVariance.ts"
import { timingVariance } from "./TimingVariance.ts"
import type { TreeAnswer } from "./TreeFactsService.ts"
import { readTreeVariance } from "./TreeFactsService.ts"
import type { Variance } from "../decomposition/Variance.ts"
import { varianceNotes } from "./VarianceNotes.ts"
import type { CauseEvidence, VarianceCauses } from "./VarianceCauses.ts"
import { varianceCauses } from "./VarianceCauses.ts"

/** What a variance is asked of. */
export interface VarianceQuestion {
  /** Label of the period explained, such as `2026-Q3`; with a `planId` also one of its fiscal calendar, such as `FY2026-Q3`. */
  readonly period: string
  /** The period compared with; the one before where absent. */
  readonly basePeriod?: string
  /**
   * A plan to be compared with instead of a period: by its drivers, or `targets`, the target of won money of the plan `planId`, taken at the win
   * rate and the average deal of the base period ({@link dealPlanAtRates}).
   */
  readonly plan?: DealPlan | "targets"
  /** Which deals; all where absent. `owner` is the seller. Of deals that are split a person's are those credited to them, with their part. */
  readonly scope?: DealScope
  /** How it is split; LMDI where absent. */
  readonly method?: DealVarianceMethod
  /** The plan whose targets the tenant's own tree is compared with; the base period where absent. */
  readonly planId?: string
  /** As known at this moment; as known now where absent. */
  readonly knownAt?: Instant
  /** The host's dated rates into the department's currency; rates frozen on deals where absent. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** Working calendar, for what is a matter of people and days; without one that part is not told. */
  readonly calendar?: WorkCalendar
  /** By rep: absences, those recorded where left out, and the ramp of a newcomer, which lower what their days could bring. */
  readonly reps?: { readonly [repId: string]: Partial<Pick<RepTime, "absences" | "ramp">> }
  /** Evidence from elsewhere: control states, findings, use of scripts. Added to what the deals themselves say. */
  readonly evidence?: ReadonlyArray<CauseEvidence>
}

/** Why won revenue differs, to the deals behind it. */
export interface VarianceAnswer {
  /** The period explained. */
  readonly period: string
  /** What it is compared with: a label, or the plan. */
  readonly against: string
  /** Closed deals × win rate × average deal. */
  readonly variance: Variance
  /**
   * What makes the two hard to compare: a period that is not over, periods with days in common or of lengths more than a twentieth apart; and
   * why people and days are not told though there is a calendar.
   */
  readonly notes: ReadonlyArray<Message>
  /** What the drivers were: in the base period or in the plan, which prices all its deals, and in the period explained. */
  readonly drivers: { readonly base: DealDrivers; readonly actual: DealDrivers }
  /** The same with the mix of products taken out of the rates; null against a plan that knows no products. */
  readonly byProduct: DealVarianceByProduct | null
  /**
   * Whether win rate or average deal points the other way once the mix is taken out (Simpson's paradox): then the plain figure
   * must not be shown alone. Null where there is no split by product.
   */
  readonly mixReverses: boolean | null
  /** By the department's own driver tree (`plan.driverTree` of its configuration); null where it has none. */
  readonly tree: TreeAnswer | null
  /**
   * Volume × mix × list price × discount × currency, from the lines of deals won; null against a plan, and where no deal of either
   * period has lines.
   */
  readonly price: Variance | null
  /**
   * Reps × working days × share of them present × won per rep and day; null against a plan, for a scope other than owners, without a
   * calendar, and, with a note, where the calendar does not cover both periods or nobody worked in one.
   */
  readonly capacity: Variance | null
  /** The deals behind each driver. */
  readonly deals: ReadonlyArray<DriverDealIds>
  /** From what was expected of the scope at the period's start to what was won; null where nothing was known then. */
  readonly timing: TimingVariance | null
  /** What goes with the win rate's part: with the deals lost where it fell, with those won where it rose. */
  readonly causes: VarianceCauses
}

const allDeals = (store: StoreShape, tenant: TenantId) => allOf(store, tenant, dealAggregate, isInBase)

/** All deals that were in the base as it was known at a moment, as they were known then: also those that have been removed since. */
export const dealsKnownAt = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, knownAt: Instant) {
  const known = new Map<string, Deal>()
  const changed = yield* asKnownAt(store, tenant, dealAggregate, knownAt)
  yield* store.scan(tenant, dealAggregate, (batch) => {
    for (const deal of batch) {
      const state = changed.ids.has(deal.id) ? changed.states.get(deal.id) : deal
      if (state !== undefined && isInBase(state)) known.set(deal.id, state)
    }
  })
  return known
})

const badPeriod = (path: string, label: string): InputInvalid =>
  new InputInvalid([
    {
      path,
      code: "period.label",
      message: {
        en: `"${label}" is not the label of a period, such as 2026-Q3, 2026-09, 2026-W36 or 2026; FY2026-Q3 needs the planId of a plan with a fiscal calendar`,
        ru: `«${label}» — не обозначение периода; оно пишется как 2026-Q3, 2026-09, 2026-W36 или 2026; для FY2026-Q3 нужен planId плана с финансовым календарём`,
      },
    },
  ])

const rangeOf = ({ from, to }: DateRange): DayRange => ({ fromDay: dayNumberOf(from), toDay: dayNumberOf(to) })

/** The driver's part, or 0 where it has none. */
const partOf = (variance: Variance, driver: string): number =>
  variance.contributions.find((one) => one.driver === driver)?.amountMinor ?? 0

/** Volume, mix, prices, discounts and rates; null where no deal has lines. */
const priceOf = (
  deals: ReadonlyArray<Deal>,
  scope: DealScope,
  from: DayRange,
  to: DayRange,
  currency: string,
  rates: ReadonlyArray<ExchangeRate>,
): Variance | null => {
  const asked = deals.filter((deal) => dealIn(deal, scope).length > 0)
  const sold = (range: DayRange) =>
    soldInDeals(asked, range, currency, rates, (deal, wonMinor) => partIn(deal, scope, wonMinor))
  const [before, after] = [sold(from), sold(to)]
  if (before.withLines + after.withLines === 0) return null
  const answer = priceDrivers(before, after, currency)
  const unvalued = before.unvalued + after.unvalued
  if (unvalued === 0) return answer
  const beside: Message = {
    en: `Won deals without an amount or a rate, in no sum: ${unvalued}`,
    ru: `Выигранные сделки без суммы или курса, не вошедшие в суммы: ${unvalued}`,
  }
  return { ...answer, limits: [...answer.limits, beside] }
}

/** A target as a plan by drivers, at the rates of the base period. */
const planAtRatesOf = (targetMinor: number, earlier: ClosedDeals, base: string): DealPlan => {
  const plan = dealPlanAtRates(targetMinor, dealDriversOf(earlier))
  if (plan === null) throw noRates(base)
  return plan
}

/** Methods without an answer are refused as a typed failure; anything else that is thrown is a defect. */
const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid | LmdiUndefined> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid || error instanceof LmdiUndefined) return error
      throw error
    },
  })

/** Reads why won revenue of a period differs from the plan or from another period. */
export const readVariance = (caller: Caller, question: VarianceQuestion) =>
  readVarianceWith(caller, question, () => Effect.succeed([]))

/**
 * Evidence from areas that this one does not know, for the deals closed in the period.
 *
 * @param closed - the deals, with the days of their closing in the tenant's zone
 * @param timeZone - that zone
 * @param period - the days of the period
 */
export type EvidenceOf<Failed, Needed> = (
  closed: ReadonlyMap<string, CalendarDate>,
  timeZone: string,
  period: DateRange,
) => Effect.Effect<ReadonlyArray<CauseEvidence>, Failed, Needed>

/** The same with evidence from areas that this one does not know, which reads the same deals. */
export const readVarianceWith = <Failed, Needed>(
  caller: Caller,
  question: VarianceQuestion,
  evidenceOf: EvidenceOf<Failed, Needed>,
) => scannedOnce([dealAggregate], readWith(caller, question, evidenceOf))

/** The plan that is compared with; null where none is named. */
const namedPlan = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, planId: string | undefined) {
  if (planId === undefined) return null
  const [plan] = yield* store.byIds(tenant, planAggregate, [planId])
  if (plan === undefined) return yield* Effect.fail(new RecordNotFound("plan", planId))
  return plan
})

const readWith = Effect.fnUntraced(function* <Failed, Needed>(
  caller: Caller,
  question: VarianceQuestion,
  evidenceOf: EvidenceOf<Failed, Needed>,
) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const named = yield* namedPlan(store, tenant, question.planId)
  const fiscalCalendar = named?.fiscalCalendar ?? null
  const asked = explainedPeriod(question.period, fiscalCalendar)
  if (asked === null) return yield* Effect.fail(badPeriod("period", question.period))
  const { period } = asked
  const base =
    question.basePeriod === undefined ? asked.before : explainedPeriod(question.basePeriod, fiscalCalendar)?.period
  if (base === undefined) return yield* Effect.fail(badPeriod("basePeriod", question.basePeriod ?? ""))
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  // XXX is ISO 4217's code for "no currency": without a configuration no amount is counted.
  const currency = config?.currency ?? "XXX"
  const timeZone = config?.timeZone ?? "UTC"
  const { scope = {}, method = "lmdi" } = question
  const { knownAt, planId, rates = [], calendar } = question
  const stated = question.plan === "targets" ? undefined : question.plan
  const targetMinor =
    question.plan === "targets"
      ? yield* readPlannedTarget(store, tenant, named, { label: period.label, scope, currency, knownAt })
      : null
  const deals =
    knownAt === undefined ? yield* allDeals(store, tenant) : [...(yield* dealsKnownAt(store, tenant, knownAt)).values()]
  const [from, to] = [rangeOf(base), rangeOf(period)]
  const valued = (deal: Deal, on: CalendarDate) => dealIn(dealInCurrency(deal, { currency, rates, on }), scope)
  const lastDay = addDays(period.to, -1)
  const converted: Array<Deal> = []
  yield* eachInTurns(deals, (deal) => {
    for (const one of valued(deal, lastDay)) converted.push(one)
  })
  const facts: Array<DealFact> = []
  yield* eachInTurns(converted, (deal) => facts.push(dealFact(deal, currency)))
  const columns = dealColumns(facts)
  const now = instantOf(yield* Clock.currentTimeMillis)
  const start = startOfDay(period.from, timeZone)
  const before = yield* dealsKnownAt(store, tenant, knownAt !== undefined && knownAt < start ? knownAt : start)
  const expected = new Map<Deal["id"], Deal>()
  yield* eachInTurns(before.values(), (deal) => {
    for (const one of valued(deal, period.from)) expected.set(one.id, one)
  })
  const inScope = new Set(converted.map(({ id }) => id))
  const elsewhere = {
    atStart: new Set([...before.values()].flatMap(({ id, outcome }) => (outcome === "open" ? [id] : []))),
    atEnd: new Set(deals.flatMap(({ id }) => (inScope.has(id) ? [] : [id]))),
  }
  const policy = config?.plan?.driverTree
  const tree =
    policy === undefined
      ? null
      : yield* readTreeVariance(store, tenant, {
          policy,
          period: { id: period.label, ...to },
          base: { id: base.label, ...from },
          ...(planId === undefined ? {} : { planId }),
          scope,
          currency,
          timeZone,
          on: addDays(period.to > base.to ? period.to : base.to, -1),
          ...(knownAt === undefined ? {} : { knownAt }),
          rates,
        })
  const people: Array<RepTime> = []
  if (calendar !== undefined) {
    const asKnown = yield* stateOf(store, tenant, repAggregate, knownAt)
    const selling: Array<Rep> = []
    yield* store.scan(tenant, repAggregate, (batch) => {
      for (const rep of batch.flatMap((now) => asKnown(now) ?? [])) {
        if (rep.role !== "rep" || (scope.owner !== undefined && scope.owner !== rep.personId)) continue
        selling.push(rep)
      }
    })
    for (const [personId, entries] of Map.groupBy(selling, (rep) => rep.personId))
      people.push(...timesOfPerson(entries, question.reps?.[personId]))
  }
  const inPeriod = new Set(closedDealIds(columns, to, scope))
  const closed = new Map(
    deals.flatMap(({ id, closedOn }) => (closedOn !== null && inPeriod.has(id) ? [[id, closedOn] as const] : [])),
  )
  const more = closed.size === 0 ? [] : yield* evidenceOf(closed, timeZone, period)
  const listed = config?.lostReasons ?? []
  const isListed = ({ lostReasonId }: Deal): boolean =>
    lostReasonId === null || listed.some(({ id }) => id === lostReasonId)
  const reasons = deals.every(isListed) ? listed : yield* everyLostReason(store, tenant, listed)
  yield* Effect.yieldNow
  return yield* refusing((): VarianceAnswer => {
    const actual = closedDeals(columns, to, currency, scope)
    const earlier = closedDeals(columns, from, currency, scope)
    const plan = targetMinor === null ? stated : planAtRatesOf(targetMinor, earlier, base.label)
    const variance =
      plan === undefined ? dealVariance(earlier, actual, method) : dealVarianceAgainstPlan(plan, actual, method)
    const byProduct =
      plan === undefined
        ? dealVarianceByProduct(
            closedDealsBy(columns, "product", from, currency, scope),
            closedDealsBy(columns, "product", to, currency, scope),
            currency,
            method,
          )
        : null
    const turns = (driver: string): boolean =>
      byProduct !== null && Math.sign(partOf(variance, driver)) * Math.sign(partOf(byProduct, driver)) < 0
    const drill = driverDealIds(columns, from, to, currency, scope)
    const isInScope = new Set(drill.find(({ driver }) => driver === "winRate")?.actualIds)
    const closedAs = (outcome: Deal["outcome"]): ReadonlyArray<string> =>
      deals.flatMap((deal) => (deal.outcome === outcome && isInScope.has(deal.id) ? [deal.id] : []))
    const evidence = [...dealEvidence(deals, to, reasons), ...(question.evidence ?? []), ...more]
    const linked = (byProduct ?? variance).contributions.map(({ driver, amountMinor }) => ({
      driver,
      amountMinor,
      // A win rate falls by what was lost, and rises by what was won.
      deals: (driver === "winRate"
        ? closedAs(amountMinor > 0 ? "won" : "lost")
        : (drill.find((one) => one.driver === driver)?.actualIds ?? [])
      ).map((id) => ({ id, weight: 1 })),
    }))
    const isOfPeople = Object.keys(scope).every((dimension) => dimension === "owner")
    const staffing =
      calendar !== undefined && plan === undefined && isOfPeople
        ? staffingVariance(variance, people, base, period, calendar)
        : null
    return {
      period: period.label,
      against: plan === undefined ? base.label : "plan",
      variance,
      notes: [
        ...varianceNotes(period, plan === undefined ? base : null, localDateOf(knownAt ?? now, timeZone)),
        ...(targetMinor === null ? [] : [takenAtRates(base.label)]),
        ...(staffing === null || staffing.withheld === null ? [] : [staffing.withheld]),
      ],
      drivers: {
        base: plan === undefined ? dealDriversOf(earlier) : plannedDrivers(plan),
        actual: dealDriversOf(actual),
      },
      byProduct,
      mixReverses: byProduct === null ? null : turns("winRate") || turns("averageDeal"),
      tree,
      price: plan === undefined ? priceOf(deals, scope, from, to, currency, rates) : null,
      capacity: staffing?.variance ?? null,
      deals: drill,
      timing: before.size === 0 ? null : timingVariance(timedDeals(expected, converted, to, currency, elsewhere)),
      causes: varianceCauses(linked, evidence),
    }
  })
})
