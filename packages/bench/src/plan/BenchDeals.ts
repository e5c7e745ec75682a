import type { Deal, DealColumns } from "@salesdept/core/deal"
import { outcomeCodes } from "@salesdept/core/deal"
import { dateOfDayNumber, textAt } from "@salesdept/core/shared"

const outcomes = Object.entries(outcomeCodes) as ReadonlyArray<readonly [Deal["outcome"], number]>

const dayAt = (days: Float64Array, row: number): string => dateOfDayNumber(days[row] ?? 0)

/** The deal of a row as a store keeps it. */
export const dealAt = (columns: DealColumns, row: number): Deal => {
  const outcome = outcomes.find(([, code]) => code === columns.outcome[row])?.[0] ?? "open"
  return {
    id: `deal_${row}`,
    version: 1,
    textsVersion: 0,
    changedAt: "2026-01-01T00:00:00.000Z",
    factsVersion: 0,
    pipelineId: "sales",
    pipelineVersion: 1,
    stageId: textAt(columns.stage, row) ?? "",
    outcome,
    standing: "active",
    clientId: null,
    ownerId: textAt(columns.owner, row),
    sellerId: textAt(columns.owner, row),
    closedById: outcome === "open" ? null : textAt(columns.owner, row),
    productId: textAt(columns.product, row),
    amount: { amountMinor: columns.amountMinor[row] ?? 0, currency: "RUB" },
    listAmount: null,
    openedOn: dayAt(columns.openedDay, row),
    closedOn: outcome === "open" ? null : dayAt(columns.closedDay, row),
    enteredStageAt: null,
    lostReasonId: null,
    expectedCloseOn: null,
    lines: [],
    amountFrom: "stated",
    creditShares: [],
    closeRate: null,
    cycles: [],
    earlierStays: [],
    unownedSince: null,
    reopenedOn: null,
    finishedOn: null,
    mergedIntoId: null,
    removedOn: null,
    sourceId: "crm",
    imported: null,
  }
}
