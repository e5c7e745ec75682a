import type { Message } from "../shared/Message.ts"
import type { DateRange } from "../shared/Period.ts"
import { daysIn } from "../shared/Period.ts"
import type { Interval } from "../stats/Wilson.ts"
import { wilsonInterval } from "../stats/Wilson.ts"

/** How an action came out. */
export type ActionOutcome = "effect" | "opposite" | "none" | "notEnoughData"

/** Records that findings of one rule point to, counted before and after an action. JSON-safe. */
export interface ActionVerdict {
  /** How it came out. */
  readonly outcome: ActionOutcome
  /** The same in words. */
  readonly why: Message
  /** Records found in the days before. */
  readonly before: number
  /** Records found in the days after. */
  readonly after: number
  /** Days before. */
  readonly daysBefore: number
  /** Days after. */
  readonly daysAfter: number
  /** Rate after by rate before; null where none was found before. */
  readonly rateRatio: number | null
  /** Its interval, from the conditional distribution of the counts; null likewise, and where nothing was found at all. */
  readonly interval: Interval | null
}

/** Cases found in some days: records, and each time that the same happened with one. */
export interface Counted {
  /** The days (the end is exclusive). */
  readonly days: DateRange
  /** How many, whole, 0 or more. */
  readonly records: number
}

/** Why days that nobody looked through say nothing. */
export const notLookedThrough: Message = {
  en: "Not enough data: not all of these days were looked through for findings, so that nothing found says nothing.",
  ru: "Данных недостаточно: не все эти дни просмотрены в поисках находок, и пустота ничего не значит.",
}

/** Why nothing found of somebody who has left says nothing. */
export const ownerLeft: Message = {
  en: "Not enough data: whoever was to do it has left, so that nothing found says nothing.",
  ru: "Данных недостаточно: исполнитель уже не работает, и пустота ничего не значит.",
}

/** Why nothing found of somebody who was away, or had not begun yet, says nothing. */
export const ownerAway: Message = {
  en: "Not enough data: whoever was to do it was not there on more than a tenth of these days, so that fewer mistakes say nothing.",
  ru: "Данных недостаточно: исполнителя не было больше десятой части этих дней, и меньшее число ошибок ничего не значит.",
}

/** Fewer records than this, before and after together, say nothing about a change. */
export const leastRecords = 8

const words: { readonly [Outcome in ActionOutcome]: Message } = {
  effect: { en: "It changed as expected, beyond chance.", ru: "Изменилось, как ожидали, и это не случайность." },
  opposite: {
    en: "It changed the other way, beyond chance.",
    ru: "Изменилось в обратную сторону, и это не случайность.",
  },
  none: { en: "No change is shown beyond chance.", ru: "Изменение не выходит за пределы случайного." },
  notEnoughData: {
    en: `Not enough data: fewer than ${leastRecords} cases before and after together.`,
    ru: `Данных недостаточно: меньше ${leastRecords} случаев до и после вместе.`,
  },
}

/**
 * Judges whether records of one kind of finding became fewer or more. Given their number in all, how many of them fall into the days
 * after is a share of known size where nothing changed (the conditional test of two Poisson rates, Przyborowski and Wilenski 1940);
 * its Wilson interval gives the interval of the ratio of rates. The change goes with the action: other causes of those days are not
 * told apart.
 *
 * @param before - records found, whole, 0 or more, and the days
 * @param after - the same after the action
 * @param expected - what the action was to do
 * @param level - confidence level, between 0 and 1, both excluded. Default 0.95
 *
 * @example
 * ```ts
 * import { actionEffect } from "@salesdept/core/review"
 *
 * const days = (from: string, to: string, records: number) => ({ days: { from, to }, records })
 * actionEffect(days("2026-09-01", "2026-10-01", 24), days("2026-10-01", "2026-11-01", 6), "fewer").outcome // "effect"
 * ```
 */
export const actionEffect = (
  before: Counted,
  after: Counted,
  expected: "fewer" | "more",
  level = 0.95,
): ActionVerdict => {
  const [daysBefore, daysAfter] = [daysIn(before.days), daysIn(after.days)]
  const all = before.records + after.records
  const share = wilsonInterval(after.records, all, level)
  // A share s of the records after the action means s / (1 − s) times as many per the days' ratio.
  const ratioOf = (part: number): number => (part / (1 - part)) * (daysBefore / daysAfter)
  const rateRatio = before.records === 0 ? null : (after.records * daysBefore) / (before.records * daysAfter)
  const interval =
    share === null || rateRatio === null ? null : { lower: ratioOf(share.lower), upper: ratioOf(share.upper), level }
  const outcome = outcomeOf(all, share, daysAfter / (daysBefore + daysAfter), expected)
  return {
    outcome,
    why: words[outcome],
    before: before.records,
    after: after.records,
    daysBefore,
    daysAfter,
    rateRatio,
    interval,
  }
}

const outcomeOf = (
  all: number,
  share: Interval | null,
  unchanged: number,
  expected: "fewer" | "more",
): ActionOutcome => {
  if (share === null || all < leastRecords) return "notEnoughData"
  if (share.upper < unchanged) return expected === "fewer" ? "effect" : "opposite"
  if (share.lower > unchanged) return expected === "more" ? "effect" : "opposite"
  return "none"
}
