import { sql } from "kysely"
import { commandTable, textsTable } from "../journal/JournalTables.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName, tableName } from "../schema/Naming.ts"
import { builderFor, sqlOf } from "./Builder.ts"
import { lookedUp } from "./KeyWalk.ts"

/** Reads that only Postgres needs: many at once where SQLite asks one by one, since each question is a round trip. */
export interface PostgresReads {
  /** Tenant, record ids, versions of the same length: rows of `record_id` and `texts`. */
  readonly texts: string
  /** Tenant, record ids: their texts of every version that is kept. */
  readonly sealedTexts: string
  /** Tenant, keys: their commands. */
  readonly commands: string
  /**
   * Tenant, ids: locks records of a kind against change until the end of the transaction, in id order; retired ones against those too who
   * are about to refer to them.
   */
  readonly lock: (kind: string, isRetired: boolean) => string
}

/** Writes the reads that only Postgres needs. */
export const postgresReads = (naming: Naming): PostgresReads => {
  const db = builderFor("postgres")
  const locks = new Map<string, string>()
  return {
    // Each by its key: beside a list Postgres would read all texts of the tenant.
    texts: `select t."record_id", t."texts" from unnest($2::text[], $3::bigint[]) as n("record_id", "version") cross join lateral (select "record_id", "texts" from ${quotedTableName(naming, textsTable.name)} where "tenant_id" = $1 and "record_id" = n."record_id" and "version" = n."version"${lookedUp("postgres")}) as t`,
    sealedTexts: sqlOf(
      db
        .selectFrom(tableName(naming, textsTable.name))
        .select(textsTable.columns.map(({ name }) => name))
        .where("tenant_id", "=", "")
        .where(sql<boolean>`record_id = any(${[]}::text[])`),
      2,
    ),
    commands: sqlOf(
      db
        .selectFrom(tableName(naming, commandTable.name))
        .select(commandTable.columns.map(({ name }) => name))
        .where("tenant_id", "=", "")
        .where(sql<boolean>`key = any(${[]}::text[])`),
      2,
    ),
    lock: (kind, isRetired) => {
      const key = `${kind} ${isRetired}`
      let text = locks.get(key)
      if (text === undefined) {
        const rows = db
          .selectFrom(tableName(naming, kind))
          .select("id")
          .where("tenant_id", "=", "")
          .where(sql<boolean>`id = any(${[]}::text[])`)
          .orderBy("id")
        text = sqlOf(isRetired ? rows.forUpdate() : rows.forNoKeyUpdate(), 2)
        locks.set(key, text)
      }
      return text
    },
  }
}
