import { describe, expect, it } from "vitest"
import type { ReviewFollowUp } from "../../../src/review/FollowUpFacts.ts"
import { breachedAnswers } from "../../../src/review/rules/Answers.ts"
import {
  silentProposals,
  unaskedReferrals,
  unnoticedPromises,
  wonByScript,
} from "../../../src/review/rules/FollowUp.ts"
import { overdueSteps } from "../../../src/review/rules/OverdueSteps.ts"
import { weakDialogs } from "../../../src/review/rules/Scores.ts"
import { aboveRate } from "../../../src/review/rules/PeerRates.ts"
import { deal } from "../../deal/deals.ts"
import { controlOf, roubles } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

const nothing: ReviewFollowUp = {
  answers: [],
  brokenPromises: [],
  proposals: [],
  finished: [],
  askedClientIds: [],
  scriptUse: [],
  scores: [],
  slips: [],
  peers: [],
}
const silence = { dialogs: [], documents: [], overrides: [] }

describe("sla.breached", () => {
  const answer = (subjectId: string, dueAt: string, answeredAt: string | null) => ({
    subjectId,
    ownerId: "ann",
    dueAt,
    dueOn: dueAt.slice(0, 10),
    answeredAt,
  })

  it("names answers that came late or not at all, the latest first, and none that came in time or is not due in the period", () => {
    const answers = [
      answer("lead_inTime", "2026-03-10T12:00:00.000Z", "2026-03-10T11:00:00.000Z"),
      answer("lead_late", "2026-03-10T12:00:00.000Z", "2026-03-10T15:00:00.000Z"),
      answer("lead_never", "2026-03-20T12:00:00.000Z", null),
      answer("lead_before", "2025-12-10T12:00:00.000Z", null),
    ]
    const found = raised(breachedAnswers, [], { control: controlOf({}), followUp: { ...nothing, answers } })
    expect(outline(found).map(({ ids }) => ids)).toEqual([["lead_never", "lead_late"]])
    expect(found.findings[0]).toMatchObject({ severity: "critical", ownerId: "ann" })
  })

  it("says that nothing is agreed", () => {
    const found = raised(breachedAnswers, [], { control: controlOf({}), followUp: { ...nothing, answers: null } })
    expect(found.notRead.map(({ reason }) => reason.en)).toEqual(["no time of answer is agreed"])
  })
})

describe("nextStep.overdue", () => {
  const step = (tail: string, dueOn: string, doneOn: string | null) => ({
    id: `step_${tail}` as const,
    dealId: null,
    ownerId: "ann",
    status: doneOn === null ? ("open" as const) : ("done" as const),
    dueOn,
    doneOn,
    moves: 0,
  })

  it("names steps done late, moved after their day, and still open, once each", () => {
    const nextSteps = [
      step("inTime", "2026-03-10", "2026-03-10"),
      step("late", "2026-03-10", "2026-03-12"),
      step("open", "2026-03-30", null),
      step("moved", "2026-04-10", null),
      step("ahead", "2026-04-10", null),
    ]
    const slips = [{ stepId: "step_moved", ownerId: "ann", dueOn: "2026-03-01", movedOn: "2026-03-21" }]
    const found = raised(overdueSteps, [], { nextSteps, followUp: { ...nothing, slips } })
    expect(outline(found).map(({ ids }) => ids)).toEqual([["step_moved", "step_late", "step_open"]])
    expect(found.findings[0]?.title.en).toBe("Next steps not done by their day: 3")
    expect(found.findings[0]?.what.en).toBe(
      "Not done yet: 1; done late, or moved only after the day: 2. The latest by 20\u00A0days.",
    )
  })

  it("counts what was due on the last day once the period is over, and not while that day runs", () => {
    const nextSteps = [step("last", "2026-03-31", null), step("before", "2026-03-30", null)]
    const facts = { nextSteps, followUp: nothing, on: "2026-03-31" }
    expect(outline(raised(overdueSteps, [], facts)).map(({ ids }) => ids)).toEqual([["step_before"]])
    const over = raised(overdueSteps, [], { ...facts, overBefore: "2026-04-01" })
    expect(outline(over).map(({ ids }) => ids)).toEqual([["step_before", "step_last"]])
    expect(over.findings[0]?.what.en).toContain("The latest by 1\u00A0day.")
  })
})

describe("invoice.promiseUnnoticed", () => {
  const promise = (invoiceId: string, promisedOn: string) => ({
    invoiceId,
    dealId: "deal_1",
    promisedOn,
    amount: roubles(500_00),
  })

  it("names promises that nobody spoke about in the days after, once those days are over", () => {
    const brokenPromises = [promise("invoice_silent", "2026-03-20"), promise("invoice_fresh", "2026-03-29")]
    const facts = { activity: silence, followUp: { ...nothing, brokenPromises } }
    expect(outline(raised(unnoticedPromises, [deal({ id: "deal_1" })], facts))).toEqual([
      { ownerId: "ann", ids: ["invoice_silent"], minor: 500_00 },
    ])
    const spoken = { ...silence, dialogs: [{ dealId: "deal_1", heldOn: "2026-03-23" }] }
    expect(raised(unnoticedPromises, [deal({ id: "deal_1" })], { ...facts, activity: spoken }).findings).toEqual([])
    const last = { ...facts, followUp: { ...nothing, brokenPromises: [promise("invoice_last", "2026-03-28")] } }
    const found = (overBefore: string) =>
      raised(unnoticedPromises, [deal({ id: "deal_1" })], { ...last, on: "2026-03-31", overBefore }).findings
    expect(found("2026-03-31")).toEqual([])
    expect(found("2026-04-01")).toHaveLength(1)
  })
})

