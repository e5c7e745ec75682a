import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addDeal, noDeals } from "../../src/control/ClientControl.ts"
import { controlStateOf } from "../../src/control/ControlState.ts"
import { judge, judgeClient } from "../../src/control/Judgement.ts"
import {
  anyClient,
  anyContext,
  anyPolicy,
  client,
  context,
  deal,
  doneDeal,
  everything,
  nothing,
  policy,
} from "./facts.ts"

const stateOf = (fields: Parameters<typeof client>[0]) => controlStateOf(client(fields), policy, context)

const won = (closedOn: string | null, id = "deal_1") => doneDeal({ id, closedOn })

describe("control of clients", () => {
  it("says the same by what its deals come to as they are judged one by one", () => {
    fc.assert(
      fc.property(anyClient, anyPolicy, anyContext, (facts, anyOrder, moment) => {
        const deals = noDeals()
        for (const each of facts.deals) {
          addDeal(deals, each, judge(each, anyOrder, moment).first.state === "closed", moment)
        }
        const plain = ({ first, also, ...judgement }: ReturnType<typeof judge>) => ({
          ...judgement,
          held: [first, ...also].map(({ reason, ...holding }) => ({ ...holding, reason: reason() })),
        })
        const { deals: _deals, ...alone } = facts
        expect(plain(judgeClient(alone, deals, anyOrder, moment))).toEqual(plain(judge(facts, anyOrder, moment)))
      }),
      { numRuns: 300 },
    )
  })

  it("given nothing overdue and nobody waiting, then the client is on track", () => {
    const worstDeal = { dealId: "deal_1", state: "onTrack" }
    expect(stateOf({ deals: [deal({})] })).toMatchObject({ state: "onTrack", worstDeal })
    expect(stateOf({ stepDueOn: "2026-06-02" })).toMatchObject({ state: "onTrack", worstDeal: null })
  })

  it("given no deal and no next step, then nobody has committed to anything", () => {
    expect(stateOf({})).toMatchObject({ state: "noNextStep", also: [] })
    expect(stateOf({ observed: nothing }).state).toBe("notObservable")
  })

  it("given something to do and no owner of the client or of a deal in progress, then it is nobody's", () => {
    const late = { ownerId: null, stepDueOn: "2026-05-01" }
    expect(stateOf(late)).toMatchObject({ state: "unassigned", also: ["stepOverdue"] })
    expect(stateOf({ ...late, ownerId: "bob", ownerLeftOn: "2026-05-31" }).state).toBe("unassigned")
    expect(stateOf({ ...late, ownerId: "bob", ownerLeftOn: "2026-06-01" }).state).toBe("stepOverdue")
    expect(stateOf({ ...late, deals: [deal({})] }).state).toBe("stepOverdue")
    expect(stateOf({ ...late, deals: [doneDeal({})] }).state).toBe("unassigned")
    expect(stateOf({ ...late, deals: [deal({ ownerId: null })] }).state).toBe("unassigned")
  })

  it("given that all its deals are over and it is not regular, then it is closed with nothing owed", () => {
    const lost = deal({ id: "deal_2", outcome: "lost", stageMeaning: "lost", stepDueOn: null, closedOn: "2026-05-20" })
    expect(stateOf({ deals: [doneDeal({}), lost] })).toMatchObject({ state: "closed", since: "2026-05-20" })
    expect(stateOf({ deals: [doneDeal({}), lost], stepDueOn: "2026-06-03" }).state).toBe("onTrack")
    expect(stateOf({ deals: [doneDeal({}), deal({ id: "deal_2" })] }).state).toBe("onTrack")
    const unpaid = [{ dueOn: "2026-06-10", open: { amountMinor: 1, currency: "RUB" } }]
    expect(stateOf({ deals: [doneDeal({ unpaid })] }).state).toBe("onTrack")
  })

  it("given a regular client, then it is quiet once more than 90 days passed without a dialog or a sale", () => {
    const deals = [won("2025-10-01"), won("2026-03-03", "deal_2")]
    expect(stateOf({ deals }).state).toBe("onTrack")
    const older = [won("2025-10-01"), won("2026-03-02", "deal_2")]
    expect(stateOf({ deals: older })).toMatchObject({ state: "quietRegular", since: "2026-03-02", ageDays: 91 })
    expect(stateOf({ deals: older, lastDialogAt: "2026-03-03T08:00:00.000Z" }).state).toBe("onTrack")
  })

  it("given a regular client with an agreed rhythm, then that counts instead of the policy's days", () => {
    const deals = [won("2025-10-01"), won("2026-05-02", "deal_2")]
    expect(stateOf({ deals, contactEveryDays: 30 }).state).toBe("onTrack")
    expect(stateOf({ deals, contactEveryDays: 29 })).toMatchObject({ state: "quietRegular", ageDays: 30 })
  })

  it("given the department's own rule of who is regular, then that decides", () => {
    const deals = [won("2025-10-01"), won("2025-12-01", "deal_2")]
    expect(stateOf({ deals }).state).toBe("quietRegular")
    expect(stateOf({ deals, regularRule: { fromWonDeals: 3 } }).state).toBe("closed")
    expect(stateOf({ deals, regularRule: { fromWonDeals: 2, withinDays: 100 } }).state).toBe("closed")
    expect(stateOf({ deals, regularRule: { fromWonDeals: 1 } }).state).toBe("quietRegular")
  })

  it("given no deal and no step, then it lacks one since the last was done, else since the last dialog", () => {
    const spoken = { lastDialogAt: "2026-05-10T08:00:00.000Z" }
    expect(stateOf(spoken)).toMatchObject({ state: "noNextStep", since: "2026-05-10" })
    expect(stateOf({ ...spoken, lastStepDoneAt: "2026-05-12T08:00:00.000Z" }).since).toBe("2026-05-12")
    expect(stateOf({ observed: { ...everything, nextSteps: false } })).toMatchObject({ unseen: ["nextSteps"] })
  })

  it("given that all is well, then the reason names its step, where it has one", () => {
    expect(stateOf({ stepDueOn: "2026-06-02" }).reason.en).toBe("The next step is due on 2\u00A0June\u00A02026")
    expect(stateOf({ deals: [deal({})] }).reason.en).toBe("Nothing is overdue, nobody waits")
  })

  it("given deals, then dialogs are observed where they are of each", () => {
    const counted = (...seen: ReadonlyArray<boolean>) => {
      const deals = noDeals()
      for (const dialogs of seen) addDeal(deals, deal({ observed: { ...everything, dialogs } }), false, context)
      return deals.observesDialogs
    }
    expect([counted(), counted(true, true), counted(true, false), counted(false, true)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it("given one won deal, then the client is not regular yet", () => {
    expect(stateOf({ deals: [won("2024-01-01"), deal({ id: "deal_2" })] }).state).toBe("onTrack")
  })

  it("given a source without dialogs, then missing ones prove no silence", () => {
    const deals = [won("2024-01-01"), won("2024-02-01", "deal_2")]
    const observed = { ...everything, dialogs: false }
    expect(stateOf({ deals, observed })).toMatchObject({ state: "notObservable", unseen: ["dialogs"] })
  })

  it("given a regular client without a dated sale or dialog, then quiet cannot be told", () => {
    const deals = [won(null), won(null, "deal_2")]
    expect(stateOf({ deals })).toMatchObject({ state: "notObservable", unseen: ["saleDates"] })
  })

  it("given a question apart from its deals, then it waits on us; an overdue step counts too", () => {
    expect(stateOf({ awaitingSince: "2026-05-01T08:00:00.000Z" }).state).toBe("waitingOnUs")
    expect(stateOf({ stepDueOn: "2026-05-01" }).state).toBe("stepOverdue")
  })

  it("shows its worst deal, whatever their order", () => {
    const deals = [
      deal({ id: "deal_1" }),
      deal({ id: "deal_2", stepDueOn: null, observed: nothing }),
      deal({ id: "deal_3", stepDueOn: "2026-05-01", amount: null }),
      deal({ id: "deal_4", stepDueOn: "2026-05-30" }),
    ]
    expect(stateOf({ deals }).worstDeal).toEqual({ dealId: "deal_4", state: "stepOverdue" })
    expect(stateOf({ deals: deals.toReversed() }).worstDeal).toEqual({ dealId: "deal_4", state: "stepOverdue" })
  })
})
