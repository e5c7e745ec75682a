import { splitByWeights } from "../../shared/Allocation.ts"
import { moneyText } from "../../shared/FigureText.ts"
import { sumMinor } from "../../shared/Money.ts"
import type { Language, Message } from "../../shared/Message.ts"
import { allot } from "../targets/Allotment.ts"
import { refuse } from "../decomposition/Decomposition.ts"
import type { BindingConstraint, Bound, ReplanConstraint } from "./ReplanBounds.ts"
import { constraintNames, replanBounds } from "./ReplanBounds.ts"
import type { ReplanInput, ReplanPeriod, ReplanRep } from "./ReplanInput.ts"
import { replanProblems } from "./ReplanInput.ts"
import { roundOverPeriods, roundTargets } from "../targets/RoundTargets.ts"

/** One rep's new targets. */
export interface ReplannedRep {
  /** The rep. */
  readonly id: string
  /** What the plan in force asks. */
  readonly currentMinor: number
  /** What the new one asks. */
  readonly newMinor: number
  /** The same in whole steps, within the same bounds: what a draft asks for. `newMinor` where no step was stated or none fits. */
  readonly roundMinor: number
  /** By period; `targetMinor` sums to `newMinor`, `roundMinor` to the rounded target. */
  readonly byPeriod: ReadonlyArray<{
    readonly periodId: string
    readonly targetMinor: number
    readonly roundMinor: number
  }>
  /** The constraint the target stands at; null where proportion alone decided. */
  readonly at: ReplanConstraint | null
  /** New target over effective days; null without any. */
  readonly perDayMinor: number | null
}

/** A plan for the rest, or what stands in its way. */
export interface Replan {
  /** Whether every constraint is kept and all of the total is placed. */
  readonly isFeasible: boolean
  /** What the rest had to reach. */
  readonly totalMinor: number
  /** Of it what was carried over from the deviation so far: timing and structure. */
  readonly carried: { readonly timingMinor: number; readonly structuralMinor: number }
  /** The reps' new targets, within all bounds also where the total does not fit. */
  readonly reps: ReadonlyArray<ReplannedRep>
  /** The reps' sum of round targets; less than the step of each off the exact sum. */
  readonly roundTotalMinor: number
  /** By period, the reps' sum. */
  readonly periods: ReadonlyArray<{ readonly periodId: string; readonly targetMinor: number }>
  /** What could not be placed (above 0), or what floors force on top (below 0); 0 where it is feasible. */
  readonly residualMinor: number
  /** The constraints that stand in the way; empty where it is feasible. */
  readonly binding: ReadonlyArray<BindingConstraint>
  /** The same in words; null where it is feasible. */
  readonly reason: Message | null
}

const sumOf = <Row>(rows: ReadonlyArray<Row>, value: (row: Row, index: number) => number): number =>
  rows.reduce((sum, row, index) => sum + value(row, index), 0)

/** Shares of a view over the reps, summing to 1; all 0 where the view says nothing. */
const normalised = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const total = sumOf(values, (value) => value)
  return values.map((value) => (total > 0 ? value / total : 0))
}

const daysOf = ({ effectiveDays }: ReplanRep, periods: ReadonlyArray<ReplanPeriod>): number =>
  sumOf(periods, ({ id }) => effectiveDays[id] ?? 0)

/** Each rep's total over the periods as the rep's own days and the seasons have it; evenly where the rep has no days. */
const overOwnDays = (
  { effectiveDays }: ReplanRep,
  totalMinor: number,
  periods: ReadonlyArray<ReplanPeriod>,
): ReadonlyArray<number> => {
  const weights = periods.map(({ id, season = 1 }) => (effectiveDays[id] ?? 0) * season)
  return splitByWeights(totalMinor, weights.some((weight) => weight > 0) ? weights : periods.map(() => 1))
}

/**
 * Rep totals over period totals where periods are bounded: both sums are kept to the last unit, and shares are as near to each rep's own
 * days and seasons as the bounds let them be.
 */
