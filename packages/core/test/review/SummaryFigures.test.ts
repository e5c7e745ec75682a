import { describe, expect, it } from "vitest"
import type { NextStep } from "../../src/client/DialogSchema.ts"
import type { Deal } from "../../src/deal/DealSchema.ts"
import type { SummaryFacts } from "../../src/review/SummaryFacts.ts"
import { summaryCorrections } from "../../src/review/SummaryCorrections.ts"
import { summaryFigures, summaryReader } from "../../src/review/SummaryFigures.ts"
import type { ClosingDocument, Invoice } from "../../src/settlement/SettlementSchema.ts"

const period = { from: "2026-03-01", to: "2026-04-01" }
const context = { currency: "RUB", dayOf: (instant: string) => instant.slice(0, 10) }

const none: SummaryFacts = {
  invoices: [],
  promises: [],
  controlDays: [],
  deals: [],
  leads: [],
  dialogs: [],
  nextSteps: [],
  payments: [],
  documents: [],
  commitments: [],
  findings: [],
}

const figuresOf = (facts: Partial<SummaryFacts>, overBefore?: string) =>
  summaryFigures({ ...none, ...facts }, () => true, period, {
    ...context,
    ...(overBefore === undefined ? {} : { overBefore }),
  })

// Only what the figures read; the rest of a record does not matter to them.
const deal = (id: string, fields: Partial<Deal>) =>
  ({
    id,
    ownerId: "ann",
    outcome: "open",
    openedOn: "2026-02-01",
    closedOn: null,
    amount: null,
    closeRate: null,
    enteredStageAt: "2026-02-01T00:00:00.000Z",
    cycles: [],
    sellerId: fields.ownerId ?? "ann",
    closedById: null,
    ...fields,
  }) as unknown as Deal

const step = (id: string, fields: Partial<NextStep>) =>
  ({ id, ownerId: "ann", status: "open", dueOn: "2026-03-10", doneAt: null, ...fields }) as unknown as NextStep

const invoice = (paidOn: string | null) =>
  ({
    id: "invoice_1",
    dealId: "deal_1",
    currency: "RUB",
    issuedOn: "2026-02-01",
    totalMinor: 100,
    instalments: [{ no: 1, kind: null, dueOn: "2026-03-10", amountMinor: 100, offset: null }],
    paidBy: paidOn === null ? [] : [{ paymentId: "payment_1", paidOn, amountMinor: 100 }],
    freed: [],
    writeOffs: [],
    credits: [],
    paidMinor: paidOn === null ? 0 : 100,
    writtenOffMinor: 0,
    creditedMinor: 0,
  }) as unknown as Invoice

