import { joinedFaultSuite, joinedSuite } from "@salesdept/conformance"
import { inFiles } from "./harness.ts"
import { kyselyHost, olderKyselyHost } from "./hosts.ts"

joinedSuite("SQLite under a host on Kysely 0.29", inFiles(undefined, kyselyHost))
joinedSuite("SQLite under a host on Kysely 0.28", inFiles(undefined, olderKyselyHost))
joinedFaultSuite("SQLite under a host on Kysely 0.29", inFiles(undefined, kyselyHost))
