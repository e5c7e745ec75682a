import { clientAggregate } from "@salesdept/core/client"
import { dealAggregate, productAggregate } from "@salesdept/core/deal"
import type { Deal, StageVisitFact } from "@salesdept/core/deal"
import { departmentAggregate, departmentId } from "@salesdept/core/department"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { DomainEvent, RecordKind, RecordState } from "@salesdept/core/journal"
import { isInBase } from "@salesdept/core/journal"
import { planAggregate, planVersionAggregate } from "@salesdept/core/plan"
import { eachStream, hadHappened, recordsAsOf } from "@salesdept/core/ports"
import type { StoreShape } from "@salesdept/core/ports"
import { localDateOf } from "@salesdept/core/shared"
import type { CalendarDate, Instant, TenantId } from "@salesdept/core/shared"
import { repAggregate } from "@salesdept/core/team"
import type { Rep } from "@salesdept/core/team"
import * as Effect from "effect/Effect"
import { baseOf } from "./Base.ts"
import type { Employment } from "./Base.ts"
import { stageVisitsOf } from "./StageVisits.ts"

/** How a base is read. */
export interface ReadBaseOptions {
  /** The configuration of tenants that have published none. */
  readonly department: DepartmentConfig
  /** The day as of which everything is told; the latest day seen in the deals where null. */
  readonly asOf: CalendarDate | null
  /** The moment that it is now: a base without a single date is told as of its day. */
  readonly now: Instant
  /** The moment at which deals are taken as they stood; as they stand now where absent or null. */
  readonly standsAt?: Instant | null
}

const everything = <State extends RecordState, Event extends DomainEvent>(
  store: StoreShape,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  isWanted: (record: State) => boolean = isInBase,
) =>
  Effect.gen(function* () {
    const records: Array<State> = []
    yield* store.scan(tenant, of, (batch) => {
      for (const record of batch) if (isWanted(record)) records.push(record)
    })
    return records
  })

/** One text of each record that has it, by the record's key. */
const textOf = <State extends RecordState>(
  store: StoreShape,
  tenant: TenantId,
  records: ReadonlyArray<State>,
  field: string,
  keyOf: (record: State) => string,
) =>
  Effect.map(store.texts(tenant, records), (texts): ReadonlyMap<string, string> => {
    const named = new Map<string, string>()
    for (const record of records) {
      const text = texts.get(record.id)?.[field]
      if (text !== undefined) named.set(keyOf(record), text)
    }
    return named
  })

/** From the first day to the last of all entries of a person: who left may have come back by another one. */
const employmentsOf = (reps: ReadonlyArray<Rep>): ReadonlyMap<string, Employment> => {
  const people = new Map<string, Employment>()
  for (const { personId, joinedOn, leftOn } of reps) {
    const other = people.get(personId) ?? { joinedOn, leftOn }
    people.set(personId, {
      joinedOn: joinedOn === null || other.joinedOn === null ? null : minOf(joinedOn, other.joinedOn),
      leftOn: leftOn === null || other.leftOn === null ? null : maxOf(leftOn, other.leftOn),
    })
  }
  return people
}

const minOf = (left: CalendarDate, right: CalendarDate): CalendarDate => (left < right ? left : right)
const maxOf = (left: CalendarDate, right: CalendarDate): CalendarDate => (left > right ? left : right)

const latestDay = (deals: ReadonlyArray<Deal>): CalendarDate | null => {
  let latest: CalendarDate | null = null
  for (const { openedOn, closedOn } of deals) {
    for (const day of [openedOn, closedOn]) if (day !== null && (latest === null || day > latest)) latest = day
  }
  return latest
}

/**
 * Reads what figures are made from. Journals are read of deals opened here only; names, people and plans are today's.
 *
 * @param store - the store
 * @param tenant - whose base
 * @param options - fallback configuration, as-of day and moments
 */
export const readBase = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, options: ReadBaseOptions) {
  const { standsAt = null } = options
  const published = (yield* store.byIds(tenant, departmentAggregate, [departmentId]))[0]
  const deals =
    standsAt === null
      ? yield* everything(store, tenant, dealAggregate)
      : (yield* recordsAsOf(store, tenant, dealAggregate, standsAt)).filter(isInBase)
  const reps = yield* everything(store, tenant, repAggregate)
  // Who was merged since was a client on the day that is told of.
  const clients = yield* everything(store, tenant, clientAggregate, () => true)
  const products = yield* everything(store, tenant, productAggregate)
  const visits: Array<StageVisitFact> = []
  const openedHere = deals.flatMap(({ id, sourceId }) => (sourceId === null ? [id] : []))
  yield* eachStream(store, tenant, openedHere, (_id, rows) => {
    const then = standsAt === null ? rows : rows.filter((row) => hadHappened(row, standsAt))
    visits.push(...stageVisitsOf(then))
  })
  const config = published?.config ?? options.department
  return baseOf({
    config,
    deals,
    dealTitles: yield* textOf(store, tenant, deals, "title", ({ id }) => id),
    repNames: yield* textOf(store, tenant, reps, "name", ({ personId }) => personId),
    employments: employmentsOf(reps),
    clientNames: yield* textOf(store, tenant, clients, "name", ({ id }) => id),
    clientOwners: new Map(clients.flatMap(({ id, ownerId }) => (ownerId === null ? [] : [[id, ownerId] as const]))),
    productNames: new Map(products.map(({ id, name }) => [id, name])),
    plans: yield* everything(store, tenant, planAggregate),
    planVersions: yield* everything(store, tenant, planVersionAggregate),
    visits,
    asOf: options.asOf ?? latestDay(deals) ?? localDateOf(options.now, config.timeZone),
  })
})
