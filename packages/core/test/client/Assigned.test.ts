import { describe, expect, it } from "vitest"
import { clientAggregate } from "../../src/client/Client.ts"
import { leadAggregate } from "../../src/client/Lead.ts"
import { nextStepAggregate } from "../../src/client/NextStep.ts"

const at = (version: number) => ({ version, occurredAt: `2026-02-0${version}T09:00:00.000Z` })

describe("records that change hands", () => {
  it("given a new lead that gets another owner, then it is still new", () => {
    const received = { id: "lead_1", channelId: "site", originId: null, segmentId: null, ownerId: "ann" } as const
    const lead = leadAggregate.evolve(null, { type: "LeadReceived", payload: received }, at(1))
    const assigned = leadAggregate.evolve(lead, { type: "LeadAssigned", payload: { ownerId: "bob" } }, at(2))
    expect(assigned).toEqual({ ...lead, ownerId: "bob", version: 2, changedAt: at(2).occurredAt })
    expect(assigned).toMatchObject({ status: "new", takenAt: null, receivedAt: at(1).occurredAt })
  })

  it("given an imported client that got another owner here, then what the source said is kept beside", () => {
    const stated = { ownerId: "ann", segmentId: "retail" }
    const payload = { id: "client_1", sourceId: "crm", stated, kept: stated } as const
    const client = clientAggregate.evolve(null, { type: "ClientImported", payload }, at(1))
    const assigned = clientAggregate.evolve(client, { type: "ClientAssigned", payload: { ownerId: null } }, at(2))
    const { occurredAt } = at(2)
    expect(assigned).toEqual({ ...client, ownerId: null, unownedSince: occurredAt, version: 2, changedAt: occurredAt })
    expect(assigned.imported).toEqual(stated)
  })

  it("given a step that somebody else is to do, then its day and its moves stay", () => {
    const subject = { leadId: null, dealId: "deal_1", clientId: null } as const
    const payload = {
      id: "step_1",
      ...subject,
      typeId: "call",
      dueOn: "2026-02-05",
      ownerId: "ann",
      remindAt: null,
    } as const
    const step = nextStepAggregate.evolve(null, { type: "NextStepSet", payload }, at(1))
    const assigned = nextStepAggregate.evolve(step, { type: "NextStepAssigned", payload: { ownerId: "bob" } }, at(2))
    expect(assigned).toEqual({ ...step, ownerId: "bob", version: 2, changedAt: at(2).occurredAt })
  })
})
