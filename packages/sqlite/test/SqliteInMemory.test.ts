import { storeConformance } from "@salesdept/conformance"
import { inProcess } from "./harness.ts"

storeConformance("SQLite in memory", inProcess())
