import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely"
import { sql } from "kysely"
import type { Compilable, RawBuilder } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"

/** Tables are described by data here, so columns are known by name only. */
interface AnyTables {
  [table: string]: { [column: string]: unknown }
}

/**
 * Writes `+?` for a value. Where `analyze` has been run, SQLite looks at the values of a statement that it plans, and plans it anew,
 * which costs more than a page's reading, as soon as they change; behind a plus it does not look. The value is the same.
 */
class StablePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return "+?"
  }
}

/** Builds SQL text; never runs any. */
export const builderFor = (dialect: SqlDialect): Kysely<AnyTables> =>
  new Kysely<AnyTables>({
    dialect:
      dialect === "sqlite"
        ? {
            createAdapter: () => new SqliteAdapter(),
            createDriver: () => new DummyDriver(),
            createIntrospector: (db) => new SqliteIntrospector(db),
            createQueryCompiler: () => new StablePlanCompiler(),
          }
        : {
            createAdapter: () => new PostgresAdapter(),
            createDriver: () => new DummyDriver(),
            createIntrospector: (db) => new PostgresIntrospector(db),
            createQueryCompiler: () => new PostgresQueryCompiler(),
          },
  })

/** Compiles a query to its text and checks that it asks for as many parameters as will be given. */
export const sqlOf = (query: Compilable, parameterCount: number): string => {
  const { sql, parameters } = query.compile()
  if (parameters.length !== parameterCount) {
    throw new TypeError(`expected ${parameterCount} parameters, not ${parameters.length}: ${sql}`)
  }
  return sql
}

/** Types of Postgres that stand in casts of lists. */
const listTypes: { readonly [type: string]: RawBuilder<unknown> } = {
  text: sql`text[]`,
  uuid: sql`uuid[]`,
  bigint: sql`bigint[]`,
  boolean: sql`boolean[]`,
  date: sql`date[]`,
  timestamptz: sql`timestamptz[]`,
}

/** The type of a list of values of a type, out of those that statements cast to: no other text can stand there. */
export const listType = (type: string): RawBuilder<unknown> => {
  const found = Object.hasOwn(listTypes, type) ? listTypes[type] : undefined
  if (found === undefined) throw new TypeError(`${type} is no type that lists are cast to`)
  return found
}

/** The condition that a column holds one of a list, which is one parameter. */
export const member = (dialect: SqlDialect, column: string, type = "text") =>
  dialect === "sqlite"
    ? sql<boolean>`${sql.ref(column)} in (select value from json_each(${"[]"}))`
    : sql<boolean>`${sql.ref(column)} = any(${[]}::${listType(type)})`
