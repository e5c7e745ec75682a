/**
 * Making a plan: targets shared out and cascaded, capacity and what it explains, norms of activity, reconciliation. Pure.
 *
 * @packageDocumentation
 */
export type { ActivityGoal, ActivityNorm, ActivityNorms, ActivityStep } from "../ActivityNorms.ts"
export { activityNorms } from "../ActivityNorms.ts"
export type { Allotment, Allotted, BoundedShare } from "../Allotment.ts"
export { allot } from "../Allotment.ts"
export { targetStep } from "../RoundTargets.ts"
export type { StaffedAmount } from "../CapacityVariance.ts"
export { capacityVariance } from "../CapacityVariance.ts"
export type { Capacity, RepTime } from "../Capacity.ts"
export { capacityOf } from "../Capacity.ts"
export type { Cascade, CascadeBound, CascadeCell, CascadeInput, CascadeNode, CascadePeriod } from "../Cascade.ts"
export { cascade } from "../Cascade.ts"
export { staffedAmount } from "../StaffedTime.ts"
export type { AgreedTarget, ReconciledTargets, ReconciledTotal, TwoSidedTarget } from "../Reconciliation.ts"
export { reconcileTargets } from "../Reconciliation.ts"
