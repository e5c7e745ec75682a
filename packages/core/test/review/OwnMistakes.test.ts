import { expect, describe, it } from "vitest"
import { attack, refusal } from "../attack.ts"

const words = (text: string) => ({ en: text, ru: text })

const mistake = {
  id: "finding_1",
  ruleId: "deal.noNextStep",
  ruleVersion: 1,
  kind: "mistake",
  severity: "minor",
  title: words("Deals without a next step"),
  what: words("1 deal"),
  next: words("When will you call?"),
  ownerId: "ann",
  evidence: { kind: "deal", ids: ["deal_1"], count: 1 },
  atStake: null,
  withheldReason: words("not stated"),
  period: { kind: "month", label: "2026-01", from: "2026-01-01", to: "2026-02-01" },
} as const

describe("one's own mistake is not got rid of", () => {
  it("by disputing it and deciding the dispute oneself", async () => {
    const { as } = await attack()
    const [ann, head] = [as("ann"), as("head")]
    await head.findings.raise({ findings: [mistake] })
    await ann.findings.dispute({ findingId: "finding_1", text: "It is not my deal" })
    const won = ann.findings.settleDispute({ findingId: "finding_1", isUpheld: false, text: "Right" })
    expect((await refusal(won)).data).toMatchObject({ rule: "notTheirs" })
    expect((await ann.findings.get("finding_1"))?.status).toBe("disputed")
    await head.findings.settleDispute({ findingId: "finding_1", isUpheld: false, text: "Right" })
    expect((await ann.findings.get("finding_1"))?.status).toBe("withdrawn")
  })

  it("by calling off the talk on it", async () => {
    const { as } = await attack()
    const [ann, head] = [as("ann"), as("head")]
    await head.findings.raise({ findings: [mistake] })
    const debriefId = "debrief_1"
    const talk = { route: "personal", repId: "ann", leaderId: "head", findingIds: ["finding_1"] } as const
    await head.debriefs.plan({ ...talk, id: debriefId, plannedOn: "2026-02-03" })
    const off = { debriefId, reason: "No time" } as const
    expect((await refusal(ann.debriefs.cancel(off))).data).toMatchObject({ rule: "notTheirs" })
    await head.debriefs.cancel(off)
    expect((await ann.debriefs.get(debriefId))?.status).toBe("cancelled")
  })
})
