import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays } from "../../shared/CalendarDate.ts"
import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import type { DateRange } from "../../shared/Period.ts"
import { daysIn } from "../../shared/Period.ts"
import type { DueShare } from "./Pace.ts"
import { targetKey } from "./Plan.ts"
import { tiling } from "./PeriodTargets.ts"
import { planPeriodDays } from "./PlanPeriods.ts"
import type { Target } from "./PlanSchema.ts"

/** A part of a period with what it is to bring, in any unit. */
interface ShapePart {
  readonly days: DateRange
  readonly weight: number
}

/** How days count within a part, and until when they are over. */
export interface ShapeDays {
  /** Last day that is over (inclusive). */
  readonly on: CalendarDate
  /** Working days of a range, of who is to reach a target; null where the calendar does not cover it. */
  readonly workingDays: (range: DateRange, target: Target) => number | null
  /** The plan's fiscal calendar. */
  readonly fiscalCalendar: FiscalCalendar | null
  /** Indices of the twelve months of the year, 0 or more, for periods that the plan itself does not break down; none where absent. */
  readonly seasons?: ReadonlyArray<number>
}

/** The same of one target. */
interface TargetDays extends Omit<ShapeDays, "workingDays"> {
  readonly workingDays: (range: DateRange) => number | null
}

const overPart = ({ from, to }: DateRange, { on, workingDays }: TargetDays): number => {
  const end = addDays(on, 1)
  if (end >= to) return 1
  if (end <= from) return 0
  const over = { from, to: end }
  const all = workingDays({ from, to })
  const done = workingDays(over)
  return all === null || done === null || all === 0 ? daysIn(over) / daysIn({ from, to }) : done / all
}

const shareOf = (parts: ReadonlyArray<ShapePart>, days: TargetDays): number | null => {
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0)
  if (!(whole > 0)) return null
  return parts.reduce((sum, part) => sum + part.weight * overPart(part.days, days), 0) / whole
}

/** The year's months within a period, each weighing its index and, within a month that is cut, the part inside. */
const monthsOf = ({ from, to }: DateRange, { seasons, workingDays }: TargetDays): ReadonlyArray<ShapePart> => {
  const parts: Array<ShapePart> = []
  for (let start = from; start < to;) {
    const [year = 0, month = 0] = start.split("-").map(Number)
    const next = `${month === 12 ? year + 1 : year}-${String((month % 12) + 1).padStart(2, "0")}-01`
    const days = { from: start, to: next < to ? next : to }
    parts.push({ days, weight: (seasons?.[month - 1] ?? 0) * (workingDays(days) ?? daysIn(days)) })
    start = days.to
  }
  return parts
}

const shapeKey = (target: Target): string => targetKey({ ...target, period: "" })

/**
 * How much of each target was due by a day. A period that the plan breaks down for the same scope (months of a quarter, weeks of a
 * month) is due as its parts are, by working days within the part under way; so is one that the plan breaks down only for others of
 * the same measure, by their sum. Else the given seasons hold, else working days alone.
 *
 * @param targets - all targets of the plan that hold
 * @param days - the day, working days and seasons
 * @returns per target its share, 0 to 1 (inclusive); null where neither parts nor seasons speak for it, or its period is no label of one
 *
 * @example
 * ```ts
 * import { planShape, wholeTarget } from "@salesdept/core/plan"
 * import { ruCalendar, workingDaysIn } from "@salesdept/core/shared"
 *
 * const target = (period: string, value: number) => wholeTarget({ measure: "wonMinor", period, value, repId: "user:42" })
 * const quarter = target("2026-Q4", 600_000_00)
 * const months = [target("2026-10", 100_000_00), target("2026-11", 200_000_00), target("2026-12", 300_000_00)]
 * const dueOf = planShape([quarter, ...months], {
 *   on: "2026-11-30",
 *   workingDays: (range) => workingDaysIn(range, ruCalendar),
 *   fiscalCalendar: null,
 * })
 * dueOf(quarter) // { share: 0.5, by: "plan" }
 * ```
 */
export const planShape = (targets: ReadonlyArray<Target>, days: ShapeDays): ((target: Target) => DueShare | null) => {
  const daysOf = new Map<string, DateRange | null>()
  const rangeOf = (label: string): DateRange | null => {
    const known = daysOf.get(label)
    if (known !== undefined) return known
    const found = planPeriodDays(label, days.fiscalCalendar)
    daysOf.set(label, found)
    return found
  }
  const byScope = Map.groupBy(targets, shapeKey)
  const byMeasure = Map.groupBy(targets, ({ measure }) => measure)
  const partsWithin = (period: DateRange, own: ReadonlyArray<Target>): ReadonlyArray<ShapePart> | null => {
    const weights = new Map<string, ShapePart>()
    for (const { period: label, value } of own) {
      const part = rangeOf(label)
      if (part === null || part.from < period.from || part.to > period.to) continue
      if (part.from === period.from && part.to === period.to) continue
      weights.set(label, { days: part, weight: (weights.get(label)?.weight ?? 0) + value })
    }
    const { parts, gaps } = tiling(period, [...weights.values()])
    return gaps.length === 0 ? parts : null
  }
  return (target) => {
    const period = rangeOf(target.period)
    if (period === null) return null
    const own = partsWithin(period, byScope.get(shapeKey(target)) ?? [])
    const parts = own ?? partsWithin(period, byMeasure.get(target.measure) ?? [])
    const ofTarget: TargetDays = { ...days, workingDays: (range) => days.workingDays(range, target) }
    const planned = parts === null ? null : shareOf(parts, ofTarget)
    if (planned !== null) return { share: planned, by: "plan" }
    const seasonal = days.seasons === undefined ? null : shareOf(monthsOf(period, ofTarget), ofTarget)
    return seasonal === null ? null : { share: seasonal, by: "seasons" }
  }
}
