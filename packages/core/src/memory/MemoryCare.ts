import * as Effect from "effect/Effect"
import type { TenantCare } from "../ports/TenantCare.ts"
import type { TenantId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

/**
 * What is done for all tenants of a store in memory.
 *
 * @param noted - tenants, and when their keys are looked at again; an empty text where they never were
 * @param commandsOf - a tenant's commands by key
 */
export const memoryCare = (
  noted: Map<TenantId, Instant>,
  commandsOf: (tenant: TenantId) => Map<string, { readonly recordedAt: Instant }>,
): TenantCare => ({
  tenants: (after, limit) =>
    Effect.sync(() =>
      [...noted.keys()]
        .filter((tenant) => tenant > after)
        .sort()
        .slice(0, limit),
    ),
  forgetKeys: ({ againAt, before, limit, now, tenant }) =>
    Effect.sync(() => {
      const at = noted.get(tenant)
      if (at === undefined || at > now) return 0
      const commands = commandsOf(tenant)
      const old = [...commands].filter(([, { recordedAt }]) => recordedAt < before).slice(0, limit)
      for (const [key] of old) commands.delete(key)
      if (old.length < limit) noted.set(tenant, againAt)
      return old.length
    }),
})
