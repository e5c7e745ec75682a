import type { Condition, FactCondition } from "../deal/Condition.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { Problem } from "../shared/Problem.ts"

/** Every problem of the questions in a condition; `path` leads to the condition, and in each problem to its question. */
export const questionProblems = (
  condition: Condition,
  path: string,
  check: (question: FactCondition, path: string) => ReadonlyArray<Problem>,
): ReadonlyArray<Problem> => {
  const within = (part: Condition, at: string): ReadonlyArray<Problem> => {
    if ("all" in part) return part.all.flatMap((one, i) => within(one, `${at}.all[${i}]`))
    if ("any" in part) return part.any.flatMap((one, i) => within(one, `${at}.any[${i}]`))
    if ("not" in part) return within(part.not, `${at}.not`)
    return check(part, at)
  }
  return within(condition, path)
}

/** Says what is wrong with one question of a pipeline's gates; `path` leads to it. */
export type QuestionCheck = (question: FactCondition, path: string, pipeline: Pipeline) => ReadonlyArray<Problem>

/**
 * Holds every question of the gates to a check. Only the newest version of a pipeline is: what its gates ask of may go while deals
 * still live under an earlier one.
 */
export const gateProblems = (pipelines: ReadonlyArray<Pipeline>, check: QuestionCheck): ReadonlyArray<Problem> =>
  pipelines.flatMap((pipeline, index) => {
    const isNewest = pipelines.every(({ id, version }) => id !== pipeline.id || version <= pipeline.version)
    if (!isNewest) return []
    return pipeline.stages.flatMap((stage, position) =>
      (["entry", "exit"] as const).flatMap((gate) => {
        const condition = stage[gate]
        if (condition === undefined) return []
        return questionProblems(condition, `pipelines[${index}].stages[${position}].${gate}`, (question, path) =>
          check(question, path, pipeline),
        )
      }),
    )
  })
