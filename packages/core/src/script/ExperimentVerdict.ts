import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"
import { levelProblems, rejectWhere } from "../stats/ArgumentProblem.ts"
import type { SampleRatioCheck } from "../stats/SampleRatio.ts"
import { sampleRatioCheck } from "../stats/SampleRatio.ts"
import { sequentialInterval } from "../stats/SequentialInterval.ts"
import { surerShare } from "../stats/SurerShare.ts"
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
  /**
   * Of `deals`, those that it is judged by: the first to come to the script, up to the planned number, of each of which it is known
   * whether it was won in time. At most `deals`.
   */
  readonly followed: number
  /** Of `followed`, those won within the days of following up. */
  readonly wonInTime: number
  /** Of `wonInTime`, those won as soon as the sooner half of all such deals, both arms together. */
  readonly wonSooner: number
  /** Of `followed`, those won after their days. */
  readonly wonLater: number
}

/** What an experiment was planned to be, before it began. */
export interface ExperimentPlan {
  /** Share of the deals that was to get the trial version, in whole percent, 1 to 99 (inclusive). */
  readonly trialSharePercent: number
  /**
   * The first deals to come to the script, both arms together, by which it is decided once they are closed or their days are over; whole, 2
   * or more.
   */
  readonly plannedClosed: number
  /**
   * For how many days each deal is followed from its first dialog by the script: what is won later is not won in time. Whole, 1 to 3650.
   * Take so many that hardly a deal is won later.
   */
  readonly followDays: number
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
  /** Share won in time of those followed, trial less baseline, −1 to 1; null where an arm has none. */
  readonly difference: number | null
  /** Interval for one look at the planned end (Newcombe 1998); null likewise. */
  readonly fixedInterval: Interval | null
  /**
   * Interval that holds however often one looks (Waudby-Smith et al. 2021), made with one deal won and one not won more in each arm (Agresti
   * and Caffo 2000), so its middle is not quite the difference; null where an arm has none.
   */
  readonly anytimeInterval: Interval | null
  /**
   * Deals in all that would show a difference as large as the one seen, four times out of five, at the planned end, where it is
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
    en: "The outcome of the planned deals is known and no difference is shown. That is not proof that there is none: keep the version in force.",
    ru: "Исход запланированных сделок известен, различие не показано. Это не доказывает, что его нет: оставьте действующую версию.",
  },
}

const oneWinsSooner = {
  en: "One version wins sooner, but not more by the end of the days of following up",
  ru: "По одной из версий выигрывают раньше, но к концу срока наблюдения не больше",
}

/** What is said where the version that is ahead at first is not ahead in the end. */
const crossings: { readonly [Advice in Exclude<ExperimentAdvice, "assignmentBroken">]: Message } = {
  keep: {
    en: "The trial version wins later, but more by the end of the days of following up, beyond what looking often could feign: keep it.",
    ru: "По пробной версии выигрывают позже, но к концу срока наблюдения больше, и это не эффект частых проверок: оставьте её.",
  },
  rollBack: {
    en: "The trial version wins sooner, but less by the end of the days of following up, beyond what looking often could feign: roll it back.",
    ru: "По пробной версии выигрывают раньше, но к концу срока наблюдения меньше, и это не эффект частых проверок: верните прежнюю.",
  },
  continue: {
    en: `${oneWinsSooner.en}: go on, and change nothing in the middle.`,
    ru: `${oneWinsSooner.ru}: продолжайте и ничего не меняйте на ходу.`,
  },
  noDifferenceShown: {
    en: `${oneWinsSooner.en}: no difference in what is won is shown. That is not proof that there is none: keep the version in force.`,
    ru: `${oneWinsSooner.ru}: различие в числе выигранных не показано. Это не доказывает, что его нет: оставьте действующую версию.`,
  },
}

const madeUp = {
  en: "More is won in time by one version, but of the same deals the other has won later what it lacked: it may only be slower, and the days of following up are too few to tell",
  ru: "В срок по одной из версий выигрывают больше, но в тех же сделках другая выиграла недостающее позже: возможно, она лишь медленнее, и срок наблюдения слишком мал, чтобы судить",
}

/** What is said where wins after the days of following up make up for those in time. */
const madeUpLater: { readonly [isOver in "over" | "before"]: Message } = {
  over: {
    en: `${madeUp.en}. Keep the version in force, or try again with more days.`,
    ru: `${madeUp.ru}. Оставьте действующую версию или повторите с большим сроком.`,
  },
  before: { en: `${madeUp.en}. Go on.`, ru: `${madeUp.ru}. Продолжайте.` },
}

/** Of fewer deals it is not said that most of them were led by another version than was drawn. */
const leastDrawn = 10

/** Whether in most deals of an arm another version was used than was drawn: then the arms do not tell the versions apart. */
const isMostlyStrayed = ({ deals, strayed }: ExperimentArm): boolean => deals >= leastDrawn && strayed * 2 > deals

const mostlyStrayed: Message = {
  en: "In most deals of one of the arms another version was used than was drawn: look for why what is drawn is not what is talked by; the results mean nothing.",
  ru: "В большинстве сделок одной из групп говорили не по той версии, которая выпала: выясните, почему; результаты ничего не значат.",
}

/** What is said beside the reason where another version than the drawn one was used in some deals: no difference may be for that alone. */
const diluted = (why: Message, strayed: number, deals: number): Message => ({
  en: `${why.en} Deals in which another version was used than was drawn: ${strayed} of ${deals}; they make a difference look smaller.`,
  ru: `${why.ru} Сделок, где говорили не по выпавшей версии: ${strayed} из ${deals}; из-за них различие выглядит меньше.`,
})

const armProblems = (path: string, arm: ExperimentArm): ReadonlyArray<Problem> => {
  const { deals, closed, won, strayed, followed, wonInTime, wonSooner, wonLater } = arm
  const bounds = [
    ["deals", deals, Number.MAX_SAFE_INTEGER],
    ["closed", closed, deals],
    ["won", won, closed],
    ["strayed", strayed, deals],
    ["followed", followed, deals],
    ["wonInTime", wonInTime, Math.min(won, followed)],
    ["wonSooner", wonSooner, wonInTime],
    ["wonLater", wonLater, Math.min(won, followed) - wonInTime],
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

const planProblems = ({ trialSharePercent, plannedClosed, followDays }: ExperimentPlan): ReadonlyArray<Problem> => [
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
  ...(Number.isInteger(followDays) && followDays >= 1 && followDays <= 3650
    ? []
    : [
        {
          path: "plan.followDays",
          code: "experiment.followDays",
          message: { en: "must be a whole number from 1 to 3650", ru: "должно быть целым числом от 1 до 3650" },
        },
      ]),
]

/** The number is stated before the start: whoever adds deals to it looks on until something is seen. */
const beyondPlan = (
  baseline: ExperimentArm,
  trial: ExperimentArm,
  { plannedClosed }: ExperimentPlan,
): ReadonlyArray<Problem> =>
  baseline.followed + trial.followed > plannedClosed
    ? [
        {
          path: "trial.followed",
          code: "experiment.beyondPlan",
          message: {
            en: `both arms together are judged by the first ${plannedClosed} deals, as planned, got ${baseline.followed + trial.followed}`,
            ru: `обе группы вместе оцениваются по первым ${plannedClosed} сделкам, как задумано, получено ${baseline.followed + trial.followed}`,
          },
        },
      ]
    : []

const neededOf = (share1: number, share2: number, trialShare: number, alpha: number): number | null => {
  if (share1 === share2 || [share1, share2].some((share) => share <= 0 || share >= 1)) return null
  const ratio = (1 - trialShare) / trialShare
  return Math.ceil(sampleSizeForProportions({ share1, share2, alpha, ratio }) * (1 + ratio))
}

/**
 * Reads an experiment with two versions of a script. Deals are counted where they were assigned, whichever version was used in
 * them, and judged by whether they were won within the days stated before the start: how soon is not what is asked, since a version that
 * only wins sooner is ahead for a while among those that are closed.
 *
 * It may be read at any time and as often as one likes. Before the planned end it advises to stop only where an interval that holds at
 * every look leaves out 0; at the planned end, once, by the interval for one look. Half of the chance of a false alarm is given to each.
 * After it the same deals are read, so that a later look sees no more than the one that was planned.
 *
 * Where another version than the drawn one was used in most deals of an arm of ten or more, nothing else is read either: what was drawn was
 * not what was talked by.
 *
 * Where deals that were not won in time are won later, and that makes up for the difference, none is taken for shown.
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
 * const arm = (won: number) => ({
 *   deals: 220, closed: 200, won, strayed: 0,
 *   followed: 200, wonInTime: won, wonSooner: won / 2, wonLater: 0,
 * })
 * const plan = { trialSharePercent: 50, plannedClosed: 400, followDays: 90 }
 * experimentVerdict(arm(40), arm(84), plan).advice // "keep"
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
    ...beyondPlan(baseline, trial, plan),
    ...levelProblems(level),
  ])
  const trialShare = plan.trialSharePercent / 100
  const sampleRatio = sampleRatioCheck([baseline.deals, trial.deals], [1 - trialShare, trialShare])
  const share = (arm: ExperimentArm): number => arm.wonInTime / arm.followed
  const hasBoth = baseline.followed > 0 && trial.followed > 0
  const each = 1 - (1 - level) / 2
  const isOver = baseline.followed + trial.followed === plan.plannedClosed
  const differ = (successes: (arm: ExperimentArm) => number): Difference => {
    const [ofTrial, ofBaseline] = [trial, baseline].map((arm) => ({ successes: successes(arm), trials: arm.followed }))
    return differenceOf(ofTrial!, ofBaseline!, plan.plannedClosed, each)
  }
  const inTime = differ(({ wonInTime }) => wonInTime)
  const shown = directionOf(inTime, isOver)
  const soFar = directionOf(
    differ(({ wonInTime, wonLater }) => wonInTime + wonLater),
    isOver,
  )
  const sooner = directionOf(
    differ(({ wonSooner }) => wonSooner),
    isOver,
  )
  const isMadeUp = shown !== soFar && shown !== 0
  const isBroken = sampleRatio.mismatch || isMostlyStrayed(baseline) || isMostlyStrayed(trial)
  const advice = isBroken ? "assignmentBroken" : adviceOf(isMadeUp ? 0 : shown, isOver)
  const strayed = baseline.strayed + trial.strayed
  const why = (): Message => {
    if (advice === "assignmentBroken") return sampleRatio.mismatch ? reasons[advice] : mostlyStrayed
    if (isMadeUp) return madeUpLater[isOver ? "over" : "before"]
    const reason = (sooner !== 0 && sooner !== shown ? crossings : reasons)[advice]
    const isOpen = advice === "continue" || advice === "noDifferenceShown"
    return isOpen && strayed > 0 ? diluted(reason, strayed, baseline.deals + trial.deals) : reason
  }
  return {
    advice,
    why: why(),
    baseline,
    trial,
    sampleRatio,
    difference: hasBoth ? share(trial) - share(baseline) : null,
    fixedInterval: inTime.fixed,
    anytimeInterval: inTime.anytime,
    closedNeeded: hasBoth ? neededOf(share(trial), share(baseline), trialShare, 1 - each) : null,
  }
}

interface Difference {
  readonly anytime: Interval | null
  readonly fixed: Interval | null
}

/**
 * Trial less baseline, by the interval for any look and by that for the one at the end. The first rests on the normal distribution, so each
 * arm counts one deal won and one not won more: else a version by which nothing was won would have no spread, and could never be stopped.
 */
const differenceOf = (trial: Count, baseline: Count, tunedFor: number, level: number): Difference => {
  if (trial.trials === 0 || baseline.trials === 0) return { anytime: null, fixed: null }
  const [ofTrial, ofBaseline] = [surerShare(trial), surerShare(baseline)]
  const looked = {
    estimate: ofTrial.mean - ofBaseline.mean,
    standardError: Math.sqrt(ofTrial.variance / ofTrial.n + ofBaseline.variance / ofBaseline.n),
    n: trial.trials + baseline.trials,
  }
  return {
    anytime: sequentialInterval(looked, tunedFor, level),
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

const adviceOf = (shown: -1 | 0 | 1, isOver: boolean): Exclude<ExperimentAdvice, "assignmentBroken"> => {
  if (shown !== 0) return shown > 0 ? "keep" : "rollBack"
  return isOver ? "noDifferenceShown" : "continue"
}
