import { overrideApprovalKind } from "../deal/Approval.ts"
import type { FactCondition } from "../deal/Condition.ts"
import { valueOf } from "../deal/Condition.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import { documentKinds } from "../settlement/DocumentSchema.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Problem } from "../shared/Problem.ts"
import type { DepartmentConfig } from "./DepartmentSchema.ts"
import { gateProblems } from "./GateProblems.ts"

/** The parts of a configuration whose lists gates ask of. */
type ListedRules = Pick<DepartmentConfig, "approvalKinds" | "base" | "dialogOutcomes" | "overrides" | "pipelines">

const idsOf = (entries: ReadonlyArray<{ readonly id: string }> | undefined): ReadonlyArray<string> | null =>
  entries === undefined ? null : entries.map(({ id }) => id)

/** What a fact may have as its value; null where that is not a list, or where the department takes any. */
const choicesOf = (
  { fact }: FactCondition,
  { stages }: Pick<Pipeline, "stages">,
  { approvalKinds = [], base, dialogOutcomes, overrides }: Omit<ListedRules, "pipelines">,
): ReadonlyArray<string> | null => {
  switch (fact) {
    case "approvals.granted":
      return [...approvalKinds.map(({ id }) => id), ...(overrides === undefined ? [] : [overrideApprovalKind])]
    case "client.segment":
      return idsOf(base?.segments)
    case "contacts.roles":
      return idsOf(base?.contactRoles)
    case "deal.stageId":
      return idsOf(stages)
    case "dialogs.lastOutcome":
    case "dialogs.outcomes":
      return idsOf(dialogOutcomes)
    case "documents.kinds":
    case "documents.signedKinds":
      return documentKinds
    default:
      return null
  }
}

/** What is wrong with the value that a question asks for of a deal in a pipeline. */
export const choiceQuestionProblems = (
  question: FactCondition,
  path: string,
  pipeline: Pick<Pipeline, "stages">,
  rules: Omit<ListedRules, "pipelines">,
): ReadonlyArray<Problem> => {
  const choices = choicesOf(question, pipeline, rules)
  const asked = [valueOf(question)].flat()
  return asked.flatMap((value): ReadonlyArray<Problem> => {
    if (choices === null || typeof value !== "string" || choices.includes(value)) return []
    const there = knownText(choices)
    const message = {
      en: `${question.fact} is never “${value}” in this department; ${there.en}`,
      ru: `${question.fact} в этом отделе не бывает «${value}»; ${there.ru}`,
    }
    return [{ path: `${path}.value`, code: "condition.choiceUnknown", message }]
  })
}

/**
 * What is wrong with the values that gates ask for: what the department's own lists do not have nobody can ever give, and the gate
 * would be shut for good, or never shut.
 */
export const choiceConditionProblems = (rules: ListedRules): ReadonlyArray<Problem> =>
  gateProblems(rules.pipelines, (question, path, pipeline) => choiceQuestionProblems(question, path, pipeline, rules))
