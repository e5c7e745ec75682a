import type { FactDimension } from "../facts/CreditRule.ts"
import type { TargetScope } from "./PlanSchema.ts"

/**
 * The dimensions by which facts must be told for some targets.
 *
 * @param targets - of any scope; a team needs facts by rep, a segment facts by client
 *
 * @example
 * ```ts
 * import { dimensionsOf } from "@salesdept/core/plan/attainment"
 * import { wholeTarget } from "@salesdept/core/plan"
 *
 * dimensionsOf([wholeTarget({ measure: "wonMinor", period: "2026-Q4", value: 900_000_00, teamId: "west", productId: "audit" })]) // ["rep", "product"]
 * ```
 */
export const dimensionsOf = (targets: ReadonlyArray<TargetScope>): ReadonlyArray<FactDimension> => {
  const needed = new Set<FactDimension>()
  for (const { repId, teamId, productId, segmentId, pipelineId, clientId } of targets) {
    if (repId !== null || teamId !== null) needed.add("rep")
    if (productId !== null) needed.add("product")
    if (pipelineId !== null) needed.add("pipeline")
    if (clientId !== null || segmentId !== null) needed.add("client")
  }
  return [...needed]
}
