import type { Caller } from "../ports/Caller.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import { refusalOf } from "../effect/Unreadable.ts"

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const signalProblem: Problem = {
  path: "signal",
  code: "signal.shape",
  message: { en: "must be an AbortSignal", ru: "ожидается AbortSignal" },
}

const notAnObject: Problem = {
  path: "",
  code: "field.type",
  message: { en: "must be an object", ru: "ожидается объект" },
}

/** Of other realms too, such as a test's. */
const isSignal = (value: unknown): value is AbortSignal =>
  isObject(value) && "throwIfAborted" in value && typeof value.throwIfAborted === "function" && "aborted" in value

/**
 * Options without the signal among them; what is no object stays as it is, for whoever decodes the rest.
 *
 * @throws InputInvalid where the signal is none, or the options cannot be read
 */
export const apartFromSignal = <Options extends { readonly signal?: AbortSignal | undefined }>(
  options: Options,
): readonly [rest: Omit<Options, "signal">, signal: AbortSignal | undefined] => {
  if (!isObject(options)) return [options, undefined]
  try {
    const { signal, ...rest } = options
    if (signal !== undefined && !isSignal(signal)) throw new InputInvalid([signalProblem])
    return [rest, signal]
  } catch (thrown) {
    throw refusalOf(thrown, [options])
  }
}

/** What a session was given beside its actor. */
export interface SessionGiven {
  /** What the actor is. */
  readonly access: Pick<Caller, "roles">
  /** What ends its calls. */
  readonly signal: AbortSignal | undefined
  /** What is wrong with it. */
  readonly wrong: ReadonlyArray<Problem>
}

/** Reads what a session is given; a session is opened at once, so that its calls tell what is wrong. */
export const sessionGiven = (
  options: Pick<Caller, "roles"> & { readonly signal?: AbortSignal | undefined } = {},
): SessionGiven => {
  const none = { access: {}, signal: undefined }
  if (!isObject(options)) return { ...none, wrong: problemsUnder("caller", [notAnObject]) }
  try {
    const [{ roles, ...unknown }, signal] = apartFromSignal(options)
    const wrong = Object.keys(unknown).map((name): Problem => ({
      path: `caller.${name}`,
      code: "field.unknown",
      message: {
        en: "is not a known field; there are: roles, signal",
        ru: "неизвестное поле; есть: roles, signal",
      },
    }))
    return { access: roles === undefined ? {} : { roles }, signal, wrong }
  } catch (thrown) {
    if (!(thrown instanceof InputInvalid)) throw thrown
    return { ...none, wrong: problemsUnder("caller", thrown.problems) }
  }
}
