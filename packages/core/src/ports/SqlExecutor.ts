/** What a statement came to. */
export interface SqlAnswer {
  /** The rows it returned, columns by name; none for a statement that returns no rows. */
  readonly rows: ReadonlyArray<{ readonly [column: string]: unknown }>
}

/**
 * The host's own open transaction, as the library sees it: give one as `tx` beside a command, and the command becomes part of
 * that transaction. {@link fromBetterSqlite3}, {@link fromPg} and {@link fromKysely} make one; for any other driver a host
 * writes these three members itself.
 *
 * @example
 * ```ts
 * import type { SqlExecutor } from "@salesdept/core/promise"
 *
 * const tx: SqlExecutor = {
 *   dialect: "postgres",
 *   connection: client,
 *   execute: async (sql, parameters) => {
 *     const { rows } = await client.query(sql, [...parameters])
 *     return { rows }
 *   },
 * }
 * ```
 */
export interface SqlExecutor {
  /** Which SQL it understands. */
  readonly dialect: "sqlite" | "postgres"
  /** The host's connection, or what stands for it: commands over the same one take turns. It is compared, never used. */
  readonly connection: object
  /** Runs one statement inside the transaction. Parameters stand as `?` (SQLite) or `$1`, `$2`, … (Postgres). */
  readonly execute: (sql: string, parameters: ReadonlyArray<unknown>) => Promise<SqlAnswer>
}

/** Whether a value has the shape of an executor. */
export const isSqlExecutor = (value: unknown): value is SqlExecutor =>
  typeof value === "object" &&
  value !== null &&
  "dialect" in value &&
  (value.dialect === "sqlite" || value.dialect === "postgres") &&
  "connection" in value &&
  typeof value.connection === "object" &&
  value.connection !== null &&
  "execute" in value &&
  typeof value.execute === "function"
