import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { allot } from "./Allotment.ts"
import { refuse } from "./Decomposition.ts"

/** What a rep brings to the rest of the plan. */
export interface ReplanRep {
  /** The rep; unique. */
  readonly id: string
  /** What the plan in force asks of the remaining periods, minor units, 0 or more. */
  readonly currentMinor: number
  /** By remaining period, effective working days (present days weighed by the ramp); a period left out has none. */
  readonly effectiveDays: { readonly [periodId: string]: number }
  /** Readiness for the work ahead, 0 to 1; 1 by default. */
  readonly readiness?: number
  /** Expected of the rep's open deals within the remaining periods, minor units, 0 or more. */
  readonly pipelineMinor: number
  /** Least the rep may be asked for; 0 by default. */
  readonly floorMinor?: number
  /** Most the rep may be asked for; no bound by default. */
  readonly ceilingMinor?: number
}

/** A remaining period. */
export interface ReplanPeriod {
  /** Its label; unique. */
  readonly id: string
  /** Its season against a mean one, 0 or more; 1 by default. */
  readonly season?: number
  /** Most that all together may be asked for in it, such as what fulfilment can do; no bound by default. */
  readonly ceilingMinor?: number
}

/** By what the rest is shared out: weights of four views, each normalised to sum to 1 over the reps. */
export interface ReplanObjective {
  /** Effective days × readiness. */
  readonly capacity: number
  /** Open deals at hand. */
  readonly pipeline: number
  /** The plan in force. */
  readonly currentPlan: number
}

/** What a new plan must keep to. */
export interface ReplanConstraints {
  /** Most by which anybody's target may grow, as a share of the plan in force: 0.2 is a fifth; no bound by default. */
  readonly mostGrowth?: number
  /** Most by which anybody's may fall, as a share; no bound by default. */
  readonly mostCut?: number
  /**
   * Fairness: nobody is asked for more than so many times the mean per effective day, nor for less than the mean divided by it; 1
   * or more. No bound by default.
   */
  readonly fairness?: number
}

/** What is still to be reached, and how much of the deviation so far goes into it. */
export interface ReplanGap {
  /** What the plan in force asks of the remaining periods, minor units; stated apart since not all of it may be of reps. */
  readonly remainingMinor: number
  /** Fact less plan so far, minor units: below 0 is a miss. */
  readonly deviationMinor: number
  /**
   * Of it what is a matter of timing: pulled in (above 0) less slipped (below 0). Slipped deals come back by themselves, and pulled
   * in ones are missing later. The rest is structural.
   */
  readonly timingMinor: number
  /** Share of the timing part that is carried into the rest of the plan; 1 by default. */
  readonly carryTiming?: number
  /** Share of the structural part that is carried; 1 keeps the old total, 0 accepts the deviation. Default 1. */
  readonly carryStructural?: number
}

/** What is re-planned. */
export interface ReplanInput {
  /** What is to be reached. */
  readonly gap: ReplanGap
  /** The remaining periods. */
  readonly periods: ReadonlyArray<ReplanPeriod>
  /** The reps. */
  readonly reps: ReadonlyArray<ReplanRep>
  /** By what it is shared out. */
  readonly objective: ReplanObjective
  /** What must hold. */
  readonly constraints?: ReplanConstraints
}

/** A constraint by its name. */
export type ReplanConstraint =
  | "floor"
  | "ceiling"
  | "mostGrowth"
  | "mostCut"
  | "fairnessMost"
  | "fairnessLeast"
  | "periodCeiling"

/** A constraint that keeps the plan from being met. */
export interface BindingConstraint {
  /** Which. */
  readonly constraint: ReplanConstraint
  /** Whose; the period for a bound of a period. */
  readonly of: string
  /** The bound, minor units. */
  readonly boundMinor: number
}

/** One rep's new targets. */
export interface ReplannedRep {
  /** The rep. */
  readonly id: string
  /** What the plan in force asks. */
  readonly currentMinor: number
  /** What the new one asks. */
  readonly newMinor: number
  /** By period; sums to `newMinor`. */
  readonly byPeriod: ReadonlyArray<{ readonly periodId: string; readonly targetMinor: number }>
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
  /** By period, the reps' sum. */
  readonly periods: ReadonlyArray<{ readonly periodId: string; readonly targetMinor: number }>
  /** What could not be placed (above 0), or what floors force on top (below 0); 0 where it is feasible. */
  readonly residualMinor: number
  /** The constraints that stand in the way; empty where it is feasible. */
  readonly binding: ReadonlyArray<BindingConstraint>
  /** The same in words; null where it is feasible. */
  readonly reason: Message | null
}

