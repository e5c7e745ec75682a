import { addDays } from "../../shared/CalendarDate.ts"
import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import { fiscalPeriodOf } from "../../shared/FiscalCalendar.ts"
import type { Message } from "../../shared/Message.ts"
import type { DateRange } from "../../shared/Period.ts"
import { periodOf } from "../../shared/Period.ts"
import { addFigure } from "../facts/Figure.ts"
import { targetKey } from "./Plan.ts"
import { planPeriodDays } from "./PlanPeriods.ts"
import type { Target, TargetScope } from "./PlanSchema.ts"

/** Parts that follow one another within a period, and the days between them that no part speaks for. */
interface Tiling<Part> {
  readonly parts: ReadonlyArray<Part>
  readonly gaps: ReadonlyArray<DateRange>
}

/**
 * Lays parts out within a period, one after another, so that no day counts twice: of those that begin on a day the longest is taken
 * (a quarter before its months).
 */
export const tiling = <Part extends { readonly days: DateRange }>(
  { from, to }: DateRange,
  candidates: ReadonlyArray<Part>,
): Tiling<Part> => {
  const sorted = candidates
    .filter(({ days }) => days.from >= from && days.to <= to)
    .toSorted(({ days: left }, { days: right }) =>
      left.from !== right.from ? (left.from < right.from ? -1 : 1) : left.to > right.to ? -1 : 1,
    )
  const parts: Array<Part> = []
  const gaps: Array<DateRange> = []
  let reached = from
  for (const part of sorted) {
    if (part.days.from < reached) continue
    if (part.days.from > reached) gaps.push({ from: reached, to: part.days.from })
    parts.push(part)
    reached = part.days.to
  }
  if (reached < to) gaps.push({ from: reached, to })
  return { parts, gaps }
}

/** A scope whose targets cover a period in part: their sum would be no target of the period. */
export interface PartTargets extends TargetScope {
  /** What is measured. */
  readonly measure: string
  /** Label of the period. */
  readonly period: string
  /**
   * What has no target: labels of months where whole months are missing, fiscal ones of a fiscal period, else days as
   * `2026-12-01/2026-12-15`, without the last.
   */
  readonly missing: ReadonlyArray<string>
}

/** Targets of one period, stated or added up. */
export interface PeriodTargets {
  /** One for each measure and scope. */
  readonly targets: ReadonlyArray<Target>
  /** Those of its parts that were added up. */
  readonly parts: ReadonlyArray<Target>
  /** Scopes whose targets cover it in part. */
  readonly partly: ReadonlyArray<PartTargets>
}

/** Days by the labels of whole months, fiscal ones of a fiscal period, and by their bounds where they are none. */
const labelsOf = ({ from, to }: DateRange, fiscal: FiscalCalendar | null): ReadonlyArray<string> => {
  const labels: Array<string> = []
  for (let start = from; start < to;) {
    const month = fiscal === null ? periodOf(start, "month") : fiscalPeriodOf(fiscal, start, "fiscalMonth")
    const end = month.to < to ? month.to : to
    const isWhole = month.from === start && month.to === end
    labels.push(isWhole ? month.label : `${start}/${end}`)
    start = end
  }
  return labels
}

/**
 * The targets of a period: as they are stated, else the sum of the same scope's targets for its parts (the months of a quarter, the
 * quarters of a year) where these cover it to the day.
 *
 * @param targets - those that hold, of any measure, period and scope
 * @param label - the period
 * @param calendar - the fiscal calendar of the plan; null where it has none
 * @returns nothing where the text is no label of a period
 * @throws AmountUnsafe where targets sum past 2^53−1
 *
 * @example
 * ```ts
 * import { targetsOfPeriod, wholeTarget } from "@salesdept/core/plan"
 *
 * const target = (period: string, repId: string) => wholeTarget({ measure: "wonMinor", period, value: 100_00, repId })
 * const months = [target("2026-10", "ann"), target("2026-11", "ann"), target("2026-12", "ann"), target("2026-10", "bob")]
 * const { targets, partly } = targetsOfPeriod(months, "2026-Q4", null)
 * targets.map(({ repId, value }) => [repId, value]) // [["ann", 30000]]
 * partly.map(({ repId, missing }) => [repId, missing]) // [["bob", ["2026-11", "2026-12"]]]
 * ```
 */
export const targetsOfPeriod = (
  targets: ReadonlyArray<Target>,
  label: string,
  calendar: FiscalCalendar | null,
): PeriodTargets => {
  const whole = planPeriodDays(label, calendar)
  const found: Array<Target> = []
  const summed: Array<Target> = []
  const partly: Array<PartTargets> = []
  if (whole === null) return { targets: found, parts: summed, partly }
  for (const own of Map.groupBy(targets, (target) => targetKey({ ...target, period: "" })).values()) {
    const stated = own.find(({ period }) => period === label)
    if (stated !== undefined) {
      found.push(stated)
      continue
    }
    const placed = own.flatMap((target) => {
      const days = planPeriodDays(target.period, calendar)
      return days === null ? [] : [{ target, days }]
    })
    const { parts, gaps } = tiling(whole, placed)
    const [first] = parts
    if (first === undefined) continue
    if (gaps.length > 0) {
      const { value: _value, padding: _padding, ...scope } = first.target
      partly.push({
        ...scope,
        period: label,
        missing: gaps.flatMap((gap) => labelsOf(gap, label.startsWith("FY") ? calendar : null)),
      })
      continue
    }
    const sumOf = (of: (target: Target) => number): number =>
      parts.reduce((sum, { target }) => addFigure(sum, of(target)), 0)
    summed.push(...parts.map(({ target }) => target))
    found.push({
      ...first.target,
      period: label,
      value: sumOf(({ value }) => value),
      padding: sumOf((one) => one.padding),
    })
  }
  return { targets: found, parts: summed, partly }
}

/** Days with the last one in place of the day after it. */
const daysText = (label: string): string => {
  const [from, to] = label.split("/")
  if (from === undefined || to === undefined) return label
  const last = addDays(to, -1)
  return last === from ? from : `${from} – ${last}`
}

/** What is said of scopes whose targets cover a period in part, those that miss the same together. */
export const partlyNotes = (partly: ReadonlyArray<PartTargets>): ReadonlyArray<Message> =>
  [...Map.groupBy(partly, ({ measure, period, missing }) => JSON.stringify([measure, period, missing])).values()].map(
    (group): Message => {
      const [{ measure, period, missing }] = group as [PartTargets]
      const named = group.map(({ repId, teamId, productId, segmentId, pipelineId, clientId }) =>
        [repId, teamId, productId, segmentId, pipelineId, clientId].filter((part) => part !== null).join(" "),
      )
      const days = missing.map(daysText).join(", ")
      const of = (whole: string): string => named.map((name) => (name === "" ? whole : name)).join(", ")
      return {
        en: `${period} is planned only in part: "${measure}" of ${of("the whole department")} has no target for ${days}; the parts are not added up`,
        ru: `${period} спланирован не целиком: у «${measure}» (${of("весь отдел")}) нет цели на ${days}; части не складываются`,
      }
    },
  )
