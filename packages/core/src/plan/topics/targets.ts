/**
 * Making a plan: targets shared out and cascaded, capacity and what it explains, norms of activity, reconciliation. Pure.
 *
 * @packageDocumentation
 */
export type { ActivityGoal, ActivityNorm, ActivityNorms, ActivityStep } from "../targets/ActivityNorms.ts"
export { activityNorms } from "../targets/ActivityNorms.ts"
export type { Allotment, Allotted, BoundedShare } from "../targets/Allotment.ts"
export { allot } from "../targets/Allotment.ts"
export { targetStep } from "../targets/RoundTargets.ts"
export type { StaffedAmount } from "../capacity/CapacityVariance.ts"
export { capacityVariance } from "../capacity/CapacityVariance.ts"
export type { Capacity, RepTime } from "../capacity/Capacity.ts"
export { capacityOf } from "../capacity/Capacity.ts"
export type {
  Cascade,
  CascadeBound,
  CascadeCell,
  CascadeInput,
  CascadeNode,
  CascadePeriod,
} from "../targets/Cascade.ts"
export { cascade } from "../targets/Cascade.ts"
export { staffedAmount } from "../capacity/StaffedTime.ts"
export type { AgreedTarget, ReconciledTargets, ReconciledTotal, TwoSidedTarget } from "../targets/Reconciliation.ts"
export { reconcileTargets } from "../targets/Reconciliation.ts"
