import { storeConformance } from "@salesdept/conformance"
import { inFiles, inProcess } from "./harness.ts"

storeConformance("SQLite in a file", inFiles(), { histories: { runs: 10 } })
storeConformance("SQLite in memory", inProcess())
storeConformance("SQLite under another prefix", inProcess({ prefix: "shop_" }), { histories: { runs: 3 } })
