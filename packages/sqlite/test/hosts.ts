import type { HostTransaction, JoinedHost } from "@salesdept/conformance"
import { fromBetterSqlite3, fromKysely } from "@salesdept/core/ports"
import Database from "better-sqlite3"
import { CamelCasePlugin, Kysely, SqliteDialect } from "kysely"
import {
  CamelCasePlugin as OlderCamelCasePlugin,
  Kysely as OlderKysely,
  SqliteDialect as OlderSqliteDialect,
} from "kysely-0-28"

/** A host with a connection of its own, to be closed. */
export interface SqliteHost extends JoinedHost {
  readonly close: () => Promise<void>
}

/** A host on a raw handle, begun and ended by its own statements. */
export const rawHost = (handle: Database.Database): JoinedHost => ({
  begin: () => {
    const end = (sql: string) => () => {
      handle.exec(sql)
      return Promise.resolve()
    }
    handle.exec("begin immediate")
    const executor = fromBetterSqlite3(handle)
    return Promise.resolve({ executor, commit: end("commit"), rollback: end("rollback") })
  },
})

/** A host on a raw handle of its own. */
export const handleHost = (filename: string): SqliteHost => {
  const handle = new Database(filename)
  return {
    ...rawHost(handle),
    close: () => {
      handle.close()
      return Promise.resolve()
    },
  }
}

/** A host on Kysely 0.29, with a plugin that renames columns. */
export const kyselyHost = (filename: string): SqliteHost => {
  const db = new Kysely<object>({
    dialect: new SqliteDialect({ database: new Database(filename) }),
    plugins: [new CamelCasePlugin()],
  })
  return {
    begin: async (): Promise<HostTransaction> => {
      const trx = await db.startTransaction().execute()
      const end = (how: "commit" | "rollback") => () => trx[how]().execute()
      return { executor: fromKysely(trx), commit: end("commit"), rollback: end("rollback") }
    },
    close: () => db.destroy(),
  }
}

/** A host on the older Kysely 0.28. */
export const olderKyselyHost = (filename: string): SqliteHost => {
  const db = new OlderKysely<object>({
    dialect: new OlderSqliteDialect({ database: new Database(filename) }),
    plugins: [new OlderCamelCasePlugin()],
  })
  return {
    begin: async (): Promise<HostTransaction> => {
      const trx = await db.startTransaction().execute()
      const end = (how: "commit" | "rollback") => () => trx[how]().execute()
      return { executor: fromKysely(trx), commit: end("commit"), rollback: end("rollback") }
    },
    close: () => db.destroy(),
  }
}
