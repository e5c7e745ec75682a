import { plainTables, tenantTable } from "../journal/JournalTables.ts"
import { recordTables } from "../Tables.ts"
import type { Naming } from "./Naming.ts"
import { quotedTableName } from "./Naming.ts"

/** The setting that names the tenant of a transaction. */
export const tenantSetting = "salesdept.tenant"

/** Name of the policy on every table. */
export const tenantPolicy = "salesdept_tenant"

/** Names of the tables that have rows of tenants, before prefix and schema. The list of tenants stands outside. */
export const tenantTables = (): ReadonlyArray<string> => [
  ...plainTables.flatMap(({ name }) => (name === tenantTable.name ? [] : [name])),
  ...recordTables.map(({ kind }) => kind),
]

/**
 * Statements that let nobody see or write rows of a table but those of the transaction's tenant, the owner of the table
 * included. Where no tenant is set there are no rows; after its use the setting is an empty text, hence `nullif`.
 *
 * @param table - name before prefix and schema
 */
export const securingStatements = (naming: Naming, table: string): ReadonlyArray<string> => {
  const name = quotedTableName(naming, table)
  const own = `tenant_id = nullif(current_setting('${tenantSetting}', true), '')`
  return [
    `drop policy if exists ${tenantPolicy} on ${name}`,
    `create policy ${tenantPolicy} on ${name} using (${own}) with check (${own})`,
    `alter table ${name} enable row level security, force row level security`,
  ]
}
