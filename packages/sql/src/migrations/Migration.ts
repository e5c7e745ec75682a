import type { SqlDialect } from "../schema/Dialect.ts"

/** Statements for each database. */
export type StatementsByDialect = { readonly [Dialect in SqlDialect]: ReadonlyArray<string> }

/** A step of the schema's history: frozen once released. */
export interface Migration {
  /** Number and name, in order: `0001_initial`. */
  readonly id: string
  /** Whether older versions of the library can no longer work with the tables after it. */
  readonly breaking: boolean
  /** Its statements by dialect, with `{prefix}` where the host's prefix goes and, in Postgres, `{schema}` before it. */
  readonly statements: StatementsByDialect
}
