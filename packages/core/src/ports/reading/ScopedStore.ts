import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { AnyAggregate } from "../../journal/Aggregate.ts"
import type { ActorAccess } from "../AccessPolicy.ts"
import { accessOf, hasPolicy, scopeFilters } from "../AccessPolicy.ts"
import type { Caller } from "../Caller.ts"
import { eachPage } from "./ReadAll.ts"
import { Store } from "../Store.ts"
import type { PageQuery, StoreReads, StoreShape } from "../Store.ts"
import type { StoreError } from "../StoreErrors.ts"

const scopedQuery = (
  of: Pick<AnyAggregate, "kind" | "indexes" | "indexKinds" | "ownership">,
  query: PageQuery,
  access: ActorAccess,
): PageQuery => ({
  ...query,
  filters: [...(query.filters ?? []), ...scopeFilters(of, access.scope(of.kind))],
})

/** Lists and counts that show what the actor may see; records by id are judged one by one, where they are asked for. */
const scopedReads = <Reads extends StoreReads>(reads: Reads, access: ActorAccess): Reads => {
  const { shown } = reads
  return {
    ...reads,
    page: (tenant, of, query) => reads.page(tenant, of, scopedQuery(of, query, access)),
    shown:
      shown === null
        ? null
        : {
            byIds: shown.byIds,
            page: (tenant, of, query) => shown.page(tenant, of, scopedQuery(of, query, access)),
            atOnce: null,
          },
    count: (tenant, of, filters) => reads.count(tenant, of, [...filters, ...scopeFilters(of, access.scope(of.kind))]),
    countBy: (tenant, of, field, filters) =>
      reads.countBy(tenant, of, field, [...filters, ...scopeFilters(of, access.scope(of.kind))]),
  }
}

/** A store that shows its caller what the caller may see. */
const scopedStore = (store: StoreShape, access: ActorAccess): StoreShape => {
  const scoped = scopedReads(store, access)
  const scan: StoreShape["scan"] = (tenant, of, onBatch) => {
    const filters = scopeFilters(of, access.scope(of.kind))
    if (filters.length === 0) return store.scan(tenant, of, onBatch)
    return eachPage(store, tenant, of, filters, (batch) => Effect.sync(() => onBatch(batch)))
  }
  return {
    ...scoped,
    // Grouped reads know no scope: where there are none, records are scanned and grouped, and the scan does.
    facts: null,
    history: (tenant, of, onBatch) => {
      if (scopeFilters(of, access.scope(of.kind)).length === 0) return store.history(tenant, of, onBatch)
      const seen = new Set<string>()
      const note = scan(tenant, of, (batch) => {
        for (const { id } of batch) seen.add(id)
      })
      return Effect.andThen(
        note,
        store.history(tenant, of, (rows) => onBatch(rows.filter(({ stream }) => seen.has(stream)))),
      )
    },
    within: (executor) => scopedReads(store.within(executor), access),
    scan,
  }
}

/**
 * The store as a caller may see it: what every question reads through. Pages, counts and scans show the rows of the caller's scope;
 * where no access policy is in force, or it allows everything, it is the store itself.
 *
 * @param caller - tenant, actor and roles
 * @example
 * ```ts
 * import { clientAggregate } from "@salesdept/core/client"
 * import { clientCommands } from "@salesdept/core/client/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { storeFor } from "@salesdept/core/ports"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function* () {
 *   yield* clientCommands.register({ tenant: "shop-17", actor: "user:42" }, { name: "Ромашка" })
 *   const store = yield* storeFor({ tenant: "shop-17", actor: "user:42" })
 *   return yield* store.count("shop-17", clientAggregate, [])
 * })
 * await Effect.runPromise(Effect.provide(program, layerMemory)) // 1
 * ```
 */
export const storeFor = (caller: Caller): Effect.Effect<StoreShape, StoreError, Store> =>
  Effect.contextWith((services: Context.Context<Store>) => {
    const store = Context.get(services, Store)
    if (!hasPolicy(services)) return Effect.succeed(store)
    return Effect.map(accessOf(caller), (access) => (access.isUnlimited ? store : scopedStore(store, access)))
  })
