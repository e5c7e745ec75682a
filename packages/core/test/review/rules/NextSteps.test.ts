import { describe, expect, it } from "vitest"
import { movedSteps, noNextStep } from "../../../src/review/rules/NextSteps.ts"
import type { ReviewFacts } from "../../../src/review/ReviewFacts.ts"
import { deal } from "../../deal/deals.ts"
import { controlOf, dealFacts, unseen } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

const closed = Array.from({ length: 20 }, (_, i) =>
  deal({ id: `closed_${i}`, outcome: i < 10 ? "won" : "lost", closedOn: "2026-02-01" }),
)

const step = (tail: string, fields: Partial<NonNullable<ReviewFacts["nextSteps"]>[number]>) => ({
  id: `step_${tail}` as const,
  dealId: "deal_1" as const,
  ownerId: "ann",
  status: "open" as const,
  dueOn: "2026-04-10",
  moves: 3,
  doneOn: null,
  ...fields,
})

describe("nextStep.movedAgain", () => {
  it("given open steps moved three times or more, then they are named with the deals' expected value, counted once", () => {
    const nextSteps = [
      step("three", {}),
      step("five", { moves: 5, dueOn: "2026-03-01" }),
      step("two", { moves: 2 }),
      step("done", { moves: 9, status: "done" }),
    ]
    const found = raised(movedSteps, [...closed, deal({ id: "deal_1", amountMinor: 800_00 })], { nextSteps })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["step_five", "step_three"], minor: 400_00 }])
    expect(found.findings[0]!.severity).toBe("major")
    expect(found.findings[0]!.what.en).toBe(
      "Open next steps moved 3 times or more: 2; the most moved one 5 times. Overdue now: 1.",
    )
  })

  it("given a source without next steps, then the rule is skipped", () => {
    expect(raised(movedSteps, closed).notRead).toMatchObject([{ ruleId: "nextStep.movedAgain" }])
  })
})

describe("deal.noNextStep", () => {
  it("given open deals without a step, then only those whose source carries steps are judged", () => {
    const control = controlOf({
      deal: [
        dealFacts({ id: "bare" }),
        dealFacts({ id: "planned", stepDueOn: "2026-04-02" }),
        dealFacts({ id: "unseen", observed: unseen }),
        dealFacts({ id: "won", outcome: "won" }),
      ],
    })
    const deals = ["bare", "planned", "unseen"].map((id) => deal({ id, amountMinor: 100_00 }))
    const found = raised(noNextStep, [...closed, ...deals], { control })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["bare"], minor: 50_00 }])
    expect(found.findings[0]!.what.en).toMatch(/1 of 2 \(50\.0%\)/)
  })

  it("given that no deal's source carries steps, then none is said to lack one", () => {
    const control = controlOf({ deal: [dealFacts({ id: "unseen", observed: unseen })] })
    const found = raised(noNextStep, [deal({ id: "unseen" })], { control })
    expect(found).toMatchObject({ findings: [], notRead: [{ reason: { en: "the source does not carry next steps" } }] })
  })
})
