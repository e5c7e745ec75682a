import { describe, expect, it } from "vitest"
import { unansweredInbound, untakenLeads } from "../../../src/review/rules/Unanswered.ts"
import { clientFacts, controlOf, dealFacts, leadFacts, unseen } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

describe("lead.untaken", () => {
  it("given leads that came more than 24 hours ago and nobody took, then they are named, the longest wait first", () => {
    const lead = [
      leadFacts({ id: "late", receivedAt: "2026-03-30T20:59:00.000Z" }),
      leadFacts({ id: "inTime", receivedAt: "2026-03-30T20:59:59.999Z" }),
      leadFacts({ id: "older", receivedAt: "2026-03-29T00:00:00.000Z", ownerId: null }),
      leadFacts({ id: "taken", status: "inWork" }),
      leadFacts({ id: "spokenWith", receivedAt: "2026-03-29T00:00:00.000Z", lastAnswerAt: "2026-03-30T09:00:00.000Z" }),
    ]
    const found = raised(untakenLeads, [], { control: controlOf({ lead }) })
    expect(outline(found)).toEqual([
      { ownerId: null, ids: ["older", "late"], minor: null },
      { ownerId: "ann", ids: ["late"], minor: null },
    ])
    expect(found.findings[0]).toMatchObject({ severity: "major", evidence: { kind: "lead", count: 2 } })
    expect(found.findings[0]!.withheldReason).not.toBeNull()
  })

  it("given control was not read, then the rule is skipped and said", () => {
    expect(raised(untakenLeads, [])).toMatchObject({ findings: [], notRead: [{ ruleId: "lead.untaken" }] })
  })
})

describe("dialog.unanswered", () => {
  it("given clients who wait beyond the policy, then records of all kinds are named, but no untaken lead", () => {
    const awaitingSince = "2026-03-20T09:00:00.000Z"
    const control = controlOf({
      lead: [
        leadFacts({ id: "newLead", awaitingSince }),
        leadFacts({ id: "lead", status: "inWork", awaitingSince }),
        leadFacts({ id: "spokenWith", lastAnswerAt: "2026-03-19T09:00:00.000Z", awaitingSince }),
      ],
      deal: [dealFacts({ id: "deal", awaitingSince: "2026-03-21T09:00:00.000Z" }), dealFacts({ id: "calm" })],
      client: [clientFacts({ id: "client", awaitingSince: "2026-03-31T09:00:00.000Z" })],
    })
    const found = raised(unansweredInbound, [], { control })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["lead", "spokenWith", "deal"], minor: null }])
    expect(found.findings[0]).toMatchObject({ severity: "critical", evidence: { kind: "record" } })
  })

  it("given a source without dialogs, then nothing is said to be unanswered", () => {
    const control = controlOf({ deal: [dealFacts({ id: "deal", observed: unseen })] })
    expect(raised(unansweredInbound, [], { control })).toMatchObject({
      findings: [],
      notRead: [{ reason: { en: "the source does not carry dialogs" } }],
    })
  })
})
