import type { HostKind } from "@salesdept/core/ports"
import { quotedPath } from "../schema/Naming.ts"
import type { PeopleIds } from "../schema/PeopleIds.ts"

/**
 * A table or view of the host's, as the directory reads it. Names are letters, digits and `_`; a table may have a schema before it:
 * `auth.users`.
 */
export interface HostTable extends Pick<PeopleIds, "toColumn" | "fromColumn"> {
  /** The table or view. */
  readonly table: string
  /** Its column of ids, unique within a tenant. */
  readonly id: string
  /** What the column of ids holds: texts, `uuid`, or integers. Default `text`. */
  readonly idType?: PeopleIds["type"]
  /** Its column of names. */
  readonly name: string
  /** Its column that names the tenant, compared as text; where absent, every tenant sees all rows. */
  readonly tenant?: string
}

/** Where the host's people, companies and products lie; what is left out is not asked for. */
export type HostMapping = { readonly [Kind in HostKind]?: HostTable }

/** What of a mapping is there, with its kind. */
export const mappedTables = (mapping: HostMapping): ReadonlyArray<readonly [kind: HostKind, table: HostTable]> =>
  (["people", "companies", "products"] as const).flatMap((kind) => {
    const table = mapping[kind]
    return table === undefined ? [] : [[kind, table] as const]
  })

/**
 * Gives the mapping back if its names can be written into statements as they are.
 *
 * @throws TypeError where one has other characters than letters, digits and `_`, or begins with a digit
 */
export const checkedMapping = (mapping: HostMapping): HostMapping => {
  for (const [, { id, name, table, tenant }] of mappedTables(mapping)) {
    const parts = table.split(".")
    if (parts.length > 2) throw new TypeError(`${JSON.stringify(table)} is not a table, or a schema and a table`)
    quotedPath(table)
    for (const column of [id, name, ...(tenant === undefined ? [] : [tenant])]) {
      if (column.includes(".")) throw new TypeError(`${JSON.stringify(column)} is not a column`)
      quotedPath(column)
    }
  }
  return mapping
}
