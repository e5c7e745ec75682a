import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Aggregate, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent, JournalEvent } from "../../journal/Event.ts"
import { eventsBy, replay } from "../../journal/Replay.ts"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Instant } from "../../shared/Instant.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { Caller } from "../Caller.ts"
import { instantField } from "../input/FieldSchema.ts"
import { inputDecoder, isOfNoMembers } from "../input/Input.ts"
import { passesFilter, positionOf } from "../RecordFilter.ts"
import { noTexts } from "../ShownReads.ts"
import { streamOf } from "./Streams.ts"
import type { WithTexts } from "../Store.ts"
import { asksOfCustom } from "./CustomFieldSource.ts"
import type { CustomFieldsFor } from "./CustomFieldSource.ts"
import { cursorOf } from "./PageCursor.ts"
import { isReadable } from "./PermittedReads.ts"
import type { ReadOptions, ReadsOf } from "./ReadOptions.ts"
import { isIdText, notAnId } from "./RecordId.ts"
import type { Where } from "./RecordQuestion.ts"
import type { RecordQuestions } from "./RecordQuestionSchema.ts"

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

/** Replay begins the count at 0, which is not what it was. */
const rebuilt = <State extends RecordState>(state: State): Rebuilt<State> => {
  const { factsVersion: _factsVersion, ...rest } = state
  // What is left of a record without one of its fields, which the compiler does not follow through a type that is not known yet.
  return rest as Rebuilt<State>
}

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

/**
 * The questions about records as they stood.
 *
 * @param of - the kind of record
 * @param questions - how its questions are decoded
 * @param customOf - the tenant's fields of the kind, where a question asks of one
 * @param readsOf - the store's reads for a caller, within the host's transaction where one is given
 */
export const historicQueries = <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(
  of: Aggregate<State, Event, Indexed>,
  questions: () => RecordQuestions,
  customOf: CustomFieldsFor,
  readsOf: ReadsOf,
) => {
  const thenOf = (events: ReadonlyArray<JournalEvent>, { asOf, knownAt }: AsOfRequest): State | null =>
    replay(of, eventsBy(events, asOf, knownAt))
  return {
    getAsOf: Effect.fnUntraced(function* (
      caller: Caller,
      id: string,
      request: AsOfRequest = {},
      options?: ReadOptions,
    ) {
      if (!isIdText(id)) return yield* Effect.fail(notAnId())
      const decoded = decodeAsOf(request)
      if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
      const reads = yield* readsOf(caller, options)
      if (!(yield* isReadable(reads, caller, `${of.kind}.getAsOf`, of, id))) return null
      const events = yield* streamOf(reads, caller.tenant, id)
      const state = events[0]?.kind === of.kind ? thenOf(events, decoded.success) : null
      if (state === null) return null
      const texts = yield* reads.texts(caller.tenant, [state])
      const shown: WithTexts<Rebuilt<State>> = { ...rebuilt(state), texts: texts.get(id) ?? noTexts }
      return shown
    }),
    pageAsOf: Effect.fnUntraced(function* (
      caller: Caller,
      request: HistoricPageRequest<State, Indexed> = {},
      options?: ReadOptions,
    ) {
      // What is no object is refused as a page's question is.
      const isAsked =
        typeof request === "object" && request !== null && !Array.isArray(request) && !isOfNoMembers(request)
      const { asOf, knownAt, where, ...rest } = isAsked ? request : {}
      const reads = yield* readsOf(caller, options)
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
      const ids = walked.map(({ id }) => id)
      const streams = yield* reads.streams(caller.tenant, ids)
      const items = ids
        .map((id) => thenOf(streams.get(id) ?? [], times.success))
        .filter((state) => state !== null)
        .filter((state) => filters.success.every((filter) => passesFilter(state, filter, nowhere)))
        .map(rebuilt)
      const last = walked.at(-1)
      const next = records.length > limit && last !== undefined ? cursorOf(digest, positionOf(last, order)) : null
      const page: HistoricPage<State> = { items, next }
      return page
    }),
  }
}
