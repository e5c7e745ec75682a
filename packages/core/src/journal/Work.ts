import type { Result } from "effect/Result"
import type { AnyAggregate, RecordKind, RecordState } from "./Aggregate.ts"
import type { Decision, Texts } from "./Decision.ts"
import type { DomainEvent } from "./Event.ts"

/** A question that a command asks of the store inside its transaction. */
export type Read =
  | {
      readonly _tag: "ById"
      readonly of: AnyAggregate
      readonly ids: ReadonlyArray<string>
      /**
       * Only whether they are there is asked, and the answer need hold no more of each than its id: a store may take it for so and have its
       * write check it. Absent: whole records.
       */
      readonly isPresenceAsked?: true
    }
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

/**
 * Reads one record.
 *
 * @param of - the kind of record
 * @param id - its id
 * @returns the record, or null where there is none
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { byId, decision, runWork } from "@salesdept/core/journal"
 * import { getOrThrow, succeed } from "effect/Result"
 *
 * function* stageOf(dealId: string) {
 *   const deal = yield* byId(dealAggregate, dealId)
 *   return succeed(decision([], deal?.stageId ?? null))
 * }
 * getOrThrow(runWork(stageOf("deal_3"), () => [{ id: "deal_3", stageId: "proposal" }])).answer // "proposal"
 * ```
 */
export function* byId<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  id: string,
): Generator<Read, State | null, unknown> {
  const records = (yield { _tag: "ById", of, ids: [id] }) as ReadonlyArray<State>
  return records[0] ?? null
}

/**
 * Reads records by their ids, in one question.
 *
 * @param of - the kind of record
 * @param ids - their ids; without any nothing is asked
 * @returns the records by id; absent ones are left out of the map
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { byIds, decision, runWork } from "@salesdept/core/journal"
 * import { getOrThrow, succeed } from "effect/Result"
 *
 * function* missing(ids: ReadonlyArray<string>) {
 *   const deals = yield* byIds(dealAggregate, ids)
 *   return succeed(decision([], ids.filter((id) => !deals.has(id))))
 * }
 * getOrThrow(runWork(missing(["deal_3", "deal_4"]), () => [{ id: "deal_3" }])).answer // ["deal_4"]
 * ```
 */
export function* byIds<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  ids: ReadonlyArray<string>,
): Generator<Read, ReadonlyMap<string, State>, unknown> {
  if (ids.length === 0) return new Map()
  const records = (yield { _tag: "ById", of, ids }) as ReadonlyArray<State>
  return new Map(records.map((record) => [record.id, record]))
}

/**
 * Reads the records whose indexed field has one of the values.
 *
 * @param of - the kind of record
 * @param index - one of its indexed fields that hold text
 * @param values - what the field has to hold, one of them; without any nothing is asked
 * @returns the records in code-point order of their ids
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { decision, runWork, where } from "@salesdept/core/journal"
 * import { getOrThrow, succeed } from "effect/Result"
 *
 * function* dealsOf(clientId: string) {
 *   const deals = yield* where(dealAggregate, "clientId", [clientId])
 *   return succeed(decision([], deals.map(({ id }) => id)))
 * }
 * getOrThrow(runWork(dealsOf("client_9"), () => [{ id: "deal_3" }, { id: "deal_8" }])).answer // ["deal_3", "deal_8"]
 * ```
 */
export function* where<State extends RecordState, Event extends DomainEvent>(
  of: RecordKind<State, Event>,
  index: keyof State & string,
  values: ReadonlyArray<string>,
): Generator<Read, ReadonlyArray<State>, unknown> {
  if (values.length === 0) return []
  return (yield { _tag: "Where", of, index, values }) as ReadonlyArray<State>
}

/**
 * Reads the current texts of records.
 *
 * @param records - the records; those that never had texts are not asked for
 * @returns texts by record id; records that have none, or whose texts were erased, are left out
 * @example
 * ```ts
 * import { decision, runWork, textsOf } from "@salesdept/core/journal"
 * import { getOrThrow, succeed } from "effect/Result"
 *
 * const deal = { id: "deal_3", version: 4, textsVersion: 1, changedAt: "2026-11-23T09:30:00.000Z" }
 * function* isTitled() {
 *   const texts = yield* textsOf([deal])
 *   return succeed(decision([], texts.get(deal.id)?.["title"] !== undefined))
 * }
 * getOrThrow(runWork(isTitled(), () => new Map([["deal_3", { title: "Аудит" }]]))).answer // true
 * ```
 */
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

/**
 * Runs work against a synchronous reader to its decision: how a store that reads without waiting runs a command.
 *
 * @param work - the inside of a command; it is used up
 * @param read - answers a question: `ById` with a list of those records that there are, `Where` with a list in code-point order of ids,
 * `Texts` with a map of texts by record id
 * @returns what the work decided, or why it was refused
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { byId, decision, runWork } from "@salesdept/core/journal"
 * import { fail, succeed } from "effect/Result"
 *
 * function* nameOf(dealId: string) {
 *   const deal = yield* byId(dealAggregate, dealId)
 *   return deal === null ? fail("dealUnknown") : succeed(decision([], deal.id))
 * }
 * runWork(nameOf("deal_3"), () => [])._tag // "Failure"
 * ```
 */
export const runWork = <Answer, Rejection>(
  work: Work<Answer, Rejection>,
  read: (question: Read) => unknown,
): Result<Decision<Answer>, Rejection> => {
  let step = work.next()
  while (step.done !== true) step = work.next(read(step.value))
  return step.value
}
