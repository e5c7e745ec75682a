import type { Message } from "../shared/Message.ts"
import { sampleSizeForProportions } from "../stats/TwoProportions.ts"
import type { ExperimentPlan } from "./ExperimentVerdict.ts"

/** What an experiment can show with the deals that are planned. JSON-safe. */
export interface ExperimentReach {
  /**
   * Least difference between the shares won in time that the planned deals show four times out of five, judged at half the error as
   * at the planned end: 0 to 1, both excluded, rounded up to a hundredth. It is that of shares about one half; of rarer or surer wins a smaller
   * one shows. Null where they show none.
   */
  readonly leastDifference: number | null
  /** The same in words. */
  readonly why: Message
}

/** Half of the error of 0.05 is for the looks on the way, half for the planned end. */
const alpha = 0.025

/** Deals in all that show a difference of shares that lie on both sides of one half. */
const dealsNeeded = (difference: number, trialShare: number): number => {
  const ratio = (1 - trialShare) / trialShare
  const [share1, share2] = [0.5 + difference / 2, 0.5 - difference / 2]
  return sampleSizeForProportions({ share1, share2, alpha, ratio }) * (1 + ratio)
}

/**
 * What an experiment can show with the deals that are planned: known before it begins, when the number can still be changed.
 *
 * @param plan - deals planned, whole, 2 or more, and the share of the trial version in whole percent, 1 to 99 (inclusive)
 *
 * @example
 * ```ts
 * import { experimentReach } from "@salesdept/core/script"
 *
 * experimentReach({ plannedClosed: 200, trialSharePercent: 50 }).leastDifference // 0.22
 * experimentReach({ plannedClosed: 4, trialSharePercent: 50 }).leastDifference // null
 * ```
 */
export const experimentReach = ({
  plannedClosed,
  trialSharePercent,
}: Pick<ExperimentPlan, "plannedClosed" | "trialSharePercent">): ExperimentReach => {
  const trialShare = trialSharePercent / 100
  const hundredth = Array.from({ length: 99 }, (_, at) => at + 1).find(
    (points) => dealsNeeded(points / 100, trialShare) <= plannedClosed,
  )
  if (hundredth === undefined)
    return {
      leastDifference: null,
      why: {
        en: `Deals planned: ${plannedClosed}. So few show no difference at all: plan more`,
        ru: `Запланировано сделок: ${plannedClosed}. Этого мало, чтобы показать хоть какое-то различие: запланируйте больше`,
      },
    }
  return {
    leastDifference: hundredth / 100,
    why: {
      en: `Deals planned: ${plannedClosed}. Four times out of five they show a difference of ${hundredth} percentage points in the share won; a smaller one may be missed`,
      ru: `Запланировано сделок: ${plannedClosed}. С вероятностью 80 % они покажут различие в доле выигранных в ${hundredth} п. п.; меньшее может остаться незамеченным`,
    },
  }
}
