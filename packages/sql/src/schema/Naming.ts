import type { PeopleIds } from "./PeopleIds.ts"

/** Where the library's tables lie: every name begins with a prefix that the host may choose, in Postgres also in a schema. */
export interface Naming {
  /**
   * Beginning of every table and index name: lower-case letters, digits and `_`, a letter or `_` first, up to 30 characters.
   * May be empty where there is a schema.
   */
  readonly prefix: string
  /**
   * Postgres only: the schema of the tables; lower-case letters, digits and `_`, a letter or `_` first, 1–63 characters. Absent:
   * tables are found by the connection's `search_path`.
   */
  readonly schema?: string
  /** How ids of people lie in columns: chosen at the first migration. As text where absent. */
  readonly people?: PeopleIds
  /**
   * Postgres only: whether the tables are put under row-level security, forced, so that a transaction sees the rows of the tenant
   * it names and no others. Once so, later migrations keep it. Default false.
   */
  readonly rowSecurity?: boolean
}

/** The prefix where the host chooses none. */
export const defaultNaming: Naming = { prefix: "salesdept_" }

/** The names in Postgres where the host chooses none: a schema of our own, no prefix. */
export const defaultPostgresNaming: Naming = { schema: "salesdept", prefix: "" }

const nameShape = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

const quotedName = (name: string): string => {
  if (!nameShape.test(name)) throw new TypeError(`${JSON.stringify(name)} cannot be a name in a statement`)
  return `"${name}"`
}

/**
 * A name of the host's, `users` or `auth.users`, as written into statements.
 *
 * @throws TypeError where it has other characters than letters, digits and `_`, or begins with a digit
 */
export const quotedPath = (path: string): string => path.split(".").map(quotedName).join(".")

/**
 * Gives the naming back if its names can be written into statements as they are.
 *
 * @throws TypeError where schema, prefix or the table of people is not of the stated form
 */
export const checkedNaming = (naming: Naming): Naming => {
  if (!/^(?:[a-z_][a-z0-9_]{0,29})?$/.test(naming.prefix)) {
    throw new TypeError(`${JSON.stringify(naming.prefix)} cannot be the prefix of table names`)
  }
  if (naming.schema === undefined) {
    if (naming.prefix === "") throw new TypeError("tables need a prefix where they have no schema of their own")
  } else if (!/^[a-z_][a-z0-9_]{0,62}$/.test(naming.schema)) {
    throw new TypeError(`${JSON.stringify(naming.schema)} cannot be the name of a schema`)
  }
  const reference = naming.people?.references
  if (reference !== undefined) quotedPath(`${reference.table}.${reference.column}`)
  return naming
}

/** The name of a table, after its schema and a dot where it has one. */
export const tableName = (naming: Naming, table: string): string => {
  const name = `${naming.prefix}${snake(table)}`
  return naming.schema === undefined ? name : `${naming.schema}.${name}`
}

/** The quoted name of a table, as written into statements by hand. */
export const quotedTableName = (naming: Naming, table: string): string =>
  tableName(naming, table)
    .split(".")
    .map((part) => `"${part}"`)
    .join(".")

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
