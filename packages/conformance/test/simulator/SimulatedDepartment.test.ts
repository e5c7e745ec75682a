import { addDays, isId, isInstant } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SimulatedAction, SimulationOptions } from "../../src/simulator/index.ts"
import { simulateDepartment } from "../../src/simulator/index.ts"
import { scriptProblems } from "./scriptProblems.ts"

const firstMonth = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3 - 2).padStart(2, "0")}`
const lastMonth = (quarter: string): string =>
  `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3).padStart(2, "0")}`

/** Small departments of every kind, so that many can be tried. */
const smallOptions: fc.Arbitrary<SimulationOptions> = fc.record(
  {
    seed: fc.oneof(fc.integer(), fc.string()),
    from: fc.constantFrom("2025-10-01", "2026-01-31", "2024-02-29"),
    months: fc.integer({ min: 1, max: 14 }),
    reps: fc.integer({ min: 1, max: 14 }),
    language: fc.constantFrom("ru" as const, "en" as const),
    currency: fc.constantFrom("RUB" as const, "USD" as const),
    timeZone: fc.constantFrom("Europe/Moscow", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"),
    scale: fc.constantFrom(0.01, 0.05, 0.15),
    scripts: fc.boolean(),
  },
  { requiredKeys: ["seed", "scale"] },
)

describe("a simulated department", () => {
  it("does only what can happen: order, references, stages, money, people, hours", () => {
    fc.assert(
      fc.property(smallOptions, (options) => {
        expect(scriptProblems(simulateDepartment(options)).slice(0, 5)).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it("does so for a whole year of the default department", () => {
    expect(scriptProblems(simulateDepartment({ seed: "year" })).slice(0, 5)).toEqual([])
  })

  it("is the same for the same seed, another for another, and plain JSON", () => {
    fc.assert(
      fc.property(smallOptions, (options) => {
        const department = simulateDepartment(options)
        expect(simulateDepartment({ ...options })).toEqual(department)
        expect(JSON.parse(JSON.stringify(department))).toEqual(department)
        // Options aside: a month of a tiny department may have next to no actions, but it has other people.
        const other = simulateDepartment({ ...options, seed: `${options.seed}'` })
        expect({ ...other, options: department.options }).not.toEqual(department)
      }),
      { numRuns: 15 },
    )
  })

  it("holds the first conversation of a stage by its script, and changes nothing else before a version is tried", () => {
    const department = simulateDepartment({ seed: 7, scale: 0.5, scripts: true })
    const { actions, scripts } = department
    const trial = scripts[0]?.experiment
    const plain = simulateDepartment({ seed: 7, scale: 0.5 })
    const before = (of: typeof actions) => of.filter(({ at }) => at < (trial?.startsAt ?? ""))
    expect(before(actions.filter(({ type }) => type !== "scriptFollowed"))).toEqual(before(plain.actions))
    expect(plain.scripts).toEqual([])

    const versions = new Map(scripts.flatMap((script) => script.versions.map((version) => [version.id, version])))
    const runs = actions.flatMap((action) => (action.type === "scriptFollowed" ? [action] : []))
    const of = (versionId: string) => runs.filter((run) => run.versionId === versionId)
    for (const { versionId, at } of runs) expect(at >= (versions.get(versionId)?.approvedAt ?? "z")).toBe(true)
    // The trial makes a duty of a step; about half of the deals get it.
    const since = of("scriptversion_needs-1").filter(({ at }) => at >= (trial?.startsAt ?? ""))
    const tried = of("scriptversion_needs-2")
    expect(tried.length / (tried.length + since.length)).toSatisfy((share: number) => share > 0.4 && share < 0.6)
    const shareWith = (of: typeof runs) => of.filter(({ steps }) => steps.includes("needsQuestions")).length / of.length
    expect(shareWith(tried)).toBeGreaterThan(shareWith(since) + 0.2)
    // What the second version has an answer to leaves nobody without one any more.
    const said = (versionId: string) => new Set(of(versionId).flatMap((run) => run.unanswered?.said ?? []))
    expect(said("scriptversion_negotiation-1")).toContain("Нужно согласие головного офиса")
    expect(said("scriptversion_negotiation-2")).not.toContain("Нужно согласие головного офиса")
    expect(said("scriptversion_negotiation-2").size).toBeGreaterThan(0)
  })

  it("gives keys that the library takes as ids, and fixed-width instants", () => {
    const { actions, clients } = simulateDepartment({ seed: 3, scale: 0.1 })
    const isValid = (action: SimulatedAction): boolean => {
      if (action.type === "leadReceived") return isId("lead", action.leadKey)
      if (action.type === "dealOpened") return isId("deal", action.dealKey)
      if (action.type === "dialogHeld") return isId("dialog", action.dialogKey)
      if (action.type === "nextStepSet") return isId("nextStep", action.stepKey)
      if (action.type === "invoiceIssued") return isId("invoice", action.invoiceKey)
      if (action.type === "paymentReceived") return isId("payment", action.paymentKey)
      if (action.type === "documentDrafted") return isId("closingDocument", action.documentKey)
      return true
    }
    expect(clients.filter(({ key }) => !isId("client", key))).toEqual([])
    expect(actions.filter((action) => !isInstant(action.at) || !isValid(action))).toEqual([])
  })

  it("has newcomers with a mentor of their own team, and one who leaves", () => {
    const { reps, options } = simulateDepartment({ seed: 11 })
    expect(reps.map(({ id }) => id)).toEqual(Array.from({ length: 9 }, (_, index) => `user:${index + 1}`))
    const newcomers = reps.filter(({ joinedOn }) => joinedOn >= options.from)
    expect(newcomers.map(({ id }) => id)).toEqual(["user:8", "user:9"])
    for (const { mentorId, teamId } of newcomers) expect(reps.find(({ id }) => id === mentorId)?.teamId).toBe(teamId)
    const leavers = reps.filter(({ leftOn }) => leftOn !== null)
    expect(leavers.map(({ id }) => id)).toEqual(["user:7"])
    expect(leavers[0]?.leftOn ?? "").toSatisfy((day: string) => day > options.from && day < options.until)
  })

  it("has targets for every quarter: each team, and each rep who is there and no newcomer still learning", () => {
    const { targets, teams, reps } = simulateDepartment({ seed: 11 })
    // The year ends with a quarter: the one after it is planned.
    const quarters = ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    for (const { id } of teams) {
      expect(targets.filter(({ repId, teamId }) => repId === null && teamId === id).map((t) => t.quarter)).toEqual(
        quarters,
      )
    }
    for (const { id, leftOn, joinedOn } of reps) {
      const own = targets.filter(({ repId }) => repId === id).map(({ quarter }) => quarter)
      const left = leftOn ?? "9999-12-31"
      // What is sold takes 45 days: a newcomer has a target once a month is left after them.
      const isPlanned = (quarter: string): boolean =>
        (joinedOn < "2025-10-01" || addDays(joinedOn, 45 + 29) <= `${lastMonth(quarter)}-30`) &&
        left.slice(0, 7) >= firstMonth(quarter)
      expect(own).toEqual(quarters.filter(isPlanned))
    }
    expect(targets.every(({ amountMinor }) => Number.isSafeInteger(amountMinor) && amountMinor > 0)).toBe(true)
  })

  it("plans no quarter that the period only touches the end of", () => {
    const { targets } = simulateDepartment({ seed: 11, from: "2025-10-01", months: 5, scale: 0.05 })
    expect([...new Set(targets.map(({ quarter }) => quarter))]).toEqual(["2025-Q4", "2026-Q1"])
  })

  it("holds nobody to a target that a deal or two would exceed twentyfold", () => {
    for (const seed of [7, 11, "year"]) {
      const { targets, reps } = simulateDepartment({ seed })
      const own = targets.filter(({ repId }) => repId !== null)
      const mean = own.reduce((sum, { amountMinor }) => sum + amountMinor, 0) / own.length
      expect(own.filter(({ amountMinor }) => amountMinor < mean / 10)).toEqual([])
      // Every newcomer is held to something in the end.
      expect(reps.filter(({ id }) => own.every(({ repId }) => repId !== id))).toEqual([])
    }
  })

  it("refuses wrong options, all at once", () => {
    const wrong: SimulationOptions = {
      seed: 1,
      from: "2025-02-30",
      months: 0,
      reps: 1.5,
      scale: 0,
      timeZone: "Europe/Nowhere",
      planted: {
        mistakes: [
          { kind: "overdueSteps", repId: "user:0" },
          { kind: "overdueSteps", repId: "user:0", ratePercent: 101 },
        ],
        favouriteSteps: ["introduction", "caseStory", "caseStory"],
        effectiveSteps: [{ step: "introduction", oddsRatio: 0 }],
      },
    }
    expect(() => simulateDepartment(wrong)).toThrow(
      expect.objectContaining({
        _tag: "InputInvalid",
        problems: [
          "from",
          "months",
          "reps",
          "scale",
          "timeZone",
          "planted.mistakes[0].repId",
          "planted.mistakes[1]",
          "planted.mistakes[1].repId",
          "planted.mistakes[1].ratePercent",
          "planted.favouriteSteps[0]",
          "planted.favouriteSteps[2]",
          "planted.effectiveSteps[0].step",
          "planted.effectiveSteps[0].oddsRatio",
        ].map((path) => expect.objectContaining({ path })),
      }),
    )
  })

  it.each([
    ["2025-10-01", 12, "2026-10-01"],
    ["2025-10-31", 1, "2025-11-30"],
    ["2024-02-29", 12, "2025-02-28"],
    ["2025-12-15", 2, "2026-02-15"],
  ])("counts months from %s: %d of them end before %s", (from, months, until) => {
    expect(simulateDepartment({ seed: 1, from, months, scale: 0.01 }).options.until).toBe(until)
  })
})
