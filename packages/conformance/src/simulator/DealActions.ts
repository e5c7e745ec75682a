import type { CalendarDate } from "@salesdept/core/shared"
import type { ActionBase } from "./ActionBase.ts"
import type { SellingStageId, StageId } from "./StageIds.ts"

/** Why a deal was lost. */
export type LossReason = "price" | "competitor" | "noBudget" | "postponed" | "noResponse" | "needGone" | "terms"

/** A deal opens in the first stage of the pipeline, at list price. */
export interface DealOpened extends ActionBase {
  /** Tag. */
  readonly type: "dealOpened"
  /** The deal's key. */
  readonly dealKey: string
  /** The client. */
  readonly clientKey: string
  /** The lead it came of; null for a repeat sale. */
  readonly leadKey: string | null
  /** The rep who owns it. */
  readonly ownerId: string
  /** The stage it opens in. */
  readonly stageId: "newLead"
  /** The product. */
  readonly productId: string
  /** How many, 1 or more. */
  readonly quantity: number
  /** Amount in whole minor units. */
  readonly amountMinor: number
  /** Amount at list price in whole minor units. */
  readonly listAmountMinor: number
  /** The local day on which the rep expects the client's decision. */
  readonly expectedCloseOn: CalendarDate
}

/** A deal moves to the next stage. Entering `paymentControl` means that the client has agreed and has the invoice. */
export interface DealMoved extends ActionBase {
  /** Tag. */
  readonly type: "dealMoved"
  /** The deal's key. */
  readonly dealKey: string
  /** The stage left. */
  readonly fromStageId: StageId
  /** The stage entered. */
  readonly toStageId: StageId
}

/** A deal's amount changes: a discount, another quantity, or both. */
export interface DealAmended extends ActionBase {
  /** Tag. */
  readonly type: "dealAmended"
  /** The deal's key. */
  readonly dealKey: string
  /** How many, 1 or more. */
  readonly quantity: number
  /** New amount in whole minor units. */
  readonly amountMinor: number
  /** New amount at list price in whole minor units. */
  readonly listAmountMinor: number
}

/** A deal is lost, which moves it to the stage `lost`. */
export interface DealLost extends ActionBase {
  /** Tag. */
  readonly type: "dealLost"
  /** The deal's key. */
  readonly dealKey: string
  /** The stage it was lost in. */
  readonly fromStageId: SellingStageId
  /** Why. */
  readonly reason: LossReason
}

/** The head gives a deal to another rep. */
export interface DealReassigned extends ActionBase {
  /** Tag. */
  readonly type: "dealReassigned"
  /** The deal's key. */
  readonly dealKey: string
  /** Who owned it. */
  readonly fromRepId: string
  /** Who owns it now. */
  readonly toRepId: string
}
