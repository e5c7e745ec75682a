import type { Condition, FactCondition } from "../deal/Condition.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import type { Problem } from "../shared/Problem.ts"

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
    const within = (condition: Condition, path: string): ReadonlyArray<Problem> => {
      if ("all" in condition) return condition.all.flatMap((part, i) => within(part, `${path}.all[${i}]`))
      if ("any" in condition) return condition.any.flatMap((part, i) => within(part, `${path}.any[${i}]`))
      if ("not" in condition) return within(condition.not, `${path}.not`)
      return check(condition, path, pipeline)
    }
    return pipeline.stages.flatMap((stage, position) =>
      (["entry", "exit"] as const).flatMap((gate) => {
        const condition = stage[gate]
        return condition === undefined ? [] : within(condition, `pipelines[${index}].stages[${position}].${gate}`)
      }),
    )
  })
