import type { Message } from "./Message.ts"

/** A ratio that keeps what it was made of, so that it can be checked, re-aggregated and shown with its base. */
export interface Ratio {
  /** What is counted or summed: won deals, fact in minor units. */
  readonly numerator: number
  /** What it is related to: closed deals, plan in minor units. */
  readonly denominator: number
}

/** The value of a ratio, or why there is none. */
export type RatioValue = RatioKnown | RatioWithheld

/** A ratio that has a value. */
export interface RatioKnown {
  /** The value; finite. */
  readonly value: number
  /** Nothing to explain. */
  readonly reason: null
}

/** A ratio that has none. */
export interface RatioWithheld {
  /** No value; not 0. */
  readonly value: null
  /** Why there is none, for people. */
  readonly reason: Message
}

/**
 * The value of a ratio: 0.25 for 1 of 4. Where the denominator is 0 there is no value, and the reason says so; it is
 * never shown as 0.
 *
 * @param ratio - finite numerator and denominator
 * @param unitsPerOne - 1 (default) for a share, 100 for a percentage
 * @example
 * ```ts
 * import { ratioValue } from "@salesdept/core/shared"
 *
 * ratioValue({ numerator: 81, denominator: 270 }, 100) // { value: 30, reason: null }
 * ratioValue({ numerator: 1, denominator: 0 }).value // null
 * ```
 */
export const ratioValue = (ratio: Ratio, unitsPerOne: 1 | 100 = 1): RatioValue => {
  if (ratio.denominator === 0) return { value: null, reason: zeroDenominator }
  const value = (ratio.numerator * unitsPerOne) / ratio.denominator
  return Number.isFinite(value) ? { value: value === 0 ? 0 : value, reason: null } : { value: null, reason: notFinite }
}

const zeroDenominator: Message = {
  en: "There is nothing to relate the figure to: the denominator is 0",
  ru: "Показатель не с чем соотнести: знаменатель равен нулю",
}

const notFinite: Message = {
  en: "The ratio is not a finite number",
  ru: "Отношение не выражается конечным числом",
}