interface Bound {
  readonly constraint: ReplanConstraint
  readonly minor: number
}

const sumOf = <Row>(rows: ReadonlyArray<Row>, value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0)

const problemsOf = ({ periods, reps, objective, constraints = {}, gap }: ReplanInput): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, en: string, ru: string): void => {
    problems.push({ path, code, message: { en, ru } })
  }
  const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0
  if (periods.length === 0) add("periods", "replan.noPeriods", "no period remains", "не осталось ни одного периода")
  if (reps.length === 0) add("reps", "replan.noReps", "there is nobody to plan for", "планировать не для кого")
  for (const [path, ids] of [
    ["periods", periods.map(({ id }) => id)],
    ["reps", reps.map(({ id }) => id)],
  ] as const)
    if (new Set(ids).size < ids.length)
      add(path, "replan.duplicate", "an id stands twice", "идентификатор указан дважды")
  for (const view of ["capacity", "pipeline", "currentPlan"] as const)
    if (!isShare(objective[view]))
      add(
        `objective.${view}`,
        "replan.objective",
        "must be finite and 0 or more",
        "должно быть конечным и не меньше нуля",
      )
  for (const name of ["mostGrowth", "mostCut"] as const)
    if (!isShare(constraints[name] ?? 0))
      add(
        `constraints.${name}`,
        "replan.share",
        "must be finite and 0 or more",
        "должно быть конечным и не меньше нуля",
      )
  if (!((constraints.fairness ?? 1) >= 1))
    add("constraints.fairness", "replan.fairness", "must be 1 or more", "должно быть не меньше 1")
  for (const [index, { currentMinor, pipelineMinor, readiness = 1, effectiveDays }] of reps.entries()) {
    const isWhole = Number.isSafeInteger(currentMinor) && currentMinor >= 0 && pipelineMinor >= 0
    const isReady = readiness >= 0 && readiness <= 1 && Object.values(effectiveDays).every(isShare)
    if (!isWhole || !isReady) add(`reps[${index}]`, "replan.rep", "is out of bounds", "вне допустимых границ")
  }
  if (![gap.remainingMinor, gap.deviationMinor, gap.timingMinor].every(Number.isSafeInteger))
    add("gap", "replan.gap", "must be whole minor units", "должно быть в целых минимальных единицах")
  return problems
}

const tightest = (bounds: ReadonlyArray<Bound>, isTighter: (left: number, right: number) => boolean): Bound | null =>
  bounds.reduce<Bound | null>(
    (held, bound) => (held === null || isTighter(bound.minor, held.minor) ? bound : held),
    null,
  )

/** The least and the most that a rep may be asked for, each with the constraint that says so. */
const boundsOf = (
  rep: ReplanRep,
  days: number,
  meanPerDay: number,
  { mostGrowth, mostCut, fairness }: ReplanConstraints,
): { readonly floor: Bound | null; readonly ceiling: Bound | null } => {
  const floors: Array<Bound> = []
  const ceilings: Array<Bound> = []
  if (rep.floorMinor !== undefined) floors.push({ constraint: "floor", minor: rep.floorMinor })
  if (rep.ceilingMinor !== undefined) ceilings.push({ constraint: "ceiling", minor: rep.ceilingMinor })
  if (mostCut !== undefined)
    floors.push({ constraint: "mostCut", minor: Math.max(0, Math.ceil(rep.currentMinor * (1 - mostCut))) })
  if (mostGrowth !== undefined)
    ceilings.push({ constraint: "mostGrowth", minor: Math.floor(rep.currentMinor * (1 + mostGrowth)) })
  if (fairness !== undefined) {
    floors.push({ constraint: "fairnessLeast", minor: Math.max(0, Math.ceil((meanPerDay * days) / fairness - 1e-9)) })
    ceilings.push({ constraint: "fairnessMost", minor: Math.floor(meanPerDay * days * fairness + 1e-9) })
  }
  return {
    floor: tightest(floors, (left, right) => left > right),
    ceiling: tightest(ceilings, (left, right) => left < right),
  }
}

/** Shares of a view over the reps, summing to 1; all 0 where the view says nothing. */
const normalised = (values: ReadonlyArray<number>): ReadonlyArray<number> => {
  const total = sumOf(values, (value) => value)
  return values.map((value) => (total > 0 ? value / total : 0))
}

