import type { DealColumns } from "@salesdept/core/deal"
import type { PlanPeriod } from "@salesdept/core/plan"
import {
  addDays,
  dateOfDayNumber,
  dayNumberOf,
  fiscalPeriodOf,
  nextPeriod,
  parsePeriod,
  periodOf,
} from "@salesdept/core/shared"
import type { CalendarDate, Period } from "@salesdept/core/shared"
import { formatPeriod } from "../format/Period.ts"
import type { ReportPeriod } from "../model/Figure.ts"
import type { Base } from "./Base.ts"
import { comparedOwn, isFiscalQuarter } from "./PlannedTargets.ts"

/** A calendar quarter, or another period of a plan, as figures need it; its days end with the as-of day where it is not over. */
export interface Quarter extends PlanPeriod {
  /** As the report shows it; a quarter that is not over says so in its name. */
  readonly shown: ReportPeriod
  /** Whether its last day had passed by the as-of day. */
  readonly isOver: boolean
}

/** A whole period as the report shows it. */
export const shownPeriod = ({ from, to, label }: Pick<Period, "from" | "to" | "label">): ReportPeriod => {
  const days = { from, to: addDays(to, -1), name: null }
  return label.startsWith("FY") ? { ...days, fiscal: label } : days
}

const quarterOf = (period: Period, asOf: CalendarDate): Quarter => {
  const last = addDays(period.to, -1)
  const isOver = last <= asOf
  const whole = shownPeriod(period)
  return {
    id: period.label,
    fromDay: dayNumberOf(period.from),
    toDay: dayNumberOf(isOver ? period.to : addDays(asOf, 1)),
    shown: isOver
      ? whole
      : {
          from: period.from,
          to: asOf,
          name: { en: `${formatPeriod(whole, "en")} so far`, ru: `${formatPeriod(whole, "ru")} (не\u00A0окончен)` },
        },
    isOver,
  }
}

/** The least and the greatest number of a column, without those that are not there; null where all are missing. */
const extremes = (column: ArrayLike<number>): { readonly least: number; readonly most: number } | null => {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let row = 0; row < column.length; row++) {
    const day = column[row] ?? Number.NaN
    if (day < least) least = day
    if (day > most) most = day
  }
  return least > most ? null : { least, most }
}

/** The first day on which a deal of the base was closed; null where none was. */
export const firstClosedOn = (columns: DealColumns): CalendarDate | null => {
  const closed = extremes(columns.closedDay)
  return closed === null ? null : dateOfDayNumber(closed.least)
}

/** Days without a closing after the first opening from which on the records are taken to have begun late. */
const longWaitDays = 90

/**
 * The first recorded closing where the source seems to record closings later than openings, so that earlier ones are
 * missing from it; null where it does not. A sign, not a proof: the first deal may have been that slow.
 */
export const closingsRecordedLate = (columns: DealColumns): CalendarDate | null => {
  const opened = extremes(columns.openedDay)
  const closed = extremes(columns.closedDay)
  if (opened === null || closed === null || closed.least - opened.least <= longWaitDays) return null
  return dateOfDayNumber(closed.least)
}

/** The day from which on closings are recorded, where it lies within a quarter: what was won in that quarter is a part of it only; null elsewhere. */
export const recordedWithin = (columns: DealColumns, { shown }: Quarter): CalendarDate | null => {
  const from = closingsRecordedLate(columns)
  return from !== null && from > shown.from && from <= shown.to ? from : null
}

/** The days that the records cover: from the first date seen in the deals to the as-of day; null where no deal states a day. */
export const coveredPeriod = ({ columns, asOf }: Base): ReportPeriod | null => {
  const days = [columns.openedDay, columns.closedDay].flatMap((column) => extremes(column)?.least ?? [])
  if (days.length === 0) return null
  const first = dateOfDayNumber(Math.min(...days))
  return { from: first < asOf ? first : asOf, to: asOf, name: null }
}

const upTo = (from: Period, asOf: CalendarDate): ReadonlyArray<Quarter> => {
  const quarters: Array<Quarter> = []
  for (let period = from; period.from <= asOf; period = nextPeriod(period)) quarters.push(quarterOf(period, asOf))
  return quarters
}

/** All quarters from the first closing to the as-of day, in order; none where nothing was closed by then. */
export const closingQuarters = ({ columns, asOf }: Base): ReadonlyArray<Quarter> => {
  const first = firstClosedOn(columns)
  return first === null ? [] : upTo(periodOf(first, "quarter"), asOf)
}

/**
 * The quarters that facts are compared by among themselves: those of the fiscal calendar where the plan that everything is compared with is
 * by them, else those of the calendar. From the first closing to the as-of day.
 */
export const comparedQuarters = (base: Base): ReadonlyArray<Quarter> => {
  const own = comparedOwn(base)
  const calendar = own?.fiscalCalendar ?? null
  if (calendar === null || own?.periods.every(({ label }) => isFiscalQuarter(label)) !== true)
    return closingQuarters(base)
  const quarters: Array<Quarter> = []
  const quarterWith = (day: CalendarDate) => fiscalPeriodOf(calendar, day, "fiscalQuarter")
  const first = firstClosedOn(base.columns)
  if (first === null) return quarters
  for (let quarter = quarterWith(first); quarter.from <= base.asOf; quarter = quarterWith(quarter.to))
    quarters.push(quarterOf({ ...quarter, kind: "range" }, base.asOf))
  return quarters
}

/** The period that is forecast and planned next: the plan's own, else the quarter, that the day after the as-of day lies in. */
export const periodAhead = (base: Base): Period =>
  comparedOwn(base)?.ahead ?? periodOf(addDays(base.asOf, 1), "quarter")

/** All quarters from the first closing or the first target of a rep or the department, whichever is earlier, to the as-of day. */
export const plannedQuarters = (base: Base): ReadonlyArray<Quarter> => {
  const first = firstClosedOn(base.columns)
  const starts = [...base.targets, ...base.departmentTargets].map(({ period }) => period)
  if (first !== null) starts.push(periodOf(first, "quarter").label)
  const earliest = parsePeriod(starts.toSorted()[0] ?? "")
  return earliest === null ? [] : upTo(earliest, base.asOf)
}

/** The periods of a plan that makes up no quarters, those of them that have begun. */
export const ownPeriods = ({ asOf }: Pick<Base, "asOf">, periods: ReadonlyArray<Period>): ReadonlyArray<Quarter> =>
  periods.map((period) => quarterOf(period, asOf))
