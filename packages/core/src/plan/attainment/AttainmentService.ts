import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { departmentAggregate } from "../../department/Department.ts"
import { departmentId } from "../../department/Department.ts"
import { DefaultDepartment } from "../../ports/DefaultDepartment.ts"
import type { Caller } from "../../ports/Caller.ts"
import { allOf } from "../../ports/reading/ReadAll.ts"
import { storeFor } from "../../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, dateOfDayNumber, dayNumberOf } from "../../shared/CalendarDate.ts"
import type { PlanVersionId } from "../../shared/Ids.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { instantOf } from "../../shared/Instant.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Message } from "../../shared/Message.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import type { DateRange } from "../../shared/Period.ts"
import { RecordNotFound } from "../../shared/RecordErrors.ts"
import { localDateOf, startOfDay } from "../../shared/TimeZone.ts"
import type { WorkCalendar } from "../../shared/WorkCalendar.ts"
import { workingDaysIn } from "../../shared/WorkCalendar.ts"
import { repAggregate } from "../../team/Rep.ts"
import type { FactDimension } from "../facts/CreditRule.ts"
import type { PlanPeriod } from "../facts/FactCell.ts"
import type { PeriodWorkingDays } from "../record/Pace.ts"
import type { PeriodTargets } from "../record/PeriodTargets.ts"
import { partlyNotes, targetsOfPeriod } from "../record/PeriodTargets.ts"
import { planAggregate, planVersionAggregate, targetKey, versionInForce } from "../record/Plan.ts"
import type { PlanAllocation } from "./Allocations.ts"
import { planAllocations } from "./Allocations.ts"
import { goneNotes } from "./GoneNotes.ts"
import { ownDays } from "./OwnDays.ts"
import type { ScopedAttainmentRow, PlanPeriodDays } from "./PlanAttainment.ts"
import type { MeasureFacts } from "../facts/MeasureFacts.ts"
import { planAttainment } from "./PlanAttainment.ts"
import { dimensionsOf } from "../record/FactDimensions.ts"
import { readPlanFacts, stateOf } from "../facts/PlanFactsService.ts"
import { readScopeMembers } from "../facts/ScopeMembersService.ts"
import { notAPeriod, planPeriod, planPeriodDays } from "../record/PlanPeriods.ts"
import { planShape } from "../record/PlanShape.ts"
import type { Plan, PlanBaseline, Target } from "../record/PlanSchema.ts"
import { isMoneyKind } from "../record/PlanSchema.ts"
import { targetsInForce, versionOfPeriod } from "../record/TargetsInForce.ts"
import type { YearToDateRow } from "./YearToDate.ts"
import { yearStart, yearToDate } from "./YearToDate.ts"

/** Plan against fact, as asked of a store. */
export interface PlanAttainmentQuestion {
  /** The plan. */
  readonly planId: string
  /** Last day whose facts count (inclusive); today in the tenant's zone where absent. */
  readonly on?: CalendarDate
  /** As known at this moment, plan and facts alike; as known now where absent. */
  readonly knownAt?: Instant
  /**
   * Labels of the periods; all that have targets and have begun by the day where absent. Of one that the plan states in parts only (a
   * quarter of a plan by month) the parts' targets are added up, where they cover it.
   */
  readonly periods?: ReadonlyArray<string>
  /** A baseline to compare with, such as `stretch`; the targets each period is judged by where absent. */
  readonly baseline?: PlanBaseline
  /** Working calendar for pace; without one there is no pace. */
  readonly calendar?: WorkCalendar
  /**
   * Indices of the twelve months of the year, January first, 0 or more and not all 0: how pace is judged in periods that the plan itself
   * does not break down. A month weighs its index for each of its working days, so `seasonalProfile` makes them from history per working
   * day. Without them working days alone hold there.
   */
  readonly seasons?: ReadonlyArray<number>
  /** The host's dated rates into the plan's currency; without one, rates frozen on deals. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** Whether to list the ids behind each figure; default false. */
  readonly withIds?: boolean
}

