import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import type { InputInvalid } from "../../shared/InputErrors.ts"
import type { TenantId } from "../../shared/Ids.ts"
import { opaqueId } from "../input/FieldSchema.ts"
import { check, inputDecoder } from "../input/Input.ts"
import { Store } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"
import { NoTenantList } from "../TenantCare.ts"

/** Which of the tenants are wanted. */
export interface TenantsOptions {
  /** Those behind this one, by id (exclusive); from the first where absent. */
  readonly after?: TenantId | undefined
  /** How many at most, 1 to 10,000 (inclusive). Default 1,000. */
  readonly limit?: number | undefined
}

const decodeOptions = inputDecoder(
  Schema.Struct({
    after: Schema.optional(opaqueId),
    limit: Schema.optional(
      Schema.Int.check(
        check(
          "limit.bounds",
          { en: "must be 1 to 10000", ru: "должно быть от 1 до 10000" },
          (limit) => limit >= 1 && limit <= 10_000,
        ),
      ),
    ),
  }),
)

/**
 * Tenants who have ever run a command in the store, by code point of their ids.
 *
 * @param options - behind which tenant to begin, and how many; the first 1,000 where absent
 * @example
 * ```ts
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { listTenants } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   return yield* listTenants({ limit: 10 })
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // ["shop-17"]
 * ```
 */
export const listTenants = (
  options: TenantsOptions = {},
): Effect.Effect<ReadonlyArray<TenantId>, InputInvalid | StoreError | NoTenantList, Store> =>
  Effect.gen(function* () {
    const decoded = decodeOptions(options)
    if (Result.isFailure(decoded)) return yield* Effect.fail(decoded.failure)
    const { after = "", limit = 1000 } = decoded.success
    const { care, name } = yield* Store
    if (care === null) return yield* Effect.fail(new NoTenantList(name))
    return yield* care.tenants(after, limit)
  })
