import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { AnyAggregate, OwnerKind, OwnerStep, Ownership, RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import type { Decision } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { systemActor } from "../shared/Actor.ts"
import { Failure, isSalesDeptError } from "../shared/Failure.ts"
import type { Caller } from "./Caller.ts"
import { fieldOf } from "./RecordFilter.ts"
import type { RecordFilter } from "./RecordFilter.ts"
import type { Store, StoreReads } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

/** The access policy does not let the actor do this. */
export class Forbidden extends Failure<
  "Forbidden",
  {
    /** Area and verb, such as `deal.move`. */
    readonly action: string
    /** The record it is about; null where it is about none. */
    readonly id: string | null
  }
> {
  readonly _tag = "Forbidden"
  /** @param isUnowned - whether it is about a record to be made without an owner, which is easily forgotten to be named */
  constructor(action: string, id: string | null, isUnowned = false) {
    const [en, ru] = isUnowned ? [" of a record without an owner", ", запись без ответственного"] : ["", ""]
    super(
      {
        en: `Not allowed: ${action}${id === null ? en : ` of ${id}`}`,
        ru: `Недостаточно прав: ${action}${id === null ? ru : `, ${id}`}`,
      },
      { action, id },
    )
  }
}

/**
 * Which records of a kind an actor sees in lists, counts and aggregates: all, or those of some owners and, where `unowned`, those
 * that have none. Kinds without owners (configuration, products, scripts) are seen by all.
 */
export type RowScope = "all" | { readonly ownerIds: ReadonlyArray<string>; readonly unowned: boolean }

/** A record as a policy judges it. */
export interface AccessRecord {
  /** Its kind, such as `deal`. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** Its owner; of a record that belongs to another (an invoice to a deal), that one's. Null where it has none. */
  readonly ownerId: string | null
  /** Whether records of this kind have owners at all. */
  readonly isOwned: boolean
  /** Whether it is being made. */
  readonly isNew: boolean
}

/** What one actor may do, at the time of one call. */
export interface ActorAccess {
  /** Whether every action and record is allowed: nothing else is asked then. */
  readonly isUnlimited: boolean
  /**
   * Whether the actor may do this to this record: `deal.move`, `invoice.issue` (each record that a command changes, as it was
   * before; what it makes, as it is made), `deal.get`, `deal.history` (single reads). Record null: the action is about none.
   */
  readonly can: (action: string, record: AccessRecord | null) => boolean
  /** Which records of a kind lists, counts and aggregates show. */
  readonly scope: (kind: string) => RowScope
}

/**
 * Who may do and see what. Asked once for each call, before its transaction opens, so that it may read whatever the host keeps; what
 * it gives is judged by at once, inside.
 */
export interface AccessPolicyShape {
  /** What the caller may do. */
  readonly of: (caller: Caller) => Effect.Effect<ActorAccess, StoreError, Store>
}

/** Everything is allowed and seen. */
export const unlimited: ActorAccess = { isUnlimited: true, can: () => true, scope: () => "all" }

const everything = Effect.succeed(unlimited)

const allowAll: AccessPolicyShape = { of: () => everything }

/** The host's access policy; every actor may do and see everything where the host gives none. */
export const AccessPolicy = Context.Reference<AccessPolicyShape>("@salesdept/core/AccessPolicy", {
  defaultValue: () => allowAll,
})

/**
 * Makes a policy of a function of the host. What it throws or rejects with comes through to the caller as it is.
 *
 * @param of - tells what the caller may do and see, at once or as a Promise; asked once for each call
 * @example
 * ```ts
 * import { accessPolicy, memory, salesDept } from "@salesdept/core/promise"
 *
 * const access = accessPolicy(({ actor, roles }) => ({
 *   isUnlimited: roles?.includes("head") ?? false,
 *   can: (_action, record) => record === null || !record.isOwned || record.ownerId === actor,
 *   scope: () => ({ ownerIds: [actor], unowned: false }),
 * }))
 * await using dept = await salesDept({ store: memory(), access })
 * const shop = dept.tenant("shop-17")
 * await shop.as("user:1", { roles: ["head"] }).clients.register({ name: "Ромашка", ownerId: "user:7" })
 * await shop.as("user:42").clients.count() // 0
 * await shop.as("user:7").clients.count() // 1
 * ```
 */
export const accessPolicy = (of: (caller: Caller) => ActorAccess | Promise<ActorAccess>): AccessPolicyShape => ({
  of: (caller) => Effect.promise(async () => await of(caller)),
})

/** What a caller may do. The system itself, which `tick` acts as, may do everything. */
export const accessOf = (caller: Caller): Effect.Effect<ActorAccess, StoreError, Store> =>
  caller.actor === systemActor
    ? everything
    : Effect.contextWith((services: Context.Context<Store>) => {
        const policy = Context.get(services, AccessPolicy)
        return policy === allowAll ? everything : policy.of(caller)
      })

/** Whether any policy is in force: where none is, nothing needs to be asked. */
export const hasPolicy = (services: Context.Context<never>): boolean => Context.get(services, AccessPolicy) !== allowAll

/** Whether an actor sees records of a kind of an owner, by the row scope: for what is made of records that were read whole. */
export const seesOwner = ({ scope }: ActorAccess, kind: string): ((ownerId: string | null) => boolean) => {
  const rows = scope(kind)
  return (ownerId) => rows === "all" || (ownerId === null ? rows.unowned : rows.ownerIds.includes(ownerId))
}

/** The filters of a scope over records of a kind; none where everything is seen. */
export const scopeFilters = (
  { indexes, indexKinds, ownership }: Pick<AnyAggregate, "indexes" | "indexKinds" | "ownership">,
  scope: RowScope,
): ReadonlyArray<RecordFilter> => {
  if (scope === "all" || ownership === undefined) return []
  const { ownerIds: owners, unowned } = scope
  if (ownership === "nobody") {
    const [field = "id"] = indexes
    return unowned ? [] : [{ field, kind: indexKinds?.[field] ?? "text", test: { _tag: "OneOf", values: [] } }]
  }
  if ("first" in ownership) {
    const [{ through }] = ownership.first
    return [{ field: through, kind: "text", test: { _tag: "BelongsToFirst", steps: ownership.first, owners, unowned } }]
  }
  return "through" in ownership
    ? [
        {
          field: ownership.through,
          kind: "text",
          test: { _tag: "BelongsTo", kind: ownership.kind, field: ownership.field, owners, unowned },
        },
      ]
    : [{ field: ownership.field, kind: "text", test: { _tag: "OwnedBy", owners, unowned } }]
}

/** A record that is asked for to learn whose another is. */
interface Holder {
  readonly kind: string
  readonly id: string
}

/** Finds out whose a record is: asks for the records on the way, each answered with the record or null. */
function* ownerIdOf(
  { ownership }: Pick<AnyAggregate, "ownership">,
  record: RecordState,
): Generator<Holder, string | null, RecordState | null> {
  if (ownership === undefined || ownership === "nobody") return null
  const text = (value: unknown): string | null => (typeof value === "string" ? value : null)
  if (!("first" in ownership) && !("through" in ownership)) return text(fieldOf(record, ownership.field))
  const steps: ReadonlyArray<OwnerStep> =
    "first" in ownership
      ? ownership.first
      : [{ through: ownership.through, kinds: [{ kind: ownership.kind, field: ownership.field }] }]
  for (const { kinds, through } of steps) {
    const id = text(fieldOf(record, through))
    if (id === null) continue
    for (const kind of kinds) {
      let holder: OwnerKind | undefined = kind
      let at: string | null = id
      let found: RecordState | null = null
      while (holder !== undefined && at !== null) {
        found = yield { kind: holder.kind, id: at }
        if (found === null) break
        at = text(fieldOf(found, holder.field))
        holder = holder.in
      }
      if (found !== null) return holder === undefined ? at : null
    }
    return null
  }
  return null
}

/** A record as a policy judges it. */
const accessRecordOf = (
  { kind, ownership }: Pick<AnyAggregate, "kind" | "ownership">,
  { id }: RecordState,
  ownerId: string | null,
  isNew = false,
): AccessRecord => ({ kind, id, ownerId, isOwned: ownership !== undefined, isNew })

const keyOf = (kind: string, id: string): string => `${kind}\n${id}`

/** What a command's work has read, by kind and id. */
type Seen = Map<string, { readonly of: AnyAggregate; readonly record: RecordState }>

const note = (seen: Seen, question: Read, answer: unknown): void => {
  if (question._tag === "Texts") return
  for (const record of answer as ReadonlyArray<RecordState>) {
    seen.set(keyOf(question.of.kind, record.id), { of: question.of, record })
  }
}

/** Whose a record is; reads what says it, unless the work has read it already. */
function* ownerRead(seen: Seen, of: AnyAggregate, record: RecordState): Generator<Read, string | null, unknown> {
  const asking = ownerIdOf(of, record)
  let step = asking.next()
  while (step.done !== true) {
    const { id, kind } = step.value
    const known = seen.get(keyOf(kind, id))
    if (known !== undefined) {
      step = asking.next(known.record)
      continue
    }
    // Stores find a kind by its name; what folds its events is not asked for by a read.
    const parent: AnyAggregate = { kind, indexes: [], evolve: () => record }
    const question: Read = { _tag: "ById", of: parent, ids: [id] }
    const found = ((yield question) as ReadonlyArray<RecordState>)[0]
    if (found !== undefined) seen.set(keyOf(kind, id), { of: parent, record: found })
    step = asking.next(found ?? null)
  }
  return step.value
}

/** Whose that is which a record is about beside its own owner; null where it is about nothing of the kind. */
const aboutOf = ({ ownership }: AnyAggregate, record: RecordState): Ownership | null => {
  if (ownership === undefined || ownership === "nobody" || !("about" in ownership)) return null
  const [first, ...rest] = (ownership.about ?? []).filter(({ through }) => fieldOf(record, through) !== null)
  return first === undefined ? null : { first: [first, ...rest] }
}

/** A record that a policy is to judge. */
interface Judged {
  readonly of: AnyAggregate
  readonly record: RecordState
  readonly isNew: boolean
}

/** Somebody's records of which a decision erases the texts, or which its answer shows: by what it says, or as they were read. */
const besides = (seen: Seen, { answer, erasures = [], shown = [] }: Decision<unknown>): ReadonlyArray<Judged> => {
  const named = new Set([...erasures, ...shown])
  const given = new Set(Object.values(answer ?? {}).flat())
  return [...seen.values()].flatMap(({ of, record }) =>
    of.ownership !== undefined && (named.has(record.id) || given.has(record)) ? [{ of, record, isNew: false }] : [],
  )
}

/** Texts within an input, ids of records among them. */
const namedIn = (input: unknown): ReadonlySet<unknown> => {
  const named = new Set<unknown>()
  JSON.stringify(input, (_key, value: unknown) => {
    named.add(value)
    return value
  })
  return named
}

/**
 * What a decision is about: what it changes, erases and shows; where that is nothing, or it was refused, the owned records that the
 * input names, of which that tells too, or the first that was read.
 */
const judged = (seen: Seen, decided: Decision<unknown> | null, input: unknown): ReadonlyArray<Judged> => {
  if (decided !== null) {
    const changed = decided.changes.map(({ after, expectedVersion, of }): Judged => {
      const before = expectedVersion === 0 ? undefined : seen.get(keyOf(of.kind, after.id))?.record
      return { of, record: before ?? after, isNew: expectedVersion === 0 }
    })
    const all = [...changed, ...besides(seen, decided)]
    if (all.length > 0) return all
  }
  const owned = [...seen.values()].flatMap(({ of, record }): ReadonlyArray<Judged> =>
    of.ownership === undefined ? [] : [{ of, record, isNew: false }],
  )
  const named = namedIn(input)
  const told = owned.filter(({ record }) => named.has(record.id))
  return told.length > 0 ? told : owned.slice(0, 1)
}

/**
 * A command's work under a policy: it is refused where the actor may not do this to every record that it changes, erases or shows. A
 * refusal of the command itself, and an answer without a change, are given only where the actor may do this to the records that the input
 * names.
 */
export function* permittedWork<Answer, Rejection>(
  action: string,
  access: ActorAccess,
  work: Work<Answer, Rejection>,
  input: unknown,
): Work<Answer, Rejection | Forbidden> {
  const seen: Seen = new Map()
  let step = work.next()
  while (step.done !== true) {
    const answer: unknown = yield step.value
    note(seen, step.value, answer)
    step = work.next(answer)
  }
  const records = judged(seen, Result.isSuccess(step.value) ? step.value.success : null, input)
  for (const { of, record, isNew } of records) {
    const ownerId = yield* ownerRead(seen, of, record)
    if (!access.can(action, accessRecordOf(of, record, ownerId, isNew))) {
      const isUnowned = isNew && of.ownership !== undefined && of.ownership !== "nobody" && ownerId === null
      return Result.fail(new Forbidden(action, isNew ? null : record.id, isUnowned))
    }
    const about = isNew ? aboutOf(of, record) : null
    if (about === null) continue
    const subjectOwnerId = yield* ownerRead(seen, { ...of, ownership: about }, record)
    if (!access.can(action, accessRecordOf(of, record, subjectOwnerId, isNew))) {
      return Result.fail(new Forbidden(action, null))
    }
  }
  if (records.length === 0 && !access.can(action, null) && !isOfHost(step.value)) {
    return Result.fail(new Forbidden(action, null))
  }
  return step.value
}

/** Whether there is no configuration: that tells nothing of any record, and a refusal in its place would send the host the wrong way. */
const isOfHost = (outcome: Result.Result<unknown, unknown>): boolean =>
  Result.isFailure(outcome) && isSalesDeptError(outcome.failure) && outcome.failure._tag === "DepartmentMissing"

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

/** Fails where the caller may not read a record in this way (`deal.get`); a record that is not there is judged as none. */
export const assertReadable = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  reads: StoreReads,
  caller: Caller,
  action: string,
  of: RecordKind<State, Event>,
  id: string,
) {
  const access = yield* accessOf(caller)
  if (access.isUnlimited) return
  const [record] = yield* reads.byIds(caller.tenant, of, [id])
  if (record === undefined) {
    return access.can(action, null) ? undefined : yield* Effect.fail(new Forbidden(action, null))
  }
  if (!(yield* mayRead(reads, caller, action, of, record, access))) {
    return yield* Effect.fail(new Forbidden(action, id))
  }
})

const mayRead = Effect.fnUntraced(function* <State extends RecordState, Event extends DomainEvent>(
  reads: StoreReads,
  caller: Caller,
  action: string,
  of: RecordKind<State, Event>,
  record: State,
  access: ActorAccess,
) {
  const asking = ownerIdOf(of, record)
  let step = asking.next()
  while (step.done !== true) {
    // Stores find a kind by its name.
    const [parent] = yield* reads.byIds(caller.tenant, { ...of, kind: step.value.kind }, [step.value.id])
    step = asking.next(parent ?? null)
  }
  return access.can(action, accessRecordOf(of, record, step.value))
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
  for (const record of records) if (yield* mayRead(reads, caller, action, of, record, access)) may.push(record)
  return may
})
