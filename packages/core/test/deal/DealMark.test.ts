import { describe, expect, it } from "vitest"
import { dealAggregate } from "../../src/deal/Deal.ts"
import type { DealEvent } from "../../src/deal/DealEvent.ts"
import type { Deal } from "../../src/deal/DealSchema.ts"
import { recordEvents } from "../../src/journal/Decision.ts"

const opened: DealEvent = {
  type: "DealOpened",
  payload: {
    id: "deal_1",
    pipelineId: "sales",
    pipelineVersion: 1,
    stageId: "contact",
    clientId: null,
    ownerId: null,
    productId: null,
    amount: null,
    listAmount: null,
    openedOn: "2026-01-01",
    expectedCloseOn: null,
  },
}

const moved = (from: string, to: string): DealEvent => ({
  type: "DealMoved",
  payload: { closedOn: null, from, lostReasonId: null, outcome: "open", to },
})

describe("the mark of a deal's event", () => {
  const at = (
    before: Deal | null,
    event: Parameters<typeof recordEvents<Deal, DealEvent>>[2][0],
    occurredAt: string,
  ) => {
    const { after, events } = recordEvents(dealAggregate, before, [event], { occurredAt })
    return { after, seconds: events[0]?.mark?.previousStageSeconds }
  }

  it("tells how long the deal was in the stage that it left, also where what takes a move back gives its earlier entry back", () => {
    const first = at(null, opened, "2026-01-01T00:00:00.000Z")
    const second = at(first.after, moved("contact", "needs"), "2026-02-01T00:00:00.000Z")
    expect(second.seconds).toBe(31 * 86_400)
    const values = { stageId: "contact", enteredStageAt: "2026-01-01T00:00:00.000Z" }
    const back = at(
      second.after,
      { type: "RecordCorrected", payload: { cause: "revert", causeId: "run_1", values } },
      "2026-02-02T00:00:00.000Z",
    )
    expect(back.after.enteredStageAt).toBe("2026-01-01T00:00:00.000Z")
    expect(back.seconds).toBe(86_400)
  })
})