/** Plan against fact with everything that says how it was read. */
export interface PlanAttainments {
  /** The plan. */
  readonly planId: string
  /** Currency of money measures. */
  readonly currency: string
  /** Last day whose facts count. */
  readonly on: CalendarDate
  /** As known when; null where as known now. */
  readonly knownAt: Instant | null
  /** Targets and facts, by measure and kind of scope. */
  readonly rows: ReadonlyArray<ScopedAttainmentRow>
  /** Targets of teams and of the whole beside what of them is allocated to teams and people, where anything is. */
  readonly allocations: ReadonlyArray<PlanAllocation>
  /** The same from the beginning of the year to the day, of all its periods that have begun, whichever were asked for. */
  readonly yearToDate: ReadonlyArray<YearToDateRow>
  /** Measures for which no fact is read here, since the plan names none: the host compares them itself. */
  readonly measuresWithoutFacts: ReadonlyArray<string>
  /** By which version each period in the answer is judged; of one that is added up, each of its parts. */
  readonly judgedBy: ReadonlyArray<{ readonly period: string; readonly versionId: PlanVersionId }>
  /**
   * What is not compared, and why: no version is in force, a period that was asked for has no targets or not of all its parts, or none has
   * begun. And who left before a period that is not over, and still has targets in it.
   */
  readonly notes: ReadonlyArray<Message>
}

const noneInForce: Message = {
  en: "No version of the plan is in force for any of its periods, so nothing is compared: a version counts from its approval on",
  ru: "Ни для одного периода нет действующей версии плана, поэтому сравнивать не с чем: версия действует после утверждения",
}

const noBaseline = (baseline: PlanBaseline, on: CalendarDate): Message => ({
  en: `No version of the baseline "${baseline}" is in force on ${on}, so nothing is compared`,
  ru: `На ${on} нет действующей версии «${baseline}», поэтому сравнивать не с чем`,
})

const mostOfDebt: Message = {
  en: "The target of a debt is the most it should be: above it is worse",
  ru: "План по долгу — предел: больше него хуже",
}

const noTargets = (label: string): Message => ({
  en: `${label} is not compared: the version in force has no targets for it, or none is in force`,
  ru: `${label} не сравнивается: в действующей версии нет целей на этот период либо действующей версии нет`,
})

/**
 * Targets of periods that were asked for and that the plan states in parts, such as quarters of a plan by month. What is owed at the ends of
 * three months is not owed three times, so balances are not added up.
 */
const addedUp = (held: ReadonlyArray<Target>, plan: Plan, periods: ReadonlyArray<string>): PeriodTargets => {
  const balances = new Set(plan.measures.flatMap(({ id, credit }) => (credit === "debtMoney" ? [id] : [])))
  const flows = held.filter(({ measure }) => !balances.has(measure))
  const stated = new Set(held)
  const found = [...new Set(periods)].map((label) => targetsOfPeriod(flows, label, plan.fiscalCalendar))
  return {
    targets: found.flatMap(({ targets }) => targets.filter((target) => !stated.has(target))),
    parts: found.flatMap(({ parts }) => parts),
    partly: found.flatMap(({ partly }) => partly),
  }
}

const noneBegun = (on: CalendarDate): Message => ({
  en: `No period with targets has begun by ${on}`,
  ru: `К ${on} не начался ни один период с целями`,
})

/** What is said of periods that are not compared. */
const notesOn = (
  { periods, baseline }: PlanAttainmentQuestion,
  held: ReadonlyArray<Target>,
  labels: ReadonlyArray<string>,
  partly: PeriodTargets["partly"],
  on: CalendarDate,
): ReadonlyArray<Message> => {
  if (held.length === 0) return [baseline === undefined ? noneInForce : noBaseline(baseline, on)]
  if (periods === undefined) return labels.length === 0 ? [noneBegun(on)] : []
  const told = new Set([...labels, ...partly.map(({ period }) => period)])
  return [...[...new Set(periods)].filter((label) => !told.has(label)).map(noTargets), ...partlyNotes(partly)]
}

