import { dayNumberOf } from "@salesdept/core/shared"
import type { Message } from "@salesdept/core/shared"
import { formatDay, formatDayRange } from "../format/CalendarDay.ts"
import { formatPeriod } from "../format/Period.ts"
import { isWithheld } from "../model/Figure.ts"
import type {
  AttainmentSection,
  ComparedSection,
  PlanAttainment,
  PlanCell,
  PriorCell,
} from "../model/AttainmentSection.ts"
import type { OrWithheld, Withheld } from "../model/Figure.ts"
import type { Base, Employment } from "./Base.ts"
import { closingQuarters, firstClosedOn, ownPeriods, plannedQuarters, recordedWithin, shownPeriod } from "./Periods.ts"
import type { Quarter } from "./Periods.ts"
import type { OwnPeriods } from "./PlannedTargets.ts"
import { isPlannedByQuarters } from "./PlannedTargets.ts"
import type { GridCell } from "./RepGrid.ts"
import { gridTotals, noCell, repGrid } from "./RepGrid.ts"
import { deals, say, withhold } from "./Words.ts"

const notHired = withhold("not hired yet", "ещё не в отделе")
const hasLeft = withhold("has left the department", "больше не в отделе")
const noTarget = withhold("no target was set", "план не поставлен")
const targetZero = withhold("the target is 0", "план равен нулю")
const nothingBefore = withhold("nothing was won in the prior quarter", "в предыдущем квартале ничего не выиграно")
const notOver = withhold("the quarter is not over", "квартал не окончен")
const noAmounts = withhold("none of the won deals states an amount", "ни у одной выигранной сделки нет суммы")
const nobodyHas = withhold(
  "neither the department nor any rep has a target",
  "плана нет ни у отдела, ни у одного менеджера",
)
const sumOfReps = withhold(
  "targets are set for reps only: the department's is their sum",
  "планы поставлены только менеджерам: план отдела — их сумма",
)
const besideTeams = withhold(
  "teams have targets of their own, and the department has none: its target is the sum of its reps'",
  "у групп есть свои планы, а у отдела своего нет: план отдела — сумма планов менеджеров",
)

const factOf = ({ wonMinor, wonCount, unvaluedCount }: GridCell): OrWithheld<number> =>
  wonCount === 0 && unvaluedCount > 0 ? noAmounts : wonMinor

/** Why a rep has nothing in a quarter: before the first day and after the last one there is no zero to be told. */
const absenceOf = (
  { wonCount, unvaluedCount, targetMinor }: GridCell,
  quarter: Quarter,
  of: Employment | undefined,
): Withheld | null => {
  if (of === undefined || targetMinor !== null || wonCount + unvaluedCount > 0) return null
  if (of.joinedOn !== null && dayNumberOf(of.joinedOn) >= quarter.toDay) return notHired
  return of.leftOn !== null && dayNumberOf(of.leftOn) < quarter.fromDay ? hasLeft : null
}

const absentFromPlan = (reason: Withheld): PlanCell => ({
  targetMinor: reason,
  factMinor: reason,
  gapMinor: reason,
  attainment: reason,
})

const absentFromPrior = (reason: Withheld): PriorCell => ({
  priorMinor: reason,
  factMinor: reason,
  changeMinor: reason,
  changeRate: reason,
})

const planCell = (cell: GridCell, none: Withheld): PlanCell => {
  const fact = factOf(cell)
  const target = cell.targetMinor
  if (target === null) return { targetMinor: none, factMinor: fact, gapMinor: none, attainment: none }
  if (isWithheld(fact)) return { targetMinor: target, factMinor: fact, gapMinor: fact, attainment: fact }
  return {
    targetMinor: target,
    factMinor: fact,
    gapMinor: fact - target,
    attainment: target > 0 ? fact / target : targetZero,
  }
}

/** A quarter that is not whole is never compared with one that is: `partial` says why the prior one is not. */
const priorCell = (
  cell: GridCell,
  prior: OrWithheld<number>,
  { isOver }: Quarter,
  partial: Withheld | null,
): PriorCell => {
  const fact = factOf(cell)
  const uncompared = (reason: Withheld): PriorCell => ({
    priorMinor: prior,
    factMinor: fact,
    changeMinor: reason,
    changeRate: reason,
  })
  if (isWithheld(prior)) return uncompared(prior)
  if (isWithheld(fact)) return uncompared(fact)
  if (partial !== null) return uncompared(partial)
  if (!isOver) return uncompared(notOver)
  const change = fact - prior
  return {
    priorMinor: prior,
    factMinor: fact,
    changeMinor: change,
    changeRate: prior > 0 ? change / prior : nothingBefore,
  }
}

/** Why a quarter is no measure of the next one; null where it is one. */
const partialOf = ({ columns }: Base, before: Quarter | undefined): Withheld | null => {
  const from = before === undefined ? null : recordedWithin(columns, before)
  return from === null
    ? null
    : withhold(
        `the prior quarter is not whole: closings are recorded from ${formatDay(from, "en")}`,
        `предыдущий квартал неполный: закрытия записаны с ${formatDay(from, "ru")}`,
      )
}