const overBounded = (
  reps: ReadonlyArray<{ readonly rep: ReplanRep; readonly totalMinor: number }>,
  periods: ReadonlyArray<{ readonly period: ReplanPeriod; readonly totalMinor: number }>,
): ReadonlyArray<ReadonlyArray<number>> => {
  const left = reps.map(({ totalMinor }) => totalMinor)
  const rows = reps.map(() => [] as Array<number>)
  for (const [at, { period, totalMinor }] of periods.entries()) {
    const ahead = periods.slice(at)
    const weightIn = (rep: ReplanRep, { period: { id, season = 1 } }: { readonly period: ReplanPeriod }): number =>
      (rep.effectiveDays[id] ?? 0) * season
    const claims = reps.map(({ rep }, index) => {
      const all = sumOf(ahead, (one) => weightIn(rep, one))
      const share = all > 0 ? weightIn(rep, { period }) / all : 1 / ahead.length
      // Whoever has something left must be able to take it, or the last period could not place it.
      return { id: rep.id, weight: (left[index] ?? 0) * Math.max(share, 1e-9), ceiling: left[index] ?? 0 }
    })
    const parts = allot(totalMinor, claims).shares
    for (const [index, { amount }] of parts.entries()) {
      rows[index]?.push(amount)
      left[index] = (left[index] ?? 0) - amount
    }
  }
  return rows
}

const words = (residual: number, binding: ReadonlyArray<BindingConstraint>, currency: string | undefined): Message => {
  const named = (language: Language): string =>
    binding.map(({ constraint, of }) => `${constraintNames[constraint][language]} (${of})`).join(", ")
  const [en, ru] = [named("en"), named("ru")]
  if (residual === 0) return { en: `Bounds exclude each other: ${en}`, ru: `Ограничения исключают друг друга: ${ru}` }
  const size = Math.abs(residual)
  const amount =
    currency === undefined
      ? { en: `${size} minor units`, ru: `${size} минимальных единиц` }
      : moneyText({ amountMinor: size, currency })
  if (residual < 0)
    return {
      en: `Floors exceed the total by ${amount.en}: ${en}`,
      ru: `Нижние границы превышают итог на ${amount.ru}: ${ru}`,
    }
  const why = binding.length > 0 ? { en, ru } : noClaim
  return { en: `${amount.en} cannot be placed: ${why.en}`, ru: `Не удаётся распределить ${amount.ru}: ${why.ru}` }
}

const noClaim: Message = {
  en: "nobody has a claim by the views that were chosen",
  ru: "по выбранным основаниям никому ничего не причитается",
}

/**
 * Plans the rest anew from the deviation so far: what is carried over, shared out by capacity, pipeline and the plan in force,
 * within the bounds of every rep and period, to the last minor unit. Where the bounds leave no such plan, it says which
 * constraint stands in the way and by how much, and gives what the bounds do allow.
 *
 * @param input - the gap, remaining periods, reps, objective and constraints: all of it data; at least one period and one rep, ids unique
 * @throws `InputInvalid` with every number out of bounds; AmountUnsafe where what is to be reached is past 2^53−1 minor units
 *
 * @example
 * ```ts
 * import { replan } from "@salesdept/core/plan"
 *
 * const rep = { currentMinor: 300_000_00, pipelineMinor: 0, effectiveDays: { "2026-11": 20 } }
 * const plan = replan({
 *   gap: { remainingMinor: 600_000_00, deviationMinor: -60_000_00, timingMinor: -60_000_00 },
 *   periods: [{ id: "2026-11" }],
 *   reps: [
 *     { ...rep, id: "ann" },
 *     { ...rep, id: "bob", ceilingMinor: 310_000_00 },
 *   ],
 *   objective: { capacity: 1, pipeline: 0, currentPlan: 1 },
 * })
 * plan.reps.map(({ id, newMinor, at }) => [id, newMinor, at]) // [["ann", 35000000, null], ["bob", 31000000, "ceiling"]]
 * ```
 */
