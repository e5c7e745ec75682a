import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** One argument that a computation cannot take. */
export interface ArgumentProblem {
  /** Name of the argument. */
  readonly argument: string
  /** Position in the argument where it is a list, from 0; null where it is a single value. */
  readonly index: number | null
  /** What was given, as text (so that `NaN` and `Infinity` survive JSON). */
  readonly value: string
  /** What is allowed, as a noun phrase. */
  readonly expected: Message
}

/** What {@link ArgumentsRejected} carries. */
export interface ArgumentsRejectedData {
  /** Name of the function that refused. */
  readonly operation: string
  /** Every problem, or the first 20 of a long list. */
  readonly problems: ReadonlyArray<ArgumentProblem>
  /** How many problems there were. */
  readonly problemCount: number
}

const listed = 20

const place = (problem: ArgumentProblem): string =>
  problem.index === null ? problem.argument : `${problem.argument}[${problem.index}]`

/** A computation was given numbers outside its domain. Nothing is clamped or guessed; correct the input. */
export class ArgumentsRejected extends Failure<"ArgumentsRejected", ArgumentsRejectedData> {
  readonly _tag = "ArgumentsRejected"
  constructor(operation: string, problems: ReadonlyArray<ArgumentProblem>) {
    const shown = problems.slice(0, listed)
    const rest = problems.length - shown.length
    super(
      {
        en:
          `${operation}: ` +
          shown.map((each) => `${place(each)}: got ${each.value}, expected ${each.expected.en}`).join("; ") +
          (rest > 0 ? `; and ${rest} more` : ""),
        ru:
          `${operation}: ` +
          shown.map((each) => `${place(each)}: получено ${each.value}, ожидается ${each.expected.ru}`).join("; ") +
          (rest > 0 ? `; и ещё ${rest}` : ""),
      },
      { operation, problems: shown, problemCount: problems.length },
    )
  }
}

/** Throws {@link ArgumentsRejected} where there are problems. */
export const rejectWhere = (operation: string, problems: ReadonlyArray<ArgumentProblem>): void => {
  if (problems.length > 0) throw new ArgumentsRejected(operation, problems)
}

/** Describes one refused value. */
export const problem = (
  argument: string,
  value: number | string,
  expected: Message,
  index: number | null = null,
): ArgumentProblem => ({ argument, index, value: String(value), expected })

/** Problems of a confidence level: it must lie strictly between 0 and 1. */
export const levelProblems = (level: number): ReadonlyArray<ArgumentProblem> =>
  level > 0 && level < 1
    ? []
    : [problem("level", level, { en: "a number between 0 and 1, both excluded", ru: "число строго между 0 и 1" })]

/** Problems of a list in which every value must be a finite number. */
export const finiteProblems = (argument: string, values: ArrayLike<number>): ReadonlyArray<ArgumentProblem> => {
  const problems: Array<ArgumentProblem> = []
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!
    if (!Number.isFinite(value)) {
      problems.push(problem(argument, value, { en: "a finite number", ru: "конечное число" }, index))
    }
  }
  return problems
}
