import { RecordNotFound } from "../shared/RecordErrors.ts"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { dealAggregate } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { RecordState } from "../journal/Aggregate.ts"
import { replay } from "../journal/Replay.ts"
import { dealInCurrency } from "../plan/facts/DealInCurrency.ts"
import { repsAtEnds } from "../plan/facts/ScopeMembersService.ts"
import { accessOf, seesOwner } from "../ports/AccessPolicy.ts"
import { isReadable } from "../ports/reading/PermittedReads.ts"
import { eachStream } from "../ports/reading/Streams.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { command } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import type { StoreShape } from "../ports/Store.ts"
import { allWhere, equals, ranging } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import { Store } from "../ports/Store.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays } from "../shared/CalendarDate.ts"
import type { DealId, TenantId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import type { Period } from "../shared/Period.ts"
import { daysIn, periodOf } from "../shared/Period.ts"
import { localDateOf, startOfDay } from "../shared/TimeZone.ts"
import type { WorkCalendar } from "../shared/WorkCalendar.ts"
import { leftBefore, repAggregate } from "../team/Rep.ts"
import { debriefAggregate } from "./Debrief.ts"
import { peersOf } from "./FollowUpService.ts"
import { reviewPolicyOf } from "./FindingService.ts"
import type { PeriodSignals } from "./SummarySignals.ts"
import { periodSignals } from "./SummarySignals.ts"
import { changedHands } from "./ChangedHandsService.ts"
import { factsByPerson } from "./FactsByPerson.ts"
import { planFigures } from "./PlanFigures.ts"
import { readPlans } from "./PlanReadingService.ts"
import { findingsOf } from "./PeriodRecordsService.ts"
import { readAll } from "./ReadAllService.ts"
import { reviewScheduleAggregate } from "./ReviewSchedule.ts"
import { daysWithin } from "./LookedThrough.ts"
import { correctionsQuestion, previewQuestion, signalsQuestion } from "./ReviewQuestionSchema.ts"
import type { CorrectionsQuestion, PreviewQuestion, SignalsQuestion } from "./ReviewQuestionSchema.ts"
import { ReviewRefused } from "./ReviewErrors.ts"
import { defaultReviewPolicy } from "./ReviewPolicy.ts"
import { ruleNames } from "./CountingRules.ts"
import { summaryAggregate, summaryId } from "./Summary.ts"
import type { PeriodClosed } from "./Summary.ts"
import { closeScope } from "./SummaryCommands.ts"
import { everySourcedFact } from "./Unseen.ts"
import type { RecordVersions } from "./SummaryCorrections.ts"
import { readSummaryFacts } from "./SummaryFactsService.ts"
import { summaryCorrections } from "./SummaryCorrections.ts"
import type { EndedPromise, StagePassage, StoodDeal, SummaryContext, SummaryFacts } from "./SummaryFacts.ts"
import type { SummaryFigures } from "./SummaryFigure.ts"
import { summaryFigures, summaryReader } from "./SummaryFigures.ts"
import { ClosePeriod } from "./SummarySchema.ts"
import type { Summary, SummaryId, SummaryScope, SummarySpan } from "./SummarySchema.ts"
import { talkedOver } from "./TalkedOver.ts"

interface Reading {
  readonly today: CalendarDate
  readonly timeZone: string
  readonly context: SummaryContext
  readonly calendar: WorkCalendar | null
}

const readContext = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId) {
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  if (config === null) return yield* Effect.fail(new DepartmentMissing())
  const { control } = config
  const schedules = yield* readAll(store, tenant, reviewScheduleAggregate)
  const carried = new Map<string | null, ReadonlyArray<string>>(config.sources.map(({ id, carries }) => [id, carries]))
  const dayOf = (instant: string): CalendarDate => localDateOf(instant, config.timeZone)
  const reading: Reading = {
    today: dayOf(instantOf(yield* Clock.currentTimeMillis)),
    timeZone: config.timeZone,
    context: {
      currency: config.currency,
      dayOf,
      carriedBy: (sourceId) => (sourceId === null ? everySourcedFact : (carried.get(sourceId) ?? [])),
      rules: ruleNames({ ...defaultReviewPolicy, ...config.review }, control),
      lookedThrough: schedules.flatMap(({ lookedThrough }) => lookedThrough ?? []),
    },
    calendar: control.sla?.calendar ?? null,
  }
  return reading
})

