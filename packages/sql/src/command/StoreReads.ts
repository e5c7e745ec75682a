import type { RecordState } from "@salesdept/core/journal"
import { CannotJoin, cannotRead, indexKindOf } from "@salesdept/core/ports/adapter"
import type { PageQuery, SqlExecutor, StoreError, StoreReads } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import type { SqlRow } from "../schema/Dialect.ts"
import { byStream } from "../statement/JournalStatements.ts"
import { valueCountOf } from "../statement/PageStatements.ts"
import type { RecordStatements } from "../statement/RecordStatements.ts"
import { readTexts } from "./CommandReads.ts"
import type { Query, ReadingTools } from "./CommandReads.ts"
import { inTurn } from "./ConnectionTurns.ts"
import type { JoinedTools } from "./JoinedCommand.ts"

/** Runs a read, named for messages, on a connection. */
export type RunRead = <A>(operation: string, body: (query: Query) => Promise<A>) => Effect.Effect<A, StoreError>

const wholeStream = Number.MAX_SAFE_INTEGER
const defaultLimit = 100

/** Nothing is stored under an id that holds NUL, and Postgres refuses to be asked for it. */
const canBeId = (id: string): boolean => !id.includes("\u0000")

/** Makes a store's questions over whatever runs statements. */
export const makeReads = (tools: Omit<ReadingTools, "memory">, run: RunRead): StoreReads => {
  const { catalog, dialect } = tools
  // Rows of a kind's table become states of that kind: the aggregate in hand says of which type.
  const typed = (records: ReadonlyArray<RecordState>) => records as ReadonlyArray<never>
  const listOf = (ids: ReadonlyArray<string>): unknown => (dialect === "sqlite" ? JSON.stringify(ids) : ids)
  const rowsOf = (
    query: Query,
    { one, byIds }: Pick<RecordStatements, "one" | "byIds">,
    tenant: string,
    ids: ReadonlyArray<string>,
  ) => {
    const asked = ids.every(canBeId) ? ids : ids.filter(canBeId)
    return asked.length === 1 ? query(one, [tenant, asked[0]]) : query(byIds, [tenant, listOf(asked)])
  }
  const pageRows = async (query: Query, tenant: string, kind: string, question: PageQuery, withTexts: boolean) => {
    const limit = question.limit ?? defaultLimit
    let rows: ReadonlyArray<SqlRow> = []
    for (const statement of catalog.of(kind).statements.pages.page(tenant, question, { withTexts })) {
      if (rows.length >= limit) break
      const { text, values } = statement(limit - rows.length)
      const found = await query(text, values)
      rows = rows.length === 0 ? found : [...rows, ...found]
    }
    return rows
  }
  const plain = (kind: string, rows: ReadonlyArray<SqlRow>) => {
    const { table } = catalog.of(kind)
    return typed(rows.map((row) => table.fromRow(row, dialect)))
  }
  const shown = (kind: string, rows: ReadonlyArray<SqlRow>) => {
    const { table } = catalog.of(kind)
    return typed(rows.map((row) => table.fromShownRow(row, dialect)))
  }
  return {
    byIds: (tenant, of, ids) =>
      run("byIds", async (query) => plain(of.kind, await rowsOf(query, catalog.of(of.kind).statements, tenant, ids))),
    page: (tenant, of, question) =>
      run("page", async (query) => plain(of.kind, await pageRows(query, tenant, of.kind, question, false))),
    shown: {
      byIds: (tenant, of, ids) =>
        run("byIds", async (query) =>
          shown(of.kind, await rowsOf(query, catalog.of(of.kind).statements.shown, tenant, ids)),
        ),
      page: (tenant, of, question) =>
        run("page", async (query) => shown(of.kind, await pageRows(query, tenant, of.kind, question, true))),
      atOnce: null,
    },
    count: (tenant, of, filters) =>
      run("count", async (query) => {
        const { text, values } = catalog.of(of.kind).statements.pages.count(tenant, filters)
        return Number((await query(text, values))[0]?.["count"])
      }),
    countBy: (tenant, of, field, filters) =>
      run("countBy", async (query) => {
        const { fromColumn, statements } = catalog.of(of.kind)
        const { text, values } = statements.pages.countBy(tenant, field, filters)
        const kind = indexKindOf(of, field)
        return (await query(text, values)).map((row) =>
          valueCountOf(kind, { ...row, value: fromColumn(field, row["value"]) }),
        )
      }),
    texts: (tenant, records) => run("texts", (query) => readTexts(query, tools, tenant, records)),
    streams: (tenant, streams) =>
      run("streams", async (query) => {
        const asked = streams.filter(canBeId)
        const rows =
          asked.length === 1
            ? await query(catalog.journal.stream, [tenant, asked[0], 1, wholeStream])
            : await query(catalog.journal.streams, [tenant, listOf(asked)])
        return byStream(rows)
      }),
  }
}

/** A statement that fails leaves a transaction of Postgres of no use; behind a savepoint it does not. */
const guarded = async <A>({ dialect, execute }: SqlExecutor, body: () => Promise<A>): Promise<A> => {
  if (dialect === "sqlite") return await body()
  await execute("savepoint salesdept_read", [])
  try {
    return await body()
  } catch (cause) {
    await execute("rollback to savepoint salesdept_read", [])
    throw cause
  } finally {
    await execute("release savepoint salesdept_read", [])
  }
}

/** Makes a store's questions over a host's open transaction, one at a time with its commands. */
export const makeJoinedReads =
  (tools: Pick<JoinedTools, "catalog" | "dialect" | "textRows" | "queryOver" | "asTenant" | "faultOf">) =>
  (executor: SqlExecutor): StoreReads => {
    if (executor.dialect !== tools.dialect) return cannotRead(new CannotJoin("otherDialect"))
    const plain = tools.queryOver(executor)
    const { asTenant } = tools
    // The tenant is the first parameter of every statement.
    const query: Query =
      asTenant === null ? plain : (text, values) => asTenant(executor, String(values[0]), () => plain(text, values))
    return makeReads(tools, (_operation, body) =>
      // Whoever is interrupted waits for what is under way: the next statement would find the host's connection at other work.
      Effect.uninterruptible(
        Effect.tryPromise({
          try: () => inTurn(executor.connection, () => guarded(executor, () => body(query))),
          catch: (cause) => (cause instanceof CannotJoin ? cause : tools.faultOf(cause)),
        }),
      ),
    )
  }
