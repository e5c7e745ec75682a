import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Aggregate, RecordState } from "../../journal/Aggregate.ts"
import type { RecordCorrected } from "../../journal/Correction.ts"
import type { CustomFieldsSet } from "../../journal/CustomFields.ts"
import type { DomainEvent, JournalEvent, JournalEventOf } from "../../journal/Event.ts"
import { upcast } from "../../journal/EventVersions.ts"
import { customValueOf } from "../../shared/CustomValueKeys.ts"
import { hasPolicy } from "../AccessPolicy.ts"
import { awaitedThen } from "../Awaited.ts"
import type { Caller } from "../Caller.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import { opaqueId } from "../input/FieldSchema.ts"
import { check, inputDecoder } from "../input/Input.ts"
import { problemsBesides } from "../input/OptionProblems.ts"
import { observed, observesItself } from "../Observed.ts"
import { positionOf } from "../RecordFilter.ts"
import { shownReads } from "../ShownReads.ts"
import { streamOf } from "./Streams.ts"
import { Store } from "../Store.ts"
import type { PageQuery, ShownReads, StoreReads, ValueCount, WithTexts } from "../Store.ts"
import { asksOfCustom, customFieldsFor } from "./CustomFieldSource.ts"
import type { CustomFieldSource } from "./CustomFieldSource.ts"
import { historicQueries } from "./HistoricQueries.ts"
import { cursorOf } from "./PageCursor.ts"
import { assertSeesAll, isReadable, readable } from "./PermittedReads.ts"
import { readsFor } from "./ReadOptions.ts"
import type { ReadOptions } from "./ReadOptions.ts"
import { isIdText, notAnId } from "./RecordId.ts"
import type { PageRequest, Where } from "./RecordQuestion.ts"
import { recordQuestions } from "./RecordQuestionSchema.ts"
import type { PageQuestion, RecordQuestions } from "./RecordQuestionSchema.ts"

/** A page of records. */
export interface Page<State> {
  /** The records, in the order asked for. */
  readonly items: ReadonlyArray<WithTexts<State>>
  /** Give it as `after`, with the same conditions and order, for the next page; null where this is the last. */
  readonly next: string | null
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

/** Makes of a store's reads those that know of a kind's records only what a caller may know. */
export type NarrowedReads = (reads: StoreReads, caller: Caller) => StoreReads

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

/**
 * The questions that every kind of record answers.
 *
 * @param definition - the kind of record, such as `clientAggregate`
 * @param configured - where the tenant's custom fields are read from, for kinds that have them; such fields cannot be asked of where absent
 * @param narrowed - the store's reads as a caller may know of the records, for kinds that not everybody may, whatever the policy says
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
  narrowed?: NarrowedReads,
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
    return observesItself(name, (...args: Args): Effect.Effect<A, E, Store> =>
      observed(name, (services: Context.Context<Store>) => {
        const isJudged = narrowed !== undefined || hasPolicy(services)
        const reads = answer === undefined || isJudged ? null : Context.get(services, Store).shown
        return (reads === null ? null : answer?.(reads, ...args)) ?? question(...args)
      }),
    )
  }
  const customOf = customFieldsFor(of.kind, configured)
  const readsOf = (caller: Caller, options: ReadOptions | undefined) =>
    narrowed === undefined
      ? readsFor(caller, options)
      : Effect.map(readsFor(caller, options), (reads) => narrowed(reads, caller))
  const historic = historicQueries(of, questions, customOf, readsOf)
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
  const verifying = Effect.fnUntraced(function* (caller: Caller, ...besides: ReadonlyArray<unknown>) {
    const problems = problemsBesides(besides)
    if (problems.length > 0) return yield* Effect.fail(new InputInvalid(problems))
    yield* assertSeesAll(caller, `${of.kind}.verify`, of)
    const store = yield* Store
    return yield* store.verify(caller.tenant, of)
  })
  // By its type it takes nothing beside the caller: what is given all the same is refused, not passed over.
  const verify: (caller: Caller) => ReturnType<typeof verifying> = verifying
  return {
    /** One record, or null. */
    get: asked(
      "get",
      Effect.fnUntraced(function* (caller: Caller, id: string, options?: ReadOptions) {
        if (!isIdText(id)) return yield* Effect.fail(notAnId())
        const reads = yield* readsOf(caller, options)
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
        const reads = yield* readsOf(caller, options)
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
        const reads = yield* readsOf(caller, options)
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
        const reads = yield* readsOf(caller, options)
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
        const reads = yield* readsOf(caller, options)
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
        const reads = yield* readsOf(caller, options)
        if (!(yield* isReadable(reads, caller, `${of.kind}.history`, of, id))) return []
        const events: ReadonlyArray<JournalEvent> = yield* streamOf(reads, caller.tenant, id)
        const today = events[0]?.kind === of.kind ? events.map((event) => upcast(of, event)) : []
        return today as ReadonlyArray<JournalEventOf<Event | RecordCorrected | CustomFieldsSet>>
      }),
    ),
    /**
     * One record as it stood, rebuilt from its journal, with the texts it had then so far as they are not erased; null where it was not
     * there yet. Costs one read of its stream. What stores count beside a deal (`factsVersion`) is left out: the journal does not have it.
     */
    getAsOf: asked("getAsOf", historic.getAsOf),
    /**
     * A page of records as they stood, by id. Costs one read of a stream for each record of today that is walked over, whether it
     * is found or not: a page rebuilds up to `limit` of them. Meant for audits and corrections, not for screens.
     */
    pageAsOf: asked("pageAsOf", historic.pageAsOf),
    /** Verifies all records of the kind with their journals and texts, for whoever sees them all. */
    verify: asked("verify", verify),
  }
}

/** The questions that a kind of record answers. */
export type QueriesOf<Kind> =
  Kind extends Aggregate<infer State, infer Event, infer Indexed>
    ? ReturnType<typeof recordQueries<State, Event, Indexed>>
    : never
