import type { Message } from "../../shared/Message.ts"
import type { Problem } from "../../shared/Problem.ts"
import { rejectWhere } from "../../stats/ArgumentProblem.ts"

/** Working days of a period, as the tenant's calendar counts them. */
export interface PeriodWorkingDays {
  /** All working days of the period; ≥ 0. */
  readonly total: number
  /** Those that are over, 0 to `total` (inclusive). */
  readonly elapsed: number
}

/** How much of a target was due by now, and what says so. */
export interface DueShare {
  /** 0 to 1 (inclusive). */
  readonly share: number
  /** `plan`: the plan's own parts of the period; `seasons`: given months' indices; `workingDays`: an even pace over them. */
  readonly by: "plan" | "seasons" | "workingDays"
}

/** A figure, or why there is none. */
export type PaceFigure =
  | { readonly value: number; readonly reason: null }
  | { readonly value: null; readonly reason: Message }

/** How a fact stands against its target at this point of the period. Figures are fractional, in the measure's units. */
export interface Pace {
  /** The working days it was computed with. */
  readonly workingDays: PeriodWorkingDays
  /** How much of the target was due by now; null where the period has no working days and nothing else speaks for it. */
  readonly due: DueShare | null
  /** What was due by now: target × that share. */
  readonly expected: PaceFigure
  /** `fact − expected`: negative is behind. */
  readonly ahead: PaceFigure
  /** Fact per elapsed working day. */
  readonly ratePerDay: PaceFigure
  /** What each remaining working day must bring to reach the target; 0 where it is reached. */
  readonly requiredPerDay: PaceFigure
  /**
   * Required over what the plan itself asks of the rest of the period, as a multiple: 1 is as planned, 1.5 half as much again. 0 where
   * the target is reached.
   */
  readonly requiredToPlanned: PaceFigure
}

/** What is wrong with a count of working days. */
export const workingDaysProblems = (path: string, { total, elapsed }: PeriodWorkingDays): ReadonlyArray<Problem> =>
  elapsed >= 0 && elapsed <= total && Number.isFinite(total)
    ? []
    : [
        {
          path,
          code: "period.workingDays",
          message: {
            en: "elapsed working days must lie between 0 and all working days",
            ru: "число прошедших рабочих дней должно быть от нуля до общего числа рабочих дней",
          },
        },
      ]

const figure = (value: number): PaceFigure => ({ value: value + 0, reason: null })
const withheld = (en: string, ru: string): PaceFigure => ({ value: null, reason: { en, ru } })

/**
 * The pace of a fact by working days, and by the plan's own seasonality where that is known.
 *
 * @param fact - what came in so far, in the measure's units; finite
 * @param target - what the whole period should bring, in the same units; finite
 * @param workingDays - counted by the tenant's calendar: all of the period, 0 or more, and those that are over, 0 to all (inclusive)
 * @param seasonal - how much was due by now; an even pace over working days where null, which is the default
 * @throws InputInvalid (`period.workingDays`) where more days are over than there are, or either is no number of days
 *
 * @example
 * ```ts
 * import { paceOf } from "@salesdept/core/plan/attainment"
 *
 * const pace = paceOf(400_000_00, 1_000_000_00, { total: 20, elapsed: 10 })
 * pace.ahead.value // -10000000
 * pace.requiredPerDay.value // 6000000
 * ```
 */
export const paceOf = (
  fact: number,
  target: number,
  workingDays: PeriodWorkingDays,
  seasonal: DueShare | null = null,
): Pace => {
  rejectWhere(workingDaysProblems("workingDays", workingDays))
  const { total, elapsed } = workingDays
  const remaining = total - elapsed
  const due: DueShare | null = seasonal ?? (total === 0 ? null : { share: elapsed / total, by: "workingDays" })
  const expected =
    due === null
      ? withheld("the period has no working days", "в периоде нет рабочих дней")
      : figure(due.by === "workingDays" && total > 0 ? (target * elapsed) / total : target * due.share)
  const planned = expected.value === null ? 0 : target - expected.value
  const required =
    target <= fact
      ? figure(0)
      : remaining === 0
        ? withheld("no working days remain", "рабочих дней не осталось")
        : figure((target - fact) / remaining)
  return {
    workingDays,
    due,
    expected,
    ahead: expected.value === null ? expected : figure(fact - expected.value),
    ratePerDay:
      elapsed === 0
        ? withheld("no working day has passed yet", "ещё не прошло ни одного рабочего дня")
        : figure(fact / elapsed),
    requiredPerDay: required,
    requiredToPlanned:
      target <= fact
        ? figure(0)
        : planned > 0
          ? figure((target - fact) / planned)
          : withheld("the plan asks nothing of the rest", "на остаток периода план ничего не требует"),
  }
}
