import type { Deal } from "./DealSchema.ts"
import type { Pipeline } from "./Pipeline.ts"
import { placeIn, stageOf } from "./Pipeline.ts"

/**
 * The stage at which a lost deal may be opened again, beside those that its pipeline names: the open one from which it was lost, or the one
 * that has taken its deals since.
 *
 * @param deal - the deal
 * @param pipeline - the version of the pipeline that it lives under
 * @returns null where the deal is not lost, was not lost from an open stage, or nobody knows from which, as of what a source stated
 * @example
 * ```ts
 * import { reopenedStage } from "@salesdept/core/deal/gates"
 * import { pipelinePresets } from "@salesdept/core/department"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const { deals } = (await salesDept({ store: memory(), department })).tenant("shop-17").as("user:42")
 * const { deal } = await deals.open({ title: "Audit" })
 * for (const to of ["contact", "needs"]) await deals.move({ dealId: deal.id, to })
 * const lost = await deals.move({ dealId: deal.id, to: "lost", lostReasonId: "price" })
 * reopenedStage(lost.deal, pipelinePresets.servicesWithActs) // "needs"
 * ```
 */
export const reopenedStage = (
  { earlierStays, outcome }: Pick<Deal, "earlierStays" | "outcome">,
  pipeline: Pipeline,
): string | null => {
  const left = outcome === "lost" ? earlierStays.at(-1) : undefined
  const place = left === undefined ? null : placeIn(pipeline, left.stageId)
  return place !== null && stageOf(pipeline, place)?.meaning === "open" ? place : null
}
