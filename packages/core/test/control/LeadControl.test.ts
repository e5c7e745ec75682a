import { describe, expect, it } from "vitest"
import { controlContext } from "../../src/control/ControlContext.ts"
import type { ControlPolicy } from "../../src/control/ControlPolicy.ts"
import { controlStateOf } from "../../src/control/ControlState.ts"
import { fiveDayCalendar } from "../../src/shared/WorkCalendars.ts"
import { context, lead, policy } from "./facts.ts"

const stateOf = (fields: Parameters<typeof lead>[0]) => controlStateOf(lead(fields), policy, context)

describe("control of leads", () => {
  it("given a planned next step and an owner, then the lead is on track", () => {
    expect(stateOf({})).toEqual({
      kind: "lead",
      id: "lead_1",
      state: "onTrack",
      reason: {
        en: "The next step is due on 5\u00A0June\u00A02026",
        ru: "Следующий шаг запланирован на 5\u00A0июня\u00A02026\u00A0г.",
      },
      since: null,
      ageDays: null,
      ownerId: "ann",
      amountMinor: null,
      currency: null,
      clears: { en: "Nothing has to be done.", ru: "Делать ничего не нужно." },
      also: [],
      unseen: [],
      worstDeal: null,
    })
  })

  it("given no owner, then it is unassigned since it came", () => {
    expect(stateOf({ ownerId: null })).toMatchObject({ state: "unassigned", since: "2026-05-20", ageDays: 12 })
  })

  it("given an owner whose last day is over, then it is unassigned; on that day it is not", () => {
    expect(stateOf({ ownerLeftOn: "2026-05-31" })).toMatchObject({
      state: "unassigned",
      since: "2026-05-31",
      ownerId: "ann",
      reason: { en: "Its owner has left: the last day was 31\u00A0May\u00A02026" },
    })
    expect(stateOf({ ownerLeftOn: "2026-06-01" }).state).toBe("onTrack")
  })

  it("given a new lead, then its answer is under way for 24 hours and late from then on", () => {
    const fresh = { status: "new", stepDueOn: null } as const
    expect(stateOf({ ...fresh, receivedAt: "2026-05-31T09:00:00.000Z" })).toMatchObject({
      state: "onTrack",
      reason: { en: "Not answered yet; 24 hours are allowed" },
    })
    expect(stateOf({ ...fresh, receivedAt: "2026-05-31T08:59:59.999Z" })).toMatchObject({
      state: "newUnanswered",
      since: "2026-05-31",
      ageDays: 1,
      also: [],
    })
  })

  it("given a new lead that was answered, then it needs a next step", () => {
    const answered = { status: "new", stepDueOn: null, lastAnswerAt: "2026-05-20T09:00:00.000Z" } as const
    expect(stateOf(answered)).toMatchObject({ state: "noNextStep", since: "2026-05-20" })
  })

  it("given a week-old lead that nobody took, then it is still unassigned and unanswered: no age window", () => {
    const old = { status: "new", ownerId: null, stepDueOn: null, receivedAt: "2025-01-01T09:00:00.000Z" } as const
    expect(stateOf(old)).toMatchObject({ state: "unassigned", ageDays: 516, also: ["newUnanswered"] })
  })

  it("given a step that was due yesterday, then it is overdue; due today it is not", () => {
    expect(stateOf({ stepDueOn: "2026-05-31" })).toMatchObject({
      state: "stepOverdue",
      since: "2026-05-31",
      ageDays: 1,
    })
    expect(stateOf({ stepDueOn: "2026-06-01" }).state).toBe("onTrack")
  })

  it("given no step in work, then it has no next step since the last one was done", () => {
    expect(stateOf({ stepDueOn: null, lastStepDoneAt: "2026-05-30T21:30:00.000Z" })).toMatchObject({
      state: "noNextStep",
      since: "2026-05-31",
    })
  })

  it("given a client who waits for more than 24 hours, then it waits on us", () => {
    expect(stateOf({ awaitingSince: "2026-05-30T09:00:00.000Z" })).toMatchObject({ state: "waitingOnUs", ageDays: 2 })
    expect(stateOf({ awaitingSince: "2026-05-31T09:00:00.000Z" }).state).toBe("onTrack")
  })

  it("given a closed lead, then it is closed, without an owner too", () => {
    const closed = { ownerId: null, stepDueOn: null, closedAt: "2026-05-21T09:00:00.000Z" }
    expect(stateOf({ ...closed, status: "qualified" })).toMatchObject({
      state: "closed",
      since: "2026-05-21",
      reason: { en: "Qualified" },
    })
    expect(stateOf({ ...closed, status: "disqualified" })).toMatchObject({
      state: "closed",
      also: [],
      reason: { en: "Disqualified" },
    })
  })

  it("given a closed lead of which a step is open, then the step is to be done", () => {
    expect(stateOf({ status: "disqualified", stepDueOn: "2026-05-20" }).state).toBe("stepOverdue")
    expect(stateOf({ status: "qualified", stepDueOn: "2026-06-20" }).state).toBe("onTrack")
  })

  it("given a closed lead that turned to us again, then it waits on us", () => {
    const back = { status: "disqualified", awaitingSince: "2026-05-30T08:00:00.000Z" } as const
    expect(stateOf(back)).toMatchObject({ state: "waitingOnUs", since: "2026-05-30" })
  })

  it("given a source without next steps, then a lead without one is not observable", () => {
    const observed = { nextSteps: false, dialogs: true, payments: true, documents: true }
    expect(stateOf({ stepDueOn: null, observed })).toMatchObject({ state: "notObservable", unseen: ["nextSteps"] })
  })
})

