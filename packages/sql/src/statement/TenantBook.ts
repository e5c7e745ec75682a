import type { ForgetKeys, StoreError, TenantCare } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type { Query } from "../command/CommandReads.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import type { OutboxTools } from "./SqlOutbox.ts"
import { placed } from "./Placed.ts"
import { tenantStatements } from "./TenantStatements.ts"

/** The list of a store's tenants, with what keeps it. */
export interface TenantBook extends TenantCare {
  /** Whether this process has noted it. */
  readonly knows: (tenant: string) => boolean
  /** Notes a tenant before its first command of this process, in a statement of its own. */
  readonly note: (tenant: string, recordedAt: string) => Effect.Effect<void, StoreError>
  /** Notes a tenant within a host's transaction; what is noted there is not relied on, since the host may roll back. */
  readonly noteWithin: (query: Query, tenant: string, recordedAt: string) => Promise<void>
}

/** The statements of the list, with parameters written `$1`, `$2`, … for both dialects. */
const tenantBookStatements = (dialect: SqlDialect, naming: Naming) => {
  const table = quotedTableName(naming, "tenant")
  const instant = dialect === "postgres" ? "::timestamptz" : ""
  return {
    /** Tenant, recorded at. */
    note: `insert into ${table} (tenant_id, recorded_at) values ($1, $2) on conflict (tenant_id) do nothing returning tenant_id`,
    /** After, limit. */
    list: `select tenant_id from ${table} where tenant_id > $1 order by tenant_id limit $2`,
    /** Tenant, now: whether keys are to be looked at. */
    isDue: `select tenant_id from ${table} where tenant_id = $1 and (keys_at is null or keys_at <= $2${instant})`,
    /** Tenant, at. */
    settle: `update ${table} set keys_at = $2 where tenant_id = $1 returning tenant_id`,
  }
}

/** Makes the list over whatever runs statements. */
export const makeTenantBook = ({ dialect, naming, run }: OutboxTools): TenantBook => {
  const statements = tenantBookStatements(dialect, naming)
  const { purgeKeys } = tenantStatements(dialect, naming)
  const known = new Set<string>()
  /** Notes on their way: one for all commands of a tenant, since a host's transaction that has noted it first holds up each. */
  const underWay = new Map<string, Promise<Exit.Exit<void, StoreError>>>()
  /** Who was erased is noted anew when coming back; of who was noted meanwhile, that costs a statement. */
  const forgetErased = (listed: ReadonlySet<string>, after: string, last: string | null): void => {
    for (const tenant of known) {
      if (tenant > after && (last === null || tenant <= last) && !listed.has(tenant)) known.delete(tenant)
    }
  }
  const numbered = (query: Query): Query => (dialect === "sqlite" ? placed(query) : query)
  return {
    knows: (tenant) => known.has(tenant),
    note: (tenant, recordedAt) => {
      const noteOnce = async () => {
        try {
          const values = [tenant, recordedAt]
          return await Effect.runPromiseExit(
            run("note", async (query) => {
              await numbered(query)(statements.note, values)
              known.add(tenant)
            }),
          )
        } finally {
          underWay.delete(tenant)
        }
      }
      const shared = () => {
        const noting = underWay.get(tenant) ?? noteOnce()
        underWay.set(tenant, noting)
        return noting
      }
      return Effect.flatMap(Effect.promise(shared), (exit) => exit)
    },
    noteWithin: async (query, tenant, recordedAt) => {
      if (!known.has(tenant)) await numbered(query)(statements.note, [tenant, recordedAt])
    },
    tenants: (after, limit) =>
      run("tenants", async (query) => {
        const rows = await numbered(query)(statements.list, [after, limit])
        const listed = new Set(rows.map((row) => String(row["tenant_id"])))
        forgetErased(listed, after, rows.length < limit ? null : String(rows.at(-1)?.["tenant_id"]))
        return [...listed]
      }),
    forgetKeys: ({ againAt, before, limit, now, tenant }: ForgetKeys) =>
      run("forgetKeys", async (query) => {
        if ((await numbered(query)(statements.isDue, [tenant, now])).length === 0) return 0
        const { length } = await query(purgeKeys, [tenant, before, limit])
        if (length < limit) await numbered(query)(statements.settle, [tenant, againAt])
        return length
      }),
  }
}
