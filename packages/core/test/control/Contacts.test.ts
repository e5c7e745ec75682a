import { expect, it } from "vitest"
import type { NextStep } from "../../src/client/DialogSchema.ts"
import { contactsIn } from "../../src/control/Contacts.ts"

const calledOff: NextStep = {
  version: 2,
  textsVersion: 0,
  changedAt: "2026-05-20T09:00:00.000Z",
  id: "step_1",
  leadId: null,
  dealId: "deal_1",
  clientId: null,
  typeId: "call",
  dueOn: "2026-05-25",
  ownerId: "ann",
  remindAt: null,
  outcomeId: null,
  status: "cancelled",
  moves: 0,
  doneAt: "2026-05-20T09:00:00.000Z",
}

it("given the only step was called off, then there is none since that day, and it is no contact with the client", () => {
  expect(contactsIn([], [calledOff]).of("deal_1")).toEqual({
    stepDueOn: null,
    lastStepDoneAt: "2026-05-20T09:00:00.000Z",
    lastStepKeptAt: null,
    lastDialogAt: null,
    lastAnswerAt: null,
    lastInboundAt: null,
    hasSteps: true,
    callsAt: [],
  })
})