/** Working days of a period and those of them that are over, as somebody counts them; null where nobody can tell. */
const workingDaysOf = (
  label: string,
  plan: Plan,
  on: CalendarDate,
  countOf: (days: DateRange) => number | null,
): PeriodWorkingDays | null => {
  const days = planPeriodDays(label, plan.fiscalCalendar)
  if (days === null) return null
  const total = countOf(days)
  const end = addDays(on, 1)
  const elapsedTo = end < days.from ? days.from : end > days.to ? days.to : end
  const elapsed = countOf({ from: days.from, to: elapsedTo })
  return total === null || elapsed === null ? null : { total, elapsed }
}

/** Reads a plan against the facts of the store. */
export const readAttainment = Effect.fnUntraced(function* (caller: Caller, question: PlanAttainmentQuestion) {
  const store = yield* storeFor(caller)
  const { tenant } = caller
  const [plan] = yield* store.byIds(tenant, planAggregate, [question.planId])
  if (plan === undefined) return yield* Effect.fail(new RecordNotFound("plan", question.planId))
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const timeZone = (department?.config ?? (yield* DefaultDepartment))?.timeZone ?? "UTC"
  const on = question.on ?? localDateOf(instantOf(yield* Clock.currentTimeMillis), timeZone)
  const known = question.knownAt === undefined ? {} : { knownAt: question.knownAt }
  const versionIds = plan.versions.flatMap(({ versionId, inForceSince }) => (inForceSince === null ? [] : [versionId]))
  const versions = yield* store.byIds(tenant, planVersionAggregate, versionIds)
  const mark = question.baseline === undefined ? null : versionInForce(plan, question.baseline, { on, ...known })
  const held: ReadonlyArray<Target> =
    question.baseline === undefined
      ? targetsInForce(plan, versions, known)
      : (versions.find(({ id }) => id === mark?.versionId)?.targets ?? [])
  const end = dayNumberOf(on) + 1
  const periodOf = (label: string): PlanPeriod | null => planPeriod(label, plan.fiscalCalendar)
  const problems = (question.periods ?? []).flatMap((label, at) =>
    periodOf(label) === null ? [notAPeriod(`periods[${at}]`)] : [],
  )
  if (problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
  const wanted = question.periods === undefined ? null : new Set(question.periods)
  const isAsked = ({ period }: Pick<Target, "period">): boolean =>
    wanted === null ? (periodOf(period)?.fromDay ?? end) < end : wanted.has(period)
  const year = dayNumberOf(yearStart(on, plan.fiscalCalendar))
  // The year to date is told of the whole of it, whichever periods are asked for.
  const isOfYear = ({ period }: Pick<Target, "period">): boolean => {
    const { fromDay = end } = periodOf(period) ?? {}
    return fromDay >= year && fromDay < end
  }
  const sums = addedUp(held, plan, question.periods ?? [])
  const targets = [...held.filter((target) => isAsked(target) || isOfYear(target)), ...sums.targets]
  const labels = [...new Set(targets.map(({ period }) => period))]
  const periods = labels.flatMap((label) => periodOf(label) ?? [])
  const factsOf = new Map<string, MeasureFacts>()
  const withoutFacts: Array<string> = []
  for (const { id, credit, stepTypeId } of plan.measures) {
    const own = targets.filter(({ measure }) => measure === id)
    if (own.length === 0) continue
    if (credit === null) {
      if (own.some(isAsked)) withoutFacts.push(id)
      continue
    }
    const labelled = new Set(own.map(({ period }) => period))
    const by: ReadonlyArray<FactDimension> = dimensionsOf(own)
    const facts = yield* readPlanFacts(store, tenant, {
      credit,
      ...(stepTypeId === undefined ? {} : { stepTypeId }),
      periods: periods.filter((period) => labelled.has(period.id)),
      by,
      currency: plan.currency,
      timeZone,
      on,
      ...known,
      rates: question.rates ?? [],
      withIds: question.withIds ?? false,
    })
    factsOf.set(id, facts)
  }
  const needsMembers = targets.some(({ teamId, segmentId }) => teamId !== null || segmentId !== null)
  const members = needsMembers
    ? yield* readScopeMembers(
        store,
        tenant,
        question.knownAt,
        periods.map(({ id, toDay }) => {
          const over = Math.min(toDay, end)
          return { id, lastOn: dateOfDayNumber(over - 1), end: startOfDay(dateOfDayNumber(over), timeZone) }
        }),
      )
    : { repsOfTeam: new Map(), clientsOfSegment: new Map() }
  const ofPeople = targets.filter((target) => target.repId !== null)
  const asKnown = yield* stateOf(store, tenant, repAggregate, question.knownAt)
  const reps = ofPeople.length === 0 ? [] : yield* allOf(store, tenant, repAggregate)
  const entries = reps.flatMap((rep) => asKnown(rep) ?? [])
  const { calendar, seasons } = question
  const ofAll = (range: DateRange): number | null => (calendar === undefined ? null : workingDaysIn(range, calendar))
  const ofPerson = calendar === undefined ? () => null : ownDays(entries, calendar)
  const asked = labels.map((id): PlanPeriodDays => {
    const workingDays = workingDaysOf(id, plan, on, ofAll)
    if (workingDays === null) return { id }
    const people = new Set(ofPeople.flatMap(({ period, repId }) => (period === id && repId !== null ? [repId] : [])))
    const own = [...people].flatMap((repId) => {
      const days = workingDaysOf(id, plan, on, (range) => ofPerson(repId, range) ?? ofAll(range))
      // Of whoever is there on none of the days, the days of the others say what is due.
      return days === null || days.total === 0 ? [] : [[repId, days] as const]
    })
    return { id, workingDays, ownDays: new Map(own) }
  })
  const compared = targets.filter(({ measure }) => factsOf.has(measure))
  const dueOf = planShape(held, {
    on,
    workingDays: (range, { repId }) => ofPerson(repId, range) ?? ofAll(range),
    fiscalCalendar: plan.fiscalCalendar,
    ...(seasons === undefined ? {} : { seasons }),
  })
  const balances = new Set(plan.measures.flatMap(({ id, credit }) => (credit === "debtMoney" ? [id] : [])))
  const rows = planAttainment(compared, asked, factsOf, members, dueOf).map((row): ScopedAttainmentRow => {
    // A balance does not come about day by day, and less of it is better.
    return balances.has(row.measure) ? { ...row, pace: null, due: null, notes: [...row.notes, mostOfDebt] } : row
  })
  const askedLabels = labels.filter((period) => isAsked({ period }))
  const added = new Set(sums.targets.map(targetKey))
  const judged = new Set([...held.filter(isAsked), ...sums.parts].map(({ period }) => period))
  const answer: PlanAttainments = {
    planId: plan.id,
    currency: plan.currency,
    on,
    knownAt: question.knownAt ?? null,
    rows: rows.filter(isAsked),
    allocations: planAllocations(targets.filter(isAsked), members, (measure) =>
      plan.measures.some(({ id, kind }) => id === measure && isMoneyKind(kind)) ? plan.currency : null,
    ),
    yearToDate: yearToDate(
      rows.filter((row) => !balances.has(row.measure) && !added.has(targetKey(row))),
      on,
      plan.fiscalCalendar,
    ),
    measuresWithoutFacts: withoutFacts,
    judgedBy: [...judged].flatMap((period) => {
      const { versionId } = (question.baseline === undefined ? versionOfPeriod(plan, period, known) : mark) ?? {}
      return versionId === undefined ? [] : [{ period, versionId }]
    }),
    notes: [
      ...notesOn(question, held, askedLabels, sums.partly, on),
      ...goneNotes(ofPeople.filter(isAsked), entries, on, (label) => planPeriodDays(label, plan.fiscalCalendar)),
    ],
  }
  return answer
})
