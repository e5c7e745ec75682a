import type { Problem } from "../shared/Problem.ts"

/** What a rep brings to the rest of the plan. */
export interface ReplanRep {
  /** The rep; unique. */
  readonly id: string
  /** What the plan in force asks of the remaining periods, minor units, 0 or more. */
  readonly currentMinor: number
  /** By remaining period, effective working days (present days weighed by the ramp); a period left out has none. */
  readonly effectiveDays: { readonly [periodId: string]: number }
  /** Readiness for the work ahead, 0 to 1 (inclusive); 1 by default. */
  readonly readiness?: number
  /** Expected of the rep's open deals within the remaining periods, minor units, 0 or more. */
  readonly pipelineMinor: number
  /** Least the rep may be asked for, whole minor units, 0 or more; 0 by default. */
  readonly floorMinor?: number
  /** Most the rep may be asked for, whole minor units, 0 or more; no bound by default. */
  readonly ceilingMinor?: number
}

/** A remaining period. */
export interface ReplanPeriod {
  /** Its label; unique. */
  readonly id: string
  /** Its season against a mean one, finite, 0 or more; 1 by default. */
  readonly season?: number
  /** Most that all together may be asked for in it, such as what fulfilment can do, whole minor units; no bound by default. */
  readonly ceilingMinor?: number
}

/** By what the rest is shared out: weights of three views, finite, 0 or more, each view normalised to sum to 1 over the reps. */
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
  /** Most by which anybody's target may grow, as a share of the plan in force, finite, 0 or more: 0.2 is a fifth; no bound by default. */
  readonly mostGrowth?: number
  /** Most by which anybody's may fall, as a share, finite, 0 or more; no bound by default. */
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
  /** Share of the timing part that is carried into the rest of the plan, finite; 1 by default. */
  readonly carryTiming?: number
  /** Share of the structural part that is carried, finite; 1 keeps the old total, 0 accepts the deviation. Default 1. */
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

/** Everything wrong with what is to be planned anew; empty where it can be. */
export const replanProblems = ({
  periods,
  reps,
  objective,
  constraints = {},
  gap,
}: ReplanInput): ReadonlyArray<Problem> => {
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
