import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Aggregate, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent, JournalEvent } from "../../journal/Event.ts"
import { upcast } from "../../journal/EventVersions.ts"
import { eventsBy, replay } from "../../journal/Replay.ts"
import type { Department, DepartmentConfig } from "../../department/DepartmentSchema.ts"
import type { CustomField } from "../../shared/CustomField.ts"
import { customFieldsOf } from "../../shared/CustomField.ts"
import { customValueOf } from "../../shared/CustomValueKeys.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"
import type { Caller } from "../Caller.ts"
import { DefaultDepartment } from "../DefaultDepartment.ts"
import { hasPolicy } from "../AccessPolicy.ts"
import { awaitedThen } from "../Awaited.ts"
import { observed, observesItself } from "../Observed.ts"
import { executorField, instantField, opaqueId } from "../input/FieldSchema.ts"
import { check, inputDecoder, isOfNoMembers } from "../input/Input.ts"
import { cursorOf } from "./PageCursor.ts"
import { assertSeesAll, isReadable, readable } from "./PermittedReads.ts"
import { passesFilter, positionOf } from "../RecordFilter.ts"
import type { PageRequest, Where } from "./RecordQuestion.ts"
import { recordQuestions } from "./RecordQuestionSchema.ts"
import type { PageQuestion, RecordQuestions } from "./RecordQuestionSchema.ts"
import { noTexts, shownReads } from "../ShownReads.ts"
import { storeFor } from "./ScopedStore.ts"
import type { SqlExecutor } from "../SqlExecutor.ts"
import { Store } from "../Store.ts"
import type { PageQuery, ShownReads, StoreReads, ValueCount, WithTexts } from "../Store.ts"

/** A page of records. */
export interface Page<State> {
  /** The records, in the order asked for. */
  readonly items: ReadonlyArray<WithTexts<State>>
  /** Give it as `after`, with the same conditions and order, for the next page; null where this is the last. */
  readonly next: string | null
}

/** What any read of records may be given beside its question. */
export interface ReadOptions {
  /**
   * The host's own open transaction: the read sees what was written in it and is not committed yet, by the host's commands too. Make it
   * with `fromKysely`, `fromPg` or `fromBetterSqlite3`. Absent: the store reads what is committed.
   */
  readonly tx?: SqlExecutor | undefined
}

/** As of when a record is wanted. */
export interface AsOfRequest {
  /** What had happened by then (inclusive), in business: `occurredAt`. Everything where absent. */
  readonly asOf?: Instant | undefined
  /** What had been learnt by then (inclusive): `recordedAt`. Everything where absent. */
  readonly knownAt?: Instant | undefined
}

/** Which records of the past a page holds: in the order of ids. */
export interface HistoricPageRequest<State, Indexed extends keyof State & string> extends AsOfRequest {
  /** Conditions on indexed fields, judged by the values of then; all must hold. */
  readonly where?: Where<State, Indexed> | undefined
  /** The `next` of the page before; from the start where absent or null. */
  readonly after?: string | null | undefined
  /** How many records are rebuilt at most, 1 to 10,000 (inclusive). Default 100. */
  readonly limit?: number | undefined
}

/**
 * A record as it is rebuilt from its journal: without the count that stores keep beside deals (`factsVersion`), of which the journal tells
 * nothing. A deal of today has it: `get`.
 */
export type Rebuilt<State> = State extends unknown ? Omit<State, "factsVersion"> : never

/** A page of records of the past. */
export interface HistoricPage<State> {
  /** Those of the records rebuilt that were there then and meet the conditions: often fewer than `limit`. */
  readonly items: ReadonlyArray<Rebuilt<State>>
  /** Give it as `after`, with the same request, for the next page; null where this is the last. */
  readonly next: string | null
}

const decodeAsOf = inputDecoder(
  Schema.Struct({ asOf: Schema.optional(instantField), knownAt: Schema.optional(instantField) }),
)
const decodeReadOptions = inputDecoder(Schema.Struct({ tx: Schema.optional(executorField) }))

