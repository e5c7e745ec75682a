import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { levelProblems, rejectWhere } from "../stats/ArgumentProblem.ts"
import type { SampleRatioCheck } from "../stats/SampleRatio.ts"
import { sampleRatioCheck } from "../stats/SampleRatio.ts"
import { sequentialInterval } from "../stats/SequentialInterval.ts"
import type { Count } from "../stats/TwoProportions.ts"
import { newcombeInterval, sampleSizeForProportions } from "../stats/TwoProportions.ts"
import type { Interval } from "../stats/Wilson.ts"

/** What became of the deals of one arm. Counts are whole, 0 or more. */
export interface ExperimentArm {
  /** Deals assigned to it that came to the script. */
  readonly deals: number
  /** Of them closed, won or lost; at most `deals`. */
  readonly closed: number
  /** Of those won; at most `closed`. */
  readonly won: number
  /** Of `deals`, those in which another version than the assigned one was used. They are counted where they were assigned. */
  readonly strayed: number
}

/** What an experiment was planned to be, before it began. */
export interface ExperimentPlan {
  /** Share of the deals that was to get the trial version, in whole percent, 1 to 99 (inclusive). */
  readonly trialSharePercent: number
  /** Closed deals, both arms together, after which it ends; 2 or more. */
  readonly plannedClosed: number
}

/** What an experiment says so far. */
export type ExperimentAdvice = "assignmentBroken" | "keep" | "rollBack" | "continue" | "noDifferenceShown"

/** The reading of an experiment. JSON-safe. */
export interface ExperimentVerdict {
  /** What to do. */
  readonly advice: ExperimentAdvice
  /** The same in words, with its reason. */
  readonly why: Message
  /** The version in force. */
  readonly baseline: ExperimentArm
  /** The version on trial. */
  readonly trial: ExperimentArm
  /** Whether the arms are as large as they were meant to be. Where they are not, nothing else is read. */
  readonly sampleRatio: SampleRatioCheck
  /** Share won of closed, trial less baseline, −1 to 1; null where an arm has no closed deals. */
  readonly difference: number | null
  /** Interval for one look at the planned end (Newcombe 1998); null likewise. */
  readonly fixedInterval: Interval | null
  /** Interval that holds however often one looks (Waudby-Smith et al. 2021); null where an arm is all won, all lost or empty. */
  readonly anytimeInterval: Interval | null
  /**
   * Closed deals in all that would show a difference as large as the one seen, four times out of five, at the planned end, where it is
   * judged at half the error; null where none is seen.
   */
  readonly closedNeeded: number | null
}

const reasons: { readonly [Advice in ExperimentAdvice]: Message } = {
  assignmentBroken: {
    en: "The arms are not as large as they were meant to be: look for the fault in the assignment; the results mean nothing.",
    ru: "Размеры групп не такие, как задумано: ищите ошибку в распределении; результаты ничего не значат.",
  },
  keep: {
    en: "More is won by the trial version, beyond what looking often could feign: keep it.",
    ru: "По пробной версии выигрывают больше, и это не эффект частых проверок: оставьте её.",
  },
  rollBack: {
    en: "Less is won by the trial version, beyond what looking often could feign: roll it back.",
    ru: "По пробной версии выигрывают меньше, и это не эффект частых проверок: верните прежнюю.",
  },
  continue: {
    en: "Not enough data yet: go on, and change nothing in the middle.",
    ru: "Данных пока недостаточно: продолжайте и ничего не меняйте на ходу.",
  },
  noDifferenceShown: {
    en: "The planned deals are closed and no difference is shown. That is not proof that there is none: keep the version in force.",
    ru: "Запланированные сделки закрыты, различие не показано. Это не доказывает, что его нет: оставьте действующую версию.",
  },
}

const openDecide: Message = {
  en: "Of the closed deals more is won by one version, but deals that are open can still make up for it: one version may only close sooner. Go on until they are closed.",
  ru: "Среди закрытых сделок по одной из версий выигрывают больше, но открытые ещё могут это выровнять: возможно, одна версия лишь быстрее приводит к закрытию. Продолжайте, пока они не закроются.",
}

const armProblems = (path: string, { deals, closed, won, strayed }: ExperimentArm): ReadonlyArray<Problem> => {
  const bounds = [
    ["deals", deals, Number.MAX_SAFE_INTEGER],
    ["closed", closed, deals],
    ["won", won, closed],
    ["strayed", strayed, deals],
  ] as const
  return bounds.flatMap(([name, count, most]) =>
    Number.isSafeInteger(count) && count >= 0 && count <= most
      ? []
      : [
          {
            path: `${path}.${name}`,
            code: "experiment.count",
            message: { en: `must be 0 to ${most}, got ${count}`, ru: `должно быть от 0 до ${most}, получено ${count}` },
          },
        ],
  )
}

const planProblems = ({ trialSharePercent, plannedClosed }: ExperimentPlan): ReadonlyArray<Problem> => [
  ...(Number.isInteger(trialSharePercent) && trialSharePercent >= 1 && trialSharePercent <= 99
    ? []
    : [
        {
          path: "plan.trialSharePercent",
          code: "experiment.share",
          message: { en: "must be a whole number from 1 to 99", ru: "должно быть целым числом от 1 до 99" },
        },
      ]),
  ...(Number.isSafeInteger(plannedClosed) && plannedClosed >= 2
    ? []
    : [
        {
          path: "plan.plannedClosed",
          code: "experiment.planned",
          message: { en: "must be a whole number, 2 or more", ru: "должно быть целым числом не меньше 2" },
        },
      ]),
]

