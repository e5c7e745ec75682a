import { describe, expect, it } from "vitest"
import { quietRegulars, recoveredRegulars } from "../../../src/review/rules/RegularClients.ts"
import { clientFacts, controlOf, dealFacts, roubles, unseen } from "../controlFacts.ts"
import { outline, raised } from "../raised.ts"

const won = (id: string, closedOn: string | null, amountMinor = 100_00) =>
  dealFacts({ id, outcome: "won", closedOn, amount: roubles(amountMinor) })

const sold = {
  clientId: null,
  pipelineId: "sales",
  stageId: "won",
  outcome: "won",
  productId: null,
  amountMinor: 100_00,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: "2026-02-01",
  closedOn: "2026-03-01",
} as const

describe("client.quietRegular", () => {
  const before = [won("w1", "2025-06-01", 101_00), won("w2", "2025-12-30", 200_00)]

  it("given a regular with neither sale nor dialog for more than 90 days, then one average repeat is at stake", () => {
    const client = [
      clientFacts({ id: "quiet", deals: before }),
      clientFacts({ id: "spoken", deals: before, lastDialogAt: "2026-01-10T09:00:00.000Z" }),
      clientFacts({ id: "busy", deals: [...before, dealFacts({ id: "open" })] }),
      clientFacts({ id: "once", deals: [won("w3", "2025-01-01")] }),
      clientFacts({ id: "unseen", deals: before, observed: unseen }),
      clientFacts({ id: "undated", deals: [...before, won("w4", null)] }),
      clientFacts({ id: "at90", deals: [won("w5", "2025-06-01"), won("w6", "2025-12-31")] }),
    ]
    expect(outline(raised(quietRegulars, [], { control: controlOf({ client }) }))).toEqual([
      { ownerId: "ann", ids: ["quiet"], minor: 150_50 },
    ])
  })

  it("given that clients are filled in only at closing, then nobody is called quiet", () => {
    const control = controlOf({ client: [clientFacts({ id: "quiet", deals: before })] })
    const found = raised(quietRegulars, [], { control, filledOnlyAtClose: ["clientKey"] })
    expect(found).toMatchObject({ findings: [], notRead: [{ ruleId: "client.quietRegular" }] })
  })

  it("given a source without dialogs, then silence in the data is not silence with the client", () => {
    const control = controlOf({ client: [clientFacts({ id: "unseen", deals: before, observed: unseen })] })
    expect(raised(quietRegulars, [], { control })).toMatchObject({ findings: [], notRead: [{}] })
  })
})

describe("client.recoveredRegular", () => {
  it("given a regular who buys again after a pause beyond the policy, then the sale of the period is a win", () => {
    const deals = [won("w1", "2025-01-10"), won("w2", "2025-02-10"), won("back", "2026-03-01", 500_00)]
    const control = controlOf({
      client: [
        clientFacts({ id: "back", deals }),
        clientFacts({
          id: "steady",
          deals: [won("s1", "2025-12-01"), won("s2", "2026-01-05"), won("s3", "2026-02-05")],
        }),
        clientFacts({ id: "second", deals: [won("t1", "2025-01-01"), won("t2", "2026-02-01")] }),
      ],
    })
    const found = raised(recoveredRegulars, [], { control })
    expect(outline(found)).toEqual([{ ownerId: "ann", ids: ["back"], minor: 500_00 }])
    expect(found.findings[0]!.kind).toBe("win")
  })

  it("given a deal that somebody else looks after by now, then the win is of whose result it is", () => {
    const deals = [won("w1", "2025-01-10"), won("w2", "2025-02-10"), { ...won("back", "2026-03-01"), ownerId: "carer" }]
    const control = controlOf({ client: [clientFacts({ id: "back", deals, ownerId: "carer" })] })
    const found = raised(recoveredRegulars, [{ ...sold, id: "back", ownerId: "seller" }], { control })
    expect(outline(found)).toEqual([{ ownerId: "seller", ids: ["back"], minor: 100_00 }])
  })
})