const measureText = (totals: ReadonlyArray<GridCell>): Message => {
  const unvalued = totals.reduce((count, cell) => count + cell.unvaluedCount, 0)
  const measure = say("amount of deals won, by closing date", "сумма выигранных сделок по дате закрытия")
  if (unvalued === 0) return measure
  return say(
    `${measure.en}; not in it, for want of an amount in the currency: ${deals(unvalued).en}`,
    `${measure.ru}; не учтены, так как нет суммы в этой валюте: ${deals(unvalued).ru}`,
  )
}

/** The department's own target of a period; null where it has none. */
const ownTarget = (base: Base, { id }: Quarter): number | null =>
  base.departmentTargets.find(({ period }) => period === id)?.amountMinor ?? null

const compared = <Cell>(
  base: Base,
  quarters: ReadonlyArray<Quarter>,
  cellsOf: (cells: ReadonlyArray<GridCell>, repId?: string | null) => ReadonlyArray<Cell>,
  absent: (reason: Withheld) => Cell,
): ComparedSection<Cell> & { readonly sums: ReadonlyArray<GridCell> } => {
  const rows = repGrid(base, quarters)
  const sums = gridTotals(rows, quarters)
  const totals = quarters.map((quarter, index): GridCell => {
    const sum = sums[index] ?? noCell
    return { ...sum, targetMinor: ownTarget(base, quarter) ?? sum.targetMinor }
  })
  return {
    measure: measureText(totals),
    sums,
    periods: quarters.map(({ shown }) => shown),
    department: cellsOf(totals),
    reps: rows.map(({ repId, repName, cells }) => ({
      repName,
      cells: cellsOf(cells, repId).map((cell, index) => {
        const [own, quarter] = [cells[index], quarters[index]]
        if (repId === null || own === undefined || quarter === undefined) return cell
        const reason = absenceOf(own, quarter, base.employments.get(repId))
        return reason === null ? cell : absent(reason)
      }),
    })),
  }
}

/** What of the department's own target no rep has; where it has none, its target is what its reps have together. */
const unallocatedOf = (base: Base, quarter: Quarter, shared: number | null): OrWithheld<number> => {
  const own = ownTarget(base, quarter)
  if (own !== null) return own - (shared ?? 0)
  return base.teamTargets.some(({ period }) => period === quarter.id) ? besideTeams : sumOfReps
}

const plannedSection = (base: Base, periods: ReadonlyArray<Quarter>): PlanAttainment => {
  const cellsOf = (cells: ReadonlyArray<GridCell>, repId?: string | null): ReadonlyArray<PlanCell> =>
    cells.map((cell) => planCell(cell, repId === undefined ? nobodyHas : noTarget))
  const { sums, ...section } = compared(base, periods, cellsOf, absentFromPlan)
  const unallocatedMinor = periods.map((period, index) => unallocatedOf(base, period, sums[index]?.targetMinor ?? null))
  return { kind: "plan", ...section, unallocatedMinor }
}

/** By the periods of a plan that makes up no quarters, such as weeks: the latest of them. */
const byOwnPeriods = (base: Base, own: OwnPeriods): PlanAttainment => {
  const { targets, departmentTargets, teamTargets } = own
  const section = plannedSection({ ...base, targets, departmentTargets, teamTargets }, ownPeriods(base, own.periods))
  const { en, ru } = section.measure
  const last = own.periods.map(shownPeriod).at(-1)
  // Who is not of the house does not know when a fiscal year begins.
  const days = (language: keyof Message): string =>
    last?.fiscal === undefined
      ? ""
      : ` (${formatPeriod(last, language)}: ${formatDayRange(last.from, last.to, language)})`
  const measure = say(
    `${en}; the plan's own periods, the latest that have begun${days("en")}`,
    `${ru}; последние из начавшихся периодов плана${days("ru")}`,
  )
  return { ...section, measure }
}

/**
 * Fact by rep and period: against targets where there are any, by quarter, or by periods of the plan's own that make up no quarter; else
 * against the quarter before and named so; no plan is made up. Withheld where there is neither a target nor a closing.
 *
 * @param base - the base
 */
export const attainmentSection = (base: Base): OrWithheld<AttainmentSection> => {
  const isByQuarters = isPlannedByQuarters(base)
  const planned = isByQuarters ? plannedQuarters(base) : []
  if (planned.length > 0) return plannedSection(base, planned)
  if (base.ownPeriods !== null) return byOwnPeriods(base, base.ownPeriods)
  if (isByQuarters) return withhold("no planned quarter has begun", "ни один плановый квартал ещё не начался")
  const quarters = closingQuarters(base)
  const first = firstClosedOn(base.columns)
  if (quarters.length === 0 || first === null) {
    return base.deals.some(({ outcome }) => outcome !== "open")
      ? withhold(
          "no closed deal states its day, and no target is set",
          "у закрытых сделок нет дат закрытия, а планов нет",
        )
      : withhold("no deal was closed and no target is set", "нет ни закрытых сделок, ни планов")
  }
  const noneBefore = withhold(
    `there are no closings before ${formatDay(first, "en")}`,
    `раньше ${formatDay(first, "ru")} закрытий нет`,
  )
  const { sums: _, ...section } = compared(
    base,
    quarters,
    (cells) =>
      cells.flatMap((cell, index) => {
        const [quarter, before] = [quarters[index], cells[index - 1]]
        const prior = before === undefined ? noneBefore : factOf(before)
        return quarter === undefined ? [] : [priorCell(cell, prior, quarter, partialOf(base, quarters[index - 1]))]
      }),
    absentFromPrior,
  )
  return { kind: "priorPeriod", ...section }
}