const daysOf = ({ effectiveDays }: ReplanRep, periods: ReadonlyArray<ReplanPeriod>): number =>
  sumOf(periods, ({ id }) => effectiveDays[id] ?? 0)

/** Rep totals over period totals: both sums are kept to the last unit, shares follow each rep's days and the seasons. */
const overPeriods = (
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

const words = (residual: number, binding: ReadonlyArray<BindingConstraint>): Message => {
  const named = binding.map(({ constraint, of }) => `${constraint} (${of})`).join(", ")
  if (residual === 0)
    return { en: `Bounds exclude each other: ${named}`, ru: `Ограничения исключают друг друга: ${named}` }
  return residual > 0
    ? { en: `${residual} cannot be placed: ${named}`, ru: `Не удаётся распределить ${residual}: ${named}` }
    : {
        en: `Floors exceed the total by ${-residual}: ${named}`,
        ru: `Нижние границы превышают итог на ${-residual}: ${named}`,
      }
}

/**
 * Plans the rest anew from the deviation so far: what is carried over, shared out by capacity, pipeline and the plan in force,
 * within the bounds of every rep and period, to the last minor unit. Where the bounds leave no such plan, it says which
 * constraint stands in the way and by how much, and gives what the bounds do allow.
 *
 * @param input - the gap, remaining periods, reps, objective and constraints: all of it data
 * @throws `InputInvalid` with every number out of bounds
 */
export const replan = (input: ReplanInput): Replan => {
  refuse(problemsOf(input))
  const { gap, periods, reps, objective, constraints = {} } = input
  const { carryTiming = 1, carryStructural = 1 } = gap
  const carried = {
    timingMinor: Math.round(-gap.timingMinor * carryTiming) + 0,
    structuralMinor: Math.round(-(gap.deviationMinor - gap.timingMinor) * carryStructural) + 0,
  }
  const totalMinor = Math.max(0, gap.remainingMinor + carried.timingMinor + carried.structuralMinor)
  const days = reps.map((rep) => daysOf(rep, periods))
  const allDays = sumOf(days, (value) => value)
  const meanPerDay = allDays > 0 ? totalMinor / allDays : 0
  const views = {
    capacity: normalised(reps.map(({ readiness = 1 }, index) => (days[index] ?? 0) * readiness)),
    pipeline: normalised(reps.map(({ pipelineMinor }) => pipelineMinor)),
    currentPlan: normalised(reps.map(({ currentMinor }) => currentMinor)),
  }
  const bounds = reps.map((rep, index) => boundsOf(rep, days[index] ?? 0, meanPerDay, constraints))
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
  // Periods follow what reps can take, again within the periods' own bounds.
  const periodTotals = placed === placeable ? byPeriod : overTotals(placed)
  const lastPeriod = periods.length - 1
  const rows = overPeriods(
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
  const isFeasible = residualMinor === 0 && clashes.length === 0 && periodTotals.residual === 0
  return {
    isFeasible,
    totalMinor,
    carried,
    reps: reps.map(({ id, currentMinor }, index): ReplannedRep => {
      const newMinor = newTotals[index] ?? 0
      const { floor, ceiling } = bounds[index] ?? { floor: null, ceiling: null }
      const at = byRep.shares[index]?.bound ?? null
      return {
        id,
        currentMinor,
        newMinor,
        byPeriod: periods.map((period, position) => ({
          periodId: period.id,
          targetMinor: rows[index]?.[position] ?? 0,
        })),
        at: at === null ? null : at === "floor" ? (floor?.constraint ?? null) : (ceiling?.constraint ?? null),
        perDayMinor: (days[index] ?? 0) > 0 ? newMinor / (days[index] ?? 1) : null,
      }
    }),
    periods: periods.map(({ id }, position) => ({
      periodId: id,
      targetMinor: sumOf(rows, (row) => row[position] ?? 0),
    })),
    residualMinor,
    binding: isFeasible ? [] : binding,
    reason: isFeasible ? null : words(residualMinor, binding),
  }
}

/** A named way to plan the rest. */
export interface ReplanScenario {
  /** Its name; unique. */
  readonly id: string
  /** What is planned. */
  readonly input: ReplanInput
}

/** Scenarios side by side. */
export const replanScenarios = (
  scenarios: ReadonlyArray<ReplanScenario>,
): ReadonlyArray<{ readonly id: string; readonly plan: Replan }> =>
  scenarios.map(({ id, input }) => ({ id, plan: replan(input) }))
