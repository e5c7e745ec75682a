import fc from "fast-check"
import type { DealFact } from "../../src/deal/DealFact.ts"
import { dateOfDayNumber } from "../../src/shared/CalendarDate.ts"

/** A deal for tests; give what matters. */
export const deal = (fields: Partial<DealFact> & { readonly id: string }): DealFact => ({
  clientId: null,
  ownerId: "ann",
  pipelineId: "sales",
  stageId: "contact",
  outcome: "open",
  productId: null,
  amountMinor: 100_00,
  listAmountMinor: null,
  currency: "RUB",
  openedOn: "2026-01-01",
  closedOn: null,
  ...fields,
})

const firstDay = 20_454 // 2026-01-01
const day = fc.integer({ min: 0, max: 60 }).map((offset) => dateOfDayNumber(firstDay + offset))
const amount = fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: null })

/** Any deals with unique ids, some undated, unpriced or with dates in the wrong order. */
export const deals: fc.Arbitrary<ReadonlyArray<DealFact>> = fc
  .array(
    fc.record({
      ownerId: fc.constantFrom("ann", "bob", null),
      outcome: fc.constantFrom("open", "won", "lost"),
      amountMinor: amount,
      currency: fc.constantFrom("RUB", "RUB", "EUR"),
      openedOn: fc.option(day, { nil: null, freq: 10 }),
      closedOn: fc.option(day, { nil: null, freq: 10 }),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list.map((fields, i) =>
      deal({ id: `deal_${i}`, ...fields, closedOn: fields.outcome === "open" ? null : fields.closedOn }),
    ),
  )
