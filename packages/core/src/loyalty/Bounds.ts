import { isCalendarDate } from "../shared/CalendarDate.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import type { LoyaltyProblemCode } from "./LoyaltyErrors.ts"
import { loyaltyProblem } from "./LoyaltyErrors.ts"
import { timeUnitDays } from "./TimeUnit.ts"

/** Throws `InputInvalid` with all the problems, where there are any. @internal */
export const refuse = (problems: ReadonlyArray<Problem>): void => {
  if (problems.length > 0) throw new InputInvalid(problems)
}

/** Problems of a text that must be a calendar date. @internal */
export const dateProblems = (path: string, text: string): ReadonlyArray<Problem> =>
  isCalendarDate(text)
    ? []
    : [
        loyaltyProblem(
          path,
          "loyalty.date",
          `"${String(text)}" is not a calendar date YYYY-MM-DD`,
          `«${String(text)}» — не дата календаря вида ГГГГ-ММ-ДД`,
        ),
      ]

/** Problems of a unit of time, which may come from plain JavaScript. @internal */
export const unitProblems = (unit: string): ReadonlyArray<Problem> =>
  Object.hasOwn(timeUnitDays, unit)
    ? []
    : [
        loyaltyProblem(
          "unit",
          "loyalty.setting",
          `expected day, week, month or year, got "${unit}"`,
          `ожидается day, week, month или year, получено «${unit}»`,
        ),
      ]

/** Problems of a number that must be whole and within bounds (inclusive). @internal */
export const wholeProblems = (
  path: string,
  value: number,
  from: number,
  to: number,
  code: LoyaltyProblemCode = "loyalty.setting",
): ReadonlyArray<Problem> =>
  Number.isInteger(value) && value >= from && value <= to
    ? []
    : [
        loyaltyProblem(
          path,
          code,
          `expected a whole number from ${from} to ${to}, got ${value}`,
          `ожидается целое число от ${from} до ${to}, получено ${value}`,
        ),
      ]

/** Problems of a number that must be finite and above 0. @internal */
export const positiveProblems = (
  path: string,
  value: number,
  code: LoyaltyProblemCode = "loyalty.setting",
): ReadonlyArray<Problem> =>
  value > 0 && value < Number.POSITIVE_INFINITY
    ? []
    : [
        loyaltyProblem(
          path,
          code,
          `expected a finite number above 0, got ${value}`,
          `ожидается конечное число больше 0, получено ${value}`,
        ),
      ]

/** Problems of a number that must be finite and not below a bound. @internal */
export const atLeastProblems = (
  path: string,
  value: number,
  least: number,
  code: LoyaltyProblemCode = "loyalty.setting",
): ReadonlyArray<Problem> =>
  Number.isFinite(value) && value >= least
    ? []
    : [
        loyaltyProblem(
          path,
          Number.isFinite(value) ? code : "loyalty.notFinite",
          `expected a finite number of ${least} or more, got ${value}`,
          `ожидается конечное число не меньше ${least}, получено ${value}`,
        ),
      ]

/** Problems of a number that must lie between 0 and 1, both excluded. @internal */
export const betweenProblems = (path: string, value: number): ReadonlyArray<Problem> =>
  value > 0 && value < 1
    ? []
    : [
        loyaltyProblem(
          path,
          "loyalty.setting",
          `expected a number between 0 and 1, both excluded, got ${value}`,
          `ожидается число строго между 0 и 1, получено ${value}`,
        ),
      ]
