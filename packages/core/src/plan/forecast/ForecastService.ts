import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { dealAggregate, dealFact } from "../../deal/Deal.ts"
import { dealColumns } from "../../deal/DealFact.ts"
import type { DealColumns } from "../../deal/DealFact.ts"
import type { Deal } from "../../deal/DealSchema.ts"
import { departmentAggregate, departmentId } from "../../department/Department.ts"
import type { JournalEvent } from "../../journal/Event.ts"
import { DefaultDepartment } from "../../ports/DefaultDepartment.ts"
import type { Caller } from "../../ports/Caller.ts"
import { eachStream } from "../../ports/reading/Streams.ts"
import type { StoreShape } from "../../ports/Store.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, dayNumberOf } from "../../shared/CalendarDate.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Message } from "../../shared/Message.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import { leftBefore, repAggregate } from "../../team/Rep.ts"
import type { Rep } from "../../team/RepSchema.ts"
import type { BackTest, TriedMethod } from "./BackTest.ts"
import { backTest } from "./BackTest.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"
import type { Forecast } from "./Forecast.ts"
import { forecast } from "./Forecast.ts"
import { creditsOf } from "../facts/CreditedParts.ts"
import type { ForecastMethod } from "./ForecastBuild.ts"
import { buildForecast } from "./ForecastBuild.ts"
import type { CategoryOfRep, ForecastCall } from "./ForecastCategories.ts"
import { forecastCategories } from "./ForecastCategories.ts"
import type { StageStay } from "./OutcomeHazard.ts"
import { isOfAll, isOfRepAlone, moneyMeasureOf, planAggregate, planVersionAggregate } from "../record/Plan.ts"
import { partlyNotes, targetsOfPeriod } from "../record/PeriodTargets.ts"
import { dealInCurrency } from "../facts/DealInCurrency.ts"
import type { DealCurrency } from "../facts/DealInCurrency.ts"
import { planPeriod } from "../record/PlanPeriods.ts"
import type { Plan, Target } from "../record/PlanSchema.ts"
import { targetsInForce } from "../record/TargetsInForce.ts"
import { stateOf } from "../facts/PlanFactsService.ts"
import { dealsKnownAt } from "../variance/VarianceService.ts"

/** What a forecast is asked of. */
export interface ForecastQuestion {
  /** The plan whose targets it is held against. */
  readonly planId: string
  /** Label of the period. */
  readonly period: string
  /**
   * The day as of which it is made, no later than what is known: today in the tenant's zone, or the day of `knownAt`, which it is where
   * absent too.
   */
  readonly on?: CalendarDate
  /** As known at this moment; as known now where absent. */
  readonly knownAt?: Instant
  /** How open deals get their probability; `hazard` where absent. */
  readonly method?: ForecastMethod
  /** Standard deviation of the shock to the log-odds that all deals share, 0 or more; 0.3 where absent. */
  readonly shock?: number
  /** Draws, 100 to 1,000,000 (inclusive); 4000 where absent. */
  readonly draws?: number
  /** Seed, 0 to 2^32−1 (inclusive); 1 where absent. */
  readonly seed?: number
  /** Share of draws that intervals hold, between 0 and 1, both excluded; 0.8 where absent. */
  readonly level?: number
  /** First day from which closings were recorded, where the source did not always record them. */
  readonly closingsRecordedFrom?: CalendarDate
  /** What people call; kept apart from the data. */
  readonly calls?: ReadonlyArray<ForecastCall>
  /** The host's dated rates into the plan's currency; rates frozen on deals where absent. */
  readonly rates?: ReadonlyArray<ExchangeRate>
}

