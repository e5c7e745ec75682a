import { winAnalysis } from "@salesdept/core/script"
import { addDays } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import { proposalWords } from "../../src/script/ProposalWords.ts"

/** 60 deals with the step, of which 30 were won, and 60 without it. */
const judged = (wonWithout: number) => {
  const opportunities = Array.from({ length: 120 }, (_, at) => {
    const usedOn = at < 60 ? "2026-09-01" : null
    const isWon = at < 60 ? at % 2 === 0 : at - 60 < wonWithout
    const closedOn = addDays("2026-10-01", at % 20)
    const outcome = isWon ? ("won" as const) : ("lost" as const)
    return { stepId: "value", dealId: `deal_${at}`, reachedOn: "2026-09-01", usedOn, outcome, closedOn, held: [] }
  })
  return proposalWords(winAnalysis(opportunities, { on: "2026-11-23", heldEqual: [] }).steps[0]!)
}

describe("what is proposed of a step", () => {
  it("has its figures, in both languages", () => {
    const { en, ru } = judged(12)
    expect(en).toMatch(
      /^Always use the step value: .* \(odds ratio \d\.\d\d, interval \d\.\d\d to \d+\.\d\d; q [<=] 0\.\d{3}; won with it 30 of 60 closed, without it 12 of 60\)\.$/u,
    )
    expect(ru).toMatch(
      /отношение шансов \d\.\d\d, интервал .*; выиграно с шагом 30 из 60 закрытых, без него 12 из 60\)\.$/u,
    )
  })

  it("has no odds where they have no number: without the step nothing was won", () => {
    const { en, ru } = judged(0)
    expect(en).toContain("(q < 0.001; won with it 30 of 60 closed, without it 0 of 60)")
    expect(`${en} ${ru}`).not.toMatch(/—|null|NaN|odds|шансов/u)
  })
})
