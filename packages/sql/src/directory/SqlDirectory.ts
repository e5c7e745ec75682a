import type { DirectoryProblem, DirectoryQuestion, HostDirectoryShape, SqlExecutor } from "@salesdept/core/ports"
import { CannotJoin, StoreFault } from "@salesdept/core/ports/adapter"
import type { Query } from "../command/CommandReads.ts"
import { inTurn } from "../command/ConnectionTurns.ts"
import type { SqlDialect } from "../schema/Dialect.ts"
import { quotedPath } from "../schema/Naming.ts"
import { peopleCodec } from "../schema/PeopleCodec.ts"
import type { PeopleCodec } from "../schema/PeopleCodec.ts"
import { directoryProblems, notReadable } from "./DirectoryCheck.ts"
import type { FoundColumns } from "./DirectoryCheck.ts"
import type { HostMapping, HostTable } from "./HostMapping.ts"
import { checkedMapping, mappedTables } from "./HostMapping.ts"

/** What a dialect brings to a directory. */
export interface DirectoryTools {
  /** Which SQL it speaks. */
  readonly dialect: SqlDialect
  /** Runs a statement on a connection of the library's own or of the host's pool. */
  readonly query: Query
  /** Turns what the driver throws into the library's error. */
  readonly faultOf: (cause: unknown) => unknown
  /** Columns of a table, by the database's catalogue. */
  readonly columnsOf: (table: string) => Promise<FoundColumns>
  /** Whether the role may read a table that is there. */
  readonly isReadable: (table: string) => Promise<boolean>
}

/** How a table is asked for names: compiled once. */
interface NamesQuestion {
  readonly text: string
  readonly values: (tenant: string, ids: ReadonlyArray<string>) => ReadonlyArray<unknown>
  readonly codec: PeopleCodec | null
}

const elementTypes = { text: "text", uuid: "uuid", bigint: "bigint" } as const

const questionOf = (dialect: SqlDialect, mapped: HostTable): NamesQuestion => {
  const { fromColumn, id, idType = "text", name, table, tenant, toColumn } = mapped
  const crossing = {
    ...(toColumn === undefined ? {} : { toColumn }),
    ...(fromColumn === undefined ? {} : { fromColumn }),
  }
  const codec = peopleCodec(dialect, { prefix: "", people: { type: idType, ...crossing } })
  const isPostgres = dialect === "postgres"
  const isAsked = isPostgres
    ? `${quotedPath(id)} = any($1::${elementTypes[idType]}[])`
    : `${quotedPath(id)} in (select value from json_each(?))`
  const ofTenant = tenant === undefined ? "" : ` and cast(${quotedPath(tenant)} as text) = ${isPostgres ? "$2" : "?"}`
  return {
    codec,
    text: `select cast(${quotedPath(id)} as text) as id, ${quotedPath(name)} as name from ${quotedPath(table)} where ${isAsked}${ofTenant}`,
    values: (tenantId, ids) => {
      const held = ids.flatMap((each) => (codec === null ? [each] : [codec.toColumn(each) ?? []].flat()))
      return [isPostgres ? held : JSON.stringify(held), ...(tenant === undefined ? [] : [tenantId])]
    },
  }
}

let savepoints = 0

/** Reads inside the host's transaction; a failure leaves it of use, for a statement that fails spoils a transaction of Postgres. */
const within = (executor: SqlExecutor, body: (query: Query) => Promise<ReadonlyArray<unknown>>) =>
  inTurn(executor.connection, async () => {
    savepoints += 1
    const savepoint = `salesdept_directory_${savepoints}`
    try {
      await executor.execute(`savepoint ${savepoint}`, [])
    } catch (cause) {
      // What carries no savepoint is no open transaction.
      throw cause instanceof CannotJoin ? cause : new CannotJoin("notInTransaction")
    }
    try {
      return await body(async (text, values) => (await executor.execute(text, values)).rows)
    } catch (cause) {
      await executor.execute(`rollback to savepoint ${savepoint}`, [])
      throw cause
    } finally {
      await executor.execute(`release savepoint ${savepoint}`, [])
    }
  })

/**
 * A directory over the host's own tables: read-only, with two fixed statements at most for each of them, and nothing that is put
 * together from what a caller gives.
 *
 * @throws InputInvalid with everything of the mapping that is not as stated
 */
export const sqlDirectory = (mapping: HostMapping, tools: DirectoryTools): HostDirectoryShape => {
  const { columnsOf, dialect, faultOf, isReadable, query } = tools
  const tables = mappedTables(checkedMapping(mapping))
  const questions = new Map(tables.map(([kind, table]) => [kind, questionOf(dialect, table)]))
  const directoryFault = (cause: unknown): unknown => {
    if (cause instanceof CannotJoin) return cause
    const fault = faultOf(cause)
    // The tables are the host's, and no migration of ours makes them.
    return fault instanceof StoreFault && fault.data.reason === "schemaMissing"
      ? new StoreFault("directory", "hostTables", cause)
      : fault
  }
  const names = async ({ ids, kind, tenant, tx }: DirectoryQuestion): Promise<ReadonlyMap<string, string>> => {
    const question = questions.get(kind)
    if (question === undefined) return new Map()
    if (tx !== null && tx.dialect !== dialect) throw new CannotJoin("otherDialect")
    const values = question.values(tenant, ids)
    try {
      const rows = await (tx === null
        ? query(question.text, values)
        : within(tx, (over) => over(question.text, values)))
      return new Map(
        (rows as ReadonlyArray<{ readonly id: unknown; readonly name: unknown }>).map(({ id, name }) => [
          question.codec === null ? String(id) : question.codec.fromColumn(id),
          typeof name === "string" ? name : "",
        ]),
      )
    } catch (cause) {
      throw directoryFault(cause)
    }
  }
  const check = async (): Promise<ReadonlyArray<DirectoryProblem>> => {
    try {
      const problems: Array<DirectoryProblem> = []
      for (const [kind, mapped] of tables) {
        const found = await columnsOf(mapped.table)
        problems.push(...directoryProblems(dialect, kind, mapped, found))
        if (found !== null && !(await isReadable(mapped.table))) problems.push(notReadable(kind, mapped.table))
      }
      return problems
    } catch (cause) {
      throw directoryFault(cause)
    }
  }
  return { kinds: tables.map(([kind]) => kind), names, check }
}