/** A forecast with everything that did not go into it. */
export interface ForecastAnswer {
  /** The plan. */
  readonly planId: string
  /** Label of the period. */
  readonly period: string
  /** The day as of which it was made. */
  readonly on: CalendarDate
  /** How open deals got their probability. */
  readonly probabilities: ForecastMethod
  /** Landings by rep and in all. */
  readonly forecast: Forecast
  /** Open deals by how sure they are, with people's calls apart. */
  readonly categories: ReadonlyArray<CategoryOfRep>
  /** Open deals older than any that was observed, taken as not won in the period. */
  readonly beyondObserved: ReadonlyArray<string>
  /** Open deals without a day to count from: not in the forecast. */
  readonly undated: ReadonlyArray<string>
  /** Open deals that nothing could value: not in the forecast. */
  readonly withoutValue: ReadonlyArray<string>
  /** Deals won in the period without an amount in the plan's currency: they are in no sum. */
  readonly wonWithoutAmount: ReadonlyArray<string>
  /** Open deals valued by past wins, since no amount is stated. */
  readonly valuedByHistory: number
  /** Where it is as of an earlier day than was asked, and why there is no target, or which are not whole: targets of parts of the period that do not cover it are not added up. */
  readonly notes: ReadonlyArray<Message>
}

/** What is tried on history. */
export interface BackTestQuestion {
  /** The plan whose targets give the chances something to be held against. */
  readonly planId: string
  /** Labels of consecutive periods, oldest first. */
  readonly periods: ReadonlyArray<string>
  /** How many of them make a season. */
  readonly season: number
  /** When each is forecast, as shares of it; the eve and the middle where absent. */
  readonly at?: ReadonlyArray<number>
  /** Last day that counts as known; today where absent. */
  readonly on?: CalendarDate
  /** The methods; the three models with two shocks and the three baselines where absent. */
  readonly methods?: ReadonlyArray<TriedMethod>
  /** First day from which closings were recorded, where the source did not always record them. */
  readonly closingsRecordedFrom?: CalendarDate
  /** Draws of a forecast, 100 to 1,000,000 (inclusive); 1000 where absent. */
  readonly draws?: number
  /** Seed, 0 to 2^32−1 (inclusive); 1 where absent. */
  readonly seed?: number
  /** The host's dated rates into the plan's currency; rates frozen on deals where absent. */
  readonly rates?: ReadonlyArray<ExchangeRate>
}

const usualMethods = (withStays: boolean): ReadonlyArray<TriedMethod> => [
  { id: "hazard", how: { method: "hazard", shock: 0.3 } },
  { id: "hazardCalm", how: { method: "hazard", shock: 0.1 } },
  ...(withStays ? [{ id: "stageHazard", how: { method: "stageHazard", shock: 0.3 } } as const] : []),
  { id: "stageHistory", how: { method: "stageHistory", shock: 0.3 } },
  { id: "naive", how: "naive" },
  { id: "seasonalNaive", how: "seasonalNaive" },
  { id: "runRate", how: "runRate" },
]

const noPeriod = (label: string): InputInvalid =>
  new InputInvalid([
    {
      path: "period",
      code: "period.label",
      message: { en: `"${label}" is not a period of the plan`, ru: `«${label}» — не период этого плана` },
    },
  ])

/** Stays in stages as the journal marks them: a row whose stage differs from the one before. */
const staysOf = (rows: ReadonlyArray<JournalEvent>, timeZone: string): ReadonlyArray<StageStay> =>
  rows.flatMap(({ stream, mark, occurredAt }) =>
    mark === null || mark.stageId === mark.previousStageId
      ? []
      : [{ dealId: stream, stageId: mark.stageId, enteredDay: dayNumberOf(localDateOf(occurredAt, timeZone)) }],
  )

/** Journals are read of deals opened here: an import says where a deal stands, not where it stood. */
const readStays = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  deals: Iterable<Deal>,
  timeZone: string,
  knownAt: Instant | undefined,
) {
  const stays: Array<StageStay> = []
  const openedHere = [...deals].flatMap(({ id, sourceId }) => (sourceId === null ? [id] : []))
  yield* eachStream(store, tenant, openedHere, (_id, rows) => {
    const known = rows.filter(({ recordedAt }) => knownAt === undefined || recordedAt <= knownAt)
    stays.push(...staysOf(known, timeZone))
  })
  return stays
})

