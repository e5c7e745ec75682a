import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { AnyAggregate } from "../journal/Aggregate.ts"
import { systemActor } from "../shared/Actor.ts"
import { Failure } from "../shared/Failure.ts"
import type { Caller } from "./Caller.ts"
import type { RecordFilter } from "./RecordFilter.ts"
import type { Store } from "./Store.ts"
import type { StoreError } from "./StoreErrors.ts"

/** The access policy does not let the actor do this. */
export class Forbidden extends Failure<
  "Forbidden",
  {
    /** Area and verb, such as `deal.move`. */
    readonly action: string
    /** The record it is about; null where it is about none, or about one that the actor may not know of. */
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
  /** Its id; empty of what was to be made without one and was refused. */
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
 * What a host's policy answered, held to its form where nobody checked types: a Promise would pass for a yes.
 *
 * @throws TypeError where it has no `can` or no `scope`, or `can` answers anything but true or false
 */
const checkedAccess = (answered: ActorAccess): ActorAccess => {
  if (typeof answered?.can !== "function" || typeof answered.scope !== "function") {
    throw new TypeError("accessPolicy: what the function answers must have the functions can and scope")
  }
  const isUnlimited: unknown = answered.isUnlimited
  return {
    isUnlimited: isUnlimited === true,
    can: (action, record) => {
      const isAllowed: unknown = answered.can(action, record)
      if (typeof isAllowed === "boolean") return isAllowed
      throw new TypeError(
        `accessPolicy: can must answer true or false at once; read before what it goes by (${action})`,
      )
    },
    scope: (kind) => answered.scope(kind),
  }
}

/**
 * Makes a policy of a function of the host. What it throws or rejects with comes through to the caller as it is, as does what `can` and `scope`
 * throw; nothing of the call is written then.
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
  of: (caller) => Effect.promise(async () => checkedAccess(await of(caller))),
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
