import {
  foreignIdsSuite,
  joinedFaultSuite,
  joinedSuite,
  quotaSuite,
  readQuotaTexts,
  storeConformance,
} from "@salesdept/conformance"
import { resolve } from "node:path"
import { describe } from "vitest"
import { kyselyHost, olderKyselyHost } from "./hosts.ts"
import { postgresHarness } from "./PostgresHarness.ts"
import type { Variant } from "./PostgresHarness.ts"
import type { testedVersions } from "./TestDatabase.ts"
import { useDatabase } from "./TestDatabase.ts"

const plain: Variant = { prefix: "", prepare: true, session: "-c timezone=UTC" }
const unusual: Variant = {
  people: "bigint",
  rowSecurity: true,
  prefix: "crm_",
  prepare: false,
  session: "-c timezone=Asia/Kolkata -c default_transaction_isolation=serializable",
}

const quotaTexts = readQuotaTexts(resolve(process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data"))

/** The whole conformance on one version of Postgres: the oldest under unusual settings, the newest under usual ones. */
export const conformanceOn = (version: (typeof testedVersions)[number]): void => {
  describe(`on Postgres ${version}`, () => {
    const database = useDatabase(version)
    const oldest = version === "15"
    const hosts: Variant = oldest ? unusual : { ...plain, people: "uuid", rowSecurity: true }
    joinedSuite(`Postgres ${version} under a host on Kysely 0.29`, postgresHarness(database, hosts, kyselyHost))
    joinedFaultSuite(`Postgres ${version} under a host on Kysely 0.29`, postgresHarness(database, hosts, kyselyHost))
    joinedSuite(`Postgres ${version} under a host on Kysely 0.28`, postgresHarness(database, hosts, olderKyselyHost))
    foreignIdsSuite(`Postgres ${version} under row-level security`, postgresHarness(database, hosts))
    if (!oldest) quotaSuite(`Postgres ${version}`, postgresHarness(database, plain), quotaTexts)
    storeConformance(`Postgres ${version}`, postgresHarness(database, oldest ? unusual : plain), {
      histories: { runs: oldest ? 5 : 15 },
      peopleOrder: oldest ? "column" : "text",
    })
  })
}
