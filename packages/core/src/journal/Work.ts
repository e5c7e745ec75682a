import type { Result } from "effect/Result"
import type { AnyAggregate, RecordKind, RecordState } from "./Aggregate.ts"
import type { Decision, Texts } from "./Decision.ts"
import type { DomainEvent } from "./Event.ts"

/** A question that a command asks of the store inside its transaction. */
export type Read =
  | { readonly _tag: "ById"; readonly of: AnyAggregate; readonly ids: ReadonlyArray<string> }
  | {
      readonly _tag: "Where"
      readonly of: AnyAggregate
      readonly index: string
      readonly values: ReadonlyArray<string>
    }
  | { readonly _tag: "Texts"; readonly records: ReadonlyArray<RecordState> }

/**
 * The inside of a command: a generator that asks for what it needs (`yield* byId(…)`) and returns a decision or a typed
 * rejection. It does no input or output itself, so that a store may run it synchronously (SQLite, memory), in round
 * trips (Postgres), merged with others in one commit, or again after a conflict.
 */
export type Work<Answer, Rejection> = Generator<Read, Result<Decision<Answer>, Rejection>, unknown>

/** Reads one record. */
export function* byId<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  id: string,
): Generator<Read, State | null, unknown> {
  const records = (yield { _tag: "ById", of, ids: [id] }) as ReadonlyArray<State>
  return records[0] ?? null
}

/** Reads records by their ids, in one question; absent ones are left out of the map. */
export function* byIds<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  ids: ReadonlyArray<string>,
): Generator<Read, ReadonlyMap<string, State>, unknown> {
  if (ids.length === 0) return new Map()
  const records = (yield { _tag: "ById", of, ids }) as ReadonlyArray<State>
  return new Map(records.map((record) => [record.id, record]))
}

/** Reads the records whose indexed field has one of the values, by id. */
export function* where<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  index: keyof State & string,
  values: ReadonlyArray<string>,
): Generator<Read, ReadonlyArray<State>, unknown> {
  if (values.length === 0) return []
  return (yield { _tag: "Where", of, index, values }) as ReadonlyArray<State>
}

/** Reads the current texts of records that have any, by record id. */
export function* textsOf(records: ReadonlyArray<RecordState>): Generator<Read, ReadonlyMap<string, Texts>, unknown> {
  const withTexts = records.filter((record) => record.textsVersion > 0)
  if (withTexts.length === 0) return new Map()
  return (yield { _tag: "Texts", records: withTexts }) as ReadonlyMap<string, Texts>
}

/**
 * Whether a record's texts were erased: it had some, and there are none. What a source says again of an erased person is not kept;
 * a removed text is another thing, it leaves texts without that field.
 *
 * @param texts - what {@link textsOf} gave for the record
 */
export const isErased = (record: RecordState | null, texts: ReadonlyMap<string, Texts>): boolean =>
  record !== null && record.textsVersion > 0 && !texts.has(record.id)

/** Runs work against a synchronous reader to its decision. */
export const runWork = <Answer, Rejection>(
  work: Work<Answer, Rejection>,
  read: (question: Read) => unknown,
): Result<Decision<Answer>, Rejection> => {
  let step = work.next()
  while (step.done !== true) step = work.next(read(step.value))
  return step.value
}
