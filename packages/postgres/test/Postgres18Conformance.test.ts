import { conformanceOn } from "./server/ConformanceOn.ts"
import { testedVersions } from "./server/TestDatabase.ts"

// The newest version, or the database that was given.
conformanceOn(testedVersions[0] ?? "18")