const read = Effect.fnUntraced(function* (caller: Caller, planId: string, knownAt: Instant | undefined) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const [plan] = yield* store.byIds(tenant, planAggregate, [planId])
  if (plan === undefined) return yield* Effect.fail(new RecordNotFound("plan", planId))
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const timeZone = (department?.config ?? (yield* DefaultDepartment))?.timeZone ?? "UTC"
  const deals = new Map<string, Deal>()
  if (knownAt === undefined) {
    yield* store.scan(tenant, dealAggregate, (batch) => {
      for (const deal of batch) if (deal.standing === "active") deals.set(deal.id, deal)
    })
  } else for (const [id, deal] of yield* dealsKnownAt(store, tenant, knownAt)) deals.set(id, deal)
  const versionIds = plan.versions.flatMap(({ versionId, inForceSince }) => (inForceSince === null ? [] : [versionId]))
  const versions = yield* store.byIds(tenant, planVersionAggregate, versionIds)
  const targets = targetsInForce(plan, versions, knownAt === undefined ? {} : { knownAt })
  const today = localDateOf(instantOf(yield* Clock.currentTimeMillis), timeZone)
  return { store, plan, timeZone, deals, targets, today }
})

const notKnownYet = (asked: CalendarDate, on: CalendarDate): Message => ({
  en: `What is known ends before ${asked}, so the forecast is as of ${on}`,
  ru: `На ${asked} ещё ничего не известно, поэтому прогноз составлен на ${on}`,
})

const noTargets = (label: string): Message => ({
  en: `No target of won money is in force for ${label}, neither of the whole nor of reps, so there is no chance to tell`,
  ru: `На ${label} нет действующей цели по выигранным деньгам ни у отдела, ни у менеджеров, поэтому вероятность не посчитать`,
})

/**
 * Targets of won money in a period, of the plan's first such measure: of reps, and of the whole where it has one of its own. Where targets
 * of reps are known in part, what they sum to is the target of nothing.
 */
const moneyTargets = (plan: Plan, held: ReadonlyArray<Target>, label: string) => {
  const measure = moneyMeasureOf(plan, undefined)
  const plain = held.filter((target) => target.measure === measure && (isOfAll(target) || isOfRepAlone(target)))
  const { targets: asked, partly } = targetsOfPeriod(plain, label, plan.fiscalCalendar)
  const whole = asked.find(isOfAll)
  const targets = asked.flatMap(({ repId, value }) => (repId === null ? [] : [{ repId, targetMinor: value }]))
  const total = partly.some(isOfRepAlone) ? null : undefined
  const totalTargetMinor = whole?.value ?? total
  return {
    given: { targets, ...(totalTargetMinor === undefined ? {} : { totalTargetMinor }) },
    notes: [...partlyNotes(partly), ...(asked.length + partly.length === 0 ? [noTargets(label)] : [])],
  }
}

/** Deals in the currency of the plan. */
const columnsOf = (deals: Iterable<Deal>, into: DealCurrency): DealColumns =>
  dealColumns([...deals].map((deal) => dealFact(dealInCurrency(deal, into), into.currency)))

/** Numbers out of bounds are refused as a typed failure; anything else that is thrown is a defect. */
const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })

const recordedFrom = (date: CalendarDate | undefined) =>
  date === undefined ? {} : { recordedFromDay: dayNumberOf(date) }

