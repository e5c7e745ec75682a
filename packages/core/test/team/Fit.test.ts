import { describe, expect, it } from "vitest"
import { fairnessReport } from "../../src/team/Fairness.ts"
import { shrunkConversion } from "../../src/team/Fit.ts"
import { protectedWordIn } from "../../src/team/ProtectedAttributes.ts"

describe("shrunkConversion", () => {
  it("says almost the mean of a small sample and the person's own share of a large one", () => {
    expect(shrunkConversion({ won: 1, closed: 1 }, 0.2, 20)).toBeCloseTo((1 + 4) / 21, 12)
    expect(shrunkConversion({ won: 500, closed: 1000 }, 0.2, 20)).toBeCloseTo(504 / 1020, 12)
    expect(shrunkConversion({ won: 0, closed: 0 }, 0.2, 20)).toBeCloseTo(0.2, 12)
    expect(shrunkConversion({ won: 0, closed: 0 }, 0.2, 0)).toBe(0.2)
  })
})

describe("protectedWordIn", () => {
  it("finds protected attributes in both languages, in names and in sentences", () => {
    const named: ReadonlyArray<readonly [string, string]> = [
      ["clientAge", "age"],
      ["client_sex", "sex"],
      ["Возраст клиента", "возраст"],
      ["менеджер-женщина", "женщина"],
      ["Национальность", "национальность"],
      ["marital status", "marital"],
      ["беременность", "беременность"],
      ["Religion", "religion"],
      ["инвалидность", "инвалидность"],
      ["вероисповедание", "вероисповедание"],
    ]
    for (const [text, word] of named) expect(protectedWordIn(text), text).toBe(word)
  })

  it("leaves the words of the trade alone", () => {
    const trade = [
      "negotiation",
      "Essex",
      "stage",
      "package",
      "manager",
      "политика",
      "полиграфия",
      "женева-банк",
      "storage",
    ]
    for (const text of trade) expect(protectedWordIn(text), text).toBeNull()
  })
})

describe("fairnessReport", () => {
  const row = (
    personId: string,
    receivedCount: number,
    qualifiedCount: number,
    disqualifiedCount: number,
    capacityEffort = 10,
  ) => ({
    personId,
    capacityEffort,
    receivedCount,
    qualifiedCount,
    disqualifiedCount,
  })

  it("sets counts beside a spread by capacity, and tests the difference", () => {
    const { rows, spread, totalReceived } = fairnessReport([row("bob", 20, 5, 15), row("ann", 60, 20, 10, 20)])
    expect(totalReceived).toBe(80)
    expect(rows.map(({ personId, expectedCount }) => [personId, expectedCount])).toEqual([
      ["ann", (80 * 20) / 30],
      ["bob", (80 * 10) / 30],
    ])
    // (60 − 53.33)² / 53.33 + (20 − 26.67)² / 26.67 = 2.5; tail of chi-square with 1 degree: 0.1138
    expect(spread?.statistic).toBeCloseTo(2.5, 10)
    expect(spread?.pValue).toBeCloseTo(0.11384629800665, 10)
  })

  it("withholds shares of few closed leads, and a test that the numbers do not carry", () => {
    const { rows, spread } = fairnessReport([row("ann", 3, 1, 1), row("bob", 2, 0, 19)])
    expect(rows.map(({ qualifiedShare }) => qualifiedShare)).toEqual([null, null])
    expect(rows[0]?.withheld?.en).toContain("2; 20 are needed")
    expect(spread).toBeNull()
    expect(fairnessReport([row("ann", 3, 1, 1, 0)]).rows[0]?.expectedCount).toBeNull()
    expect(fairnessReport([])).toMatchObject({ rows: [], totalReceived: 0, spread: null })
  })
})
