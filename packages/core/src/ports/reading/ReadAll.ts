import * as Effect from "effect/Effect"
import type { AnyAggregate, RecordKind, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import type { TenantId } from "../../shared/Ids.ts"
import type { FieldValue, RecordFilter, RecordOrder, RecordPosition } from "../RecordFilter.ts"
import { idOrder, indexKindOf, positionOf } from "../RecordFilter.ts"
import type { StoreReads, StoreShape } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/** Records read at once. */
const pageSize = 1000

/** The filter that lets records pass whose text field holds this value. */
export const equals = (field: string, value: string): RecordFilter => ({
  field,
  kind: "text",
  test: { _tag: "Equals", value },
})

/** The filter that lets records pass whose text field holds one of these values. */
export const oneOf = (field: string, values: ReadonlyArray<string>): RecordFilter => ({
  field,
  kind: "text",
  test: { _tag: "OneOf", values },
})

/** The filter that lets records pass whose field lies from one value (inclusive) to another (exclusive); no end where null. */
export const ranging = (
  of: Pick<AnyAggregate, "indexKinds">,
  field: string,
  from: FieldValue | null,
  to: FieldValue | null,
): RecordFilter => ({ field, kind: indexKindOf(of, field), test: { _tag: "Range", from, to } })

/**
 * Hands over the records that pass all filters, a page at a time; the next is read once a page has been dealt with.
 *
 * @param order - by which they come: the field of a range, where there is one, so that it is walked and nothing else; by id where left out
 */
export const eachPage = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent, E, R>(
  store: Pick<StoreReads, "page">,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  filters: ReadonlyArray<RecordFilter>,
  onPage: (page: ReadonlyArray<State>) => Effect.Effect<void, E, R>,
  order: RecordOrder = idOrder,
): Effect.fn.Return<void, StoreError | E, R> {
  for (let after: RecordPosition | null = null; ;) {
    const page: ReadonlyArray<State> = yield* store.page(tenant, of, { filters, order, after, limit: pageSize })
    const last = page.at(-1)
    if (last === undefined) return
    yield* onPage(page)
    if (page.length < pageSize) return
    after = positionOf(last, order)
  }
})

/** All records that pass all filters, in order of id. */
export const allWhere = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: Pick<StoreReads, "page">,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  filters: ReadonlyArray<RecordFilter>,
): Effect.fn.Return<ReadonlyArray<State>, StoreError> {
  const records: Array<State> = []
  yield* eachPage(store, tenant, of, filters, (page) =>
    Effect.sync(() => {
      for (const record of page) records.push(record)
    }),
  )
  return records
})

/** Values that one question names. */
const valuesAtOnce = 500

/** All records of which a text field holds one of these values, each given once; some hundreds of values a question. */
export const allOfEach = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: Pick<StoreReads, "page">,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  field: string,
  values: ReadonlyArray<string>,
): Effect.fn.Return<ReadonlyArray<State>, StoreError> {
  const records: Array<State> = []
  for (let from = 0; from < values.length; from += valuesAtOnce) {
    const some = yield* allWhere(store, tenant, of, [oneOf(field, values.slice(from, from + valuesAtOnce))])
    for (const record of some) records.push(record)
  }
  return records
})

/** All records of a kind, or those that are wanted, in the store's order. */
export const allOf = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  store: Pick<StoreShape, "scan">,
  tenant: TenantId,
  of: RecordKind<State, Event>,
  isWanted: (record: State) => boolean = () => true,
): Effect.fn.Return<ReadonlyArray<State>, StoreError> {
  const records: Array<State> = []
  yield* store.scan(tenant, of, (batch) => {
    for (const record of batch) if (isWanted(record)) records.push(record)
  })
  return records
})
