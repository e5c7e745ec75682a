import { describe, expect, it } from "vitest"
import type { FindingRecord } from "../../src/review/FindingRecordSchema.ts"
import { growth } from "../../src/review/Growth.ts"
import type { SummaryFacts } from "../../src/review/SummaryFacts.ts"
import { summaryFigures } from "../../src/review/SummaryFigures.ts"

const dayOf = (instant: string) => instant.slice(0, 10)
const march = { from: "2026-03-01", to: "2026-04-01" }
const nobody = { deals: [], leads: [], dialogs: [], nextSteps: [], payments: [], documents: [], commitments: [] }
const none: SummaryFacts = { ...nobody, invoices: [], promises: [], controlDays: [], findings: [] }

/** Steps past their day, as the review of a period found them. */
const finding = (id: string, days: readonly [string, string], ids: ReadonlyArray<string>, fields = {}): FindingRecord =>
  ({
    id,
    ruleId: "nextStep.overdue",
    likeness: "nextStep.overdue ann",
    kind: "mistake",
    severity: "minor",
    ownerId: "ann",
    status: "open",
    evidence: { kind: "nextStep", ids, count: ids.length },
    periodFrom: days[0],
    periodTo: days[1],
    raisedAt: `${days[1]}T06:00:00.000Z`,
    recurrenceOf: null,
    correctedAt: null,
    ...fields,
  }) as unknown as FindingRecord

const monday = finding("monday", ["2026-03-02", "2026-03-03"], ["s1"])
const friday = finding("friday", ["2026-03-06", "2026-03-07"], ["s2"])
const week = finding("week", ["2026-03-02", "2026-03-09"], ["s2", "s1"])
const month = finding("month", ["2026-03-01", "2026-04-01"], ["s3", "s2", "s1"])
const bobs = finding("bobs", ["2026-03-01", "2026-04-01"], ["s9"], { ownerId: "bob", likeness: "nextStep.overdue bob" })
const ofAll = (ids: ReadonlyArray<string>) =>
  finding("department", ["2026-03-01", "2026-04-01"], ids, { ownerId: null, likeness: "nextStep.overdue" })

const mistakesOf = (findings: ReadonlyArray<FindingRecord>, isTheirs: (repId: string | null) => boolean = () => true) =>
  summaryFigures({ ...none, findings }, isTheirs, march, { currency: "RUB", dayOf }).mistakes

describe("what days, weeks and months found of the same", () => {
  it("is counted once in a month's sum: each finding that names something new", () => {
    // s1 and s2 were found on their days, the week repeats both, and only s3 is news of the month.
    expect(mistakesOf([month, week, friday, monday])).toMatchObject({ count: 3, ids: ["friday", "monday", "month"] })
    expect(mistakesOf([week, month])).toMatchObject({ count: 2, ids: ["month", "week"] })
  })

  it("is counted once in the department's sum, where its own finding repeats its reps'", () => {
    const repeated = ofAll(["s3", "s2", "s1", "s9"])
    expect(mistakesOf([repeated, month, bobs]).ids).toEqual(["bobs", "month"])
    expect(mistakesOf([repeated, month, bobs], (repId) => repId === "ann").ids).toEqual(["month"])
    // A step that nobody owns is in no rep's finding.
    expect(mistakesOf([ofAll(["s3", "s2", "s1", "s9", "orphan"]), month, bobs]).ids).toEqual([
      "bobs",
      "department",
      "month",
    ])
  })

  it("is another thing where another rule says it", () => {
    const other = finding("moved", ["2026-03-01", "2026-04-01"], ["s1"], { ruleId: "nextStep.movedAgain" })
    expect(mistakesOf([month, other]).count).toBe(2)
  })

  it("is one error of a rep, corrected with whichever finding told of it", () => {
    const corrected = { status: "corrected", correctedAt: "2026-04-02T06:00:00.000Z" }
    const grown = growth([monday, friday, { ...month, ...corrected } as FindingRecord], [], "2026-04-30", dayOf)
    expect(grown.errors).toBe(3)
    expect(grown.corrected).toMatchObject({ numerator: 3, denominator: 3 })
    const byDay = growth([{ ...monday, ...corrected } as FindingRecord, friday, week], [], "2026-04-30", dayOf)
    expect(byDay).toMatchObject({ errors: 2, corrected: { numerator: 1, denominator: 2 } })
  })

  it("has come again where it was corrected and is found anew after that, however many days were looked through", () => {
    const corrected = { status: "corrected", correctedAt: "2026-03-10T06:00:00.000Z" }
    const first = { ...monday, ...corrected } as FindingRecord
    const days = ["2026-03-04", "2026-03-05", "2026-03-06"].map((day, at) =>
      finding(day, [day, `2026-03-0${at + 5}`], [`more${at}`]),
    )
    const of = (later: ReadonlyArray<FindingRecord>) =>
      growth([first, ...days, ...later], [], "2026-04-30", dayOf).recurring
    expect(of([])).toMatchObject({ numerator: 0, denominator: 1 })
    expect(of([finding("again", ["2026-03-12", "2026-03-13"], ["s7"])])).toMatchObject({ numerator: 1, denominator: 1 })
    const withdrawn = { status: "withdrawn" }
    expect(of([finding("again", ["2026-03-12", "2026-03-13"], ["s7"], withdrawn)])).toMatchObject({ numerator: 0 })
    expect(growth([monday, ...days], [], "2026-04-30", dayOf).recurring.ratio).toBeNull()
    // What the days found still stands, in a stock that is another one since something was done: it has not come again.
    const stands = (recurrenceOf: FindingRecord["id"] | null) =>
      finding("stands", ["2026-03-12", "2026-03-13"], ["more0", "more2"], { recurrenceOf })
    expect(of([stands(null)])).toMatchObject({ numerator: 0, denominator: 1 })
    expect(of([stands("finding_monday")])).toMatchObject({ numerator: 1, denominator: 1 })
  })
})
