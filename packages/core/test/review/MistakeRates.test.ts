import { describe, expect, it } from "vitest"
import { dealColumns } from "../../src/deal/DealFact.ts"
import { mistakeRates } from "../../src/review/MistakeRates.ts"
import type { ReviewFacts } from "../../src/review/ReviewFacts.ts"
import { periodOf } from "../../src/shared/Period.ts"
import { deal } from "../deal/deals.ts"
import { controlOf } from "./controlFacts.ts"
import { factsOf } from "./facts.ts"

type Step = NonNullable<ReviewFacts["nextSteps"]>[number]
type FollowUp = NonNullable<ReviewFacts["followUp"]>

const step = (tail: string, dueOn: string, fields: Partial<Step> = {}): Step => ({
  id: `step_${tail}`,
  dealId: "deal_1",
  ownerId: "ann",
  status: "open",
  dueOn,
  moves: 0,
  doneOn: null,
  ...fields,
})

const answer = (subjectId: string, dueOn: string, answeredAt: string | null) => ({
  subjectId,
  ownerId: "ann",
  dueOn,
  dueAt: `${dueOn}T09:00:00.000Z`,
  answeredAt,
})

const rates = (fields: Partial<ReviewFacts>) =>
  mistakeRates(factsOf(dealColumns([]), fields), periodOf("2026-03-31", "quarter"), {
    discountPercent: 10,
    unsentAfterDays: 3,
  })

describe("mistakeRates", () => {
  it("takes a discount of the limit itself for none beyond it", () => {
    // 1 − 70 / 100 is more than 0.3 in doubles.
    const sold = [70, 69].map((amountMinor) =>
      deal({
        id: `sold_${amountMinor}`,
        ownerId: "ann",
        outcome: "won",
        amountMinor,
        listAmountMinor: 100,
        closedOn: "2026-03-02",
      }),
    )
    const followUp = { peers: [{ repId: "ann", group: "rep" }] } as unknown as FollowUp
    const limits = { discountPercent: 30, unsentAfterDays: 3 }
    const facts = factsOf(dealColumns(sold), { followUp })
    expect(mistakeRates(facts, periodOf("2026-03-31", "quarter"), limits)).toMatchObject([
      { measure: "deepDiscounts", count: 1, size: 2, ids: ["sold_69"] },
    ])
  })

  const control = controlOf({})
  const until = control.context.asOf
  const today = until.slice(0, 10)
  const followUp = { peers: [{ repId: "ann", group: "rep" }] } as unknown as FollowUp

  it("counts no step as kept whose day is not over", () => {
    const nextSteps = [
      step("late", "2026-03-01"),
      step("done", "2026-03-02", { status: "done", doneOn: "2026-03-02" }),
      step("today", "2026-03-15"),
      step("coming", "2026-03-20"),
    ]
    expect(rates({ on: "2026-03-15", nextSteps, followUp })).toMatchObject([
      { measure: "overdueSteps", repId: "ann", count: 1, size: 2, ids: ["step_late"] },
    ])
  })

  it("counts a step that was done ahead once, in the period of its day", () => {
    const nextSteps = [
      step("ahead", "2026-03-10", { status: "done", doneOn: "2026-03-06" }),
      step("late", "2026-03-06", { status: "done", doneOn: "2026-03-10" }),
    ]
    const facts = factsOf(dealColumns([]), { on: "2026-03-31", nextSteps, followUp })
    const limits = { discountPercent: 10, unsentAfterDays: 3 }
    const sizes = ["2026-03-06", "2026-03-10"].map((on) =>
      mistakeRates(facts, periodOf(on, "week"), limits).map(({ count, size }) => [count, size]),
    )
    expect(sizes).toEqual([[[0, 1]], [[1, 2]]])
  })

  it("counts no answer as given in time that may yet be late", () => {
    const answers = [
      answer("late", "2026-03-01", "2026-03-02T00:00:00.000Z"),
      answer("inTime", "2026-03-01", "2026-03-01T08:00:00.000Z"),
      answer("silent", "2026-03-01", null),
      { ...answer("waiting", today, null), dueAt: `${today}T23:59:59.999Z` },
    ]
    expect(rates({ control, followUp: { ...followUp, answers } })).toMatchObject([
      { measure: "lateAnswers", repId: "ann", count: 2, size: 3, ids: ["late", "silent"] },
    ])
  })

  it("tells the same mistake with the same client from the one before", () => {
    const asked = (dueOn: string) => ({ ...answer("client", dueOn, null), askedAt: `${dueOn}T08:00:00.000Z` })
    const [rate] = rates({ control, followUp: { ...followUp, answers: [asked("2026-02-02"), asked("2026-03-02")] } })
    expect(rate).toMatchObject({ count: 2, size: 2, ids: ["client"] })
    expect(rate?.cases).toEqual(["client 2026-02-02T08:00:00.000Z", "client 2026-03-02T08:00:00.000Z"])
  })

  it.each([
    ["2026-03-09", "week", []],
    ["2026-03-15", "week", [[2, 3]]],
    ["2026-03-31", "month", [[2, 3]]],
  ] as const)("judges a document in the period in which its days end: %s, %s", (on, span, expected) => {
    const amount = { amountMinor: 100, currency: "RUB" }
    const document = (id: string, sentOn: string | null) => ({
      id,
      dealId: "d",
      draftedOn: "2026-03-08",
      sentOn,
      amount,
    })
    const documents = [document("inTime", "2026-03-11"), document("late", "2026-03-12"), document("unsent", null)]
    const facts = factsOf(dealColumns([deal({ id: "d", ownerId: "ann" })]), {
      on,
      activity: { dialogs: [], documents, overrides: [] },
      followUp,
    })
    const found = mistakeRates(facts, periodOf(on, span), { discountPercent: 10, unsentAfterDays: 3 })
    expect(found.map(({ count, size }) => [count, size])).toEqual(expected)
    // The week in which it was drafted does not judge it, however late one looks.
    const drafted = mistakeRates(facts, periodOf("2026-03-08", "week"), { discountPercent: 10, unsentAfterDays: 3 })
    expect(drafted).toEqual([])
  })
})
