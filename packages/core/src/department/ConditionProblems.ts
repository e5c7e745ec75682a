import type { Condition } from "../deal/Condition.ts"
import type { Problem } from "../shared/Problem.ts"
import { choiceQuestionProblems } from "./ChoiceConditions.ts"
import { customQuestionProblems } from "./CustomConditions.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"
import { questionProblems } from "./GateProblems.ts"

/**
 * What is wrong with a condition that is no gate, of deals of any pipeline: fields that the department does not have, and values that its lists
 * do not have. It would hold of nobody, or of everybody, and nobody would know.
 *
 * @param condition - the condition
 * @param path - where it stands
 * @param config - the configuration in force
 */
export const conditionProblems = (
  condition: Condition,
  path: string,
  config: DepartmentConfig,
): ReadonlyArray<Problem> => {
  const stages = config.pipelines.flatMap((pipeline) => pipeline.stages)
  return questionProblems(condition, path, (question, at) => [
    ...customQuestionProblems(question, at, config.customFields ?? []),
    ...choiceQuestionProblems(question, at, { stages }, config),
  ])
}
