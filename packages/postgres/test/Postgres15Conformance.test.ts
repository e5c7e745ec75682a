import { describe, it } from "vitest"
import { conformanceOn } from "./server/ConformanceOn.ts"
import { testedVersions } from "./server/TestDatabase.ts"

const oldest = testedVersions[1]
if (oldest === undefined) describe("the oldest version", () => it.skip("is not run where a database is given"))
else conformanceOn(oldest)
