import type { Effect } from "effect/Effect"
import { Failure } from "../shared/Failure.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { StoreError } from "./StoreErrors.ts"

/** The store keeps no list of its tenants. */
export class NoTenantList extends Failure<"NoTenantList", { readonly store: string }> {
  readonly _tag = "NoTenantList"
  constructor(store: string) {
    super(
      {
        en: `The ${store} store keeps no list of its tenants: say which (tick: tenants; events: dept.tenant(id).events)`,
        ru: `Хранилище ${store} не ведёт списка арендаторов: назовите их (tick: tenants; события: dept.tenant(id).events)`,
      },
      { store },
    )
  }
}

/** What is to be forgotten of a tenant's idempotency keys. */
export interface ForgetKeys {
  /** Whose keys. */
  readonly tenant: TenantId
  /** The time by which it is judged whether to look at all. */
  readonly now: Instant
  /** Keys used before it (exclusive) are forgotten. */
  readonly before: Instant
  /** How many at most, 1 or more. */
  readonly limit: number
  /** Where everything is forgotten that was to be, nothing is looked for until then. */
  readonly againAt: Instant
}

/** What a store offers to those who look after all of its tenants. */
export interface TenantCare {
  /**
   * Tenants who have ever run a command here, but a dry run, by code point of their ids; also where row-level security hides
   * their rows.
   *
   * @param after - those behind it (exclusive); from the first where empty
   * @param limit - how many at most, 1 or more
   */
  readonly tenants: (after: TenantId, limit: number) => Effect<ReadonlyArray<TenantId>, StoreError>
  /** Forgets idempotency keys that are old; gives how many. Nothing, and quickly, where the last `againAt` has not come. */
  readonly forgetKeys: (request: ForgetKeys) => Effect<number, StoreError>
}
