import { Failure } from "./Failure.ts"
import type { Message } from "./Message.ts"
import type { Problem } from "./Problem.ts"

/**
 * An input was refused. Carries every problem found, in the order of the input, and which call it was; the text lists the first ten.
 *
 * @example
 * ```ts
 * import { InputInvalid } from "@salesdept/core/shared"
 *
 * const message = { en: "must be above 0", ru: "должно быть больше 0" }
 * const error = new InputInvalid([{ path: "lines[2].quantity", code: "line.quantity", message }], "deal.open")
 * error.message // "deal.open: the input is not accepted: lines[2].quantity: must be above 0"
 * ```
 */
export class InputInvalid extends Failure<
  "InputInvalid",
  {
    /** What was called, such as `deal.open`, as observers of calls are told; absent where a pure function refused. */
    readonly call?: string
    /** Every problem found, in the order of the input. */
    readonly problems: ReadonlyArray<Problem>
  }
> {
  readonly _tag = "InputInvalid"
  /**
   * @param problems - every problem found
   * @param call - what was called; absent where that is not known yet, or is a pure function
   */
  constructor(problems: ReadonlyArray<Problem>, call?: string) {
    const [en, ru] =
      call === undefined
        ? ["The input is not accepted", "Входные данные не приняты"]
        : [`${call}: the input is not accepted`, `${call}: входные данные не приняты`]
    super(
      { en: `${en}: ${listed(problems, "en", "and more")}`, ru: `${ru}: ${listed(problems, "ru", "и другие ошибки")}` },
      call === undefined ? { problems } : { call, problems },
    )
  }

  /** The same of a call; the error itself where it names one already. */
  of(call: string): InputInvalid {
    return this.data.call === undefined ? new InputInvalid(this.data.problems, call) : this
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
