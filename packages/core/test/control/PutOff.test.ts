import { describe, expect, it } from "vitest"
import { controlStateOf } from "../../src/control/ControlState.ts"
import type { ControlFacts, MarkFacts } from "../../src/control/ControlFacts.ts"
import { client, context, deal, lead, policy } from "./facts.ts"

const stateOf = (facts: ControlFacts) => controlStateOf(facts, policy, context)

const parkedTill = (resumeOn: string, statedAt = "2026-05-20T09:00:00.000Z"): MarkFacts => ({
  parking: { reasonId: "season", statedAt, resumeOn },
  snoozes: [],
  ruledOutState: null,
})

/** One of each kind without a step, so that it would lack one. */
const idle = {
  lead: (fields: Pick<Partial<ControlFacts>, "mark" | "lastInboundAt">) => lead({ stepDueOn: null, ...fields }),
  client: (fields: Pick<Partial<ControlFacts>, "mark" | "lastInboundAt">) => client(fields),
  deal: (fields: Pick<Partial<ControlFacts>, "mark" | "lastInboundAt">) => deal({ stepDueOn: null, ...fields }),
}

describe("records that were parked", () => {
  it.each(Object.entries(idle))(
    "given a %s, then its parking excuses it until the day comes or the client speaks",
    (_, of) => {
      const mark = parkedTill("2026-06-02")
      expect(stateOf(of({ mark }))).toMatchObject({ state: "parked", since: "2026-05-20", also: [] })
      expect(stateOf(of({ mark: parkedTill("2026-06-01") })).state).toBe("noNextStep")
      expect(stateOf(of({ mark: { ...mark, parking: null } })).state).toBe("noNextStep")
      // What the client said before, or will have said later, ends nothing.
      expect(stateOf(of({ mark, lastInboundAt: "2026-05-20T09:00:00.000Z" })).state).toBe("parked")
      expect(stateOf(of({ mark, lastInboundAt: "2026-05-20T09:00:00.001Z" })).state).toBe("noNextStep")
      expect(stateOf(of({ mark, lastInboundAt: "2026-06-01T09:00:00.000Z" })).state).toBe("noNextStep")
      expect(stateOf(of({ mark, lastInboundAt: "2026-06-01T09:00:00.001Z" })).state).toBe("parked")
      // Before it was parked it was not.
      expect(stateOf(of({ mark: parkedTill("2026-07-01", "2026-06-01T09:00:00.001Z") })).state).toBe("noNextStep")
      expect(stateOf(of({ mark: parkedTill("2026-07-01", "2026-06-01T09:00:00.000Z") })).state).toBe("parked")
    },
  )

  it("given something worse than a missing step, then parking excuses it only where it stands behind in the order", () => {
    const mark = parkedTill("2026-07-01")
    const owed = { unpaid: [{ dueOn: "2026-05-31", open: { amountMinor: 1, currency: "RUB" } }], stepDueOn: null }
    expect(stateOf(deal({ ...owed, mark }))).toMatchObject({ state: "owingPayment", also: [] })
    expect(stateOf(deal({ ...owed, mark, ownerId: null }))).toMatchObject({
      state: "unassigned",
      also: ["owingPayment"],
    })
  })
})

describe("leads in nurture", () => {
  const nurture = (nextNurtureAt: string) => lead({ status: "nurture", stepDueOn: null, nextNurtureAt })

  it("given a day that is near, then it is parked until then; on the day it lacks a step", () => {
    expect(stateOf(nurture("2026-06-01T09:00:00.001Z"))).toMatchObject({
      state: "parked",
      since: null,
      reason: { en: "Put off until 1\u00A0June\u00A02026 or the client's next word" },
    })
    expect(stateOf(nurture("2026-06-01T09:00:00.000Z"))).toMatchObject({
      state: "noNextStep",
      reason: { en: "No next step is planned" },
    })
    expect(stateOf(lead({ status: "inWork", stepDueOn: null, nextNurtureAt: "2026-06-09T09:00:00.000Z" })).state).toBe(
      "noNextStep",
    )
  })

  it("given a day beyond the limit for commitments, then it is put off by nothing, and the day is named", () => {
    const within = { ...policy, commitWithinDays: 30 }
    const till = (day: string) => controlStateOf(nurture(`${day}T09:00:00.000Z`), within, context)
    expect(till("2026-07-01").state).toBe("parked")
    expect(till("2026-07-02")).toMatchObject({
      state: "noNextStep",
      reason: { en: "Nothing is planned before 2\u00A0July\u00A02026, the limit is 30\u00A0days" },
    })
  })

  it("given a step beside it, then both stand, and the step is what is named where nurture is too far", () => {
    const both = lead({ status: "nurture", nextNurtureAt: "2026-06-09T09:00:00.000Z", stepDueOn: "2026-06-03" })
    expect(stateOf(both).state).toBe("parked")
    const within = { ...policy, commitWithinDays: 1 }
    expect(controlStateOf(both, within, context).reason.en).toBe(
      "Nothing is planned before 3\u00A0June\u00A02026, the limit is 1\u00A0day",
    )
  })
})
