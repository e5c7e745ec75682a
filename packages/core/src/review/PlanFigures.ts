import type { CalendarDate } from "../shared/CalendarDate.ts"
import { addDays, daysBetween } from "../shared/CalendarDate.ts"
import type { DateRange } from "../shared/Period.ts"
import type { PlanAttainmentRow } from "../plan/attainment/PlanAttainment.ts"
import type { Proportion } from "../stats/Proportion.ts"

/** A target that runs at the end of a period, with what came of it by then. JSON-safe. */
export interface PlanFigure {
  /** The plan. */
  readonly planId: string
  /** Its measure. */
  readonly measure: string
  /** Label of the target's own period, such as `2026-Q3`. */
  readonly period: string
  /** ISO 4217 code of the amounts. */
  readonly currency: string
  /** The target, minor units. */
  readonly target: number
  /** What came in from the beginning of the target's period to the end of this one, minor units. */
  readonly fact: number
  /** Facts that count and could not be valued. */
  readonly unvalued: number
  /**
   * What was due by now, minor units, rounded, as plan against fact tells it: by the plan's own parts of the period where it has some,
   * else by working days where a calendar is agreed, else by days.
   */
  readonly expected: number
  /** `fact − expected`: negative is behind. */
  readonly ahead: number
  /**
   * What part of the target was due: days that are over of all, of a rep those on which the rep is there; by the plan, and of people whose
   * days differ, what is due by now of the whole, minor units.
   */
  readonly pace: { readonly by: "plan" | "workingDays" | "days" } & Pick<Proportion, "numerator" | "denominator">
  /** Whether it is the sum of the members' own targets, because nobody set one for the team or the department. */
  readonly isSummed: boolean
}

/** Rows of a plan as figures are made of. */
export interface PlanRows {
  /** The plan. */
  readonly planId: string
  /** Currency of its money. */
  readonly currency: string
  /** Rows of measures of won money. */
  readonly rows: ReadonlyArray<PlanAttainmentRow>
  /** Days of a row's period. */
  readonly daysOf: (label: string) => DateRange | null
}

type TargetRow = PlanAttainmentRow & { readonly target: number }

const isPlain = ({ productId, segmentId, pipelineId, clientId }: PlanAttainmentRow): boolean =>
  productId === null && segmentId === null && pipelineId === null && clientId === null

const daysOver = (rows: ReadonlyArray<TargetRow>, days: DateRange, on: CalendarDate): PlanFigure["pace"] => {
  const working = rows.find(({ pace }) => pace !== null && pace.workingDays.total > 0)?.pace?.workingDays
  return working === undefined
    ? { by: "days", numerator: daysBetween(days.from, addDays(on, 1)), denominator: daysBetween(days.from, days.to) }
    : { by: "workingDays", numerator: working.elapsed, denominator: working.total }
}

/** What was due of some targets of one period, and by what. */
const dueOf = (
  rows: ReadonlyArray<TargetRow>,
  target: number,
  days: DateRange,
  on: CalendarDate,
): Pick<PlanFigure, "expected" | "pace"> => {
  const pace = daysOver(rows, days, on)
  const byPlan = rows.some(({ due }) => due?.by === "plan")
  const areAlike = rows.every((row) => {
    const own = daysOver([row], days, on)
    return own.by === pace.by && own.numerator === pace.numerator && own.denominator === pace.denominator
  })
  if (!byPlan && areAlike) return { expected: Math.round((target * pace.numerator) / pace.denominator), pace }
  const even = pace.numerator / pace.denominator
  const expected = Math.round(rows.reduce((sum, row) => sum + row.target * (row.due?.share ?? even), 0))
  return { expected, pace: { by: byPlan ? "plan" : pace.by, numerator: expected, denominator: target } }
}

/**
 * Targets of won money that run on a day, of one rep, one team or the department. Where nobody set a target for a team or the
 * department, its members' own are added up, and that is said.
 *
 * @param plans - every plan's rows, read up to the day
 * @param on - the last day of the period that is summed up (inclusive)
 * @param scope - whose
 * @param scopeId - the rep or the team; null for the department
 * @param isTheirs - whose targets are added up, by the rep's id; not asked for a rep's own
 * @example
 * ```ts
 * import { periodOf } from "@salesdept/core/shared"
 * import { planFigures } from "@salesdept/core/review/summaries"
 *
 * const plain = { teamId: null, productId: null, segmentId: null, pipelineId: null, clientId: null, padding: 0 }
 * const read = { factCount: 1, factIds: ["deal_1"], unvaluedCount: 0, unvaluedIds: [], gap: null, ratio: null, withheld: null, notes: [] }
 * const row = { repId: "ann", measure: "wonRevenue", period: "2026-03", target: 310_000_00, fact: 120_000_00, due: null, pace: null, ...plain, ...read }
 * const plan = { planId: "plan_march", currency: "RUB", rows: [row], daysOf: () => periodOf("2026-03-31", "month") }
 * const figures = planFigures([plan], "2026-03-10", "rep", "ann", (repId) => repId === "ann")
 * figures.map(({ target, fact, expected, ahead }) => ({ target, fact, expected, ahead }))
 * // [{ target: 31000000, fact: 12000000, expected: 10000000, ahead: 2000000 }]
 * ```
 */
export const planFigures = (
  plans: ReadonlyArray<PlanRows>,
  on: CalendarDate,
  scope: "rep" | "team" | "department",
  scopeId: string | null,
  isTheirs: (repId: string | null) => boolean,
): ReadonlyArray<PlanFigure> =>
  plans.flatMap(({ planId, currency, rows, daysOf }) => {
    const running = rows.filter((row): row is TargetRow => {
      const days = daysOf(row.period)
      return row.target !== null && isPlain(row) && days !== null && days.from <= on && on < days.to
    })
    const groups = Map.groupBy(running, ({ measure, period }) => JSON.stringify([measure, period]))
    return [...groups.values()].flatMap((group): ReadonlyArray<PlanFigure> => {
      const [first] = group
      const days = first === undefined ? null : daysOf(first.period)
      if (first === undefined || days === null) return []
      const own = group.filter(({ repId, teamId }) =>
        scope === "rep"
          ? repId === scopeId
          : scope === "team"
            ? repId === null && teamId === scopeId
            : repId === null && teamId === null,
      )
      const isSummed = own.length === 0 && scope !== "rep"
      const taken = isSummed ? group.filter(({ repId }) => repId !== null && isTheirs(repId)) : own
      if (taken.length === 0) return []
      const target = taken.reduce((sum, row) => sum + row.target, 0)
      const fact = taken.reduce((sum, row) => sum + row.fact, 0)
      const { expected, pace } = dueOf(taken, target, days, on)
      return [
        {
          planId,
          measure: first.measure,
          period: first.period,
          currency,
          target,
          fact,
          unvalued: taken.reduce((sum, row) => sum + row.unvaluedCount, 0),
          expected,
          ahead: fact - expected,
          pace,
          isSummed,
        },
      ]
    })
  })
