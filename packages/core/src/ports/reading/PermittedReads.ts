import * as Effect from "effect/Effect"
import type { AnyAggregate, RecordKind, RecordState } from "../../journal/Aggregate.ts"
import type { DomainEvent } from "../../journal/Event.ts"
import { accessOf, Forbidden, scopeFilters } from "../AccessPolicy.ts"
import type { Caller } from "../Caller.ts"
import { accessRecordOf, mayKnow, ownerIdOf } from "../RecordOwner.ts"
import type { Store, StoreReads } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

/**
 * Fails where the caller may not do this, or does not see every record of a kind: for what is done and counted over all of them at once,
 * whoever owns them.
 */
export const assertSeesAll = Effect.fnUntraced(function* (
  caller: Caller,
  action: string,
  of: Pick<AnyAggregate, "kind" | "indexes" | "indexKinds" | "ownership">,
) {
  const access = yield* accessOf(caller)
  if (access.isUnlimited) return
  const seesAll = scopeFilters(of, access.scope(of.kind)).length === 0
  if (!seesAll || !access.can(action, null)) yield* Effect.fail(new Forbidden(action, null))
})

const ownerOf = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  reads: StoreReads,
  caller: Caller,
  of: RecordKind<State, Event>,
  record: State,
) {
  const asking = ownerIdOf(of, record)
  let step = asking.next()
  while (step.done !== true) {
    // Stores find a kind by its name.
    const [parent] = yield* reads.byIds(caller.tenant, { ...of, kind: step.value.kind }, [step.value.id])
    step = asking.next(parent ?? null)
  }
  return step.value
})

/**
 * Whether what there is of a record is to be shown to the caller: not where the caller may not know that it is there, which is answered
 * like one that is not. Fails with `Forbidden` where the caller may know of it, but not read it in this way (`deal.history`), or may read
 * nothing in this way.
 *
 * @param reads - what to read through
 * @param caller - tenant, actor and roles
 * @param action - the kind of record and the read, such as `deal.get`
 * @param of - the kind of record
 * @param id - its id
 * @example
 * ```ts
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { isReadable, storeFor } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const caller = { tenant: "shop-17", actor: "user:42" }
 * const program = Effect.gen(function* () {
 *   return yield* isReadable(yield* storeFor(caller), caller, "deal.print", dealAggregate, "deal_3")
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // true
 * ```
 */
export const isReadable = <State extends RecordState, Event extends DomainEvent>(
  reads: StoreReads,
  caller: Caller,
  action: string,
  of: RecordKind<State, Event>,
  id: string,
): Effect.Effect<boolean, Forbidden | StoreError, Store> =>
  Effect.gen(function* () {
    const access = yield* accessOf(caller)
    if (access.isUnlimited) return true
    const [record] = yield* reads.byIds(caller.tenant, of, [id])
    const ownerId = record === undefined ? null : yield* ownerOf(reads, caller, of, record)
    if (record !== undefined && access.can(action, accessRecordOf(of, record, ownerId))) return true
    if (record !== undefined && mayKnow(access, of, record, ownerId)) {
      return yield* Effect.fail(new Forbidden(action, id))
    }
    if (!access.can(action, null)) return yield* Effect.fail(new Forbidden(action, null))
    return false
  })

/** Those of some records that the caller may read in this way. */
export const readable = Effect.fnUntraced(function* <
  State extends RecordState,
  Event extends DomainEvent,
  Shown extends State,
>(reads: StoreReads, caller: Caller, action: string, of: RecordKind<State, Event>, records: ReadonlyArray<Shown>) {
  const access = yield* accessOf(caller)
  if (access.isUnlimited) return records
  const may: Array<Shown> = []
  for (const record of records) {
    if (access.can(action, accessRecordOf(of, record, yield* ownerOf(reads, caller, of, record)))) may.push(record)
  }
  return may
})