/** One rep, one team, or everybody. */
interface Scope {
  readonly scope: SummaryScope
  readonly scopeId: string | null
  readonly isTheirs: (repId: string | null) => boolean
}

/** Everybody who was in the department in a period, the teams they were in when it ended, and the department with what nobody owns. */
const readScopes = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, period: Period, timeZone: string) {
  const { from, to, label } = period
  const now = yield* readAll(store, tenant, repAggregate)
  const end = { id: label, lastOn: addDays(to, -1), end: startOfDay(to, timeZone) }
  const reps = (yield* repsAtEnds(store, tenant, now, [end], undefined)).get(label) ?? now
  const present = reps.filter(
    ({ joinedOn, leftOn }) => (joinedOn === null || joinedOn < to) && (leftOn === null || leftOn >= from),
  )
  const teams = new Map(present.flatMap(({ teamId }) => (teamId === null ? [] : [[teamId, new Set<string>()]])))
  // What still comes in of somebody who has left is the team's, as it is in plan against fact.
  for (const { teamId, personId } of reps) if (teamId !== null) teams.get(teamId)?.add(personId)
  const scopes: ReadonlyArray<Scope> = [
    ...Array.from(new Set(present.map(({ personId }) => personId)), (personId): Scope => ({
      scope: "rep",
      scopeId: personId,
      isTheirs: (id) => id === personId,
    })),
    ...[...teams].map(([teamId, team]): Scope => ({
      scope: "team",
      scopeId: teamId,
      isTheirs: (id) => id !== null && team.has(id),
    })),
    { scope: "department", scopeId: null, isTheirs: () => true },
  ]
  return scopes
})

/** Every record that was read, by its id. */
const recordsById = (facts: Partial<SummaryFacts>): RecordVersions => {
  const records = new Map<string, RecordState>()
  const kinds: ReadonlyArray<ReadonlyArray<RecordState | EndedPromise | StagePassage | StoodDeal>> =
    Object.values(facts)
  for (const read of kinds) {
    for (const record of read) if ("version" in record) records.set(record.id, record)
  }
  return records
}

/** Deals behind figures that are out of the base by now: what they came to still tells what a figure lacks. */
const goneDeals = (store: StoreShape, tenant: TenantId, ids: ReadonlyArray<string>) => {
  const asked = ids.filter((id): id is DealId => id.startsWith("deal_"))
  return asked.length === 0 ? Effect.succeed([]) : store.byIds(tenant, dealAggregate, [...new Set(asked)])
}

/**
 * The same, with the moments at which changes of some of them were recorded, since what is told late happened long before, and with what
 * deals came to when they were frozen.
 */
const asLearnt = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  records: RecordVersions,
  frozen: Summary["versions"],
  ids: ReadonlySet<string>,
  worth: (deal: Deal) => Deal,
) {
  const learnt = new Map(records)
  yield* eachStream(store, tenant, [...ids], (id, rows) => {
    const last = rows.at(-1)
    if (last === undefined) return
    const then = id.startsWith("deal_") ? rows.slice(0, frozen[id] ?? 0) : []
    const deal = then.length === 0 ? null : replay(dealAggregate, then)
    const amountThen = deal === null ? {} : { amountThen: worth(deal).amount }
    learnt.set(id, { version: last.version, ...records.get(id), changedAt: last.recordedAt, ...amountThen })
  })
  return learnt
})

/** Of the records behind figures. */
const versionsOf = (records: RecordVersions, figures: SummaryFigures): Summary["versions"] => {
  const ids = new Set(Object.values(figures).flatMap((figure: SummaryFigures["dealsWon"]) => figure.ids))
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const version = records.get(id)?.version
      return version === undefined ? [] : [[id, version]]
    }),
  )
}

