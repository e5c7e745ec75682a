import { describe, expect, it } from "vitest"
import type { Lead } from "../../src/client/ClientSchema.ts"
import type { Dialog, NextStep } from "../../src/client/DialogSchema.ts"
import type { Deal } from "../../src/deal/DealSchema.ts"
import type { FindingRecord } from "../../src/review/FindingRecordSchema.ts"
import type { SummaryContext, SummaryFacts } from "../../src/review/SummaryFacts.ts"
import type { SummaryFigures } from "../../src/review/SummaryFigure.ts"
import { summaryFigures } from "../../src/review/SummaryFigures.ts"
import type { Invoice } from "../../src/settlement/SettlementSchema.ts"

const march = { from: "2026-03-01", to: "2026-04-01" }
const nobodys = { invoices: [], promises: [], controlDays: [], leads: [], dialogs: [], nextSteps: [], payments: [] }
const none: SummaryFacts = { ...nobodys, deals: [], documents: [], commitments: [], findings: [] }

/** One source that carries nothing but deals; records made here carry everything. */
const carriedBy = (sourceId: string | null) =>
  sourceId === null ? ["nextSteps", "dialogs", "payments", "documents", "leads"] : []

const figuresOf = (facts: Partial<SummaryFacts>, context: Partial<SummaryContext> = {}): SummaryFigures =>
  summaryFigures({ ...none, ...facts }, (repId) => repId === "ann", march, {
    currency: "RUB",
    dayOf: (instant) => instant.slice(0, 10),
    carriedBy,
    ...context,
  })

// Only what the figures read; the rest of a record does not matter to them.
const deal = (id: string, fields: Partial<Deal> = {}) =>
  ({
    id,
    ownerId: "ann",
    sourceId: "bare",
    outcome: "open",
    openedOn: "2026-02-01",
    closedOn: null,
    amount: null,
    enteredStageAt: "2026-02-01T00:00:00.000Z",
    cycles: [],
    sellerId: fields.ownerId ?? "ann",
    closedById: null,
    ...fields,
  }) as unknown as Deal

const unseenOf = (figures: SummaryFigures): { readonly [figure: string]: string } =>
  Object.fromEntries(
    Object.entries(figures).flatMap(([figure, { unseen }]: [string, SummaryFigures["wins"]]) =>
      unseen === null
        ? []
        : [[figure, `${unseen.what} ${unseen.recordCount}/${unseen.of}${unseen.isAll ? " all" : ""}`]],
    ),
  )

