import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { dealAggregate, dealFact } from "../deal/Deal.ts"
import { DepartmentMissing } from "../deal/DealErrors.ts"
import { dealColumns } from "../deal/DealFact.ts"
import { groupDeals, selectDeals } from "../deal/DealRows.ts"
import type { Deal } from "../deal/DealSchema.ts"
import { stalledDeals } from "../deal/Stalled.ts"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import type { ReadOptions } from "../ports/reading/ReadOptions.ts"
import { baseReadsFor } from "../ports/reading/ReadOptions.ts"
import type { StoreError } from "../ports/StoreErrors.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Instant } from "../shared/Instant.ts"
import { instantOf } from "../shared/Instant.ts"
import { eachInTurns } from "../ports/reading/InTurns.ts"
import type { RecordMoments } from "../ports/reading/RecordsAsOf.ts"
import { eachRecordAtMoments, recordsAtMoments } from "../ports/reading/RecordsAsOf.ts"
import type { ClientDeals } from "./ClientControl.ts"
import { addDeal, noDeals } from "./ClientControl.ts"
import type { ControlContext, ControlMoment } from "./ControlContext.ts"
import { controlContext, momentInstant } from "./ControlContext.ts"
import type { ControlBase, SingleFacts } from "./ControlFacts.ts"
import type { ControlPolicy, ControlStateName } from "./ControlPolicy.ts"
import type { ControlledDeal, ControlRecords } from "./ControlRecords.ts"
import { baseReader, factsReader } from "./FactsOfRecords.ts"
import type { WorstDeal } from "./ControlState.ts"
import type { Judgement } from "./Judgement.ts"
import { judge, judgeClient } from "./Judgement.ts"
import type { Ranked } from "./Ladder.ts"
import { ladderOrder } from "./Ladder.ts"
import { controlledKinds, readAbout } from "./ReadAboutService.ts"

/** What every question about control may be given. */
export interface ControlOptions {
  /**
   * The moment, such as `2026-11-23`; now where left out. Every record is judged as it stood then, by the rules that were
   * in force then: what happened later is not seen, unless `records` says otherwise.
   */
  readonly asOf?: ControlMoment
  /**
   * What was known at this moment: whatever was recorded later is not seen, even where it had happened before `asOf`, such as an
   * imported history or a dialog that was reported late. With it a moment is told the same however late one asks, so that a
   * figure of a report can be had again. Everything that is known now where left out.
   */
  readonly knownAt?: ControlMoment
  /**
   * Which records are judged. `then`, the default where a moment is named: as they stood at it. `now`, the default otherwise: as they
   * stand now, only by the moment's day; also for bases that were imported after the moment. Facts dated later than it are counted in
   * `notRead`.
   */
  readonly records?: "then" | "now"
  /**
   * Whether open deals that were imported without the time they entered their stage are judged by how long the longest won
   * deal of their pipeline took, where there are 20 won deals at least. Default false: their standing still is then not
   * observable.
   */
  readonly stalledByHistory?: boolean
}

/** Why a question about control was not answered. */
export type ControlFailure = DepartmentMissing | InputInvalid | StoreError

/** What is known before the first record is judged. */
export interface ControlStart {
  /** The rules in force. */
  readonly policy: ControlPolicy
  /** The moment. */
  readonly context: ControlContext
  /** The reps. */
  readonly reps: ControlRecords["reps"]
}

/** Everything that judging needs, read once. */
export interface Control extends ControlStart {
  /** All records. */
  readonly base: ControlBase
}

/** What takes records one by one as they were judged. */
export interface ControlSink {
  /** Takes in one record; of a client, its worst deal can be asked for. */
  readonly add: (facts: SingleFacts, judgement: Judgement, worstDeal: () => WorstDeal | null) => void
}

/** By pipeline, how long the longest won deal took: pipelines with different cycles are judged apart. */
const longestWonDaysOf = (
  deals: ReadonlyArray<Deal>,
  currency: string,
  asOf: CalendarDate,
): { readonly [pipelineId: string]: number } => {
  const inBase = deals.filter(({ standing }) => standing === "active")
  const columns = dealColumns(inBase.map((deal) => dealFact(deal, currency)))
  return Object.fromEntries(
    groupDeals(selectDeals(columns).rows, columns.pipeline).flatMap(({ value, rows }) => {
      const threshold = stalledDeals(columns, rows, { on: asOf }).olderThanLongest
      return value === null || threshold === null ? [] : [[value, threshold.thresholdDays]]
    }),
  )
}

