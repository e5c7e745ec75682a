import { joinedSuite, mappedPeople, storeConformance } from "@salesdept/conformance"
import { kyselyHost, olderKyselyHost } from "./hosts.ts"
import { inFiles, inProcess } from "./harness.ts"

storeConformance("SQLite in a file", inFiles(), { histories: { runs: 10 } })
storeConformance("SQLite in memory", inProcess())
// The library's own forms of ids are what the other two have; here both prefix and ids are of the host's choice.
storeConformance(
  "SQLite under another prefix, with people's ids as integers",
  inProcess({ prefix: "shop_", people: mappedPeople("bigint") }),
  { histories: { runs: 3 }, peopleOrder: "column" },
)
joinedSuite("SQLite under a host on Kysely 0.29", inFiles(undefined, kyselyHost))
joinedSuite("SQLite under a host on Kysely 0.28", inFiles(undefined, olderKyselyHost))
