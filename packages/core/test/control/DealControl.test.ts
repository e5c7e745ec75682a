import { describe, expect, it } from "vitest"
import { controlContext } from "../../src/control/ControlContext.ts"
import { controlStateOf } from "../../src/control/ControlState.ts"
import { context, deal, doneDeal, nothing, policy } from "./facts.ts"

const stateOf = (fields: Parameters<typeof deal>[0]) => controlStateOf(deal(fields), policy, context)
const stateOfDone = (fields: Parameters<typeof deal>[0]) => controlStateOf(doneDeal(fields), policy, context)

const byHistory = controlContext({
  asOf: "2026-06-01",
  timeZone: "Europe/Moscow",
  currency: "RUB",
  longestWonDays: { sales: 138 },
})

const roubles = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

describe("control of deals in progress", () => {
  it("given a planned step within the stage's limit, then the deal is on track with its amount", () => {
    expect(stateOf({})).toMatchObject({ state: "onTrack", amountMinor: 100_00, currency: "RUB", also: [] })
  })

  it("given no owner, then it is unassigned since nobody has owned it; where that is not said, since when is not known", () => {
    const unownedSince = "2026-05-30T22:00:00.000Z"
    expect(stateOf({ ownerId: null, unownedSince })).toMatchObject({
      state: "unassigned",
      since: "2026-05-31",
      ageDays: 1,
    })
    expect(stateOf({ ownerId: null })).toMatchObject({ state: "unassigned", since: null, ageDays: null })
  })

  it("given an overdue step and an unanswered client, then the step comes first and the other is said too", () => {
    const both = { stepDueOn: "2026-05-20", awaitingSince: "2026-05-25T09:00:00.000Z" }
    expect(stateOf(both)).toMatchObject({ state: "stepOverdue", ageDays: 12, also: ["waitingOnUs"] })
    const other = { ...policy, priority: policy.priority.toReversed() }
    expect(controlStateOf(deal(both), other, context)).toMatchObject({ state: "waitingOnUs", also: ["stepOverdue"] })
  })

  it("given more days in the stage than its limit, then it is stalled; at the limit it is not", () => {
    expect(stateOf({ enteredStageAt: "2026-05-18T08:00:00.000Z" }).state).toBe("onTrack")
    expect(stateOf({ enteredStageAt: "2026-05-17T08:00:00.000Z" })).toMatchObject({
      state: "stalled",
      since: "2026-05-17",
      ageDays: 15,
      reason: {
        en: "In the stage “Needs” since 17\u00A0May\u00A02026: 15\u00A0days, the limit is 14\u00A0days",
        ru: "На этапе «Потребности» с 17\u00A0мая\u00A02026\u00A0г.: 15\u00A0дней, предел — 14\u00A0дней",
      },
    })
  })

  it("given earlier stays in the stage, then their days count too, up to what has moved the deal on since", () => {
    const back = { enteredStageAt: "2026-05-25T08:00:00.000Z", earlierStageDays: 8 }
    expect(stateOf({ ...back, earlierStageDays: 7 }).state).toBe("onTrack")
    expect(stateOf(back)).toMatchObject({
      state: "stalled",
      since: "2026-05-17",
      ageDays: 15,
      reason: {
        en: "In the stage “Needs” (all stays) since 17\u00A0May\u00A02026: 15\u00A0days, the limit is 14\u00A0days",
        ru: "На этапе «Потребности» (все пребывания) с 17\u00A0мая\u00A02026\u00A0г.: 15\u00A0дней, предел — 14\u00A0дней",
      },
    })
    expect(stateOf({ ...back, touchedAt: "2026-05-18T08:00:00.000Z" }).state).toBe("onTrack")
  })

  it("given a stage without a limit, then the policy's holds", () => {
    const unlimited = { stageLimitDays: null, enteredStageAt: "2026-05-02T08:00:00.000Z" }
    expect(stateOf(unlimited).state).toBe("onTrack")
    expect(stateOf({ ...unlimited, enteredStageAt: "2026-05-01T08:00:00.000Z" }).state).toBe("stalled")
  })

  it("given no time of entering the stage, then standing still is not observable, unless the deal is too young for it", () => {
    expect(stateOf({ enteredStageAt: null })).toMatchObject({ state: "notObservable", unseen: ["stageEntry"] })
    expect(stateOf({ enteredStageAt: null, openedOn: null })).toMatchObject({ unseen: ["stageEntry"] })
    expect(stateOf({ enteredStageAt: null, openedOn: "2026-05-18" }).state).toBe("onTrack")
  })

  it("given the longest won deal, then an older one is stalled by history, and a younger one is not", () => {
    const imported = deal({ enteredStageAt: null, openedOn: "2026-01-14" })
    expect(controlStateOf(imported, policy, byHistory).state).toBe("onTrack")
    expect(controlStateOf({ ...imported, openedOn: "2026-01-13" }, policy, byHistory)).toMatchObject({
      state: "stalled",
      ageDays: 139,
      reason: {
        en: "Open since 13\u00A0January\u00A02026: 139\u00A0days, longer than any deal ever won took (138\u00A0days)",
      },
    })
    const elsewhere = { ...imported, openedOn: "2026-01-13", pipelineId: "other" }
    expect(controlStateOf(elsewhere, policy, byHistory).state).toBe("notObservable")
  })

  it("given no step, then it has no next step since the last was done, else since it was opened", () => {
    expect(stateOf({ stepDueOn: null })).toMatchObject({ state: "noNextStep", since: "2026-05-01" })
    const done = { stepDueOn: null, lastStepDoneAt: "2026-05-29T09:00:00.000Z" }
    expect(stateOf(done)).toMatchObject({ state: "noNextStep", since: "2026-05-29" })
  })

  it("given an overdue instalment, then payment is owed: that sum, since that day", () => {
    const unpaid = [
      { dueOn: "2026-05-30", open: roubles(30_00) },
      { dueOn: "2026-05-31", open: roubles(20_00) },
      { dueOn: "2026-06-01", open: roubles(50_00) },
    ]
    expect(stateOf({ stageMeaning: "fulfilment", outcome: "won", unpaid, invoiceCount: 1 })).toMatchObject({
      state: "owingPayment",
      since: "2026-05-30",
      ageDays: 2,
      amountMinor: 50_00,
      reason: { ru: "Просрочено: 50\u00A0₽; самый ранний платёж ожидался 30\u00A0мая\u00A02026\u00A0г." },
    })
  })

  it("given overdue instalments in two currencies, then there is no sum, and both are named", () => {
    const unpaid = [
      { dueOn: "2026-05-30", open: roubles(30_00) },
      { dueOn: "2026-05-31", open: { amountMinor: 700, currency: "JPY" } },
    ]
    expect(stateOf({ unpaid })).toMatchObject({
      state: "owingPayment",
      amountMinor: null,
      reason: { en: "Overdue: ₽30, ¥700; the earliest instalment was due on 30\u00A0May\u00A02026" },
    })
  })

  it("given a payment ahead, then it stands for a next step while payment is awaited, and only then", () => {
    const ahead = { outcome: "won", stepDueOn: null, unpaid: [{ dueOn: "2026-06-09", open: roubles(1) }] } as const
    expect(stateOf({ ...ahead, stageMeaning: "awaitingPayment" })).toMatchObject({
      state: "onTrack",
      reason: { en: "A payment is due on 9\u00A0June\u00A02026" },
    })
    expect(stateOf({ ...ahead, stageMeaning: "fulfilment" }).state).toBe("noNextStep")
    // On the day it is due it is still ahead; what is due on no known day is no commitment.
    const none = { dueOn: null, open: roubles(1) }
    const awaited = { ...ahead, stageMeaning: "awaitingPayment" } as const
    expect(stateOf({ ...awaited, unpaid: [none, { ...none, dueOn: "2026-06-01" }] }).reason.en).toBe(
      "A payment is due on 1\u00A0June\u00A02026",
    )
    expect(stateOf({ ...awaited, unpaid: [none] }).state).toBe("noNextStep")
    const far = controlStateOf(deal(awaited), { ...policy, commitWithinDays: 7 }, context)
    expect(far.reason.en).toBe("Nothing is planned before 9\u00A0June\u00A02026, the limit is 7\u00A0days")
    expect(stateOf({ ...awaited, observed: { ...nothing, payments: true }, unpaid: [] }).state).toBe("notObservable")
  })

  it("given the stage for documents, then they are owed once its limit is over", () => {
    const collecting = { outcome: "won", stageMeaning: "awaitingDocuments" } as const
    expect(stateOf(collecting).state).toBe("onTrack")
    expect(stateOf({ ...collecting, enteredStageAt: "2026-05-18T08:00:00.000Z" }).state).toBe("onTrack")
    expect(stateOf({ ...collecting, enteredStageAt: "2026-05-17T08:00:00.000Z" }).state).toBe("owingDocuments")
    expect(stateOf({ ...collecting, enteredStageAt: null })).toMatchObject({ state: "owingDocuments", since: null })
    expect(stateOf({ ...collecting, enteredStageAt: "2026-05-01T08:00:00.000Z" })).toMatchObject({
      state: "owingDocuments",
      since: "2026-05-01",
      amountMinor: 100_00,
      also: ["stalled"],
      reason: { en: "Delivered, and no closing document is drawn up" },
    })
    const unsigned = { documentCount: 1, unsignedSince: "2026-05-03", undocumented: roubles(40_00) }
    expect(stateOf({ ...collecting, ...unsigned, stageMeaning: "aftercare" })).toMatchObject({
      state: "owingDocuments",
      since: "2026-05-03",
      amountMinor: 40_00,
    })
    const short = { documentCount: 1, undocumented: roubles(40_00), stageMeaning: "aftercare" } as const
    expect(stateOf({ ...collecting, ...short }).reason.en).toBe(
      "Signed documents do not cover the amount: ₽40 is missing",
    )
  })

  it("given documents before delivery is over, then nothing is owed yet", () => {
    expect(stateOf({ outcome: "won", stageMeaning: "fulfilment" }).state).toBe("onTrack")
  })

  it("given a source that carries neither steps nor dialogs, then it is not observable, never without a next step", () => {
    const imported = { stepDueOn: null, observed: nothing }
    expect(stateOf(imported)).toMatchObject({
      state: "notObservable",
      unseen: ["nextSteps", "dialogs"],
      reason: {
        en: "The source does not carry: next steps, dialogs",
        ru: "В источнике нет данных: следующие шаги, диалоги",
      },
    })
  })

  it("given a won deal in progress, then payments must be seen too, and documents after delivery", () => {
    const won = { outcome: "won", observed: nothing } as const
    expect(stateOf({ ...won, stageMeaning: "fulfilment" }).unseen).toEqual(["nextSteps", "dialogs", "payments"])
    expect(stateOf({ ...won, stageMeaning: "aftercare" }).unseen).toEqual([
      "nextSteps",
      "dialogs",
      "payments",
      "documents",
    ])
  })

  it("given a won deal without the time of entering its stage, then history says nothing of it", () => {
    const won = deal({ outcome: "won", stageMeaning: "fulfilment", enteredStageAt: null, openedOn: "2025-01-13" })
    expect(controlStateOf(won, policy, byHistory)).toMatchObject({ state: "notObservable", unseen: ["stageEntry"] })
  })

  it("given a problem that can be seen, then it counts though other facts cannot", () => {
    expect(stateOf({ ownerId: null, observed: nothing })).toMatchObject({
      state: "unassigned",
      unseen: ["nextSteps", "dialogs"],
    })
  })
})

