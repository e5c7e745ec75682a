import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"

/** What a rep brings to the rest of the plan. */
export interface ReplanRep {
  /** The rep; unique. */
  readonly id: string
  /** What the plan in force asks of the remaining periods, minor units, 0 or more. */
  readonly currentMinor: number
  /**
   * By remaining period, effective working days (present days weighed by the ramp); a period left out has none. Where others have days, a
   * rep without any gets nothing.
   */
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
  /** Most that all together may be asked for in it, such as what fulfilment can do, whole minor units, 0 or more; no bound by default. */
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
  /**
   * Most by which anybody's target may grow, as a share of the plan in force, finite, 0 or more: 0.2 is a fifth; no bound by default. Who has
   * no target so far, such as a newcomer, may be asked for what a day of the others may grow to, on each of the own days.
   */
  readonly mostGrowth?: number
  /** Most by which anybody's may fall, as a share, finite, 0 or more; no bound by default. */
  readonly mostCut?: number
  /**
   * Fairness: nobody is asked for more than so many times the mean per effective day, nor for less than the mean divided by it;
   * finite, 1 or more. No bound by default.
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
  /** Share of a structural miss that is carried, finite; 1 keeps the old total, 0 accepts the miss. Default 1. */
  readonly carryStructural?: number
  /** Share of a structural surplus that is taken off the rest, finite; 1 keeps the old total. Default 0: what was won beyond the plan lowers no plan. */
  readonly carrySurplus?: number
}

/** What is re-planned. */
export interface ReplanInput {
  /** ISO 4217 code of the amounts, for the words; they tell minor units where absent. */
  readonly currency?: string
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
  /**
   * Step of round targets, whole minor units, 1 or more: what people are asked for is a whole number of them, within the same bounds. 1
   * by default. Where a period has a ceiling, nothing is rounded past it: targets stay exact.
   */
  readonly stepMinor?: number
}

interface Bounds {
  readonly holds: (value: number) => boolean
  readonly message: Message
}

const isShare = (value: number): boolean => Number.isFinite(value) && value >= 0
const share: Bounds = {
  holds: isShare,
  message: { en: "must be finite and 0 or more", ru: "должно быть конечным и не меньше нуля" },
}
const wholeShare: Bounds = {
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
  message: {
    en: "must be whole minor units, 0 or more",
    ru: "должно быть в целых минимальных единицах и не меньше нуля",
  },
}
const step: Bounds = {
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
  message: { en: "must be whole minor units, 1 or more", ru: "должно быть в целых минимальных единицах, от 1" },
}
const whole: Bounds = {
  holds: Number.isSafeInteger,
  message: { en: "must be whole minor units", ru: "должно быть в целых минимальных единицах" },
}
const finite: Bounds = { holds: Number.isFinite, message: { en: "must be finite", ru: "должно быть конечным" } }
const readinessBounds: Bounds = {
  holds: (value) => value >= 0 && value <= 1,
  message: { en: "must be from 0 to 1", ru: "должно быть от 0 до 1" },
}
const fairnessBounds: Bounds = {
  holds: (value) => Number.isFinite(value) && value >= 1,
  message: { en: "must be finite and 1 or more", ru: "должно быть конечным и не меньше 1" },
}

/** Everything wrong with what is to be planned anew; empty where it can be. */
export const replanProblems = ({
  periods,
  reps,
  objective,
  constraints = {},
  gap,
  stepMinor,
}: ReplanInput): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  const add = (path: string, code: string, message: Message): void => {
    problems.push({ path, code, message })
  }
  /** What is left out is not judged. */
  const check = (path: string, code: string, value: number | undefined, { holds, message }: Bounds): void => {
    if (value !== undefined && !holds(value)) add(path, code, message)
  }
  const isRepeated = (ids: ReadonlyArray<string>): boolean => new Set(ids).size < ids.length
  const repeated: Message = { en: "an id stands twice", ru: "идентификатор указан дважды" }
  if (periods.length === 0)
    add("periods", "replan.noPeriods", { en: "no period remains", ru: "не осталось ни одного периода" })
  if (reps.length === 0)
    add("reps", "replan.noReps", { en: "there is nobody to plan for", ru: "планировать не для кого" })
  if (isRepeated(periods.map(({ id }) => id))) add("periods", "replan.duplicate", repeated)
  if (isRepeated(reps.map(({ id }) => id))) add("reps", "replan.duplicate", repeated)
  for (const view of ["capacity", "pipeline", "currentPlan"] as const)
    check(`objective.${view}`, "replan.objective", objective[view], share)
  check("stepMinor", "replan.step", stepMinor, step)
  check("constraints.mostGrowth", "replan.share", constraints.mostGrowth, share)
  check("constraints.mostCut", "replan.share", constraints.mostCut, share)
  check("constraints.fairness", "replan.fairness", constraints.fairness, fairnessBounds)
  for (const [index, rep] of reps.entries()) {
    const path = `reps[${index}]`
    check(`${path}.currentMinor`, "replan.rep", rep.currentMinor, wholeShare)
    check(`${path}.pipelineMinor`, "replan.rep", rep.pipelineMinor, share)
    check(`${path}.readiness`, "replan.rep", rep.readiness, readinessBounds)
    for (const [period, days] of Object.entries(rep.effectiveDays))
      check(`${path}.effectiveDays.${period}`, "replan.rep", days, share)
    check(`${path}.floorMinor`, "replan.rep", rep.floorMinor, wholeShare)
    check(`${path}.ceilingMinor`, "replan.rep", rep.ceilingMinor, wholeShare)
  }
  for (const [index, period] of periods.entries()) {
    check(`periods[${index}].season`, "replan.period", period.season, share)
    check(`periods[${index}].ceilingMinor`, "replan.period", period.ceilingMinor, wholeShare)
  }
  for (const part of ["remainingMinor", "deviationMinor", "timingMinor"] as const)
    check(`gap.${part}`, "replan.gap", gap[part], whole)
  for (const part of ["carryTiming", "carryStructural", "carrySurplus"] as const)
    check(`gap.${part}`, "replan.gap", gap[part], finite)
  return problems
}
