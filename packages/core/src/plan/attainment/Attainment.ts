import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import type { Ratio } from "../../shared/Ratio.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import type { FactCell } from "../facts/FactCell.ts"
import { addFigure } from "../facts/Figure.ts"
import type { DueShare, Pace, PeriodWorkingDays } from "../record/Pace.ts"
import { paceOf, workingDaysProblems } from "../record/Pace.ts"

/** What one rep is to bring in one period. */
export interface TargetCell {
  /** The rep's id; null for a target that is nobody's own, such as a team's commitment. */
  readonly repId: string | null
  /** The period's id. */
  readonly periodId: string
  /** What is measured. */
  readonly measure: string
  /** The target; of money in whole minor units. */
  readonly value: number
  /** How much of it was due by now; by working days where absent or null. */
  readonly due?: DueShare | null
  /** Working days of who is to reach it, where they are not the period's: pace goes by them. */
  readonly workingDays?: PeriodWorkingDays
}

/** A period that attainment is asked for. */
export interface AttainmentPeriod {
  /** The period's id. */
  readonly id: string
  /**
   * The period to compare with where there is no target; facts of it must be among the facts given. Null or left out
   * where there is none: then nothing is compared.
   */
  readonly priorId?: string | null
  /** Working days for pace; without them there is no pace. */
  readonly workingDays?: PeriodWorkingDays
}

/** One cell of plan against fact: a rep, a period, a measure. */
export interface Attainment {
  /** The rep's id; null for facts and targets that are nobody's. */
  readonly repId: string | null
  /** The period's id. */
  readonly periodId: string
  /** What is measured. */
  readonly measure: string
  /** What came in; 0 is an observed absence of facts in the period. */
  readonly fact: number
  /** How many facts made it; one whose credit or lines are split counts with each part, its id stands once. */
  readonly factCount: number
  /** Their ids; null where they were not asked for. */
  readonly factIds: ReadonlyArray<string> | null
  /** Facts that belong here but could not be valued (no amount, no rate): named beside the total, never in it. */
  readonly unvaluedCount: number
  /** Their ids; null where they were not asked for. */
  readonly unvaluedIds: ReadonlyArray<string> | null
  /** The target; null where there is none. A target of 0 is a target. */
  readonly target: number | null
  /** What the fact is compared with. */
  readonly against: "target" | "priorPeriod" | "nothing"
  /** Its amount: the target, or the prior period's fact; null with `nothing`. */
  readonly reference: number | null
  /** The ids behind the prior period's fact; null where the reference is no fact or ids were not asked for. */
  readonly referenceIds: ReadonlyArray<string> | null
  /** `fact − reference`; null with `nothing`. Without any sales it is −target. */
  readonly gap: number | null
  /** Fact over reference; null where that says nothing, for the reason in `withheld`. */
  readonly ratio: Ratio | null
  /** Why there is no ratio; null where there is one. */
  readonly withheld: Message | null
  /** What must be said with the comparison: that it is with the prior period, that facts stand beside the total. */
  readonly notes: ReadonlyArray<Message>
  /** Pace within the period; null without a target or without working days. */
  readonly pace: Pace | null
}

/** What {@link attainment} is computed from. */
export interface AttainmentInput {
  /** The periods asked for. */
  readonly periods: ReadonlyArray<AttainmentPeriod>
  /** Targets; one per rep, period and measure. */
  readonly targets: ReadonlyArray<TargetCell>
  /** Facts, also of the prior periods; one cell per rep, period and measure. */
  readonly facts: ReadonlyArray<FactCell>
}

interface CellKey {
  readonly repId: string | null
  readonly periodId: string
  readonly measure: string
}

const keyOf = ({ repId, periodId, measure }: CellKey): string => JSON.stringify([repId, periodId, measure])

const cellProblems = (
  path: string,
  cells: ReadonlyArray<CellKey & { readonly value: number }>,
): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  for (const [index, cell] of cells.entries()) {
    const key = keyOf(cell)
    if (seen.has(key))
      problems.push({
        path: `${path}[${index}]`,
        code: "cell.duplicate",
        message: {
          en: `a second value for ${cell.repId ?? "nobody"}, ${cell.periodId}, ${cell.measure}`,
          ru: `второе значение для одной ячейки: ${cell.repId ?? "без менеджера"}, ${cell.periodId}, ${cell.measure}`,
        },
      })
    seen.add(key)
    if (!Number.isFinite(cell.value))
      problems.push({
        path: `${path}[${index}].value`,
        code: "value.notFinite",
        message: { en: `${cell.value} is not a finite number`, ru: `${cell.value} — не конечное число` },
      })
  }
  return problems
}

const periodProblems = (periods: ReadonlyArray<AttainmentPeriod>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const seen = new Set<string>()
  for (const [index, { id, workingDays }] of periods.entries()) {
    if (seen.has(id))
      problems.push({
        path: `periods[${index}].id`,
        code: "period.duplicate",
        message: { en: `"${id}" is used twice`, ru: `«${id}» встречается дважды` },
      })
    seen.add(id)
    if (workingDays !== undefined) problems.push(...workingDaysProblems(`periods[${index}].workingDays`, workingDays))
  }
  return problems
}

const nothingToCompare: Message = {
  en: "There is neither a target nor a prior period to compare with",
  ru: "Сравнивать не с чем: нет ни цели, ни предыдущего периода",
}
const comparedWithPrior: Message = {
  en: "There is no target; the comparison is with the prior period",
  ru: "Цель не задана; сравнение — с предыдущим периодом",
}