// Its input is made below and never comes from outside.
const close = command({
  name: "summary.close",
  input: Schema.Unknown as unknown as Schema.Codec<PeriodClosed["payload"]>,
  work: closeScope,
})

const overPeriod = Effect.fnUntraced(function* ({ on, span }: ClosePeriod, today: CalendarDate) {
  const period = periodOf(on, span)
  return period.to > today ? yield* Effect.fail(new ReviewRefused("periodNotOver", period.label, "on")) : period
})

/** Which summaries the caller may see: a rep's is the rep's, those of teams and the department are nobody's. */
const seesScope = (caller: Caller) =>
  Effect.map(accessOf(caller), (access) => {
    const sees = seesOwner(access, summaryAggregate.kind)
    return ({ scope, scopeId }: Pick<Summary, "scope" | "scopeId">): boolean => sees(scope === "rep" ? scopeId : null)
  })

/** What closing a period led to. */
export interface ClosedPeriods {
  /** How the period is written. */
  readonly label: string
  /** Summaries that were stored now. */
  readonly closed: ReadonlyArray<SummaryId>
  /** Summaries that had been stored before and stay as they are. */
  readonly known: ReadonlyArray<SummaryId>
  /** Commitments that were set to missed. */
  readonly missed: number
}

/** Closes a period. */
export const closePeriod = Effect.fnUntraced(function* (caller: Caller, input: ClosePeriod) {
  const store = yield* Store
  const { today, timeZone, calendar, context } = yield* readContext(store, caller.tenant)
  const period = yield* overPeriod(input, today)
  const scopes = (yield* readScopes(store, caller.tenant, period, timeZone)).map((scope) => ({
    ...scope,
    id: summaryId(period, scope.scope, scope.scopeId),
  }))
  const ids = scopes.map(({ id }) => id)
  const stored = new Set((yield* store.byIds(caller.tenant, summaryAggregate, ids)).map(({ id }) => id))
  // What was closed stays: asked again, as ticks and careful hosts do, nothing more is read.
  if (ids.every((id) => stored.has(id))) {
    const asBefore: ClosedPeriods = { label: period.label, closed: [], known: ids, missed: 0 }
    return asBefore
  }
  const facts = yield* readSummaryFacts(store, caller.tenant, period, context)
  const lastDay = addDays(period.to, -1)
  const plans = yield* readPlans(caller, store, lastDay, calendar === null ? {} : { calendar })
  const closed: Array<SummaryId> = []
  const known: Array<SummaryId> = []
  const records = recordsById(facts)
  const figuresOf = summaryReader(facts, period, context)
  // Teams and the department are few; looking through all records for each of the reps would take the longer the more of both there are.
  const factsOf = factsByPerson(facts)
  let missed = 0
  for (const { id, scope, scopeId, isTheirs } of scopes) {
    const figures = figuresOf(isTheirs, scope === "rep" && scopeId !== null ? factsOf(scopeId) : undefined)
    const outcome = yield* close(caller, {
      id,
      span: input.span,
      label: period.label,
      periodFrom: period.from,
      periodTo: period.to,
      scope,
      scopeId,
      currency: context.currency,
      figures,
      plan: planFigures(plans, lastDay, scope, scopeId, isTheirs),
      versions: versionsOf(records, figures),
    })
    missed += outcome.missed
    ;(outcome.isNew ? closed : known).push(id)
  }
  const answer: ClosedPeriods = { label: period.label, closed, known, missed }
  return answer
})

/** Summaries of the last closed periods of a length up to one: by how many there are of each day first, since each holds all its figures. */
const lastClosed = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  span: SummarySpan,
  { to }: Period,
  periods: number,
) {
  const ofSpan = [equals("span", span), ranging(summaryAggregate, "periodTo", null, addDays(to, 1))]
  const ends = (yield* store.countBy(tenant, summaryAggregate, "periodTo", ofSpan)).map(({ value }) => String(value))
  const kept = new Set(ends.toSorted().slice(-periods))
  const [first] = kept
  if (first === undefined) return []
  const filters = [...ofSpan, ranging(summaryAggregate, "periodTo", first, null)]
  const read = yield* allWhere(store, tenant, summaryAggregate, filters)
  return read.filter((one) => one.span === span && kept.has(one.periodTo))
})

