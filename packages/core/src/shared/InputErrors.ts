import { Failure } from "./Failure.ts"
import type { Message } from "./Message.ts"
import type { Problem } from "./Problem.ts"

/**
 * An input was refused. Carries every problem found, in the order of the input; the text lists the first ten.
 *
 * @example
 * ```ts
 * const problems = workCalendarProblems(calendar)
 * if (problems.length > 0) throw new InputInvalid(problems)
 * ```
 */
export class InputInvalid extends Failure<
  "InputInvalid",
  {
    /** Every problem found, in the order of the input. */
    readonly problems: ReadonlyArray<Problem>
  }
> {
  readonly _tag = "InputInvalid"
  constructor(problems: ReadonlyArray<Problem>) {
    super(
      {
        en: `The input is not accepted: ${listed(problems, "en", "and more")}`,
        ru: `Входные данные не приняты: ${listed(problems, "ru", "и другие ошибки")}`,
      },
      { problems },
    )
  }

  /** Every problem, as in `data.problems`. */
  get problems(): ReadonlyArray<Problem> {
    return this.data.problems
  }
}

const shown = 10

const listed = (problems: ReadonlyArray<Problem>, language: keyof Message, more: string): string => {
  const texts = problems
    .slice(0, shown)
    .map(({ path, message }) => (path === "" ? message[language] : `${path}: ${message[language]}`))
  return (problems.length > shown ? [...texts, more] : texts).join("; ")
}
