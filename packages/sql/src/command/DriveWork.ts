import type { Decision, Read, Work } from "@salesdept/core/journal"
import type * as Result from "effect/Result"

/** Runs work against a reader that answers in its time, to its decision. */
export const driveWork = async <Answer, Rejection>(
  work: Work<Answer, Rejection>,
  answer: (question: Read) => Promise<unknown>,
): Promise<Result.Result<Decision<Answer>, Rejection>> => {
  let step = work.next()
  while (step.done !== true) step = work.next(await answer(step.value))
  return step.value
}
