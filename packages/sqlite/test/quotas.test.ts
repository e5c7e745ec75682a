import { quotaSuite, readQuotaTexts } from "@salesdept/conformance"
import { resolve } from "node:path"
import { inFiles } from "./harness.ts"

quotaSuite(
  "SQLite in a file",
  inFiles(),
  readQuotaTexts(resolve(process.env["SALESDEPT_TEST_DATA"] ?? "../shared/data")),
)