export const replan = (input: ReplanInput): Replan => {
  refuse(replanProblems(input))
  const { gap, periods, reps, objective, constraints = {} } = input
  const { carryTiming = 1, carryStructural = 1, carrySurplus = 0 } = gap
  const structuralMinor = gap.deviationMinor - gap.timingMinor
  const carried = {
    timingMinor: Math.round(-gap.timingMinor * carryTiming) + 0,
    structuralMinor: Math.round(-structuralMinor * (structuralMinor > 0 ? carrySurplus : carryStructural)) + 0,
  }
  const totalMinor = Math.max(0, sumMinor([gap.remainingMinor, carried.timingMinor, carried.structuralMinor]))
  const days = reps.map((rep) => daysOf(rep, periods))
  const allDays = sumOf(days, (value) => value)
  const meanPerDay = allDays > 0 ? totalMinor / allDays : 0
  const views = {
    capacity: normalised(reps.map(({ readiness = 1 }, index) => (days[index] ?? 0) * readiness)),
    pipeline: normalised(reps.map(({ pipelineMinor }) => pipelineMinor)),
    currentPlan: normalised(reps.map(({ currentMinor }) => currentMinor)),
  }
  const isAway = (index: number): boolean => allDays > 0 && days[index] === 0
  const heldDays = sumOf(days, (value, index) => ((reps[index]?.currentMinor ?? 0) > 0 ? value : 0))
  const heldMinor = sumOf(reps, ({ currentMinor }, index) => ((days[index] ?? 0) > 0 ? currentMinor : 0))
  const currentPerDay = heldDays > 0 ? heldMinor / heldDays : null
  const bounds = reps.map((rep, index) =>
    replanBounds(rep, { days: days[index] ?? 0, meanPerDay, currentPerDay, isAway: isAway(index) }, constraints),
  )
  const weights = reps.map((_, index) =>
    (["capacity", "pipeline", "currentPlan"] as const).reduce(
      (sum, view) => sum + objective[view] * (views[view][index] ?? 0),
      0,
    ),
  )
  const bind = (bound: Bound | null, of: string): ReadonlyArray<BindingConstraint> =>
    bound === null ? [] : [{ constraint: bound.constraint, of, boundMinor: bound.minor }]
  // Bounds of one rep that exclude each other: the ceiling is kept, the floor is named as what cannot be.
  const clashes = bounds.flatMap(({ floor, ceiling }, index) =>
    floor !== null && ceiling !== null && floor.minor > ceiling.minor
      ? [...bind(floor, reps[index]?.id ?? ""), ...bind(ceiling, reps[index]?.id ?? "")]
      : [],
  )
  const worked = periods.map(
    ({ id, season = 1 }) => season * sumOf(reps, ({ effectiveDays }) => effectiveDays[id] ?? 0),
  )
  const nobodyWorks = worked.every((weight) => weight === 0)
  const overTotals = (whole: number) =>
    allot(
      whole,
      periods.map(({ id, ceilingMinor = null }, index) => ({
        id,
        weight: nobodyWorks ? 1 : (worked[index] ?? 0),
        ceiling: ceilingMinor,
      })),
    )
  const byPeriod = overTotals(totalMinor)
  const placeable = totalMinor - byPeriod.residual
  const byRep = allot(
    placeable,
    reps.map(({ id }, index) => {
      const { floor, ceiling } = bounds[index] ?? { floor: null, ceiling: null }
      const most = ceiling?.minor ?? null
      const least = floor?.minor ?? 0
      return { id, weight: weights[index] ?? 0, floor: most === null ? least : Math.min(least, most), ceiling: most }
    }),
  )
  const newTotals = byRep.shares.map(({ amount }) => amount)
  const placed = sumOf(newTotals, (amount) => amount)
  // Nobody is asked for a period in which they are away: each has the own days, as long as periods can take what that comes to.
  const own = reps.map((rep, index) => overOwnDays(rep, newTotals[index] ?? 0, periods))
  const isWithin = periods.every(
    ({ ceilingMinor = Number.POSITIVE_INFINITY }, position) => sumOf(own, (row) => row[position] ?? 0) <= ceilingMinor,
  )
  const periodTotals = placed === placeable ? byPeriod : overTotals(placed)
  const lastPeriod = periods.length - 1
  const rows = isWithin
    ? own
    : overBounded(
        reps.map((rep, index) => ({ rep, totalMinor: newTotals[index] ?? 0 })),
        periods.map((period, index) => ({
          period,
          // What floors force past the periods' ceilings stands in the last one, and the ceilings are named as broken.
          totalMinor:
            (periodTotals.shares[index]?.amount ?? 0) +
            (index === lastPeriod && placed !== placeable ? periodTotals.residual : 0),
        })),
      )
  const stuckReps = byRep.fits === "yes" ? [] : byRep.binding
  const binding = [
    ...clashes,
    ...reps.flatMap(({ id }, index) => {
      if (!stuckReps.includes(id)) return []
      const { floor, ceiling } = bounds[index] ?? { floor: null, ceiling: null }
      return bind(byRep.fits === "floors" ? floor : ceiling, id)
    }),
    ...periods.flatMap(({ id, ceilingMinor }): ReadonlyArray<BindingConstraint> =>
      (byPeriod.fits === "ceilings" || periodTotals.fits === "ceilings") &&
      ceilingMinor !== undefined &&
      (byPeriod.binding.includes(id) || periodTotals.binding.includes(id))
        ? [{ constraint: "periodCeiling", of: id, boundMinor: ceilingMinor }]
        : [],
    ),
  ]
  const residualMinor = totalMinor - placed
  const step = periods.some(({ ceilingMinor }) => ceilingMinor !== undefined) ? 1 : (input.stepMinor ?? 1)
  const round = roundTargets(
    newTotals.map((exactMinor, index) => ({
      exactMinor,
      leastMinor: bounds[index]?.floor?.minor ?? 0,
      mostMinor: bounds[index]?.ceiling?.minor ?? Number.POSITIVE_INFINITY,
    })),
    step,
  )
  const isFeasible = residualMinor === 0 && clashes.length === 0 && periodTotals.residual === 0
  return {
    isFeasible,
    totalMinor,
    carried,
    reps: reps.map(({ id, currentMinor }, index): ReplannedRep => {
      const newMinor = newTotals[index] ?? 0
      const { floor, ceiling } = bounds[index] ?? { floor: null, ceiling: null }
      const at = byRep.shares[index]?.bound ?? null
      const roundMinor = round[index] ?? newMinor
      const exact = periods.map((_, position) => rows[index]?.[position] ?? 0)
      const rounded = roundOverPeriods(exact, roundMinor, step)
      return {
        id,
        currentMinor,
        newMinor,
        roundMinor,
        byPeriod: periods.map((period, position) => ({
          periodId: period.id,
          targetMinor: exact[position] ?? 0,
          roundMinor: rounded[position] ?? 0,
        })),
        at: at === null ? null : at === "floor" ? (floor?.constraint ?? null) : (ceiling?.constraint ?? null),
        perDayMinor: (days[index] ?? 0) > 0 ? newMinor / (days[index] ?? 1) : null,
      }
    }),
    roundTotalMinor: sumMinor(round),
    periods: periods.map(({ id }, position) => ({
      periodId: id,
      targetMinor: sumOf(rows, (row) => row[position] ?? 0),
    })),
    residualMinor,
    binding,
    reason: isFeasible ? null : words(residualMinor, binding, input.currency),
  }
}