/**
 * The commands and questions over summaries. What is stored, and what is held against it, is read whole, whoever asks: a policy keeps
 * closing for those who may. What is told of it is of the reps, and of the teams and the department, whose summaries the caller may see.
 */
export const summaryCommands = {
  /**
   * Closes a day, a week or a month: stores a summary of every rep who was in the department then, of every team and of the
   * department, whoever works or not. What was closed before stays as it is, so that it may be called as often as one likes. Reads
   * what bears on the period once, whatever the number of scopes.
   */
  close: decoded(ClosePeriod, (caller: Caller, input: ClosePeriod) => closePeriod(caller, input)),
  /** The figures of a period that is still running, or of one that is over as it ended, by what is known of it. Stores nothing. */
  preview: decoded(
    previewQuestion,
    Effect.fnUntraced(function* (caller: Caller, { span, on, repId }: PreviewQuestion) {
      const store = yield* storeFor(caller)
      const { context, today } = yield* readContext(store, caller.tenant)
      const period = periodOf(on, span)
      const facts = yield* readSummaryFacts(store, caller.tenant, period, context)
      const isTheirs = (id: string | null): boolean => repId === undefined || id === repId
      return summaryFigures(facts, isTheirs, period, { ...context, overBefore: today })
    }),
  ),
  /** What has come to light since a summary was frozen, or only went to other people since; empty where nothing has. */
  corrections: decoded(
    correctionsQuestion,
    Effect.fnUntraced(function* (caller: Caller, { summaryId: id }: CorrectionsQuestion) {
      const store = yield* Store
      const [summary] = yield* store.byIds(caller.tenant, summaryAggregate, [id])
      const isShown = yield* isReadable(store, caller, "summary.get", summaryAggregate, id)
      if (summary === undefined || !isShown) return yield* Effect.fail(new RecordNotFound("summary", id))
      const { context: inForce, timeZone } = yield* readContext(store, caller.tenant)
      // The department may count in another currency by now: nothing came to light by that.
      const context = { ...inForce, currency: summary.currency }
      const period = { from: summary.periodFrom, to: summary.periodTo, kind: summary.span, label: summary.label }
      const theirs = (yield* readScopes(store, caller.tenant, period, timeZone)).find(
        ({ scope, scopeId }) => scope === summary.scope && scopeId === summary.scopeId,
      )
      const isTheirs = theirs?.isTheirs ?? ((repId: string | null): boolean => repId === summary.scopeId)
      // What is in no figure any more is named with its last change all the same.
      const frozen = Object.values(summary.figures).flatMap(({ ids }: SummaryFigures["dealsWon"]) => ids)
      const facts = yield* readSummaryFacts(store, caller.tenant, period, context, frozen)
      const now = summaryFigures(facts, isTheirs, period, context)
      const known = recordsById(facts)
      const outOfBase = frozen.filter((one) => !known.has(one))
      const worth = (deal: Deal): Deal => dealInCurrency(deal, { currency: context.currency, rates: [], on: period.to })
      const gone = (yield* goneDeals(store, caller.tenant, outOfBase)).map(worth)
      const records: RecordVersions = new Map([...known, ...recordsById({ deals: gone })])
      const versions = { frozen: summary.versions, now: records }
      const found = summaryCorrections(summary.figures, now, versions)
      const recordIds = new Set(found.flatMap((one) => one.recordIds))
      if (recordIds.size === 0) return found
      const handed = yield* changedHands(store, caller.tenant, facts, recordIds, isTheirs, summary.closedAt)
      const learnt = yield* asLearnt(store, caller.tenant, records, summary.versions, recordIds, worth)
      return summaryCorrections(summary.figures, now, { ...versions, now: learnt }, handed)
    }),
  ),
  /**
   * What of a closed period is signal and what is noise: every rep, team and the department against its own past, reps against peers
   * of the same role and ramp, and all against their targets. Null where no period of this length is closed. Of what the caller may
   * see of reps; see {@link periodSignals}.
   */
  signals: decoded(
    signalsQuestion,
    Effect.fnUntraced(function* (caller: Caller, { span, on, periods = 36, ...settings }: SignalsQuestion) {
      const store = yield* Store
      const period = periodOf(on, span)
      const { policy } = yield* reviewPolicyOf(store, caller.tenant)
      const stored = yield* lastClosed(store, caller.tenant, span, period, periods)
      const peers = peersOf(yield* readAll(store, caller.tenant, repAggregate), period, policy.newcomerDays)
      const groups = new Map(peers.map(({ repId, group }) => [repId, group]))
      const all: PeriodSignals | null = periodSignals(stored, groups, settings)
      const sees = yield* seesScope(caller)
      const answer: PeriodSignals | null = all === null ? null : { ...all, scopes: all.scopes.filter(sees) }
      return answer
    }),
  ),
  /**
   * Whom a period leaves out: reps, teams and the department itself, where no summary of it is stored, and reps with mistakes or missed
   * opportunities of it that nobody has talked about: they are open, and neither they nor others that name their records were on the agenda
   * of a debrief that was held. Who has left is nobody's to talk with. And how many of its days nobody has looked through for findings, of
   * which nothing found says nothing. Nobody is left un-summed or un-reviewed, whoever works or not.
   */
  uncovered: decoded(
    ClosePeriod,
    Effect.fnUntraced(function* (caller: Caller, input: ClosePeriod) {
      const store = yield* Store
      const { today, timeZone, context } = yield* readContext(store, caller.tenant)
      const period = yield* overPeriod(input, today)
      const daysNotLookedThrough = daysIn(period) - daysWithin(context.lookedThrough ?? [], period)
      const scopes = yield* readScopes(store, caller.tenant, period, timeZone)
      const ids = scopes.map(({ scope, scopeId }) => summaryId(period, scope, scopeId))
      const stored = yield* store.byIds(caller.tenant, summaryAggregate, ids)
      const known = new Set(stored.map(({ id }) => id as string))
      const notSummed = scopes.filter((_, at) => !known.has(ids[at]!)).map(({ scope, scopeId }) => ({ scope, scopeId }))
      const present = new Set(
        scopes.flatMap(({ scope, scopeId }) => (scope === "rep" && scopeId !== null ? [scopeId] : [])),
      )
      for (const gone of leftBefore(yield* readAll(store, caller.tenant, repAggregate), today)) present.delete(gone)
      const debriefs = yield* readAll(store, caller.tenant, debriefAggregate)
      // What a talk took up may have been found in another period.
      const agendas = debriefs.flatMap(({ status, findingIds }) => (status === "held" ? findingIds : []))
      const findings = yield* findingsOf({ store, tenant: caller.tenant, period, ids: [...new Set(agendas)] })
      const isTalkedOver = talkedOver(findings, debriefs)
      const open = new Map<string, number>()
      for (const finding of findings) {
        const { ownerId, kind, status, periodFrom, periodTo } = finding
        const isOpen = status === "open" && kind !== "win" && periodFrom >= period.from && periodTo <= period.to
        if (!isOpen || ownerId === null || !present.has(ownerId) || isTalkedOver(finding)) continue
        open.set(ownerId, (open.get(ownerId) ?? 0) + 1)
      }
      const sees = yield* seesScope(caller)
      const notReviewed = [...open]
        .map(([repId, findings]) => ({ repId, findings }))
        .filter(({ repId }) => sees({ scope: "rep", scopeId: repId }))
        .toSorted((left, right) => (left.repId < right.repId ? -1 : 1))
      return { label: period.label, notSummed: notSummed.filter(sees), notReviewed, daysNotLookedThrough }
    }),
  ),
}
