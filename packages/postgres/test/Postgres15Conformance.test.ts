import { expect, it } from "vitest"
import { conformanceOn } from "./server/ConformanceOn.ts"
import { testedVersions } from "./server/TestDatabase.ts"

it("no version is tested twice", () => {
  expect(new Set(testedVersions).size).toBe(testedVersions.length)
})

// The oldest version; none where a database is given.
for (const version of testedVersions.slice(1)) conformanceOn(version)
