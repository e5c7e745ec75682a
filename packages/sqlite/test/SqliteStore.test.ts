import { foreignIdsSuite, storeConformance } from "@salesdept/conformance"
import { inFiles } from "./harness.ts"

storeConformance("SQLite in a file", inFiles(), { histories: { runs: 10 } })
foreignIdsSuite("SQLite in a file", inFiles())