describe("summaryFigures", () => {
  it("counts steps that were done, and none that were cancelled", () => {
    const { stepsDone } = figuresOf({
      nextSteps: [
        step("done", { status: "done", doneAt: "2026-03-05T10:00:00.000Z" }),
        step("cancelled", { status: "cancelled", doneAt: "2026-03-05T10:00:00.000Z" }),
      ],
    })
    expect(stepsDone.ids).toEqual(["done"])
  })

  it("takes no deal for open that ended on no known day", () => {
    const { pipelineStart, pipelineEnd } = figuresOf({
      deals: [
        deal("open", {}),
        deal("undated", { outcome: "won" }),
        deal("ended", { outcome: "lost", closedOn: "2026-03-02" }),
      ],
    })
    expect([pipelineStart.ids, pipelineEnd.ids]).toEqual([["ended", "open"], ["open"]])
  })

  it("shows what was late at the end, whatever was done, paid, signed or revoked later: that corrects nothing", () => {
    const document = (fields: Partial<ClosingDocument>) =>
      ({
        id: "doc",
        dealId: "deal_1",
        draftedOn: "2026-03-05",
        signedOn: null,
        revokedOn: null,
        ...fields,
      }) as unknown as ClosingDocument
    const at = (later: boolean) =>
      figuresOf({
        deals: [deal("deal_1", {})],
        nextSteps: [step("step", later ? { status: "done", doneAt: "2026-04-02T10:00:00.000Z" } : {})],
        invoices: [invoice(later ? "2026-04-03" : null)],
        documents: [document(later ? { revokedOn: "2026-04-04" } : {})],
      })
    const frozen = at(false)
    expect(frozen).toMatchObject({
      stepsOverdue: { ids: ["step"] },
      debtsOverdue: { ids: ["invoice_1"], amountMinor: 100 },
      documentsUnsigned: { ids: ["doc"] },
    })
    expect(summaryCorrections(frozen, at(true))).toEqual([])
    // What came to light of the period itself does correct it.
    const paidInTime = figuresOf({ deals: [deal("deal_1", {})], invoices: [invoice("2026-03-09")] })
    expect(paidInTime.debtsOverdue.count).toBe(0)
  })

  it("names the records whose amounts changed since, and when", () => {
    const at = (amountMinor: number) =>
      figuresOf({ deals: ["a", "b"].map((id) => deal(id, { amount: { amountMinor, currency: "RUB" } })) })
    const versions = {
      frozen: { a: 1, b: 1 },
      now: new Map([
        ["a", { version: 2, changedAt: "2026-04-05T09:00:00.000Z" }],
        ["b", { version: 1, changedAt: "2026-02-01T09:00:00.000Z" }],
      ]),
    }
    const corrections = summaryCorrections(at(1), at(2), versions)
    expect(corrections.map(({ figure, recordIds, changedAt }) => [figure, recordIds, changedAt])).toEqual(
      ["pipelineStart", "pipelineEnd"].map((figure) => [figure, ["a"], "2026-04-05T09:00:00.000Z"]),
    )
    expect(summaryCorrections(at(1), at(1), versions)).toEqual([])
  })

  it("calls nothing late in a period that still runs whose day has not passed", () => {
    const facts = {
      deals: [deal("deal_1", {})],
      invoices: [invoice(null)],
      nextSteps: [step("step", {})],
      commitments: [
        { id: "open", repId: "ann", status: "open", dueOn: "2026-03-10" },
        { id: "dropped", repId: "ann", status: "dropped", dueOn: "2026-03-20" },
      ] as unknown as SummaryFacts["commitments"],
    }
    const lateOn = (overBefore?: string) => {
      const { stepsOverdue, debtsOverdue, commitmentsNotKept } = figuresOf(facts, overBefore)
      return [stepsOverdue.ids, debtsOverdue.ids, commitmentsNotKept.ids]
    }
    // All three are due on 10 March: on that day they can still be done.
    expect(lateOn("2026-03-10")).toEqual([[], [], ["dropped"]])
    expect(lateOn("2026-03-11")).toEqual([["step"], ["invoice_1"], ["dropped", "open"]])
    expect(lateOn()).toEqual(lateOn("2026-05-01"))
  })

  it("says what is left of a withheld sum as people read money", () => {
    const amount = (amountMinor: number, currency = "RUB") => ({ amount: { amountMinor, currency } })
    const { pipelineEnd } = figuresOf({
      deals: [deal("a", amount(1234_50)), deal("b", {}), deal("c", amount(5_00, "EUR"))],
    })
    expect(pipelineEnd).toMatchObject({ count: 3, amountMinor: null })
    expect(pipelineEnd.withheld?.en).toBe("1 without an amount, 1 in another currency; the others are ₽1,234.50")
    expect(pipelineEnd.withheld?.ru).toBe("без суммы: 1, в другой валюте: 1; остальные: 1\u00A0234,50\u00A0₽")
  })
})

describe("figures of one scope after another", () => {
  it("are those of each alone, and what happened in the period is looked for once, however many scopes there are", () => {
    const reps = Array.from({ length: 10 }, (_, at) => `rep_${at}`)
    const dialogs = Array.from({ length: 60 }, (_, at) => ({
      id: `dialog_${at}`,
      repId: reps[at % 10],
      direction: at % 2 === 0 ? "inbound" : "outbound",
      heldAt: `2026-0${2 + (at % 3)}-11T09:00:00.000Z`,
    }))
    const steps = Array.from({ length: 40 }, (_, at) => {
      const doneAt = `2026-0${2 + (at % 3)}-20T09:00:00.000Z`
      const dueOn = `2026-0${1 + (at % 4)}-15`
      return step(
        `step_${at}`,
        at % 5 === 0 ? { ownerId: reps[at % 10]!, dueOn } : { ownerId: reps[at % 10]!, dueOn, status: "done", doneAt },
      )
    })
    const facts = { ...none, dialogs: dialogs as unknown as SummaryFacts["dialogs"], nextSteps: steps }
    let asked = 0
    const counting = {
      ...context,
      dayOf: (instant: string) => {
        asked += 1
        return context.dayOf(instant)
      },
    }
    const read = summaryReader(facts, period, counting)
    const apart = reps.map((rep) => read((repId) => repId === rep))
    const whole = read(() => true)
    // Once for each dialog and each step that is done; then of the steps that count, for each scope they are in.
    expect(asked).toBeLessThan(60 + 32 + 4 * 40)
    for (const figure of ["dialogsInbound", "dialogsOutbound", "stepsDone", "stepsOverdue"] as const) {
      expect(whole[figure].count).toBeGreaterThan(0)
      expect(apart.reduce((sum, one) => sum + one[figure].count, 0)).toBe(whole[figure].count)
    }
    expect(apart[3]).toEqual(summaryFigures(facts, (repId) => repId === "rep_3", period, context))
    // By hand: open ones due by the end of March, and those done after it that were due before it ended.
    const overdue = steps.filter(
      ({ status, dueOn, doneAt }) => dueOn < "2026-04-01" && (status === "open" || (doneAt ?? "") >= "2026-04-01"),
    )
    expect(whole.stepsOverdue.count).toBe(overdue.length)
  })
})
