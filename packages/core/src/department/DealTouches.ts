import { dialogAggregate } from "../client/Dialog.ts"
import { nextStepAggregate } from "../client/NextStep.ts"
import type { Touch } from "../deal/StageStall.ts"
import type { TouchReader } from "../deal/service.ts"
import type { Read } from "../journal/Work.ts"
import { byIds, where } from "../journal/Work.ts"
import { closingDocumentAggregate } from "../settlement/ClosingDocument.ts"
import { invoiceAggregate } from "../settlement/Invoice.ts"
import { paymentAggregate } from "../settlement/Payment.ts"
import type { Payment } from "../settlement/SettlementSchema.ts"
import type { DealId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"

function* paidFor(dealIds: ReadonlyArray<DealId>): Generator<Read, ReadonlyArray<readonly [DealId, Payment]>, unknown> {
  const counted = (yield* where(invoiceAggregate, "dealId", dealIds)).flatMap(({ dealId, paidBy }) =>
    paidBy.map(({ paymentId }) => [dealId, paymentId] as const),
  )
  const payments = yield* byIds(paymentAggregate, [...new Set(counted.map(([, paymentId]) => paymentId))])
  return counted.flatMap(([dealId, paymentId]) => {
    const payment = payments.get(paymentId)
    return payment === undefined ? [] : [[dealId, payment] as const]
  })
}

/**
 * Reads what moved deals on, from the areas that own it, with one question for each kind however many deals there are.
 *
 * @param deals - the deals
 * @param kinds - what counts, by the tenant's setting
 * @param context - of the command
 *
 * @example
 * ```ts
 * import { dealCommands } from "@salesdept/core/deal/service"
 * import { readDealTouches, readGateFacts } from "@salesdept/core/department/service"
 *
 * const deals = dealCommands(readGateFacts, readDealTouches)
 * Object.keys(deals).includes("stalled") // true
 * ```
 */
export const readDealTouches: TouchReader = function* (deals, kinds, { occurredAt }) {
  const touches = new Map<string, Array<Touch>>()
  const note = (kind: Touch["kind"], dealId: string | null, at: Instant | null): void => {
    if (dealId === null || at === null || at > occurredAt) return
    const known = touches.get(dealId)
    if (known === undefined) touches.set(dealId, [{ kind, at }])
    else known.push({ kind, at })
  }
  const ids = deals.map(({ id }) => id)
  for (const kind of kinds) {
    switch (kind) {
      case "amended":
        for (const { id, changedAt } of deals) note(kind, id, changedAt)
        break
      case "dialog":
        for (const { dealId, heldAt } of yield* where(dialogAggregate, "dealId", ids)) note(kind, dealId, heldAt)
        break
      case "nextStep":
        for (const { dealId, status, doneAt } of yield* where(nextStepAggregate, "dealId", ids)) {
          // A step that was called off has a time of its end too, and moved nothing on.
          if (status === "done") note(kind, dealId, doneAt)
        }
        break
      case "payment":
        for (const { dealId, changedAt } of yield* where(paymentAggregate, "dealId", ids)) note(kind, dealId, changedAt)
        // Money of a client that names no deal moves on those whose invoices it is counted against.
        for (const [dealId, payment] of yield* paidFor(ids)) note(kind, dealId, payment.changedAt)
        break
      case "document":
        for (const { dealId, changedAt } of yield* where(closingDocumentAggregate, "dealId", ids)) {
          note(kind, dealId, changedAt)
        }
        break
    }
  }
  return touches
}