describe("control of finished deals", () => {
  it("given a paid and documented deal, then it is closed", () => {
    expect(stateOfDone({})).toMatchObject({ state: "closed", reason: { en: "Won, paid and documented" } })
    expect(stateOfDone({ invoiceCount: 0 }).reason.en).toMatch(/no invoices/)
  })

  it("given payments or documents that the source does not carry, then it is not observable, and they are named", () => {
    const imported = { observed: nothing, isDocumented: false, documentCount: 0, invoiceCount: 0 }
    expect(stateOfDone(imported)).toMatchObject({ state: "notObservable", unseen: ["payments", "documents"] })
    const paid = { ...imported, observed: { ...nothing, payments: true } }
    expect(stateOfDone(paid)).toMatchObject({ state: "notObservable", unseen: ["documents"] })
  })

  it("given no signed document, then documents are owed, and the owner who left is said", () => {
    const owing = { documentCount: 0, isDocumented: false, undocumented: roubles(100_00) }
    expect(stateOfDone(owing)).toMatchObject({ state: "owingDocuments", amountMinor: 100_00 })
    expect(stateOfDone({ ...owing, ownerLeftOn: "2026-05-01" })).toMatchObject({
      state: "unassigned",
      also: ["owingDocuments"],
    })
  })

  it("given an instalment ahead, then it is on track; overdue, then payment is owed", () => {
    const unpaid = [{ dueOn: "2026-06-01", open: roubles(5) }]
    expect(stateOfDone({ unpaid }).state).toBe("onTrack")
    expect(stateOfDone({ unpaid: [{ dueOn: "2026-05-31", open: roubles(5) }] }).state).toBe("owingPayment")
  })

  it("given a step left on a won deal, then it still counts", () => {
    expect(stateOfDone({ stepDueOn: "2026-05-31" }).state).toBe("stepOverdue")
    expect(stateOfDone({ stepDueOn: "2026-06-30" }).state).toBe("onTrack")
  })

  it("given nobody as owner of a finished deal, then nothing is to be done", () => {
    expect(stateOfDone({ ownerId: null }).state).toBe("closed")
  })

  it("given a lost deal, then it is closed, unless something was promised, is owed, or the client turned to us afterwards", () => {
    const lost = { outcome: "lost", stageMeaning: "lost", closedOn: "2026-05-10", stepDueOn: null } as const
    const rest = { ownerId: null, observed: nothing }
    expect(stateOf({ ...lost, ...rest })).toMatchObject({ state: "closed", since: "2026-05-10", also: [], unseen: [] })
    expect(stateOf({ ...lost, ...rest }).reason.en).toBe("Lost on 10\u00A0May\u00A02026")
    expect(stateOf({ ...lost, closedOn: null }).reason).toEqual({ en: "Lost", ru: "Сделка проиграна" })
    expect(stateOf({ ...lost, isDocumented: false }).state).toBe("closed")
    expect(stateOf({ ...lost, awaitingSince: "2026-05-20T08:00:00.000Z" }).state).toBe("waitingOnUs")
    expect(stateOf({ ...lost, stepDueOn: "2026-05-20" }).state).toBe("stepOverdue")
    expect(stateOf({ ...lost, stepDueOn: "2026-06-20" }).state).toBe("onTrack")
    const open = { amountMinor: 500, currency: "RUB" }
    expect(stateOf({ ...lost, unpaid: [{ dueOn: "2026-05-20", open }] }).state).toBe("owingPayment")
    expect(stateOf({ ...lost, unpaid: [{ dueOn: "2026-06-20", open }] }).state).toBe("onTrack")
    expect(stateOf({ ...lost, unpaid: [{ dueOn: null, open }] })).toMatchObject({ state: "owingPayment", since: null })
    expect(stateOf({ unpaid: [{ dueOn: null, open }] }).state).not.toBe("owingPayment")
    const beyond = stateOf({ unpaid: [{ dueOn: null, open, lacksDay: true }] })
    expect(beyond).toMatchObject({ state: "owingPayment", since: null })
    expect(beyond.reason.en).toContain("the calendar of working days ends before it is due: set its day")
  })
})