/** The store, or the store within the host's transaction, as the caller may see it. */
const readsFor = Effect.fnUntraced(function* (caller: Caller, options: ReadOptions | undefined) {
  const store = yield* storeFor(caller)
  if (options === undefined) return store
  const decoded = decodeReadOptions(options)
  if (Result.isFailure(decoded)) {
    return yield* Effect.fail(new InputInvalid(problemsUnder("options", decoded.failure.problems)))
  }
  return options.tx === undefined ? store : store.within(options.tx)
})

/** Where the fields are defined that tenants give to kinds of record. */
export interface CustomFieldSource {
  /** The kind of record that holds the configuration. */
  readonly of: Aggregate<Department, never>
  /** Its id. */
  readonly id: string
  /** The definitions of a stored configuration, or of the one for tenants that have none. */
  readonly fields: (stored: Department | null, fallback: DepartmentConfig | null) => ReadonlyArray<CustomField>
}

/** What records are counted by: an indexed field, or a custom field that pages may be filtered by. */
export type CountField<Indexed extends string> =
  | Indexed
  | {
      /** Key of a custom field that pages may be filtered by. */
      readonly custom: string
    }

const ofCustomValue = ({ value, count }: ValueCount): ValueCount => ({
  value: typeof value === "string" ? customValueOf(value) : value,
  count,
})

const asksOfCustom = (part: unknown): boolean =>
  typeof part === "object" && part !== null && "custom" in part && part.custom !== undefined

/** Replay begins the count at 0, which is not what it was. */
const rebuilt = <State extends RecordState>(state: State): Rebuilt<State> => {
  const { factsVersion: _factsVersion, ...rest } = state
  // What is left of a record without one of its fields, which the compiler does not follow through a type that is not known yet.
  return rest as Rebuilt<State>
}

/** What could be the id of a record in any store. */
const isIdText = (id: unknown): boolean => typeof id === "string" && !id.includes("\u0000") && id.isWellFormed()

const idProblem: Problem = {
  path: "id",
  code: "id.text",
  message: {
    en: "must be the id of a record, a text without NUL and half surrogate pairs",
    ru: "ожидается идентификатор записи: текст без NUL и половин суррогатных пар",
  },
}

const notAnId = (): InputInvalid => new InputInvalid([idProblem])

const orderUnknown: Problem = {
  path: "orderBy",
  code: "field.unknown",
  message: {
    en: "is not a known field; there are: asOf, knownAt, where, after, limit",
    ru: "неизвестное поле; есть: asOf, knownAt, where, after, limit",
  },
}

/** Conditions of a question look at no other record; those of scopes are the store's. */
const nowhere = (): undefined => undefined

/** What is made of a store's answer; waited for without a fibre where the answer is. */
const answered = <A, B, E>(answer: Effect.Effect<A, E>, make: (found: A) => B): Effect.Effect<B, E> =>
  awaitedThen(
    answer,
    (exit) => Exit.map(exit, make),
    (rest) => Effect.map(rest, make),
  )

const decodeIds = inputDecoder(
  Schema.Array(opaqueId).check(
    check<ReadonlyArray<unknown>>(
      "ids.count",
      { en: "must be at most 1000 ids", ru: "не больше 1000 идентификаторов" },
      (ids) => ids.length <= 1000,
    ),
  ),
)

/** Streams that are read at the same time. */
const streamsAtOnce = 8

/**
 * The questions that every kind of record answers.
 *
 * @param definition - the kind of record, such as `clientAggregate`
 * @param configured - where the tenant's custom fields are read from, for kinds that have them; such fields cannot be asked of where absent
 * @returns `get`, `getMany`, `page`, `count`, `countBy`, `history`, `getAsOf`, `pageAsOf` and `verify`, as Effects
 * @example
 * ```ts
 * import { clientAggregate } from "@salesdept/core/client"
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { recordQueries } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const clients = recordQueries(clientAggregate)
 *   return yield* clients.count({ tenant: "shop-17", actor: "user:42" }, {})
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // 1
 * ```
 */
