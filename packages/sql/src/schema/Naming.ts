import { InputInvalid } from "@salesdept/core/shared"
import type { Problem } from "@salesdept/core/shared"
import type { SqlDialect } from "./Dialect.ts"
import { personIdTypes } from "./PeopleIds.ts"
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

/** What a host chooses of a {@link Naming}; what it leaves out is as where nothing is chosen. */
export interface NamingChoice extends Omit<Naming, "prefix"> {
  /**
   * As in {@link Naming}. Where left out: none in a schema that was chosen, `salesdept_` in SQLite. Given without a schema in Postgres,
   * tables are found by the connection's `search_path`.
   */
  readonly prefix?: string
}

/** The prefix where the host chooses none. */
export const defaultNaming: Naming = { prefix: "salesdept_" }

/** The names in Postgres where the host chooses none: a schema of our own, no prefix. */
export const defaultPostgresNaming: Naming = { schema: "salesdept", prefix: "" }

const nameShape = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

/** Whether a name can be written into statements as it is. */
export const canBeNamed = (name: string): boolean => nameShape.test(name)

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

const problem = (path: string, code: string, en: string, ru: string): Problem => ({ path, code, message: { en, ru } })

const peopleProblems = (people: unknown): ReadonlyArray<Problem> => {
  if (people === undefined) return []
  if (typeof people !== "object" || people === null) {
    return [problem("naming.people", "field.type", "must be an object", "ожидается объект")]
  }
  const { type, references, toColumn, fromColumn } = people as { readonly [name: string]: unknown }
  const problems: Array<Problem> = []
  if (!personIdTypes.some((one) => one === type)) {
    const types = personIdTypes.join(", ")
    problems.push(
      problem("naming.people.type", "naming.personType", `must be one of ${types}`, `ожидается одно из: ${types}`),
    )
  }
  for (const [name, value] of Object.entries({ toColumn, fromColumn })) {
    if (value === undefined || typeof value === "function") continue
    problems.push(problem(`naming.people.${name}`, "function.shape", "must be a function", "ожидается функция"))
  }
  if (references === undefined) return problems
  const { table, column } = (references ?? {}) as { readonly [name: string]: unknown }
  const isNamed = (name: unknown): boolean =>
    typeof name === "string" && name.split(".").every((one) => nameShape.test(one))
  for (const [name, value] of Object.entries({ table, column })) {
    if (isNamed(value)) continue
    problems.push(
      problem(
        `naming.people.references.${name}`,
        "naming.name",
        "must be a name of letters, digits and _",
        "ожидается имя из латинских букв, цифр и _",
      ),
    )
  }
  return problems
}

const members = ["schema", "prefix", "people", "rowSecurity"]

/** What lacks its prefix lacks nothing. */
const namingProblems = (dialect: SqlDialect, naming: unknown): ReadonlyArray<Problem> => {
  if (typeof naming !== "object" || naming === null) {
    return [problem("naming", "field.type", "must be an object", "ожидается объект")]
  }
  const { prefix, schema, people, rowSecurity } = naming as { readonly [name: string]: unknown }
  const known = members.join(", ")
  const problems = Object.keys(naming).flatMap((name) =>
    members.includes(name)
      ? []
      : problem(
          `naming.${name}`,
          "field.unknown",
          `is not a known field; there are: ${known}`,
          `неизвестное поле; есть: ${known}`,
        ),
  )
  if (rowSecurity !== undefined && typeof rowSecurity !== "boolean") {
    problems.push(problem("naming.rowSecurity", "field.type", "must be true or false", "ожидается true или false"))
  }
  if (dialect === "sqlite" && schema !== undefined) {
    problems.push(
      problem(
        "naming.schema",
        "naming.schemaUnsupported",
        "must be left out: SQLite has no schemas, choose a prefix",
        "не указывается: в SQLite нет схем, выберите префикс",
      ),
    )
    return problems
  }
  if (prefix === undefined) {
    // As where nothing is chosen.
  } else if (typeof prefix !== "string" || !/^(?:[a-z_][a-z0-9_]{0,29})?$/.test(prefix)) {
    problems.push(
      problem(
        "naming.prefix",
        "naming.prefix",
        "must be up to 30 lower-case letters, digits and _, a letter or _ first",
        "ожидается до 30 строчных латинских букв, цифр и _, первой — буква или _",
      ),
    )
  } else if (prefix === "" && schema === undefined) {
    problems.push(
      problem(
        "naming.prefix",
        "naming.prefixMissing",
        "must not be empty where tables have no schema of their own",
        "не может быть пустым, если у таблиц нет своей схемы",
      ),
    )
  }
  if (schema !== undefined && (typeof schema !== "string" || !/^[a-z_][a-z0-9_]{0,62}$/.test(schema))) {
    problems.push(
      problem(
        "naming.schema",
        "naming.schema",
        "must be 1 to 63 lower-case letters, digits and _, a letter or _ first",
        "ожидается от 1 до 63 строчных латинских букв, цифр и _, первой — буква или _",
      ),
    )
  }
  return [...problems, ...peopleProblems(people)]
}

/**
 * The naming that a host has chosen, whole, if its names can be written into statements as they are.
 *
 * @throws InputInvalid with everything of schema, prefix and people that is not of the stated form
 */
export const chosenNaming = (dialect: SqlDialect, choice: NamingChoice = {}): Naming => {
  const problems = namingProblems(dialect, choice)
  if (problems.length > 0) throw new InputInvalid(problems)
  const { prefix, schema } = choice
  if (dialect === "sqlite") return { ...choice, prefix: prefix ?? defaultNaming.prefix }
  return prefix === undefined && schema === undefined
    ? { ...choice, ...defaultPostgresNaming }
    : { ...choice, prefix: prefix ?? defaultPostgresNaming.prefix }
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
