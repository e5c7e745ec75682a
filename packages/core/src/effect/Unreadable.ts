import { isSalesDeptError } from "../shared/Failure.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"

/** How deep what a host gives is looked into; the input of no call goes as deep. */
const mostLevels = 200

const throws: Pick<Problem, "code" | "message"> = {
  code: "input.unreadable",
  message: { en: "cannot be read: reading it throws", ru: "не читается: при чтении возникает ошибка" },
}

const isEndless: Pick<Problem, "code" | "message"> = {
  code: "input.endless",
  message: {
    en: `lies too deep or holds itself: must be at most ${mostLevels} levels deep`,
    ru: `вложено слишком глубоко или содержит само себя: допускается не больше ${mostLevels} уровней`,
  },
}

/** Names of members, those of a class too. */
const namesOf = (value: object): ReadonlyArray<string> => {
  const names = new Set<string>()
  for (let at: object | null = value; at !== null && at !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name)
    const above: unknown = Object.getPrototypeOf(at)
    at = typeof above === "object" ? above : null
  }
  return [...names]
}

/**
 * What of the things that a host gave cannot be read: a getter or a proxy of its own that throws, or what has no end. Asked only when a
 * call has failed with what is no error of the library: whoever reads such a thing fails, wherever that is.
 *
 * @param given - what the call was given
 * @returns the first place that cannot be read; null where everything can be
 */
const unreadableIn = (given: unknown): Problem | null => {
  const seen = new Set<object>()
  const within = (value: unknown, path: string, above: ReadonlySet<object>): Problem | null => {
    if (typeof value !== "object" || value === null) return null
    if (above.has(value) || above.size >= mostLevels) return { path, ...isEndless }
    if (seen.has(value) || ArrayBuffer.isView(value)) return null
    seen.add(value)
    const inside = new Set(above).add(value)
    let isList: boolean
    let names: ReadonlyArray<string>
    try {
      isList = Array.isArray(value)
      names = isList ? Object.keys(value) : namesOf(value)
    } catch {
      return { path, ...throws }
    }
    for (const name of names) {
      const at = isList ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`
      let member: unknown
      try {
        member = (value as { readonly [name: string]: unknown })[name]
      } catch {
        return { path: at, ...throws }
      }
      // There lies the host's whole driver, which holds itself and has sockets.
      if (at === "tx.connection") continue
      const found = within(member, at, inside)
      if (found !== null) return found
    }
    return null
  }
  return within(given, "", new Set())
}

/**
 * What a call rejects with that failed: the library's error as it is; of anything else, that something that it was given cannot be
 * read, where that is so.
 *
 * @param thrown - what it failed with
 * @param given - what it was given, in order: its input, and last what stands beside it
 */
export const refusalOf = (thrown: unknown, given: ReadonlyArray<unknown>): unknown => {
  if (isSalesDeptError(thrown)) return thrown
  for (const [at, value] of given.entries()) {
    const problem = unreadableIn(value)
    if (problem === null) continue
    return new InputInvalid(problemsUnder(at > 0 && at === given.length - 1 ? "options" : "", [problem]))
  }
  return thrown
}

/**
 * Asks something of what a host gave.
 *
 * @param given - what the host gave
 * @param ask - looks at it
 * @param refuse - answers with what is wrong where it cannot be read
 */
export const readably = <Answer>(
  given: unknown,
  ask: () => Answer,
  refuse: (problems: ReadonlyArray<Problem>) => Answer,
): Answer => {
  try {
    return ask()
  } catch (thrown) {
    const refusal = refusalOf(thrown, [given])
    if (refusal === thrown || !(refusal instanceof InputInvalid)) throw thrown
    return refuse(refusal.problems)
  }
}