const neededOf = (share1: number, share2: number, trialShare: number, alpha: number): number | null => {
  if (share1 === share2 || [share1, share2].some((share) => share <= 0 || share >= 1)) return null
  const ratio = (1 - trialShare) / trialShare
  return Math.ceil(sampleSizeForProportions({ share1, share2, alpha, ratio }) * (1 + ratio))
}

/**
 * Reads an experiment with two versions of a script. Deals are counted where they were assigned, whichever version was used in
 * them. It may be read at any time and as often as one likes; before the planned end it advises to stop only where an interval that
 * holds at every look leaves out 0. The chance of a false alarm is shared out: half of it to all the looks on the way, half to the
 * one look at the planned end, where the decision is due: who goes on looking after it will see a difference more often than stated.
 *
 * Won of closed deals says more of a version that only closes sooner what it wins, or later what it loses. So while deals are open it is not
 * enough: of all that were assigned more must be won, and less lost, beyond chance. Where a version changes both speeds at once, only
 * time tells.
 *
 * @param baseline - deals assigned to the version in force
 * @param trial - deals assigned to the version on trial
 * @param plan - as it was stated before the start
 * @param level - confidence of the advice, between 0 and 1, both excluded; the intervals are each at half the error. Default 0.95
 * @throws InputInvalid listing every count and setting out of bounds
 *
 * @example
 * ```ts
 * import { experimentVerdict } from "@salesdept/core/script"
 *
 * const arm = (won: number) => ({ deals: 220, closed: 200, won, strayed: 0 })
 * experimentVerdict(arm(40), arm(84), { trialSharePercent: 50, plannedClosed: 400 }).advice // "keep"
 * ```
 */
export const experimentVerdict = (
  baseline: ExperimentArm,
  trial: ExperimentArm,
  plan: ExperimentPlan,
  level = 0.95,
): ExperimentVerdict => {
  rejectWhere([
    ...armProblems("baseline", baseline),
    ...armProblems("trial", trial),
    ...planProblems(plan),
    ...levelProblems(level),
  ])
  const trialShare = plan.trialSharePercent / 100
  const sampleRatio = sampleRatioCheck([baseline.deals, trial.deals], [1 - trialShare, trialShare])
  const share = (arm: ExperimentArm): number => arm.won / arm.closed
  const hasBoth = baseline.closed > 0 && trial.closed > 0
  const each = 1 - (1 - level) / 2
  const isOver = baseline.closed + trial.closed >= plan.plannedClosed
  const differ = (count: (arm: ExperimentArm) => Count): Difference =>
    differenceOf(count(trial), count(baseline), plan.plannedClosed, each)
  const ofClosed = differ(({ won, closed }) => ({ successes: won, trials: closed }))
  const seen = directionOf(ofClosed, isOver)
  const wonOfAll = directionOf(
    differ(({ won, deals }) => ({ successes: won, trials: deals })),
    isOver,
  )
  const lostOfAll = directionOf(
    differ(({ won, closed, deals }) => ({ successes: closed - won, trials: deals })),
    isOver,
  )
  const isOpen = seen !== 0 && !(wonOfAll === seen && lostOfAll === -seen)
  const advice = sampleRatio.mismatch ? "assignmentBroken" : adviceOf(seen, isOpen, isOver)
  return {
    advice,
    why: advice === "continue" && isOpen ? openDecide : reasons[advice],
    baseline,
    trial,
    sampleRatio,
    difference: hasBoth ? share(trial) - share(baseline) : null,
    fixedInterval: ofClosed.fixed,
    anytimeInterval: ofClosed.anytime,
    closedNeeded: hasBoth ? neededOf(share(trial), share(baseline), trialShare, 1 - each) : null,
  }
}

interface Difference {
  readonly anytime: Interval | null
  readonly fixed: Interval | null
}

/** Trial less baseline, by the interval for any look and by that for the one at the end. */
const differenceOf = (trial: Count, baseline: Count, tunedFor: number, level: number): Difference => {
  const share = ({ successes, trials }: Count): number => successes / trials
  const spread = (count: Count): number => (share(count) * (1 - share(count))) / count.trials
  const isVaried = trial.trials > 0 && baseline.trials > 0 && spread(trial) > 0 && spread(baseline) > 0
  return {
    anytime: isVaried
      ? sequentialInterval(
          {
            estimate: share(trial) - share(baseline),
            standardError: Math.sqrt(spread(baseline) + spread(trial)),
            n: trial.trials + baseline.trials,
          },
          tunedFor,
          level,
        )
      : null,
    fixed: newcombeInterval(trial, baseline, level),
  }
}

/** 1 where the trial has more beyond chance, −1 where it has less, 0 where nothing is shown. */
const directionOf = ({ anytime, fixed }: Difference, isOver: boolean): -1 | 0 | 1 => {
  for (const interval of isOver ? [anytime, fixed] : [anytime]) {
    if (interval === null) continue
    if (interval.lower > 0) return 1
    if (interval.upper < 0) return -1
  }
  return 0
}

const adviceOf = (seen: -1 | 0 | 1, isOpen: boolean, isOver: boolean): ExperimentAdvice => {
  if (isOpen) return "continue"
  if (seen !== 0) return seen > 0 ? "keep" : "rollBack"
  return isOver ? "noDifferenceShown" : "continue"
}
