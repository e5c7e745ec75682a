import type { Message } from "./Message.ts"

/** One thing that is wrong with an input. Inputs are checked whole: every problem is reported at once. */
export interface Problem {
  /**
   * Where it is: names joined by dots and positions (from 0) in brackets, such as `lines[2].amountMinor`. The empty text
   * means the input as a whole.
   */
  readonly path: string
  /** Stable name of the rule that is broken, such as `calendar.duplicate`. Hosts may branch on it. */
  readonly code: string
  /** What is wrong, in a form that can be shown to a person. */
  readonly message: Message
}

/**
 * Puts problems of a part below the path of the part.
 *
 * @param prefix - the part's own path, such as `lines[2]`
 * @param problems - problems with paths inside the part
 * @example
 * ```ts
 * import { problemsUnder } from "@salesdept/core/shared"
 *
 * const message = { en: "must be above 0", ru: "должно быть больше 0" }
 * problemsUnder("lines[2]", [{ path: "quantity", code: "line.quantity", message }])[0]?.path // "lines[2].quantity"
 * ```
 */
export const problemsUnder = (prefix: string, problems: ReadonlyArray<Problem>): ReadonlyArray<Problem> =>
  problems.map((problem) => ({ ...problem, path: joined(prefix, problem.path) }))

const joined = (prefix: string, path: string): string => {
  if (prefix === "" || path === "") return prefix + path
  return path.startsWith("[") ? prefix + path : `${prefix}.${path}`
}
