import { sql } from "kysely"
import type { Kysely } from "kysely"
import type { SqlDialect } from "../schema/Dialect.ts"
import { journalTable, textsTable } from "../journal/JournalTables.ts"
import type { Naming } from "../schema/Naming.ts"
import { tableName } from "../schema/Naming.ts"
import type { PeopleCodec } from "../schema/PeopleCodec.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import { builderFor, member, sqlOf } from "./Builder.ts"
import { lookedUpFragment, walkLimitSlot } from "./KeyWalk.ts"
import type { PageStatements } from "./PageStatements.ts"
import { pageStatements } from "./PageStatements.ts"

/** The statements over one kind of record, as text. Parameters are named in order; the tenant comes first in every one. */
export interface RecordStatements {
  /** All columns, in the table's order. */
  readonly insert: string
  /**
   * Of the columns at some positions of the table, in ascending order and none of tenant and id: their values; then tenant,
   * id, expected version. To name an indexed column costs a rewrite of its index even where the value stays.
   */
  readonly updateOf: (positions: ReadonlyArray<number>) => string
  /** Tenant, id; all columns of one record. */
  readonly one: string
  /** Tenant, ids as a JSON array (SQLite) or a text array (Postgres). */
  readonly byIds: string
  /** The same two, with the current texts beside the columns as `texts`. */
  readonly shown: { readonly one: string; readonly byIds: string }
  /** Tenant, values; by indexed field that holds text. */
  readonly where: { readonly [field: string]: string }
  /** Tenant, after id (exclusive), limit: every column, in order of id. */
  readonly scan: string
  /** The same of some columns. */
  readonly scanOf: (columns: ReadonlyArray<string>) => string
  /** Pages and counts by conditions on indexed fields. */
  readonly pages: PageStatements
  /** Tenant, first and end (exclusive) of the kind's streams; stream and last version of those whose record is not there. */
  readonly orphans: string
  /** Tenant, id; the head hash and version. */
  readonly head: string
  /** Tenant, id; the version alone. */
  readonly version: string
  /** Tenant, id: counts a change of facts that gates read. Only for kinds that count. */
  readonly touch: string
  /** Tenant, client ids, ids left out: the same for the deals of clients. Only for kinds that count. */
  readonly touchOfClients: string
  /** Tenant, id; `facts_version`. Only for kinds that count. */
  readonly factsVersion: string
}

const statementsOver = (
  db: Kysely<{ [table: string]: { [column: string]: unknown } }>,
  dialect: SqlDialect,
  naming: Naming,
  table: RecordTable,
  people: PeopleCodec | null,
): RecordStatements => {
  const name = tableName(naming, table.kind)
  const personType = naming.people?.type ?? "text"
  const columns = table.columns.map((column) => column.name)
  const readColumns = table.countsFacts ? [...columns, "facts_version"] : columns
  // What only commands and verification need is a tenth of what a row costs to hand over.
  const shownColumns = readColumns.filter((column) => column !== "tenant_id" && column !== "head")
  const dummy = Object.fromEntries(columns.map((column) => [column, ""]))
  const from = () => db.selectFrom(name).where("tenant_id", "=", "")
  const textsName = tableName(naming, textsTable.name)
  const journalName = tableName(naming, journalTable.name)
  // Of the record's own tenant, which is the one asked for.
  const textsColumn =
    sql`(select "texts" from ${sql.table(textsName)} where "tenant_id" = ${sql.ref(`${name}.tenant_id`)} and "record_id" = ${sql.ref(`${name}.id`)} and "version" = ${sql.ref(`${name}.texts_version`)})`.as<"texts">(
      "texts",
    )
  const touch = db
    .updateTable(name)
    .set({ facts_version: sql`facts_version + 1` })
    .where("tenant_id", "=", "")
    .where("id", "=", "")
  const touchOfClients = db
    .updateTable(name)
    .set({ facts_version: sql`facts_version + 1` })
    .where("tenant_id", "=", "")
    .where(member(dialect, "client_id"))
    .where(sql<boolean>`not (${member(dialect, "id")})`)
  // Behind a plus, for SQLite: it would walk the whole table by id, so as not to sort the few that it is asked for.
  const byId = dialect === "sqlite" ? sql`+${sql.ref("id")}` : sql.ref("id")
  const updates = new Map<string, string>()
  const updateOf = (positions: ReadonlyArray<number>): string => {
    const key = positions.join(" ")
    let text = updates.get(key)
    if (text === undefined) {
      const values = Object.fromEntries(positions.map((position) => [columns[position] ?? "", ""]))
      text = sqlOf(
        db.updateTable(name).set(values).where("tenant_id", "=", "").where("id", "=", "").where("version", "=", 0),
        positions.length + 3,
      )
      updates.set(key, text)
    }
    return text
  }
  const scanOf = (read: ReadonlyArray<string>): string =>
    sqlOf(from().select(read).where("id", ">", "").orderBy("id").limit(walkLimitSlot(dialect)), 3)
  return {
    insert: sqlOf(db.insertInto(name).values(dummy), columns.length),
    updateOf,
    one: sqlOf(from().select(readColumns).where("id", "=", ""), 2),
    byIds: sqlOf(from().select(readColumns).where(member(dialect, "id")), 2),
    shown: {
      one: sqlOf(
        from()
          .select([...shownColumns, textsColumn])
          .where("id", "=", ""),
        2,
      ),
      byIds: sqlOf(
        from()
          .select([...shownColumns, textsColumn])
          .where(member(dialect, "id")),
        2,
      ),
    },
    where: Object.fromEntries(
      table.indexes
        .filter(({ kind }) => kind === "text")
        .map(({ field, columns: [column = ""], isPerson }) => [
          field,
          sqlOf(
            from()
              .select(readColumns)
              .where(member(dialect, column, isPerson ? personType : "text"))
              .orderBy(byId),
            2,
          ),
        ]),
    ),
    scan: scanOf(readColumns),
    scanOf,
    pages: pageStatements(db, {
      dialect,
      name,
      table,
      readColumns: shownColumns,
      textsColumn,
      people,
      personType,
      tableOf: (kind) => tableName(naming, kind),
    }),
    orphans: sqlOf(
      db
        .selectFrom(journalName)
        .select(["stream", sql`max("version")`.as("version")])
        .where("tenant_id", "=", "")
        .where("stream", ">=", "")
        .where("stream", "<", "")
        .where(
          sql<boolean>`not exists (select 1 from ${sql.table(name)} where "tenant_id" = ${sql.ref(`${journalName}.tenant_id`)} and "id" = ${sql.ref(`${journalName}.stream`)}${lookedUpFragment(dialect)})`,
        )
        .groupBy("stream")
        .orderBy("stream"),
      3,
    ),
    head: sqlOf(from().select(["version", "head"]).where("id", "=", ""), 2),
    version: sqlOf(from().select("version").where("id", "=", ""), 2),
    touch: table.countsFacts ? sqlOf(touch, 2) : "",
    touchOfClients: table.countsFacts ? sqlOf(touchOfClients, 3) : "",
    factsVersion: table.countsFacts ? sqlOf(from().select("facts_version").where("id", "=", ""), 2) : "",
  }
}

/** Writes the statements over one kind of record. */
export const recordStatements = (
  dialect: SqlDialect,
  naming: Naming,
  table: RecordTable,
  people: PeopleCodec | null,
): RecordStatements => statementsOver(builderFor(dialect), dialect, naming, table, people)
