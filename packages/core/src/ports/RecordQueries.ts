import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { Aggregate, RecordState } from "../journal/Aggregate.ts"
import type { Texts } from "../journal/Decision.ts"
import type { DomainEvent, JournalEvent } from "../journal/Event.ts"
import type { Caller } from "./Command.ts"
import { textField } from "./FieldSchema.ts"
import { check, inputDecoder } from "./Input.ts"
import type { PageQuery } from "./Store.ts"
import { Store } from "./Store.ts"

/** A record together with its names and free text; erased texts are simply not there. */
export type WithTexts<State> = State & {
  /** Names, titles and comments by field. */
  readonly texts: Texts
}

/** A page of records. */
export interface Page<State> {
  /** The records, by id. */
  readonly items: ReadonlyArray<WithTexts<State>>
  /** Give it as `afterId` for the next page; null where this is the last. */
  readonly nextAfterId: string | null
}

const noTexts: Texts = {}

const pageQuerySchema = (indexes: ReadonlyArray<string>) =>
  Schema.Struct({
    where: Schema.optional(
      Schema.Struct(Object.fromEntries(indexes.map((field) => [field, Schema.optional(textField(255))]))),
    ),
    afterId: Schema.optional(textField(255)),
    limit: Schema.optional(
      Schema.Int.check(
        check(
          "limit.bounds",
          { en: "must be 1 to 10000", ru: "должно быть от 1 до 10000" },
          (n) => n >= 1 && n <= 10_000,
        ),
      ),
    ),
  })

/** The questions that every kind of record answers. */
export const recordQueries = <State extends RecordState, Event extends DomainEvent>(of: Aggregate<State, Event>) => {
  const decodeQuery = inputDecoder(pageQuerySchema(of.indexes))
  const decodeField = inputDecoder(Schema.Literals(of.indexes))
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
    /** A page in id order. */
    page: Effect.fnUntraced(function* (caller: Caller, query: PageQuery<State>) {
      const decoded = decodeQuery(query)
      if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
      const store = yield* Store
      const limit = query.limit ?? 100
      const records = yield* store.page(caller.tenant, of, { ...query, limit })
      const items = yield* shown(caller, records)
      const page: Page<State> = { items, nextAfterId: items.length < limit ? null : (items.at(-1)?.id ?? null) }
      return page
    }),
    /** Counts by one indexed field. */
    countBy: Effect.fnUntraced(function* (caller: Caller, field: keyof State & string) {
      const decoded = decodeField(field)
      if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
      const store = yield* Store
      return yield* store.countBy(caller.tenant, of, field)
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
