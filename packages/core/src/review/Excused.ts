import type { RecordFacts } from "../control/ControlFacts.ts"
import type { ControlStateName } from "../control/ControlPolicy.ts"
import { controlStates } from "../control/ControlPolicy.ts"
import { parked } from "../control/Holding.ts"
import type { ReviewControl } from "./ReviewFacts.ts"

/**
 * Whether a record was put off at the moment, and that excuses it from a state: as in control, what stands after `parked` in the policy's
 * priority.
 *
 * @param facts - the record as control sees it
 * @param state - the state that would be held against its owner
 * @param control - the policy and the moment
 */
export const isExcused = (
  facts: RecordFacts,
  state: ControlStateName,
  { policy, context }: Pick<ReviewControl, "policy" | "context">,
): boolean => {
  const { priority = controlStates } = policy
  return priority.indexOf("parked") < priority.indexOf(state) && parked(facts, null, policy, context) !== null
}

/** Deals that were put off, where that excuses them from a state; none where control is not read. */
export const excusedDeals = (control: ReviewControl | null, state: ControlStateName): ReadonlySet<string> =>
  new Set(control === null ? [] : control.base.deal.flatMap((deal) => (isExcused(deal, state, control) ? deal.id : [])))
