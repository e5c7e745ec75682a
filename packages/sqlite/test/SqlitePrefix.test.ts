import { mappedPeople, storeConformance } from "@salesdept/conformance"
import { inProcess } from "./harness.ts"

// The library's own forms of ids are what the other two have; here both prefix and ids are of the host's choice.
storeConformance(
  "SQLite under another prefix, with people's ids as integers",
  inProcess({ prefix: "shop_", people: mappedPeople("bigint") }),
  { histories: { runs: 3 }, peopleOrder: "column" },
)
