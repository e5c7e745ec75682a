import { storeConformance } from "@salesdept/conformance"
import { inFiles } from "./harness.ts"

storeConformance("SQLite in a file", inFiles(), { histories: { runs: 10 } })
