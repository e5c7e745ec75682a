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
import type { Compilable } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"

/** Tables are described by data here, so columns are known by name only. */
interface AnyTables {
  [table: string]: { [column: string]: unknown }
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
            createQueryCompiler: () => new SqliteQueryCompiler(),
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
