import * as Effect from "effect/Effect"
import { dialogAggregate } from "../../client/Dialog.ts"
import { leadAggregate } from "../../client/Lead.ts"
import { nextStepAggregate } from "../../client/NextStep.ts"
import { dealAggregate } from "../../deal/Deal.ts"
import type { RecordState } from "../../journal/Aggregate.ts"
import type { Aggregate, RecordKind } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import { replay } from "../../journal/Replay.ts"
import type { CubeQuery } from "../../ports/FactCube.ts"
import { groupCube } from "../../ports/FactCube.ts"
import { allOf, allOfEach } from "../../ports/reading/ReadAll.ts"
import { beginningsIn, eachStream } from "../../ports/reading/Streams.ts"
import type { StoreShape } from "../../ports/Store.ts"
import { closingDocumentAggregate } from "../../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../../settlement/Invoice.ts"
import { paymentAggregate } from "../../settlement/Payment.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays, dateOfDayNumber } from "../../shared/CalendarDate.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { ExchangeRate } from "../../shared/Money.ts"
import { startOfDay } from "../../shared/TimeZone.ts"
import type { CreditMoment, FactDimension } from "./CreditRule.ts"
import { creditSources, factDimensions } from "./CreditRule.ts"
import type { PlanPeriod } from "./FactCell.ts"
import type { MeasureFacts } from "./MeasureFacts.ts"
import type { FactRule } from "./PlanFacts.ts"
import { creditFacts } from "./PlanFacts.ts"

type AnyRecords = Aggregate<RecordState, DomainEvent>

// Only what all records have is looked at here; grouping reads fields by name.
const kinds: { readonly [Kind in (typeof creditSources)[CreditMoment]["kind"]]: AnyRecords } = {
  deal: dealAggregate as unknown as AnyRecords,
  invoice: invoiceAggregate as unknown as AnyRecords,
  payment: paymentAggregate as unknown as AnyRecords,
  closingDocument: closingDocumentAggregate as unknown as AnyRecords,
  lead: leadAggregate as unknown as AnyRecords,
  dialog: dialogAggregate as unknown as AnyRecords,
  nextStep: nextStepAggregate as unknown as AnyRecords,
}

/** What facts are asked for. */
export interface PlanFactsQuestion {
  /** Which fact counts, and when. */
  readonly credit: CreditMoment
  /** Of proposals, the type of the next steps that are; `proposal` where absent. */
  readonly stepTypeId?: string
  /** Periods, which may overlap: months beside quarters. */
  readonly periods: ReadonlyArray<PlanPeriod>
  /** Dimensions to tell facts by. */
  readonly by: ReadonlyArray<FactDimension>
  /** Currency of sums. */
  readonly currency: string
  /** Zone in which days are counted. */
  readonly timeZone: string
  /** Last day whose facts count (inclusive). */
  readonly on: CalendarDate
  /** As known at this moment; as known now where absent. */
  readonly knownAt?: Instant
  /** The host's dated rates into the currency. None by default. */
  readonly rates?: ReadonlyArray<ExchangeRate>
  /** Whether to list the ids behind each figure. */
  readonly withIds: boolean
}

/** Streams with a row recorded after the moment; of a store without grouped reads all are looked through. */
const changedAfter = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  of: AnyRecords,
  knownAt: Instant,
) {
  if (store.facts !== null) return yield* store.facts.changedAfter(tenant, of.kind, knownAt)
  const changed: Array<string> = []
  const ids = (yield* allOf(store, tenant, of)).map(({ id }) => id)
  yield* eachStream(store, tenant, ids, (id, rows) => {
    if (rows.some(({ recordedAt }) => recordedAt > knownAt)) changed.push(id)
  })
  return changed
})

/** Records as they were known at a moment; those not known then are left out. */
const asKnown = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  of: AnyRecords,
  ids: ReadonlyArray<string>,
  knownAt: Instant,
) {
  const states = new Map<string, RecordState>()
  const begun = yield* beginningsIn(store, tenant, ids)
  const wereKnown = ids.filter((id) => (begun.get(id)?.recordedAt ?? knownAt) <= knownAt)
  yield* eachStream(store, tenant, wereKnown, (id, rows) => {
    const known = rows.filter(({ recordedAt }) => recordedAt <= knownAt)
    const state = replay(of, known)
    if (state !== null) states.set(id, state)
  })
  return states
})

/** Which records of a kind got a row after a moment, and what was known of each at it; those not known then have no state. */
export const asKnownAt = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  knownAt: Instant,
) {
  // Replayed by its own aggregate; the type comes back below.
  const any = of as unknown as AnyRecords
  const ids = new Set(yield* changedAfter(store, tenant, any, knownAt))
  const states = yield* asKnown(store, tenant, any, [...ids], knownAt)
  // Replayed by the aggregate in hand, they are of its state.
  return { ids, states: states as unknown as ReadonlyMap<string, State> }
})

/** Of a record as it stands, what was known of it at a moment; undefined where it was not known. As it stands where no moment is given. */
export const stateOf = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  knownAt: Instant | undefined,
) {
  if (knownAt === undefined) return (now: State): State | undefined => now
  const changed = yield* asKnownAt(store, tenant, of, knownAt)
  return (now: State): State | undefined => (changed.ids.has(now.id) ? changed.states.get(now.id) : now)
})

