import type { Problem } from "../../shared/Problem.ts"
import { problemsUnder } from "../../shared/Problem.ts"

/** Elsewhere calls take a signal each; here it belongs to whoever makes them. */
const signalProblem: Problem = {
  path: "signal",
  code: "options.signal",
  message: {
    en: "is given once for all calls of a session: tenant.as(actor, { signal })",
    ru: "указывают один раз для всех вызовов сессии: tenant.as(actor, { signal })",
  },
}

const told = (problem: Problem): Problem =>
  problem.path === "signal" && problem.code === "field.unknown" ? signalProblem : problem

/**
 * Problems of the options that stand beside an input.
 *
 * @param problems - with paths inside the options
 */
export const optionProblemsOf = (problems: ReadonlyArray<Problem>): ReadonlyArray<Problem> =>
  problemsUnder("options", problems.map(told))

const noneTaken: Problem = {
  path: "options",
  code: "options.none",
  message: {
    en: "are not taken here: all that is asked stands in the question, and what is committed is read",
    ru: "здесь не принимаются: всё, о чём спрашивают, указывают в вопросе, а читается зафиксированное",
  },
}

const isSignalAlone = (one: unknown): boolean =>
  typeof one === "object" && one !== null && Object.keys(one).join() === "signal"

/** What was given beside what a call takes, by hosts whose types nobody looks at: passed over, it would be missed by nobody. */
export const problemsBesides = (besides: ReadonlyArray<unknown>): ReadonlyArray<Problem> => {
  const given = besides.filter((one) => one !== undefined)
  if (given.length === 0) return []
  return given.every(isSignalAlone) ? problemsUnder("options", [signalProblem]) : [noneTaken]
}
