import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import { InputInvalid } from "../../shared/InputErrors.ts"
import type { Caller } from "../Caller.ts"
import type { Given } from "../input/Given.ts"
import { inputDecoder } from "../input/Input.ts"
import { optionProblemsOf, problemsBesides } from "../input/OptionProblems.ts"

/** How a question is given: one of which nothing need be said may be left out. */
type Asked<Question> = Partial<Question> extends Question ? [question?: Given<Question>] : [question: Given<Question>]

/**
 * A question that is decoded once, where it comes in, as the input of a command is: what reads the answer is given known fields of the
 * right kinds only. Every use case that is not a single command is made by it.
 *
 * @param schema - of the question
 * @param read - answers it
 */
export const decoded = <Question, Encoded, Answer, Failed, Needed>(
  schema: Schema.Codec<NoInfer<Question>, Encoded>,
  read: (caller: Caller, question: Question) => Effect.Effect<Answer, Failed, Needed>,
) => {
  const decode = inputDecoder(schema)
  return (
    caller: Caller,
    ...[asked, ...besides]: Asked<Question>
  ): Effect.Effect<Answer, Failed | InputInvalid, Needed> => {
    const question = decode(asked === undefined ? {} : asked)
    const problems = problemsBesides(besides)
    if (Result.isSuccess(question) && problems.length === 0) return read(caller, question.success)
    const inQuestion = Result.isFailure(question) ? question.failure.problems : []
    return Effect.fail(new InputInvalid([...inQuestion, ...problems]))
  }
}

/**
 * The same with options beside the question, such as the host's transaction.
 *
 * @param schema - of the question
 * @param optionsSchema - of the options
 * @param read - answers it; options are an empty object where none are given
 */
export const decodedWith = <Question, Encoded, Options, EncodedOptions, Answer, Failed, Needed>(
  schema: Schema.Codec<NoInfer<Question>, Encoded>,
  optionsSchema: Schema.Codec<NoInfer<Options>, EncodedOptions>,
  read: (caller: Caller, question: Question, options: Options) => Effect.Effect<Answer, Failed, Needed>,
) => {
  const decodeQuestion = inputDecoder(schema)
  const decodeOptions = inputDecoder(optionsSchema)
  return (
    caller: Caller,
    ...[asked, beside]: [...Asked<Question>, options?: Options]
  ): Effect.Effect<Answer, Failed | InputInvalid, Needed> => {
    const question = decodeQuestion(asked === undefined ? {} : asked)
    const options = decodeOptions(beside === undefined ? {} : beside)
    if (Result.isSuccess(question) && Result.isSuccess(options)) return read(caller, question.success, options.success)
    return Effect.fail(
      new InputInvalid([
        ...(Result.isFailure(question) ? question.failure.problems : []),
        ...(Result.isFailure(options) ? optionProblemsOf(options.failure.problems) : []),
      ]),
    )
  }
}
