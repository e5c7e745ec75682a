import { addDays } from "../../shared/CalendarDate.ts"
import type { RepId } from "../../shared/Ids.ts"
import type { CalendarPeriodKind, DateRange } from "../../shared/Period.ts"
import { periodOf } from "../../shared/Period.ts"
import { isOfRepAlone, moneyMeasureOf, versionInForce } from "./Plan.ts"
import type { PlanQuestion } from "./Plan.ts"
import { planPeriodDays } from "./PlanPeriods.ts"
import type { Plan, PlanVersion, PlanVersionMark, QuarterTarget, Target } from "./PlanSchema.ts"

/**
 * The version that a period is judged by: the one in force on its last day (`current`, or `original` where nothing corrected it).
 *
 * @returns null where none was in force, or the label is of no period
 */
export const versionOfPeriod = (
  plan: Pick<Plan, "versions" | "fiscalCalendar">,
  label: string,
  known: Pick<PlanQuestion, "knownAt"> = {},
): PlanVersionMark | null => {
  const days = planPeriodDays(label, plan.fiscalCalendar)
  if (days === null) return null
  const question = { ...known, on: addDays(days.to, -1) }
  return versionInForce(plan, "current", question) ?? versionInForce(plan, "original", question)
}

/**
 * The targets that each period is judged by: those of the version in force on the period's last day (`current`, or `original`
 * where nothing corrected it). A re-plan from July leaves the targets of the first half-year as they were.
 *
 * @param plan - its versions and fiscal calendar
 * @param versions - its versions; those not in force are passed over
 * @param known - as known at which moment; everything known where absent
 * @returns by period, in the order of the periods' first place among the versions; periods without a version in force have none
 *
 * @example
 * ```ts
 * import { targetsInForce, wholeTarget } from "@salesdept/core/plan"
 * import type { PlanVersion } from "@salesdept/core/plan"
 *
 * const mark = {
 *   number: 1, baseline: "original", status: "approved", effectiveFrom: "2026-01-01", inForceSince: "2025-12-20T09:00:00.000Z",
 * } as const
 * const version: PlanVersion = {
 *   ...mark, id: "planversion_1", planId: "plan_1", basedOn: null, reasons: [],
 *   targets: [wholeTarget({ measure: "wonMinor", period: "2026-Q1", value: 900_000_00 })],
 *   draftedBy: "user:7", submittedBy: "user:7", decidedBy: "user:1", version: 3, textsVersion: 0, changedAt: mark.inForceSince,
 * }
 * const plan = { versions: [{ ...mark, versionId: version.id }], fiscalCalendar: null }
 * targetsInForce(plan, [version]).map(({ period, value }) => [period, value]) // [["2026-Q1", 90000000]]
 * ```
 */
export const targetsInForce = (
  plan: Pick<Plan, "versions" | "fiscalCalendar">,
  versions: ReadonlyArray<PlanVersion>,
  known: Pick<PlanQuestion, "knownAt"> = {},
): ReadonlyArray<Target> => {
  const byId = new Map<string, PlanVersion>(versions.map((version) => [version.id, version]))
  const labels = new Set(versions.flatMap(({ targets }) => targets.map(({ period }) => period)))
  return [...labels].flatMap((label) => {
    const held = byId.get(versionOfPeriod(plan, label, known)?.versionId ?? "")
    return held === undefined ? [] : held.targets.filter(({ period }) => period === label)
  })
}

/**
 * Of a plan's targets those of won money that are of one rep each, and of nothing narrower: no team, product, segment, pipeline or client.
 *
 * @param plan - its measures: the first that is credited with won money counts, by whatever name
 * @param targets - of any measure, period and scope
 *
 * @example
 * ```ts
 * import { repMoneyTargets, wholeTarget } from "@salesdept/core/plan"
 *
 * const measures = [{ id: "revenue", kind: "money", credit: "wonMoney" }] as const
 * const target = (more: { readonly repId?: string; readonly productId?: string }) =>
 *   wholeTarget({ measure: "revenue", period: "2026-W47", value: 100_000_00, ...more })
 * const own = repMoneyTargets({ measures }, [target({}), target({ repId: "ann" }), target({ repId: "ann", productId: "audit" })])
 * own.map(({ period, repId }) => [period, repId]) // [["2026-W47", "ann"]]
 * ```
 */
export const repMoneyTargets = (
  plan: Pick<Plan, "measures">,
  targets: ReadonlyArray<Target>,
): ReadonlyArray<Target & { readonly repId: RepId }> => {
  const measure = moneyMeasureOf(plan, undefined)
  return targets.filter(
    (target): target is Target & { readonly repId: RepId } => target.measure === measure && isOfRepAlone(target),
  )
}

const monthsOfQuarter = 3

/** Whether days are those of a calendar period of a kind. */
const isWhole = ({ from, to }: DateRange, kind: CalendarPeriodKind): boolean => {
  const whole = periodOf(from, kind)
  return whole.from === from && whole.to === to
}

/**
 * Of a plan's targets those of won money by rep and calendar quarter, in their short form: as they are stated, else as the sum of the
 * quarter's months, where each of the three has a target. Fiscal quarters and months of the same days are these too, those of whole weeks
 * are none. Targets of a team, and those narrowed by product, segment, pipeline or client, are
 * left out.
 *
 * @param plan - its measures: the first that is credited with won money counts, by whatever name; and its fiscal calendar, where it has one
 * @param targets - of any measure, period and scope
 *
 * @example
 * ```ts
 * import { quarterTargetsOf, wholeTarget } from "@salesdept/core/plan"
 *
 * const measures = [{ id: "revenue", kind: "money", credit: "wonMoney" }] as const
 * const target = (period: string, value: number) => wholeTarget({ measure: "revenue", period, value, repId: "user:42" })
 * quarterTargetsOf({ measures }, [target("2026-Q4", 900_000_00), target("2026-11", 300_000_00)])
 * // [{ ownerId: "user:42", quarter: "2026-Q4", amountMinor: 90000000 }]
 * quarterTargetsOf({ measures }, ["2026-10", "2026-11", "2026-12"].map((month) => target(month, 250_000_00)))
 * // [{ ownerId: "user:42", quarter: "2026-Q4", amountMinor: 75000000 }]
 * ```
 */
export const quarterTargetsOf = (
  plan: Pick<Plan, "measures"> & Partial<Pick<Plan, "fiscalCalendar">>,
  targets: ReadonlyArray<Target>,
): ReadonlyArray<QuarterTarget> => {
  const placed = repMoneyTargets(plan, targets).flatMap((target) => {
    const days = planPeriodDays(target.period, plan.fiscalCalendar ?? null)
    const kind = days === null ? undefined : (["quarter", "month"] as const).find((one) => isWhole(days, one))
    if (days === null || kind === undefined) return []
    const { label } = periodOf(days.from, "quarter")
    return [{ kind, from: days.from, ownerId: target.repId, quarter: label, amountMinor: target.value }]
  })
  return [...Map.groupBy(placed, ({ ownerId, quarter }) => `${quarter} ${ownerId}`).values()].flatMap((held) => {
    const stated = held.find(({ kind }) => kind === "quarter")
    // A month by its calendar label and by its fiscal one is one month.
    const months = [...new Map(held.map((part) => [part.from, part])).values()]
    if (stated === undefined && months.length < monthsOfQuarter) return []
    const [{ ownerId, quarter }] = held as [(typeof held)[number]]
    const parts = stated === undefined ? months : [stated]
    return [{ ownerId, quarter, amountMinor: parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0) }]
  })
}