describe("deal.proposalWithoutFollowUp", () => {
  it("names deals whose proposal lies with the client without a word since", () => {
    const deals = ["silent", "spoken", "fresh"].map((id) => deal({ id }))
    const proposals = [
      { dealId: "silent", enteredOn: "2026-03-10" },
      { dealId: "spoken", enteredOn: "2026-03-10" },
      { dealId: "fresh", enteredOn: "2026-03-29" },
    ]
    const dialogs = [
      { dealId: "spoken", heldOn: "2026-03-12" },
      { dealId: "silent", heldOn: "2026-03-10" },
    ]
    const found = raised(silentProposals, deals, {
      activity: { ...silence, dialogs },
      followUp: { ...nothing, proposals },
    })
    expect(outline(found).map(({ ids }) => ids)).toEqual([["silent"]])
    expect(found.findings[0]?.kind).toBe("missedOpportunity")
  })
})

describe("client.referralNotAsked", () => {
  it("names each client once whose time to be asked ran out in the period", () => {
    const deals = ["deal_1", "deal_2", "deal_3"].map((id) => deal({ id, outcome: "won", closedOn: "2026-01-20" }))
    const finished = [
      { dealId: "deal_1", clientId: "client_1", finishedOn: "2026-02-01" },
      { dealId: "deal_2", clientId: "client_1", finishedOn: "2026-02-02" },
      { dealId: "deal_3", clientId: "client_2", finishedOn: "2026-02-01" },
    ]
    const found = raised(unaskedReferrals, deals, { followUp: { ...nothing, finished, askedClientIds: ["client_2"] } })
    expect(outline(found).map(({ ids }) => ids)).toEqual([["client_1"]])
  })
})

describe("deal.wonByScript", () => {
  it("names deals won in the period in which no step was left out", () => {
    const deals = ["all", "part", "before"].map((id) =>
      deal({ id, outcome: "won", closedOn: id === "before" ? "2025-12-20" : "2026-03-20" }),
    )
    const scriptUse = [
      { dealId: "all", steps: 3, used: 3 },
      { dealId: "part", steps: 3, used: 2 },
      { dealId: "before", steps: 3, used: 3 },
    ]
    const found = raised(wonByScript, deals, { followUp: { ...nothing, scriptUse } })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["all"], minor: 100_00 }])
    expect(found.findings[0]?.kind).toBe("win")
  })
})

describe("dialog.criteriaNotMet", () => {
  it("names dialogs scored low by somebody else than who spoke, the weakest first", () => {
    const score = (dialogId: string, met: number, raterKind: "mentor" | "self" | "host", scoredOn = "2026-03-10") => ({
      dialogId,
      repId: "ann",
      raterKind,
      met,
      of: 5,
      scoredOn,
    })
    const scores = [
      score("dialog_two", 2, "mentor"),
      score("dialog_none", 0, "host"),
      score("dialog_good", 3, "mentor"),
      score("dialog_self", 0, "self"),
      score("dialog_before", 0, "mentor", "2025-12-31"),
    ]
    const found = raised(weakDialogs, [], { followUp: { ...nothing, scores } })
    expect(outline(found).map(({ ids }) => ids)).toEqual([["dialog_none", "dialog_two"]])
  })
})

describe("rep.mistakeAbovePeers", () => {
  it("names whose steps go past their day more often than with peers, with the steps", () => {
    const reps = ["ann", "bob", "cid", "dan"]
    const nextSteps = reps.flatMap((ownerId) =>
      Array.from({ length: 40 }, (_, at) => ({
        id: `step_${ownerId}-${at}` as const,
        dealId: null,
        ownerId,
        status: "done" as const,
        dueOn: "2026-03-10",
        doneOn: at < (ownerId === "dan" ? 24 : 4) ? "2026-03-12" : "2026-03-10",
        moves: 0,
      })),
    )
    const peers = reps.map((repId) => ({ repId, group: "rep settled" }))
    const found = raised(aboveRate, [], { nextSteps, followUp: { ...nothing, peers } })
    expect(found.findings.map(({ ownerId, evidence }) => [ownerId, evidence.kind, evidence.count])).toEqual([
      ["dan", "nextStep", 24],
    ])
    expect(found.findings[0]?.title.en).toBe(
      "More often than peers — next steps not done by their day: 24 of 40 (60.0%)",
    )
  })
})
