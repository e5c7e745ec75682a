import { describe, expect, it } from "vitest"
import { paidWithoutAct, wonUndocumented } from "../../../src/review/rules/MissingDocuments.ts"
import { overduePayments } from "../../../src/review/rules/OverduePayments.ts"
import { controlOf, dealFacts, roubles, unseen } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

describe("payment.overdue", () => {
  it("given instalments past their day, then the deals and the sum are named; due today is not overdue", () => {
    const control = controlOf({
      deal: [
        dealFacts({
          id: "late",
          outcome: "won",
          unpaid: [
            { dueOn: "2026-02-28", open: roubles(300_00) },
            { dueOn: "2026-03-30", open: roubles(200_00) },
            { dueOn: "2026-03-31", open: roubles(999_00) },
          ],
        }),
        dealFacts({ id: "later", ownerId: "bob", unpaid: [{ dueOn: "2026-03-21", open: roubles(700_00) }] }),
      ],
    })
    const found = raised(overduePayments, [], { control })
    expect(outline(found)).toEqual([
      { ownerId: null, ids: ["later", "late"], minor: 1200_00 },
      { ownerId: "ann", ids: ["late"], minor: 500_00 },
      { ownerId: "bob", ids: ["later"], minor: 700_00 },
    ])
    expect(found.findings.map(({ severity }) => severity)).toEqual(["critical", "critical", "major"])
  })

  it("given an instalment due on the last day of a period that is over, then it is said apart: control of that day has it not", () => {
    const overBefore = "2026-04-01"
    const unpaid = [
      { dueOn: "2026-03-30", open: roubles(200_00) },
      { dueOn: "2026-03-31", open: roubles(999_00) },
    ]
    const saying = (owed: typeof unpaid): string | undefined => {
      const control = controlOf({ deal: [dealFacts({ id: "late", unpaid: owed })] })
      return raised(overduePayments, [], { control, overBefore }).findings[0]?.what.en
    }
    expect(saying(unpaid)).toMatch(/instalments: 2, .* Due on the last day of the period: 1; control/)
    expect(saying(unpaid.slice(0, 1))).not.toMatch(/last day/)
  })

  it("given a source without payments, then nothing is said to be owed", () => {
    const control = controlOf({ deal: [dealFacts({ id: "deal", observed: unseen })] })
    expect(raised(overduePayments, [], { control })).toMatchObject({ findings: [], notRead: [{}] })
  })
})

describe("missing closing documents", () => {
  const delivered = {
    outcome: "won",
    stageMeaning: "awaitingDocuments",
    enteredStageAt: "2026-03-01T09:00:00.000Z",
  } as const
  const control = controlOf({
    deal: [
      dealFacts({ id: "paid", ...delivered, invoiceCount: 1, undocumented: roubles(100_00) }),
      dealFacts({ id: "documented", ...delivered, invoiceCount: 1, isDocumented: true }),
      dealFacts({ id: "recent", ...delivered, invoiceCount: 1, enteredStageAt: "2026-03-17T09:00:00.000Z" }),
      dealFacts({ id: "inWork", ...delivered, invoiceCount: 1, stageMeaning: "fulfilment" }),
      dealFacts({ id: "unseen", ...delivered, invoiceCount: 1, observed: unseen }),
      dealFacts({
        id: "owing",
        ...delivered,
        invoiceCount: 1,
        unpaid: [{ dueOn: "2026-05-01", open: roubles(50_00) }],
        unsignedSince: "2026-03-02",
        undocumented: roubles(80_00),
      }),
    ],
  })

  it("given a deal paid in full and delivered for more than two weeks, then its act is missing", () => {
    const found = raised(paidWithoutAct, [], { control })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["paid"], minor: 100_00 }])
  })

  it("given a delivered deal that is not paid in full, then it is another finding: no deal is in both", () => {
    const found = raised(wonUndocumented, [], { control })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["owing"], minor: 80_00 }])
    expect(found.findings[0]!.what.en).toMatch(/drawn up but not signed: 1/)
  })

  it.each([
    ["whose one invoice was for a part", 1, roubles(50_00)],
    ["whose invoices were all taken back", 1, roubles(100_00)],
  ])("given a delivered deal %s, then nothing says that it is paid in full", (_given, invoiceCount, uninvoiced) => {
    const facts = { ...delivered, invoiceCount, uninvoiced, undocumented: roubles(100_00) }
    const half = controlOf({ deal: [dealFacts({ id: "half", ...facts })] })
    expect(outline(raised(paidWithoutAct, [], { control: half }))).toEqual([])
    expect(outline(raised(wonUndocumented, [], { control: half }))).toEqual([
      { ownerId: "ann", ids: ["half"], minor: 100_00 },
    ])
  })

  it("given a source without documents, then none is said to be missing", () => {
    const blind = controlOf({ deal: [dealFacts({ id: "unseen", ...delivered, observed: unseen })] })
    expect(raised(paidWithoutAct, [], { control: blind })).toMatchObject({ findings: [], notRead: [{}] })
  })
})
