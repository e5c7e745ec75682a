import { sql } from "kysely"
import type { Kysely } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"
import type { Naming } from "../schema/Naming.ts"
import { tableName } from "../schema/Naming.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import { builderFor, sqlOf } from "./Builder.ts"

/** The statements over one kind of record, as text. Parameters are named in order; the tenant comes first in every one. */
export interface RecordStatements {
  /** All columns, in the table's order. */
  readonly insert: string
  /** All columns but tenant and id, in the table's order; then tenant, id, expected version. */
  readonly update: string
  /**
   * As {@link RecordStatements.update}, without the indexed columns whose values stay: naming them costs a rewrite of their
   * indexes. The argument says which stay, in the order of the table's indexes.
   */
  readonly updateOf: (stays: ReadonlyArray<boolean>) => PartialUpdate
  /** Tenant, id; all columns of one record. */
  readonly one: string
  /** Tenant, ids as a JSON array (SQLite) or a text array (Postgres). */
  readonly byIds: string
  /** Tenant, values; by indexed field. */
  readonly where: { readonly [field: string]: string }
  /** Tenant, after id (exclusive), limit. */
  readonly scan: string
  /** Tenant, then one value for each filtered field in the order given, after id (exclusive), limit. */
  readonly page: (fields: ReadonlyArray<string>) => string
  /** Tenant; rows of `value` and `count`. */
  readonly countBy: { readonly [field: string]: string }
  /** Tenant, id; the head hash and version. */
  readonly head: string
  /** Tenant, id; the version alone. */
  readonly version: string
  /** Tenant, id: counts a change of facts that gates read. Only for kinds that count. */
  readonly touch: string
  /** Tenant, id; `facts_version`. Only for kinds that count. */
  readonly factsVersion: string
}

/** An update of some columns. */
export interface PartialUpdate {
  /** The statement: the given values; then tenant, id, expected version. */
  readonly sql: string
  /** Which of the table's column values it takes, by position, in order. */
  readonly positions: ReadonlyArray<number>
}

const member = (dialect: SqlDialect, column: string) =>
  dialect === "sqlite"
    ? sql<boolean>`${sql.ref(column)} in (select value from json_each(${"[]"}))`
    : sql<boolean>`${sql.ref(column)} = any(${[]}::text[])`

const statementsOver = (
  db: Kysely<{ [table: string]: { [column: string]: unknown } }>,
  dialect: SqlDialect,
  name: string,
  table: RecordTable,
): RecordStatements => {
  const columns = table.columns.map((column) => column.name)
  const readColumns = table.countsFacts ? [...columns, "facts_version"] : columns
  const dummy = Object.fromEntries(columns.map((column) => [column, ""]))
  const from = () => db.selectFrom(name).where("tenant_id", "=", "")
  const touch = db
    .updateTable(name)
    .set({ facts_version: sql`facts_version + 1` })
    .where("tenant_id", "=", "")
    .where("id", "=", "")
  const pages = new Map<string, string>()
  const updates = new Map<string, PartialUpdate>()
  const updateOf = (stays: ReadonlyArray<boolean>): PartialUpdate => {
    const key = stays.join()
    let found = updates.get(key)
    if (found === undefined) {
      const staying = new Set(table.indexes.filter((_, index) => stays[index] === true).map(({ column }) => column))
      const named = columns.flatMap((name, position) => (position < 2 || staying.has(name) ? [] : [{ name, position }]))
      const values = Object.fromEntries(named.map(({ name }) => [name, ""]))
      found = {
        sql: sqlOf(
          db.updateTable(name).set(values).where("tenant_id", "=", "").where("id", "=", "").where("version", "=", 0),
          named.length + 3,
        ),
        positions: named.map(({ position }) => position),
      }
      updates.set(key, found)
    }
    return found
  }
  return {
    insert: sqlOf(db.insertInto(name).values(dummy), columns.length),
    update: updateOf([]).sql,
    updateOf,
    one: sqlOf(from().select(readColumns).where("id", "=", ""), 2),
    byIds: sqlOf(from().select(readColumns).where(member(dialect, "id")), 2),
    where: Object.fromEntries(
      table.indexes.map(({ field, column }) => [
        field,
        sqlOf(from().select(readColumns).where(member(dialect, column)).orderBy("id"), 2),
      ]),
    ),
    scan: sqlOf(
      from()
        .select([...readColumns])
        .where("id", ">", "")
        .orderBy("id")
        .limit(1),
      3,
    ),
    page: (fields) => {
      const key = fields.join(" ")
      let text = pages.get(key)
      if (text === undefined) {
        let query = from().select(readColumns)
        for (const field of fields) {
          const column = table.indexes.find((index) => index.field === field)?.column
          if (column === undefined) throw new TypeError(`${field} is not an indexed field of ${table.kind}`)
          query = query.where(column, "=", "")
        }
        text = sqlOf(query.where("id", ">", "").orderBy("id").limit(1), fields.length + 3)
        pages.set(key, text)
      }
      return text
    },
    countBy: Object.fromEntries(
      table.indexes.map(({ field, column }) => [
        field,
        sqlOf(
          from()
            .select([sql.ref(column).as("value"), sql<number>`count(*)`.as("count")])
            .groupBy(column)
            .orderBy(column),
          1,
        ),
      ]),
    ),
    head: sqlOf(from().select(["version", "head"]).where("id", "=", ""), 2),
    version: sqlOf(from().select("version").where("id", "=", ""), 2),
    touch: table.countsFacts ? sqlOf(touch, 2) : "",
    factsVersion: table.countsFacts ? sqlOf(from().select("facts_version").where("id", "=", ""), 2) : "",
  }
}

/** Writes the statements over one kind of record. */
export const recordStatements = (dialect: SqlDialect, naming: Naming, table: RecordTable): RecordStatements =>
  statementsOver(builderFor(dialect), dialect, tableName(naming, table.kind), table)
