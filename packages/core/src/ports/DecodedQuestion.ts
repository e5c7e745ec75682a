import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { InputInvalid } from "../shared/InputErrors.ts"
import type { Caller } from "./Caller.ts"
import { inputDecoder } from "./Input.ts"

/**
 * A question that is decoded once, where it comes in: what reads the answer is given known fields of the right kinds only.
 *
 * @param schema - of the question
 * @param read - answers it
 */
export const decoded = <Question, Encoded, Answer, Failed, Needed>(
  schema: Schema.Codec<NoInfer<Question>, Encoded>,
  read: (caller: Caller, question: Question) => Effect.Effect<Answer, Failed, Needed>,
) => {
  const decode = inputDecoder(schema)
  return (caller: Caller, question: Question): Effect.Effect<Answer, Failed | InputInvalid, Needed> => {
    const asked = decode(question)
    return Result.isFailure(asked) ? Effect.fail(asked.failure) : read(caller, asked.success)
  }
}
