import type { ControlPolicy } from "../control/ControlPolicy.ts"
import { canonicalJson } from "../journal/Canonical.ts"
import { fingerprint } from "./Fingerprint.ts"
import type { ReviewPolicy } from "./ReviewPolicy.ts"
import { rulesInForce } from "./RuleSet.ts"
import type { SummaryContext } from "./SummaryFacts.ts"

/** Short names of the rules by which findings are raised and days are counted. Another year's calendar is no other rule. */
export const ruleNames = (
  { rules, ownRules, proposalStageIds, referralStepIds, newcomerDays }: ReviewPolicy,
  { sla, ...control }: ControlPolicy,
): NonNullable<SummaryContext["rules"]> => {
  const agreed = sla === undefined ? null : { ...sla, calendar: null }
  const judging = rulesInForce(rules).map(({ id, version, thresholds }) => [id, version, thresholds])
  const readBy = [ownRules, proposalStageIds, referralStepIds, newcomerDays, control, agreed]
  return {
    findings: fingerprint(canonicalJson([judging, ...readBy])),
    control: fingerprint(canonicalJson([control, agreed])),
  }
}
