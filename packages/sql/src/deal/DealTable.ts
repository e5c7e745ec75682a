import { dealAggregate } from "@salesdept/core/deal"
import { date, instant, integer, json, list, money, nullable, person, text } from "../schema/Field.ts"
import { recordTable } from "../schema/RecordTable.ts"

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
    reopenedOn: nullable(date()),
    finishedOn: nullable(date()),
    standing: text(),
    mergedIntoId: nullable(text()),
    removedOn: nullable(date()),
    sourceId: nullable(text()),
    imported: nullable(json()),
  },
  { countsFacts: true },
)
