import { describe, expect, it } from "vitest"
import type { DealFact } from "../../../src/deal/DealFact.ts"
import type { ReviewActivity, ReviewApproval } from "../../../src/review/ReviewFacts.ts"
import {
  lostWithoutDialog,
  overriddenGates,
  unsentDocuments,
  untouchedDeals,
} from "../../../src/review/rules/Activity.ts"
import { unansweredApprovals } from "../../../src/review/rules/Approvals.ts"
import { creditMovedAfterClose } from "../../../src/review/rules/CreditMoves.ts"
import { deal as dealFact } from "../../deal/deals.ts"
import { controlOf, dealFacts, roubles, unseen } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

const nothing: ReviewActivity = { dialogs: [], documents: [], overrides: [] }

const deal = (id: string, fields: Partial<DealFact> = {}): DealFact => dealFact({ id, ...fields })

const lost = { outcome: "lost", closedOn: "2026-03-10" } as const

describe("deal.lostWithoutDialog", () => {
  const deals = [deal("silent", lost), deal("spoken", lost), deal("before", { ...lost, closedOn: "2025-12-31" })]
  const control = controlOf({ deal: deals.map(({ id, closedOn }) => dealFacts({ id, ...lost, closedOn })) })

  it("names deals that were lost in the period and of which nobody spoke", () => {
    const activity = { ...nothing, dialogs: [{ dealId: "spoken", heldOn: "2026-01-02" }] }
    expect(outline(raised(lostWithoutDialog, deals, { control, activity }))).toEqual([
      { ownerId: "ann", ids: ["silent"], minor: null },
    ])
  })

  it("judges nothing where the source shows no dialogs, or activity was not read", () => {
    const blind = controlOf({ deal: [dealFacts({ id: "silent", ...lost, observed: unseen })] })
    expect(raised(lostWithoutDialog, deals, { control: blind, activity: nothing })).toMatchObject({
      findings: [],
      notRead: [{ reason: { en: "the source does not carry dialogs" } }],
    })
    expect(raised(lostWithoutDialog, deals, { control }).notRead).toHaveLength(1)
  })
})

describe("deal.untouched", () => {
  it("counts from the last dialog, and from the opening where there was none; the limit itself is not too long", () => {
    const ids = ["never", "long", "limit", "fresh", "fulfilment"]
    const control = controlOf({
      deal: ids.map((id) => dealFacts({ id, ...(id === "fulfilment" ? { stageMeaning: "fulfilment" } : {}) })),
    })
    const dialogs = [
      { dealId: "long", heldOn: "2026-02-01" },
      { dealId: "long", heldOn: "2026-03-09" },
      { dealId: "limit", heldOn: "2026-03-10" },
      { dealId: "fresh", heldOn: "2026-03-30" },
    ]
    const found = raised(
      untouchedDeals,
      ids.map((id) => deal(id)),
      { control, activity: { ...nothing, dialogs } },
    )
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["never", "long"], minor: null }])
    expect(found.findings[0]?.what.en).toContain("The longest silence is 89\u00A0days")
  })
})

describe("deal.gateOverridden", () => {
  it("names the exceptions of each person within the period; many of one are major", () => {
    const made = (personId: string, dealId: string, overriddenOn = "2026-02-01") => ({ personId, dealId, overriddenOn })
    const overrides = [
      made("ann", "a"),
      made("ann", "b"),
      made("ann", "c"),
      made("bob", "d"),
      made("bob", "old", "2025-12-01"),
    ]
    const { findings } = raised(overriddenGates, [], { activity: { ...nothing, overrides } })
    expect(findings.map(({ ownerId, severity, evidence }) => [ownerId, severity, evidence.ids])).toEqual([
      [null, "major", ["a", "b", "c", "d"]],
      ["ann", "major", ["a", "b", "c"]],
      ["bob", "minor", ["d"]],
    ])
  })
})

describe("deal.approvalUnanswered", () => {
  it("names what nobody decided in its time, to whom it was put, and what became of the others", () => {
    const asked = (dealId: string, fate: ReviewApproval["fate"], own: Partial<ReviewApproval> = {}) => ({
      dealId,
      askedBy: "ann",
      askedOf: "head",
      askedOn: "2026-03-20",
      fate,
      expiredOn: null,
      ...own,
    })
    const approvals = [
      asked("waits", "asked"),
      asked("fresh", "asked", { askedOn: "2026-03-30" }),
      asked("over", "expired", { expiredOn: "2026-03-22", askedOf: null }),
      asked("before", "expired", { askedOn: "2025-11-01", expiredOn: "2025-11-03" }),
      asked("granted", "granted"),
      asked("refused", "refused"),
    ]
    const { findings } = raised(unansweredApprovals, [], { activity: { ...nothing, approvals } })
    expect(findings.map(({ ownerId, evidence }) => [ownerId, evidence.ids])).toEqual([
      [null, ["over", "waits"]],
      ["head", ["waits"]],
    ])
    expect(findings[0]?.what.en).toContain("by everybody: 5, granted 1, refused 1")
    expect(raised(unansweredApprovals, [], { activity: nothing }).findings).toEqual([])
  })
})

describe("document.notSent", () => {
  it("names documents that were written and not sent for longer than the limit, with their amounts", () => {
    const document = (id: string, draftedOn: string, sentOn: string | null = null) => ({
      id,
      dealId: "deal",
      draftedOn,
      sentOn,
      amount: roubles(500_00),
    })
    const documents = [
      document("old", "2026-03-01"),
      document("limit", "2026-03-28"),
      document("late", "2026-03-27"),
      document("sent", "2026-03-01", "2026-03-02"),
    ]
    expect(outline(raised(unsentDocuments, [deal("deal")], { activity: { ...nothing, documents } }))).toEqual([
      { ownerId: "ann", ids: ["old", "late"], minor: 1000_00 },
    ])
  })
})

describe("deal.creditMovedAfterClose", () => {
  const move = (dealId: string, personId: string, movedOn: string) => ({ dealId, personId, movedOn })

  it("names who split the credit of closed deals anew in the period, each deal once", () => {
    const creditMoves = [
      move("a", "head", "2026-03-02"),
      move("a", "head", "2026-03-03"),
      move("b", "bob", "2026-03-31"),
      move("c", "bob", "2025-12-31"),
    ]
    const found = raised(creditMovedAfterClose, [], { activity: { ...nothing, creditMoves } })
    expect(outline(found)).toEqual([
      { ownerId: null, ids: ["a", "b"], minor: null },
      { ownerId: "bob", ids: ["b"], minor: null },
      { ownerId: "head", ids: ["a"], minor: null },
    ])
    expect(found.findings.map(({ severity }) => severity)).toEqual(["minor", "minor", "minor"])
  })

  it("says nothing where it was not read", () => {
    expect(raised(creditMovedAfterClose, [], { activity: nothing }).findings).toEqual([])
  })
})
