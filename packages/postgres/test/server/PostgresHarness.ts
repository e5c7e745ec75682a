import { streamOf } from "@salesdept/core/ports"
import { mappedPeople, notSupported } from "@salesdept/conformance"
import type { HarnessFactory, Tampering } from "@salesdept/conformance"
import { canonicalJson } from "@salesdept/core/journal"
import { generatePostgres, makePostgresStore, openPool, postgres } from "@salesdept/postgres"
import { journalValues, makeCatalog, quotedTableName } from "@salesdept/sql"
import type { Naming } from "@salesdept/sql"
import * as Effect from "effect/Effect"
import type { Pool } from "pg"
import { afterAll } from "vitest"
import { emptiedTables } from "./EmptiedTables.ts"
import { clientHost } from "./hosts.ts"
import type { HostOf, PostgresHost } from "./hosts.ts"
import { migratedAt } from "./TestDatabase.ts"
import type { TestDatabase } from "./TestDatabase.ts"

/** What differs between runs of the suites. */
export interface Variant {
  /** Prefix of the tables; may be empty in a schema of their own. */
  readonly prefix: string
  /** Whether the tables have a schema of their own; else they lie where the `search_path` leads. Default true. */
  readonly ownSchema?: boolean
  /** How ids of people lie in columns. Default `text`. */
  readonly people?: "text" | "uuid" | "bigint"
  /** Whether the tables are under row-level security, and the store and its hosts of a role that is held by it. */
  readonly rowSecurity?: boolean
  /** Whether statements are prepared under names. */
  readonly prepare: boolean
  /** Settings of the session, which a host may have chosen; none where absent. */
  readonly session?: string
  /** The address through which the store and its hosts connect, of the server's own; the same where absent. */
  readonly through?: (url: string) => string
}

const tamperWith = async (admin: Pool, naming: Naming, { rewrite, stream, tenant }: Tampering): Promise<void> => {
  const rows = await Effect.runPromise(streamOf(makePostgresStore(admin, { naming }), tenant, stream))
  const journal = quotedTableName(naming, "journal")
  await admin.query(`delete from ${journal} where tenant_id = $1 and stream = $2`, [tenant, stream])
  for (const row of rewrite(rows)) {
    const values = journalValues(row, canonicalJson(row.payload))
    await admin.query(makeCatalog("postgres", naming).journal.append, [...values])
  }
}

/** Names that no other test has. */
const freshNaming = (database: TestDatabase, { ownSchema = true, people = "text", prefix, rowSecurity }: Variant) => {
  const chosen = {
    rowSecurity: rowSecurity === true,
    ...(people === "text" ? {} : { people: mappedPeople(people) }),
  }
  const fresh = database.newSchema()
  return ownSchema ? { ...chosen, prefix, schema: fresh } : { ...chosen, prefix: `p${fresh.slice(-10)}_${prefix}` }
}

const noTables: Naming = { prefix: "none_" }

/** A store with tables of its own for every `open`. */
export const postgresHarness = (
  database: TestDatabase,
  variant: Variant,
  hostOf: HostOf = clientHost,
): HarnessFactory => {
  const { prepare, rowSecurity = false, session, through = (url) => url } = variant
  const tables = emptiedTables(database.admin, async () => {
    const naming = freshNaming(database, variant)
    const grantTo = rowSecurity ? { grantTo: (await database.worker()).role } : {}
    await database.admin().query(generatePostgres(migratedAt, naming, grantTo))
    return naming
  })
  const address = async () => through(rowSecurity ? (await database.worker()).url : database.url())
  const addressOfStore = async () => {
    const url = await address()
    return session === undefined ? url : `${url}?options=${encodeURIComponent(session)}`
  }
  // One pool for the tests of a file: for each its own connections took as long as what most of them do.
  let pool: Pool | null = null
  const sharedPool = async () => (pool ??= openPool({ connectionString: await addressOfStore() }))
  afterAll(async () => {
    await pool?.end()
    pool = null
  })
  return () => {
    const mine: Array<Naming> = []
    let host: PostgresHost | null = null
    const naming = () => mine.at(-1) ?? noTables
    const connect = async () =>
      await postgres({ connectionString: await addressOfStore(), naming: naming(), prepare }).open()
    return Promise.resolve({
      open: async () => {
        mine.push(await tables.take())
        return await postgres({ pool: await sharedPool(), naming: naming(), prepare }).open()
      },
      reopen: connect,
      secondConnection: connect,
      joined: { begin: async () => (host ??= hostOf(await address())).begin() },
      tamper: (tampering) => tamperWith(database.admin(), mine.at(-1) ?? noTables, tampering),
      release: async () => {
        await host?.close()
        for (const naming of mine) await tables.giveBack(naming)
      },
    })
  }
}

/** A store over a pool with a single connection, which nobody else can have. */
export const singleHarness = (pool: () => Pool, newSchema: () => string, people: "uuid" | "bigint"): HarnessFactory => {
  const tables = emptiedTables(pool, async () => {
    const naming: Naming = { schema: newSchema(), prefix: "sd_", people: mappedPeople(people) }
    await pool().query(generatePostgres(migratedAt, naming))
    return naming
  })
  let used = 0
  return () => {
    const mine: Array<Naming> = []
    const connect = () => postgres({ pool: pool(), naming: mine.at(-1) ?? noTables }).open()
    return Promise.resolve({
      open: async () => {
        mine.push(await tables.take())
        return await connect()
      },
      reopen: connect,
      secondConnection: notSupported,
      joined: notSupported,
      tamper: (tampering) => tamperWith(pool(), mine.at(-1) ?? noTables, tampering),
      release: async () => {
        for (const naming of mine) await tables.giveBack(naming)
        // What was logged since the last checkpoint is kept, here in memory.
        used += 1
        if (used % 10 === 0) await pool().query("checkpoint")
      },
    })
  }
}
