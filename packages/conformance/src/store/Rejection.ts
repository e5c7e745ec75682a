import { isSalesDeptError } from "@salesdept/core/shared"
import type { FailureFields } from "@salesdept/core/shared"
import { expect } from "vitest"

/** The library's error with which a call was refused; the test fails where it was not, or with anything else. */
export const rejection = async (call: Promise<unknown>): Promise<FailureFields> => {
  const outcome = await call.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  )
  if (!("error" in outcome)) return expect.fail(`expected a refusal, not ${JSON.stringify(outcome.answer)}`)
  if (!isSalesDeptError(outcome.error)) throw outcome.error
  return outcome.error
}

/** The library's error of this tag with which a call was refused. */
export const rejectionOf = async (tag: string, call: Promise<unknown>): Promise<FailureFields> => {
  const error = await rejection(call)
  expect(error._tag).toBe(tag)
  return error
}
