import type { RoutingPolicy } from "./Routing.ts"
import { usualRouting } from "./Routing.ts"
import type { OwnRule } from "./OwnRule.ts"
import type { RuleSetting } from "./RuleSet.ts"

/** A department's rules of reviews. Plain data. */
export interface ReviewPolicy {
  /** Shipped rules that are off or have other thresholds. */
  readonly rules: ReadonlyArray<RuleSetting>
  /** The department's own rules, beside the shipped ones. */
  readonly ownRules: ReadonlyArray<OwnRule>
  /** Stages in which the client holds a proposal. */
  readonly proposalStageIds: ReadonlyArray<string>
  /** Steps of scripts that ask for a recommendation. */
  readonly referralStepIds: ReadonlyArray<string>
  /** For how many days a rep is a newcomer, compared with newcomers; 0 to 3650. */
  readonly newcomerDays: number
  /** Who talks about what. */
  readonly routing: RoutingPolicy
}

/** The rules of departments that state none. */
export const defaultReviewPolicy: ReviewPolicy = {
  rules: [],
  ownRules: [],
  proposalStageIds: ["proposal", "quote"],
  referralStepIds: ["referralRequest"],
  newcomerDays: 90,
  routing: usualRouting,
}