/** A named way to plan the rest. */
export interface ReplanScenario {
  /** Its name; unique. */
  readonly id: string
  /** What is planned. */
  readonly input: ReplanInput
}

/**
 * Scenarios side by side, each by {@link replan}.
 *
 * @param scenarios - what is planned in each, in any order
 * @returns in the order given
 * @throws `InputInvalid` with every number out of bounds in the first scenario that has one
 *
 * @example
 * ```ts
 * import { replanScenarios } from "@salesdept/core/plan"
 *
 * const input = {
 *   gap: { remainingMinor: 300_000_00, deviationMinor: -60_000_00, timingMinor: 0 },
 *   periods: [{ id: "2026-11" }],
 *   reps: [{ id: "ann", currentMinor: 300_000_00, pipelineMinor: 0, effectiveDays: { "2026-11": 20 } }],
 *   objective: { capacity: 1, pipeline: 0, currentPlan: 0 },
 * }
 * const accepted = { ...input, gap: { ...input.gap, carryStructural: 0 } }
 * const plans = replanScenarios([{ id: "caughtUp", input }, { id: "accepted", input: accepted }])
 * plans.map(({ id, plan }) => [id, plan.totalMinor]) // [["caughtUp", 36000000], ["accepted", 30000000]]
 * ```
 */
export const replanScenarios = (
  scenarios: ReadonlyArray<ReplanScenario>,
): ReadonlyArray<{ readonly id: string; readonly plan: Replan }> =>
  scenarios.map(({ id, input }) => ({ id, plan: replan(input) }))
