import type { Message } from "../shared/Message.ts"

/** Working days of a period, as the tenant's calendar counts them. */
export interface PeriodWorkingDays {
  /** All working days of the period; ≥ 0. */
  readonly total: number
  /** Those that are over, 0 to `total` (inclusive). */
  readonly elapsed: number
}

/** A figure, or why there is none. */
export type PaceFigure =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Message }

/** How a fact stands against its target at this point of the period. Figures are fractional, in the measure's units. */
export interface Pace {
  /** The working days it was computed with. */
  readonly workingDays: PeriodWorkingDays
  /** What an even pace would have brought by now: target × elapsed ÷ total. */
  readonly expected: PaceFigure
  /** `fact − expected`: negative is behind. */
  readonly ahead: PaceFigure
  /** Fact per elapsed working day. */
  readonly ratePerDay: PaceFigure
  /** What each remaining working day must bring to reach the target; 0 where it is reached. */
  readonly requiredPerDay: PaceFigure
}

const figure = (value: number): PaceFigure => ({ value: value + 0, reason: null })
const withheld = (en: string, ru: string): PaceFigure => ({ value: null, reason: { en, ru } })

/**
 * The pace of a fact by working days.
 *
 * @param fact - what came in so far
 * @param target - what the whole period should bring
 * @param workingDays - counted by the tenant's calendar
 */
export const paceOf = (fact: number, target: number, workingDays: PeriodWorkingDays): Pace => {
  const { total, elapsed } = workingDays
  const remaining = total - elapsed
  const expected =
    total === 0
      ? withheld("the period has no working days", "в периоде нет рабочих дней")
      : figure((target * elapsed) / total)
  const required =
    target <= fact
      ? figure(0)
      : remaining === 0
        ? withheld("no working days remain", "рабочих дней не осталось")
        : figure((target - fact) / remaining)
  return {
    workingDays,
    expected,
    ahead: expected.value === null ? expected : figure(fact - expected.value),
    ratePerDay:
      elapsed === 0
        ? withheld("no working day has passed yet", "ещё не прошло ни одного рабочего дня")
        : figure(fact / elapsed),
    requiredPerDay: required,
  }
}
