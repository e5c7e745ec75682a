import { storeConformance } from "@salesdept/conformance"
import { afterAll, beforeAll, describe } from "vitest"
import { pgBouncerProgram, startPgBouncer } from "./server/PgBouncer.ts"
import type { PgBouncer } from "./server/PgBouncer.ts"
import { postgresHarness } from "./server/PostgresHarness.ts"
import { startMs, testedVersions, useDatabase } from "./server/TestDatabase.ts"

const given = testedVersions[0] === "given" ? "a server was given" : null
const missing = pgBouncerProgram === null ? "pgbouncer is not installed (apt-get install pgbouncer)" : given
if (missing !== null) console.warn(`SKIPPED, the suites through PgBouncer in transaction mode: ${missing}`)

describe.skipIf(missing !== null)(
  `through PgBouncer in transaction mode${missing === null ? "" : `: ${missing}`}`,
  () => {
    const database = useDatabase("18")
    let pooler: PgBouncer | null = null
    beforeAll(async () => {
      pooler = await startPgBouncer(pgBouncerProgram ?? "", database.url())
    }, startMs)
    afterAll(async () => {
      await pooler?.stop()
    })
    const through = (): string => pooler?.url ?? ""
    // The pooler of Debian 12 (1.18) carries no named statements.
    storeConformance("Postgres behind PgBouncer", postgresHarness(database, { prefix: "", prepare: false, through }), {
      histories: { runs: 3 },
    })
  },
)