/** Settings are refused as a typed failure; anything else that is thrown is a defect. */
export const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid) return error
      throw error
    },
  })

/** The same of a computation in turns. */
export const refusingInTurns = Effect.fnUntraced(function* <Answer>(begin: () => Generator<void, Answer>) {
  const computation = yield* refusing(begin)
  let step = yield* refusing(() => computation.next())
  while (step.done !== true) {
    yield* Effect.yieldNow
    step = yield* refusing(() => computation.next())
  }
  return step.value
})

const endOfTime: Instant = "9999-12-31T23:59:59.999Z"

/** By which moments control is read, and what is known at all of them. */
interface ControlMoments extends Omit<ControlOptions, "asOf"> {
  /** The moments; now where undefined. */
  readonly asOf: ReadonlyArray<ControlMoment | undefined>
}

/** Reads the rules, the moments, and what is about records, but no lead and no deal: each record once, whatever the moments. */
const readStarts = Effect.fnUntraced(function* (
  caller: Caller,
  // Of now every record counts as it stands: a clock that was put back hides nobody who was written down by the later one.
  { asOf, knownAt, records }: ControlMoments,
  given: ReadOptions,
) {
  const store = yield* baseReadsFor(caller, given)
  const { tenant } = caller
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const standing = yield* DefaultDepartment
  const current = department?.config ?? standing
  if (current === null) return yield* Effect.fail(new DepartmentMissing())
  const now = instantOf(yield* Clock.currentTimeMillis)
  const moments = yield* refusing(() =>
    asOf.map((moment) =>
      controlContext({ asOf: moment ?? now, timeZone: current.timeZone, currency: current.currency }),
    ),
  )
  // A moment is judged by the rules that were in force; before the first publication, by the first that there are.
  const read: RecordMoments = {
    asOf: moments.map((moment, at) =>
      (records ?? (asOf[at] === undefined ? "now" : "then")) === "then" ? moment.asOf : endOfTime,
    ),
    knownAt: yield* refusing(() =>
      knownAt === undefined ? undefined : momentInstant("knownAt", knownAt, current.timeZone),
    ),
  }
  const departments = yield* recordsAtMoments(store, tenant, departmentAggregate, read)
  const rules = departments.map(([then]) => then?.config ?? standing ?? current)
  const about = yield* readAbout(store, tenant, read, rules)
  const each = <State extends RecordState, Event extends DomainEvent>(
    of: RecordKind<State, Event>,
    onRecord: (record: State, at: number) => void,
  ) => eachRecordAtMoments(store, tenant, of, read, onRecord)
  const starts = moments.map((moment, at) => ({ about: about(at), config: rules[at] ?? current, moment }))
  return { each, starts }
})

/** The same for one moment. */
const readStart = Effect.fnUntraced(function* (
  caller: Caller,
  { asOf, ...options }: ControlOptions,
  given: ReadOptions,
) {
  const { each, starts } = yield* readStarts(caller, { ...options, asOf: [asOf] }, given)
  const [start] = starts
  if (start === undefined) return yield* Effect.die(new Error("A moment was asked for, and none was read"))
  return { ...start, each }
})

/**
 * The states of some deals at some moments, by moment and deal. Every record is read once, whatever the moments, and of deals none is held;
 * leads are not read.
 */
export const dealStatesAt = Effect.fnUntraced(function* (
  caller: Caller,
  dealIds: { readonly has: (dealId: string) => boolean },
  moments: { readonly asOf: ReadonlyArray<ControlMoment>; readonly knownAt?: ControlMoment },
) {
  if (moments.asOf.length === 0) return []
  const { each, starts } = yield* readStarts(caller, moments, {})
  const judging = starts.map(({ about, config, moment }) => ({
    reader: factsReader(about, config),
    policy: config.control,
    context: { ...moment, longestWonDays: {} },
    states: new Map<string, ControlStateName>(),
  }))
  yield* each(controlledKinds.deal, (deal, at) => {
    const then = judging[at]
    // What is said of a deal that is not asked for may be said of its client too, and so of the client's other deals.
    const facts = then?.reader.deal(deal)
    if (then === undefined || !facts || !dealIds.has(deal.id)) return
    then.states.set(deal.id, judge(facts, then.policy, then.context).first.state)
  })
  return judging.map(({ states }): ReadonlyMap<string, ControlStateName> => states)
})

