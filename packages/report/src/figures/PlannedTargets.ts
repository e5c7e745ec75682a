import { planPeriodDays, quarterTargetsOf, repMoneyTargets, targetsInForce } from "@salesdept/core/plan"
import type { Plan, PlanVersion, Target } from "@salesdept/core/plan"
import { addDays, daysIn, parsePeriod } from "@salesdept/core/shared"
import type { CalendarDate, DateRange, FiscalCalendar, Period, RepId } from "@salesdept/core/shared"

/** What somebody is to sell in a period, and by which plan. */
export interface PlannedTarget {
  /** The rep; the team or the department where the target is one of theirs. */
  readonly ownerId: RepId
  /** Label of the period: of a quarter, or of the plan's own kind. */
  readonly period: string
  /** Minor units of the report's currency. */
  readonly amountMinor: number
  /** The plan. */
  readonly planId: Plan["id"]
}

/** A plan with the targets that hold. */
interface HeldTargets {
  readonly plan: Plan
  readonly targets: ReadonlyArray<Target>
}

/** A plan by periods of its own, of those the latest that have begun, and the one after the day of the report. */
export interface OwnPeriods {
  /** Its fiscal calendar; null where it has none. */
  readonly fiscalCalendar: FiscalCalendar | null
  /** The periods, in order of time. */
  readonly periods: ReadonlyArray<Period>
  /** Of the same kind the one that the next day lies in, else the first after it; null where the plan states neither. */
  readonly ahead: Period | null
  /** Targets of reps in them. */
  readonly targets: ReadonlyArray<PlannedTarget>
  /** The department's own. */
  readonly departmentTargets: ReadonlyArray<PlannedTarget>
  /** Those of teams. */
  readonly teamTargets: ReadonlyArray<PlannedTarget>
}

/** Whose a target is. */
type Holder = "rep" | "team" | "department"

/** Targets of the holders as if each were a rep, so that months make up a quarter by one rule for all of them. */
const asReps = (targets: ReadonlyArray<Target>, holder: Holder): ReadonlyArray<Target> =>
  holder === "rep"
    ? targets
    : targets
        .filter(({ repId, teamId }) => repId === null && (teamId === null) === (holder === "department"))
        .map((target) => ({ ...target, repId: target.teamId ?? holder, teamId: null }))

/** Plans with the targets that hold, the one changed last at the end. */
export const heldTargets = (
  plans: ReadonlyArray<Plan>,
  versions: ReadonlyArray<PlanVersion>,
): ReadonlyArray<HeldTargets> => {
  const byPlan = Map.groupBy(versions, ({ planId }) => planId)
  return plans
    .toSorted((left, right) => (left.changedAt < right.changedAt ? -1 : 1))
    .map((plan) => ({ plan, targets: targetsInForce(plan, byPlan.get(plan.id) ?? []) }))
}

/** Targets by quarter; of two for one holder and quarter that of the later plan. */
export const quarterTargets = (held: ReadonlyArray<HeldTargets>, holder: Holder): ReadonlyArray<PlannedTarget> => {
  const found = new Map<string, PlannedTarget>()
  for (const { plan, targets } of held) {
    for (const { ownerId, quarter, amountMinor } of quarterTargetsOf(plan, asReps(targets, holder)))
      found.set(`${quarter} ${ownerId}`, { ownerId, period: quarter, amountMinor, planId: plan.id })
  }
  return [...found.values()]
}

/** Whether some plan makes up quarters, of reps or of the department as a whole: then everything is compared by quarters. */
export const isPlannedByQuarters = (planned: {
  readonly targets: ReadonlyArray<PlannedTarget>
  readonly departmentTargets: ReadonlyArray<PlannedTarget>
}): boolean => planned.targets.length + planned.departmentTargets.length > 0

/** How many periods of a plan's own are shown: of weeks that is about a month. */
const shownPeriods = 5

/** The most days of a quarter, of the calendar or of fourteen weeks. */
const mostOfQuarter = 98