describe("what a summary could not see", () => {
  it("is told where the source does not carry it: a zero is then no zero", () => {
    expect(unseenOf(figuresOf({ deals: [deal("a"), deal("b")] }, { lookedThrough: [march] }))).toEqual({
      stepsDone: "nextSteps 2/2 all",
      stepsOverdue: "nextSteps 2/2 all",
      dialogsInbound: "dialogs 2/2 all",
      dialogsOutbound: "dialogs 2/2 all",
      paymentsReceived: "payments 2/2 all",
      debtsOverdue: "payments 2/2 all",
      promisesKept: "payments 2/2 all",
      promisesBroken: "payments 2/2 all",
      documentsSigned: "documents 2/2 all",
      documentsUnsigned: "documents 2/2 all",
      leadsReceived: "leads 2/2 all",
      leadsTaken: "leads 2/2 all",
    })
  })

  it("is nothing of records made here, of other people's, and of those that were over before or began later", () => {
    const others = [
      deal("a", { sourceId: null }),
      deal("b", { ownerId: "bob" }),
      deal("c", { outcome: "lost", closedOn: "2026-02-27" }),
      deal("d", { openedOn: "2026-04-01" }),
    ]
    expect(unseenOf(figuresOf({ deals: others }, { lookedThrough: [march] }))).toEqual({})
    const untold = { currency: "RUB", dayOf: (instant: string) => instant.slice(0, 10), lookedThrough: [march] }
    const figures = summaryFigures({ ...none, deals: [deal("a")] }, () => true, march, untold)
    expect(unseenOf(figures)).toEqual({})
  })

  it("is less where something is recorded here: the figure is a floor, and says of how many", () => {
    const about = (id: string) => ({ dealId: id, leadId: null })
    const figures = figuresOf(
      {
        deals: [deal("a"), deal("b"), deal("c", { sourceId: null })],
        leads: [
          {
            id: "lead",
            ownerId: "ann",
            sourceId: "bare",
            receivedAt: "2026-03-02T00:00:00.000Z",
            closedAt: null,
            takenAt: null,
          },
        ] as unknown as ReadonlyArray<Lead>,
        dialogs: [{ ...about("a"), heldAt: "2026-03-02T00:00:00.000Z" }] as unknown as ReadonlyArray<Dialog>,
        nextSteps: [about("a"), about("b"), { dealId: null, leadId: "lead" }].map((step) => ({
          ...step,
          status: "open",
          dueOn: "2026-03-20",
          doneAt: null,
        })) as unknown as ReadonlyArray<NextStep>,
        invoices: [{ ...about("b"), issuedOn: "2026-05-01" } as unknown as Invoice],
      },
      { lookedThrough: [march] },
    )
    expect(unseenOf(figures)).toMatchObject({ dialogsInbound: "dialogs 2/4", paymentsReceived: "payments 1/3" })
    expect(figures.stepsDone.unseen).toBeNull()
    expect(figures.leadsReceived.unseen).toBeNull()
    expect(figures.dialogsInbound.unseen?.message).toEqual({
      en: "the source does not carry dialogs (records: 2 of 4): there are at least as many as shown",
      ru: "источник не передаёт диалоги (записей 2 из 4): их не меньше, чем показано",
    })
  })

  it("is a deal whose days are not known: it counts in no period, and is not silently gone", () => {
    const here = { sourceId: null }
    const figures = figuresOf(
      {
        deals: [
          deal("a", { ...here, openedOn: null }),
          deal("b", { ...here, outcome: "won" }),
          deal("c", { ...here, outcome: "won", closedOn: "2026-03-03" }),
          deal("d", { ...here, enteredStageAt: null }),
        ],
      },
      { lookedThrough: [march] },
    )
    expect(figures.dealsWon.ids).toEqual(["c"])
    expect(unseenOf(figures)).toEqual({
      dealsOpened: "days 1/4",
      dealsWon: "days 1/2",
      pipelineStart: "days 2/4",
      pipelineEnd: "days 2/4",
      dealsMoved: "stageEntry 1/2",
    })
  })

  it("is every mistake and win of a period that nobody has looked through", () => {
    const unlooked = { mistakes: "findings 0/0 all", missedOpportunities: "findings 0/0 all", wins: "findings 0/0 all" }
    expect(unseenOf(figuresOf({}))).toEqual(unlooked)
    const found = (fields: object) => [{ ...march, ownerId: "bob", kind: "win", ...fields } as unknown as FindingRecord]
    const ofMarch = { periodFrom: "2026-03-02", periodTo: "2026-03-09" }
    expect(unseenOf(figuresOf({ findings: found(ofMarch) }))).toEqual({})
    expect(unseenOf(figuresOf({ findings: found({ ...ofMarch, periodFrom: "2026-02-28" }) }))).toEqual(unlooked)
    expect(unseenOf(figuresOf({}, { lookedThrough: [march] }))).toEqual({})
  })

  it("names the rules that it was counted by, of what is counted by rules", () => {
    const figures = figuresOf({}, { rules: { findings: "f", control: "c" } })
    expect(figures).toMatchObject({ mistakes: { rules: "f" }, wins: { rules: "f" }, controlZeroDays: { rules: "c" } })
    expect([figures.dealsWon.rules, figures.stepsOverdue.rules, figuresOf({}).mistakes.rules]).toEqual([
      null,
      null,
      null,
    ])
  })
})