/** Groups of records that may have been otherwise at the moment, judged by what was known then. */
const groupsAsKnown = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  query: CubeQuery,
  of: AnyRecords,
  changed: { readonly own: ReadonlyArray<string>; readonly deals: ReadonlyArray<string>; readonly knownAt: Instant },
) {
  const own = yield* asKnown(store, tenant, of, changed.own, changed.knownAt)
  const joined = new Map<string, RecordState>()
  if (query.join !== null) {
    const isChanged = new Set(changed.own)
    for (const record of yield* allOfEach(store, tenant, of, "dealId", changed.deals)) {
      if (!isChanged.has(record.id)) own.set(record.id, record)
    }
    const by = query.join.by
    const needed = new Set(
      [...own.values()].map((record) => String((record as RecordState & { readonly [name: string]: unknown })[by])),
    )
    for (const deal of yield* store.byIds(tenant, kinds.deal, [...needed])) joined.set(deal.id, deal)
    const before = yield* asKnown(store, tenant, kinds.deal, changed.deals, changed.knownAt)
    for (const id of changed.deals) {
      const state = before.get(id)
      if (state === undefined) joined.delete(id)
      else joined.set(id, state)
    }
  }
  return groupCube({ ...query, except: [], exceptJoined: [] }, own.values(), (id) => joined.get(id))
})

const groupsNow = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, query: CubeQuery, of: AnyRecords) {
  if (store.facts !== null) return yield* store.facts.cube(tenant, query)
  const deals = query.join === null ? [] : yield* allOf(store, tenant, kinds.deal)
  const byId = new Map(deals.map((deal) => [deal.id, deal]))
  return groupCube(query, yield* allOf(store, tenant, of), (id) => byId.get(id))
})

/** The days between all bounds of the periods, so that overlapping periods are sums of the same spans. */
const boundsOf = ({ periods, on, credit }: PlanFactsQuestion): ReadonlyArray<CalendarDate> => {
  const days = new Set<CalendarDate>()
  if (creditSources[credit].isBalance) days.add("0001-01-01")
  const end = nextDay(on)
  for (const { fromDay, toDay } of periods) {
    for (const day of [dateOfDayNumber(fromDay), dateOfDayNumber(toDay)]) days.add(day < end ? day : end)
  }
  return [...days].sort()
}

const nextDay = (date: CalendarDate): CalendarDate => addDays(date, 1)

/**
 * Reads facts for some periods with one grouped statement. With `knownAt`, records that changed later are left out of it and
 * judged one by one by their journals, so that a report as known then comes out the same whatever arrives late.
 */
export const readPlanFacts = Effect.fnUntraced(function* (
  store: StoreShape,
  tenant: TenantId,
  question: PlanFactsQuestion,
) {
  const source = creditSources[question.credit]
  const days = boundsOf(question)
  const by = factDimensions.filter(
    (dimension) => question.by.includes(dimension) && source.fields[dimension] !== undefined,
  )
  const segments = new Map(
    question.periods.map(({ id, fromDay, toDay }) => {
      const at = (day: number): number => {
        const index = days.findIndex((bound) => bound >= dateOfDayNumber(day))
        return index < 0 ? days.length - 1 : index
      }
      return [id, { from: source.isBalance ? 0 : at(fromDay), to: at(toDay) }]
    }),
  )
  const rule: FactRule = {
    value: source.each !== undefined ? "quantity" : source.money === null ? "count" : "money",
    currency: question.currency,
    rates: question.rates ?? [],
    by,
  }
  const empty: MeasureFacts = { facts: creditFacts([], rule), segments }
  if (days.length < 2) return empty
  const of = kinds[source.kind]
  const { knownAt } = question
  const own = knownAt === undefined ? [] : yield* changedAfter(store, tenant, of, knownAt)
  const isJoined = source.ofDeal
  const deals = knownAt === undefined || !isJoined ? [] : yield* changedAfter(store, tenant, kinds.deal, knownAt)
  const query: CubeQuery = {
    of,
    join: isJoined ? { of: kinds.deal, by: "dealId" } : null,
    where: source.where.map(({ field, is }) =>
      field === "typeId" ? { field, is: question.stepTypeId ?? is } : { field, is },
    ),
    at: source.at,
    atKind: source.atKind,
    bounds: source.atKind === "date" ? days : days.map((day) => startOfDay(day, question.timeZone)),
    by: by.map((dimension) => {
      const field = source.fields[dimension] ?? ""
      return source.each !== undefined && dimension === "product" ? { field, entry: true } : { field, joined: isJoined }
    }),
    money: source.money,
    ...(source.each === undefined ? {} : { each: source.each }),
    apart:
      source.money === null
        ? null
        : {
            currency: question.currency,
            lists: [{ field: "creditShares", joined: isJoined }],
            told: [
              { field: "closeRate", joined: isJoined },
              ...(source.rates === undefined ? [] : [{ field: source.rates }]),
            ],
          },
    except: own,
    exceptJoined: deals,
    withIds: question.withIds,
  }
  const groups = yield* groupsNow(store, tenant, query, of)
  const before = knownAt === undefined ? [] : yield* groupsAsKnown(store, tenant, query, of, { own, deals, knownAt })
  const read: MeasureFacts = { facts: creditFacts([...groups, ...before], rule), segments }
  return read
})
