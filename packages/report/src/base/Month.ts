import { isSalesDeptError } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import type { CountFigure, FindingRecord, FindingSeverity, MoneyFigure, Summary } from "@salesdept/core/review"
import { addDays, isId, periodOf, previousPeriod } from "@salesdept/core/shared"
import type { DateRange, Message, Period } from "@salesdept/core/shared"
import type { Amount, Count, OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { MonthRow, MonthSection, MonthTalk } from "../model/MonthSection.ts"
import type { Base } from "../figures/Base.ts"
import { repNameOf } from "../figures/Base.ts"

const severities: ReadonlyArray<FindingSeverity> = ["critical", "major", "minor"]

/** The title of the first of some findings of one rule, and how many there are where it is not the only one. */
const titleOf = ([first, ...others]: ReadonlyArray<FindingRecord>): ReadonlyArray<Message> => {
  if (first === undefined) return []
  const { title } = first.words
  const count = others.length + 1
  if (count === 1) return [title]
  return [{ en: `${title.en} (findings of this kind: ${count})`, ru: `${title.ru} (всего таких находок: ${count})` }]
}

/** Findings by their titles, the gravest and dearest first; what days and weeks found by one rule again and again is told once. */
const titlesOf = async (session: Session, ids: ReadonlyArray<string>): Promise<ReadonlyArray<Message>> => {
  const findings = await Promise.all(ids.flatMap((id) => (isId("finding", id) ? [session.findings.get(id)] : [])))
  const sorted = findings
    .filter((finding) => finding !== null)
    .toSorted(
      (left, right) =>
        severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
        (right.atStake?.amountMinor ?? 0) - (left.atStake?.amountMinor ?? 0) ||
        (left.id < right.id ? -1 : 1),
    )
  return [...Map.groupBy(sorted, ({ ruleId }) => ruleId).values()].flatMap(titleOf)
}

const talkOf = async (
  session: Session,
  { mistakes, missedOpportunities, wins }: Summary["figures"],
): Promise<MonthTalk> => ({
  mistakes: await titlesOf(session, mistakes.ids),
  missed: await titlesOf(session, missedOpportunities.ids),
  wins: await titlesOf(session, wins.ids),
})

const countOf = ({ count, unseen }: CountFigure): OrWithheld<Count> =>
  unseen?.isAll === true ? { withheld: unseen.message } : { count, note: unseen?.message ?? null }

const amountOf = ({ amountMinor, withheld, unseen }: MoneyFigure): OrWithheld<Amount> => {
  if (unseen?.isAll === true) return { withheld: unseen.message }
  if (amountMinor === null) return { withheld: withheld ?? { en: "no amount is stated", ru: "сумма не указана" } }
  return { amountMinor, note: unseen?.message ?? null }
}

const rowOf = ({ scopeId, figures }: Summary, base: Base): MonthRow => ({
  repName: repNameOf(base, scopeId),
  openedCount: countOf(figures.dealsOpened),
  wonCount: countOf(figures.dealsWon),
  wonMinor: amountOf(figures.dealsWon),
  lostCount: countOf(figures.dealsLost),
  openCount: countOf(figures.pipelineEnd),
  stepsOverdueCount: countOf(figures.stepsOverdue),
  mistakeCount: countOf(figures.mistakes),
  missedCount: countOf(figures.missedOpportunities),
  winCount: countOf(figures.wins),
})

const wonMinor = ({ wonMinor: won }: MonthRow): number => (isWithheld(won) ? 0 : won.amountMinor)

/** Closes a month for everybody; false where it is not over by the clock, as on its own last day. */
const closed = async (session: Session, { from }: DateRange): Promise<boolean> => {
  const month = { span: "month", on: from } as const
  try {
    // What happened comes first: a summary counts the findings that were raised by then.
    await session.findings.review(month)
    await session.summaries.close(month)
    return true
  } catch (error) {
    const isNotOver = isSalesDeptError(error) && error._tag === "ReviewRefused" && error.data.rule === "periodNotOver"
    if (isNotOver) return false
    throw error
  }
}

/** Whether a month has been closed. */
const wasClosed = async (session: Session, { label }: Period): Promise<boolean> =>
  (await session.summaries.page({ where: { span: "month", label, scope: "department" }, limit: 1 })).items.length > 0

/** The latest month that is over by the base's day and by the clock, closed now or before; null where none is. */
const closedMonth = async (session: Session, { asOf }: Base, closes: boolean): Promise<Period | null> => {
  const isClosed = closes ? closed : wasClosed
  const month = periodOf(asOf, "month")
  if (addDays(month.to, -1) === asOf && (await isClosed(session, month))) return month
  const before = previousPeriod(month)
  return (await isClosed(session, before)) ? before : null
}

/**
 * Tells what everybody did in the latest month that is over. What was closed before stays as it is. Null where nothing is closed.
 *
 * @param session - the head's
 * @param base - the base that the month belongs to
 * @param closes - whether the month is closed for everybody where it was not
 */
export const monthSection = async (session: Session, base: Base, closes: boolean): Promise<MonthSection | null> => {
  const found = await closedMonth(session, base, closes)
  if (found === null) return null
  const { from, to, label } = found
  const month = { span: "month", on: from } as const
  const where = { span: "month", label } as const
  const summaries: Array<Summary> = []
  for (const scope of ["department", "team", "rep"] as const) {
    summaries.push(...(await session.summaries.page({ where: { ...where, scope }, limit: 1000 })).items)
  }
  const department = summaries.find(({ scope }) => scope === "department")
  if (department === undefined) return null
  const reps: Array<MonthRow> = []
  for (const summary of summaries) {
    if (summary.scope === "rep") reps.push({ ...rowOf(summary, base), talk: await talkOf(session, summary.figures) })
  }
  return {
    period: { from, to: addDays(to, -1), name: null },
    summaryCount: summaries.length,
    uncoveredCount: (await session.summaries.uncovered(month)).notSummed.length,
    total: rowOf(department, base),
    reps: reps.toSorted(
      (left, right) => wonMinor(right) - wonMinor(left) || ((left.repName ?? "") < (right.repName ?? "") ? -1 : 1),
    ),
  }
}
