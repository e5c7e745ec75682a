import type { FiscalCalendar } from "../../shared/FiscalCalendar.ts"
import type { DateRange } from "../../shared/Period.ts"
import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { targetsOfPeriod, tiling } from "../record/PeriodTargets.ts"
import { notAPeriod, planPeriodDays } from "../record/PlanPeriods.ts"
import type { Target } from "../record/PlanSchema.ts"

const sharesDays = (other: string): Message => ({
  en: `shares days with ${other}, which would count twice`,
  ru: `содержит те же дни, что и ${other}: они посчитались бы дважды`,
})

const byParts = (labels: ReadonlyArray<string>): Message => ({
  en: `is planned by its parts, so name these: ${labels.join(", ")}`,
  ru: `спланирован по частям, поэтому назовите их: ${labels.join(", ")}`,
})

const wholeForSome = (label: string): Message => ({
  en: `${label} is planned as a whole for some, and others have only parts of it`,
  ru: `${label} для одних спланирован целиком, а у других есть только части`,
})

const withinWhole = (label: string): Message => ({
  en: `some have a target of the whole of ${label}, which it lies within: name that instead`,
  ru: `некоторым поставлена цель на весь период ${label}, в который он входит: назовите его`,
})

/** The periods that are asked about. */
interface AskedPeriods {
  readonly past: ReadonlyArray<string>
  readonly remaining: ReadonlyArray<string>
  /** What is said of some of them. */
  readonly periods?: { readonly [label: string]: unknown }
}

/**
 * The periods that are planned anew: a quarter that the plan states by month is planned by month, else its months would stay beside its
 * new target. Where it is stated as a whole for some and by month for others, it is planned as a whole for all.
 *
 * @param reps - the targets of reps in force, of the measure that is planned
 * @returns with what is wrong: texts that name no period; days that stand twice (what a month under way lacks is in its own target
 * already); periods within a longer one of which alone somebody who is judged has a target; periods that are a whole for some reps and of
 * which others have not all parts; and periods by parts of which something is said as a whole
 */
export const replanPeriods = (
  { past, remaining, periods = {} }: AskedPeriods,
  reps: ReadonlyArray<Target>,
  calendar: FiscalCalendar | null,
): { readonly labels: ReadonlyArray<string>; readonly problems: ReadonlyArray<Problem> } => {
  const problems: Array<Problem> = []
  const labels: Array<string> = []
  const placed: Array<DateRange & { readonly label: string }> = []
  const named = [
    ...past.map((label, at) => ({ label, path: `past[${at}]`, isAhead: false })),
    ...remaining.map((label, at) => ({ label, path: `remaining[${at}]`, isAhead: true })),
  ]
  const judged = new Set(
    past.flatMap((label) => targetsOfPeriod(reps, label, calendar).targets.map(({ repId }) => repId)),
  )
  for (const { label, path, isAhead } of named) {
    const days = planPeriodDays(label, calendar)
    if (days === null) {
      problems.push(notAPeriod(path))
      continue
    }
    const other = placed.find(({ from, to }) => from < days.to && days.from < to)
    if (other !== undefined) problems.push({ path, code: "replan.overlap", message: sharesDays(other.label) })
    placed.push({ ...days, label })
    if (!isAhead) continue
    const stated = new Set(reps.flatMap(({ period, repId }) => (period === label ? [repId] : [])))
    const within = reps.flatMap(({ period, repId }) => {
      const range = stated.has(repId) ? null : planPeriodDays(period, calendar)
      return range === null ? [] : [{ label: period, days: range }]
    })
    const parts = [...new Set(tiling(days, within).parts.map((part) => part.label))]
    // Where some have a target of the whole, those who have theirs by its parts are planned by the whole too.
    const isMixed = parts.length > 0 && stated.size > 0
    const own = parts.length > 0 && !isMixed ? parts : [label]
    // Parts that do not make up what is planned anew would stay beside its target.
    const lacking = own.find((part) => targetsOfPeriod(reps, part, calendar).partly.length > 0)
    if (lacking !== undefined) problems.push({ path, code: "replan.parts", message: wholeForSome(lacking) })
    if (parts.length > 0 && !isMixed && label in periods)
      problems.push({ path, code: "replan.parts", message: byParts(parts) })
    // Whoever is judged by the past and planned by a longer period only would keep that target beside the new one.
    const planned = new Set(targetsOfPeriod(reps, label, calendar).targets.map(({ repId }) => repId))
    const longer = reps.find(({ repId, period }) => {
      const range = judged.has(repId) && !planned.has(repId) ? planPeriodDays(period, calendar) : null
      return range !== null && range.from <= days.from && days.to <= range.to
    })
    if (longer !== undefined) problems.push({ path, code: "replan.whole", message: withinWhole(longer.period) })
    labels.push(...own)
  }
  return { labels, problems }
}
