import { describe, expect, it } from "vitest"
import { filledOnlyAtClose } from "../../src/exchange/FilledOnlyAtClose.ts"
import type { DealRow } from "../../src/exchange/ImportRow.ts"

const deal = (fields: Partial<DealRow>): DealRow => ({
  file: "deals.csv",
  line: 2,
  sourceKey: "1",
  title: "Audit",
  clientKey: "Acme",
  ownerKey: "Anna",
  productKey: "GTX",
  stageName: "Won",
  outcome: "won",
  openedOn: "2026-01-01",
  closedOn: "2026-02-01",
  amountMinor: 100,
  listAmountMinor: null,
  currency: "RUB",
  ...fields,
})
const open = (fields: Partial<DealRow>) => deal({ outcome: "open", closedOn: null, ...fields })

describe("filledOnlyAtClose", () => {
  it("names a field that is empty on open deals only", () => {
    const deals = [deal({}), deal({ outcome: "lost" }), open({ clientKey: null }), open({})]
    expect(filledOnlyAtClose(deals)).toEqual([{ field: "clientKey", blankOpen: 1, open: 2, closed: 2 }])
  })

  it("does not name a field that one closed deal lacks", () => {
    expect(filledOnlyAtClose([deal({ clientKey: null }), open({ clientKey: null })])).toEqual([])
  })

  it("names nothing where no deal is closed, since nothing shows it", () => {
    expect(filledOnlyAtClose([open({ clientKey: null })])).toEqual([])
  })
})
