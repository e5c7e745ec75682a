import type { PlanFacts } from "./PlanFacts.ts"

/** Facts of one measure, by which dimensions, and which of their spans each period takes. */
export interface MeasureFacts {
  /** The facts. */
  readonly facts: PlanFacts
  /** Per period its spans of days, from (inclusive) to (exclusive). */
  readonly segments: ReadonlyMap<string, { readonly from: number; readonly to: number }>
}
