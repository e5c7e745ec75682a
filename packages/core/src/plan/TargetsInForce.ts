import { addDays } from "../shared/CalendarDate.ts"
import { parsePeriod } from "../shared/Period.ts"
import { versionInForce } from "./Plan.ts"
import type { PlanQuestion } from "./Plan.ts"
import { planPeriodDays } from "./PlanPeriods.ts"
import { wonMinorMeasure } from "./PlanMeasures.ts"
import type { Plan, PlanVersion, QuarterTarget, Target } from "./PlanSchema.ts"

/**
 * The targets that each period is judged by: those of the version in force on the period's last day (`current`, or `original`
 * where nothing corrected it). A re-plan from July leaves the targets of the first half-year as they were.
 *
 * @param plan - the plan
 * @param versions - its versions; those not in force are passed over
 * @param known - as known at which moment; everything known where absent
 */
export const targetsInForce = (
  plan: Pick<Plan, "versions" | "fiscalCalendar">,
  versions: ReadonlyArray<PlanVersion>,
  known: Pick<PlanQuestion, "knownAt"> = {},
): ReadonlyArray<Target> => {
  const byId = new Map(versions.map((version) => [version.id, version]))
  const labels = new Set(versions.flatMap(({ targets }) => targets.map(({ period }) => period)))
  return [...labels].flatMap((label) => {
    const days = planPeriodDays(label, plan.fiscalCalendar)
    if (days === null) return []
    const question = { ...known, on: addDays(days.to, -1) }
    const mark = versionInForce(plan, "current", question) ?? versionInForce(plan, "original", question)
    const held = mark === null ? undefined : byId.get(mark.versionId)
    return held === undefined ? [] : held.targets.filter(({ period }) => period === label)
  })
}

/** Of some targets those of won money by rep and calendar quarter, in their short form. */
export const quarterTargetsOf = (targets: ReadonlyArray<Target>): ReadonlyArray<QuarterTarget> =>
  targets.flatMap(({ measure, period, value, repId, productId, segmentId, pipelineId, clientId }) => {
    const isWhole = productId === null && segmentId === null && pipelineId === null && clientId === null
    if (measure !== wonMinorMeasure || repId === null || !isWhole || parsePeriod(period)?.kind !== "quarter") return []
    return [{ ownerId: repId, quarter: period, amountMinor: value }]
  })
