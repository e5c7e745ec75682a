import { InputInvalid } from "../shared/InputErrors.ts"
import type { Message } from "../shared/Message.ts"
import type { Problem } from "../shared/Problem.ts"

/** Throws {@link InputInvalid} with all the problems, where there are any. */
export const rejectWhere = (problems: ReadonlyArray<Problem>): void => {
  if (problems.length > 0) throw new InputInvalid(problems)
}

/**
 * Describes one refused number.
 *
 * @param path - the argument, with the position in brackets where it is a list
 * @param value - what was given
 * @param expected - what is allowed, as a noun phrase
 */
export const argumentProblem = (path: string, value: number, expected: Message): Problem => ({
  path,
  code: "stats.argument",
  message: { en: `expected ${expected.en}, got ${value}`, ru: `ожидается ${expected.ru}, получено ${value}` },
})

/** What a confidence level or an inner probability must be. */
export const strictlyBetween0And1: Message = {
  en: "a number between 0 and 1, both excluded",
  ru: "число строго между 0 и 1",
}

/** What a probability must be. */
export const from0To1: Message = { en: "a number from 0 to 1", ru: "число от 0 до 1" }

/** What a shape, a scale or a horizon must be. */
export const finiteAbove0: Message = { en: "a finite number above 0", ru: "конечное число больше 0" }

/** What a count within bounds must be. */
export const wholeFrom0To = (most: number): Message => ({
  en: `a whole number from 0 to ${most}`,
  ru: `целое число от 0 до ${most}`,
})

/** Problems of a confidence level: it must lie strictly between 0 and 1. */
export const levelProblems = (level: number): ReadonlyArray<Problem> =>
  level > 0 && level < 1 ? [] : [argumentProblem("level", level, strictlyBetween0And1)]

/** Problems of a time at which a curve is read: any number, which NaN is not. */
export const timeProblems = (time: number): ReadonlyArray<Problem> =>
  Number.isNaN(time) ? [argumentProblem("time", time, { en: "a number", ru: "число" })] : []

/** Problems of a list in which every value must be a finite number. */
export const finiteProblems = (path: string, values: ArrayLike<number>): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (!Number.isFinite(value)) {
      problems.push(argumentProblem(`${path}[${index}]`, value, { en: "a finite number", ru: "конечное число" }))
    }
  }
  return problems
}
