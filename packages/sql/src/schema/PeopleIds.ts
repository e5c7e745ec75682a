/** Types of columns that ids of people may lie in. */
export const personIdTypes = ["text", "uuid", "bigint"] as const

/**
 * How the ids of the host's people lie in columns: `text` as they are; `uuid` as `uuid`, text in SQLite, ids written in lower case with
 * hyphens; `bigint` as 64-bit integers, in SQLite within ±(2^53−1), ids written in decimal digits, without leading zeros.
 */
export type PersonIdType = (typeof personIdTypes)[number]

/**
 * How the ids of the host's people lie in the columns of records: chosen at the first migration, for all tables alike. The
 * journal keeps every id as the text it was given.
 */
export interface PeopleIds {
  /** Type of the columns. */
  readonly type: PersonIdType
  /**
   * A table of the host's, in the same database, whose rows the ids must name. Not for tables that are spread over shards.
   *
   * The table is written as `users` or `auth.users`.
   */
  readonly references?: { readonly table: string; readonly column: string }
  /**
   * What an id is in the column, for hosts whose ids carry more than the column does (`user:42` for 42); null for ids that are
   * nobody's. The id itself where absent.
   */
  readonly toColumn?: (id: string) => string | null
  /** The way back; must give for every value what `toColumn` was given. */
  readonly fromColumn?: (value: string) => string
}

/** Stands for the type of columns with ids of people, and for what they refer to, in frozen statements. */
export const personMark = "{person}"