export const recordQueries = <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(
  definition: Aggregate<State, Event, Indexed>,
  configured?: CustomFieldSource,
) => {
  // Made when first asked: most programs ask of few kinds, and a decoder costs more to make than to use.
  let made: RecordQuestions | null = null
  const questions = (): RecordQuestions => (made ??= recordQuestions(definition))
  // Which of its fields are indexed no longer matters once the question is decoded, and stores do not ask.
  const of = definition
  /** A question under its name, `deal.page`; where it can be answered without a fibre, it is. */
  const asked = <Args extends ReadonlyArray<unknown>, A, E>(
    verb: string,
    question: (...args: Args) => Effect.Effect<A, E, Store>,
    answer?: (reads: ShownReads, ...args: NoInfer<Args>) => Effect.Effect<NoInfer<A>, NoInfer<E>> | null,
  ) => {
    const name = `${of.kind}.${verb}`
    return observesItself((...args: Args): Effect.Effect<A, E, Store> =>
      observed(name, (services: Context.Context<Store>) => {
        const reads = answer === undefined || hasPolicy(services) ? null : Context.get(services, Store).shown
        return (reads === null ? null : answer?.(reads, ...args)) ?? question(...args)
      }),
    )
  }
  const customOf = Effect.fnUntraced(function* (reads: StoreReads, caller: Caller, asks: boolean) {
    // Most questions ask of no custom field, and need no configuration.
    if (!asks || configured === undefined) return undefined
    const fallback = yield* DefaultDepartment
    const [stored = null] = yield* reads.byIds(caller.tenant, configured.of, [configured.id])
    return customFieldsOf(configured.fields(stored, fallback), of.kind)
  })
  const pageOf = ({ digest, limit, order }: PageQuestion, records: ReadonlyArray<WithTexts<State>>): Page<State> => {
    const items = records.length > limit ? records.slice(0, limit) : records
    const last = items.at(-1)
    const next = records.length > limit && last !== undefined ? cursorOf(digest, positionOf(last, order)) : null
    return { items, next }
  }
  /** One more than is shown: whether there is a next page is known then. */
  const queryOf = ({ after, filters, limit, order }: PageQuestion): PageQuery => ({
    after,
    filters,
    limit: limit + 1,
    order,
  })
  const thenOf = (events: ReadonlyArray<JournalEvent>, { asOf, knownAt }: AsOfRequest): State | null =>
    replay(of, eventsBy(events, asOf, knownAt))
  return {
    /** One record, or null. */
    get: asked(
      "get",
      Effect.fnUntraced(function* (caller: Caller, id: string, options?: ReadOptions) {
        if (!isIdText(id)) return yield* Effect.fail(notAnId())
        const reads = yield* readsFor(caller, options)
        if (!(yield* isReadable(reads, caller, `${of.kind}.get`, of, id))) return null
        return (yield* shownReads(reads).byIds(caller.tenant, of, [id]))[0] ?? null
      }),
      (reads, caller, id, options?) => {
        if (options !== undefined || !isIdText(id)) return null
        const found = reads.atOnce?.byId(caller.tenant, of, id)
        if (found !== undefined) return Exit.succeed(found)
        return answered(reads.byIds(caller.tenant, of, [id]), ([record = null]) => record)
      },
    ),
    /**
     * The records of some ids, at most 1,000, in the order of the ids, each once: names and titles for the ids of any other answer. What is
     * not there is left out, as is what the caller may not see.
     */
    getMany: asked(
      "getMany",
      Effect.fnUntraced(function* (caller: Caller, ids: ReadonlyArray<string>, options?: ReadOptions) {
        const decoded = decodeIds(ids)
        if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
        const reads = yield* readsFor(caller, options)
        const found = yield* shownReads(reads).byIds(caller.tenant, of, [...new Set(decoded.success)])
        const byId = new Map((yield* readable(reads, caller, `${of.kind}.get`, of, found)).map((one) => [one.id, one]))
        return decoded.success.flatMap((id): ReadonlyArray<WithTexts<State>> => {
          const record = byId.get(id)
          byId.delete(id)
          return record === undefined ? [] : [record]
        })
      }),
    ),
    /** A page of the records that meet conditions on indexed fields, in the order of one of them. */
    page: asked(
      "page",
      Effect.fnUntraced(function* (caller: Caller, request: PageRequest<State, Indexed> = {}, options?: ReadOptions) {
        const reads = yield* readsFor(caller, options)
        const fields = yield* customOf(reads, caller, asksOfCustom(request?.where) || asksOfCustom(request?.orderBy))
        const decoded = questions().page(request, fields)
        if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
        const records = yield* shownReads(reads).page(caller.tenant, of, queryOf(decoded.success))
        return pageOf(decoded.success, records)
      }),
      (reads, caller, request?, options?) => {
        if (options !== undefined || asksOfCustom(request?.where) || asksOfCustom(request?.orderBy)) return null
        const decoded = questions().page(request === undefined ? {} : request)
        if (Result.isFailure(decoded)) return Exit.fail(decoded.failure)
        const query = queryOf(decoded.success)
        const records = reads.atOnce?.page(caller.tenant, of, query)
        if (records !== undefined) return Exit.succeed(pageOf(decoded.success, records))
        return answered(reads.page(caller.tenant, of, query), (found) => pageOf(decoded.success, found))
      },
    ),
    /** How many records meet conditions on indexed fields; all of the kind where none is given. */
    count: asked(
      "count",
      Effect.fnUntraced(function* (caller: Caller, where?: Where<State, Indexed>, options?: ReadOptions) {
        const reads = yield* readsFor(caller, options)
        const filters = questions().where(where, yield* customOf(reads, caller, asksOfCustom(where)))
        if (Result.isFailure(filters)) return yield* Effect.fail(filters.failure)
        return yield* reads.count(caller.tenant, of, filters.success)
      }),
    ),
    /**
     * How many records there are of each value of a field, of those that meet conditions; not of money. An indexed field, or
     * `{ custom: key }`, a custom field that pages may be filtered by; a record with several chosen values counts under each.
     */
    countBy: asked(
      "countBy",
      Effect.fnUntraced(function* (
        caller: Caller,
        field: CountField<Indexed>,
        where?: Where<State, Indexed>,
        options?: ReadOptions,
      ) {
        const reads = yield* readsFor(caller, options)
        const asks = asksOfCustom(where) || asksOfCustom(field)
        const question = questions().countBy(field, where, yield* customOf(reads, caller, asks))
        if (Result.isFailure(question)) return yield* Effect.fail(question.failure)
        // The question is decoded: its field is an indexed one, or a custom one under the name that stores know.
        const counted = question.success.field as Indexed
        const counts = yield* reads.countBy(caller.tenant, of, counted, question.success.filters)
        return typeof field === "string" ? counts : counts.map(ofCustomValue)
      }),
    ),
    /**
     * The record's journal, its events in today's shape; `hash` is of the row as it is stored. Empty for a record of another kind: its
     * own kind says who may read it.
     */
    history: asked(
      "history",
      Effect.fnUntraced(function* (caller: Caller, id: string, options?: ReadOptions) {
        if (!isIdText(id)) return yield* Effect.fail(notAnId())
        const reads = yield* readsFor(caller, options)
        if (!(yield* isReadable(reads, caller, `${of.kind}.history`, of, id))) return []
        const events: ReadonlyArray<JournalEvent> = yield* reads.stream(caller.tenant, id)
        return events[0]?.kind === of.kind ? events.map((event) => upcast(of, event)) : []
      }),
    ),
    /**
     * One record as it stood, rebuilt from its journal, with the texts it had then so far as they are not erased; null where it was not
     * there yet. Costs one read of its stream. What stores count beside a deal (`factsVersion`) is left out: the journal does not have it.
     */
    getAsOf: asked(
      "getAsOf",
      Effect.fnUntraced(function* (caller: Caller, id: string, request: AsOfRequest = {}, options?: ReadOptions) {
        if (!isIdText(id)) return yield* Effect.fail(notAnId())
        const decoded = decodeAsOf(request)
        if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
        const reads = yield* readsFor(caller, options)
        if (!(yield* isReadable(reads, caller, `${of.kind}.getAsOf`, of, id))) return null
        const events = yield* reads.stream(caller.tenant, id)
        const state = events[0]?.kind === of.kind ? thenOf(events, decoded.success) : null
        if (state === null) return null
        const texts = yield* reads.texts(caller.tenant, [state])
        const shown: WithTexts<Rebuilt<State>> = { ...rebuilt(state), texts: texts.get(id) ?? noTexts }
        return shown
      }),
    ),
    /**
     * A page of records as they stood, by id. Costs one read of a stream for each record of today that is walked over, whether it
     * is found or not: a page rebuilds up to `limit` of them. Meant for audits and corrections, not for screens.
     */
    pageAsOf: asked(
      "pageAsOf",
      Effect.fnUntraced(function* (
        caller: Caller,
        request: HistoricPageRequest<State, Indexed> = {},
        options?: ReadOptions,
      ) {
        // What is no object is refused as a page's question is.
        const isAsked =
          typeof request === "object" && request !== null && !Array.isArray(request) && !isOfNoMembers(request)
        const { asOf, knownAt, where, ...rest } = isAsked ? request : {}
        const reads = yield* readsFor(caller, options)
        const times = decodeAsOf({ asOf, knownAt })
        const filters = questions().where(where, yield* customOf(reads, caller, asksOfCustom(where)))
        const decoded = questions().page(isAsked ? rest : request)
        const problemsIn = (part: Result.Result<unknown, InputInvalid>) =>
          Result.isFailure(part) ? part.failure.problems : []
        const isOrdered = "orderBy" in rest
        if (Result.isFailure(times) || Result.isFailure(filters) || Result.isFailure(decoded) || isOrdered) {
          return yield* Effect.fail(
            new InputInvalid([
              ...problemsIn(times),
              ...problemsIn(filters),
              ...problemsIn(decoded),
              ...(isOrdered ? [orderUnknown] : []),
            ]),
          )
        }
        const { after, digest, limit, order } = decoded.success
        const records = yield* reads.page(caller.tenant, of, { after, order, limit: limit + 1 })
        const walked = records.slice(0, limit)
        const streams = yield* Effect.forEach(walked, ({ id }) => reads.stream(caller.tenant, id), {
          concurrency: streamsAtOnce,
        })
        const items = streams
          .map((events) => thenOf(events, times.success))
          .filter((state) => state !== null)
          .filter((state) => filters.success.every((filter) => passesFilter(state, filter, nowhere)))
          .map(rebuilt)
        const last = walked.at(-1)
        const next = records.length > limit && last !== undefined ? cursorOf(digest, positionOf(last, order)) : null
        const page: HistoricPage<State> = { items, next }
        return page
      }),
    ),
    /** Verifies all records of the kind with their journals and texts, for whoever sees them all. */
    verify: asked(
      "verify",
      Effect.fnUntraced(function* (caller: Caller) {
        yield* assertSeesAll(caller, `${of.kind}.verify`, of)
        const store = yield* Store
        return yield* store.verify(caller.tenant, of)
      }),
    ),
  }
}

/** The questions that a kind of record answers. */
export type QueriesOf<Kind> =
  Kind extends Aggregate<infer State, infer Event, infer Indexed>
    ? ReturnType<typeof recordQueries<State, Event, Indexed>>
    : never
