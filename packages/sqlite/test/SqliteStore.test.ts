import { joinedSuite, storeConformance } from "@salesdept/conformance"
import { kyselyHost, olderKyselyHost } from "./hosts.ts"
import { inFiles, inProcess } from "./harness.ts"

storeConformance("SQLite in a file", inFiles(), { histories: { runs: 10 } })
storeConformance("SQLite in memory", inProcess())
storeConformance("SQLite under another prefix", inProcess({ prefix: "shop_" }), { histories: { runs: 3 } })
joinedSuite("SQLite under a host on Kysely 0.29", inFiles(undefined, kyselyHost))
joinedSuite("SQLite under a host on Kysely 0.28", inFiles(undefined, olderKyselyHost))
