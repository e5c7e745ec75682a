import type { SalesDept } from "@salesdept/core/promise"
import { salesDept } from "@salesdept/core/promise"
import { migratePostgres, openPool, postgres } from "@salesdept/postgres"
import type { Naming } from "@salesdept/sql"
import { plainTables, quotedTableName, recordTables } from "@salesdept/sql"
import { startServer } from "@salesdept/test-server"
import pg from "pg"
import type { Pool } from "pg"
import { actor, benchDepartment, openDeals, tenant } from "../BenchBase.ts"
import { rivalTypes } from "./PostgresMoveRivals.ts"

/** Whether a commit waits until it is on the disk. */
export type Commits = "durable" | "fast"

/** The server that a benchmark runs on, and what is left to be dropped there. */
export interface MoveServer {
  /** Connection string of connections that commit so. */
  readonly urlFor: (commits: Commits) => string
  /** Makes schemas that hold the same open deals. */
  readonly prepare: (schemas: ReadonlyArray<string>, deals: number) => Promise<void>
}

const namingOf = (schema: string): Naming => ({ schema, prefix: "" })

const urlWith = (address: string, options: string): string => {
  const url = new URL(address)
  url.searchParams.set("options", options)
  return url.href
}

/** Copies every row of one schema's tables into those of another. */
const copyRows = async (pool: Pool, from: string, to: string): Promise<void> => {
  const names = [...recordTables.map(({ kind }) => kind), ...plainTables.map(({ name }) => name)]
  for (const name of names) {
    const target = quotedTableName(namingOf(to), name)
    await pool.query(`insert into ${target} select * from ${quotedTableName(namingOf(from), name)}`)
  }
}

/** Runs a body on the server that `DATABASE_URL` names, or on a throw-away one whose commits reach the disk. */
export const onMoveServer = async <A>(body: (server: MoveServer) => Promise<A>): Promise<A> => {
  const given = process.env["DATABASE_URL"]
  const server =
    given === undefined ? await startServer("18", { durable: true }) : { url: given, stop: () => Promise.resolve() }
  const admin = openPool({ connectionString: urlWith(server.url, "-c synchronous_commit=off"), maxConnections: 4 })
  let schemas: ReadonlyArray<string> = []
  try {
    return await body({
      urlFor: (commits) =>
        urlWith(server.url, `-c timezone=UTC -c synchronous_commit=${commits === "fast" ? "off" : "on"}`),
      prepare: async (names, deals) => {
        schemas = [...schemas, ...names]
        const [first = "", ...others] = names
        for (const name of names) await migratePostgres(admin, "2026-01-01T00:00:00.000Z", namingOf(name))
        const dept = await salesDept({
          store: postgres({ pool: admin, naming: namingOf(first) }),
          hostKeeps: ["client"],
        })
        const session = dept.tenant(tenant).as(actor)
        await session.department.publish(benchDepartment)
        await openDeals(session, deals)
        await dept.close()
        for (const name of others) await copyRows(admin, first, name)
        for (const name of names) await admin.query(`analyze "${name}".deal, "${name}".department`)
      },
    })
  } finally {
    // A server of ours is thrown away with everything in it.
    if (given !== undefined) {
      for (const name of schemas) await admin.query(`drop schema if exists "${name}" cascade`)
    }
    await admin.end()
    await server.stop()
  }
}

/** The library over a pool of its own, with a count of its round trips. */
export interface OurMoves {
  /** The library. */
  readonly dept: SalesDept
  /** How often the server has said that it is ready for more, since connections opened. */
  readonly roundTrips: () => number
  /** Ends the connections. */
  readonly close: () => Promise<void>
}

interface WithConnection {
  readonly connection: { readonly on: (event: "readyForQuery", listener: () => void) => void }
}

/** Opens the library over connections with its usual time-outs. */
export const openOurs = async (url: string, schema: string, maxConnections: number): Promise<OurMoves> => {
  const pool = openPool({ connectionString: url, maxConnections })
  let roundTrips = 0
  pool.on("connect", (client) => {
    // The driver's types leave its connection out; its events are what the protocol says.
    const { connection } = client as unknown as WithConnection
    connection.on("readyForQuery", () => {
      roundTrips += 1
    })
  })
  const dept = await salesDept({ store: postgres({ pool, naming: namingOf(schema) }), hostKeeps: ["client"] })
  return {
    dept,
    roundTrips: () => roundTrips,
    close: async () => {
      await dept.close()
      await pool.end()
    },
  }
}

/** A pool as a rival has it, which reads values as the rivals do. */
export const rivalPool = (url: string, max: number): Pool =>
  new pg.Pool({ connectionString: url, max, types: rivalTypes })
