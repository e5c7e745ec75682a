import { conditionProblems } from "../department/ConditionProblems.ts"
import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import { knownText } from "../shared/KnownText.ts"
import type { Problem } from "../shared/Problem.ts"
import type { CampaignPlan } from "./CampaignSchema.ts"

/** What a plan names of a list of the department's that has no such entry; a list that is not given takes any. */
const notListed = (
  path: string,
  named: string | null | undefined,
  list: ReadonlyArray<{ readonly id: string }> | undefined,
): ReadonlyArray<Problem> => {
  if (named === null || named === undefined || list === undefined || list.some(({ id }) => id === named)) return []
  const there = knownText([...new Set(list.map(({ id }) => id))])
  const message = {
    en: `is not in the department's list: ${named}; ${there.en}`,
    ru: `нет в списке отдела: ${named}; ${there.ru}`,
  }
  return [{ path, code: "campaign.choiceUnknown", message }]
}

/**
 * What of a campaign's rule the department does not have: a dialog never comes to an outcome that is not in its list, and no deal begins in a
 * pipeline that is not there, so that the campaign would wait for ever or hand over what cannot be done.
 *
 * @param plan - the rule
 * @param config - the configuration in force
 */
export const campaignProblems = (
  { trigger, condition, action, consentPurposeId }: CampaignPlan,
  config: DepartmentConfig,
): ReadonlyArray<Problem> => [
  ...(trigger.on === "dialogOutcome"
    ? notListed("plan.trigger.outcomeId", trigger.outcomeId, config.dialogOutcomes)
    : []),
  ...(condition === null ? [] : conditionProblems(condition, "plan.condition", config)),
  ...(action.kind === "repeatDeal"
    ? notListed(
        "plan.action.pipelineId",
        action.pipelineId,
        config.pipelines.filter(({ id }) => config.closedPipelineIds?.includes(id) !== true),
      )
    : []),
  ...(action.kind === "task" ? notListed("plan.action.typeId", action.typeId, config.base?.nextStepTypes) : []),
  ...notListed("plan.consentPurposeId", consentPurposeId, config.base?.consentPurposes),
]
