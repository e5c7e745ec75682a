import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import type { FindingRule, Thresholds } from "./FindingRule.ts"
import { thresholdProblems, withThresholds } from "./FindingRule.ts"
import { breachedAnswers } from "./rules/Answers.ts"
import { lostWithoutDialog, overriddenGates, unsentDocuments, untouchedDeals } from "./rules/Activity.ts"
import { unansweredApprovals } from "./rules/Approvals.ts"
import { creditMovedAfterClose } from "./rules/CreditMoves.ts"
import { discountBeyondLimit } from "./rules/Discounts.ts"
import { paidWithoutAct, wonUndocumented } from "./rules/MissingDocuments.ts"
import { silentProposals, unaskedReferrals, unnoticedPromises, wonByScript } from "./rules/FollowUp.ts"
import { movedSteps, noNextStep } from "./rules/NextSteps.ts"
import { overdueSteps } from "./rules/OverdueSteps.ts"
import { aboveRate } from "./rules/PeerRates.ts"
import { overduePayments } from "./rules/OverduePayments.ts"
import { overTarget } from "./rules/OverTarget.ts"
import { quietRegulars, recoveredRegulars } from "./rules/RegularClients.ts"
import { weakDialogs } from "./rules/Scores.ts"
import { stalledByHistory } from "./rules/StalledByHistory.ts"
import { undatedDeals } from "./rules/UndatedDeals.ts"
import { unansweredInbound, untakenLeads } from "./rules/Unanswered.ts"
import { varianceDrag, varianceLift } from "./rules/VarianceDriver.ts"
import { winRateAbove, winRateBelow } from "./rules/WinRateOutlier.ts"

/** The rules that come with the library, with their default thresholds. */
export const shippedRules: ReadonlyArray<FindingRule> = [
  stalledByHistory,
  undatedDeals,
  untakenLeads,
  unansweredInbound,
  movedSteps,
  noNextStep,
  overduePayments,
  paidWithoutAct,
  wonUndocumented,
  discountBeyondLimit,
  overriddenGates,
  creditMovedAfterClose,
  unansweredApprovals,
  lostWithoutDialog,
  untouchedDeals,
  unsentDocuments,
  varianceDrag,
  varianceLift,
  winRateBelow,
  winRateAbove,
  quietRegulars,
  recoveredRegulars,
  overTarget,
  breachedAnswers,
  overdueSteps,
  unnoticedPromises,
  silentProposals,
  unaskedReferrals,
  wonByScript,
  weakDialogs,
  aboveRate,
]

/** What a tenant changes in a rule: plain data, to be kept with the department's configuration. */
export interface RuleSetting {
  /** The rule. */
  readonly ruleId: string
  /** True leaves the rule out; false by default. */
  readonly isOff?: boolean
  /** Thresholds that differ from the defaults. */
  readonly thresholds?: Thresholds
}

/**
 * Rules as a tenant has set them.
 *
 * @param settings - what differs from the defaults; a rule that is not named keeps them
 * @param rules - the rules to choose from; {@link shippedRules} by default
 * @throws InputInvalid (`rule.unknown`, `rule.parameterUnknown`, `rule.parameterBounds`) with every wrong setting
 * @example
 * ```ts
 * import { rulesInForce } from "@salesdept/core/review"
 *
 * const rules = rulesInForce([
 *   { ruleId: "deal.discountBeyondLimit", thresholds: { limitPercent: 15 } },
 *   { ruleId: "rep.overTarget", isOff: true },
 * ])
 * rules.find(({ id }) => id === "deal.discountBeyondLimit")?.thresholds // { limitPercent: 15 }
 * rules.some(({ id }) => id === "rep.overTarget") // false
 * ```
 */
export const rulesInForce = (
  settings: ReadonlyArray<RuleSetting>,
  rules: ReadonlyArray<FindingRule> = shippedRules,
): ReadonlyArray<FindingRule> => {
  const chosen = new Map(rules.map((rule) => [rule.id, rule]))
  const problems = settingProblems(settings, rules)
  if (problems.length > 0) throw new InputInvalid(problems)
  for (const { ruleId, isOff = false, thresholds = {} } of settings) {
    const rule = chosen.get(ruleId)
    if (isOff) chosen.delete(ruleId)
    else if (rule !== undefined) chosen.set(ruleId, withThresholds(rule, thresholds))
  }
  return [...chosen.values()]
}

/**
 * Everything that is wrong with settings of rules.
 *
 * @param path - where the settings lie
 */
export const settingProblems = (
  settings: ReadonlyArray<RuleSetting>,
  rules: ReadonlyArray<FindingRule> = shippedRules,
  path = "settings",
): ReadonlyArray<Problem> => {
  const known = new Map(rules.map((rule) => [rule.id, rule]))
  return settings.flatMap(({ ruleId, thresholds = {} }, index): ReadonlyArray<Problem> => {
    const rule = known.get(ruleId)
    if (rule === undefined) return [unknownRule(`${path}[${index}]`, ruleId)]
    return problemsUnder(`${path}[${index}].thresholds`, thresholdProblems(rule, thresholds))
  })
}

const unknownRule = (path: string, ruleId: string): Problem => ({
  path: `${path}.ruleId`,
  code: "rule.unknown",
  message: { en: `there is no rule "${ruleId}"`, ru: `правила «${ruleId}» нет` },
})