/** Forecasts a period of a plan from the deals of the store. */
export const readForecast = Effect.fnUntraced(function* (caller: Caller, question: ForecastQuestion) {
  const { knownAt, method = "hazard", calls = [] } = question
  const { store, plan, timeZone, deals, targets, today } = yield* read(caller, question.planId, knownAt)
  const period = planPeriod(question.period, plan.fiscalCalendar)
  if (period === null) return yield* Effect.fail(noPeriod(question.period))
  const known = knownAt === undefined ? today : localDateOf(knownAt, timeZone)
  const lastKnown = known > today ? today : known
  const on = question.on === undefined || question.on > lastKnown ? lastKnown : question.on
  const stays = method === "hazard" ? [] : yield* readStays(store, caller.tenant, deals.values(), timeZone, knownAt)
  const columns = columnsOf(deals.values(), { currency: plan.currency, rates: question.rates ?? [], on })
  const entries: Array<Rep> = []
  const asKnown = yield* stateOf(store, caller.tenant, repAggregate, knownAt)
  yield* store.scan(caller.tenant, repAggregate, (batch) => {
    for (const rep of batch.flatMap((now) => asKnown(now) ?? [])) entries.push(rep)
  })
  const left = leftBefore(entries, addDays(on, 1))
  return yield* refusing((): ForecastAnswer => {
    const built = buildForecast(columns, {
      period,
      asOfDay: dayNumberOf(on),
      isDayOver: on < lastKnown,
      left,
      currency: plan.currency,
      method,
      stays,
      // Seen from a day that is past, deals that have closed since state the amounts of their close.
      amountsWereKnown: on >= today || knownAt !== undefined,
      credits: creditsOf(deals.values()),
      ...recordedFrom(question.closingsRecordedFrom),
    })
    const { shock, draws, seed, level } = question
    const { given, notes } = moneyTargets(plan, targets, question.period)
    const made = forecast({
      ...built.input,
      ...given,
      ...(shock === undefined ? {} : { shock }),
      ...(draws === undefined ? {} : { draws }),
      ...(seed === undefined ? {} : { seed }),
      ...(level === undefined ? {} : { level }),
    })
    return {
      planId: plan.id,
      period: question.period,
      on,
      probabilities: method,
      forecast: made,
      categories: forecastCategories(built.input.open, calls),
      beyondObserved: built.beyondObserved,
      undated: built.undated,
      withoutValue: built.withoutValue,
      wonWithoutAmount: built.wonWithoutAmount,
      valuedByHistory: built.valuedByHistory,
      notes: question.on === undefined || question.on === on ? notes : [notKnownYet(question.on, on), ...notes],
    }
  })
})

/** Tries ways to forecast on the history of the store. */
export const readBackTest = Effect.fnUntraced(function* (caller: Caller, question: BackTestQuestion) {
  const { store, plan, timeZone, deals, targets, today } = yield* read(caller, question.planId, undefined)
  const periods: Array<PlanPeriod> = []
  for (const label of question.periods) {
    const period = planPeriod(label, plan.fiscalCalendar)
    if (period === null) return yield* Effect.fail(noPeriod(label))
    periods.push(period)
  }
  const stays = yield* readStays(store, caller.tenant, deals.values(), timeZone, undefined)
  const on = question.on ?? today
  const columns = columnsOf(deals.values(), { currency: plan.currency, rates: question.rates ?? [], on })
  const { at = [0, 0.5], season, draws = 1000, seed = 1 } = question
  const byPeriod = new Map(
    question.periods.map((label) => {
      const own = moneyTargets(plan, targets, label).given.targets
      return [label, new Map(own.map(({ repId, targetMinor }) => [repId, targetMinor] as const))] as const
    }),
  )
  return yield* refusing((): BackTest =>
    backTest({
      columns,
      periods,
      at,
      season,
      asOfDay: dayNumberOf(on),
      currency: plan.currency,
      methods: question.methods ?? usualMethods(stays.length > 0),
      targets: byPeriod,
      stays,
      draws,
      seed,
      credits: creditsOf(deals.values()),
      ...recordedFrom(question.closingsRecordedFrom),
    }),
  )
})
