import { sql } from "kysely"
import type { RawBuilder } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"

/**
 * What stands behind `limit` where rows are walked by a key, a batch at a time. Of a table that was never analysed Postgres believes that a
 * tenant has a few rows, fewer than the limit: it would read all that are left and sort them, for every batch. Of a limit that it is not
 * told it expects a tenth of the rows, and goes along the key, however many there are.
 */
export const walkLimit = (dialect: SqlDialect, parameter: string): string =>
  dialect === "postgres" ? `(select ${parameter}::bigint)` : parameter

/** The same as a slot of a statement that is built. */
export const walkLimitSlot = (dialect: SqlDialect): RawBuilder<number> =>
  dialect === "postgres" ? sql<number>`(select ${0}::bigint)` : sql<number>`${0}`

/** Stands at the end of a subquery that Postgres is to look up by a key for each row it is asked for, instead of joining whole tables. */
export const lookedUp = (dialect: SqlDialect): string => (dialect === "postgres" ? " offset 0" : "")

/** The same as a part of a statement that is built. */
export const lookedUpFragment = (dialect: SqlDialect): RawBuilder<unknown> =>
  dialect === "postgres" ? sql` offset 0` : sql``
