import type { JoinedHost } from "@salesdept/conformance"
import { fromKysely, fromPg } from "@salesdept/core/ports"
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely"
import {
  CamelCasePlugin as OlderCamelCasePlugin,
  Kysely as OlderKysely,
  PostgresDialect as OlderPostgresDialect,
} from "kysely-0-28"
import pg from "pg"
import type { PoolClient } from "pg"

/** A host with connections of its own, to be closed. */
export interface PostgresHost extends JoinedHost {
  readonly close: () => Promise<void>
}

/** Makes a host that connects there. */
export type HostOf = (url: string) => PostgresHost

/** A pool of a host that keeps its process, whatever becomes of the server: with listeners, as any host needs them. */
const hostPool = (config: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool(config)
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  return pool
}

/** A host on pg alone: checks a client out and begins on it. */
export const clientHost: HostOf = (connectionString) => {
  const pool = hostPool({ connectionString, max: 1 })
  const end = (client: PoolClient, sql: string) => async () => {
    try {
      await client.query(sql)
      client.release()
    } catch (cause) {
      client.release(true)
      throw cause
    }
  }
  return {
    begin: async () => {
      const client = await pool.connect()
      await client.query("begin")
      return { executor: fromPg(client), commit: end(client, "commit"), rollback: end(client, "rollback") }
    },
    close: () => pool.end(),
  }
}

/** Reads numbers, flags, times and documents in ways of the host's own. */
const hostTypes = { getTypeParser: (oid: number) => (oid === 25 ? String : (text: string) => ({ parsedByHost: text })) }

/** A host on Kysely, with a plugin that renames columns and with parsers of its own. */
export const kyselyHost: HostOf = (connectionString) => {
  const db = new Kysely<object>({
    dialect: new PostgresDialect({ pool: hostPool({ connectionString, max: 1, types: hostTypes }) }),
    plugins: [new CamelCasePlugin()],
  })
  return {
    begin: async () => {
      const trx = await db.startTransaction().execute()
      const end = (how: "commit" | "rollback") => () => trx[how]().execute()
      return { executor: fromKysely(trx), commit: end("commit"), rollback: end("rollback") }
    },
    close: () => db.destroy(),
  }
}

/** The same on the older Kysely 0.28. */
export const olderKyselyHost: HostOf = (connectionString) => {
  const db = new OlderKysely<object>({
    dialect: new OlderPostgresDialect({ pool: hostPool({ connectionString, max: 1, types: hostTypes }) }),
    plugins: [new OlderCamelCasePlugin()],
  })
  return {
    begin: async () => {
      const trx = await db.startTransaction().execute()
      const end = (how: "commit" | "rollback") => () => trx[how]().execute()
      return { executor: fromKysely(trx), commit: end("commit"), rollback: end("rollback") }
    },
    close: () => db.destroy(),
  }
}