/** Whether a label is that of a fiscal quarter: as long as one of the calendar, on other days. */
export const isFiscalQuarter = (label: string): boolean => /^FY\d+-Q/.test(label)

const kindOf = (label: string): string =>
  label.startsWith("FY") ? label.replaceAll(/\d/g, "") : (parsePeriod(label)?.kind ?? "")

/** The labels of the longest kind that is no longer than a quarter, else of the shortest there is. */
const ofOneKind = <Labelled extends DateRange & { readonly label: string }>(
  periods: ReadonlyArray<Labelled>,
): ReadonlyArray<Labelled> => {
  const kinds = [...Map.groupBy(periods, ({ label }) => kindOf(label)).values()]
  const lengthOf = (of: ReadonlyArray<Labelled>): number => Math.max(...of.map(daysIn))
  const [shortest = []] = kinds.toSorted((left, right) => lengthOf(left) - lengthOf(right))
  return kinds.reduce(
    (best, kind) => (lengthOf(kind) <= mostOfQuarter && lengthOf(kind) > lengthOf(best) ? kind : best),
    shortest,
  )
}

/** Targets that facts are compared with. */
export type ComparedTargets = Pick<OwnPeriods, "targets" | "departmentTargets" | "teamTargets">

/** The plan by its own periods that everything is compared with; null where that is done by quarters of the calendar, as wherever a plan makes them up. */
export const comparedOwn = (base: ComparedTargets & { readonly ownPeriods: OwnPeriods | null }): OwnPeriods | null =>
  isPlannedByQuarters(base) ? null : base.ownPeriods

/**
 * Plans whose targets of reps, or of the department where no rep has any, make up no calendar quarter: by weeks, by fiscal quarters of weeks, or by some months of a quarter. Each by the
 * latest of its own periods that have begun, and by the next one.
 *
 * @param held - plans with the targets that hold
 * @param asOf - the day as of which everything is told
 */
export const plansByOwnPeriods = (held: ReadonlyArray<HeldTargets>, asOf: CalendarDate): ReadonlyArray<OwnPeriods> =>
  held.flatMap(({ plan, targets }): ReadonlyArray<OwnPeriods> => {
    const ofReps = repMoneyTargets(plan, targets)
    const own = ofReps.length > 0 ? ofReps : repMoneyTargets(plan, asReps(targets, "department"))
    if (quarterTargetsOf(plan, own).length > 0) return []
    const stated = [...new Set(own.map(({ period }) => period))].flatMap((label): ReadonlyArray<Period> => {
      const days = planPeriodDays(label, plan.fiscalCalendar)
      return days === null ? [] : [{ kind: "range", ...days, label }]
    })
    const begun = stated.filter(({ from }) => from <= asOf)
    if (begun.length === 0) return []
    const inOrder = (some: ReadonlyArray<Period>): ReadonlyArray<Period> =>
      some.toSorted((left, right) => (left.from < right.from ? -1 : 1))
    const periods = inOrder(ofOneKind(begun)).slice(-shownPeriods)
    const kind = kindOf(periods[0]?.label ?? "")
    const nextDay = addDays(asOf, 1)
    const ahead = inOrder(stated).find(({ label, to }) => kindOf(label) === kind && to > nextDay) ?? null
    const shown = new Set([...periods, ...(ahead === null ? [] : [ahead])].map(({ label }) => label))
    const targetsOf = (holder: Holder): ReadonlyArray<PlannedTarget> =>
      repMoneyTargets(plan, asReps(targets, holder)).flatMap(({ repId, period, value }) =>
        shown.has(period) ? [{ ownerId: repId, period, amountMinor: value, planId: plan.id }] : [],
      )
    const [departmentTargets, teamTargets] = [targetsOf("department"), targetsOf("team")]
    const { fiscalCalendar } = plan
    return [{ fiscalCalendar, periods, ahead, targets: targetsOf("rep"), departmentTargets, teamTargets }]
  })
