import * as Schema from "effect/Schema"
import type { RecordState } from "../journal/Aggregate.ts"
import { dateField, idField, moneyField, opaqueId, slug, textField, rowsOf } from "../ports/FieldSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, DealId, RepId } from "../shared/Ids.ts"
import type { Instant } from "../shared/Instant.ts"
import type { Money } from "../shared/Money.ts"
import type { DealOutcome } from "./DealFact.ts"

/** Values of a deal that a source states and a re-run of its import may change. */
export interface DealValues {
  /** Stage id. */
  readonly stageId: string
  /** Open, won or lost. */
  readonly outcome: DealOutcome
  /** Client; null where the source carries none. */
  readonly clientId: ClientId | null
  /** Owner; null where nobody owns it. */
  readonly ownerId: RepId | null
  /** Main product. */
  readonly productId: string | null
  /** Stated amount; null where none is stated, never 0 for "unknown". */
  readonly amount: Money | null
  /** Amount at list price. */
  readonly listAmount: Money | null
  /** Day it was opened, in the tenant's zone; null where the source does not carry it. */
  readonly openedOn: CalendarDate | null
  /** Day it was won or lost, in the tenant's zone; null while open. */
  readonly closedOn: CalendarDate | null
}

/** A deal: one opportunity moving through a pipeline. Its title and comments are texts, kept apart. */
export interface Deal extends RecordState, DealValues {
  readonly id: DealId
  /** Counts writes of whatever its gates can read; kept by the store. */
  readonly factsVersion: number
  /** Pipeline. */
  readonly pipelineId: string
  /** Version of the pipeline it lives under and is judged by. */
  readonly pipelineVersion: number
  /** When it entered its stage; null where the source does not carry it. */
  readonly enteredStageAt: Instant | null
  /** Reason of the loss, from the department's list. */
  readonly lostReasonId: string | null
  /** Expected close. */
  readonly expectedCloseOn: CalendarDate | null
  /** The source it was imported from; null for deals opened here. */
  readonly sourceId: string | null
  /** What the source last said, for telling its changes from ours; null for deals opened here. */
  readonly imported: DealValues | null
}

/** Input of `deals.open`. */
export const OpenDeal = Schema.Struct({
  id: Schema.optionalKey(idField("deal")),
  title: textField(300),
  clientId: Schema.optionalKey(idField("client")),
  ownerId: Schema.optionalKey(opaqueId),
  pipelineId: Schema.optionalKey(slug),
  productId: Schema.optionalKey(opaqueId),
  amount: Schema.optionalKey(moneyField),
  listAmount: Schema.optionalKey(moneyField),
  expectedCloseOn: Schema.optionalKey(dateField),
})

/** Input of `deals.move` and `deals.evaluate`. */
export const MoveDeal = Schema.Struct({
  dealId: idField("deal"),
  to: slug,
  lostReasonId: Schema.optionalKey(slug),
  reason: Schema.optionalKey(textField(2000)),
  /** Refuse where the deal is no longer at this version; any version where absent. */
  expectedVersion: Schema.optionalKey(Schema.Int),
})

/** Input of `deals.amend`: only the fields given are changed; null clears. */
export const AmendDeal = Schema.Struct({
  dealId: idField("deal"),
  title: Schema.optionalKey(textField(300)),
  clientId: Schema.optionalKey(Schema.NullOr(idField("client"))),
  ownerId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  productId: Schema.optionalKey(Schema.NullOr(opaqueId)),
  amount: Schema.optionalKey(Schema.NullOr(moneyField)),
  listAmount: Schema.optionalKey(Schema.NullOr(moneyField)),
  expectedCloseOn: Schema.optionalKey(Schema.NullOr(dateField)),
})

const importedDeal = Schema.Struct({
  id: idField("deal"),
  title: Schema.NullOr(textField(300)),
  stageId: slug,
  clientId: Schema.NullOr(idField("client")),
  ownerId: Schema.NullOr(opaqueId),
  productId: Schema.NullOr(opaqueId),
  amount: Schema.NullOr(moneyField),
  listAmount: Schema.NullOr(moneyField),
  openedOn: Schema.NullOr(dateField),
  closedOn: Schema.NullOr(dateField),
})

/** Input of `deals.import`: rows of one source, as it asserts them. 1 to 5,000 rows (inclusive) a call. */
export const ImportDeals = Schema.Struct({
  sourceId: slug,
  pipelineId: slug,
  rows: rowsOf(importedDeal),
})

/** Decoded input of `deals.open`. */
export type OpenDeal = typeof OpenDeal.Type
/** Decoded input of `deals.move`. */
export type MoveDeal = typeof MoveDeal.Type
/** Decoded input of `deals.amend`. */
export type AmendDeal = typeof AmendDeal.Type
/** Decoded input of `deals.import`. */
export type ImportDeals = typeof ImportDeals.Type
/** One imported row. */
export type ImportedDeal = typeof importedDeal.Type
