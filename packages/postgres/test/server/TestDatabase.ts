import { migratePostgres, openPool } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import type { Pool } from "pg"
import { afterAll, beforeAll } from "vitest"
import type { ServerVersion } from "@salesdept/test-server"
import { startServer } from "@salesdept/test-server"

/** A server that tests share: one of ours, or the one that `DATABASE_URL` names. */
export interface TestDatabase {
  /** Connection string of a role that may make schemas and roles. */
  readonly url: () => string
  /** A pool of that role, for what tests do behind the library's back. */
  readonly admin: () => Pool
  /** A name no other schema has. */
  readonly newSchema: () => string
  /** A role that may only work, once it is given rights: no superuser, and under row-level security. */
  readonly worker: () => Promise<{ readonly role: string; readonly url: string }>
  /** A schema with the library's tables. */
  readonly migrated: () => Promise<Naming>
}

/** The instant tests migrate at. */
export const migratedAt = "2026-11-23T09:30:00.000Z"

/** Server versions to test on; the given server alone where there is one. */
export const testedVersions: ReadonlyArray<ServerVersion | "given"> =
  process.env["DATABASE_URL"] === undefined ? ["18", "15"] : ["given"]

/** How long a server may take to start on a machine that does much else. */
export const startMs = 120_000

/** Shares a server among the tests of a file: started before the first of them, stopped after the last. */
export const useDatabase = (version: ServerVersion | "given" = testedVersions[0] ?? "18"): TestDatabase => {
  let url = ""
  let stop = (): Promise<void> => Promise.resolve()
  let pool: Pool | null = null
  let schemas: Array<string> = []
  const admin = (): Pool => {
    if (pool === null) {
      pool = openPool({ connectionString: url, maxConnections: 2 })
      // A server that stops ends its clients first, those that a test has out too.
      pool.on("connect", (client) => client.on("error", () => {}))
    }
    return pool
  }
  beforeAll(async () => {
    if (version === "given") {
      url = process.env["DATABASE_URL"] ?? ""
      return
    }
    const server = await startServer(version)
    url = server.url
    stop = server.stop
  }, startMs)
  afterAll(async () => {
    // A server of ours is thrown away with everything in it.
    if (version === "given") {
      for (const schema of schemas) await admin().query(`drop schema if exists "${schema}" cascade`)
      if (worker !== null) {
        const { role } = await worker
        await admin().query(`drop owned by "${role}"`)
        await admin().query(`drop role "${role}"`)
      }
    }
    schemas = []
    await pool?.end()
    await stop()
  }, startMs)
  let worker: Promise<{ readonly role: string; readonly url: string }> | null = null
  const makeWorker = async (): Promise<{ readonly role: string; readonly url: string }> => {
    const role = `worker_${process.pid}_${Math.random().toString(36).slice(2)}`
    await admin().query(`create role "${role}" login password 'plain'`)
    // For the tables of hosts that tests play.
    await admin().query(`grant create on schema public to "${role}"`)
    const address = new URL(url)
    address.username = role
    address.password = "plain"
    return { role, url: address.href }
  }
  const newSchema = (): string => {
    const schema = `t${process.pid}_${Math.random().toString(36).slice(2)}`
    schemas.push(schema)
    return schema
  }
  return {
    url: () => url,
    admin,
    newSchema,
    worker: () => (worker ??= makeWorker()),
    migrated: async () => {
      const naming: Naming = { schema: newSchema(), prefix: "" }
      await migratePostgres(admin(), migratedAt, naming)
      return naming
    },
  }
}
