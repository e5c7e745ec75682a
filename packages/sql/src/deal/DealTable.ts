import { dealAggregate } from "@salesdept/core/records"
import { monthColumn } from "../schema/AnalysisIndex.ts"
import type { AnalysisIndex } from "../schema/AnalysisIndex.ts"
import { date, instant, integer, json, list, money, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

/**
 * What is asked of closed deals: won, lost and closed ones and their money, by seller, product, pipeline, client and month. Open deals are
 * in neither index, so moving one costs nothing here. Deals of shared credit have an index of their own: their lists may be longer than
 * an entry of an index, and each is told apart anyway.
 */
const closedDeals: ReadonlyArray<AnalysisIndex> = [
  {
    name: "closed",
    columns: [
      "tenant_id",
      "standing",
      "outcome",
      "seller_id",
      "amount_currency",
      monthColumn,
      "product_id",
      "closed_on",
      "amount_minor",
      "list_amount_currency",
      "list_amount_minor",
      "pipeline_id",
      "client_id",
      "close_rate",
      "credit_shares",
      "id",
    ],
    sqliteOnly: ["pipeline_id", "client_id", "close_rate", "credit_shares"],
    at: "closed_on",
    when: [
      { column: "closed_on", is: "not null" },
      { column: "credit_shares", is: "null" },
    ],
  },
  {
    name: "shared",
    columns: ["tenant_id", "closed_on", "id"],
    sqliteOnly: [],
    at: "closed_on",
    when: [
      { column: "closed_on", is: "not null" },
      { column: "credit_shares", is: "not null" },
    ],
  },
]

/** Deals. */
export const dealTable = recordTable(
  dealAggregate,
  {
    pipelineId: text(),
    pipelineVersion: integer(),
    stageId: text(),
    outcome: text(),
    enteredStageAt: nullable(instant()),
    clientId: nullable(text()),
    ownerId: nullable(person()),
    sellerId: nullable(person()),
    closedById: nullable(person()),
    unownedSince: nullable(instant()),
    productId: nullable(text()),
    amount: nullable(money()),
    listAmount: nullable(money()),
    openedOn: nullable(date()),
    closedOn: nullable(date()),
    lostReasonId: nullable(text()),
    expectedCloseOn: nullable(date()),
    lines: list(),
    amountFrom: text(),
    creditShares: list(),
    closeRate: nullable(json()),
    cycles: list(),
    earlierStays: list(),
    reopenedOn: nullable(date()),
    finishedOn: nullable(date()),
    standing: text(),
    mergedIntoId: nullable(text()),
    removedOn: nullable(date()),
    sourceId: nullable(text()),
    imported: nullable(json()),
  },
  { countsFacts: true, lists: [["outcome", "expectedCloseOn"]], analysis: closedDeals },
)
