import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import type { DomainEvent, JournalEvent } from "../journal/Event.ts"
import type { Caller } from "./Command.ts"
import { cursorOf } from "./PageCursor.ts"
import { positionOf } from "./RecordFilter.ts"
import type { PageRequest, Where } from "./RecordQuestion.ts"
import { recordQuestions } from "./RecordQuestionSchema.ts"
import { Store } from "./Store.ts"

/** A record together with its names and free text; erased texts are simply not there. */
export type WithTexts<State> = State & {
  /** Names, titles and comments by field. */
  readonly texts: Texts
}

/** A page of records. */
export interface Page<State> {
  /** The records, in the order asked for. */
  readonly items: ReadonlyArray<WithTexts<State>>
  /** Give it as `after`, with the same conditions and order, for the next page; null where this is the last. */
  readonly next: string | null
}

const noTexts: Texts = {}

/** The questions that every kind of record answers. */
export const recordQueries = <
  State extends RecordState,
  Event extends DomainEvent,
  Indexed extends keyof State & string,
>(
  definition: Aggregate<State, Event, Indexed>,
) => {
  const questions = recordQuestions(definition)
  // Which of its fields are indexed no longer matters once the question is decoded, and stores do not ask.
  const of = definition as unknown as Aggregate<State, Event>
  const shown = Effect.fnUntraced(function* (caller: Caller, records: ReadonlyArray<State>) {
    const store = yield* Store
    const texts = yield* store.texts(caller.tenant, records)
    return records.map((record): WithTexts<State> => ({ ...record, texts: texts.get(record.id) ?? noTexts }))
  })
  return {
    /** One record, or null. */
    get: Effect.fnUntraced(function* (caller: Caller, id: string) {
      const store = yield* Store
      const records = yield* store.byIds(caller.tenant, of, [id])
      return (yield* shown(caller, records))[0] ?? null
    }),
    /** A page of the records that meet conditions on indexed fields, in the order of one of them. */
    page: Effect.fnUntraced(function* (caller: Caller, request: PageRequest<State, Indexed> = {}) {
      const decoded = questions.page(request)
      if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
      const { digest, limit, order, ...question } = decoded.success
      const store = yield* Store
      // One more than is shown: whether there is a next page is known then.
      const records = yield* store.page(caller.tenant, of, { ...question, order, limit: limit + 1 })
      const items = yield* shown(caller, records.slice(0, limit))
      const last = items.at(-1)
      const next = records.length > limit && last !== undefined ? cursorOf(digest, positionOf(last, order)) : null
      const page: Page<State> = { items, next }
      return page
    }),
    /** How many records meet conditions on indexed fields; all of the kind where none is given. */
    count: Effect.fnUntraced(function* (caller: Caller, where?: Where<State, Indexed>) {
      const filters = questions.where(where)
      if (Result.isFailure(filters)) return yield* Effect.fail(filters.failure)
      const store = yield* Store
      return yield* store.count(caller.tenant, of, filters.success)
    }),
    /** How many records there are of each value of an indexed field, of those that meet conditions; not of money. */
    countBy: Effect.fnUntraced(function* (caller: Caller, field: Indexed, where?: Where<State, Indexed>) {
      const filters = questions.countBy(field, where)
      if (Result.isFailure(filters)) return yield* Effect.fail(filters.failure)
      const store = yield* Store
      return yield* store.countBy(caller.tenant, of, field, filters.success)
    }),
    /** The record's journal. */
    history: Effect.fnUntraced(function* (caller: Caller, id: string) {
      const store = yield* Store
      const events: ReadonlyArray<JournalEvent> = yield* store.stream(caller.tenant, id)
      return events
    }),
    /** Verifies the hash chains of all records of the kind. */
    verify: Effect.fnUntraced(function* (caller: Caller) {
      const store = yield* Store
      return yield* store.verify(caller.tenant, of)
    }),
  }
}
