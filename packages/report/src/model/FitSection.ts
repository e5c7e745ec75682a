import type { ReportPeriod } from "./Figure.ts"

/** A rep's results on one product, of deals closed in the period. */
export interface RepFit {
  /** The rep's name. */
  readonly repName: string
  /** Deals won. */
  readonly wonCount: number
  /** Deals won and lost. */
  readonly closedCount: number
  /** The share won, drawn towards everybody's on the product, 0 to 1. */
  readonly rate: number
  /** Whether the rep's own share is above the others' beyond chance (Wilson interval, 95 % over all comparisons together). */
  readonly isBeyondChance: boolean
}

/** One product: what everybody wins of it, and who wins more. */
export interface ProductFit {
  /** Its name. */
  readonly product: string
  /** Deals won by everybody. */
  readonly wonCount: number
  /** Deals won and lost. */
  readonly closedCount: number
  /** Those whose share is above everybody's, the highest first; none where nobody's is. */
  readonly reps: ReadonlyArray<RepFit>
}

/** Whom to give what, by measured results alone. */
export interface FitSection {
  /** The days whose closed deals count. */
  readonly period: ReportPeriod
  /** Closed deals of everybody's share that each rep's is drawn towards by. */
  readonly drawnByDeals: number
  /** Closed deals that a rep must have of a product to be named. */
  readonly leastClosed: number
  /** Products of which enough was closed, the most closed first. */
  readonly products: ReadonlyArray<ProductFit>
}