describe("agreed times of answers", () => {
  const calendar = fiveDayCalendar
  const sla = { calendar, firstResponse: { minutes: 60, remindBeforeMinutes: 0 }, escalation: [] }
  const agreed: ControlPolicy = { ...policy, sla }
  const fresh = { status: "new", lastAnswerAt: null, stepDueOn: null } as const

  it("given working time agreed on, then a lead of Friday evening is unanswered on Monday an hour later, not before", () => {
    // Friday 29 May 2026, half past five in Moscow; half an hour is left for Monday.
    const late = lead({ ...fresh, receivedAt: "2026-05-29T14:30:00.000Z" })
    const at = (asOf: string) =>
      controlStateOf(late, agreed, controlContext({ asOf, timeZone: "Europe/Moscow", currency: "RUB" }))
    expect(at("2026-06-01T06:30:00.000Z").state).toBe("onTrack")
    expect(at("2026-06-01T06:30:00.001Z")).toMatchObject({ state: "newUnanswered" })
    expect(at("2026-06-01T06:30:00.001Z").reason.en).toContain("60 working minutes are allowed")
  })

  it("given a first answer agreed on, then a lead that was taken or put off is unanswered until we speak", () => {
    const received = { lastAnswerAt: null, receivedAt: "2026-05-20T09:00:00.000Z" } as const
    const state = (fields: Parameters<typeof lead>[0], rules = agreed) =>
      controlStateOf(lead({ ...received, ...fields }), rules, context).state
    const putOff = { status: "nurture", nextNurtureAt: "2026-06-20T09:00:00.000Z", stepDueOn: null } as const
    expect(state({ status: "inWork" })).toBe("newUnanswered")
    expect(state(putOff)).toBe("newUnanswered")
    expect(state({ status: "inWork", lastAnswerAt: "2026-05-21T09:00:00.000Z" })).toBe("onTrack")
    expect([state({ status: "inWork" }, policy), state(putOff, policy)]).toEqual(["onTrack", "parked"])
    const observed = { nextSteps: true, dialogs: false, payments: true, documents: true }
    expect(state({ status: "inWork", stepDueOn: null, observed })).toBe("noNextStep")
  })
})
