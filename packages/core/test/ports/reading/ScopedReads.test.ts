import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const source = fileURLToPath(new URL("../../../src/", import.meta.url))

/**
 * Choosing an owner among all reps, what ticks do, the configuration and runs of an import, what holds back an action that the caller sees, all that is kept about a person (its command is judged), the teams that a policy itself is made of, a pass that the system makes, the cards that a client had
 * before it was merged (its own is judged), the agenda of a debrief that the caller may know of, and summaries, which are stored whole for everybody.
 */
const without = [
  "exchange/service.ts",
  "exchange/RunService.ts",
  "team/RolePolicyService.ts",
  "control/AssignmentService.ts",
  "control/ControlDutyService.ts",
  "loyalty/ConfigService.ts",
  "loyalty/HeldActionService.ts",
  "loyalty/LedgerService.ts",
  "department/PersonalDataService.ts",
  "loyalty/RunService.ts",
  "review/AgendaService.ts",
  "review/SummaryService.ts",
]

describe("services", () => {
  it("read through storeFor(caller), so that an access policy holds for every list, count and aggregate", () => {
    const files = globSync("*/**/*.ts", { cwd: source }).map((file) => file.replaceAll("\\", "/"))
    expect(files.length).toBeGreaterThan(100)
    const around = files.filter(
      (file) =>
        !/^(?:ports|memory|promise)\//.test(file) &&
        !without.includes(file) &&
        /yield\* Store\b/.test(readFileSync(`${source}${file}`, "utf8")),
    )
    expect(around, "use `yield* storeFor(caller)` of ports/reading/ScopedStore.ts instead of `yield* Store`").toEqual(
      [],
    )
  })
})