const ratioWithheld = (against: Attainment["against"], reference: number | null): Message | null => {
  if (reference === null) return nothingToCompare
  if (reference > 0) return null
  if (against === "priorPeriod")
    return {
      en: "The prior period's figure is not above 0, so there is no percentage of it",
      ru: "Показатель предыдущего периода не больше нуля, поэтому процента от него нет",
    }
  return {
    en: "The target is not above 0, so there is no percentage of it",
    ru: "Цель не больше нуля, поэтому процента выполнения нет",
  }
}

/**
 * Plan against fact, cell by cell: fact, target, gap, attainment and pace, each with the ids that made it. There is a
 * cell for every target and every fact of the periods asked for, and for every fact of their prior periods. A target
 * without facts gives a gap of −target; a fact without a target is compared with the prior period's fact and says so, and
 * with nothing where no prior period is named.
 *
 * @param input - periods, targets and facts
 * @returns cells by period in the order given; within it, targets in their order, then cells without a target
 * @throws `InputInvalid` with every doubled cell, doubled period, impossible number of days and value that is no number; AmountUnsafe
 * where a fact and what it is compared with are more than 2^53−1 apart
 *
 * @example
 * ```ts
 * import { attainment } from "@salesdept/core/plan/attainment"
 *
 * const [cell] = attainment({
 *   periods: [{ id: "2026-Q3", workingDays: { total: 66, elapsed: 33 } }],
 *   targets: [{ repId: "user:42", periodId: "2026-Q3", measure: "meetings", value: 120 }],
 *   facts: [
 *     { repId: "user:42", periodId: "2026-Q3", measure: "meetings", value: 54, count: 54, ids: null, unvaluedCount: 0, unvaluedIds: null },
 *   ],
 * })
 * cell?.gap // -66
 * cell?.pace?.ahead.value // -6
 * ```
 */
export const attainment = (input: AttainmentInput): ReadonlyArray<Attainment> => {
  refuse([
    ...periodProblems(input.periods),
    ...cellProblems("targets", input.targets),
    ...input.targets.flatMap(({ workingDays }, index) =>
      workingDays === undefined ? [] : workingDaysProblems(`targets[${index}].workingDays`, workingDays),
    ),
    ...cellProblems("facts", input.facts),
  ])
  const facts = new Map(input.facts.map((fact) => [keyOf(fact), fact]))
  const withIds = input.facts.some((fact) => fact.ids !== null)
  const cellOf = (period: AttainmentPeriod, key: CellKey, stated: TargetCell | null): Attainment => {
    const target = stated?.value ?? null
    const workingDays = period.workingDays === undefined ? undefined : (stated?.workingDays ?? period.workingDays)
    const fact = facts.get(keyOf(key))
    const value = fact?.value ?? 0
    const priorId = period.priorId ?? null
    const against = target !== null ? "target" : priorId !== null ? "priorPeriod" : "nothing"
    const prior =
      against === "priorPeriod" && priorId !== null ? facts.get(keyOf({ ...key, periodId: priorId })) : undefined
    const reference = against === "nothing" ? null : (target ?? prior?.value ?? 0)
    const withheld = ratioWithheld(against, reference)
    const unvaluedCount = fact?.unvaluedCount ?? 0
    const notes: Array<Message> = []
    if (against === "priorPeriod") notes.push(comparedWithPrior)
    if (unvaluedCount > 0)
      notes.push({
        en: `Not in the total, for want of an amount or a rate: ${unvaluedCount}`,
        ru: `Не вошли в итог, так как нет суммы или курса: ${unvaluedCount}`,
      })
    if ((prior?.unvaluedCount ?? 0) > 0)
      notes.push({
        en: `Not in the prior period's total, for want of an amount or a rate: ${prior?.unvaluedCount ?? 0}`,
        ru: `Не вошли в итог предыдущего периода, так как нет суммы или курса: ${prior?.unvaluedCount ?? 0}`,
      })
    return {
      repId: key.repId,
      periodId: key.periodId,
      measure: key.measure,
      fact: value,
      factCount: fact?.count ?? 0,
      factIds: fact === undefined ? (withIds ? [] : null) : fact.ids,
      unvaluedCount,
      unvaluedIds: fact === undefined ? (withIds ? [] : null) : fact.unvaluedIds,
      target,
      against,
      reference,
      referenceIds: against === "priorPeriod" ? (prior === undefined ? (withIds ? [] : null) : prior.ids) : null,
      gap: reference === null ? null : addFigure(value, -reference) + 0,
      ratio: withheld === null && reference !== null ? { numerator: value, denominator: reference } : null,
      withheld,
      notes,
      pace: target === null || workingDays === undefined ? null : paceOf(value, target, workingDays, stated?.due),
    }
  }
  const targetsOf = Map.groupBy(input.targets, (target) => target.periodId)
  const factsOf = Map.groupBy(input.facts, (fact) => fact.periodId)
  return input.periods.flatMap((period) => {
    const targets = targetsOf.get(period.id) ?? []
    const seen = new Set(targets.map(keyOf))
    // Whoever sold in the prior period and nothing in this one is a fall to 0, not a missing line.
    const prior = (factsOf.get(period.priorId ?? "") ?? []).map((fact): CellKey => ({ ...fact, periodId: period.id }))
    const untargeted = [...(factsOf.get(period.id) ?? []), ...prior].filter((cell) => {
      const isNew = !seen.has(keyOf(cell))
      seen.add(keyOf(cell))
      return isNew
    })
    return [
      ...targets.map((target) => cellOf(period, target, target)),
      ...untargeted.map((cell) => cellOf(period, cell, null)),
    ]
  })
}