/**
 * Reads and judges nothing yet: all records as they stood, the rules, and the moment.
 *
 * @param onDeal - is given each deal as it stood, whole; where it is left out, no more is read of deals than control asks
 */
export const readControl = Effect.fnUntraced(function* (
  caller: Caller,
  options: ControlOptions,
  given: ReadOptions = {},
  onDeal?: (deal: Deal) => void,
) {
  const { about, config, each, moment } = yield* readStart(caller, options, given)
  const isByHistory = options.stalledByHistory === true
  const whole: Array<Deal> = []
  const base = baseReader(about, config)
  if (isByHistory || onDeal !== undefined) {
    yield* each(dealAggregate, (deal) => {
      if (isByHistory) whole.push(deal)
      onDeal?.(deal)
      base.deal(deal)
    })
  } else yield* each(controlledKinds.deal, base.deal)
  yield* each(controlledKinds.lead, base.lead)
  const longestWonDays = longestWonDaysOf(whole, config.currency, moment.today)
  const control: Control = {
    base: base.read(),
    policy: config.control,
    context: { ...moment, longestWonDays },
    reps: about.reps,
  }
  return control
})

const noDeal = (): null => null

/** What the ladder looks at, without what the judgement holds of its record. */
const rankedOf = ({ kind, id, rank, ageDays, first: { state, amount } }: Judgement): Ranked => ({
  kind,
  id,
  rank,
  ageDays,
  first: { state, amount },
})

/**
 * Reads all records as they stood and judges each as it comes: deals, then clients, then leads. None is held, nor are its facts: a
 * large base costs what the sink keeps of it, and of a client's deals what they come to. Only where deals are judged by how long
 * others took, they are kept until all are read.
 *
 * @param begin - makes the sink; it may refuse settings
 */
export const passControl = Effect.fnUntraced(function* <Sink extends ControlSink>(
  caller: Caller,
  options: ControlOptions,
  begin: (start: ControlStart) => Sink,
  given: ReadOptions = {},
) {
  const { about, config, each, moment } = yield* readStart(caller, options, given)
  const { control: policy, currency } = config
  const kept: Array<Deal> = []
  if (options.stalledByHistory === true) yield* each(dealAggregate, (deal) => void kept.push(deal))
  const context = { ...moment, longestWonDays: longestWonDaysOf(kept, currency, moment.today) }
  const sink = yield* refusing(() => begin({ policy, context, reps: about.reps }))
  const reader = factsReader(about, config)
  const dealsOf = new Map<string, ClientDeals>()
  const worstOf = new Map<string, Ranked>()
  const order = ladderOrder(currency)
  const judgeDeal = (deal: ControlledDeal): void => {
    const facts = reader.deal(deal)
    if (facts === null) return
    const judgement = judge(facts, policy, context)
    sink.add(facts, judgement, noDeal)
    const { clientId } = facts
    if (clientId === null) return
    const worst = worstOf.get(clientId)
    if (worst === undefined || order(judgement, worst) < 0) worstOf.set(clientId, rankedOf(judgement))
    let deals = dealsOf.get(clientId)
    if (deals === undefined) {
      deals = noDeals()
      dealsOf.set(clientId, deals)
    }
    addDeal(deals, facts, judgement.first.state === "closed", context)
  }
  if (options.stalledByHistory === true) yield* eachInTurns(kept, judgeDeal)
  else yield* each(controlledKinds.deal, judgeDeal)
  const none = noDeals()
  const clients = reader.clients((clientId) => dealsOf.get(clientId)?.observesDialogs ?? true)
  yield* eachInTurns(clients, (facts) => {
    sink.add(facts, judgeClient(facts, dealsOf.get(facts.id) ?? none, policy, context), () => {
      const worst = worstOf.get(facts.id)
      return worst === undefined ? null : { dealId: worst.id, state: worst.first.state }
    })
  })
  yield* each(controlledKinds.lead, (lead) => {
    const facts = reader.lead(lead)
    if (facts !== null) sink.add(facts, judge(facts, policy, context), noDeal)
  })
  return sink
})
